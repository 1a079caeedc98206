"""Find roots and proofs in a tree of which only every eighth level is kept, as tiles keep it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from answerable.protocol import tree
from answerable.protocol.errors import DamagedStore
from answerable.protocol.tiles import WIDTH

# (tile level, start, end) -> the concatenated hashes of that level, all of them.
HashSource: TypeAlias = Callable[[int, int, int], bytes]


class Hashes:
    """The hashes of one tree of a fixed size, read a tile at a time and each tile once."""

    def __init__(self, source: HashSource, size: int) -> None:
        self._source = source
        self.size = size
        self._tiles: dict[tuple[int, int], bytes] = {}

    def _tile(self, level: int, index: int) -> bytes:
        tile = self._tiles.get((level, index))
        if tile is None:
            start = index * WIDTH
            end = min(start + WIDTH, self.size >> (8 * level))
            tile = self._source(level, start, end)
            if len(tile) != (end - start) * tree.HASH_SIZE:
                raise DamagedStore(f"hashes of tile {index} at level {level} are missing")
            self._tiles[level, index] = tile
        return tile

    def perfect(self, height: int, index: int) -> bytes:
        """Root of the perfect subtree of 2^height leaves at this place."""
        level, within = divmod(height, 8)
        first = index << within
        at = first % WIDTH * tree.HASH_SIZE
        span = (1 << within) * tree.HASH_SIZE
        return tree.fold(self._tile(level, first // WIDTH)[at : at + span])

    def edge(self, start: int, end: int) -> tuple[bytes, ...]:
        """Roots of the perfect subtrees that cover [start, end), largest first.

        `start` is a multiple of the smallest power of two that is not below the range's length.
        """
        roots: list[bytes] = []
        for width in tree.widths(end - start):
            height = width.bit_length() - 1
            roots.append(self.perfect(height, start >> height))
            start += width
        return tuple(roots)

    def range_root(self, start: int, end: int) -> bytes:
        """Root of the subtree over [start, end)."""
        return tree.root_of(self.edge(start, end))

    def inclusion(self, index: int) -> list[bytes]:
        """Hashes that lead from this leaf to the root, sibling first."""
        if not 0 <= index < self.size:
            raise ValueError("the index is not in the tree")
        proof: list[bytes] = []
        start, end = 0, self.size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                proof.append(self.range_root(middle, end))
                end = middle
            else:
                proof.append(self.range_root(start, middle))
                start = middle
        proof.reverse()
        return proof

    def consistency(self, old_size: int) -> list[bytes]:
        """Hashes that show that this tree begins with the tree of that smaller size."""
        if not 0 < old_size <= self.size:
            raise ValueError("the sizes are not in order")
        proof: list[bytes] = []
        start, end = 0, self.size
        # The checker holds the old root itself, so it is left out where it is a whole subtree.
        is_known = True
        while old_size != end:
            middle = start + _split(end - start)
            if old_size <= middle:
                proof.append(self.range_root(middle, end))
                end = middle
            else:
                proof.append(self.range_root(start, middle))
                start, is_known = middle, False
        if not is_known:
            proof.append(self.range_root(start, end))
        proof.reverse()
        return proof


def _split(length: int) -> int:
    """The largest power of two strictly below the length, which is at least 2."""
    return 1 << ((length - 1).bit_length() - 1)
