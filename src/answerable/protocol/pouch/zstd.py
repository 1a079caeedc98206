"""Compress and decompress in bounded memory, and never by more than an honest file needs."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, Protocol

import zstandard

from answerable.protocol.errors import BadPouch, PouchFault
from answerable.protocol.pouch.pipe import PIECE, Ahead

MAX_WINDOW: Final = 8 * 1024 * 1024
MAX_RATIO: Final = 200
# So much may come out before the ratio counts: a small file of zeros is no bomb.
SLACK: Final = 8 * 1024 * 1024
STRETCH: Final = 4 * 1024 * 1024
LEVEL: Final = 3
_WORKERS: Final = 2
_AHEAD: Final = 3
_RAW_BLOCK: Final = 128 * 1024
# Magic number, no options, a window of 8 MiB.
_RAW_HEADER: Final = b"\x28\xb5\x2f\xfd\x00\x68"


def compress(pieces: Iterable[bytes]) -> Generator[bytes, None, None]:
    """Compress a stream into frames, one for each stretch of it, on as many threads as help."""
    with ThreadPoolExecutor(_WORKERS) as pool:
        waiting: list[Future[bytes]] = []
        for stretch in _stretches(pieces):
            waiting.append(pool.submit(frame, stretch))
            if len(waiting) > _AHEAD:
                yield waiting.pop(0).result()
        for each in waiting:
            yield each.result()


def frame(data: bytes) -> bytes:
    """Compress into one frame; what would shrink so much that readers refuse it is stored."""
    small = zstandard.ZstdCompressor(level=LEVEL).compress(data)
    if len(data) <= len(small) * (MAX_RATIO // 2):
        return small
    blocks = [_RAW_HEADER]
    for at in range(0, len(data), _RAW_BLOCK):
        block = data[at : at + _RAW_BLOCK]
        is_last = at + _RAW_BLOCK >= len(data)
        blocks += ((len(block) << 3 | is_last).to_bytes(3, "little"), block)
    return b"".join(blocks)


def _stretches(pieces: Iterable[bytes]) -> Iterator[bytes]:
    gathered: list[bytes] = []
    size = 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size >= STRETCH:
            whole = b"".join(gathered)
            full = size - size % STRETCH
            for at in range(0, full, STRETCH):
                yield whole[at : at + STRETCH]
            gathered, size = [whole[full:]], size - full
    if size:
        yield b"".join(gathered)


class Readable(Protocol):
    """What bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Give at most so many bytes; none at the end."""
        ...


class Decompressed:
    """Read a compressed stream piece by piece, the next piece always under way.

    Every method raises BadPouch for what is no zstd, asks for a larger window, or grows more than
    an honest file.
    """

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._taken = self._given = 0
        reader = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
        self._stream = reader.stream_reader(self, read_size=PIECE, read_across_frames=True)  # type: ignore[arg-type] # only read from
        self._ahead = Ahead(self._more)
        self._rest = memoryview(b"")

    def __enter__(self) -> Decompressed:
        return self

    def __exit__(self, *exc: object) -> None:
        self._ahead.__exit__(*exc)

    def read(self, size: int = -1) -> bytes:
        """Give compressed bytes to the decompressor, and count them."""
        data = self._source.read(size)
        self._taken += len(data)
        return data

    def pieces(self, size: int) -> Iterator[memoryview]:
        """Give exactly so many bytes, in pieces; raises BadPouch where the stream ends before."""
        while size:
            if not self._rest:
                self._rest = self._piece()
            if not self._rest:
                raise BadPouch(PouchFault.BAD_ARCHIVE, "the archive ends early")
            piece = self._rest[:size]
            self._rest = self._rest[len(piece) :]
            size -= len(piece)
            yield piece

    def exactly(self, size: int) -> bytes:
        """Give exactly so many bytes at once."""
        return b"".join(self.pieces(size))

    def check_end(self) -> None:
        """Raise BadPouch unless nothing follows."""
        if self._rest or self._piece():
            raise BadPouch(PouchFault.BAD_ARCHIVE, "something follows the archive")

    def _piece(self) -> memoryview:
        return memoryview(self._ahead.take())

    def _more(self) -> bytes:
        try:
            piece = self._stream.read(PIECE)
        except zstandard.ZstdError as exc:
            raise BadPouch(PouchFault.BAD_COMPRESSION, str(exc)) from exc
        self._given += len(piece)
        if self._given > self._taken * MAX_RATIO + SLACK:
            raise BadPouch(PouchFault.BAD_COMPRESSION, "it grows like no honest file")
        return piece
