"""Follow a party from log to log: which of its logs is the newest, and who signs in it.

A party's log ends where its next one says; the next begins with an `epoch` statement that only
its identity can sign. The entries that change keys can be handed over alone, ahead of the log.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from answerable.protocol import changes, envelope, history, identity, keys, standing, tiles
from answerable.protocol.changes import Epoch, KeyRole
from answerable.protocol.charter import Genesis
from answerable.protocol.errors import BadEnvelope, BadEpoch, BadStatement, BadTile
from answerable.protocol.identity import LogIdentity
from answerable.protocol.standing import Standing
from answerable.protocol.store import Store

# origin -> the entries of that log that change keys, by index; None for a log that is not there.
ChangesOf: TypeAlias = Callable[[str], Sequence[tuple[int, bytes]] | None]

MAX_FILE: Final = 1 << 20
MAX_EPOCHS: Final = 64


@dataclass(frozen=True, slots=True)
class Ended:
    """A log of a party that another followed: how many of its entries count."""

    origin: str
    size: int


@dataclass(frozen=True)
class Line:
    """A party's logs as far as they are known: those that ended, and its standing in the newest."""

    ended: tuple[Ended, ...]
    standing: Standing


def next_origin(origin: str) -> str:
    """Name the log that would follow the one of this name."""
    first, parts = origin, origin.split("/")
    number = 1
    # Domain, `answerable`, channel, party; then which log of the party it is.
    if len(parts) > 4:
        first, number = "/".join(parts[:4]), int(parts[4][1:])
    return f"{first}/e{number + 1}"


def line(genesis: Genesis, party: str, changes_of: ChangesOf) -> Line:
    """Follow a party from its first log to its newest. Never raises for what the logs say."""
    found, ended = genesis.standing(party), list[Ended]()
    said = changes_of(found.origin) or ()
    while len(ended) < MAX_EPOCHS:
        after = _next(found, changes_of)
        if after is None:
            break
        begun, epoch, later = after
        # What the log before said of keys counts as far as the log itself does.
        folded = standing.fold(found, [each for each in said if each[0] < epoch.size])
        whole = standing.fold(found, said)
        if folded.current(KeyRole.IDENTITY) != whole.current(KeyRole.IDENTITY):
            # An identity that was replaced, perhaps since it was stolen, does not come back by
            # naming an end before its replacement.
            break
        try:
            followed = folded.next_epoch(begun)
        except BadEpoch:
            break
        ended.append(Ended(found.origin, epoch.size))
        found, said = followed, later
    return Line(tuple(ended), standing.fold(found, said))


def identity_of(genesis: Genesis, party: str, changes_of: ChangesOf) -> LogIdentity:
    """Give what the newest log of a party is judged by."""
    return identity.of(
        [line(genesis, each.id, changes_of).standing for each in genesis.parties], party
    )


def read_store(store: Store) -> ChangesOf:
    """Read changes of keys out of a store."""

    def changes_of(origin: str) -> Sequence[tuple[int, bytes]] | None:
        return None if store.head(origin) is None else store.changes(origin)

    return changes_of


def read_mapping(found: Mapping[str, Sequence[tuple[int, bytes]]]) -> ChangesOf:
    """Read changes of keys out of what was gathered by origin."""
    return found.get


def ahead(known: LogIdentity, origin: str, said: Sequence[tuple[int, bytes]]) -> LogIdentity:
    """Add changes of keys that were handed over ahead of the log of this origin.

    The next log of a party may be judged so before any of it is here. What is known already is
    passed over. Raises BadEpoch for the beginning of a log that is not this party's next.
    """
    owner = known.owner
    if owner.origin != origin:
        if not said or said[0][0] != 0:
            raise BadEpoch("the log's first entry is not given")
        owner = owner.next_epoch(said[0][1])
        if owner.origin != origin:
            raise BadEpoch("not the next log of this party")
    heard = {each.from_index - 1 for each in owner.signers if each.from_index}
    later = [each for each in said if each[0] > 0 and each[0] not in heard]
    return replace(known, owner=standing.fold(owner, later))


def check_epoch(store: Store, before: str, entry: bytes) -> Epoch:
    """Give the epoch if what it says of the log before is what is stored of it here.

    Raises BadEpoch: more than is here, or another root, is for people to look at.
    """
    epoch = _epoch_of(entry)
    if epoch is None or epoch.log != before:
        raise BadEpoch("not the beginning of this party's next log")
    head = store.head(before)
    if head is None or epoch.size > head.size:
        raise BadEpoch("names more of the log before than is here")
    root = history.root_at(store, before, epoch.size)
    if keys.encode_base64(root) != epoch.root:
        raise BadEpoch("names another root of the log before than the one here")
    return epoch


def encode(entries: Sequence[tuple[int, bytes]]) -> bytes:
    """Write the entries that change keys as a file: each with its length, as bundles do."""
    return tiles.encode_bundle([entry for _index, entry in entries])


def decode(data: bytes) -> list[tuple[int, bytes]]:
    """Read such a file; each entry says itself where it stands. Raises BadTile or BadStatement.

    No signature is judged: the standing that it is added to does that.
    """
    if len(data) > MAX_FILE:
        raise BadTile("a file of key changes is too large")
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(data):
        if at + 2 > len(data):
            raise BadTile("the file of key changes ends early")
        (length,) = struct.unpack_from(">H", data, at)
        entry = data[at + 2 : at + 2 + length]
        if len(entry) != length:
            raise BadTile("the file of key changes ends early")
        found.append((_place(entry), entry))
        at += 2 + length
    if [index for index, _entry in found] != sorted({index for index, _entry in found}):
        raise BadTile("changes of keys stand in the order of the log")
    return found


def _place(entry: bytes) -> int:
    try:
        said = envelope.open_entry(entry).statement
    except BadEnvelope as exc:
        raise BadStatement(str(exc)) from exc
    change = changes.parse(said.type, said.body)
    return 0 if isinstance(change, Epoch) else change.at


def _next(
    found: Standing, changes_of: ChangesOf
) -> tuple[bytes, Epoch, Sequence[tuple[int, bytes]]] | None:
    said = changes_of(found.next_origin)
    if not said or said[0][0] != 0:
        return None
    epoch = _epoch_of(said[0][1])
    return None if epoch is None else (said[0][1], epoch, said[1:])


def _epoch_of(entry: bytes) -> Epoch | None:
    try:
        said = envelope.open_entry(entry).statement
        change = changes.parse(said.type, said.body)
    except (BadEnvelope, BadStatement):
        return None
    return change if isinstance(change, Epoch) else None
