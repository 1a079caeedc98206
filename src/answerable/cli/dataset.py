"""`answerable import`: take a data set in by a mapping, or only see what would become of it.

answerable import MAPPING FILE --dry-run               needs no node
answerable import MAPPING FILE --as PERSON             takes its rows in

MAPPING is a file, the name of a ready-made mapping, or `auto` for the ready-made one that fits.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from answerable.cli import node
from answerable.cli.errors import Misused, Refused
from answerable.extraction.apart.processes import ReaderDidNotStart
from answerable.extraction.apart.sandbox import DATA_SET, read_table_apart
from answerable.extraction.datasets import (
    Loaded,
    Mapping,
    NotAMapping,
    Sheet,
    lay_out,
    load,
    read_mapping,
    withhold,
)
from answerable.extraction.datasets.loading import missing_columns
from answerable.extraction.datasets.ready import fitting, mappings, names
from answerable.extraction.datasets.wording import quarantine_file, reason, refusal
from answerable.extraction.errors import Unreadable
from answerable.extraction.text.wording import shown_name

if TYPE_CHECKING:
    from answerable.node.accounts.models import User
    from answerable.node.intake.models import DataFile, DataSet

_SHOWN = 5
_NOT_POSSIBLE = {
    "data_set_of_a_feed": "a partner's program sends this data set; give another --data-set",
    "data_file_being_taken_in": "another file of this data set is being taken in; try again later",
}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `answerable import` to the command line."""
    parser = subparsers.add_parser(
        "import",
        help="take a data set in by a mapping, or see what would become of its rows",
        description="Take the rows of CSV, XLSX, JSON or GeoJSON in as reports. Every row is "
        "loaded or put aside with the reason. The form of a mapping: docs/users/data-sets.md.",
    )
    node.add_home(parser)
    parser.add_argument(
        "mapping",
        metavar="MAPPING",
        help="a file, auto for the ready-made one that fits, or the name of a ready-made one: "
        + ", ".join(names()),
    )
    parser.add_argument("file", metavar="FILE", help="CSV, XLSX, JSON or GeoJSON, 20 MB at most")
    parser.add_argument("--dry-run", action="store_true", help="take nothing in; needs no node")
    parser.add_argument("--sheet", default="", help="sheet of a workbook; the first one without it")
    parser.add_argument("--quarantine", metavar="CSV", help="where the rows put aside are written")
    parser.add_argument("--as", dest="person", metavar="PERSON", help="user name of who does it")
    parser.add_argument(
        "--data-set",
        metavar="NAME",
        help="the data set here whose next version the file is, or the name of a new one; without "
        "it the mapping's title. A file under another name is another data set: all its rows are "
        "new, even where they are here already",
    )
    parser.add_argument(
        "--accept-changes",
        action="store_true",
        help="of a next version: also change here what changed there; without it only new rows "
        "come in. What is gone there is marked here and never removed",
    )


def run(args: argparse.Namespace) -> int:
    """Print the counts; 0 when it was done, 1 when it was refused or no row could be loaded."""
    if not args.dry_run and not args.person:
        raise Misused("say who takes it in (--as PERSON), or --dry-run")
    data = _bytes_of(args.file)
    sheet = _sheet(data, args.sheet)
    mapping = _mapping(args.mapping, sheet)
    missing = missing_columns(sheet, mapping)
    if {*mapping.key} & {*missing}:
        raise Refused(f"the file has no column {', '.join(mapping.key)}, which tells rows apart")
    if missing:
        columns = ", ".join(map(repr, missing))
        print(f"answerable import: left empty, for want of a column: {columns}", file=sys.stderr)
    loaded = load(sheet, mapping)
    if args.quarantine:
        # Before anything is taken in: where it cannot be written, nothing was done.
        _put_aside(args.quarantine, mapping, sheet, loaded)
    if not args.dry_run:
        _take_in(args, data, mapping)
    _tell(args, mapping, loaded)
    return 0 if loaded.records else 1


