"""Let few files be read at once: each has a process of its own, which may take a gigabyte."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from answerable.node.desk.errors import BadInput

AT_ONCE = 2
PATIENCE_SECONDS = 30.0
_TURNS = threading.BoundedSemaphore(AT_ONCE)


class TooBusy(BadInput):
    """Other files are being read; nothing was stored."""

    def __init__(self) -> None:
        """Say so of the field that holds the file."""
        super().__init__({"file": "readers_are_busy"})


@contextmanager
def turn(patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold one of the turns while a file is read, or raise `TooBusy` after so many seconds."""
    if not _TURNS.acquire(timeout=patience):
        raise TooBusy
    try:
        yield
    finally:
        _TURNS.release()
