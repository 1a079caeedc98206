"""Say on stderr how far a long command is: a bar at a terminal, else a line now and then."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from typing import TextIO

_REDRAW_SECONDS = 0.2
_LINE_SECONDS = 10.0
_BAR = 20


class Progress:
    """How many of how many, how fast, how long still. The clock counts seconds."""

    def __init__(
        self,
        total: int,
        *,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = stream or sys.stderr
        self._at_terminal = self._stream.isatty()
        self._total, self._clock = total, clock
        self._begun = self._told = clock()
        self._done = self._worked = 0
        self._drawn = False

    def step(self, *, worked: bool = True) -> None:
        """Count one more; `worked` is false where nothing had to be done for it."""
        self._done += 1
        self._worked += worked
        now = self._clock()
        if self._drawn or not self._at_terminal:
            every = _REDRAW_SECONDS if self._at_terminal else _LINE_SECONDS
            if now - self._told < every:
                return
        self._told = now
        self._tell()

    def complain(self, line: str) -> None:
        """Print a line above the bar."""
        self.clear()
        print(line, file=self._stream)

    def clear(self) -> None:
        """Take the bar away."""
        if self._drawn:
            print("\r\x1b[K", end="", file=self._stream, flush=True)
            self._drawn = False

    def line(self) -> str:
        """Say how far it is in one line."""
        told = [f"{self._done:,} of {self._total:,}"]
        elapsed = self._clock() - self._begun
        if self._worked and elapsed > 0:
            rate = self._worked / elapsed
            told.append(f"{rate:.1f}/s")
            left = max(self._total - self._done, 0) / rate
            told.append(f"{duration(left)} left")
        return " · ".join(told)

    def _tell(self) -> None:
        if not self._at_terminal:
            print(self.line(), file=self._stream, flush=True)
            return
        full = min(_BAR, _BAR * self._done // max(self._total, 1))
        bar = "█" * full + "░" * (_BAR - full)
        width = shutil.get_terminal_size().columns - 1
        print("\r\x1b[K" + f"{bar} {self.line()}"[:width], end="", file=self._stream, flush=True)
        self._drawn = True


def duration(seconds: float) -> str:
    """Say a length of time in its two largest parts: `2 h 05 min`, `3 min 20 s`, `8 s`."""
    whole = round(seconds)
    if whole >= 3600:
        return f"{whole // 3600} h {whole % 3600 // 60:02} min"
    return f"{whole // 60} min {whole % 60:02} s" if whole >= 60 else f"{whole} s"
