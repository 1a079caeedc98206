"""The demonstration on the command line: `./run demo`, `demo-reset`, `demo-tamper`."""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from . import homes, running
from .homes import FOLDER, DemoError
from .making import make
from .tampering import tamper


def main(arguments: list[str] | None = None) -> int:
    """Do what was asked; return 0 fine, 1 refused, 2 misused."""
    args = _parser().parse_args(arguments)
    # Being ended in the making clears up as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        match args.verb:
            case "start":
                return start(args.folder, args.what, args.node)
            case "reset":
                return reset(args.folder, yes=args.yes)
            case _:
                return tamper(homes.require(args.folder), say)
    except DemoError as exc:
        print(f"demo: {exc}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped; nothing half-made is left.", file=sys.stderr)
        return 130


def start(folder: Path, what: str, node: str) -> int:
    """Make the demonstration if there is none, and run it; or stop or start one of its nodes."""
    if what != "run":
        if not node:
            raise DemoError(f"which node? ./run demo {what} dorvelle")
        say(running.ask(homes.require(folder), node, to_run=what == "start"))
        return 0
    with homes.held(folder):
        demo = homes.find(folder)
        if demo is None:
            say("Making the demonstration: two nodes, invented cases, the public record.")
            made = make(folder, today=datetime.now(UTC).date())
            demo = homes.Demo(folder, made)
        return running.Run(demo, say).run()


def reset(folder: Path, *, yes: bool) -> int:
    """Throw the demonstration away, after asking; the next start makes a new one."""
    with homes.held(folder):
        if not folder.exists():
            say("There is no demonstration to throw away.")
            return 0
        if not yes and not _agreed(f"Throw away {folder} with everything done in it? [y/N] "):
            say("Nothing was changed.")
            return 1
        shutil.rmtree(folder)
    say("Thrown away. ./run demo makes a new one.")
    return 0


def say(line: str) -> None:
    """Say something to the person at the terminal."""
    print(line, flush=True)


def _agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run demo", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help=argparse.SUPPRESS)
    verbs = parser.add_subparsers(dest="verb", required=True)
    starting = verbs.add_parser("start", help="run the demonstration")
    starting.add_argument("what", nargs="?", choices=("run", "stop", "start"), default="run")
    starting.add_argument("node", nargs="?", default="", help="kelorane or dorvelle")
    resetting = verbs.add_parser("reset", help="throw the demonstration away")
    resetting.add_argument("--yes", action="store_true", help="do not ask")
    verbs.add_parser("tamper", help="change one stored byte in a copy, and see it found")
    return parser


if __name__ == "__main__":
    sys.exit(main())
