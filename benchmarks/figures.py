"""What every benchmark prints: figures against their targets, and the limits of this machine."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from answerable.protocol import keys
from answerable.protocol.keys import SigningKey

_SIGNED = bytes(600)


@dataclass
class Results:
    """The lines of one benchmark, and which of its targets were missed."""

    missed: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """Print a line at once: the next figure may take minutes."""
        print(line, flush=True)

    def at_least(self, name: str, value: float, target: float, unit: str, beside: str = "") -> None:
        """Print a figure that must not be below its target."""
        self._figure(name, value, f"{value:,.0f} {unit}", value >= target, f"{target:,.0f}", beside)

    def at_most(self, name: str, value: float, target: float, unit: str, beside: str = "") -> None:
        """Print a figure that must not be above its target."""
        shown = f"{value:,.1f} {unit}"
        self._figure(name, value, shown, value <= target, f"at most {target:,.0f}", beside)

    def end(self) -> int:
        """Say which targets were missed; return the exit status."""
        self.say("targets: " + (f"missed {', '.join(self.missed)}" if self.missed else "all met"))
        return 1 if self.missed else 0

    def _figure(
        self, name: str, value: float, shown: str, is_met: bool, target: str, beside: str
    ) -> None:
        if not is_met:
            self.missed.append(name)
        mark = "" if is_met else "  MISSED"
        self.say(f"{name}: {shown} (target {target}){mark}" + (f"; {beside}" if beside else ""))


@dataclass
class Spent:
    """Seconds by the wall and of the processor; the second says what a busy machine hides."""

    cpu: float = 0.0
    walls: list[float] = field(default_factory=list)

    @property
    def wall(self) -> float:
        """Return the seconds of all together by the wall."""
        return sum(self.walls)

    @contextmanager
    def clock(self) -> Iterator[None]:
        """Add what the block takes."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.walls.append(time.perf_counter() - wall)
        self.cpu += time.process_time() - cpu


def load() -> str:
    """Say how busy the machine is: beside other work every figure is worse."""
    busy, cores = os.getloadavg()[0], os.cpu_count() or 1
    return f"load {busy:.1f} on {cores} cores"


def fsyncs(folder: Path, count: int = 300) -> float:
    """Return how often a second this disk makes 4 KiB durable, one after another."""
    path, block = folder / "fsync-probe", bytes(4096)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        start = time.perf_counter()
        for number in range(count):
            os.pwrite(descriptor, block, 4096 * number)
            os.fsync(descriptor)
        return count / (time.perf_counter() - start)
    finally:
        os.close(descriptor)
        path.unlink()


def signings(count: int = 3000) -> float:
    """Return how many statements a second one core signs and does nothing else."""
    key = SigningKey.from_seed(bytes(32))
    start = time.process_time()
    for _ in range(count):
        key.sign(_SIGNED)
    return count / (time.process_time() - start)


def verifications(count: int = 5000) -> float:
    """Return how many signatures a second one core checks: no verifier here can be faster."""
    key = SigningKey.from_seed(bytes(32))
    signature = key.sign(_SIGNED)
    start = time.process_time()
    for _ in range(count):
        keys.verify(key.public, _SIGNED, signature)
    return count / (time.process_time() - start)


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that so many percent of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
