"""Follow a peer's log step by step: the caller fetches, this decides, and nothing is assumed.

    IDLE -> HEAD -> PENDING -> FETCH -> CHECK -> STORED -> COSIGNED -> IDLE
    aside: STALLED (try again later), FORKED (frozen, evidence kept), SUSPECT (peer fell behind)

Every function is one transaction and may be repeated. What a peer claims costs nothing before
it is checked: paths come from our own arithmetic, and no more than 32 bundles are asked for at
once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from answerable.protocol import (
    changes,
    checkpoint,
    envelope,
    evidence,
    growth,
    history,
    log,
    note,
    proof,
    tiles,
    tree,
)
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.envelope import Reading
from answerable.protocol.errors import BadNote, BadProof, BadTile, DamagedStore, NoSuchLog
from answerable.protocol.identity import LogIdentity
from answerable.protocol.ranges import Hashes, HashSource
from answerable.protocol.store import Evidence, Head, Store
from answerable.protocol.tiles import TileId

# Is shown the entries of a step, as they were read.
Look: TypeAlias = Callable[[Sequence[Reading]], None]

MAX_BUNDLES: Final = 32
FORK: Final = "fork"


class SyncState(StrEnum):
    """Where the following of one log stands."""

    IDLE = "idle"
    HEAD = "head"
    PENDING = "pending"
    FETCH = "fetch"
    CHECK = "check"
    STORED = "stored"
    COSIGNED = "cosigned"
    STALLED = "stalled"
    FORKED = "forked"
    SUSPECT = "suspect"


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next.

    FETCH: get these bundles and call `take_bundles`. CHECK: get these tiles and call
    `take_tiles`. STORED: entries [start, end) of `stored` are new here. Other states ask for
    nothing; `reason` says why for STALLED, FORKED and SUSPECT. Where a partial tile is gone, its
    `full` form is at the peer by now.
    """

    state: SyncState
    fetch: tuple[TileId, ...] = ()
    stored: tuple[int, int] | None = None
    reason: str = ""
    our_size: int = 0
    peer_size: int = 0


def start_mirror(store: Store, peer: LogIdentity) -> None:
    """Begin to follow a log; raises HeadMoved if it is followed already."""
    store.create(growth.empty_head(peer.origin))


def take_note(store: Store, peer: LogIdentity, data: bytes, *, time: int) -> Step:
    """Take the peer's newest note; `time` (POSIX seconds) is only kept with evidence.

    Raises BadNote or BadCheckpoint, and keeps nothing, for a note that the log did not sign.
    """
    opened = peer.open_note(data)
    found = opened.checkpoint
    with store.transaction():
        head = store.lock(peer.origin)
        mirror = store.mirror(peer.origin)
        if mirror.frozen is not None:
            return _step(SyncState.FORKED, head, found.size, mirror.frozen)
        if found.size <= head.size:
            return _take_older(store, head, found, data, time)
        if mirror.pending is None:
            store.set_pending(peer.origin, data)
            return _next_fetch(head, found)
        # What was signed before is fetched to its end first: a newer note must not make us
        # forget an older one that it may contradict.
        pending = _checkpoint_of(mirror.pending)
        if found.size == pending.size and found.root != pending.root:
            shown = evidence.fork(data, mirror.pending, pending.root, [])
            return _freeze(store, head, found.size, shown, time)
        if found.size < pending.size:
            return _step(SyncState.SUSPECT, head, found.size, "peer_behind")
        return _next_fetch(head, pending)


def resume(store: Store, peer: LogIdentity) -> Step:
    """What is to be done with what was stored, after a restart or a pause."""
    with store.transaction():
        head = store.lock(peer.origin)
        mirror = store.mirror(peer.origin)
        if mirror.frozen is not None:
            return _step(SyncState.FORKED, head, head.size, mirror.frozen)
        if mirror.pending is None:
            return _step(SyncState.IDLE, head, head.size)
        return _next_fetch(head, _checkpoint_of(mirror.pending))