def _bytes_of(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            return file.read(DATA_SET.max_bytes + 1)
    except OSError as error:
        raise Misused(f"{shown_name(name)}: cannot be opened: {error.strerror}") from error


def _sheet(data: bytes, sheet: str) -> Sheet:
    today = datetime.now(tz=UTC).date()
    try:
        laid, gone = withhold(
            lay_out(
                read_table_apart(data, today=today, sheet=sheet, limits=DATA_SET, data_set=True)
            )
        )
    except Unreadable as error:
        raise Refused(f"the file cannot be read as a data set. {refusal(error)}") from error
    except ReaderDidNotStart as error:
        raise Refused("the reader does not start here") from error
    for name in gone:
        print(f"answerable import: left out, since it holds a person: {name!r}", file=sys.stderr)
    return laid


def _mapping(wanted: str, sheet: Sheet) -> Mapping:
    if wanted == "auto":
        found = fitting(sheet)
        if not found:
            raise Refused("no ready-made mapping fits the columns of this file")
        return found[0]
    if wanted in mappings():
        return mappings()[wanted]
    try:
        return read_mapping(Path(wanted).read_bytes())
    except OSError as error:
        known = ", ".join(mappings())
        raise Misused(
            f"{shown_name(wanted)}: neither a file that can be opened nor one of {known}"
        ) from error
    except NotAMapping as error:
        raise Refused(f"{shown_name(wanted)}: {error}") from error


def _put_aside(to: str, mapping: Mapping, sheet: Sheet, loaded: Loaded) -> None:
    """Write the rows that are put aside, each with the reason."""
    rows = [(row.number, reason(row), row.original) for row in loaded.quarantined]
    known = dict.fromkeys([*sheet.columns, *(name for row in rows for name in row[2])])
    columns = [name for name in known if name not in mapping.leave_out]
    try:
        Path(to).write_text(quarantine_file(columns, rows), "utf-8", newline="")
    except OSError as error:
        raise Misused(f"{to}: cannot be written: {error.strerror}") from error


def _tell(args: argparse.Namespace, mapping: Mapping, loaded: Loaded) -> None:
    print(f"mapping      {mapping.name}")
    print(f"rows         {loaded.total}")
    print(f"loaded       {len(loaded.records)}")
    print(f"put aside    {len(loaded.quarantined)}")
    if not args.quarantine:
        for row in loaded.quarantined[:_SHOWN]:
            print(f"row {row.number}: {reason(row)}", file=sys.stderr)
        if len(loaded.quarantined) > _SHOWN:
            print("… all of them with --quarantine CSV", file=sys.stderr)


def _take_in(args: argparse.Namespace, data: bytes, mapping: Mapping) -> None:
    node.start(args)
    from answerable.node.desk.errors import ChangedMeanwhile, NotPermitted, NotPossible
    from answerable.node.intake.services.datasets import counts_for, data_set_named

    name = args.data_set or mapping.title
    held = data_set_named(name)
    try:
        file = _accepted(args, held or name, data, mapping, at=datetime.now(tz=UTC))
    except NotPermitted as exc:
        raise roles_refuse(args.person) from exc
    except ChangedMeanwhile as exc:
        raise Refused("another file of this data set was taken in meanwhile; try again") from exc
    except NotPossible as exc:
        raise Refused(_NOT_POSSIBLE.get(exc.code, exc.code.replace("_", " "))) from exc
    print(f"data set     {file.data_set.name} ({'next version' if held else 'new'})")
    counts = counts_for(file, person_named(args.person))
    for name in ("new", "changed", "same", "gone"):
        print(f"{name:<12} {counts[name]}")
    if counts["changed"] and not file.with_changes:
        print(
            f"answerable import: {counts['changed']} changed rows were left as they were; the same "
            "command with --accept-changes changes them",
            file=sys.stderr,
        )


def _accepted(
    args: argparse.Namespace, to: DataSet | str, data: bytes, mapping: Mapping, *, at: datetime
) -> DataFile:
    from answerable.node.intake.services import datasets

    by = person_named(args.person)
    file = datasets.receive(
        to,
        data,
        file_name=Path(args.file).name,
        sheet=args.sheet,
        by=by,
        at=at,
    )
    datasets.ask_check(file, mapping, by=by, at=at, later=False)
    datasets.check(file, at=at)
    datasets.accept(file, with_changes=args.accept_changes, by=by, at=at, later=False)
    datasets.take(file, by=by, at=at)
    return file


def person_named(name: str) -> User:
    """Return the person of a user name, or raise `Misused`."""
    from answerable.node.accounts.models import User

    try:
        return User.objects.get(username=name, is_active=True)
    except User.DoesNotExist as exc:
        raise Misused(f"there is no person {name!r}") from exc


def roles_refuse(person: str, deed: str = "report") -> Refused:
    """Return the refusal for a person whose roles do not allow a deed: it says which do."""
    from answerable.node.desk.permissions import MAY, Deed

    roles = " or ".join(MAY[Deed(deed)])
    return Refused(f"{shown_name(person)} has no role that may do this: {roles}")
