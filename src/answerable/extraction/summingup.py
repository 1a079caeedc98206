"""Know a headline's sum: "14 killed on both sides", and then eleven of them here and three there.

Such a figure is of no one incident, and adding what follows to it would count people twice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby

from answerable.extraction.claims import HARM, INCIDENT, Claim, Scope
from answerable.extraction.sameincident import is_spread, places_of
from answerable.extraction.values import replace

FEWEST = 3
_COUNTED = ("killed", "injured")


def without_sums(claims: list[Claim], starts: Sequence[int]) -> list[Claim]:
    """Return all claims; the first figure of a text that sums up several incidents is of none.

    `starts` are where the sentences begin, in order.
    """
    if not any((one.incident or 0) > 1 for one in claims):
        return claims
    for outcome in _COUNTED:
        wholes = [number for number, one in enumerate(claims) if _is_whole(one, outcome)]
        if len(wholes) < FEWEST:
            continue
        first, *others = (claims[number] for number in wholes)
        if _is_sum(first, others) and not _is_of_a_town(first, claims, starts):
            claims[wholes[0]] = replace(first, scope=Scope.PERIODIC, incident=None)
    return claims


def _is_of_a_town(one: Claim, claims: Sequence[Claim], starts: Sequence[int]) -> bool:
    """Tell whether a sentence names one town, so that its figure is of there."""
    here = bisect_right(starts, one.start)
    beside = [each for each in claims if bisect_right(starts, each.start) == here]
    towns = places_of(beside)
    return bool(towns) and not is_spread(towns)


def _is_sum(first: Claim, others: Sequence[Claim]) -> bool:
    """Tell whether it is the dead of the incidents that follow, as many of them as it takes."""
    whole = first.low or 0
    by_incident = sorted(others, key=_number)
    sums = 0
    for place, (_incident, some) in enumerate(groupby(by_incident, key=_number)):
        largest = max(one.low or 0 for one in some)
        if largest >= whole or whole < FEWEST:
            return False
        sums += largest
        if place and (sums == whole or (first.high is None and sums > whole)):
            return True
    return False


def _number(one: Claim) -> int:
    return one.incident or 0


def _is_whole(one: Claim, outcome: str) -> bool:
    return (
        one.kind is HARM
        and one.value == outcome
        and one.scope is INCIDENT
        and one.subset_of is None
        and one.high != 0
    )
