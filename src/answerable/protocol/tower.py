"""Build a log's tree from its leaves, tile by tile, beside the tiles that are served."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from answerable.protocol import files, tiles, tree
from answerable.protocol.files import Reader
from answerable.protocol.tiles import TileId
from answerable.protocol.tree import HASH_SIZE


class Tower:
    """Builds every tile from the entries, compares it with its file, and keeps the right edge."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self._levels: list[bytearray] = []
        self._done: list[int] = []
        self.files = 0
        self.hash_only = 0
        # The first tile whose file is not what the entries give.
        self.differing: tuple[TileId, bytes, bytes] | None = None

    def add(self, entries: list[bytes]) -> None:
        """Add the next bundle's entries."""
        sha256 = hashlib.sha256
        self.files += 1
        self._push(0, b"".join([sha256(b"\x00" + entry).digest() for entry in entries]))

    def add_hashes(self, hashes: Sequence[bytes], hash_only: int) -> None:
        """Add the next bundle's leaves by their hashes."""
        self.files += 1
        self.hash_only += hash_only
        self._push(0, b"".join(hashes))

    def finish(self) -> bytes:
        """Compare the partial tiles too, and give the root."""
        edge: list[bytes] = []
        for level, pending in enumerate(self._levels):
            if pending:
                self._compare(level, bytes(pending))
            edge[:0] = _perfect_roots(bytes(pending))
        return tree.root_of(edge)

    def _push(self, level: int, hashes: bytes) -> None:
        if level == len(self._levels):
            self._levels.append(bytearray())
            self._done.append(0)
        pending = self._levels[level]
        pending += hashes
        if len(pending) == tiles.MAX_TILE:
            full_tile = bytes(pending)
            pending.clear()
            self._compare(level, full_tile)
            self._done[level] += 1
            self._push(level + 1, tree.fold(full_tile))

    def _compare(self, level: int, computed: bytes) -> None:
        tile = TileId(level, self._done[level], len(computed) // HASH_SIZE)
        found = files.read_tile(self._read, tile)
        self.files += 1
        if found != computed and self.differing is None:
            self.differing = (tile, computed, found)


def _perfect_roots(hashes: bytes) -> list[bytes]:
    roots, at = [], 0
    for width in tree.widths(len(hashes) // HASH_SIZE):
        roots.append(tree.fold(hashes[at : at + width * HASH_SIZE]))
        at += width * HASH_SIZE
    return roots
