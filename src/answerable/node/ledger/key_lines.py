"""Put keys into lines for a page: ours with their files, theirs with what was compared."""

from dataclasses import dataclass

from answerable.node.accounts.models import Office
from answerable.node.ledger import identities, keyfiles, our_keys, wording
from answerable.node.ledger.channels import genesis_of, our_code, their_code
from answerable.node.ledger.errors import BadKeyFile
from answerable.node.ledger.models import Channel, Cosignature, KeyComparison
from answerable.node.ledger.our_keys import Subject
from answerable.node.ledger.wording import label
from answerable.protocol import keys
from answerable.protocol.changes import KeyRole
from answerable.protocol.envelope import Signer
from answerable.protocol.keys import COSIGNER, VerifierKey
from answerable.protocol.standing import Standing

SHARED = (KeyRole.IDENTITY, KeyRole.MIRROR, KeyRole.DELIVERY, KeyRole.NODE, KeyRole.AGE)


@dataclass(frozen=True)
class Place:
    """A channel in which a key counts, and the first entry of our log from which on it does.

    Of a key that opens pouches the entry is not known: None.
    """

    channel: Channel
    since: int | None
    is_founding: bool = True


@dataclass(frozen=True)
class OurKey:
    """A key of ours that counts now. `file` is empty where its file is not here."""

    subject: Subject
    keyid: str
    words: tuple[str, ...]
    places: tuple[Place, ...]
    file: str
    is_encrypted: bool

    @property
    def role_in_words(self) -> str:
        """Return what the key is for."""
        return label(wording.ROLES, self.subject.role.value)

    @property
    def since_the_beginning(self) -> bool:
        """Tell whether it was never changed in any channel where it counts."""
        return all(place.is_founding for place in self.places)

    @property
    def is_identity(self) -> bool:
        """Tell whether it is the key above all others, which cannot be revoked."""
        return self.subject.role is KeyRole.IDENTITY


@dataclass(frozen=True)
class TheirKey:
    """A key of the other side, from which to which entry of its log it counts."""

    role: str
    office: str
    keyid: str
    words: tuple[str, ...]
    since: int
    until: int | None
    compared: KeyComparison | None
    # How many receipts by this key are kept here that its owner says do not count.
    disowned: int = 0
    # Whether the founding document names it: then the words of the channel vouch for it.
    is_founding: bool = False

    @property
    def role_in_words(self) -> str:
        """Return what the key is for."""
        return label(wording.ROLES, self.role)

    @property
    def named(self) -> str:
        """Return what the key is for, and of which office it is."""
        return f"{self.role_in_words} · {self.office}" if self.office else self.role_in_words

    @property
    def is_current(self) -> bool:
        """Tell whether it counts now."""
        return self.until is None

    @property
    def awaits_comparing(self) -> bool:
        """Tell whether it came after the founding and nobody compared its words yet.

        Not by where it counts from: in a next log every key counts from the beginning.
        """
        return self.is_current and not self.is_founding and self.compared is None


def our_lines() -> list[OurKey]:
    """Return our keys that count in open channels, one line for each."""
    channels = our_keys.open_channels()
    offices = Office.objects.order_by("code").values_list("code", flat=True)
    subjects = [
        *(Subject(role) for role in SHARED),
        *(Subject(KeyRole.AUTHOR, code) for code in offices),
    ]
    subjects += [Subject(KeyRole.LOG, "", channel) for channel in channels]
    return [line for subject in subjects for line in _of(subject)]


def their_lines(channel: Channel) -> list[TheirKey]:
    """Return the other side's keys, those that count first."""
    standing = identities.standing_of(channel, their_code(channel))
    rows = KeyComparison.objects.filter(channel=channel).select_related("by")
    compared = {row.keyid: row for row in rows}
    founding = genesis_of(channel).standing(their_code(channel)).keyring
    found = [
        TheirKey(
            each.role,
            each.office or "",
            keyid,
            our_keys.words_of(each.public),
            each.from_index,
            each.to_index,
            compared.get(keyid),
            _disowned(channel, standing, each.public),
            _is_same(founding.get(keyid), each),
        )
        for keyid, each in standing.keyring.items()
    ]
    return sorted(found, key=lambda line: not line.is_current)


def to_compare(channel: Channel) -> list[TheirKey]:
    """Return the other side's keys that came later and whose words nobody compared yet."""
    if not channel.is_signed or channel.channel_id is None:
        return []
    return [line for line in their_lines(channel) if line.awaits_comparing]


def _is_same(founding: Signer | None, now: Signer) -> bool:
    """Tell whether a key is for the same as at the founding: the words vouched for that."""
    if founding is None:
        return False
    return (founding.role, founding.office) == (now.role, now.office)


def _of(subject: Subject) -> list[OurKey]:
    """Return a line for each key of this subject: channels may be at different ones."""
    found: dict[bytes, list[Place]] = {}
    for channel in subject.channels():
        public = subject.current_in(channel)
        if public is not None:
            found.setdefault(public, []).append(_place(subject, channel, public))
    return [_line(subject, public, tuple(places)) for public, places in found.items()]


def _place(subject: Subject, channel: Channel, public: bytes) -> Place:
    if subject.role is KeyRole.AGE:
        return Place(channel, None)
    keyid, ours = keys.keyid(public), our_code(channel)
    now = identities.standing_of(channel, ours).keyring[keyid]
    founding = genesis_of(channel).standing(ours).keyring.get(keyid)
    return Place(channel, now.from_index, _is_same(founding, now))


def _disowned(channel: Channel, standing: Standing, public: bytes) -> int:
    """Count the receipts for our logs that were taken, and that a later revocation disowns."""
    found = 0
    for each in standing.countersigners:
        if each.public != public or each.until is None:
            continue
        name = f"{standing.prefix}/{each.role}"
        key_id = VerifierKey(name, COSIGNER, public).key_id.hex()
        rows = Cosignature.objects.filter(
            log__channel=channel, log__is_ours=True, name=name, key_id=key_id
        )
        sizes = rows.values_list("log__origin", "size")
        found += sum(not each.counts_at(origin, size) for origin, size in sizes)
    return found


def _line(subject: Subject, public: bytes, places: tuple[Place, ...]) -> OurKey:
    is_age = subject.role is KeyRole.AGE
    file = (keyfiles.newest(keyfiles.AGE) if is_age else keyfiles.name_of(public)) or ""
    try:
        encrypted = bool(file) and keyfiles.is_encrypted(file)
    except BadKeyFile:
        encrypted = False
    keyid = keys.keyid(public)
    return OurKey(subject, keyid, our_keys.words_of(public), places, file, encrypted)
