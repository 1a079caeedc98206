"""Cut a log into the immutable files that C2SP tlog-tiles serves, and read them strictly."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from answerable.protocol.errors import BadTile

WIDTH: Final = 256
# The format's own limit; what this channel writes is smaller (see `envelope`).
MAX_ENTRY: Final = 65535
# What a peer may send for one bundle, uncompressed: 256 entries of the channel's largest size.
MAX_BUNDLE: Final = WIDTH * (2 + 16 * 1024)
MAX_TILE: Final = WIDTH * 32
_PATH: Final = re.compile(
    r"tile/(?P<level>entries|0|[1-9][0-9]?)"
    r"/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class TileId:
    """One file of a log: hashes at a level, or entries (level None). Width 256 is a full one."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where the file is, below the log's prefix."""
        level = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{format_index(self.index)}{partial}"

    @property
    def full(self) -> TileId:
        """The full file at the same place."""
        return TileId(self.level, self.index)

    @property
    def start(self) -> int:
        """Index of the first hash or entry in the file."""
        return self.index * WIDTH

    @property
    def end(self) -> int:
        """Index after the last hash or entry in the file."""
        return self.start + self.width


def format_index(index: int) -> str:
    """Write a tile's number in groups of three digits: 1234067 is x001/x234/067."""
    text = f"{index % 1000:03d}"
    while index >= 1000:
        index //= 1000
        text = f"x{index % 1000:03d}/{text}"
    return text


def parse_path(path: str) -> TileId:
    """Read a path; raises BadTile unless it is the one way to write that tile."""
    # Its length first: the search keeps what it came through.
    found = _PATH.fullmatch(path) if len(path) <= 64 else None
    if found is None:
        raise BadTile("not a tile path")
    level = None if found["level"] == "entries" else int(found["level"])
    index = int(found["index"].replace("x", "").replace("/", ""))
    tile = TileId(level, index, int(found["width"] or WIDTH))
    if (level or 0) > 63 or (found["width"] and tile.width >= WIDTH) or tile.path != path:
        raise BadTile("not a tile path in plain form")
    return tile


def hashes_at(level: int, size: int) -> int:
    """Count the hashes that tiles at a level hold in a log of this size."""
    return size >> (8 * level)


def tile_set(size: int) -> Iterator[TileId]:
    """Every file of a log of this size, bundles first, each once, at its widest."""
    yield from _cut(None, size)
    level = 0
    while count := hashes_at(level, size):
        yield from _cut(level, count)
        level += 1


def bundles(start: int, size: int) -> Iterator[TileId]:
    """The entry bundles that hold [start, size), each at its widest in a log of that size."""
    for index in range(start // WIDTH, -(-size // WIDTH)):
        yield TileId(None, index, min(WIDTH, size - index * WIDTH))


def _cut(level: int | None, count: int) -> Iterator[TileId]:
    for index in range(-(-count // WIDTH)):
        yield TileId(level, index, min(WIDTH, count - index * WIDTH))


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    """Write entries with their lengths; raises BadTile for one over 65,535 bytes."""
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise BadTile(f"an entry of {len(entry)} bytes")
        parts += (struct.pack(">H", len(entry)), entry)
    return b"".join(parts)


def decode_bundle(data: bytes, count: int) -> list[bytes]:
    """Read exactly `count` entries; raises BadTile when bytes are missing or left over."""
    entries, at = _decode(data, count)
    if len(entries) < count:
        raise BadTile("the bundle ends early")
    if at != len(data):
        raise BadTile("bytes are left over after the last entry")
    return entries


def decode_prefix(data: bytes, count: int) -> list[bytes]:
    """Read as many as `count` entries, as far as the bytes go."""
    return _decode(data, count)[0]


def decode_up_to(data: bytes, count: int) -> list[bytes]:
    """Read `count` entries of a bundle that may be the full one by now."""
    if count < WIDTH:
        try:
            return decode_bundle(data, WIDTH)[:count]
        except BadTile:
            pass
    return decode_bundle(data, count)


def _decode(data: bytes, count: int) -> tuple[list[bytes], int]:
    # Written for speed: verifying a large log spends a third of its time here.
    entries: list[bytes] = []
    add, from_bytes = entries.append, int.from_bytes
    at, end = 0, len(data)
    for _ in range(count):
        start = at + 2
        stop = start + from_bytes(data[at:start], "big")
        # True as well where the length itself is cut off: then `start` lies beyond the end.
        if stop > end:
            break
        add(data[start:stop])
        at = stop
    return entries, at
