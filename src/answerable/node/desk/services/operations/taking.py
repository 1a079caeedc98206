"""Say what a file would change, and change exactly that; the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.errors import BadInput, ChangedMeanwhile
from answerable.node.desk.examining_codes import ImportState
from answerable.node.desk.models import LogImport, Operation, OperationsLog, SetAsideRow
from answerable.node.desk.services.operations import rows
from answerable.node.desk.services.operations.files import require_of

_KEPT = (
    "start", "end", "uncertain", "latitude", "longitude", "radius", "action", "unit", "note",
)  # fmt: skip
_AT_ONCE = 500


@dataclass(frozen=True)
class Plan:
    """What taking the file would do, row by row; nothing of it is done yet."""

    new: list[rows.Line]
    changed: list[rows.Line]
    same: list[rows.Line]
    faults: list[rows.Fault]
    # Operations that an earlier file had and this one leaves out: they stay.
    left_out: int

    @property
    def counts(self) -> dict[str, int]:
        """Return the numbers of the plan."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "same": len(self.same),
            "set_aside": len(self.faults),
            "left_out": self.left_out,
        }


def plan(given: LogImport, mapping: Mapping[str, int]) -> Plan:
    """Read the cells by a mapping and set them beside what the log holds; change nothing."""
    width = max((len(row) - 1 for row in given.rows), default=0)
    if any(not 0 <= place < width for place in mapping.values()):
        raise BadInput({"key": "column_not_there"})
    try:
        cells = [(int(row[0]), [str(cell) for cell in row[1:]]) for row in given.rows[1:]]
        lines, faults = rows.read(cells, mapping, given.log.zone)
    except rows.NoSuchMapping as exc:
        raise BadInput(exc.problems) from exc
    held = {
        row["key"]: {name: row[name] for name in _KEPT}
        for row in Operation.objects.filter(log=given.log).values("key", *_KEPT)
    }
    new = [line for line in lines if line.key not in held]
    known = [line for line in lines if line.key in held]
    changed = [line for line in known if line.values() != held[line.key]]
    keys = {line.key for line in lines}
    return Plan(
        new=new,
        changed=changed,
        same=[line for line in known if line.values() == held[line.key]],
        faults=faults,
        left_out=len(held.keys() - keys),
    )


@transaction.atomic
def take(given: LogImport, mapping: Mapping[str, int], *, by: User, at: datetime) -> Plan:
    """Take the file: add what is new, change what changed, set aside what cannot be read."""
    require_of(given.log, by)
    # One file of a log at a time.
    log = OperationsLog.objects.select_for_update().get(pk=given.log_id)
    found = plan(given, mapping)
    taken = LogImport.objects.filter(pk=given.pk, state=ImportState.READ).update(
        state=ImportState.TAKEN, rows=[], mapping=dict(mapping), counts=found.counts, ended_at=at
    )
    if not taken:
        raise ChangedMeanwhile(str(given.pk))
    Operation.objects.bulk_create(
        [
            Operation(log=log, key=line.key, first_in=given, last_in=given, **line.values())
            for line in found.new
        ],
        batch_size=_AT_ONCE,
    )
    for line in found.changed:
        Operation.objects.filter(log=log, key=line.key).update(last_in=given, **line.values())
    keys = [line.key for line in found.same]
    for begin in range(0, len(keys), _AT_ONCE):
        these = keys[begin : begin + _AT_ONCE]
        Operation.objects.filter(log=log, key__in=these).update(last_in=given)
    SetAsideRow.objects.bulk_create(
        [
            SetAsideRow(
                taken_in=given, number=one.number, cells=list(one.cells), faults=dict(one.faults)
            )
            for one in found.faults
        ],
        batch_size=_AT_ONCE,
    )
    OperationsLog.objects.filter(pk=log.pk).update(mapping=dict(mapping))
    audit.record(
        by, "operations file taken", "operations log", str(log.pk), at=at, details=found.counts
    )
    given.refresh_from_db()
    return found
