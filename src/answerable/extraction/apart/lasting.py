"""A child process that is asked again and again: each question bounded, each answer measured.

What it says is a length of four bytes and so many bytes, and nothing between two questions. It
ends with its standard input, so also where this process is gone.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import time

from answerable.extraction.apart import processes
from answerable.extraction.apart.child import LENGTH_BYTES, READY
from answerable.extraction.errors import Damaged, TookTooLong, TooMuchMemory


class Lasting:
    """One of our own modules as a child; after anything that `ask` raises only `end` is left."""

    def __init__(self, module: str, head: bytes) -> None:
        """Start the child; `head` is what it is told once, before the first question."""
        self._child = processes.start(module)
        self._awaited = READY
        self.has_answered = False
        if self._child.stdin is not None:
            # A line goes into the pipe at once; that the child has ended is found when it is asked.
            with contextlib.suppress(BrokenPipeError):
                os.write(self._child.stdin.fileno(), head)

    def ask(self, question: bytes, *, wall_seconds: float, most: int) -> bytes:
        """Return the answer, of `most` bytes, or raise the `Unreadable` that says why none.

        Raises `ReaderDidNotStart` where the child ended before it said that it was ready.
        """
        said = bytearray()

        def takes(chunk: bytes) -> bool:
            if not chunk:
                self._raise_why_it_ended()
            said.extend(chunk)
            return self._is_whole(said, most)

        deadline = time.monotonic() + wall_seconds
        unread = processes.exchange(
            self._child, memoryview(question), deadline, takes, is_last=False
        )
        if unread:
            raise Damaged("answer")
        self.has_answered = True
        return bytes(said[LENGTH_BYTES:])

    def end(self) -> None:
        """Kill the child and wait until it is gone."""
        processes.end(self._child)
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _is_whole(self, said: bytearray, most: int) -> bool:
        if self._awaited:
            if not said.startswith(self._awaited):
                raise Damaged("answer")
            del said[: len(self._awaited)]
            self._awaited = b""
        if len(said) < LENGTH_BYTES:
            return False
        size = int.from_bytes(said[:LENGTH_BYTES], "big")
        if size > most:
            raise TooMuchMemory("answer")
        if len(said) > LENGTH_BYTES + size:
            raise Damaged("answer")
        return len(said) == LENGTH_BYTES + size

    def _raise_why_it_ended(self) -> None:
        try:
            status = self._child.wait(timeout=5)
        except subprocess.TimeoutExpired as late:
            raise TookTooLong from late
        processes.check_status(b"" if self._awaited else READY, status)
        raise Damaged("reader stopped")
