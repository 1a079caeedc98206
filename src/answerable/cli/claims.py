"""`answerable claims`: bring another reader's claims in, write what people decided as gold.

answerable claims import REPORT FILE --reader NAME --as PERSON    lines of docs/claims.md
answerable claims export FILE --as PERSON                         lines of docs/gold.md
"""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from answerable.cli import node
from answerable.cli.dataset import person_named, roles_refuse
from answerable.cli.errors import Misused, Refused
from answerable.extraction import claimlines
from answerable.extraction.text.wording import shown_name

if TYPE_CHECKING:
    from answerable.node.desk.models import Report

MOST_BYTES = 64 * 1024 * 1024


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `answerable claims` to the command line."""
    parser = subparsers.add_parser(
        "claims",
        help="bring another reader's claims in, write decided ones as gold",
        description="Bring the claims of another reader in beside ours, or write what people "
        "decided of claims as labelled texts, with which reading is measured.",
    )
    deeds = parser.add_subparsers(dest="deed", required=True)
    bringing = deeds.add_parser("import", help="keep another reader's claims as a run of its own")
    bringing.add_argument("report", metavar="REPORT", help="its receipt number")
    bringing.add_argument("file", type=Path, metavar="FILE", help="a line a claim: docs/claims.md")
    bringing.add_argument("--reader", required=True, metavar="NAME", help="its name and version")
    writing = deeds.add_parser("export", help="write decided claims as gold: texts leave the node")
    writing.add_argument("file", type=Path, metavar="FILE", help="must not exist yet")
    for one in (bringing, writing):
        node.add_home(one)
        one.add_argument("--as", dest="person", metavar="PERSON", required=True,
                         help="user name of who does it")  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Do the deed; 0 when it was done."""
    given = _read(args.file) if args.deed == "import" else []
    node.start(args)
    from answerable.node.desk.errors import DeskError, NotPermitted

    try:
        if args.deed == "import":
            _bring_in(args, given)
        else:
            _write(args)
    except NotPermitted as exc:
        raise roles_refuse(args.person, "report" if args.deed == "import" else "send") from exc
    except DeskError as exc:
        from answerable.node.desk.labels import explain

        raise Refused(str(explain(exc))) from exc
    return 0


def _read(path: Path) -> list[bytes]:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as exc:
        raise Misused(f"{shown_name(path.name)}: cannot be opened: {exc.strerror}") from exc
    if len(data) > MOST_BYTES:
        raise Refused("the file is larger than 64 MB")
    return data.split(b"\n")


def _bring_in(args: argparse.Namespace, lines: list[bytes]) -> None:
    from answerable.node.intake.services import claims_brought

    try:
        documents = claimlines.parse(lines)
        published = claimlines.published_in(lines)
    except claimlines.NotClaims as exc:
        raise Refused(str(exc)) from exc
    if len(documents) > 1:
        raise Refused(f"the lines are of {len(documents)} documents; give those of one")
    by = person_named(args.person)
    run = claims_brought.bring_in(
        _report(args.report, args.person),
        [one for claims in documents.values() for one in claims],
        reader=args.reader,
        published=published,
        by=by,
        at=datetime.now(tz=UTC),
    )
    print(f"kept         {run.claims.count()}")
    print(f"dropped      {run.dropped}")
    print(f"left out     {run.left_out}")


def _report(number: str, person: str) -> Report:
    from answerable.node.desk.models import Report

    found = Report.objects.visible_to(person_named(person)).filter(receipt_number=number).first()
    if found is None:
        raise Refused(f"there is no report {shown_name(number)}")
    return found


def _write(args: argparse.Namespace) -> None:
    from answerable.node.intake.services import claims_gold

    if args.file.exists():
        raise Misused(f"{shown_name(args.file.name)} is there already")
    gold = claims_gold.gather(by=person_named(args.person), at=datetime.now(tz=UTC))
    try:
        # Words of reports: for nobody else on this machine.
        made = os.open(args.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(made, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(claims_gold.written(gold))
    except OSError as exc:
        raise Misused(f"{shown_name(args.file.name)}: cannot be written: {exc.strerror}") from exc
    print(f"lines        {len(gold.lines)}")
    for why, count in sorted(gold.left_out.items()):
        print(f"left out     {count} ({why.replace('_', ' ')})")
