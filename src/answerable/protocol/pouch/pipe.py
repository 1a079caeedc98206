"""Let two halves of a stream work at the same time: what one gives, the other takes a little later.

Nearly all the time goes into decrypting, compressing, hashing and writing, which need no
interpreter; so threads help, as long as they exchange large pieces.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Queue
from types import TracebackType
from typing import Final

PIECE: Final = 4 * 1024 * 1024
_AHEAD: Final = 2


class Behind:
    """Do something with every piece, in order, on another thread; at the end all is done.

    What goes wrong there is raised by a later call, or at the end.
    """

    def __init__(self, act: Callable[[bytes], object]) -> None:
        self._act = act
        self._pool = ThreadPoolExecutor(1)
        self._waiting: list[Future[object]] = []
        self._gathered: list[bytes] = []
        self._size = 0

    def __enter__(self) -> Behind:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, at: TracebackType | None
    ) -> None:
        try:
            if exc is None:
                self._send()
                for each in self._waiting:
                    each.result()
        finally:
            self._pool.shutdown(cancel_futures=True)

    def write(self, data: bytes) -> int:
        """Take some bytes; blocks when too many wait."""
        self._gathered.append(data)
        self._size += len(data)
        if self._size >= PIECE:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Leave it to the end."""

    def _send(self) -> None:
        whole = b"".join(self._gathered)
        self._gathered, self._size = [], 0
        self._waiting.append(self._pool.submit(self._act, whole))
        if len(self._waiting) > _AHEAD:
            self._waiting.pop(0).result()


class Ahead:
    """Fetch the next piece on another thread while this one is used. No piece means the end."""

    def __init__(self, fetch: Callable[[], bytes]) -> None:
        self._fetch = fetch
        self._pool = ThreadPoolExecutor(1)
        self._next = self._pool.submit(fetch)

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, *exc: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def take(self) -> bytes:
        """Give the next piece; raises what fetching it raised."""
        piece = self._next.result()
        if piece:
            self._next = self._pool.submit(self._fetch)
        return piece


class Abandoned(Exception):
    """The reader of a pipe went away."""


class Pipe:
    """Bytes from one thread to another. Who writes ends with `close`, who reads with `abandon`."""

    def __init__(self) -> None:
        self._pieces: Queue[bytes | BaseException] = Queue(_AHEAD)
        self._gathered: list[bytes] = []
        self._size = 0
        self._is_abandoned = threading.Event()
        self._rest = memoryview(b"")
        self._ended = False

    def write(self, data: bytes) -> int:
        """Give some bytes; raises Abandoned where nobody reads any more."""
        self._gathered.append(data)
        self._size += len(data)
        if self._size >= PIECE:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Leave it to `close`."""

    def close(self, failure: BaseException | None = None) -> None:
        """Say that nothing follows, or what went wrong: the reader is told then."""
        if self._gathered and failure is None:
            self._send()
        self._pieces.put(b"" if failure is None else failure)

    def abandon(self) -> None:
        """Stop reading, and let whoever writes find out."""
        self._is_abandoned.set()
        while not self._pieces.empty():
            self._pieces.get()

    def read(self, size: int = -1) -> bytes:
        """Take at most so many bytes; none at the end. Raises what the writer failed with."""
        if not self._rest and not self._ended:
            piece = self._pieces.get()
            if isinstance(piece, BaseException):
                raise piece
            self._rest, self._ended = memoryview(piece), not piece
        piece, self._rest = bytes(self._rest[:size]), self._rest[size:]
        return piece

    def _send(self) -> None:
        if self._is_abandoned.is_set():
            raise Abandoned
        self._pieces.put(b"".join(self._gathered))
        self._gathered, self._size = [], 0
