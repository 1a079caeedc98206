"""Who signs what in a channel: the keys by which each log is judged, and our own to sign with."""

from answerable.node.ledger import keyfiles
from answerable.node.ledger.channels import genesis_of, our_code, their_code
from answerable.node.ledger.errors import NoOfficeKey
from answerable.node.ledger.models import Channel
from answerable.protocol.charter import LogIdentity
from answerable.protocol.keys import SigningKey
from answerable.protocol.receipts import Cosigner


def identity_of(channel: Channel, party: str) -> LogIdentity:
    """Return all that is needed to judge a party's log as it stands now."""
    return genesis_of(channel).log(party)


def our_identity(channel: Channel) -> LogIdentity:
    """Return what our own log is judged by."""
    return identity_of(channel, our_code(channel))


def their_identity(channel: Channel) -> LogIdentity:
    """Return what the other party's log is judged by."""
    return identity_of(channel, their_code(channel))


def mirror_name(channel: Channel, party: str) -> str:
    """Return the name under which a party says: every entry up to here is stored here."""
    return genesis_of(channel).mirror_key(party).name


def delivery_name(channel: Channel, party: str) -> str:
    """Return the name under which a party says: with every content."""
    return genesis_of(channel).delivery_key(party).name


def log_key(channel: Channel) -> SigningKey:
    """Load the key that signs our checkpoints in this channel."""
    return keyfiles.load(keyfiles.log(channel.slug))


def node_key(channel: Channel) -> SigningKey:
    """Load the key that signs our requests to the other side's node."""
    return keyfiles.load(keyfiles.NODE)


def identity_key(channel: Channel) -> SigningKey:
    """Load our identity key."""
    return keyfiles.load(keyfiles.IDENTITY)


def mirror(channel: Channel) -> Cosigner:
    """Return the cosigner of ours that says: stored here."""
    return Cosigner(mirror_name(channel, our_code(channel)), keyfiles.load(keyfiles.MIRROR))


def delivery(channel: Channel) -> Cosigner:
    """Return the cosigner of ours that says: with every content."""
    return Cosigner(delivery_name(channel, our_code(channel)), keyfiles.load(keyfiles.DELIVERY))


def author(channel: Channel, office_code: str) -> SigningKey:
    """Load the key with which an office signs in this channel; raises NoOfficeKey."""
    name = keyfiles.author(office_code)
    party = genesis_of(channel).party(our_code(channel))
    listed = {each.office: each.public for each in party.authors}
    if office_code not in listed or not keyfiles.exists(name):
        raise NoOfficeKey(office_code)
    key = keyfiles.load(name)
    if key.public != listed[office_code]:
        raise NoOfficeKey(office_code)
    return key
