"""Tell of what a figure is told: of one incident, of a period, or of all since something began.

A total must never become an incident's figure, nor one incident's dead vanish in a total.
"""

from __future__ import annotations

from collections.abc import Sequence

from answerable.extraction.casualties.cues import LONGEST_INCIDENT_DAYS, Cue, Sort, cues_of
from answerable.extraction.casualties.harmwords import Harm
from answerable.extraction.casualties.marked import Line
from answerable.extraction.casualties.nearness import is_led_to
from answerable.extraction.claims import Scope
from answerable.extraction.values import frozen
from answerable.extraction.when.moments import Grain, Moment

# Beyond this no single incident is believed, without a word that says so.
LARGEST_INCIDENT = 1_000
# With a word such as "war" or "so far" beside it, a smaller number is a total too.
LARGEST_WITH_HINT = 200
# "In March, 45 people were killed" tells of a month; "in March a teacher was killed" does not.
FEWEST_OF_A_PERIOD = 10
# A toll so much larger than the dead told beside it is of more than them.
FAR_MORE = 10
# A figure so small with a day of its own is that day's, whatever began before.
SMALL = 50
FEW_HUNDREDS = 100
LASTING = (Harm.DETAINED, Harm.ABDUCTED, Harm.MISSING)
TOTALS = (Sort.CUMULATIVE, Sort.PERIODIC)
# A day so near after a figure is the figure's.
NEAR = 6
# A total told so far after its figure, behind a comma, is another's.
FAR_BEHIND = 6


@frozen
class Figure:
    """A figure whose scope is asked for."""

    first: int
    end: int
    size: int
    what: str
    sums: bool = False
    """Whether it is a toll by its words: "the ninth victim", "the number of drivers killed"."""


def scopes_of(line: Line, moments: Sequence[Moment], figures: Sequence[Figure]) -> list[Scope]:
    """Return the scope of each figure of a sentence, in order."""
    cues = cues_of(line, moments)
    if not cues:
        return [_by_size(figure) for figure in figures]
    days = [one.first for one in moments if _is_one_day(one)]
    return [_scope(line, figure, cues, figures, days) for figure in figures]


def _by_size(figure: Figure) -> Scope:
    # One battle may drive out thousands.
    is_large = figure.what != Harm.DISPLACED and figure.size >= LARGEST_INCIDENT
    return Scope.CUMULATIVE if is_large else Scope.INCIDENT


def _is_one_day(moment: Moment) -> bool:
    return not moment.background and moment.grain in (Grain.DAY, Grain.HOUR) and (
        (moment.last - moment.start).days < LONGEST_INCIDENT_DAYS
    )  # fmt: skip


def _scope(
    line: Line,
    figure: Figure,
    cues: Sequence[Cue],
    figures: Sequence[Figure],
    days: Sequence[int],
) -> Scope:
    reaching = [cue for cue in cues if _reaches(line, cue, figure, cues, figures, days)]
    if figure.what in LASTING and figure.size < FEWEST_OF_A_PERIOD:
        # "Three nurses held since March": it began then, of one incident.
        reaching = [
            cue for cue in reaching if cue.sort is not Sort.CUMULATIVE and not _begins(line, cue)
        ]
    sorts = {cue.sort for cue in reaching}
    if Sort.ONE in sorts and not sorts & {Sort.CUMULATIVE, Sort.PERIODIC}:
        return Scope.INCIDENT
    nearest = sorted(
        (abs(cue.first - figure.first), cue.sort)
        for cue in reaching
        if cue.sort in TOTALS or (cue.sort is Sort.RISEN and _is_of_many(figure, cues, figures))
    )
    if nearest:
        return Scope.PERIODIC if nearest[0][1] is Sort.PERIODIC else Scope.CUMULATIVE
    months = [cue for cue in cues if cue.sort is Sort.MONTH]
    is_compared = len(months) > 1 and (
        len(figures) > 1
        or any(line.text[at] in ",;" for at in range(months[0].end, months[-1].first))
    )
    sums = figure.sums or _is_counted_up(line, figure)
    is_many = max(one.size for one in figures if not one.sums or sums) >= FEWEST_OF_A_PERIOD
    if Sort.MONTH in sorts and (sums or is_many or is_compared):
        # "Seven last year, two this year"
        return Scope.PERIODIC
    if Sort.HINT in sorts and figure.size >= LARGEST_WITH_HINT:
        return Scope.CUMULATIVE
    return _by_size(figure)


