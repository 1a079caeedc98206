"""Read a whole file by its mapping and set it beside what is here; nothing is taken in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from answerable.extraction.datasets import Record, load
from answerable.extraction.datasets.mapping import of_values
from answerable.extraction.datasets.records import Quarantined
from answerable.node.intake.models import (
    DataChange,
    DataFile,
    DataRow,
    FileState,
    QuarantinedRow,
)
from answerable.node.intake.services.datasets.files import sheet_of

AT_ONCE = 500
Tell = Callable[[int, int | None], None]


def check(file: DataFile, *, at: datetime, tell: Tell | None = None) -> dict[str, int]:
    """Find what would be loaded, put aside, new, changed, the same and gone; keep that and no more.

    Runs as a job, and may run again. A file that moved on meanwhile is left alone.
    """
    say = tell or _silent
    say(0, None)
    loaded = load(sheet_of(file, at), of_values(file.mapping))
    say(loaded.total // 2, loaded.total)
    with transaction.atomic():
        version = file.data_set.__class__.objects.values_list("version", flat=True).get(
            pk=file.data_set_id
        )
        counts = {"total": loaded.total, "quarantined": len(loaded.quarantined)}
        counts |= _compare(file, loaded.records)
        file.quarantined.all().delete()
        _put_aside(file, loaded.quarantined)
        moved = DataFile.objects.filter(
            pk=file.pk, state=FileState.CHECKING, mapping=file.mapping
        ).update(state=FileState.CHECKED, counts=counts, on_version=version, done=loaded.total)
        if not moved:
            transaction.set_rollback(True)
    say(loaded.total, loaded.total)
    return counts


def digest_of(record: Record) -> str:
    """Return what tells two tellings of a row apart: the row itself and how it is read."""
    plain = json.dumps([record.original, record.values()], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def differences(
    before: tuple[Mapping[str, Any], Mapping[str, Any]], record: Record
) -> list[list[str]]:
    """Return column, before and after; our own fields where only the reading is another."""
    old_row, old_values = before
    found = _unequal(old_row, record.original)
    return found or _unequal(old_values, record.values())


def _compare(file: DataFile, records: Iterable[Record]) -> dict[str, int]:
    held = dict(file.data_set.rows.values_list("key", "digest"))
    missing = set(file.data_set.rows.filter(gone_in__isnull=False).values_list("key", flat=True))
    by_key = {record.key: record for record in records}
    changed = [key for key, one in by_key.items() if key in held and held[key] != digest_of(one)]
    gone = [key for key in held if key not in by_key and key not in missing]
    file.changes.all().delete()
    for keys in _portions(changed):
        _note_changes(file, keys, by_key)
    for keys in _portions(gone):
        rows = file.data_set.rows.filter(key__in=keys)
        DataChange.objects.bulk_create(DataChange(file=file, row=row, is_gone=True) for row in rows)
    new = len(by_key.keys() - held.keys())
    return {
        "loaded": len(by_key),
        "new": new,
        "changed": len(changed),
        "same": len(by_key) - new - len(changed),
        "gone": len(gone),
    }


def _note_changes(file: DataFile, keys: list[str], records: Mapping[str, Record]) -> None:
    rows = DataRow.objects.filter(data_set=file.data_set_id, key__in=keys)
    DataChange.objects.bulk_create(
        DataChange(
            file=file, row=row, fields=differences((row.original, row.values), records[row.key])
        )
        for row in rows
    )


def _put_aside(file: DataFile, rows: Iterable[Quarantined]) -> None:
    QuarantinedRow.objects.bulk_create(
        (
            QuarantinedRow(
                file=file,
                number=row.number,
                cells=row.original,
                faults=[[one.code, one.field, one.column, one.value] for one in row.faults],
            )
            for row in rows
        ),
        batch_size=AT_ONCE,
    )


def _unequal(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[list[str]]:
    names = dict.fromkeys([*after, *before])
    return [
        [name, _shown(before.get(name)), _shown(after.get(name))]
        for name in names
        if before.get(name) != after.get(name)
    ]


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _portions(keys: list[str]) -> Iterable[list[str]]:
    return (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))


def _silent(done: int, total: int | None) -> None:
    del done, total
