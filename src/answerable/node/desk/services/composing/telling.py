"""Turn what was chosen of an incident into the facts that are told: nothing else comes along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from zoneinfo import ZoneInfo

from answerable.casework import words as shared_words
from answerable.casework.bodies import IncidentFacts
from answerable.casework.codes import (
    EventKind,
    FigureCategory,
    FigureGroup,
    PlacePrecision,
    ProtectedObject,
    TimePrecision,
)
from answerable.casework.text import tidy
from answerable.node.desk.choices import IncidentShare, PlaceShare
from answerable.node.desk.codes import Script
from answerable.node.desk.models import Figure, Incident, Place

# How many decimals of a degree a told precision still says. A finer number would say more than
# the sender chose to.
_DECIMALS: dict[PlacePrecision, int] = {
    PlacePrecision.EXACT: 5,
    PlacePrecision.NEAR_EXACT: 3,
    PlacePrecision.STREET: 3,
    PlacePrecision.NEIGHBOURHOOD: 2,
    PlacePrecision.VILLAGE: 2,
    PlacePrecision.TOWN: 2,
    PlacePrecision.DISTRICT: 1,
    PlacePrecision.GOVERNORATE: 1,
    PlacePrecision.COUNTRY: 0,
    PlacePrecision.UNKNOWN: 0,
}
_TIMED = (TimePrecision.EXACT_TIME, TimePrecision.HOUR)


@dataclass(frozen=True)
class Problem:
    """What keeps a draft from leaving: the field's path in the choice, and why."""

    field: str
    code: str


@dataclass(frozen=True)
class Told:
    """One incident as it will be told, and what is still wrong with it."""

    facts: IncidentFacts | None
    fact: shared_words.Fact | None
    problems: tuple[Problem, ...] = ()


def tell(share: IncidentShare, incidents: Mapping[int, Incident], where: str) -> Told:
    """Make the facts of one chosen incident; only what `share` names is read."""
    incident = incidents.get(share.incident)
    if incident is None:
        return Told(None, None, (Problem(f"{where}.incident", "unknown_incident"),))
    problems: list[Problem] = []
    title = tidy(share.title)
    if not title:
        problems.append(Problem(f"{where}.title", "required"))
    if incident.start is None:
        problems.append(Problem(f"{where}.incident", "incident_has_no_date"))
    places, wrong = _places(share, incident, where)
    problems += wrong
    figures, wrong = _figures(share, incident, where)
    problems += wrong
    if problems or incident.start is None:
        return Told(None, None, tuple(problems))
    return Told(
        _codes(share, incident, incident.start),
        shared_words.Fact(
            incident=share.inside,
            title=title,
            narrative=tidy(share.narrative) or None,
            when=tidy(share.when) or None,
            places=places,
            figures=figures,
            notified=tidy(share.notified) or None,
        ),
    )


def instant(moment: datetime) -> datetime:
    """Return a moment in the form that statements carry: UTC, whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0)


def local_date(moment: datetime, zone: str) -> date:
    """Return the date on the calendar of the place."""
    return moment.astimezone(ZoneInfo(zone)).date()


def _codes(share: IncidentShare, incident: Incident, start: datetime) -> IncidentFacts:
    precision = TimePrecision(incident.time_precision)
    first = local_date(start, incident.zone)
    last = local_date(incident.end, incident.zone) if incident.end else None
    timed = share.exact_time and precision in _TIMED
    if precision in _TIMED and not timed:
        precision = TimePrecision.DAY
    chosen = set(share.objects)
    objects = dict.fromkeys(
        ProtectedObject(one.code) for one in incident.struck_objects.all() if one.pk in chosen
    )
    return IncidentFacts(
        id=share.inside,
        kind=EventKind(incident.kind),
        start=first,
        end=last if last != first else None,
        precision=precision,
        at=instant(start) if timed else None,
        objects=tuple(objects),
    )


def _places(
    share: IncidentShare, incident: Incident, where: str
) -> tuple[tuple[shared_words.Place, ...], list[Problem]]:
    rows = {place.pk: place for place in incident.places.all()}
    told: list[shared_words.Place] = []
    problems: list[Problem] = []
    for number, chosen in enumerate(share.places):
        place = rows.get(chosen.place)
        made = _place(chosen, place) if place is not None else None
        if made is None:
            problems.append(Problem(f"{where}.places.{number}", "place_needs_a_name"))
        else:
            told.append(made)
    return tuple(told), problems


def _place(chosen: PlaceShare, place: Place) -> shared_words.Place | None:
    names = [name for name in place.names.all() if name.pk in set(chosen.names)]
    if not names:
        return None
    own = next((name for name in names if name.script != Script.LATIN), names[0])
    latin = next((name for name in names if name.script == Script.LATIN), None)
    precision = _coarser(chosen.precision, PlacePrecision(place.precision))
    point = chosen.coordinates and place.latitude is not None and place.longitude is not None
    return shared_words.Place(
        name=tidy(own.name),
        latin=tidy(latin.name) if latin is not None and latin is not own else None,
        lat=_degrees(place.latitude, precision) if point else None,
        lon=_degrees(place.longitude, precision) if point else None,
        precision=precision,
    )


def _coarser(chosen: PlacePrecision | None, known: PlacePrecision) -> PlacePrecision:
    """Return the coarser of the two: nobody can tell a place finer than it is known."""
    if chosen is None:
        return known
    order = list(PlacePrecision)
    return max(chosen, known, key=order.index)


def _degrees(value: Decimal | None, precision: PlacePrecision) -> str | None:
    if value is None:
        return None
    step = Decimal(1).scaleb(-_DECIMALS[precision])
    text = format(value.quantize(step, rounding=ROUND_HALF_EVEN), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _figures(
    share: IncidentShare, incident: Incident, where: str
) -> tuple[tuple[shared_words.ReportedFigure, ...], list[Problem]]:
    rows = {figure.pk: figure for figure in incident.figures.all()}
    told: list[shared_words.ReportedFigure] = []
    problems: list[Problem] = []
    for number, chosen in enumerate(share.figures):
        figure = rows.get(chosen)
        group = _group(figure) if figure is not None else None
        if figure is None or group is None or figure.set_aside_at is not None:
            problems.append(Problem(f"{where}.figures.{number}", "figure_cannot_be_told"))
            continue
        told.append(
            shared_words.ReportedFigure(
                category=FigureCategory(figure.category),
                group=group,
                low=figure.low,
                high=figure.high,
                stated_by=tidy(figure.stated_by),
                as_of=figure.stated_on,
            )
        )
    return tuple(told), problems


def _group(figure: Figure) -> FigureGroup | None:
    """Return the channel's group of a figure; a group that only a source uses has none."""
    if figure.group not in list(FigureGroup):
        return None
    if figure.mixed and figure.group == FigureGroup.TOTAL:
        return FigureGroup.MIXED
    return FigureGroup(figure.group)
