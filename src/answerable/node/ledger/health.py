"""Tell how a channel stands: sizes, receipts, contact, and what is wrong, in plain facts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from answerable.casework.codes import Urgency
from answerable.node.ledger import doubts, identities, key_lines, publishing, receipts, wording
from answerable.node.ledger.channels import genesis_of, our_code, peer_of, terms_of, their_code
from answerable.node.ledger.establish import words_of
from answerable.node.ledger.glance import in_trouble
from answerable.node.ledger.models import (
    Channel,
    Content,
    Cosignature,
    Entry,
    LogHead,
    PeerStatus,
)
from answerable.node.ledger.wording import label
from answerable.protocol import envelope, keys
from answerable.protocol.charter import Genesis
from answerable.protocol.errors import BadEnvelope

# The other side's node answers, and still has not countersigned what was said this long before.
WITHHELD_AFTER = timedelta(hours=1)
# Without terms: how long a receipt may take.
OVERDUE_AFTER = timedelta(hours=72)
# Seconds between two clocks that are worth a word.
SKEW = 10


@dataclass(frozen=True)
class KeyLine:
    """A key of a party: its role, the office of an author key, its id, and where it counts.

    The indices are those of the party's own log; `to_index` None: until further notice.
    """

    role: str
    office: str
    keyid: str
    from_index: int = 0
    to_index: int | None = None

    @property
    def words(self) -> str:
        """Return the twelve words by which two people compare the key."""
        return " ".join(keys.fingerprint_words(bytes.fromhex(self.keyid)))

    @property
    def role_in_words(self) -> str:
        """Return what the key is for."""
        return label(wording.ROLES, self.role)


@dataclass(frozen=True)
class LogHealth:
    """One side's log. `receipted` is up to where the other side's node has countersigned it."""

    origin: str
    party: str
    size: int
    receipted: int
    with_contents: int
    last_receipt_at: datetime | None
    frozen: str
    suspect: str
    evidence: int
    keys: tuple[KeyLine, ...]
    # When the first entry without the other side's receipt was said; None: there is none.
    waiting_since: datetime | None = None

    @property
    def doubt_in_words(self) -> str:
        """Return why the log is doubted, in the reader's language."""
        return label(wording.DOUBTS, self.suspect)

    @property
    def waiting(self) -> int:
        """Count the entries that the other side's node has not countersigned yet."""
        return max(self.size - self.receipted, 0)


@dataclass(frozen=True)
class Health:
    """A channel as its page shows it. Logs are None where nothing is signed."""

    channel: Channel
    ours: LogHealth | None
    theirs: LogHealth | None
    last_contact: datetime | None
    last_try: datetime | None
    next_try: datetime | None
    last_error: str
    failures: int
    odd_receipt: str
    contents_promised: int
    contents_missing: int
    words: tuple[str, ...]
    clock_skew: int | None
    # Why a person should ask the other side about receipts: withheld, overdue, or nothing.
    alarm: str
    # How many keys of the other side came later and were compared by nobody yet.
    keys_to_compare: int = 0

    @property
    def alarm_in_words(self) -> str:
        """Return what is wrong with the receipts, in the reader's language."""
        return label(wording.ALARMS, self.alarm)

    @property
    def clock_is_off(self) -> bool:
        """Tell whether the two clocks differ by more than a glance at them explains."""
        return self.clock_skew is not None and abs(self.clock_skew) > SKEW

    @property
    def clock_apart(self) -> int:
        """Return by how many seconds the two clocks differ, whichever is ahead."""
        return abs(self.clock_skew or 0)

    @property
    def queue(self) -> int:
        """Count our entries that wait for the other side's receipt."""
        return self.ours.waiting if self.ours else 0

    @property
    def frozen(self) -> bool:
        """Tell whether a log contradicted itself and the channel stands still."""
        return self.channel.state == Channel.State.FROZEN

    @property
    def suspect(self) -> bool:
        """Tell whether our own database may be behind, so that nothing is signed."""
        return bool(self.ours and self.ours.suspect)

    @property
    def peer_behind(self) -> bool:
        """Tell whether the other side showed less than it had signed before."""
        return bool(self.theirs and self.theirs.suspect)

    @property
    def is_well(self) -> bool:
        """Tell whether there is nothing to worry about."""
        doubted = self.frozen or self.suspect or self.peer_behind
        return not (doubted or self.failures or self.alarm or self.keys_to_compare)


