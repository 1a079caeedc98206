"""Who signs what in a channel: the keys by which each log is judged, and our own to sign with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from answerable.node.ledger import keyfiles
from answerable.node.ledger.channels import (
    founded,
    genesis_of,
    our_code,
    our_log,
    peer_of,
    their_code,
)
from answerable.node.ledger.errors import BadKeyFile, NoOfficeKey, NoSuchKey
from answerable.node.ledger.models import Channel, LogHead, Witness
from answerable.node.ledger.storage.heads import fetch
from answerable.protocol import identity, succession
from answerable.protocol.changes import KeyRole
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import SigningKey, VerifierKey
from answerable.protocol.receipts import Cosigner
from answerable.protocol.standing import Standing
from answerable.protocol.succession import Line

_CHANGES = (
    'SELECT h.origin, e."index", e.data FROM ledger_loghead h'
    " LEFT JOIN ledger_keychange k ON k.log_id = h.id"
    ' LEFT JOIN ledger_entry e ON e.log_id = k.log_id AND e."index" = k."index"'
    ' WHERE h.channel_id = %s ORDER BY h.origin, e."index"'
)
Changes = tuple[tuple[str, tuple[tuple[int, bytes], ...]], ...]


def lines(channel: Channel) -> dict[str, Line]:
    """Return for each party its logs, old and new, and its keys as they stand now."""
    return _lines(_document(channel), _changes(channel))


def standing_of(channel: Channel, party: str) -> Standing:
    """Return a party's keys as they stand now."""
    return lines(channel)[party].standing


def identity_of(channel: Channel, party: str) -> LogIdentity:
    """Return all that is needed to judge a party's newest log as it stands now."""
    return _witnessed(channel, _identity(_document(channel), _changes(channel), party))


def witness_keys(channel: Channel) -> tuple[VerifierKey, ...]:
    """Return the keys of third parties whose lines under the channel's notes are kept."""
    rows = Witness.objects.filter(channel=channel).order_by("pk")
    return tuple(VerifierKey.parse(vkey) for vkey in rows.values_list("vkey", flat=True))


def key_changes(channel: Channel) -> Changes:
    """Return the entries that changed keys, by log, for somebody who has not the logs."""
    return tuple((origin, said) for origin, said in _changes(channel) if said)


def identity_of_log(channel: Channel, head: LogHead) -> LogIdentity:
    """Return what one log is judged by, also one that its party's next log has followed."""
    later = set(
        LogHead.objects.filter(channel=channel, party=head.party, pk__gt=head.pk).values_list(
            "origin", flat=True
        )
    )
    changes = tuple(each for each in _changes(channel) if each[0] not in later)
    return _witnessed(channel, _identity(_document(channel), changes, head.party.code))


def our_identity(channel: Channel) -> LogIdentity:
    """Return what our own log is judged by."""
    return identity_of(channel, our_code(channel))


def their_identity(channel: Channel) -> LogIdentity:
    """Return what the other party's log is judged by."""
    return identity_of(channel, their_code(channel))


def policy(channel: Channel, party: str) -> str:
    """Return who must have countersigned a party's newest log (tlog-policy)."""
    return identity_of(channel, party).policy()


def age_recipients(channel: Channel, party: str) -> tuple[str, ...]:
    """Return to whom pouches for a party are sealed, the newest first."""
    return standing_of(channel, party).age


def node_keys(channel: Channel, party: str) -> tuple[bytes, ...]:
    """Return the keys that sign pouches' manifests: those in use or replaced, none revoked.

    A pouch may have been on its way while its sender changed keys.
    """
    found = [each for each in standing_of(channel, party).signers if each.role == KeyRole.NODE]
    begun = {each.from_index for each in found}
    return tuple(each.public for each in found if each.to_index is None or each.to_index in begun)


def mirror_name(channel: Channel, party: str) -> str:
    """Return the name under which a party says: every entry up to here is stored here."""
    return genesis_of(channel).mirror_key(party).name


def delivery_name(channel: Channel, party: str) -> str:
    """Return the name under which a party says: with every content."""
    return genesis_of(channel).delivery_key(party).name


def log_key(channel: Channel) -> SigningKey:
    """Load the key that signs our checkpoints in this channel."""
    return _ours(channel, KeyRole.LOG)


def former_log_keys(channel: Channel) -> Sequence[SigningKey]:
    """Load the keys that sign beside it until the other side has mirrored the change.

    A revoked one too: what it signs after its revocation counts for nobody who knows of that, and
    whoever does not know yet learns it from the entries.
    """
    return _former_log_keys(channel, standing_of(channel, our_code(channel)))


def _former_log_keys(channel: Channel, standing: Standing) -> list[SigningKey]:
    keys = [each for each in standing.signers if each.role == KeyRole.LOG]
    if len(keys) == 1:
        return []
    mirrored = peer_of(channel).ours_mirrored
    found = []
    for former, next_one in pairwise(keys):
        name = keyfiles.name_of(former.public) if next_one.from_index > mirrored else None
        # Lost or taken away: the other side then asks for the change itself.
        if name is not None:
            found.append(keyfiles.load(name))
    return found[::-1]


