"""Add rows to a log, own or mirrored, and make sure that what was stored is what was meant."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.protocol import checkpoint, note, tree
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.errors import BadNote, DamagedStore
from answerable.protocol.identity import LogIdentity
from answerable.protocol.store import Head, Store, StoredEntry, StoredNode
from answerable.protocol.tree import RightEdge


def empty_head(origin: str, data: bytes = b"") -> Head:
    """The head of a log without entries; a mirror's has no note yet."""
    return Head(origin, 0, tree.EMPTY_ROOT, data, (), 0, ())


def add_rows(store: Store, head: Head, rows: Sequence[tuple[bytes, str | None]]) -> RightEdge:
    """Append entries with their statement ids behind the head's rows; gives the new right edge.

    The rows are read back and hashed again, so that a signature only ever covers what is stored.
    Raises HeadMoved when somebody was faster, DamagedStore when the bytes came back changed.
    """
    start = head.next_index
    edge = RightEdge(start, head.next_edge)
    stored = []
    for index, (data, statement_id) in enumerate(rows, start):
        leaf_hash = tree.hash_leaf(data)
        edge.append(leaf_hash)
        stored.append(StoredEntry(index, data, leaf_hash, statement_id))
    nodes = [StoredNode(*grown) for grown in edge.grown]
    store.append(head.origin, start, stored, nodes, edge.edge)
    found = store.entries(head.origin, start, edge.size)
    for entry, data in zip(stored, found, strict=False):
        if tree.hash_leaf(data) != entry.leaf_hash:
            raise DamagedStore("the entry came back changed", entry.index)
    if len(found) != len(stored):
        raise DamagedStore("the entry did not come back", start + len(found))
    return edge


def check_head(head: Head, log: LogIdentity | None = None) -> Checkpoint:
    """Give the checkpoint of a head whose rows, edge and note agree; raises DamagedStore.

    With the log's identity the signature is verified too.
    """
    if tree.root_of(head.edge) != head.root:
        raise DamagedStore("the head's root is not that of its edge")
    try:
        if log is not None:
            found = log.open_note(head.note).checkpoint
        else:
            found = checkpoint.parse(note.parse(head.note).text)
    except BadNote as exc:
        raise DamagedStore(f"the head's note: {exc}") from exc
    if found != Checkpoint(head.origin, head.size, head.root):
        raise DamagedStore("the head's note is of another head")
    return found
