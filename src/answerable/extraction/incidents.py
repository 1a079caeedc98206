"""Number the incidents of one document: a round-up tells of several, an article returns to its own.

A sentence goes on telling of the incident before it unless it says otherwise: by its words ("in a
separate strike"), by another day, by a place elsewhere, or as the next point of a list. Totals and
what lies in the background belong to none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from answerable.extraction.claims import (
    HARM,
    INCIDENT,
    MEANS,
    OBJECT,
    WHEN,
    WHERE,
    Claim,
    Kind,
    Scope,
    placed,
)
from answerable.extraction.sameincident import (
    OF_SAYING,
    WIDEST_OF_A_PLACE_KM,
    Incident,
    Own,
    agrees,
    is_at,
    is_near_in_time,
    is_on,
    near,
    places_of,
)
from answerable.extraction.text.sentences import Sentence
from answerable.extraction.told.asides import ASIDE
from answerable.extraction.values import frozen, replace

# A text returns to what it told not long ago; a stranger's may tell of thousands.
RECALLED = 40
# Characters by which what follows a place is further from it than what leads to one.
FOLLOWS = 12
FRAGMENT = 40
"""What is so short heads what follows or closes what was told: "Hama, Tuesday night"."""
LEADS = 25
"""A place that stands so early in its sentence says what it is of: "In Nabatieh, ..."."""
LONG_BEFORE = 30
"""Days after which what is told of another day is background, where an incident has no day."""
_OF_A_WHOLE = frozenset({HARM, OBJECT, MEANS})
_ONCE = frozenset({OBJECT, MEANS, Kind.ACTOR})


@frozen
class Told:
    """What one sentence tells."""

    sentence: Sentence
    has_cue: bool
    """It says that it tells of another incident."""
    may_be_another: bool
    """It says "meanwhile", or "later": then another strike is another incident, and no new toll."""
    claims: Sequence[Claim]
    said_by: Sequence[tuple[str, ...]]
    """For each claim, the chain of who says so."""


@frozen
class _Lead:
    """Another day or place than that of the incident, told before anything is told of it."""

    own: Own
    paragraph: int
    numbers: Sequence[int]
    """Which claims of the reading these are."""


class Numbering:
    """Gives claims their incident as sentences come, one after another."""

    def __init__(self) -> None:
        self._all: list[Incident] = []
        self._now: Incident | None = None
        self._given = 0
        self._lead: _Lead | None = None
        self._led: dict[int, int | None] = {}

    def numbered(self, told: Told) -> list[Claim]:
        """Return a sentence's claims with the number of their incident, each thing said once."""
        numbers: dict[int, Incident | None] = {}
        groups = _parted(told.claims)
        for group in groups:
            own = Own([told.claims[place] for place in group])
            if own.tells:
                lead = self._led_by(told, own)
                self._now = self._incident_of(told, own)
                self._now.remember(own)
                if told.sentence.is_point:
                    self._now.point = told.sentence.paragraph
                if lead is not None:
                    self._led.update(dict.fromkeys(lead.numbers, self._now.number))
            # What heads a point of a list is of the incident that the point goes on to tell.
            is_a_head = not own.tells and self._is_next_point(told)
            numbers.update(dict.fromkeys(group, None if is_a_head else self._now))
            if not own.tells and not is_a_head and len(groups) == 1:
                numbers.update(self._beside(told, own, group))
        found = list(_each_once(told, numbers))
        self._given += len(found)
        return found

    def settled(self, claims: Sequence[Claim]) -> Iterator[Claim]:
        """Yield all claims: what came before an incident was told belongs to it.

        Where no incident was told at all, days are those of something else.
        """
        following = len(self._all) or None
        numbers: list[int | None] = []
        for one in reversed(claims):
            following = one.incident or following
            numbers.append(following)
        for at, (one, number) in enumerate(zip(claims, reversed(numbers), strict=True)):
            if at in self._led:
                yield _of_lead(one, self._led[at])
                continue
            if one.kind is WHEN and not self._all and one.scope is INCIDENT:
                yield replace(one, scope=Scope.CUMULATIVE)
                continue
            if one.kind is WHEN and number and self._is_only_said(one, number):
                yield replace(one, scope=Scope.CUMULATIVE, incident=None)
            elif one.incident is None and one.scope is INCIDENT and self._all:
                yield replace(one, incident=number)
            else:
                yield one

    def _is_only_said(self, one: Claim, number: int) -> bool:
        """Tell whether a day is that of saying so, and the incident has one of its own."""
        return one.rule.endswith(OF_SAYING) and bool(self._all[number - 1].days)

    def _is_next_point(self, told: Told) -> bool:
        now = self._now
        return now is not None and told.sentence.is_point and now.point != told.sentence.paragraph

    def _incident_of(self, told: Told, own: Own) -> Incident:
        now = self._now
        says_more = HARM in own.kinds or OBJECT in own.kinds
        is_another = told.has_cue or (told.may_be_another and MEANS in own.kinds)
        if now is None or (is_another and says_more):
            return self._new()
        if (
            self._is_next_point(told)
            and own.is_whole
            and (now.point is not None or not agrees(now, own))
        ):
            return self._new()
        agreed = agrees(now, own)
        if agreed and not (own.places and now.places and not is_at(now, own.places)):
            return now
        for other in reversed(self._all[-RECALLED:]):
            if (
                other is not now
                and agrees(other, own)
                and (is_on(other, own.days) or is_at(other, own.places))
            ):
                return other
        return now if agreed else self._new()

    def _new(self) -> Incident:
        incident = Incident(len(self._all) + 1)
        self._all.append(incident)
        return incident

    # --- days and places told before what was there, or of nothing -------------------------------

    def _beside(self, told: Told, own: Own, group: Sequence[int]) -> Mapping[int, Incident | None]:
        """Say of what are a day and a place with which nothing is told.

        "In Nabatieh, rescuers went on digging" returns to what was told of there. "The truce of
        2024" is of none, unless what comes next is told of that day.
        """
        now = self._now
        if now is None:
            return {}
        strange = [at for at in group if self._is_of_another_day(now, told.claims[at])]
        is_elsewhere = bool(own.places and now.places) and not is_at(now, own.places)
        if not strange and not is_elsewhere:
            return {}
        is_of_a_total = any(one.kind is HARM for one in told.claims)
        if not is_of_a_total and (other := self._returned_to(told, own, group, strange)):
            if is_elsewhere:
                self._now = other
            return dict.fromkeys(group, other)
        wheres = [at for at in group if is_elsewhere and told.claims[at].kind is WHERE]
        numbers = [self._given + at for at in (*strange, *wheres)]
        if not is_of_a_total:
            self._lead = _Lead(own, told.sentence.paragraph, numbers)
        is_short = told.sentence.end - told.sentence.start < FRAGMENT
        self._led.update(dict.fromkeys(numbers, now.number if is_short else None))
        return {}

    def _is_of_another_day(self, now: Incident, one: Claim) -> bool:
        if one.kind is not WHEN or one.first_day is None or one.last_day is None:
            return False
        days = [(one.first_day, one.last_day)]
        if now.days:
            return not is_near_in_time(days, now.days)
        known = [day for other in self._all[-RECALLED:] for day in other.days]
        return bool(known) and not is_near_in_time(days, known, LONG_BEFORE)

    def _returned_to(
        self, told: Told, own: Own, group: Sequence[int], strange: Sequence[int]
    ) -> Incident | None:
        is_all_strange = len(strange) == sum(told.claims[at].kind is WHEN for at in group)
        for other in reversed(self._all[-RECALLED:]):
            if other is self._now:
                continue
            if is_at(other, own.places) and _leads(told, group):
                return other
            if strange and is_all_strange and is_on(other, own.days):
                return other
        return None

    def _led_by(self, told: Told, own: Own) -> _Lead | None:
        """Take over the day and the place told right before, where a sentence has none itself."""
        lead, self._lead = self._lead, None
        if lead is None or not 0 <= told.sentence.paragraph - lead.paragraph <= 1:
            return None
        if own.kinds.isdisjoint(_OF_A_WHOLE):
            return None
        if (own.days and lead.own.days) or (own.places and lead.own.places):
            return None
        own.days = own.days or lead.own.days
        own.places = own.places or lead.own.places
        return lead


