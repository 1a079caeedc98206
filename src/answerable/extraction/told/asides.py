"""Know the places in which nothing was struck: where somebody speaks, where the hurt were taken."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from answerable.extraction.claims import INCIDENT, WHERE, Claim
from answerable.extraction.datelines import COUNTRY_KM
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.named import TAKEN_TO
from answerable.extraction.told.struck import MEDICAL
from answerable.extraction.values import replace

ASIDE = ", aside"
OF_A_TOTAL = ", of a total"
"""How the rules of such places end."""
_CARRIED_WITHIN = 8
_OF_PARTIES = ("actor accused", "denial denies")
# As a thing and, in many a lexicon, as who speaks.
_HOSPITALS = TAKEN_TO | {"medics"}
_IN = frozenset({"in", "at", "of", "for", "у", "в", "во", "на", "від", "от", "في", "ب", "של"})


def asides(
    clauses: Clauses,
    speaking: Sequence[range],
    places: Sequence[range],
    *,
    is_hospital_struck: bool,
) -> Iterator[int]:
    """Yield the numbers of the places that only say whose office speaks, or which hospital.

    Nor was anything where a government is called by its town: "it accused Kyiv of lying".
    """
    for number, place in enumerate(places):
        if (
            any(_is_of(clauses, one, place) for one in speaking)
            or _is_reached(clauses, place)
            or _is_a_party(clauses, place)
            or (not is_hospital_struck and _is_a_hospital(clauses, place))
        ):
            yield number


def _is_of(clauses: Clauses, speaks: range, place: range) -> bool:
    """Tell whether a place is part of a speaker's name, or follows it: "the mayor of Bakhmut"."""
    between = clauses.folded[speaks.stop : place.start]
    is_after = speaks.stop <= place.start and (not between or between[0] in _IN)
    return (speaks.start < place.stop and place.start < speaks.stop) or (
        is_after and len(between) <= 1
    )


def _is_a_party(clauses: Clauses, place: range) -> bool:
    """Tell whether a town is only whom somebody accused, or who denied it or accused."""
    return any(
        mark.end == place.start or mark.first == place.stop
        for heading in _OF_PARTIES
        if heading in clauses.marks
        for mark in clauses.all(heading)
    )


def _is_reached(clauses: Clauses, place: range) -> bool:
    """Tell whether a place is that of a hospital which people were taken to."""
    carried = clauses.before("carried", place.start, _CARRIED_WITHIN)
    return (
        carried is not None
        and any(
            carried.first < one.first < place.start and one.value in _HOSPITALS
            for heading in ("object", "speaker")
            for one in clauses.all(heading)
        )
        and clauses.after("ended", carried.end, place.start - carried.end) is None
    )


def _is_a_hospital(clauses: Clauses, place: range) -> bool:
    marks = (clauses.overlapping(one, place.start, place.stop) for one in ("object", "speaker"))
    return any(one is not None and one.value in (*MEDICAL, "medics") for one in marks)


def placed(claims: Sequence[Claim]) -> list[Claim]:
    """Return all claims; where an incident names no other place, such a one is its own.

    "The mayor of Izium said two people were killed. In Lviv three died": both are told.
    """
    own = {
        one.incident
        for one in claims
        if one.kind is WHERE
        and one.scope is INCIDENT
        and one.place is not None
        and one.place.radius_km < COUNTRY_KM
    }
    ends = ASIDE if own else (ASIDE, OF_A_TOTAL)
    told = sorted((one.start, one.incident) for one in claims if one.incident is not None)
    found: list[Claim] = []
    for one in claims:
        if one.rule.endswith(ends) and (number := _nearest(one.start, told)) not in own:
            found.append(replace(one, scope=INCIDENT, incident=number))
        else:
            found.append(one)
    return found


def _nearest(start: int, told: Sequence[tuple[int, int]]) -> int | None:
    """Return the incident that is told next to a place of the text."""
    at = bisect_left(told, (start, 0))
    beside = told[max(0, at - 1) : at + 1]
    return min(beside, key=lambda each: abs(each[0] - start), default=(0, None))[1]
