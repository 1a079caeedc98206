"""Check a copy of an audit trail without the node, or write one on the node's machine.

answerable audit verify FILE       does the chain hold, and if not, where does it break
answerable audit export            the whole trail as JSON lines, on stdout or to --out FILE
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from answerable.cli import node
from answerable.cli.errors import Misused, Refused
from answerable.safekeeping import trail


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `answerable audit` to the command line."""
    parser = subparsers.add_parser(
        "audit",
        help="check a copy of the audit trail, or write one",
        description="The trail of who did what is chained by hash. verify needs no node: it says "
        "whether a copy holds, and where it breaks. Exit code 0: it holds; 1: it does not.",
    )
    deeds = parser.add_subparsers(dest="deed", required=True)
    checking = deeds.add_parser("verify", help="say whether a copy of the trail holds")
    checking.add_argument("file", type=Path, metavar="FILE", help="JSON lines, as exported")
    writing = deeds.add_parser("export", help="write the whole trail as JSON lines")
    node.add_home(writing)
    writing.add_argument("--out", type=Path, metavar="FILE", help="must not exist yet")


def run(args: argparse.Namespace) -> int:
    """Do the deed; 0 when it was done and the trail holds."""
    return _verify(args.file) if args.deed == "verify" else _export(args)


def _verify(path: Path) -> int:
    try:
        with path.open(encoding="utf-8") as file:
            checked = trail.check_lines(_lines(file))
    except trail.BrokenTrail as exc:
        raise Refused(f"the trail does not hold: {exc}") from exc
    except trail.NotATrail as exc:
        raise Misused(f"{path} is no audit trail: {exc}") from exc
    except UnicodeDecodeError as exc:
        raise Misused(f"{path} is no audit trail: it is not text") from exc
    except OSError as exc:
        raise Misused(f"{path} cannot be read: {exc.strerror}") from exc
    left = f", {checked.withheld} of them withheld" if checked.withheld else ""
    print(f"the trail holds: {checked.events} events{left}, up to {checked.digest}")
    return 0


def _lines(file: IO[str]) -> Iterator[str]:
    # Never more in memory than one event can be, whatever the file is.
    while line := file.readline(trail.LONGEST_LINE + 2):
        yield line


def _export(args: argparse.Namespace) -> int:
    node.start(args)
    from answerable.node.accounts.trail import json_lines

    if args.out is None:
        sys.stdout.writelines(json_lines(None))
        return 0
    try:
        with args.out.open("x", encoding="utf-8") as file:
            file.writelines(json_lines(None))
    except FileExistsError as exc:
        raise Misused(f"{args.out} exists; name another file") from exc
    except OSError as exc:
        raise Misused(f"{args.out} cannot be written: {exc.strerror}") from exc
    return 0