def take_bundles(
    store: Store, peer: LogIdentity, bundles: Sequence[bytes], *, look: Look | None = None
) -> Step:
    """Take the bundles that a FETCH step asked for, in its order.

    Entries that are not understood are stored like all others. Bytes that are no bundle give
    STALLED and are not kept. Raises HeadMoved when somebody else took them meanwhile. `look` is
    shown what was read, before anything is stored, so that a caller need not read it again.

    `peer` is as it stands with all that is stored, staged rows too: fold it anew for each step.
    """
    head = _head(store, peer.origin)
    data = store.mirror(peer.origin).pending
    if data is None:
        return _step(SyncState.IDLE, head, head.size)
    pending = _checkpoint_of(data)
    try:
        entries = _entries(head, _bundles(head, pending), bundles)
    except BadTile as exc:
        return _step(SyncState.STALLED, head, pending.size, str(exc))
    # Signatures are verified before the transaction: it must stay short.
    readings, changed, peer = _judge(peer, head.next_index, entries)
    if look is not None:
        look(readings)
    ids = [each.statement.id if each.statement else None for each in readings]
    with store.transaction():
        edge = growth.add_rows(store, head, list(zip(entries, ids, strict=True)))
        for each in readings:
            if each.statement is not None and each.fault is None:
                log.note_down(store, each.index, each.statement)
        for index in changed:
            store.mark_change(peer.origin, index)
        grown = _head(store, peer.origin)
        if edge.size < pending.size:
            return _next_fetch(grown, pending)
        return _settle(store, grown, pending, data, peer)


def take_tiles(store: Store, peer: LogIdentity, found: Mapping[str, bytes], *, time: int) -> Step:
    """Take the tiles that a CHECK step asked for, by path, and find out who is wrong.

    If the peer's own tiles lead to its note and show another root at our size, the log is
    forked. Otherwise its entries were damaged on the way, and fetching starts again later.
    """
    with store.transaction():
        head = store.lock(peer.origin)
        data = store.mirror(peer.origin).pending
        if data is None:
            return _step(SyncState.IDLE, head, head.size)
        pending = _checkpoint_of(data)
        hashes = Hashes(_source(found), pending.size)
        try:
            root = hashes.range_root(0, head.size)
            path = hashes.consistency(head.size)
            proof.check_consistency(head.size, root, pending.size, pending.root, path)
        except (BadProof, DamagedStore):
            return _step(SyncState.STALLED, head, pending.size, "tiles_damaged")
        if root == head.root:
            return _step(SyncState.STALLED, head, pending.size, "entries_damaged")
        shown = evidence.fork(head.note, data, root, path)
        return _freeze(store, head, pending.size, shown, time)


def retry_delay(failures: int, jitter: float) -> float:
    """Seconds to wait after this many failures in a row; `jitter` is random in [0, 1)."""
    return min(5.0 * 2.0 ** min(failures, 10), 900.0) * (0.5 + jitter / 2)


def _take_older(store: Store, head: Head, found: Checkpoint, data: bytes, time: int) -> Step:
    ours = history.root_at(store, head.origin, found.size)
    if ours != found.root:
        path = history.consistency(store, head.origin, found.size, head.size)
        shown = evidence.fork(data, head.note, ours, path)
        return _freeze(store, head, found.size, shown, time)
    if found.size < head.size:
        return _step(SyncState.SUSPECT, head, found.size, "peer_behind")
    if not head.note:
        store.advance(
            head.origin, head.size, size=head.size, root=head.root, note=data, edge=head.edge
        )
    return _step(SyncState.IDLE, head, found.size)


def _freeze(store: Store, head: Head, peer_size: int, shown: bytes, time: int) -> Step:
    store.add_evidence(Evidence(head.origin, FORK, shown, time))
    store.freeze(head.origin, FORK)
    return _step(SyncState.FORKED, head, peer_size, FORK)


