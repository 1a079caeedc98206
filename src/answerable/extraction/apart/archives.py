"""Open a stranger's archive in a child process, and take its files one by one.

The archive never is unpacked to a disk, and this process never looks into it. A file that ends
the child is told as refused and the child is started again behind it.
"""

from __future__ import annotations

import os
import selectors
import signal
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from answerable.extraction.apart import processes
from answerable.extraction.apart.child import READY
from answerable.extraction.apart.processes import ReaderDidNotStart
from answerable.extraction.apart.unpacker import LENGTH_BYTES, Request
from answerable.extraction.documents.archive import STANDARD, ArchiveLimits, Packed
from answerable.extraction.errors import PROBLEMS, Damaged, TookTooLong, TooMuchMemory, Unreadable

_CHUNK = 256 * 1024
# What a name and a length take beside the bytes of a file.
_SPARE = 256 * 1024
# Who puts thousands of files together that each end a process wants the time and nothing else.
_MOST_STARTS = 50


def count_apart(archive: BinaryIO, *, limits: ArchiveLimits = STANDARD) -> int:
    """Return how many files an archive holds, or raise the `Unreadable` that says why none."""
    with _Unpacker(archive, Request(limits=limits, count=True)) as unpacker:
        return unpacker.count()


def unpack_apart(
    archive: BinaryIO, *, start: int = 0, limits: ArchiveLimits = STANDARD
) -> Iterator[Packed]:
    """Give the files of an archive from a number on, each with its bytes or why it is refused.

    `archive` is a file on this machine's disk. Raises the `Unreadable` of the whole archive, and
    `ReaderDidNotStart` where this installation is at fault. Close the iterator to stop early.
    """
    for _ in range(_MOST_STARTS):
        begun = start
        with _Unpacker(archive, Request(limits=limits, start=start)) as unpacker:
            total = unpacker.count()
            try:
                for one in unpacker.files(start):
                    yield one
                    start = one.number + 1
                return
            except Unreadable as fault:
                stopped_by: Unreadable = fault
        if start >= total:
            return
        if start == begun:
            # It was the first that this child met, so it is what ended it.
            yield Packed(start, "", problem=stopped_by.code, detail=stopped_by.detail)
            start += 1
    raise Damaged("archive")


class _Unpacker:
    """One child process and what it says, each value believed only if it fits."""

    def __init__(self, archive: BinaryIO, request: Request) -> None:
        self._limits = request.limits
        self._buffer = bytearray()
        self._is_up = False
        self._most = request.limits.max_file_bytes + _SPARE
        archive.seek(0)
        self._child = processes.launch(
            "unpacker", msgspec.json.encode(request).decode(), stdin=archive.fileno()
        )

    def __enter__(self) -> _Unpacker:
        return self

    def __exit__(self, *_error: object) -> None:
        processes.kill(self._child)
        self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()

    def count(self) -> int:
        """Return how many files there are; the first thing that the child says."""
        if self._take(1) != READY:
            raise ReaderDidNotStart("unpacker")
        self._is_up = True
        files = self._value().get("files")
        if not isinstance(files, int) or not 0 < files <= self._limits.max_files:
            raise Damaged("answer")
        return files

    def files(self, start: int) -> Iterator[Packed]:
        """Give what the child says of each file, in order and complete, until it has ended."""
        number = start
        while not (value := self._value()).get("end"):
            try:
                one = msgspec.convert(value, Packed)
            except msgspec.ValidationError as error:
                raise Damaged("answer") from error
            known = one.problem == "" or one.problem in PROBLEMS
            if one.number != number or not known or bool(one.data) == bool(one.problem):
                raise Damaged("answer")
            number += 1
            yield one

    def _value(self) -> dict[str, Any]:
        size = int.from_bytes(self._take(LENGTH_BYTES), "big")
        if size > self._most:
            raise Damaged("answer")
        try:
            value = msgspec.msgpack.decode(self._take(size), type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise Damaged("answer") from error
        if "number" not in value and value.get("problem"):
            problem = PROBLEMS.get(str(value["problem"]), Damaged)
            raise problem(str(value.get("detail", ""))[:80])
        return value

    def _take(self, size: int) -> bytes:
        """Read so many bytes of what the child says, or raise why it says no more."""
        if self._child.stdout is None:
            raise ReaderDidNotStart("no pipe")
        pipe = self._child.stdout.fileno()
        deadline = time.monotonic() + self._limits.wall_seconds
        with selectors.DefaultSelector() as ready:
            ready.register(pipe, selectors.EVENT_READ)
            while len(self._buffer) < size:
                left = deadline - time.monotonic()
                if left <= 0 or not ready.select(left):
                    raise TookTooLong
                chunk = os.read(pipe, _CHUNK)
                if not chunk:
                    raise self._ended()
                self._buffer += chunk
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _ended(self) -> Unreadable | ReaderDidNotStart:
        status = self._child.wait()
        if status == -signal.SIGXCPU:
            return TookTooLong("processor")
        if status == -signal.SIGKILL:
            return TooMuchMemory("killed")
        if status > 0 and not self._is_up:
            return ReaderDidNotStart(f"exit status {status}")
        return Damaged("reader stopped")