def _leads(told: Told, group: Sequence[int]) -> bool:
    return any(
        told.claims[at].kind is WHERE and told.claims[at].start - told.sentence.start < LEADS
        for at in group
    )


def _of_lead(one: Claim, incident: int | None) -> Claim:
    if incident is not None:
        return replace(one, incident=incident)
    rule = one.rule + ASIDE if one.kind is WHERE else one.rule
    return replace(one, scope=Scope.CUMULATIVE, incident=None, rule=rule)


def _each_once(told: Told, incidents: Mapping[int, Incident | None]) -> Iterator[Claim]:
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
    own = [place for place, one in enumerate(claims) if one.scope is INCIDENT]
    wholes = [at for at in own if claims[at].kind is HARM and claims[at].subset_of is None]
    if len(wholes) < 2:
        return [own]
    anchors: list[Claim] = []
    for at in own:
        found = claims[at].place
        is_point = found is not None and found.radius_km <= WIDEST_OF_A_PLACE_KM
        if (
            found is not None
            and is_point
            and not any(near(found, one) for one in places_of(anchors))
        ):
            anchors.append(claims[at])
    if len(anchors) < 2:
        return [own]
    groups: list[list[int]] = [[] for _ in anchors]
    last = 0
    for at in own:
        is_part = claims[at].kind is HARM and claims[at].subset_of is not None
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
