"""Know a line that is the head of what follows: "Summary, June 2026." is of no one incident."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.extraction.casualties.scopes import FEWEST_OF_A_PERIOD
from answerable.extraction.claims import Claim, Kind, Scope
from answerable.extraction.values import replace
from answerable.extraction.when.moments import Grain, Moment

MOST_BESIDE = 3
"""So few pieces may stand in a head beside its month: "Summary , .", and no verb."""
_OF_AN_INCIDENT = frozenset((Kind.HARM, Kind.OBJECT, Kind.MEANS))


def is_head(pieces: int, moments: Sequence[Moment], told: Sequence[Claim]) -> bool:
    """Tell whether a sentence is little but a month or a year."""
    if not moments:
        # Most sentences.
        return False
    return any(
        one.grain in (Grain.MONTH, Grain.YEAR)
        and not one.aside
        and pieces - (one.end - one.first) <= MOST_BESIDE
        for one in moments
    ) and not any(one.kind in _OF_AN_INCIDENT for one in told)


def of_its_period(harmed: Sequence[Claim], moments: Sequence[Moment]) -> list[Claim]:
    """Return figures told under a head as its period's, unless they are few or have a day."""
    is_many = any((one.low or 0) >= FEWEST_OF_A_PERIOD for one in harmed)
    if not is_many or any(one.is_a_day for one in moments):
        return list(harmed)
    return [
        replace(one, scope=Scope.PERIODIC) if one.scope is Scope.INCIDENT else one for one in harmed
    ]
