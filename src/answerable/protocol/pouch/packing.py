"""Choose what goes into a pouch: a stretch of a log, our receipts, and contents, from a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from answerable.protocol import checkpoint, content, history, keys, note, receipts, succession
from answerable.protocol.content import Content, ContentState
from answerable.protocol.errors import Missing, NoSuchLog
from answerable.protocol.pouch import layout
from answerable.protocol.pouch.layout import LogRange
from answerable.protocol.pouch.sealing import Packed
from answerable.protocol.store import Store


def log_range(store: Store, origin: str, start: int, at_most: int) -> LogRange:
    """The stretch of a log from `start` to the newest checkpoint not above `at_most`.

    Raises NoSuchLog where there is no checkpoint; `start` beyond it gives an empty stretch.
    """
    data = store.note(origin, at_most)
    if data is None:
        raise NoSuchLog(f"{origin} has no note")
    size = checkpoint.parse(note.parse(data).text).size
    return LogRange(origin, min(start, size), size)


def log_files(store: Store, log: LogRange) -> Iterator[Packed]:
    """The files of a stretch of a log: checkpoint with receipts, bundles, tiles, proof."""
    yield Packed(f"{log.folder}/{layout.CHECKPOINT}", partial(bytes, _note(store, log)))
    for tile in layout.log_tiles(log.start, log.size):
        read = partial(history.tile, store, log.origin, tile.path, log.size)
        yield Packed(f"{log.folder}/{tile.path}", read)
    if log.proof is not None:
        yield Packed(log.proof, partial(_proof, store, log))


def receipt_files(store: Store, origin: str, delivery: str) -> Iterator[Packed]:
    """Our receipts for the recipient's log; `delivery` is the name of our delivery cosigner."""
    found = {
        "delivery": receipts.delivery_note(store, origin, delivery),
        "mirror": receipts.mirror_note(store, origin),
    }
    for kind, data in found.items():
        if data is not None:
            yield Packed(layout.receipt_name(origin, kind), partial(bytes, data))


def given_files(store: Store, origin: str, *, mirror: str, delivery: str) -> Iterator[Packed]:
    """The recipient's newest receipts for our own log, for one that lost its state.

    `mirror` and `delivery` are the names of its cosigners.
    """
    for kind, name in (("delivery", delivery), ("mirror", mirror)):
        data = receipts.delivery_note(store, origin, name)
        if data is not None:
            yield Packed(layout.receipt_name(origin, kind), partial(bytes, data))


def key_files(store: Store, log: LogRange) -> Iterator[Packed]:
    """The entries of our log that change keys, as far as it is in the pouch."""
    changes = [each for each in store.changes(log.origin) if each[0] < log.size]
    if changes:
        yield Packed(layout.keys_name(log.origin), partial(succession.encode, changes))


def content_files(store: Store, commits: Iterable[bytes]) -> Iterator[Packed]:
    """These contents in their order, without those that are not held (any more)."""
    for commit in sorted(set(commits)):
        held = store.content(commit)
        if held is not None and held.state is ContentState.HELD:
            yield Packed(layout.content_name(commit), partial(_content, store, commit))


def _note(store: Store, log: LogRange) -> bytes:
    data = store.note(log.origin, log.size)
    if data is None:
        raise NoSuchLog(log.origin)
    return history.with_receipts(store, log.origin, data)


def _proof(store: Store, log: LogRange) -> bytes:
    hashes = history.consistency(store, log.origin, log.start, log.size)
    return "".join(f"{keys.encode_base64(each)}\n" for each in hashes).encode()


def _content(store: Store, commit: bytes) -> bytes:
    held = store.content(commit)
    if held is None or held.salt is None or held.record is None:
        raise Missing(commit.hex())
    return content.encode_transfer(Content(commit, held.salt, held.record))
