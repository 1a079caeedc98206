"""Find who is counted in a sentence, gather those named together, tell a whole from its parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from answerable.extraction.casualties.ages import by_age
from answerable.extraction.casualties.harmwords import Harm
from answerable.extraction.casualties.marked import Line
from answerable.extraction.casualties.numbered import numbered
from answerable.extraction.casualties.parts import is_agent, is_of_another_time
from answerable.extraction.casualties.people import Counted, Strength
from answerable.extraction.casualties.unnumbered import unnumbered
from answerable.extraction.counts.numbers import Qualifier
from answerable.extraction.counts.quantities import Quantity
from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.values import replace

GAP = 6
NEAR = 4
TOLL_WITHIN = 12
LINKED_WITHIN = 3
ASIDE_WITHIN = 8
OPENING = frozenset("(-:,")


def counted(line: Line) -> list[Counted]:
    """Return the people who are counted, in order; without those who did the harm."""
    taken = set(line.dated)
    ages: list[Quantity] = []
    found = [*numbered(line, taken, ages), *unnumbered(line, taken)]
    kept = (
        by_age(line, one, ages)
        for one in found
        if not is_agent(line, one.first) or is_of_another_time(line, one)
    )
    return sorted(kept, key=lambda one: one.first)


def gathered(line: Line, counted: Sequence[Counted]) -> list[Counted]:
    """Join people in a list ("a doctor and two nurses") into one whole that keeps its parts.

    Parts told after their whole ("three people: a woman and two men") are marked as parts of it.
    """
    counted = _parts_before(line, counted)
    found: list[Counted] = []
    at = 0
    while at < len(counted):
        run = _run(line, counted, at)
        if len(run) == 2 and _is_same(line, *run):
            found.append(_same(*run))
        elif len(run) > 1 and _is_whole_of(line, run[0], run[1:]):
            found += [run[0], *(replace(one, is_part=True) for one in run[1:])]
        elif len(run) > 1 and _is_headed(line, run[0], run[1]):
            run = run[:1]
        elif len(run) > 1 and run[0].is_part:
            found += [replace(one, is_part=True) for one in run]
        elif len(run) > 1:
            found.append(_joined(line, run))
        else:
            found += run
        at += len(run)
    return found


def _parts_before(line: Line, counted: Sequence[Counted]) -> list[Counted]:
    """Mark who stands before a part in a list: "a nurse and a guard are among the dead"."""
    found = list(counted)
    for at in range(len(found) - 2, -1, -1):
        one, part = found[at], found[at + 1]
        is_said_after = part.is_part and line.mark("among", part.end) is not None
        gap = range(one.end, part.first)
        linked = 0 < len(gap) <= LINKED_WITHIN and all(
            line.text[each] == "," or line.mark("links", each) or line.mark("definite", each)
            for each in gap
        )
        if not one.is_part and linked and (is_said_after or _said_of_next(line, found, at + 1)):
            found[at] = replace(one, is_part=True)
    return found


def _said_of_next(line: Line, found: Sequence[Counted], at: int) -> bool:
    return (
        at + 1 < len(found)
        and found[at].is_part
        and found[at + 1].is_part
        and line.mark("among", found[at + 1].end) is not None
    )


def _run(line: Line, counted: Sequence[Counted], at: int) -> list[Counted]:
    run = [counted[at]]
    for following in counted[at + 1 :]:
        if not _continues(line, run[0], run[-1], following):
            break
        run.append(following)
    return run


def _continues(line: Line, first: Counted, last: Counted, following: Counted) -> bool:
    gap = range(last.end, following.first)
    while gap and line.mark("definite", gap[-1]):
        gap = gap[:-1]
    if len(gap) > GAP or following.is_part or following.low is None or last.low is None:
        return False
    if line.any_of("trigger", range(_after_noun(line, last), following.first)):
        return False
    if line.any_of("opens", gap):
        # "Took six lives and left twenty people with wounds"
        return False
    places = any(
        line.mark("stops", at) and not line.mark("links", at) and not line.mark("with", at)
        for at in gap
    )
    if places or Qualifier.SPAN in (last.qualifier, following.qualifier):
        return False
    if first.is_part and any(
        mark is not None and not _begins_a_clause(line, mark)
        for at in range(following.number + 1, following.end + 1)
        for mark in [line.mark("trigger", at)]
    ):
        # "Eleven dead, two of them children, and five wounded"
        return False
    if line.any_of("breaks", gap) or any(line.text[at] in ";." for at in gap):
        return False
    joins = (
        is_linked(line, following.first)
        or (last.strength is not Strength.BARE and _is_with(line, gap))
        or (len(gap) <= LINKED_WITHIN and line.any_of("links", gap))
    )
    if not joins and not (gap and line.text[gap[-1]] in OPENING):
        return False
    if not joins and any(line.is_word(at) for at in gap):
        return False
    return not _is_parted(line, first, following)


def _is_with(line: Line, gap: range) -> bool:
    """Tell whether only "with" stands between: "a woman with two children"."""
    return len(gap) == 1 and line.mark("with", gap[0]) is not None


def _after_noun(line: Line, one: Counted) -> int:
    """Return from where a word for harm parts: one that is also who is counted does ("شهيدان")."""
    return one.number if one.rule in ("one", "two") else one.number + 1


def is_linked(line: Line, first: int) -> bool:
    """Tell whether "and" stands before, or is written onto the word."""
    if line.mark("definite", first - 1):
        first -= 1
    if line.ends("links", first):
        return True
    if line.text[first - 1] == "-" and first > 1:
        return line.text[first - 2] in line.words.and_prefixes
    return line.text[first].startswith(line.words.and_prefixes or ("\0",))


def _is_parted(line: Line, first: Counted, following: Counted) -> bool:
    """Tell whether each has its own harm: "killed two and five were injured"."""
    # "The number of victims of the strike on the town came to 38, six are missing."
    is_toll = line.ends("reached", first.first) or line.ends("reached", first.number)
    back = TOLL_WITHIN if is_toll else NEAR
    before = _harms_near(line, range(first.first - 1, first.first - back - 1, -1))
    after = _harms_near(line, range(following.end, following.end + _reach(line, following.end)))
    return bool(before and after and not before & after)


def _reach(line: Line, first: int) -> int:
    """Return how far a word for harm is looked for; an aside of a part does not count."""
    past = _aside(line, first) if line.text[first : first + 1] == [","] else -1
    return NEAR + max(0, past + 1 - first)


def _harms_near(line: Line, places: range) -> frozenset[Harm]:
    """Return what happened by the nearest word that says it, before anything parts it."""
    past = -1
    for at in places:
        if at <= past:
            continue
        if not 0 <= at < len(line.text):
            break
        if line.text[at] == "," and (past := _aside(line, at)) > at:
            continue
        if places.step > 0 and (of := line.mark("subset_after", at)):
            # "Five hundred men were held, seven of whom died"
            past = of.end - 1
            continue
        if line.text[at] in ",;.:" or line.mark("breaks", at):
            break
        if mark := line.mark("trigger", at):
            if places.step > 0 and _begins_a_clause(line, mark):
                break
            return frozenset(one.harm for one in mark.value)
    return frozenset()


def _begins_a_clause(line: Line, harm: Mark) -> bool:
    """Tell whether "and" joins a word for harm to what stands before: "... and wounded seven"."""
    is_written_on = harm.prefix.startswith(line.words.and_prefixes or "\0")
    return is_written_on or line.ends("links", harm.first) is not None


def _aside(line: Line, comma: int) -> int:
    """Return where an aside about a part is closed: ", three of them children,"; else -1."""
    if not line.mark("subset", comma + 1):
        return -1
    last = min(comma + ASIDE_WITHIN, len(line.text))
    return next((at for at in range(comma + 1, last) if line.text[at] == ","), -1)


def _is_whole_of(line: Line, whole: Counted, parts: Sequence[Counted]) -> bool:
    number = whole.low
    if number is None or number < 2 or whole.high != number or whole.strength < Strength.BARE:
        return False
    gap = range(whole.end, parts[0].first)
    if not gap or any(line.is_word(at) for at in gap):
        return False
    total = sum_of(parts)["low"]
    opens = any(line.text[at] in "(:" for at in gap)
    return total is not None and (total == number or (opens and total < number))


def _is_headed(line: Line, one: Counted, other: Counted) -> bool:
    """Tell whether a word before a colon counts nobody: "behind each is a human being: 3,200 ...".

    In Arabic and Hebrew the name of a town may be a word for people.
    """
    is_word = one.low == 1 and one.rule == "one"
    return is_word and line.text[one.end : other.first] == [":"]


def _is_same(line: Line, one: Counted, other: Counted) -> bool:
    """Tell whether one person is named twice: "a man, a driver of the agency,"."""
    return (
        one.low == other.low == 1
        and other.strength in (Strength.INDEFINITE, Strength.TIGHT)
        and not is_linked(line, other.first)
    )


def _same(one: Counted, other: Counted) -> Counted:
    return replace(one, category=one.category or other.category)


def _joined(line: Line, run: Sequence[Counted]) -> Counted:
    return replace(
        run[0], **sum_of(run), end=run[-1].end, strength=max(one.strength for one in run),
        rule="sum", parts=tuple(run), is_one_phrase=_is_one_phrase(line, run),
    )  # fmt: skip


def _is_one_phrase(line: Line, run: Sequence[Counted]) -> bool:
    """Tell whether a list is told as one: somebody with those who belong to him or go with him.

    "A driver and two passengers", "a farmer and his son"; but "two medics and three teachers" are
    counted each by itself.
    """
    if run[0].low != 1 or run[0].rule not in ("one", "one by age"):
        return False
    if any((one.low or 0) > 1 for one in run[1:]):
        return True
    return all(_belongs(line, one) for one in run[1:])


def _belongs(line: Line, one: Counted) -> bool:
    """Tell whether somebody is said to be another's: "his son", "ابنه"."""
    near = range(one.first - 1, one.number + 1)
    return any(
        line.mark("kin", at) or (line.mark("definite", at) and line.text[at] != "the")
        for at in near
    )


def sum_of(parts: Sequence[Counted]) -> dict[str, Any]:
    """Add up people who are named one after another: "a doctor and two nurses"."""
    lows = [part.low for part in parts]
    highs = [part.high for part in parts]
    low = None if None in lows else sum(one or 0 for one in lows)
    high = None if None in highs else sum(one or 0 for one in highs)
    said = {part.qualifier for part in parts}
    qualifier = said.pop() if len(said) == 1 else _qualifier_of(low, high)
    categories = {part.category for part in parts}
    category = categories.pop() if len(categories) == 1 else None
    return {"low": low, "high": high, "qualifier": qualifier, "category": category}


def _qualifier_of(low: int | None, high: int | None) -> Qualifier | None:
    if low is None and high is None:
        return None
    if high is None:
        return Qualifier.AT_LEAST
    if low is None:
        return Qualifier.AT_MOST
    return Qualifier.EXACT if low == high else Qualifier.RANGE
