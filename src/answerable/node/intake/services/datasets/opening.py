"""Open an incident with what a row states: its days, its place, and its publisher's figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import transaction

from answerable.casework.codes import TimePrecision
from answerable.extraction.told.concepts import FILED_AS
from answerable.extraction.when.moments import Grain
from answerable.node.accounts.models import User
from answerable.node.desk.codes import Group, Qualifier
from answerable.node.desk.errors import NotPossible
from answerable.node.desk.models import Incident, IncidentReport, Report
from answerable.node.desk.permissions import Deed, offices_for, require
from answerable.node.desk.services import figures, incidents, places
from answerable.node.desk.services.counts import Count
from answerable.node.intake.models import DataRow

_PRECISION = {
    Grain.WEEK: TimePrecision.WEEK,
    Grain.MONTH: TimePrecision.MONTH,
    Grain.YEAR: TimePrecision.YEAR,
}
_STAFF = ("aid_workers", "medics", "journalists", "teachers", "rescuers")


@transaction.atomic
def open_incident(row: DataRow, *, by: User, at: datetime) -> Incident:
    """Open an incident of a row's report and record what the row states, each with its publisher.

    Nought is left out: files are filled with it where nobody looked. Raises `NotPossible` where the
    report already belongs to an incident.
    """
    require(by, Deed.INCIDENT)
    report = row.report
    if report is None:
        raise NotPossible("row_is_a_toll")
    # Held until the end, so that two people cannot open one each.
    Report.objects.select_for_update().get(pk=report.pk)
    if IncidentReport.objects.filter(report=report, unlinked_at=None).exists():
        raise NotPossible("report_has_an_incident")
    values = row.values
    incident = incidents.open_incident(
        title=report.title,
        kind=values.get("kind") or "other",
        reports=[report],
        **_days(values.get("when")),
        office=offices_for(by, Deed.INCIDENT)[0],
        by=by,
        at=at,
    )
    owner = report.publisher or row.data_set.name
    if values.get("where"):
        _place(incident, values["where"], owner, by, at)
    for code in dict.fromkeys(FILED_AS.get(one, "") for one in values.get("objects", ())):
        if code:
            incidents.add_object(incident, code=code, note=owner, by=by, at=at)
    for count, best, column in _counts(values.get("figures", ())):
        figures.add_figure(
            incident, count, stated_by=owner, best=best, note=column, report=report, by=by, at=at
        )
    incident.refresh_from_db()
    return incident


def _days(when: Mapping[str, str] | None) -> dict[str, Any]:
    if not when:
        return {}
    first, last = (date.fromisoformat(when[name]) for name in ("first", "last"))
    usual = TimePrecision.DAY if first == last else TimePrecision.DAYS
    return {
        "start": datetime.combine(first, time(), UTC),
        "end": datetime.combine(last, time(), UTC) if last != first else None,
        "time_precision": _PRECISION.get(Grain(when["grain"]), usual),
    }


def _place(
    incident: Incident, where: Mapping[str, Any], owner: str, by: User, at: datetime
) -> None:
    names = [*where["names"], where["country"]]
    has_point = where["latitude"] is not None
    radius = round(where["radius_km"] * 1000) if has_point and where["radius_km"] else None
    said = ", ".join(name for name in names if name)
    places.add_place(
        incident,
        names=[places.Name(said)] if said else [],
        latitude=Decimal(str(where["latitude"])) if has_point else None,
        longitude=Decimal(str(where["longitude"])) if has_point else None,
        precision=where["precision"],
        radius=radius,
        is_primary=True,
        supplied_by=owner,
        by=by,
        at=at,
    )


def _counts(stated: Any) -> Iterator[tuple[Count, int | None, str]]:
    for one in stated:
        if not one["high"] and not one["low"]:
            continue
        group = Group.STAFF if one["group"] in _STAFF else one["group"]
        if group not in list(Group):
            group = Group.UNKNOWN
        about = Qualifier.ABOUT if one["about"] and one["low"] is not None else None
        count = Count(one["counts"], one["low"], one["high"], group=group, qualifier=about)
        yield count, one["best"], one["column"]
