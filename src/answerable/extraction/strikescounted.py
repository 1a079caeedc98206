"""Know a sentence that counts a time's strikes: whom the next one tells of are harmed in them all.

"Since January the region has been shelled forty times. 31 people were killed."
"""

from __future__ import annotations

from collections.abc import Sequence

from answerable.extraction.casualties.cues import LONGEST_INCIDENT_DAYS, Sort, cues_of
from answerable.extraction.casualties.harmwords import HarmWords
from answerable.extraction.casualties.marked import Line
from answerable.extraction.casualties.scopes import LARGEST_WITH_HINT
from answerable.extraction.claims import Claim, Kind, Scope
from answerable.extraction.text.tokens import Tokens
from answerable.extraction.values import frozen
from answerable.extraction.when.moments import Grain, Moment

LASTING = (Grain.WEEK, Grain.MONTH, Grain.YEAR)
NEAR = 4
"""So near a number counts strikes: "1 240 times", "incidents with mines: 61"."""


@frozen
class Earlier:
    """A sentence that told of nobody harmed, with its days; `is_of_a_town` where it names one."""

    tokens: Tokens
    moments: Sequence[Moment]
    is_of_a_town: bool


def counted_in(words: HarmWords, earlier: Sequence[Earlier], size: int) -> Scope | None:
    """Return of what figures are that follow these sentences, where those count strikes.

    `size` is the largest of them: "the war goes on" says that hundreds are of all of it.
    """
    lines = [Line.of(words, one.tokens, one.moments) for one in earlier]
    if any("scope superlative" in line.marks for line in lines):
        # "It was the worst attack since March": of one.
        return None
    if not any("scope tally" in line.marks or _is_counted(line) for line in lines):
        return None
    for line, one in zip(lines, earlier, strict=True):
        for cue in cues_of(line, one.moments):
            is_large = cue.sort is Sort.HINT and size >= LARGEST_WITH_HINT
            if cue.sort is Sort.CUMULATIVE or is_large:
                return Scope.CUMULATIVE
            if cue.sort in (Sort.PERIODIC, Sort.MONTH) and not (
                one.is_of_a_town and not _is_long(one.moments)
            ):
                return Scope.PERIODIC
    return None


def of_no_incident(claims: Sequence[Claim], stretches: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the numbers of what was struck, and by what, where strikes are only counted."""
    return frozenset(
        number
        for number, one in enumerate(claims)
        if one.kind in (Kind.OBJECT, Kind.MEANS)
        and any(start <= one.start < end for start, end in stretches)
    )


def _is_counted(line: Line) -> bool:
    for mark in line.marks.get("scope summed", {}).values():
        for at in range(max(0, mark.first - NEAR), min(mark.end + NEAR, len(line.text))):
            is_number = line.text[at][0].isdigit() or line.words.numbers.may_begin(line.text[at])
            if is_number and at not in line.dated:
                return True
    return False


def _is_long(moments: Sequence[Moment]) -> bool:
    """Tell whether a time is more than a day or two, which are one incident of one town."""
    return not moments or any(
        one.grain in LASTING or (one.last - one.start).days >= LONGEST_INCIDENT_DAYS
        for one in moments
    )
