"""Read a log's published files: tiles, bundles, one entry, and the proof of one entry."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from answerable.protocol import checkpoint, note, tiles, withheld
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.errors import (
    BadTile,
    EntryWithheld,
    FileMissing,
    LogDoesNotHold,
    Missing,
    NoSuchLog,
)
from answerable.protocol.proof import ProofFile
from answerable.protocol.ranges import Hashes, HashSource
from answerable.protocol.tiles import TileId
from answerable.protocol.tree import HASH_SIZE

# Gives the bytes at a path below the log's prefix; raises Missing where there are none.
Reader: TypeAlias = Callable[[str], bytes]


def read_checkpoint(read: Reader) -> tuple[bytes, Checkpoint]:
    """Give the note and what it says, without judging who signed; raises BadNote."""
    try:
        data = read("checkpoint")
    except Missing as exc:
        raise LogDoesNotHold("there is no checkpoint") from exc
    return data, checkpoint.parse(note.parse(data).text)


def read_file(read: Reader, tile: TileId) -> bytes:
    """Give a tile's or bundle's bytes, of the full one where the partial one is gone.

    Raises LogDoesNotHold where neither is there.
    """
    try:
        return read(tile.path)
    except Missing as exc:
        try:
            return read(tile.full.path)
        except Missing:
            raise FileMissing(f"{tile.path} is missing") from exc


def read_tile(read: Reader, tile: TileId) -> bytes:
    """Give the hashes of a tile, as many as it is wide if the file has them."""
    data = read_file(read, tile)
    return data[: tile.width * HASH_SIZE] if len(data) == tiles.MAX_TILE else data


def hash_source(read: Reader) -> HashSource:
    """The hashes of a log, from its tiles."""

    def source(level: int, start: int, end: int) -> bytes:
        return read_tile(read, TileId(level, start // tiles.WIDTH, end - start))

    return source


def read_entry(read: Reader, index: int, size: int) -> bytes:
    """Give the bytes of one entry of a log of this size.

    Raises NoSuchLog, LogDoesNotHold, or EntryWithheld where only its hash is there.
    """
    entry = find_entry(read, index, size)
    if entry is None:
        raise EntryWithheld(f"entry {index} is withheld: only its hash is here")
    return entry


def find_entry(read: Reader, index: int, size: int) -> bytes | None:
    """Give the bytes of one entry, or None where only its hash is there. Judges no signature."""
    if not 0 <= index < size:
        raise NoSuchLog(f"there is no entry {index} in a log of {size}")
    start = index // tiles.WIDTH * tiles.WIDTH
    bundle = TileId(None, index // tiles.WIDTH, min(tiles.WIDTH, size - start))
    try:
        return tiles.decode_up_to(read_file(read, bundle), bundle.width)[index - start]
    except FileMissing:
        return _find_redacted(read, bundle, index)
    except BadTile as exc:
        raise LogDoesNotHold(f"{bundle.path}: {exc}") from exc


def _find_redacted(read: Reader, bundle: TileId, index: int) -> bytes | None:
    _data, found = read_checkpoint(read)
    try:
        redacted = withheld.read(read, found.origin, bundle)
    except Missing as exc:
        raise FileMissing(f"{bundle.path} is missing") from exc
    except BadTile as exc:
        raise LogDoesNotHold(f"{withheld.path_of(bundle)}: {exc}") from exc
    return redacted.entries[index - bundle.start]


def prove(read: Reader, index: int) -> tuple[bytes, bytes]:
    """Write the .tlog-proof of an entry from a log's files; gives it and the entry's bytes.

    Nothing is judged: check the proof before relying on it (`proof.check_file`).
    """
    data, found = read_checkpoint(read)
    entry = read_entry(read, index, found.size)
    path = Hashes(hash_source(read), found.size).inclusion(index)
    return ProofFile(index, tuple(path), data).format(), entry