def channel_health(channel: Channel, *, at: datetime | None = None) -> Health:
    """Return how a channel of any kind stands, now or at another time."""
    live = channel.is_signed and channel.channel_id is not None
    peer = peer_of(channel)
    ours, theirs = _logs(channel) if live else (None, None)
    contents = Content.objects.filter(channel=channel).aggregate(
        promised=Count("pk", filter=Q(state=Content.State.PROMISED)),
        missing=Count("pk", filter=Q(state=Content.State.MISSING)),
    )
    return Health(
        channel=channel,
        ours=ours,
        theirs=theirs,
        last_contact=peer.last_contact,
        last_try=peer.last_try,
        next_try=peer.next_try,
        last_error=peer.last_error,
        failures=peer.failures,
        odd_receipt=peer.odd_receipt,
        contents_promised=contents["promised"],
        contents_missing=contents["missing"],
        words=words_of(channel) if channel.is_signed else (),
        clock_skew=peer.clock_skew,
        alarm=_alarm(channel, ours, peer, at or timezone.now()),
        keys_to_compare=len(key_lines.to_compare(channel)),
    )


def check_start() -> list[str]:
    """Compare every own log with its high-water mark, and let out what a crash held back.

    Return what the operator must hear, one line each; raise nothing. A log that is found
    suspect stays readable and is not signed.
    """
    lines: list[str] = []
    newest = LogHead.objects.filter(is_ours=True, counts_to__isnull=True)
    for head in newest.select_related("channel"):
        found = publishing.assess(head)
        if not found.may_sign:
            doubts.record(head, found.reason)
            doubts.ask_anew(head)
            lines.append(
                f"channel {head.channel.slug}: nothing will be signed, since the database may be "
                f"older than what was published ({found.reason})"
            )
        elif publishing.publish(head.channel, head.origin):
            lines.append(f"channel {head.channel.slug}: published what a crash had held back")
    return lines


def _alarm(channel: Channel, ours: LogHealth | None, peer: PeerStatus, at: datetime) -> str:
    """Say what is odd about a receipt that does not come. Whether it ever will, nobody knows."""
    since = ours.waiting_since if ours else None
    if since is None or not channel.is_open or not channel.peer_url:
        # By pouch a receipt takes as long as its carrier: that is no reason to alarm anybody.
        return ""
    if peer.last_contact is not None and peer.last_contact - since > WITHHELD_AFTER:
        return "withheld"
    return "overdue" if at - since > _receipt_time(channel) else ""


def _receipt_time(channel: Channel) -> timedelta:
    """Return how long a receipt may take: what the terms give an ordinary message."""
    terms = terms_of(channel)
    hours = [
        clock.receipt_hours
        for clock in (terms.clocks if terms else ())
        if clock.urgency == Urgency.ORDINARY
    ]
    return timedelta(hours=hours[0]) if hours else OVERDUE_AFTER


def _waiting_since(head: LogHead, receipted: int) -> datetime | None:
    """Return when the first entry that is not receipted was said, as its author claims."""
    row = Entry.objects.filter(log=head, index=receipted, index__lt=head.size).first()
    try:
        said = envelope.open_entry(bytes(row.data)).statement if row else None
        return envelope.parse_time(said.ts) if said else None
    except BadEnvelope:
        return None


def _logs(channel: Channel) -> tuple[LogHealth | None, LogHealth | None]:
    founded = genesis_of(channel)
    heads = {head.is_ours: head for head in channel.logs.select_related("channel").order_by("pk")}
    ours, theirs = heads.get(True), heads.get(False)
    return (
        _log(founded, ours, our_code(channel)) if ours else None,
        _log(founded, theirs, their_code(channel)) if theirs else None,
    )


def _log(founded: Genesis, head: LogHead, party: str) -> LogHealth:
    mirror = _last(receipts.mirror_receipts(head).order_by("-size").first())
    delivery = receipts.delivery_receipts(head).order_by("-size").first()
    doubt = head.suspect
    if head.is_ours and not doubt:
        found = publishing.assess(head)
        doubt = "" if found.may_sign else found.reason
    return LogHealth(
        origin=head.origin,
        party=founded.party(party).name,
        size=head.size,
        receipted=mirror[0],
        with_contents=delivery.size if delivery else 0,
        last_receipt_at=mirror[1],
        frozen=head.frozen,
        suspect=doubt,
        evidence=head.evidence.count(),
        keys=tuple(
            KeyLine(signer.role, signer.office or "", keyid, signer.from_index, signer.to_index)
            for keyid, signer in identities.identity_of(head.channel, party).keyring.items()
        ),
        waiting_since=_waiting_since(head, mirror[0]) if head.is_ours else None,
    )


def _last(row: Cosignature | None) -> tuple[int, datetime | None]:
    return (0, None) if row is None else (row.size, receipts.time_of(row))


def count_in_trouble() -> int:
    """Count the channels where a person must look: frozen, doubted, or long without contact."""
    return Channel.objects.filter(in_trouble()).distinct().count()
