"""Number the incidents of one document: a round-up tells of several, an article returns to its own.

A sentence goes on telling of the incident before it unless it says otherwise: by its words ("in a
separate strike"), by another day, by a place elsewhere, or as the next point of a list. Totals and
what lies in the background belong to none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt

from answerable.extraction.claims import Claim, Kind, Place, Scope, placed
from answerable.extraction.text.sentences import Sentence
from answerable.extraction.values import frozen, replace

EARTH_KM, KM_OF_A_DEGREE = 6371.0, 111.0
# A region or a country holds an incident's place and is not another place.
WIDEST_OF_A_PLACE_KM = 12.0
NEAR_KM = 3.0
FAR_KM = 100.0
# A text returns to what it told not long ago; a stranger's may tell of thousands.
RECALLED, KEPT = 40, 20
# Characters by which what follows a place is further from it than what leads to one.
FOLLOWS = 12
_FINE = frozenset({"hour", "day", "week", "month", "year"})
_OF_INCIDENTS = frozenset({Kind.HARM, Kind.OBJECT, Kind.MEANS, Kind.ACTOR, Kind.DENIAL})
_COUNTED = frozenset({"killed", "injured"})
_OF_A_WHOLE = frozenset({Kind.HARM, Kind.OBJECT, Kind.MEANS})
_OF_A_POINT = frozenset({Kind.WHERE, Kind.WHEN, Kind.OBJECT})
_ONCE = frozenset({Kind.OBJECT, Kind.MEANS, Kind.ACTOR})


@frozen
class Told:
    """What one sentence tells."""

    sentence: Sentence
    has_cue: bool
    claims: Sequence[Claim]
    said_by: Sequence[tuple[str, ...]]
    """For each claim, the chain of who says so."""


@dataclass
class _Incident:
    number: int
    days: list[tuple[date, date]] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    objects: set[str] = field(default_factory=set)
    said: set[tuple[Kind, str, str | None]] = field(default_factory=set)
    killed: list[tuple[int, int]] = field(default_factory=list)
    point: int | None = None


class _Own:
    """What some claims of one sentence say of their incident."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        kinds = {one.kind for one in claims}
        self.claims, self.kinds = claims, kinds
        self.tells = not kinds.isdisjoint(_OF_INCIDENTS)
        self.days = _days(claims) if Kind.WHEN in kinds else []
        self.places = _places(claims) if Kind.WHERE in kinds else []
        self.killed = _killed(claims) if Kind.HARM in kinds else []
        self.objects = {one.value for one in claims if one.kind is Kind.OBJECT}


class Numbering:
    """Gives claims their incident as sentences come, one after another."""

    def __init__(self) -> None:
        self._all: list[_Incident] = []
        self._now: _Incident | None = None

    def numbered(self, told: Told) -> list[Claim]:
        """Return a sentence's claims with the number of their incident, each thing said once."""
        numbers: dict[int, _Incident | None] = {}
        for group in _parted(told.claims):
            own = _Own([told.claims[place] for place in group])
            if own.tells:
                self._now = self._incident_of(told, own)
                self._remember(self._now, told, own)
            # What heads a point of a list is of the incident that the point goes on to tell.
            is_a_head = not own.tells and self._is_next_point(told)
            numbers.update(dict.fromkeys(group, None if is_a_head else self._now))
        return list(_each_once(told, numbers))

    def settled(self, claims: Sequence[Claim]) -> Iterator[Claim]:
        """Yield all claims: what came before an incident was told belongs to it.

        Where no incident was told at all, days are those of something else.
        """
        following = len(self._all) or None
        numbers: list[int | None] = []
        for one in reversed(claims):
            following = one.incident or following
            numbers.append(following)
        for one, number in zip(claims, reversed(numbers), strict=True):
            if one.kind is Kind.WHEN and not self._all and one.scope is Scope.INCIDENT:
                yield replace(one, scope=Scope.CUMULATIVE)
                continue
            if one.incident is None and one.scope is Scope.INCIDENT and self._all:
                yield replace(one, incident=number)
            else:
                yield one

    def _is_next_point(self, told: Told) -> bool:
        now = self._now
        return now is not None and told.sentence.is_point and now.point != told.sentence.paragraph

    def _incident_of(self, told: Told, own: _Own) -> _Incident:
        now = self._now
        says_more = Kind.HARM in own.kinds or Kind.OBJECT in own.kinds
        if now is None or (told.has_cue and says_more):
            return self._new()
        if (
            self._is_next_point(told)
            and _is_whole(own)
            and (now.point is not None or not _agrees(now, own))
        ):
            return self._new()
        if _agrees(now, own):
            return now
        for other in reversed(self._all[-RECALLED:]):
            if other is not now and _agrees(other, own) and _meets(other, own):
                return other
        return self._new()

    def _new(self) -> _Incident:
        incident = _Incident(len(self._all) + 1)
        self._all.append(incident)
        return incident

    def _remember(self, incident: _Incident, told: Told, own: _Own) -> None:
        incident.days = [*incident.days, *own.days][-KEPT:]
        incident.places = [*incident.places, *own.places][-KEPT:]
        incident.objects |= own.objects
        incident.killed = [*incident.killed, *own.killed][-KEPT:]
        if told.sentence.is_point:
            incident.point = told.sentence.paragraph


