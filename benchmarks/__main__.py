"""Run all benchmarks one after another, or those that are named; the last line says what failed.

python -m benchmarks [NAME ...] [options of the one that is named]
"""

import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

MODULES = {
    "verify": "benchmarks.verify_log",
    "append": "benchmarks.append_log",
    "receive": "benchmarks.receive_log",
    "sync": "benchmarks.sync_log",
    "proof": "benchmarks.prove_entry",
    "receipt": "benchmarks.wait_receipt",
    "pouch": "benchmarks.carry_pouch",
    "pages": "benchmarks.serve_pages",
    "read": "benchmarks.read_claims",
}
# Targets are held on SQLite, which is the default; PostgreSQL is shown for comparison.
ALL = (
    ("verify", ()),
    ("append", ()),
    ("append", ("--database", "postgresql")),
    ("receive", ()),
    ("receive", ("--database", "postgresql")),
    ("sync", ()),
    ("proof", ()),
    ("receipt", ()),
    ("pouch", ()),
    ("pages", ()),
    ("pages", ("--database", "postgresql")),
    ("read", ()),
)


def main(argv: Sequence[str]) -> int:
    """Run one benchmark here, or several each in a process of its own."""
    names = [name for name in argv if name in MODULES]
    options = [word for word in argv if word not in MODULES]
    if len(names) == 1:
        run: Callable[[Sequence[str]], int] = import_module(MODULES[names[0]]).main
        return run(options)
    if options:
        print(f"benchmarks: {', '.join(MODULES)}; options go with one of them", file=sys.stderr)
        return 2
    missed = []
    for name, with_options in ALL:
        if names and name not in names:
            continue
        command = [sys.executable, "-m", "benchmarks", name, *with_options]
        if subprocess.run(command, check=False).returncode:
            missed.append(" ".join([name, *with_options]))
        print(flush=True)
    print("benchmarks: " + (f"missed in {', '.join(missed)}" if missed else "all targets met"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
