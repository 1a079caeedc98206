"""Take the rows of a file in: each becomes a report or a toll; what changed is changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time

from django.db import transaction
from django.db.models import F

from answerable.extraction.datasets import Day, Record, load
from answerable.extraction.datasets.mapping import of_values
from answerable.extraction.when.moments import Grain
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import DatePrecision, Group, Qualifier
from answerable.node.desk.models import Report, Toll
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import reports, tabulated
from answerable.node.desk.services.counts import Count
from answerable.node.intake.models import DataFile, DataRow, DataRowVersion, FileState
from answerable.node.intake.services.datasets.checking import Tell, _silent, digest_of
from answerable.node.intake.services.datasets.files import sheet_of
from answerable.node.intake.services.datasets.origins import said_in

AT_ONCE = 100
_PRECISION = {
    Grain.YEAR: DatePrecision.YEAR,
    Grain.MONTH: DatePrecision.MONTH,
    Grain.WEEK: DatePrecision.MONTH,
}


class Stopped(Exception):
    """The file is no longer being taken in: somebody ended it, or it is done."""


def take(file: DataFile, *, by: User, at: datetime, tell: Tell | None = None) -> None:
    """Take all rows in, a hundred at a time; may be stopped and go on where it was.

    What was taken in stays when it stops. Taking the same file again changes nothing.
    """
    require(by, Deed.REPORT)
    say = tell or _silent
    loaded = load(sheet_of(file, at), of_values(file.mapping))
    records = loaded.records
    say(0, len(records))
    for begin in range(0, len(records), AT_ONCE):
        with transaction.atomic():
            _portion(file, records[begin : begin + AT_ONCE], by=by, at=at)
            done = min(begin + AT_ONCE, len(records))
            DataFile.objects.filter(pk=file.pk).update(done=done)
        say(done, len(records))
    _finish(file, by=by, at=at)


def _portion(file: DataFile, records: Sequence[Record], *, by: User, at: datetime) -> None:
    # The lock keeps a second worker, and a person who ends it, out of these rows.
    held = DataFile.objects.select_for_update().get(pk=file.pk)
    if held.state != FileState.TAKING:
        raise Stopped(str(file.pk))
    rows = DataRow.objects.select_related("report", "toll", "first_file").in_bulk(
        _pks(file, [record.key for record in records])
    )
    there = {row.key: row for row in rows.values()}
    # What a compartment keeps from whoever brings the file in, they do not change unseen: the next
    # file of somebody inside does.
    seen = set(DataRow.objects.not_shut_to(by).filter(pk__in=rows).values_list("pk", flat=True))
    same: list[int] = []
    new: list[Record] = []
    for record in records:
        row = there.get(record.key)
        if row is None:
            new.append(record)
        elif row.last_file_id == held.pk:
            continue
        elif row.digest == digest_of(record) or not held.with_changes or row.pk not in seen:
            same.append(row.pk)
        else:
            _change(held, row, record, by=by, at=at)
    DataRow.objects.filter(pk__in=same).update(last_file=held, gone_in=None)
    _add(held, new, by=by, at=at)


def _pks(file: DataFile, keys: list[str]) -> Iterable[int]:
    rows = DataRow.objects.filter(data_set=file.data_set_id, key__in=keys)
    return list(rows.values_list("pk", flat=True))


def _add(file: DataFile, records: Sequence[Record], *, by: User, at: datetime) -> None:
    told = [record for record in records if record.toll is None]
    made = tabulated.create_reports([told_of(record) for record in told], by=by, at=at)
    rows = [row_of(file, record, report=one) for record, one in zip(told, made, strict=True)]
    for record in records:
        if record.toll is not None:
            rows.append(row_of(file, record, toll=_record_toll(record, by=by, at=at)))
    DataRow.objects.bulk_create(rows)


def row_of(file: DataFile, record: Record, **became: Report | Toll) -> DataRow:
    """Return the row of a record that became a report or a toll, not kept yet."""
    return DataRow(
        data_set_id=file.data_set_id,
        key=record.key,
        number=record.number,
        original=record.original,
        values=record.values(),
        digest=digest_of(record),
        first_file=file,
        last_file=file,
        **became,
    )


def _change(file: DataFile, row: DataRow, record: Record, *, by: User, at: datetime) -> None:
    """Let a row say what the new file says; what it said before is kept beside it."""
    keep_version(file, row, at)
    if row.report is not None:
        tabulated.renew_report(row.report, told_of(record), by=by, at=at)
    if row.toll is not None and record.toll is not None and record.when is not None:
        tabulated.renew_toll(
            row.toll,
            situation=record.toll.situation,
            owner=record.toll.owner,
            covers=record.toll.covers,
            figures=_counts(record),
            as_of=record.when.last,
            note=_note(record),
            by=by,
            at=at,
        )
    tell_anew(file, row, record)


def keep_version(file: DataFile, row: DataRow, at: datetime) -> None:
    """Keep beside a row what it said until this file."""
    DataRowVersion.objects.create(
        row=row,
        original=row.original,
        values=row.values,
        of_file=said_in(row),
        until_file=file,
        at=at,
    )


def tell_anew(file: DataFile, row: DataRow, record: Record) -> None:
    """Let a row say what this file says."""
    DataRow.objects.filter(pk=row.pk).update(
        number=record.number,
        original=record.original,
        values=record.values(),
        digest=digest_of(record),
        last_file=file,
        gone_in=None,
    )


@transaction.atomic
def _finish(file: DataFile, *, by: User, at: datetime) -> None:
    ended = DataFile.objects.filter(pk=file.pk, state=FileState.TAKING).update(
        # The first rows were to say what the columns mean; now the rows themselves are here.
        state=FileState.TAKEN, sample=[], ended_at=at
    )  # fmt: skip
    if not ended:
        return
    gone = DataRow.objects.filter(data_set=file.data_set_id, gone_in=None)
    gone.exclude(last_file=file).update(gone_in=file)
    plain = of_values(file.mapping)
    # What was checked while these rows came in was compared with half of them: it is void.
    type(file.data_set).objects.filter(pk=file.data_set_id).update(
        publisher=plain.publisher, licence=plain.licence, credit=plain.credit,
        version=F("version") + 1,
    )  # fmt: skip
    audit.record(by, "data file taken in", "data file", str(file.pk), at=at, details=file.counts)
    file.refresh_from_db()


def told_of(record: Record) -> tabulated.Told:
    """Return what a record tells, as the desk takes it in."""
    return tabulated.Told(
        **_words_of(record),
        publisher=record.publisher,
        published_at=_noon(record.published),
        published_precision=_precision(record.published),
        language=record.language,
        url=record.url,
    )


def _words_of(record: Record) -> dict[str, str]:
    """Return title and text; a row without a text of its own is told column by column."""
    told = (f"{name}: {cell}" for name, cell in record.original.items() if cell)
    return {"title": record.title, "text": record.text or "\n".join(told)}


def _noon(published: Day | None) -> datetime | None:
    # Noon, so that the day is the same day in almost every zone it may be shown in.
    return datetime.combine(published.first, time(12), UTC) if published else None


def _precision(published: Day | None) -> str:
    if published is None:
        return DatePrecision.UNKNOWN
    return _PRECISION.get(published.grain, DatePrecision.DAY)


def _record_toll(record: Record, *, by: User, at: datetime) -> Toll:
    if record.toll is None or record.when is None:
        raise ValueError("a running total has an owner and a day")
    return reports.record_toll(
        situation=record.toll.situation,
        as_of=record.when.last,
        owner=record.toll.owner,
        covers=record.toll.covers,
        figures=_counts(record),
        note=_note(record),
        by=by,
        at=at,
    )


def _counts(record: Record) -> list[Count]:
    """Return the figures as the desk counts them; groups it has not stand in the note."""
    return [
        Count(
            one.counts,
            one.low,
            one.high,
            group=one.group,
            qualifier=Qualifier.ABOUT if one.about and one.low is not None else None,
        )
        for one in record.figures
        if one.group in list(Group)
    ]


def _note(record: Record) -> str:
    others = [one for one in record.figures if one.group not in list(Group)]
    lines = [f"{one.column}: {_range(one.low, one.high)}" for one in others]
    return "\n".join([*lines, record.credit]).strip()


def _range(low: int | None, high: int | None) -> str:
    return (
        str(low) if low == high else f"{'' if low is None else low}–{'' if high is None else high}"
    )
