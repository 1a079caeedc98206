"""Change the facts of an incident: what was set changes with a reason, and both are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.db.models import F

from answerable.casework.codes import EventKind, TimePrecision
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import DatePrecision
from answerable.node.desk.dossier_codes import Observation, Priority, ServiceImpact, Weapon
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.models import FieldChange, Incident
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services.counts import LARGEST
from answerable.node.desk.services.reports import tidy_line


class IncidentFields(TypedDict, total=False):
    """What of an incident can be edited."""

    title: str
    kind: str
    start: datetime | None
    end: datetime | None
    time_precision: str
    zone: str
    when_note: str
    narrative: str
    counterpart_text: str
    public_text: str
    priority: str
    country: str
    region: str
    first_reported_at: datetime | None
    first_reported_precision: str
    first_reported_by: str
    first_reported_url: str
    strikes_low: int | None
    strikes_high: int | None
    weapon: str
    weapon_note: str
    targeted: str
    service_impact: list[str]
    observations: list[str]


# Of an incident of which nothing is known yet.
EMPTY: IncidentFields = {
    "title": "",
    "kind": "",
    "start": None,
    "end": None,
    "time_precision": TimePrecision.UNKNOWN.value,
    "zone": "UTC",
    "when_note": "",
    "narrative": "",
    "counterpart_text": "",
    "public_text": "",
    "priority": Priority.NORMAL.value,
    "country": "",
    "region": "",
    "first_reported_at": None,
    "first_reported_precision": DatePrecision.UNKNOWN.value,
    "first_reported_by": "",
    "first_reported_url": "",
    "strikes_low": None,
    "strikes_high": None,
    "weapon": "",
    "weapon_note": "",
    "targeted": "",
    "service_impact": [],
    "observations": [],
}
# What says that nothing was known: to replace it is no change of a fact.
_UNSET = frozenset({"", "unknown"})
# Our own handling of it, and wordings to start from: changed freely, kept all the same.
_FREE = frozenset({"priority", "narrative", "counterpart_text", "public_text", "when_note"})
_LINES = {
    "title": 300,
    "region": 200,
    "first_reported_by": 200,
    "first_reported_url": 2000,
    "weapon_note": 300,
    "targeted": 200,
}


@transaction.atomic
def edit(
    incident: Incident,
    *,
    version: int,
    why: str = "",
    by: User,
    at: datetime,
    **given: Unpack[IncidentFields],
) -> Incident:
    """Change what is given and leave the rest; `version` is the one the form was made from.

    Raises `BadInput` for "why" where a fact that was set is changed without saying why.
    """
    require(by, Deed.INCIDENT)
    current: dict[str, Any] = {name: getattr(incident, name) for name in EMPTY}
    fields = checked({**current, **given})
    differing = _differing(current, fields)
    if not why.strip() and any(_is_fact(name, before) for name, before, _after in differing):
        raise BadInput({"why": "required"})
    changed = Incident.objects.filter(
        pk=incident.pk, version=version, merged_into__isnull=True
    ).update(version=F("version") + 1, changed_at=at, **fields)
    if not changed:
        raise ChangedMeanwhile(incident.reference)
    FieldChange.objects.bulk_create(
        FieldChange(
            incident=incident,
            field=name,
            before=before,
            after=after,
            reason=why.strip() or ("–" if before else ""),
            by=by,
            at=at,
        )
        for name, before, after in differing
    )
    audit.record(
        by,
        "incident edited",
        "incident",
        incident.reference,
        at=at,
        details={"fields": [name for name, _before, _after in differing]},
    )
    incident.refresh_from_db()
    return incident


def stand(incident: Incident) -> None:
    """Hold the incident's row for a deed, or raise `NotPossible` where it was merged into another.

    Call it inside the deed's transaction: a merge waits for the deed, or the deed for the merge.
    """
    row = Incident.objects.select_for_update().filter(pk=incident.pk)
    if row.values_list("merged_into_id", flat=True).get() is not None:
        raise NotPossible("incident_was_merged")


def note_change(
    incident: Incident,
    field: str,
    before: str,
    after: str,
    *,
    reason: str,
    by: User,
    at: datetime,
) -> FieldChange:
    """Keep what a fact was and is; what was set before changes only with a reason."""
    if before and not reason.strip():
        raise BadInput({"reason": "required"})
    return FieldChange.objects.create(
        incident=incident,
        field=field,
        before=before,
        after=after,
        reason=reason.strip(),
        by=by,
        at=at,
    )


def as_text(value: object) -> str:
    """Return a fact as its history keeps it: a time in UTC, a list by its codes."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="minutes")
    if isinstance(value, list):
        return ", ".join(sorted(str(item) for item in value))
    return str(value)


def checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of the row, or raise `BadInput` that names each field with its problem."""
    tidied: dict[str, Any] = dict(fields)
    for name, longest in _LINES.items():
        tidied[name] = tidy_line(tidied[name])[:longest]
    tidied["service_impact"] = sorted(set(tidied["service_impact"]))
    tidied["observations"] = sorted(set(tidied["observations"]))
    problems = {**_coded(tidied), **_timed(tidied), **_counted(tidied)}
    if not tidied["title"]:
        problems["title"] = "required"
    if problems:
        raise BadInput(problems)
    return tidied


def _coded(fields: Mapping[str, Any]) -> dict[str, str]:
    country = fields["country"]
    wrong = {
        "kind": fields["kind"] not in list(EventKind),
        "priority": fields["priority"] not in list(Priority),
        "weapon": fields["weapon"] not in ["", *Weapon],
        "service_impact": not set(fields["service_impact"]) <= set(ServiceImpact),
        "observations": not set(fields["observations"]) <= set(Observation),
        "country": bool(country)
        and not (len(country) == 2 and country.isascii() and country.isupper()),
    }
    return {name: "unknown_code" for name, is_wrong in wrong.items() if is_wrong}


def _timed(fields: Mapping[str, Any]) -> dict[str, str]:
    problems: dict[str, str] = {}
    start, end, precision = fields["start"], fields["end"], fields["time_precision"]
    if precision not in list(TimePrecision):
        problems["time_precision"] = "unknown_code"
    elif (start is None) != (precision == TimePrecision.UNKNOWN):
        problems["start"] = "date_and_precision_disagree"
    if end is not None and (start is None or end < start):
        problems["end"] = "ends_before_it_starts"
    reported, how = fields["first_reported_at"], fields["first_reported_precision"]
    if how not in list(DatePrecision):
        problems["first_reported_precision"] = "unknown_code"
    elif (reported is None) != (how == DatePrecision.UNKNOWN):
        problems["first_reported_at"] = "date_and_precision_disagree"
    try:
        ZoneInfo(fields["zone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problems["zone"] = "unknown_zone"
    return problems


def _counted(fields: Mapping[str, Any]) -> dict[str, str]:
    low, high = fields["strikes_low"], fields["strikes_high"]
    if any(bound is not None and not 0 <= bound <= LARGEST for bound in (low, high)):
        return {"strikes_low": "range_does_not_fit"}
    if low is not None and high is not None and high < low:
        return {"strikes_low": "range_does_not_fit"}
    return {}


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    pairs = ((name, as_text(before[name]), as_text(after[name])) for name in EMPTY)
    return [(name, old, new) for name, old, new in pairs if old != new]


def _is_fact(name: str, before: str) -> bool:
    """Tell whether changing this asks for a reason: it was set, and it is a fact of the event."""
    return name not in _FREE and before not in _UNSET and before != as_text(EMPTY.get(name))