def _settle(store: Store, head: Head, pending: Checkpoint, data: bytes, peer: LogIdentity) -> Step:
    if tree.root_of(head.next_edge) == pending.root:
        try:
            # Only now is it known which key counts at that size: the entries themselves say so.
            peer.open_note(data)
        except BadNote:
            store.discard_staged(head.origin)
            store.set_pending(head.origin, None)
            return _step(SyncState.STALLED, head, pending.size, "key_not_valid")
        store.advance(
            head.origin,
            head.size,
            size=pending.size,
            root=pending.root,
            note=data,
            edge=head.next_edge,
        )
        store.set_pending(head.origin, None)
        return Step(
            SyncState.STORED,
            stored=(head.size, pending.size),
            our_size=pending.size,
            peer_size=pending.size,
        )
    store.discard_staged(head.origin)
    if head.size == 0:
        return _step(SyncState.STALLED, head, pending.size, "entries_damaged")
    return Step(
        SyncState.CHECK,
        fetch=_tiles(head.size, pending.size),
        our_size=head.size,
        peer_size=pending.size,
    )


def _step(state: SyncState, head: Head, peer_size: int, reason: str = "") -> Step:
    return Step(state, reason=reason, our_size=head.size, peer_size=peer_size)


def _next_fetch(head: Head, pending: Checkpoint) -> Step:
    return Step(
        SyncState.FETCH,
        fetch=_bundles(head, pending),
        our_size=head.size,
        peer_size=pending.size,
    )


def _bundles(head: Head, pending: Checkpoint) -> tuple[TileId, ...]:
    end = min(pending.size, (head.next_index // tiles.WIDTH + MAX_BUNDLES) * tiles.WIDTH)
    return tuple(tiles.bundles(head.next_index, end))


def _entries(head: Head, asked: Sequence[TileId], bundles: Sequence[bytes]) -> list[bytes]:
    if len(bundles) != len(asked):
        raise BadTile("not as many bundles as were asked for")
    entries: list[bytes] = []
    for tile, data in zip(asked, bundles, strict=True):
        if len(data) > tiles.MAX_BUNDLE:
            raise BadTile("a bundle is too large")
        entries += tiles.decode_up_to(data, tile.width)
    # The first bundle may begin with entries that are here already.
    return entries[head.next_index - asked[0].start :]


def _judge(
    peer: LogIdentity, start: int, entries: Sequence[bytes]
) -> tuple[list[Reading], list[int], LogIdentity]:
    """Read entries in their order, each by the keys that count once those before it are in.

    Gives the readings, which entries say something of keys, and the peer after them. What a peer
    may make us keep and fold again is bounded by its standing.
    """
    readings: list[Reading] = []
    changed: list[int] = []
    for index, entry in enumerate(entries, start):
        found = envelope.read(
            entry, channel=peer.channel, log=peer.origin, index=index, keyring=peer.keyring
        )
        readings.append(found)
        if found.statement is not None and found.statement.type in changes.KINDS:
            before, peer = peer, peer.after(index, entry)
            if peer is not before or index == 0:
                changed.append(index)
    return readings, changed, peer


def _tiles(old_size: int, size: int) -> tuple[TileId, ...]:
    """The tiles that a consistency proof between these sizes takes: found by trying it out."""
    wanted: list[TileId] = []

    def note_down(level: int, start: int, end: int) -> bytes:
        wanted.append(TileId(level, start // tiles.WIDTH, end - start))
        return bytes((end - start) * tree.HASH_SIZE)

    hashes = Hashes(note_down, size)
    hashes.range_root(0, old_size)
    hashes.consistency(old_size)
    return tuple(wanted)


def _source(found: Mapping[str, bytes]) -> HashSource:
    def read(level: int, start: int, end: int) -> bytes:
        path = TileId(level, start // tiles.WIDTH, end - start).path
        return found.get(path, b"")[: (end - start) * tree.HASH_SIZE]

    return read


def _head(store: Store, origin: str) -> Head:
    head = store.head(origin)
    if head is None:
        raise NoSuchLog(origin)
    return head


def _checkpoint_of(data: bytes) -> Checkpoint:
    return checkpoint.parse(note.parse(data).text)
