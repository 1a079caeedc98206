"""Find operations near an incident in time and place, each with why. A machine suggests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from django.db.models import Max, Q

from answerable.casework.codes import TimePrecision
from answerable.casework.positions import Position, distance, radius_of
from answerable.node.accounts.models import User
from answerable.node.desk.codes import PlaceRole
from answerable.node.desk.models import Incident, IncidentInquiry, Operation, OperationsLog
from answerable.node.desk.services.compartments import Thread

LOOKED_AT, SHOWN = 5_000, 50
_METRES_A_DEGREE = 110_000
# How far around its stated time an incident may have happened, by how well the time is known.
_SLACK: dict[str, timedelta] = {
    TimePrecision.EXACT_TIME: timedelta(minutes=5),
    TimePrecision.HOUR: timedelta(hours=1),
    TimePrecision.DAYS: timedelta(days=3),
    TimePrecision.WEEK: timedelta(days=7),
    TimePrecision.MONTH: timedelta(days=31),
    TimePrecision.YEAR: timedelta(days=366),
}


@dataclass(frozen=True)
class Search:
    """How much farther than both uncertainties to look, as a person chose."""

    hours: int = 2
    kilometres: int = 5


@dataclass(frozen=True)
class Window:
    """When and where an incident may have been, with how far that is known."""

    incident: Incident
    start: datetime
    end: datetime
    places: tuple[Position, ...]


@dataclass(frozen=True)
class Near:
    """An operation near an incident: how far apart, and what is left beyond both uncertainties."""

    operation: Operation
    window: Window
    minutes: int
    metres: int | None
    beyond: int | None
    both_radii: int

    @property
    def place(self) -> tuple[bool, float, int, float]:
        """Return its place in the list: what overlaps in both comes first."""
        hours, km = self.minutes / 60, (self.beyond or 0) / 1000
        return (self.metres is None, hours + km, self.minutes, self.metres or 0)


def windows_of(threads: Sequence[Thread], user: User) -> list[Window]:
    """Return the incidents of ours that are linked to these threads, with when and where."""
    here = Q(pk__in=())
    for one in threads:
        here |= Q(channel=one.channel, thread=one.thread)
    links = IncidentInquiry.objects.visible_to(user).filter(here)
    found = (
        Incident.objects.visible_to(user)
        .filter(pk__in=links.values("incident"), start__isnull=False)
        .prefetch_related("places")
        .order_by("pk")
    )
    return [_window(incident) for incident in found]


def _window(incident: Incident) -> Window:
    start, end = incident.start, incident.end or incident.start
    if start is None or end is None:
        raise ValueError("an incident without a date has no window")
    if incident.time_precision == TimePrecision.DAY:
        zone = ZoneInfo(incident.zone)
        begin = start.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        last = end.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        start, end = begin, last + timedelta(days=1)
    slack = _SLACK.get(incident.time_precision, timedelta(0))
    places = tuple(
        Position(float(place.latitude), float(place.longitude), radius_of(place.precision))
        for place in incident.places.all()
        if place.role in (PlaceRole.EVENT, PlaceRole.STATED_BY_PARTY)
        and place.latitude is not None
        and place.longitude is not None
    )
    return Window(incident, start - slack, end + slack, places)


def near(windows: Sequence[Window], search: Search, user: User) -> tuple[list[Near], int]:
    """Return the operations nearest to the incidents, and how many there are in all.

    Only of logs that the person may see. An incident without a point is compared by time alone.
    """
    logs = OperationsLog.visible_to(user)
    most = Operation.objects.filter(log__in=logs).aggregate(
        minutes=Max("uncertain"), radius=Max("radius")
    )
    doubt = timedelta(minutes=most["minutes"] or 0)
    found: dict[tuple[int, int], Near] = {}
    for window in windows:
        margin = timedelta(hours=search.hours) + doubt
        rows = Operation.objects.filter(
            log__in=logs, start__lte=window.end + margin, end__gte=window.start - margin
        )
        if window.places:
            rows = rows.filter(_band(window, search, most["radius"] or 0))
        for row in rows.select_related("log", "last_in").order_by("start", "pk")[:LOOKED_AT]:
            one = _compared(row, window)
            if one.minutes <= search.hours * 60 and (one.beyond or 0) <= search.kilometres * 1000:
                found[row.pk, window.incident.pk] = one
    ordered = sorted(found.values(), key=lambda one: (*one.place, one.operation.pk))
    return ordered[:SHOWN], len(ordered)


def _band(window: Window, search: Search, widest: int) -> Q:
    """Return a band of latitudes that holds every operation that could be near enough."""
    condition = Q(pk__in=())
    for place in window.places:
        reach = search.kilometres * 1000 + widest + (place.radius or 0)
        degrees = reach / _METRES_A_DEGREE + 0.01
        condition |= Q(
            latitude__gte=place.latitude - degrees, latitude__lte=place.latitude + degrees
        )
    return condition


def _compared(row: Operation, window: Window) -> Near:
    doubt = timedelta(minutes=row.uncertain)
    gap = max(window.start - (row.end + doubt), (row.start - doubt) - window.end, timedelta(0))
    minutes = ceil(gap.total_seconds() / 60)
    here = Position(row.latitude, row.longitude, row.radius)
    best: tuple[int, int, int] | None = None
    for place in window.places:
        metres, radii = round(distance(here, place)), row.radius + (place.radius or 0)
        this = (max(0, metres - radii), metres, radii)
        best = this if best is None else min(best, this)
    if best is None:
        return Near(row, window, minutes, None, None, row.radius)
    return Near(row, window, minutes, best[1], best[0], best[2])
