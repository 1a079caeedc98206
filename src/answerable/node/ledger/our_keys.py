"""Which keys of ours there are, in which file each lies, and in which channels it counts."""

from dataclasses import dataclass

from answerable.node.accounts.models import Office
from answerable.node.ledger import identities, keyfiles
from answerable.node.ledger.channels import our_code
from answerable.node.ledger.errors import KeyNotChanged
from answerable.node.ledger.models import Channel
from answerable.protocol import keys
from answerable.protocol.changes import KeyRole

# First parts of the names of key files that sign; those that open pouches are never put aside.
_SIGNING = frozenset(
    {"identity", "logs", "offices", keyfiles.MIRROR, keyfiles.DELIVERY, keyfiles.NODE}
)


@dataclass(frozen=True)
class Subject:
    """Which key is meant: its role, the office of an author key, the channel of a log key."""

    role: KeyRole
    office: str = ""
    channel: Channel | None = None

    def __post_init__(self) -> None:
        if (self.role is KeyRole.AUTHOR) != bool(self.office):
            raise KeyNotChanged("an office, and only an office, has an author key: name it")
        if (self.role is KeyRole.LOG) != (self.channel is not None):
            raise KeyNotChanged("a log key belongs to one channel: name it, and for no other key")
        if self.office and not Office.objects.filter(code=self.office).exists():
            raise KeyNotChanged(f"there is no office {self.office}")

    @property
    def file(self) -> str:
        """The name of its first key file."""
        if self.channel is not None:
            current = self.current_in(self.channel)
            name = None if current is None else keyfiles.name_of(current)
            base = name or keyfiles.log(self.channel.slug)
            return base.removeprefix(f"{keyfiles.RETIRED}/").partition(".")[0]
        if self.role is KeyRole.AUTHOR:
            return keyfiles.author(self.office)
        return keyfiles.IDENTITY if self.role is KeyRole.IDENTITY else self.role.value

    def channels(self) -> list[Channel]:
        """The channels in which it can be changed now."""
        found = open_channels()
        if self.channel is None:
            return found
        return [each for each in found if each.pk == self.channel.pk]

    def current_in(self, channel: Channel) -> bytes | None:
        """The public key that counts in a channel now."""
        ours = identities.standing_of(channel, our_code(channel))
        if self.role is KeyRole.AGE:
            return ours.age[0].encode() if ours.age else None
        return ours.current(self.role, self.office or None)


def open_channels() -> list[Channel]:
    """Return the signed channels in which something can be said."""
    signed = Channel.objects.filter(kind=Channel.Kind.SIGNED, state=Channel.State.ESTABLISHED)
    return list(signed.select_related("ours", "theirs").order_by("pk"))


def words_of(public: bytes) -> tuple[str, ...]:
    """Return the words by which two people compare a key by telephone."""
    return keys.fingerprint_words(bytes.fromhex(keys.keyid(public)))


def offices_without_key() -> list[str]:
    """Return the offices that cannot sign in some channel, since they were made later."""
    found = set[str]()
    codes = list(Office.objects.order_by("code").values_list("code", flat=True))
    for channel in open_channels():
        ours = identities.standing_of(channel, our_code(channel))
        found |= {code for code in codes if ours.current(KeyRole.AUTHOR, code) is None}
    return sorted(found)


def retire_unused() -> None:
    """Put aside the key files that are not the newest of their kind and count in no channel."""
    signed = Channel.objects.filter(kind=Channel.Kind.SIGNED)
    if signed.filter(channel_id__isnull=True).exists():
        # A file that waits at the other side may name them.
        return
    used = {
        each.public
        for channel in signed.select_related("ours", "theirs")
        for each in identities.standing_of(channel, our_code(channel)).signers
        if each.to_index is None
    }
    for name in keyfiles.names():
        base = name.partition(".")[0]
        first = base.partition("/")[0]
        if name == keyfiles.newest(base):
            continue
        if first not in _SIGNING:
            continue
        if keyfiles.load(name).public not in used:
            keyfiles.retire(name)
