"""Open a log, take a file of it in as cells, drop one that is not wanted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction

from answerable.extraction.apart.sandbox import read_table_apart
from answerable.extraction.documents.document import Limits
from answerable.extraction.errors import Unreadable
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.desk.days import day_of
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted
from answerable.node.desk.examining_codes import ImportState
from answerable.node.desk.models import LogImport, OperationsLog
from answerable.node.desk.permissions import Deed, offices_for, require
from answerable.node.desk.readers import turn
from answerable.node.desk.services.reports import tidy_line

LIMITS = Limits(max_bytes=10 * 1024 * 1024, max_chars=8_000_000, cpu_seconds=20, wall_seconds=40.0)


@transaction.atomic
def open_log(
    *, name: str, zone: str, offices: Sequence[Office], by: User, at: datetime
) -> OperationsLog:
    """Open a log for the investigators of these offices; one's own must be among them."""
    require(by, Deed.INVESTIGATE)
    problems: dict[str, str] = {}
    if not tidy_line(name):
        problems["name"] = "required"
    if zone not in available_timezones():
        problems["zone"] = "unknown_zone"
    if not {one.pk for one in offices} & {one.pk for one in offices_for(by, Deed.INVESTIGATE)}:
        problems["offices"] = "log_needs_an_own_office"
    if problems:
        raise BadInput(problems)
    log = OperationsLog.objects.create(
        name=tidy_line(name)[:120], zone=zone, opened_by=by, opened_at=at
    )
    log.offices.set(offices)
    audit.record(by, "operations log opened", "operations log", str(log.pk), at=at)
    return log


def receive(
    log: OperationsLog, data: bytes, *, file_name: str, sheet: str = "", by: User, at: datetime
) -> LogImport:
    """Take a file in as cells, nothing more: no row counts before somebody said what they mean.

    Raises `BadInput` for a file that cannot be read, with the reason's code under `file`.
    """
    require_of(log, by)
    try:
        with turn():
            table = read_table_apart(data, today=day_of(at), sheet=sheet, limits=LIMITS)
    except Unreadable as exc:
        raise BadInput({"file": f"table_{exc.code}"}) from exc
    if len(table.rows) < 2:
        raise BadInput({"file": "table_empty"})
    with transaction.atomic():
        # One file at a time: what was read before and never taken goes.
        _end(LogImport.objects.filter(log=log, state=ImportState.READ), at)
        row = LogImport.objects.create(
            log=log,
            file_name=tidy_line(file_name)[-200:],
            digest=hashlib.sha256(data).hexdigest(),
            sheet=table.sheet,
            rows=[
                [number, *cells] for number, cells in zip(table.numbers, table.rows, strict=True)
            ],
            by=by,
            at=at,
        )
        audit.record(by, "operations file read", "operations log", str(log.pk), at=at)
    return row


@transaction.atomic
def drop(given: LogImport, *, by: User, at: datetime) -> None:
    """Throw the cells of a file away that was read and not taken."""
    require_of(given.log, by)
    if not _end(LogImport.objects.filter(pk=given.pk, state=ImportState.READ), at):
        raise ChangedMeanwhile(str(given.pk))
    audit.record(by, "operations file dropped", "operations log", str(given.log_id), at=at)


def require_of(log: OperationsLog, by: User) -> None:
    """Raise `NotPermitted` unless the person investigates for an office that the log names."""
    if not OperationsLog.visible_to(by).filter(pk=log.pk).exists():
        raise NotPermitted(Deed.INVESTIGATE.value)


def _end(rows: object, at: datetime) -> int:
    return int(rows.update(state=ImportState.DROPPED, rows=[], ended_at=at))  # type: ignore[attr-defined]