def _is_counted_up(line: Line, figure: Figure) -> bool:
    """Tell whether it is what a number came to: "the number of drivers killed rose to nine"."""
    return is_led_to(line, figure.first) and line.any_of("scope counts", range(figure.first))


def _begins(line: Line, cue: Cue) -> bool:
    """Tell whether a time only began then: "since Thursday"."""
    since = line.words.dates.since
    return bool(since.at(line.text, cue.first) or since.before(line.text, cue.first))


def _is_of_many(figure: Figure, cues: Sequence[Cue], figures: Sequence[Figure]) -> bool:
    """Tell whether a toll that was brought to a figure is one of many incidents.

    "Two more bodies were found, bringing the toll to nine" is not.
    """
    # "In all" beside a small toll is that of one incident.
    hints = (Sort.HINT,) if figure.size >= SMALL else ()
    is_said = any(cue.sort in (*TOTALS, *hints, Sort.MONTH) for cue in cues)
    others = [other.size for other in figures if other is not figure and other.what == figure.what]
    is_far_more = bool(others) and figure.size >= FAR_MORE * max(others)
    return is_said or is_far_more or figure.size >= LARGEST_WITH_HINT


def _reaches(
    line: Line,
    cue: Cue,
    figure: Figure,
    cues: Sequence[Cue],
    figures: Sequence[Figure],
    days: Sequence[int],
) -> bool:
    if cue.sort is Sort.ONE:
        return abs(cue.first - figure.first) <= 12
    if cue.end <= figure.first:
        between = range(cue.end, figure.first)
        before = [other.end for other in figures if other.end <= figure.first]
        near = range(max([cue.end, *before]), _clause_end(line, figure))
        may_be_apart = bool(before) or figure.size < SMALL
        is_told_apart = may_be_apart and any(at in near for at in days)
        # "261 since the war began, after a photographer was killed".
        is_after = bool(before) and figure.size < SMALL and line.any_of("after that", between)
        return not (is_told_apart or is_after) and not _is_risen_between(between, cue, cues)
    if cue.first < figure.end or cue.sort is Sort.RISEN:
        return cue.first < figure.end and cue.sort is not Sort.RISEN
    between = range(figure.end, cue.first)
    if any(line.text[at] == ";" for at in between) or _is_risen_between(between, cue, cues):
        return False
    # A beginning is of all that are listed before it.
    is_beginning = cue.sort is Sort.CUMULATIVE
    end = _end_of_list(line, figure, figures) if is_beginning else figure.end
    if any(other.what == figure.what and end <= other.first < cue.first for other in figures):
        return False
    if line.any_of("scope superlative", between):
        return False
    has_comma = any(line.text[at] == "," for at in between)
    # "Two died, 45 since January": the beginning is of the figure that follows it.
    leads_on = any(
        other.what == figure.what
        and other.first >= cue.end
        and not any(line.text[at] == ";" for at in range(cue.end, other.first))
        for other in figures
    )
    is_far = len(between) > FAR_BEHIND and figure.size < FEW_HUNDREDS
    is_of_another = is_far or any(at < cue.first for at in days) or leads_on
    return not (has_comma and is_of_another)


def _clause_end(line: Line, figure: Figure) -> int:
    """Return how far behind a figure a day is its own: not beyond the clause."""
    for at in range(figure.end, min(figure.end + NEAR, len(line.text))):
        if line.text[at] in ",;":
            return at
    return figure.end + NEAR


def _end_of_list(line: Line, figure: Figure, figures: Sequence[Figure]) -> int:
    """Return where the list ends that a figure begins: "613 pupils and 29 teachers since May"."""
    end = figure.end
    for other in sorted(figures, key=lambda one: one.first):
        joins = range(end, other.first)
        is_next = other.what == figure.what and 0 <= other.first - end <= 1
        if is_next and all(line.mark("links", at) for at in joins):
            end = other.end
    return end


def _is_risen_between(between: range, cue: Cue, cues: Sequence[Cue]) -> bool:
    """Tell whether "bringing the toll to" parts what is told before it from what comes after."""
    return any(
        other.sort is Sort.RISEN and other is not cue and other.first in between for other in cues
    )
