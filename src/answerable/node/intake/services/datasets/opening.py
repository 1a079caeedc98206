"""Open an incident with what a row states: its days, its place, and its publisher's figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from answerable.extraction.told.concepts import filed_as
from answerable.node.accounts.models import User
from answerable.node.desk.errors import NotPossible
from answerable.node.desk.models import Incident, IncidentReport, Report
from answerable.node.desk.permissions import Deed, offices_for, require
from answerable.node.desk.services import figures, incidents, places
from answerable.node.desk.services.counts import Count
from answerable.node.intake import concept_words
from answerable.node.intake.models import DataRow
from answerable.node.intake.services import stating


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
    _objects(incident, values.get("objects", ()), owner, by, at)
    for count, best, column in _counts(values.get("figures", ())):
        figures.add_figure(
            incident, count, stated_by=owner, best=best, note=column, report=report, by=by, at=at
        )
    incident.refresh_from_db()
    return incident


def _objects(incident: Incident, things: Iterable[str], owner: str, by: User, at: datetime) -> None:
    told: dict[str, list[str]] = {}
    for one in things:
        told.setdefault(filed_as(one), []).append(str(concept_words.OBJECTS.get(one, one)))
    told.pop("", None)
    for code, words in told.items():
        note = f"{', '.join(dict.fromkeys(words))} ({owner})"
        incidents.add_object(incident, code=code, note=note, by=by, at=at)


def _days(when: Mapping[str, str] | None) -> dict[str, Any]:
    return stating.days(when["first"], when["last"], when["grain"]) if when else {}


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
        if one["high"] or one["low"]:
            count = stating.figure(
                one["counts"], one["low"], one["high"], of=one["group"], about=one["about"]
            )
            yield count, one["best"], one["column"]
