"""Know a line that is the head of what follows: "Summary, June 2026." is of no one incident."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.extraction.casualties.scopes import FEWEST_OF_A_PERIOD
from answerable.extraction.claims import HARM, INCIDENT, MEANS, OBJECT, Claim, Scope
from answerable.extraction.values import replace
from answerable.extraction.when.datewords import DateWords
from answerable.extraction.when.moments import Grain, Moment

MOST_BESIDE = 3
"""So few pieces may stand in a head beside its month: "Summary , .", and no verb."""
SHORTEST_OF_PROSE = 12
"""What is shorter than this is an entry of a list: "Injured: 151"."""
_OF_AN_INCIDENT = frozenset((HARM, OBJECT, MEANS))


def is_head(
    pieces: list[str],
    moments: Sequence[Moment],
    told: Sequence[Claim],
    dates: DateWords,
    *,
    is_alone: bool,
) -> bool:
    """Tell whether a sentence is little but a month or a year."""
    if all(one.aside for one in moments):
        # "May in figures:" is no date in itself.
        is_short = 1 < len(pieces) <= MOST_BESIDE + 2 and (is_alone or pieces[-1] == ":")
        return is_short and any(dates.months.at(pieces, at) for at in range(len(pieces)))
    return any(
        one.grain in (Grain.MONTH, Grain.YEAR)
        and not one.aside
        and len(pieces) - (one.end - one.first) <= MOST_BESIDE
        for one in moments
    ) and not any(one.kind in _OF_AN_INCIDENT for one in told)


def goes_on(is_point: bool, pieces: int) -> bool:
    """Tell whether what stands under a head is one entry of a list, so that the head holds on."""
    return is_point or pieces < SHORTEST_OF_PROSE


def of_its_period(
    harmed: Sequence[Claim], moments: Sequence[Moment], *, is_known: bool
) -> list[Claim]:
    """Return figures told under a head as its period's, unless they are few or have a day.

    Few are its period's too where an entry before was (`is_known`).
    """
    is_many = is_known or any((one.low or 0) >= FEWEST_OF_A_PERIOD for one in harmed)
    if not is_many or any(one.is_a_day for one in moments):
        return list(harmed)
    return [replace(one, scope=Scope.PERIODIC) if one.scope is INCIDENT else one for one in harmed]


def of_a_total(harmed: Sequence[Claim], total: Scope) -> list[Claim]:
    """Return figures that follow a total as totals too, unless they are few.

    "1,940 were killed in Gaza this year. In the West Bank 188 people were killed."
    """
    if not any((one.low or 0) >= FEWEST_OF_A_PERIOD for one in harmed):
        return list(harmed)
    return [replace(one, scope=total) if one.scope is INCIDENT else one for one in harmed]


def total_of(told: Sequence[Claim]) -> Scope | None:
    """Return of what the figures of a sentence are, where none is an incident's."""
    scopes = {one.scope for one in told if one.kind is HARM and one.subset_of is None}
    return scopes.pop() if len(scopes) == 1 and INCIDENT not in scopes else None
