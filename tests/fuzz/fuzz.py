"""Feed a parser changed bytes and see that it reads them or refuses them, and nothing else.

    python -m tests.fuzz.fuzz [PARSER ...] [--seconds N] [--seed N]

Without end: `--seconds 3600`. What breaks a parser is written into its corpus, so that the next
run of all tests finds it again, and the program ends with 1.
"""

from __future__ import annotations

import argparse
import hashlib
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from tests.fuzz.mutate import mutate
from tests.fuzz.parsers import PARSERS

CORPUS = Path(__file__).resolve().parent / "corpus"
# Seconds of computing for one input. Far beyond what any takes: it catches a parser that hangs.
HANGS = 10.0


class Broken(AssertionError):
    """An input that a parser neither reads nor refuses; `data` is it."""

    def __init__(self, name: str, data: bytes, what: str) -> None:
        super().__init__(f"{name}: {what} on {data[:200]!r} ({len(data)} bytes)")
        self.name, self.data = name, data


class _TooLong(Exception):
    """One input has taken too much computing."""


def corpus(name: str) -> list[bytes]:
    """Return the kept inputs of a parser, in a fixed order."""
    return [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]


def check(name: str, data: bytes) -> bool:
    """Give a parser one input; tell whether it was read. Raises Broken."""
    parser = PARSERS[name]
    try:
        found = parser.read(data)
        if parser.write is not None and parser.write(found) != data:
            raise Broken(name, data, "is not what is written again")
        if parser.read(data) != found:
            raise Broken(name, data, "is read in two ways")
    except parser.refuses:
        return False
    except Broken:
        raise
    except Exception as exc:
        raise Broken(name, data, f"{type(exc).__name__}: {exc}") from exc
    return True


def run(name: str, dice: Random, count: int) -> int:
    """Feed so many inputs to a parser; return how many of them it could read."""
    kept = corpus(name)
    read = 0
    for _ in range(count):
        data = mutate(dice.choice(kept), kept, dice)
        with _watched(name, data):
            read += check(name, data)
    return read


@contextmanager
def _watched(name: str, data: bytes) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, HANGS)
    try:
        yield
    except _TooLong as exc:
        raise Broken(name, data, "hangs") from exc
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def main(argv: list[str]) -> int:
    """Run until the time is over; 1 if something was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("parsers", nargs="*", choices=[[], *PARSERS])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    args = parser.parse_args(argv)
    names, until = args.parsers or list(PARSERS), time.monotonic() + args.seconds
    dice, tried = Random(args.seed), dict.fromkeys(names, 0)
    print(f"seed {args.seed}", flush=True)
    while time.monotonic() < until:
        for name in names:
            try:
                run(name, dice, 200)
            except Broken as exc:
                kept = CORPUS / name / f"found-{hashlib.sha256(exc.data).hexdigest()[:16]}"
                kept.write_bytes(exc.data)
                print(f"{exc}\nkept as {kept.name}")
                return 1
            tried[name] += 200
    for name, count in tried.items():
        print(f"{name:14} {count:12,} inputs")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
