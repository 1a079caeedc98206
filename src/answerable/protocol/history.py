"""Answer what a stored log was at any size: roots, proofs, tiles, receipts, and its export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Final

from answerable.protocol import checkpoint, note, tiles, tree
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.errors import DamagedStore, Missing, NoSuchLog
from answerable.protocol.files import Reader
from answerable.protocol.note import SignatureLine
from answerable.protocol.proof import ProofFile
from answerable.protocol.ranges import Hashes
from answerable.protocol.store import Cosignature, Store

# How many sizes are compared by who countersigned them, once one that will do is found.
SIZES_COMPARED: Final = 32
PAGE: Final = 256


def hashes(store: Store, origin: str, size: int) -> Hashes:
    """The tree of this log at this size, read from the store as needed."""
    return Hashes(lambda level, start, end: store.hashes(origin, 8 * level, start, end), size)


def root_at(store: Store, origin: str, size: int) -> bytes:
    """Root of the log when it had this size; raises NoSuchLog if it is not that large yet."""
    _check_size(store, origin, size)
    return hashes(store, origin, size).range_root(0, size)


def inclusion(store: Store, origin: str, index: int, size: int) -> list[bytes]:
    """Proof that the entry at this index is in the log of this size; raises NoSuchLog."""
    _check_size(store, origin, size)
    if not 0 <= index < size:
        raise NoSuchLog(f"{origin} has no entry {index} at size {size}")
    return hashes(store, origin, size).inclusion(index)


def consistency(store: Store, origin: str, old_size: int, size: int) -> list[bytes]:
    """Proof that the log of this size begins with the older, of 1 entry at least."""
    _check_size(store, origin, size)
    if not 0 < old_size <= size:
        raise NoSuchLog(f"{origin} has no size {old_size} below {size}")
    return hashes(store, origin, size).consistency(old_size)


def tile(store: Store, origin: str, path: str, size: int) -> bytes:
    """The bytes at a tile's path, for a log of this size.

    Raises BadTile for a path that is not in plain form, Missing for one that such a log has not.
    """
    wanted = tiles.parse_path(path)
    _check_size(store, origin, size)
    if wanted.end > tiles.hashes_at(wanted.level or 0, size):
        raise Missing(path)
    if wanted.level is None:
        entries = store.entries(origin, wanted.start, wanted.end)
        _check_complete(len(entries), wanted.width, wanted.start)
        return tiles.encode_bundle(entries)
    data = store.hashes(origin, 8 * wanted.level, wanted.start, wanted.end)
    _check_complete(len(data), wanted.width * tree.HASH_SIZE, None)
    return data


def with_receipts(store: Store, origin: str, data: bytes) -> bytes:
    """A note of this log with every receipt kept for its size."""
    opened = note.parse(data)
    size = checkpoint.parse(opened.text).size
    lines = [line_of(each) for each in store.cosignatures(origin, size, size)]
    return opened.plus(lines).format()


def line_of(cosignature: Cosignature) -> SignatureLine:
    """The signature line of a receipt."""
    return SignatureLine.parse(cosignature.line)


def proof_file(store: Store, origin: str, index: int, size: int | None = None) -> bytes:
    """Write the .tlog-proof of an entry.

    Without a size: under the first checkpoint with receipts that covers the entry, else under the
    head. Raises NoSuchLog where no note of that size is kept.
    """
    chosen = proof_size(store, origin, index) if size is None else size
    data = store.note(origin, chosen)
    if data is None or checkpoint.parse(note.parse(data).text).size != chosen:
        raise NoSuchLog(f"{origin} has no note of size {chosen}")
    path = tuple(inclusion(store, origin, index, chosen))
    return ProofFile(index, path, with_receipts(store, origin, data)).format()


def proof_size(
    store: Store, origin: str, index: int, *, needed: Iterable[str] = (), most: bool = False
) -> int:
    """The size under which to prove an entry.

    The first that covers it and that these names countersigned; without such a one the first with
    any countersignature, else the head's. With `most`, the size with the most countersigners is
    taken instead of the first, of the first sizes that cover it and, when none of those will do,
    of the ones after them. Raises NoSuchLog where there is no such entry.
    """
    head = store.head(origin)
    if head is None or index >= head.size:
        raise NoSuchLog(f"{origin} has no entry {index}")
    wanted = frozenset(needed)
    lasts = [store.last_cosignature(origin, name) for name in wanted]
    if any(last is None or last.size <= index for last in lasts):
        # No size will do, so none needs to be looked for among many thousand.
        wanted = frozenset()
    best, lowest = head.size, (True, 1)
    for number, (size, names) in enumerate(_signers_covering(store, origin, index), 1):
        rank = (not wanted <= names, -len(names) if most else 0)
        if rank < lowest:
            best, lowest = size, rank
        # A long log has many thousand receipts for its first entry: they are not all looked at.
        if not lowest[0] and (number >= SIZES_COMPARED or not most):
            break
    return best


def _signers_covering(store: Store, origin: str, index: int) -> Iterator[tuple[int, set[str]]]:
    """Give each size with receipts that covers an entry, the earliest first, and who gave them."""
    start, limit = index + 1, 4
    while rows := store.cosignatures(origin, start, limit=limit):
        by_size = [
            (size, {each.name for each in given})
            for size, given in groupby(rows, key=attrgetter("size"))
        ]
        is_cut = len(rows) == limit
        # The last size of a full page may have more receipts than the page showed.
        yield from by_size[:-1] if is_cut else by_size
        if not is_cut:
            return
        start, limit = by_size[-1][0], min(4 * limit, PAGE) if len(by_size) > 1 else 4 * limit


def reader(store: Store, origin: str) -> Reader:
    """The log's files as they would be served, to verify it where it is stored."""
    head = store.head(origin)
    if head is None or not head.note:
        raise NoSuchLog(f"{origin} has no note")
    size, data = head.size, head.note

    def read(path: str) -> bytes:
        if path == "checkpoint":
            return with_receipts(store, origin, data)
        return tile(store, origin, path, size)

    return read


def export(
    store: Store, origin: str, *, size: int | None = None, extra: Mapping[str, bytes] | None = None
) -> Iterator[tuple[str, bytes]]:
    """Every file of the log as C2SP tlog-tiles serves it, the checkpoint last.

    At its head, or at an older size that had a note. `extra` files (policy, genesis) come first.
    """
    head = store.head(origin)
    chosen = size if size is not None or head is None else head.size
    data = None if chosen is None else store.note(origin, chosen)
    if data is None:
        raise NoSuchLog(f"{origin} has no note")
    at: Checkpoint = checkpoint.parse(note.parse(data).text)
    yield from (extra or {}).items()
    for each in tiles.tile_set(at.size):
        yield each.path, tile(store, origin, each.path, at.size)
    yield "checkpoint", with_receipts(store, origin, data)


def _check_size(store: Store, origin: str, size: int) -> None:
    head = store.head(origin)
    if head is None or not 0 <= size <= head.size:
        raise NoSuchLog(f"{origin} has no size {size}")


def _check_complete(found: int, wanted: int, start: int | None) -> None:
    if found != wanted:
        raise DamagedStore("rows are missing", None if start is None else start + found)
