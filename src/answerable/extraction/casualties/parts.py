"""Tell people who are a part of others from the others, and victims from those who did it."""

from __future__ import annotations

from answerable.extraction.casualties.harmwords import Role
from answerable.extraction.casualties.marked import Line
from answerable.extraction.casualties.people import Counted

AGENT_WITHIN = 2
FILLERS = 4
TELLS_WITHIN = 3
TIME_WITHIN = 4
COUNTING = ("one", "two", "many", "of", "unknown")
"""Under these stand words that count people without a number, or whose number stands behind."""


def may_tell_parts(line: Line) -> bool:
    """Tell whether some of those told before may be told of: behind "among them", before "of them".

    "The two sides go on with the talks between them" is passed over after this. A sum of them all
    ("bringing the total to 140") may be told in any sentence that has such a word.
    """
    text, marks = line.text, line.marks
    if "sums" in marks:
        return True
    behind = min((one.end for one in marks.get("subset", {}).values()), default=len(text))
    before = max(marks.get("subset_after", ()), default=0)
    starts = line.words.numbers.starts.__getitem__
    if any(map(starts, text[behind:])) or any(map(starts, text[:before])):
        return True
    return any(at >= behind or at < before for heading in COUNTING for at in marks.get(heading, ()))


def is_part(line: Line, first: int, number: int, end: int) -> bool:
    """Tell whether these are a part of people counted before: "including two", "two of them"."""
    for at in range(number + 1, end + 1):
        mark = line.mark("subset_after", at)
        # "Two of the wounded died" tells of harm of its own.
        is_said = line.mark("among", at) and line.mark("be", at)
        if mark and (is_said or not _has_own_harm(line, mark.end)):
            return True
    end = first
    for _step in range(FILLERS):
        subset = line.ends("subset", end)
        if subset and subset.prefix in (line.words.definite_prefixes or ("\0",)):
            # "הכולל": the total, and not "including".
            return False
        if subset or line.ends("among", end):
            return True
        before = end - 1
        if before < 0 or not (line.text[before] in (":", "-", "(") or _is_filler(line, before)):
            return False
        end = before
    return False


def _has_own_harm(line: Line, first: int) -> bool:
    for at in range(first, min(first + 3, len(line.text))):
        if line.text[at] in ",;:-":
            return False
        mark = line.mark("trigger", at)
        # "Two of them critically" are a part still.
        is_state = mark and all(one.role is Role.STATE for one in mark.value)
        if (mark and not is_state) or line.mark("opens", at):
            return True
    return False


def _is_filler(line: Line, at: int) -> bool:
    return line.is_word(at) and not (line.mark("trigger", at) or line.person(at))


def is_agent(line: Line, first: int) -> bool:
    """Tell whether these did it: "by four gunmen"."""
    for end in range(first, max(0, first - AGENT_WITHIN), -1):
        if line.ends("agent", end):
            return True
        before = end - 1
        if not line.is_word(before) or line.mark("trigger", before) or line.mark("links", before):
            return False
    return False


def is_of_another_time(line: Line, one: Counted) -> bool:
    """Tell whether a number is of another time: "21 dead against thirteen in December"."""
    if line.ends("versus", one.first) is None:
        return False
    after = range(one.end, min(one.end + TIME_WITHIN, len(line.text)))
    return line.any_of("scope month", after) or any(at in line.dated for at in after)


def tells(line: Line, one: Counted) -> bool:
    """Tell whether these are who tells it: "five were hurt, a clinic doctor said"."""
    if "tells" not in line.marks or not one.first or line.text[one.first - 1] != ",":
        return False
    said = next((at for at in range(one.end, one.end + TELLS_WITHIN) if line.mark("tells", at)), 0)
    return bool(said) and all(
        line.is_word(at) and not line.mark("be", at) and not line.mark("trigger", at)
        for at in range(one.end, said)
    )
