"""Let one log end and the next begin: ours when it cannot be proven whole, theirs when they say so.

The next log's first entry names how much of the one before counts: what the other side had
countersigned. What we said beyond that is said again there, each with a reference to where it
stood. Nothing is deleted: the rest of the old log stays as evidence.
"""

import logging
import secrets
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.ledger import (
    appending,
    holdings,
    identities,
    keyfiles,
    projecting,
    publishing,
    receipts,
    rotation,
    said_again,
    statements,
)
from answerable.node.ledger.channels import our_code, our_log, store_of, their_code, their_log
from answerable.node.ledger.errors import (
    BadKeyFile,
    LedgerError,
    MayNotSign,
    NotDoubted,
    PeerFailed,
)
from answerable.node.ledger.models import Channel, Entry, LogHead, PeerStatus, Statement
from answerable.protocol import envelope, history, identity, keys, statement, succession, sync, tree
from answerable.protocol import log as own_log
from answerable.protocol.changes import Epoch, EpochReason, KeyRole
from answerable.protocol.errors import BadEnvelope, BadEpoch, BadStatement, BadTile
from answerable.protocol.identity import LogIdentity
from answerable.protocol.recovery import Assessment, StartState
from answerable.protocol.statement import Ref
from answerable.protocol.statement import Statement as Said

# Of the channel itself: said anew by whoever means it, never copied into the next log.
TECHNICAL = frozenset({"open", "key", "revoke", "epoch", "recover", "member", "receipt"})

# A peer could leave out any number; so many are told.
LEFT_OUT_SHOWN = 100

log = logging.getLogger(__name__)


def open_next(
    channel: Channel, reason: EpochReason, *, at: datetime, by: User | None = None
) -> LogHead:
    """End our log where the other side last countersigned it, and begin the next.

    Only for a log that may not be signed: raises NotDoubted for any other, also where somebody else
    has begun the next one meanwhile, BadKeyFile where the identity key is not here. What was said
    beyond the end is said again in the next log.
    """
    with transaction.atomic():
        head = _locked(channel)
        found = publishing.assess(head)
        if found.may_sign and not head.frozen:
            raise NotDoubted("our log may be signed: there is nothing to begin anew")
        if publishing.is_followed(head.origin):
            # A second log of that name would contradict the one that others hold.
            raise MayNotSign(publishing.NEXT_LOG_LOST)
        before = identities.standing_of(channel, our_code(channel))
        begun = _begin(channel, head, reason, at=at)
        unfreeze(channel)
        rotation.change_again(channel, before, at=at)
        again = _say_again(channel, head, begun, at=at)
        audit.record(
            by,
            "began_epoch",
            "channel",
            channel.slug,
            at=at,
            details={"reason": reason.value, "size": head.counts_to, "again": again},
        )
        publishing.publish_after_commit(channel, begun.origin, at=at)
    log.warning("next log begun: channel=%s origin=%s again=%d", channel.slug, begun.origin, again)
    return begun


def follow_next(channel: Channel, given: bytes, *, at: datetime) -> LogHead | None:
    """Begin to mirror the other side's next log, if these changes of its keys begin with one.

    Returns None where they do not. Raises PeerFailed where the next log says something else of
    the one before than what is stored here: then people must look.
    """
    before = their_log(channel)
    store, standing = store_of(channel), identities.standing_of(channel, their_code(channel))
    try:
        said = succession.decode(given)
    except (BadTile, BadStatement) as exc:
        raise PeerFailed("bad_keys") from exc
    if not said or said[0][0] != 0:
        return None
    try:
        followed = standing.next_epoch(said[0][1])
        epoch = succession.check_epoch(store, before.origin, said[0][1])
    except BadEpoch as exc:
        log.exception("next log refused: channel=%s", channel.slug)
        raise PeerFailed("bad_epoch") from exc
    with transaction.atomic():
        others = (identities.standing_of(channel, our_code(channel)),)
        sync.start_mirror(store, LogIdentity(followed, others))
        end(channel, before, epoch.size, at=at)
        unfreeze(channel)
        audit.record(
            None,
            "followed_epoch",
            "channel",
            channel.slug,
            at=at,
            details={"size": epoch.size, "receipted": receipts.receipted(before)},
        )
    log.warning("their next log is followed: channel=%s origin=%s", channel.slug, followed.origin)
    return their_log(channel)


def orphans(head: LogHead) -> list[Statement]:
    """Return what stands in a log beyond the end that its party's next log names."""
    if head.counts_to is None:
        return []
    rows = Statement.objects.filter(log=head, index__gte=head.counts_to)
    return list(rows.select_related("entry").order_by("index"))


def left_out(channel: Channel) -> list[Statement]:
    """Return what we countersigned of the other side and its next log neither counts nor says.

    A restored node may not have known better; one that wants to take back its words does the same.
    """
    ended = LogHead.objects.filter(channel=channel, is_ours=False, counts_to__isnull=False)
    found = []
    for head in ended.select_related("channel__ours", "channel__theirs").order_by("pk"):
        beyond = Statement.objects.filter(
            log=head, index__gte=head.counts_to, index__lt=receipts.receipted(head)
        ).exclude(kind__in=TECHNICAL)
        found += list(beyond.select_related("entry").order_by("index")[:LEFT_OUT_SHOWN])
    if not found:
        return []
    newest = their_log(channel)
    # What is said again comes first, behind the changes of keys.
    again = moves(channel, newest, 0, min(newest.size, 4 * LEFT_OUT_SHOWN))
    return [each for each in found if bytes(each.entry.leaf_hash).hex() not in again]


