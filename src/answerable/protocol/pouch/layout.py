"""What may be in a pouch, under which name, and in which order: a closed set, computed not read.

Unpacked one over the other in any folder, the pouches of a log make the C2SP tree of that log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from answerable.protocol import note, tiles, tree
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.errors import BadPouch, PouchFault
from answerable.protocol.tiles import TileId

MANIFEST: Final = "manifest.dsse"
CHECKPOINT: Final = "checkpoint"
# Salt and record, as large as a node takes one over the network.
MAX_CONTENT: Final = 24 * 1024 * 1024
MAX_PROOF: Final = 63 * 45
# Behind the logs, in this order; within one kind by name.
_REST: Final = re.compile(
    r"(?P<kind>receipts|keys|content)/(?P<hash>[0-9a-f]{64})(?P<part>/(?:delivery|mirror))?"
)
_RANK: Final = {"receipts": 0, "keys": 1, "content": 2}


@dataclass(frozen=True, slots=True)
class LogRange:
    """Which entries of a log are in a pouch: [start, size), under the checkpoint of that size."""

    origin: str
    start: int
    size: int

    @property
    def folder(self) -> str:
        """Where the log's files are."""
        return f"logs/{origin_hash(self.origin)}"

    @property
    def proof(self) -> str | None:
        """Name of the consistency proof from `start`, where one exists."""
        return f"proof/{origin_hash(self.origin)}" if 0 < self.start < self.size else None


def receipt_name(origin: str, kind: str) -> str:
    """Name of the sender's receipt for the recipient's log; `kind` is mirror or delivery."""
    return f"receipts/{origin_hash(origin)}/{kind}"


def keys_name(origin: str) -> str:
    """Name of the entries of a log that change its owner's keys."""
    return f"keys/{origin_hash(origin)}"


def content_name(commit: bytes) -> str:
    """Name of a content: its commitment."""
    return f"content/{commit.hex()}"


def log_tiles(start: int, size: int) -> Iterator[TileId]:
    """Bundles and tiles of a log of this size that do not stand in full in one of size `start`.

    Of every level that has grown, also the tile at the older log's edge: with it the proof
    between any size from `start` on and this one can be computed.
    """
    if start == size:
        return
    yield from tiles.bundles(start, size)
    level = 0
    while count := tiles.hashes_at(level, size):
        for index in range(tiles.hashes_at(level, start) // tiles.WIDTH, -(-count // tiles.WIDTH)):
            yield TileId(level, index, min(tiles.WIDTH, count - index * tiles.WIDTH))
        level += 1


def log_names(logs: Sequence[LogRange]) -> Iterator[str]:
    """Every name that these logs must have in a pouch, in order."""
    for each in logs:
        yield f"{each.folder}/{CHECKPOINT}"
        for tile in log_tiles(each.start, each.size):
            yield f"{each.folder}/{tile.path}"
        if each.proof is not None:
            yield each.proof


def check_names(logs: Sequence[LogRange], members: Sequence[tuple[str, int]]) -> None:
    """Raise BadPouch unless these are the files that a pouch with these logs has, in order.

    `members` are names with sizes; a size over what that kind can have is refused too.
    """
    at = 0
    for name in log_names(logs):
        if at == len(members) or members[at][0] != name:
            raise BadPouch(PouchFault.WRONG_MEMBER, f"{name} is due")
        at += 1
    last: tuple[int, str] | None = None
    for name, _ in members[at:]:
        found = _REST.fullmatch(name)
        if found is None or (found["kind"] == "receipts") != (found["part"] is not None):
            raise BadPouch(PouchFault.WRONG_MEMBER, "a name that no pouch has")
        place = (_RANK[found["kind"]], name)
        if last is not None and place <= last:
            raise BadPouch(PouchFault.WRONG_MEMBER, f"{name} is out of order or repeated")
        last = place
    for name, size in members:
        if size > max_size(name):
            raise BadPouch(PouchFault.TOO_LARGE, name)


def max_size(name: str) -> int:
    """The most bytes that a file of this name can have."""
    first, _, rest = name.partition("/")
    if first == "content":
        return MAX_CONTENT
    if first == "proof":
        return MAX_PROOF
    if first == "keys" or "/tile/entries/" in rest:
        return tiles.MAX_BUNDLE
    return tiles.WIDTH * tree.HASH_SIZE if "/tile/" in rest else note.MAX_BYTES
