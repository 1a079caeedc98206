"""Tell whether what a sentence tells is of an incident told before: by days, places, objects, dead.

Nothing is asked of the words: only of what was read from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt

from answerable.extraction.claims import HARM, MEANS, OBJECT, WHEN, WHERE, Claim, Kind, Place

EARTH_KM, KM_OF_A_DEGREE = 6371.0, 111.0
# A region or a country holds an incident's place and is not another place.
WIDEST_OF_A_PLACE_KM = 30.0
WIDEST_OF_A_REGION_KM = 250.0
NEAR_KM = 3.0
# Places of one sentence that are so far apart are not those of one incident.
APART_KM = 40.0
FAR_KM = 20.0
KEPT = 20
A_WEEK = timedelta(days=5)
AT_ALL = "denial: as a whole"
"""So the rule of "no civilian casualties" is called."""
OF_SAYING = ", of saying"
"""So the rule of a day ends on which it was said: of the harm only where no other day is."""
_FINE = frozenset({"hour", "day", "week", "month", "year"})
_OF_INCIDENTS = frozenset({HARM, OBJECT, MEANS, Kind.ACTOR, Kind.DENIAL})
_OF_A_WHOLE = frozenset({HARM, OBJECT, MEANS})
_OF_A_POINT = frozenset({WHERE, WHEN, OBJECT})
_COUNTED = frozenset({"killed", "injured"})
Days = list[tuple[date, date]]


class Own:
    """What some claims of one sentence say of their incident."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        kinds = {one.kind for one in claims}
        self.kinds = kinds
        self.tells = not kinds.isdisjoint(_OF_INCIDENTS)
        self.days, self.said_on = _days(claims) if WHEN in kinds else ([], [])
        self.places = places_of(claims) if WHERE in kinds else []
        self.is_region = False
        if not self.places and WHERE in kinds:
            self.places = places_of(claims, WIDEST_OF_A_REGION_KM)
            self.is_region = bool(self.places)
        self.killed = _killed(claims) if HARM in kinds else []
        self.objects = {one.value for one in claims if one.kind is OBJECT}
        self.is_of_none = Kind.DENIAL in kinds and any(one.rule == AT_ALL for one in claims)

    @property
    def is_whole(self) -> bool:
        """Whether a point of a list is an incident: harm or a strike, and where or when."""
        return not (self.kinds.isdisjoint(_OF_A_WHOLE) or self.kinds.isdisjoint(_OF_A_POINT))


@dataclass
class Incident:
    """What was told of an incident so far, as far as it tells it from others."""

    number: int
    days: Days = field(default_factory=list)
    said_on: Days = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    is_region: bool = False
    """No narrower place is known."""
    objects: set[str] = field(default_factory=set)
    said: set[tuple[Kind, str, str | None]] = field(default_factory=set)
    killed: list[tuple[int, int]] = field(default_factory=list)
    point: int | None = None

    def remember(self, own: Own) -> None:
        """Remember what a sentence told of it; of several towns none says where it was."""
        self.days = [*self.days, *own.days][-KEPT:]
        self.said_on = [*self.said_on, *own.said_on][-KEPT:]
        if own.places and not is_spread(own.places) and not (own.is_region and self.places):
            known = [] if self.is_region else self.places
            self.places = [*known, *own.places][-KEPT:]
            self.is_region = own.is_region
        self.objects |= own.objects
        self.killed = [*self.killed, *own.killed][-KEPT:]


def agrees(incident: Incident, own: Own) -> bool:
    """Tell whether nothing of a sentence speaks against its being this incident."""
    is_elsewhere = bool(own.places and incident.places) and not is_at(incident, own.places)
    known = incident.days or incident.said_on
    if own.days and known:
        # A night has two days, and the place may be ahead of the publisher.
        is_exact = is_elsewhere or _is_long(own.days) or _is_struck_on_a_day(incident, own)
        slack = timedelta(days=not is_exact)
        if not _touch(own.days, known, slack):
            return False
    if not own.killed and not own.is_of_none:
        return not (is_elsewhere and _is_struck_far_away(incident, own))
    if own.places and incident.places:
        return not is_elsewhere
    if not (incident.killed and own.objects and incident.objects) or (
        own.objects & incident.objects
    ):
        return True
    return any(
        low <= high_ and low_ <= high for low, high in own.killed for low_, high_ in incident.killed
    )


def _is_long(days: Days) -> bool:
    """Tell whether a time is a week: it is wide enough, and "last week" is not today."""
    return any(last - first >= A_WEEK for first, last in days)


def _is_struck_on_a_day(incident: Incident, own: Own) -> bool:
    """Tell whether a sentence tells of a strike on one day, where the incident has one day too."""
    return MEANS in own.kinds and all(first == last for first, last in (*own.days, *incident.days))


def _is_struck_far_away(incident: Incident, own: Own) -> bool:
    """Tell whether a sentence tells of a strike far from all that the incident names."""
    return not own.kinds.isdisjoint((MEANS, OBJECT)) and all(
        kilometres(one, other) > FAR_KM for one in own.places for other in incident.places
    )


def is_at(incident: Incident, places: Sequence[Place]) -> bool:
    """Tell whether one of some places is where an incident was."""
    return any(near(one, other) for one in places for other in incident.places)


def is_on(incident: Incident, days: Days) -> bool:
    """Tell whether one of some days is a day of an incident."""
    return _touch(days, incident.days, timedelta())


def is_spread(places: Sequence[Place]) -> bool:
    """Tell whether some places are those of several towns."""
    first = places[0] if places else None
    return first is not None and any(kilometres(first, one) > APART_KM for one in places[1:])


def is_near_in_time(days: Days, others: Days, within: int = 1) -> bool:
    """Tell whether one of some days is one of others, or near to it."""
    return _touch(days, others, timedelta(days=within))


def _touch(days: Days, others: Days, slack: timedelta) -> bool:
    # Apart, never added to: the last day of the calendar has none after it.
    return any(
        first - last_ <= slack and first_ - last <= slack
        for first, last in days
        for first_, last_ in others
    )


def _days(own: Sequence[Claim]) -> tuple[Days, Days]:
    """Return the days of what is told, and those on which it was said."""
    days: Days = []
    said_on: Days = []
    for one in own:
        if one.kind is WHEN and one.grain in _FINE and one.first_day and one.last_day:
            is_said = one.rule.endswith(OF_SAYING)
            (said_on if is_said else days).append((one.first_day, one.last_day))
    return days, said_on


def places_of(own: Sequence[Claim], widest: float = WIDEST_OF_A_PLACE_KM) -> list[Place]:
    """Return the places that are no wider than a town and what lies around it."""
    return [one.place for one in own if one.place is not None and one.place.radius_km <= widest]


def _killed(own: Sequence[Claim]) -> list[tuple[int, int]]:
    return [
        (one.low or 0, one.high if one.high is not None else 10**9)
        for one in own
        if one.kind is HARM and one.value in _COUNTED and one.subset_of is None
    ]


def near(one: Place, other: Place) -> bool:
    """Tell whether two places may be one."""
    # Most are far apart already from south to north, which is quickly told.
    reach = one.radius_km + other.radius_km + NEAR_KM
    if abs(one.latitude - other.latitude) * KM_OF_A_DEGREE > reach:
        return False
    return kilometres(one, other) <= reach


def kilometres(one: Place, other: Place) -> float:
    """Measure how far apart two places are, on a round earth: enough to tell towns apart."""
    lat, lat_ = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    chord = sin((lat_ - lat) / 2) ** 2 + cos(lat) * cos(lat_) * sin(across / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(chord)))