def _each_once(told: Told, incidents: Mapping[int, _Incident | None]) -> Iterator[Claim]:
    for place, (one, sources) in enumerate(zip(told.claims, told.said_by, strict=True)):
        now = incidents.get(place)
        if now is None:
            yield placed(one, None, sources) if sources else one
            continue
        if one.kind in _ONCE:
            if (one.kind, one.value, one.category) in now.said:
                continue
            now.said.add((one.kind, one.value, one.category))
        yield placed(one, now.number, sources)


def _parted(claims: Sequence[Claim]) -> list[list[int]]:
    """Part what one sentence tells by places: "five were killed here and three there"."""
    own = [place for place, one in enumerate(claims) if one.scope is Scope.INCIDENT]
    wholes = [at for at in own if claims[at].kind is Kind.HARM and claims[at].subset_of is None]
    if len(wholes) < 2:
        return [own]
    anchors: list[Claim] = []
    for at in own:
        found = claims[at].place
        is_point = found is not None and found.radius_km <= WIDEST_OF_A_PLACE_KM
        if (
            found is not None
            and is_point
            and not any(_near(found, one) for one in _places(anchors))
        ):
            anchors.append(claims[at])
    if len(anchors) < 2:
        return [own]
    groups: list[list[int]] = [[] for _ in anchors]
    last = 0
    for at in own:
        is_part = claims[at].kind is Kind.HARM and claims[at].subset_of is not None
        last = last if is_part else _nearest(claims[at], anchors)
        groups[last].append(at)
    return [group for group in groups if group]


def _nearest(one: Claim, anchors: Sequence[Claim]) -> int:
    """Return the place that a claim stands by: rather before its place than behind another."""
    return min(
        range(len(anchors)),
        key=lambda at: (
            anchors[at].start - one.end
            if one.end <= anchors[at].start
            else max(one.start - anchors[at].end, 0) + FOLLOWS
        ),
    )


def _is_whole(own: _Own) -> bool:
    """Tell whether a point of a list is an incident: harm or a strike, and where or when."""
    return not (own.kinds.isdisjoint(_OF_A_WHOLE) or own.kinds.isdisjoint(_OF_A_POINT))


def _agrees(incident: _Incident, own: _Own) -> bool:
    """Tell whether nothing of a sentence speaks against its being this incident."""
    # A night has two days, and the place may be ahead of the publisher.
    if own.days and incident.days and not _touch(own.days, incident.days, timedelta(days=1)):
        return False
    if not own.killed:
        return not _is_struck_elsewhere(incident, own)
    if own.places and incident.places:
        return any(_near(one, other) for one in own.places for other in incident.places)
    if not (incident.killed and own.objects and incident.objects) or (
        own.objects & incident.objects
    ):
        return True
    return any(
        low <= high_ and low_ <= high for low, high in own.killed for low_, high_ in incident.killed
    )


def _is_struck_elsewhere(incident: _Incident, own: _Own) -> bool:
    """Tell whether a sentence tells of a strike far from all that the incident names."""
    return (
        Kind.MEANS in own.kinds
        and bool(own.places)
        and bool(incident.places)
        and all(kilometres(one, other) > FAR_KM for one in own.places for other in incident.places)
    )


def _meets(incident: _Incident, own: _Own) -> bool:
    """Tell whether a sentence names a day of this incident."""
    return _touch(own.days, incident.days, timedelta())


def _touch(
    days: Sequence[tuple[date, date]], others: Sequence[tuple[date, date]], slack: timedelta
) -> bool:
    # Apart, never added to: the last day of the calendar has none after it.
    return any(
        first - last_ <= slack and first_ - last <= slack
        for first, last in days
        for first_, last_ in others
    )


def _days(own: Sequence[Claim]) -> list[tuple[date, date]]:
    return [
        (one.first_day, one.last_day)
        for one in own
        if one.kind is Kind.WHEN and one.grain in _FINE and one.first_day and one.last_day
    ]


def _places(own: Sequence[Claim]) -> list[Place]:
    return [
        one.place
        for one in own
        if one.place is not None and one.place.radius_km <= WIDEST_OF_A_PLACE_KM
    ]


def _killed(own: Sequence[Claim]) -> list[tuple[int, int]]:
    return [
        (one.low or 0, one.high if one.high is not None else 10**9)
        for one in own
        if one.kind is Kind.HARM and one.value in _COUNTED and one.subset_of is None
    ]


def _near(one: Place, other: Place) -> bool:
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
