"""Hash entries into a Merkle tree (RFC 6962, SHA-256) and grow it along its right edge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def hash_leaf(entry: bytes) -> bytes:
    """Hash an entry so that it can never pass for an interior node."""
    return hashlib.sha256(b"\x00" + entry).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into their parent."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: bytes) -> bytes:
    """Root of a perfect subtree, from its concatenated hashes: a power of two of them."""
    sha256 = hashlib.sha256
    while len(hashes) > HASH_SIZE:
        hashes = b"".join(
            [sha256(b"\x01" + hashes[i : i + 64]).digest() for i in range(0, len(hashes), 64)]
        )
    return hashes


def root_of(edge: Sequence[bytes]) -> bytes:
    """Root of the tree whose perfect subtrees, largest first, have these roots."""
    if not edge:
        return EMPTY_ROOT
    root = edge[-1]
    for left in reversed(edge[:-1]):
        root = hash_node(left, root)
    return root


def widths(size: int) -> list[int]:
    """Sizes of the perfect subtrees that make up a tree of this size, largest first."""
    return [1 << bit for bit in range(size.bit_length() - 1, -1, -1) if size >> bit & 1]


class RightEdge:
    """The perfect subtrees along a tree's right edge: all that growing it needs.

    `grown` collects the roots of subtrees completed since it was last taken, as (level, index,
    hash), at the levels that tiles are made of: 8, 16, 24 and so on.
    """

    def __init__(self, size: int = 0, edge: Iterable[bytes] = ()) -> None:
        self.size = size
        self._stack = list(edge)
        self.grown: list[tuple[int, int, bytes]] = []
        if len(self._stack) != size.bit_count():
            raise ValueError("the edge does not fit the size")

    def append(self, leaf_hash: bytes) -> None:
        """Add the next leaf."""
        index, level, node = self.size, 0, leaf_hash
        while index & 1:
            node = hash_node(self._stack.pop(), node)
            index >>= 1
            level += 1
            if level % 8 == 0:
                self.grown.append((level, index, node))
        self._stack.append(node)
        self.size += 1

    @property
    def edge(self) -> tuple[bytes, ...]:
        """Roots of the perfect subtrees, largest first."""
        return tuple(self._stack)

    @property
    def root(self) -> bytes:
        """Root of the whole tree."""
        return root_of(self._stack)


def root_hash(entries: Iterable[bytes]) -> bytes:
    """Root of the tree over these entries."""
    edge = RightEdge()
    for entry in entries:
        edge.append(hash_leaf(entry))
    return edge.root
