"""Take a file of a data set in, say what its columns mean, decide on it, drop it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from answerable.extraction.apart.sandbox import DATA_SET, read_table_apart
from answerable.extraction.datasets import (
    Mapping,
    NotAMapping,
    Sheet,
    as_csv,
    is_collected,
    lay_out,
    withhold,
)
from answerable.extraction.datasets.loading import missing_columns
from answerable.extraction.datasets.mapping import of_values, values_of
from answerable.extraction.datasets.proposing import mapping_of, propose
from answerable.extraction.datasets.ready import fitting
from answerable.extraction.documents.document import Table
from answerable.extraction.errors import Empty, Unreadable
from answerable.extraction.text.wording import shown_name
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk import keeping
from answerable.node.desk.days import day_of
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.readers import turn
from answerable.node.desk.services.reports import tidy_line
from answerable.node.intake.models import DataChange, DataFile, DataSet, FileState
from answerable.node.jobs import queue

LIMITS = DATA_SET
CHECK_JOB, TAKE_JOB = "intake.check_data_file", "intake.take_data_file"
SAMPLE_ROWS, SAMPLE_CHARS = 5, 300
# A file may be checked as often as one likes, until it is taken in or dropped.
_OPEN = (FileState.READ, FileState.CHECKING, FileState.CHECKED)


@transaction.atomic
def open_data_set(*, name: str, by: User, at: datetime) -> DataSet:
    """Open a data set; its publisher, licence and credit come with the mapping."""
    require(by, Deed.REPORT)
    if not tidy_line(name):
        raise BadInput({"name": "required"})
    found = DataSet.objects.create(name=_kept_name(name), opened_by=by, opened_at=at)
    audit.record(by, "data set opened", "data set", str(found.pk), at=at)
    return found


def data_set_named(name: str) -> DataSet | None:
    """Return the data set that was opened by this name, or None."""
    return DataSet.objects.get_queryset().filter(name=_kept_name(name)).first()


def _kept_name(name: str) -> str:
    return tidy_line(name)[:200]


def receive(
    data_set: DataSet | str, data: bytes, *, file_name: str, sheet: str = "", by: User, at: datetime
) -> DataFile:
    """Keep a file unchanged and read its heading and first rows; nothing of it counts yet.

    A name instead of a data set opens a new one, once the file could be read.

    Raises the `Unreadable` that says why not. Do not call inside a transaction: reading may take
    `LIMITS.wall_seconds`.
    """
    require(by, Deed.REPORT)
    if isinstance(data_set, DataSet) and hasattr(data_set, "feed"):
        # A file would mark all that the partner's program sent as gone.
        raise NotPossible("data_set_of_a_feed")
    if not data:
        raise Empty
    laid, withheld = withhold(whole := lay_out(_table(data, sheet, at)))
    if not laid.lines:
        raise Empty
    if withheld or (is_collected(whole.columns) and len(whole.sheets) > 1):
        # Whoever filled the form, or is named in it, never reaches the evidence folder in clear.
        data = as_csv(laid)
        laid = replace(laid, sheets=(), sheet="")
    digest = keeping.keep(default_storage, data)
    with transaction.atomic():
        if isinstance(data_set, str):
            data_set = open_data_set(name=data_set, by=by, at=at)
        file = DataFile.objects.create(
            data_set=data_set,
            sha256=digest,
            size=len(data),
            file_name=shown_name(file_name)[:120] if file_name else "",
            sheet=laid.sheet,
            sheets=list(laid.sheets),
            withheld=list(withheld),
            columns=list(laid.columns),
            tags=dict(laid.tags),
            sample=[
                {name: cell[:SAMPLE_CHARS] for name, cell in line.cells.items()}
                for line in laid.lines[:SAMPLE_ROWS]
            ],
            by=by,
            at=at,
        )
        audit.record(by, "data file read", "data file", str(file.pk), at=at)
    return file


def sheet_of(file: DataFile, at: datetime) -> Sheet:
    """Read the kept bytes of a file anew, in a child process; raises `OriginalChanged`."""
    laid, _none = withhold(
        lay_out(_table(keeping.fetch(default_storage, file.sha256), file.sheet, at))
    )
    return laid


def mapping_for(file: DataFile) -> tuple[Mapping | None, list[Mapping]]:
    """Return the mapping to begin with, and the ready-made ones that fit, the closest first.

    What the file or its data set was read by goes before those; where none fits, one is proposed
    by tags and heading, if that makes a whole one.
    """
    laid = Sheet(tuple(file.sheets), file.sheet, tuple(file.columns), dict(file.tags), ())
    ready = fitting(laid)
    for kept in (file.mapping, file.data_set.mapping):
        # One that a version before kept may no longer be of the form.
        with suppress(NotAMapping):
            return of_values(kept), ready
    if ready:
        return ready[0], ready
    name = f"data-set-{file.data_set_id}"
    try:
        return mapping_of(propose(laid).columns, laid, name=name, title=file.data_set.name), ready
    except NotAMapping:
        return None, ready


def counts_for(file: DataFile, user: User) -> dict[str, int]:
    """Return what a check found as far as a person may know of it.

    A row whose report is out of sight counts as one that stayed the same.
    """
    counts = dict(file.counts)
    if not (counts.get("changed") or counts.get("gone")):
        return counts
    seen = DataChange.objects.visible_to(user).filter(file=file)
    changed = seen.filter(is_gone=False).count()
    counts["same"] += counts["changed"] - changed
    counts["changed"], counts["gone"] = changed, seen.filter(is_gone=True).count()
    return counts


@transaction.atomic
def ask_check(
    file: DataFile, mapping: Mapping, *, by: User, at: datetime, later: bool = True
) -> None:
    """Have a file read by a mapping without taking anything in; what an earlier check found goes.

    A job does it, unless `later` is false and the caller does.

    Raises `BadInput` where the mapping names columns that the file has not.
    """
    require(by, Deed.REPORT)
    _require_columns(file, mapping)
    changed = DataFile.objects.filter(pk=file.pk, state__in=_OPEN).update(
        state=FileState.CHECKING, mapping=values_of(mapping), counts={}, done=0
    )
    if not changed:
        raise ChangedMeanwhile(str(file.pk))
    if later:
        job = queue.enqueue(
            CHECK_JOB, {"file": file.pk}, at=at, unique_key=f"{CHECK_JOB}:{file.pk}", by=by
        )
        DataFile.objects.filter(pk=file.pk).update(job=job.pk)
    audit.record(by, "data file checked", "data file", str(file.pk), at=at)
    file.refresh_from_db()


@transaction.atomic
def accept(
    file: DataFile, *, with_changes: bool = True, by: User, at: datetime, later: bool = True
) -> None:
    """Decide that the rows of a checked file are taken in; a job does it unless `later` is false.

    Raises `ChangedMeanwhile` where another file was taken in since the check: what would change is
    no longer what the person saw; and `NotPossible` while another one is: the older would undo the
    newer. A job that was stopped is started again by the same call.
    """
    require(by, Deed.REPORT)
    file.refresh_from_db()
    if file.state == FileState.CHECKED:
        moved = DataSet.objects.filter(pk=file.data_set_id, version=file.on_version).update(
            version=file.on_version + 1, mapping=file.mapping
        )
        moved = moved and DataFile.objects.filter(pk=file.pk, state=FileState.CHECKED).update(
            state=FileState.TAKING, with_changes=with_changes, decided_by=by, decided_at=at, done=0
        )
        if not moved:
            raise ChangedMeanwhile(str(file.pk))
        others = DataFile.objects.filter(data_set=file.data_set_id, state=FileState.TAKING)
        if others.exclude(pk=file.pk).exists():
            raise NotPossible("data_file_being_taken_in")
        audit.record(
            by, "data file accepted", "data file", str(file.pk), at=at, details=file.counts
        )
    elif file.state != FileState.TAKING:
        raise NotPossible("data_file_not_checked")
    if later:
        job = queue.enqueue(
            TAKE_JOB, {"file": file.pk}, at=at, unique_key=f"{TAKE_JOB}:{file.pk}", by=by
        )
        DataFile.objects.filter(pk=file.pk).update(job=job.pk)
    file.refresh_from_db()


@transaction.atomic
def drop(file: DataFile, *, by: User, at: datetime) -> None:
    """Drop a file that was not taken in; its rows that were put aside go, its bytes stay."""
    require(by, Deed.REPORT)
    dropped = DataFile.objects.filter(pk=file.pk, state__in=_OPEN).update(
        state=FileState.DROPPED, sample=[], ended_at=at
    )
    if not dropped:
        raise ChangedMeanwhile(str(file.pk))
    file.quarantined.all().delete()
    file.changes.all().delete()
    audit.record(by, "data file dropped", "data file", str(file.pk), at=at)
    file.refresh_from_db()


def _table(data: bytes, sheet: str, at: datetime) -> Table:
    with turn():
        return read_table_apart(data, today=day_of(at), sheet=sheet, limits=LIMITS, data_set=True)


def _require_columns(file: DataFile, mapping: Mapping) -> None:
    laid = Sheet(tuple(file.sheets), file.sheet, tuple(file.columns), {}, ())
    needed = set(missing_columns(laid, mapping))
    # What tells rows apart must be there; of other columns a file may have fewer.
    if needed & {*mapping.key}:
        raise BadInput({"mapping": "mapping_has_no_key_here"})


__all__ = [
    "CHECK_JOB",
    "LIMITS",
    "TAKE_JOB",
    "Unreadable",
    "accept",
    "ask_check",
    "counts_for",
    "data_set_named",
    "drop",
    "mapping_for",
    "open_data_set",
    "receive",
    "sheet_of",
]