def node_key(channel: Channel) -> SigningKey:
    """Load the key that signs our requests to the other side's node.

    A new one only once the other side knows it; where it hears neither, both in turn: a refusal
    does not say why.
    """
    standing = standing_of(channel, our_code(channel))
    found = [each for each in standing.signers if each.role == KeyRole.NODE]
    newest = found[-1]
    peer = peer_of(channel)
    tried = [newest.public]
    if len(found) > 1 and peer.ours_mirrored < newest.from_index:
        tried.insert(0, found[-2].public)
    latest = _latest_node_key(channel)
    if latest is not None and latest not in tried:
        tried.append(latest)
    turn = peer.failures % len(tried) if peer.last_error == "not_found" else 0
    try:
        return keyfiles.by_public(tried[turn])
    except BadKeyFile:
        return keyfiles.by_public(newest.public)


def _latest_node_key(channel: Channel) -> bytes | None:
    """Return our node's newest key file while our log is in doubt.

    A database put back from before a change knows nothing of the key the other side listens to.
    """
    if not our_log(channel).suspect:
        return None
    try:
        return keyfiles.load(keyfiles.newest(keyfiles.NODE)).public
    except BadKeyFile:
        return None


def identity_key(channel: Channel) -> SigningKey:
    """Load our identity key."""
    return _ours(channel, KeyRole.IDENTITY)


def cosigners(channel: Channel) -> tuple[Cosigner, Cosigner]:
    """Return the cosigners of ours that say: stored here; and: with every content."""
    ours = our_code(channel)
    standing = standing_of(channel, ours)
    return (
        Cosigner(mirror_name(channel, ours), _load(channel, standing, KeyRole.MIRROR)),
        Cosigner(delivery_name(channel, ours), _load(channel, standing, KeyRole.DELIVERY)),
    )


def our_cosigners(channel: Channel) -> frozenset[str]:
    """Return the names under which we countersign, whichever keys they have now."""
    ours = our_code(channel)
    return frozenset((mirror_name(channel, ours), delivery_name(channel, ours)))


def author(channel: Channel, office_code: str) -> SigningKey:
    """Load the key with which an office signs in this channel; raises NoOfficeKey."""
    return _author(channel, standing_of(channel, our_code(channel)), office_code)


@dataclass(frozen=True)
class Signers:
    """What our log is signed by now, read at once; in the lock of our log it stays so.

    The first of `log_keys` counts for the new head; the others are the former ones.
    """

    channel: Channel
    identity: LogIdentity
    log_keys: tuple[SigningKey, ...]

    def author(self, office_code: str) -> SigningKey:
        """Load the key with which an office signs in this channel; raises NoOfficeKey."""
        return _author(self.channel, self.identity.owner, office_code)


def our_signers(channel: Channel) -> Signers:
    """Return all that a statement of ours needs, with one look at the changes of keys."""
    identity = _identity(_document(channel), _changes(channel), our_code(channel))
    newest = _load(channel, identity.owner, KeyRole.LOG)
    former = _former_log_keys(channel, identity.owner)
    return Signers(channel, identity, (newest, *former))


def _author(channel: Channel, standing: Standing, office_code: str) -> SigningKey:
    try:
        return _load(channel, standing, KeyRole.AUTHOR, office_code)
    except (NoSuchKey, BadKeyFile) as exc:
        raise NoOfficeKey(
            f"the office {office_code} has no key in this channel: an administrator gives it one "
            f"(Channels, Keys; or answerable key rotate author --office {office_code})"
        ) from exc


def cosigner_keys(channel: Channel, party: str) -> tuple[VerifierKey, ...]:
    """Return the keys that give receipts for a party's newest log now."""
    return identity_of(channel, party).cosigners


def _witnessed(channel: Channel, found: LogIdentity) -> LogIdentity:
    listed = witness_keys(channel)
    return replace(found, witnesses=listed) if listed else found


def _ours(channel: Channel, role: KeyRole, office: str | None = None) -> SigningKey:
    return _load(channel, standing_of(channel, our_code(channel)), role, office)


def _load(
    channel: Channel, standing: Standing, role: KeyRole, office: str | None = None
) -> SigningKey:
    public = standing.current(role, office)
    if public is None:
        raise NoSuchKey(f"no {role} key counts in {channel.slug}")
    return keyfiles.by_public(public)


def _changes(channel: Channel) -> Changes:
    """Read every change of keys in the channel's logs: one query, and mostly none is there."""
    found: dict[str, list[tuple[int, bytes]]] = {}
    for origin, index, data in fetch(_CHANGES, channel.pk):
        said = found.setdefault(origin, [])
        if index is not None:
            said.append((index, bytes(data)))
    return tuple((origin, tuple(said)) for origin, said in found.items())


def _document(channel: Channel) -> bytes:
    genesis_of(channel)
    return bytes(channel.genesis)


@lru_cache(maxsize=256)
def _lines(document: bytes, changes: Changes) -> dict[str, Line]:
    genesis = founded(document)
    known = succession.read_mapping(dict(changes))
    return {each.id: succession.line(genesis, each.id, known) for each in genesis.parties}


@lru_cache(maxsize=256)
def _identity(document: bytes, changes: Changes, party: str) -> LogIdentity:
    standings = [each.standing for each in _lines(document, changes).values()]
    return identity.of(standings, party)