def moves(channel: Channel, head: LogHead, start: int, end: int) -> dict[str, str]:
    """Say which leaves of an ended log were said again in [start, end) of this one: old to new."""
    if start >= end:
        return {}
    ends = said_again.ended(channel, head)
    found: dict[str, str] = {}
    if not ends:
        return found
    for data in store_of(channel).entries(head.origin, start, end):
        try:
            said = envelope.open_entry(data).statement
        except BadEnvelope:
            continue
        leaf = tree.hash_leaf(data).hex()
        found.update(dict.fromkeys(said_again.earlier(channel, ends, said), leaf))
    return found


def _locked(channel: Channel) -> LogHead:
    """Return our newest log, that nobody else can end meanwhile."""
    store_of(channel).lock(our_log(channel).origin)
    # Whoever held the lock before may have begun the next one.
    return our_log(channel)


def _begin(channel: Channel, head: LogHead, reason: EpochReason, *, at: datetime) -> LogHead:
    store, standing = store_of(channel), identities.standing_of(channel, our_code(channel))
    size = min(receipts.receipted(head), head.size)
    if any(each.role == KeyRole.IDENTITY and each.from_index > size for each in standing.signers):
        # The other side knows only the identity before, and for us that one counts no more.
        raise MayNotSign(
            "our identity was replaced beyond the end of the log: found the channel anew"
        )
    root = history.root_at(store, head.origin, size) if size else tree.EMPTY_ROOT
    # Under a name with a dot, which no channel's own first key can have.
    fresh = keyfiles.make(keyfiles.following(keyfiles.log(channel.slug)))
    signer = identities.identity_key(channel)
    body = Epoch(
        head.origin, size, keys.encode_base64(root), reason, keys.encode_base64(fresh.public)
    )
    said = Said(
        channel=standing.channel,
        log=standing.next_origin,
        id=envelope.statement_id(secrets.token_bytes(16)),
        type="epoch",
        ts=envelope.format_time(at),
        thread=None,
        body=body.body(),
        key=signer.keyid,
    )
    entry = envelope.sign(said, [signer, fresh])
    own = identity.of(
        [
            standing.next_epoch(entry),
            identities.standing_of(channel, their_code(channel)),
        ],
        our_code(channel),
    )
    own_log.create(store, own.origin, fresh, permit=Assessment(StartState.FRESH))
    publishing.begin(own.origin, tree.EMPTY_ROOT)
    permit = Assessment(StartState.CLEAN)
    [place] = own_log.append(store, own, [entry], fresh, permit=permit)
    begun = LogHead.objects.get(channel=channel, origin=own.origin)
    row = Entry.objects.get(log=begun, index=place.index)
    statements.record_own(begun, [(row, said)], "")
    end(channel, head, size, at=at)
    # What it was doubted for is settled by its end.
    LogHead.objects.filter(pk=head.pk).update(suspect="")
    PeerStatus.objects.filter(channel=channel).update(
        ours_mirrored=0, own_size_shown=None, own_size_witnessed=None, doubted_since=None
    )
    return begun


def end(channel: Channel, head: LogHead, size: int, *, at: datetime) -> None:
    """Let the log count up to its end; the cases of what stands beyond are told anew."""
    LogHead.objects.filter(pk=head.pk).update(counts_to=size)
    head.counts_to = size
    beyond = Statement.objects.filter(log=head, index__gte=size).exclude(thread="")
    threads = set(beyond.order_by().values_list("thread", flat=True))
    projecting.project(channel, threads, at=at)


def _say_again(channel: Channel, head: LogHead, begun: LogHead, *, at: datetime) -> int:
    """Say in the next log what the other side had not countersigned in the one before."""
    moved: dict[str, Ref] = {}
    for row in orphans(head):
        entry = bytes(row.entry.data)
        try:
            said = envelope.open_entry(entry).statement
        except BadEnvelope:
            continue
        if row.fault or said.type in TECHNICAL or said.type not in statement.KINDS:
            continue
        leaf = bytes(row.entry.leaf_hash).hex()
        refs = [moved.get(each.leaf, each) for each in said.refs]
        refs.append(Ref(head.origin, row.index, leaf))
        try:
            place = appending.append_again(channel, _aimed(said, moved), refs, row.office, at=at)
        except (LedgerError, BadKeyFile):
            log.exception("not said again: channel=%s index=%d", channel.slug, row.index)
            continue
        moved[leaf] = Ref(place.origin, place.index, place.leaf)
    projecting.moved(channel, {old: new.leaf for old, new in moved.items()}, at=at)
    return len(moved)


def _aimed(said: Said, moved: dict[str, Ref]) -> Said:
    """Let what is said of an erasure mean the entry as it was said again, which others know."""
    to = moved.get(str(said.body.get("leaf"))) if said.type in holdings.KINDS else None
    if to is None:
        return said
    return replace(said, body={**said.body, "log": to.log, "index": to.index, "leaf": to.leaf})


def unfreeze(channel: Channel) -> None:
    """Let the channel go on once no newest log of it is frozen."""
    if not any(head.frozen for head in (our_log(channel), their_log(channel))):
        frozen = Channel.objects.filter(pk=channel.pk, state=Channel.State.FROZEN)
        frozen.update(state=Channel.State.ESTABLISHED)
        channel.refresh_from_db(fields=("state",))
