"""Which keys of ours count in a channel and lie in no file here: an older folder was put back."""

from dataclasses import dataclass

from answerable.node.ledger import identities, keyfiles, our_keys
from answerable.node.ledger.channels import our_code
from answerable.node.ledger.models import Channel
from answerable.protocol.changes import KeyRole
from answerable.protocol.pouch import encryption


@dataclass(frozen=True)
class Absent:
    """A key that counts now and is not here."""

    role: str
    office: str
    channel: str

    def __str__(self) -> str:
        office = f" of {self.office}" if self.office else ""
        return f"{self.role}{office} in {self.channel}"


def find() -> list[Absent]:
    """Return them for all open channels; the identity may be kept elsewhere and is not looked for.

    Raises BadKeyFile where the files cannot be opened.
    """
    opens = {encryption.recipient_of(each) for each in keyfiles.age_identities()}
    return [each for channel in our_keys.open_channels() for each in _in(channel, opens)]


def _in(channel: Channel, opens: set[str]) -> list[Absent]:
    ours = identities.standing_of(channel, our_code(channel))
    found = [
        Absent(each.role, each.office or "", channel.slug)
        for each in ours.signers
        if each.to_index is None
        and each.role != KeyRole.IDENTITY
        and keyfiles.name_of(each.public) is None
    ]
    if ours.age and ours.age[0] not in opens:
        found.append(Absent(KeyRole.AGE.value, "", channel.slug))
    return found
