"""Write our own log: add statements and sign the new head, in one transaction.

The order is: validate, write, read back and hash again what was written, sign. After the
transaction the caller raises the high-water mark, syncs it to disk, and only then publishes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from answerable.protocol import (
    changes,
    checkpoint,
    envelope,
    growth,
    history,
    recovery,
    tiles,
    tree,
)
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.errors import (
    BadEnvelope,
    BadStatement,
    DamagedStore,
    HeadMoved,
    IdConflict,
    NoSuchLog,
    NotAllowedToSign,
)
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import SigningKey
from answerable.protocol.recovery import Assessment, HighWater
from answerable.protocol.statement import Statement
from answerable.protocol.store import Head, Promise, Store
from answerable.protocol.tree import RightEdge

MAX_BATCH: Final = recovery.MAX_BATCH


@dataclass(frozen=True, slots=True)
class Appended:
    """Where a statement stands. `is_new` is False when it stood there before."""

    origin: str
    index: int
    leaf_hash: bytes
    statement_id: str
    is_new: bool


def create(store: Store, origin: str, key: SigningKey, *, permit: Assessment) -> bytes:
    """Begin our own log by signing it empty; gives the note.

    Raises HeadMoved if it exists, NotAllowedToSign if a high-water mark says that it did.
    """
    recovery.check_may_sign(permit)
    data = checkpoint.sign(Checkpoint(origin, 0, tree.EMPTY_ROOT), key)
    store.create(growth.empty_head(origin, data))
    return data


def append(
    store: Store,
    own: LogIdentity,
    entries: Sequence[bytes],
    key: SigningKey,
    *,
    permit: Assessment,
    also: Sequence[SigningKey] = (),
) -> list[Appended]:
    """Add signed statements (see `envelope.sign`) and sign the new head. At most 256 at once.

    `key` is the one that counts for the new head: where the batch replaces the log's key, the new
    one. `also` sign beside it: the key before, until every mirror knows the new one.

    A statement that is in the log already, byte for byte, is answered with its place; the same
    id with other bytes raises IdConflict. Raises NotAllowedToSign for a suspect or frozen log,
    HeadMoved when somebody was faster, DamagedStore when the stored log no longer holds, and
    BadStatement for what is not a statement of this log. When it raises, nothing is written.
    """
    recovery.check_may_sign(permit)
    if len(entries) > MAX_BATCH:
        raise BadStatement(f"more than {MAX_BATCH} statements at once")
    index = _next_index(store, own.origin)
    statements, grown = [], own
    for number, entry in enumerate(entries, index):
        statements.append(_open(grown, number, entry))
        grown = _with_change(grown, number, entry, statements[-1])
    with store.transaction():
        head = store.lock(own.origin)
        _check_writable(store, head, own)
        places, rows = _places(store, head, entries, statements)
        if grown is not own and (head.next_index != index or len(rows) != len(entries)):
            raise HeadMoved(f"a change of keys says that it stands at {index}")
        if rows:
            edge = growth.add_rows(store, head, rows)
            _sign_head(store, head, edge, grown, (key, *also))
        for place, said in zip(places, statements, strict=True):
            if place.is_new:
                note_down(store, place.index, said)
                if said.type in changes.KINDS:
                    store.mark_change(said.log, place.index)
    return places


def servable_note(store: Store, origin: str, mark: HighWater) -> bytes | None:
    """The newest note that may be published: at or below the mark, with its receipts."""
    data = store.note(origin, mark.size)
    return None if data is None else history.with_receipts(store, origin, data)


def note_down(store: Store, index: int, said: Statement) -> None:
    """Note the contents that the entry at this index refers to."""
    for each in said.content:
        commit = bytes.fromhex(each.commit)
        store.promise(Promise(commit, said.log, index, each.media, each.size_class))


def scrub(store: Store, origin: str) -> None:
    """Hash the whole stored log again; raises DamagedStore naming the first bad entry.

    Takes about as long as verifying it: some seconds for a million entries.
    """
    head = store.head(origin)
    if head is None:
        raise NoSuchLog(origin)
    edge = RightEdge()
    for tile in tiles.bundles(0, head.size):
        _scrub_bundle(store, origin, edge, tile)
    if edge.edge != head.edge or edge.root != head.root:
        raise DamagedStore("the stored entries do not give the root that was signed")
    if head.note:
        growth.check_head(head)


def _next_index(store: Store, origin: str) -> int:
    head = store.head(origin)
    return 0 if head is None else head.size


def _with_change(own: LogIdentity, index: int, entry: bytes, said: Statement) -> LogIdentity:
    """Give the identity after an entry of ours; a change of keys that does not fit is refused."""
    is_beginning = index == 0 and own.owner.epoch > 1
    if said.type not in changes.KINDS or is_beginning:
        return own
    grown = own.after(index, entry)
    if grown.owner.count == own.owner.count:
        raise BadStatement(grown.owner.refused[-1][1])
    return grown


def _open(own: LogIdentity, index: int, entry: bytes) -> Statement:
    try:
        opened = envelope.open_entry(entry)
        envelope.check(
            opened, channel=own.channel, log=own.origin, index=index, keyring=own.keyring
        )
    except BadEnvelope as exc:
        raise BadStatement(str(exc)) from exc
    return opened.statement


def _check_writable(store: Store, head: Head, own: LogIdentity) -> None:
    frozen = store.mirror(head.origin).frozen
    if frozen is not None:
        raise NotAllowedToSign(f"frozen: {frozen}")
    growth.check_head(head, own)
    if head.next_index != head.size:
        raise DamagedStore("rows stand beyond the head of our own log", head.size)


def _places(
    store: Store, head: Head, entries: Sequence[bytes], statements: Sequence[Statement]
) -> tuple[list[Appended], list[tuple[bytes, str | None]]]:
    places: list[Appended] = []
    rows: list[tuple[bytes, str | None]] = []
    batch: dict[str, tuple[int, bytes]] = {}
    for entry, said in zip(entries, statements, strict=True):
        index = store.find(head.origin, said.id)
        earlier = batch.get(said.id)
        if index is not None:
            earlier = (index, store.entries(head.origin, index, index + 1)[0])
        if earlier is None:
            index = head.next_index + len(rows)
            batch[said.id] = (index, entry)
            rows.append((entry, said.id))
        elif earlier[1] != entry:
            raise IdConflict(f"{said.id} stands at {earlier[0]} with other bytes")
        else:
            index = earlier[0]
        leaf_hash = tree.hash_leaf(entry)
        places.append(Appended(head.origin, index, leaf_hash, said.id, earlier is None))
    return places, rows


def _sign_head(
    store: Store,
    head: Head,
    edge: RightEdge,
    own: LogIdentity,
    signers: Sequence[SigningKey],
) -> None:
    counting = {key.public for key in own.owner.log_keys(edge.size)}
    if signers[0].public not in counting:
        raise BadStatement("this is not the key that signs the log at that size")
    note = checkpoint.sign(Checkpoint(head.origin, edge.size, edge.root), *signers)
    store.advance(head.origin, head.size, size=edge.size, root=edge.root, note=note, edge=edge.edge)


def _scrub_bundle(store: Store, origin: str, edge: RightEdge, tile: tiles.TileId) -> None:
    entries = store.entries(origin, tile.start, tile.end)
    kept = store.hashes(origin, 0, tile.start, tile.end)
    for index in range(tile.start, tile.end):
        at = index - tile.start
        if at >= len(entries):
            raise DamagedStore("an entry is missing", index)
        leaf_hash = tree.hash_leaf(entries[at])
        if leaf_hash != kept[at * 32 : at * 32 + 32]:
            raise DamagedStore("an entry is not what was hashed", index)
        edge.append(leaf_hash)
    for level, place, node in edge.grown:
        if store.hashes(origin, level, place, place + 1) != node:
            raise DamagedStore(f"a node at level {level} is not that of its entries", tile.start)
    edge.grown.clear()
