"""Read a toll that its latest tells: "the 41st death since May", "الضحية التاسعة هذا الشهر"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answerable.extraction.casualties.attaching import Attached
from answerable.extraction.casualties.deeds import Deed
from answerable.extraction.casualties.harmwords import Harm, Meaning, Role
from answerable.extraction.casualties.marked import Line
from answerable.extraction.casualties.people import Counted, Strength
from answerable.extraction.counts.quantities import Qualifier
from answerable.extraction.text.tokens import Kind
from answerable.extraction.when.datesigns import HAS_SINCE

ORDINAL = "ordinal"
PEOPLE_WITHIN = 4
_TIMES = frozenset(("scope cumulative", "scope periodic", "scope month"))
_KILLED = (Meaning(Harm.KILLED, Role.NOUNS, needs_people=False),)


def with_ordinals(line: Line, wholes: Sequence[Attached]) -> list[Attached]:
    """Add tolls that an ordinal tells; the noun that it counts names nobody new."""
    tolls = list(_tolls(line))
    if not tolls or not _is_of_a_time(line):
        # "A sixth martyr of the massacre" is one more of an incident.
        return list(wholes)
    kept = [one for one in wholes if not any(_is_of(toll, one) for toll in tolls)]
    return sorted([*kept, *tolls], key=lambda one: one.people.first)


def _is_of_a_time(line: Line) -> bool:
    return not _TIMES.isdisjoint(line.marks) or bool(line.words.dates.said(line.text) & HAS_SINCE)


def _is_of(toll: Attached, one: Attached) -> bool:
    """Tell whether a noun that an ordinal counts was read as somebody, or as what befell him."""
    people = toll.people
    is_within = people.first <= one.deed.first < people.end
    return is_within or (one.people.first < people.end and people.first < one.people.end)


def _tolls(line: Line) -> Iterator[Attached]:
    for mark in line.marks["latest of"].values():
        found = _before(line, mark.first) or _after(line, mark.end)
        if found is None or mark.first in line.dated:
            continue
        number, at = found
        first, end = min(at.start, mark.first), max(at.stop, mark.end)
        one = Counted(
            first, end, at.start, number, number, Qualifier.EXACT, None, Strength.KNOWN, ORDINAL
        )
        yield Attached(Harm.KILLED, one, Deed(mark.first, mark.end, _KILLED), 0, ORDINAL)


def _before(line: Line, end: int) -> tuple[int, range] | None:
    """Return the ordinal before: "the fourteenth aid worker to be killed", "ثالث ضحايا"."""
    for at in range(end, max(0, end - PEOPLE_WITHIN), -1):
        if said := line.ends("ordinals", at):
            return said.value, range(said.first, said.end)
        if (ending := line.ends("ordinal endings", at)) and (number := _figure(line, at - 2)):
            return number, range(at - 2, ending.end)
        if not line.is_word(at - 1) or line.mark("stops", at - 1) or line.mark("trigger", at - 1):
            return None
        if not line.words.has_articles:
            # There the ordinal stands beside its noun.
            return None
    return None


def _after(line: Line, first: int) -> tuple[int, range] | None:
    """Return the ordinal after: "الضحية التاسعة", "המוות השמיני", "ההרוג ה-14"."""
    if line.words.has_articles:
        return None
    if said := line.mark("ordinals", first):
        return said.value, range(first, said.end)
    if line.text[first : first + 1] == ["ה"] and (number := _figure(line, first + 2)):
        return number, range(first, first + 3)
    return None


def _figure(line: Line, at: int) -> int:
    """Return the number that is written in figures at a piece, or 0."""
    if not 0 <= at < len(line.text) or line.tokens[at].kind is not Kind.NUMBER:
        return 0
    return int(line.text[at]) if line.text[at].isdecimal() else 0
