"""Find the people whom a sentence counts: by a number, by an article, by the dual, in a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from answerable.extraction.ages import counts_no_people
from answerable.extraction.harmwords import HarmWords
from answerable.extraction.numbers import Qualifier, Quantity
from answerable.extraction.tokens import Kind, Token
from answerable.extraction.vocabulary import Mark, Marks

# How far the word for people may stand from its number, and an article from its noun.
NOUN_WITHIN = 6
ARTICLE_WITHIN = 6
AGENT_WITHIN = 5
NO_MARK = Mark(0, 0, None)


class Strength(IntEnum):
    """How sure it is that people are counted here; the weaker, the nearer harm has to stand."""

    TIGHT = 1
    """One person known already or in a headline: "the driver", "Teacher killed"."""
    BARE = 2
    """A number without a word for people."""
    INDEFINITE = 3
    """One or two people without a number: "a nurse", "طفلان"."""
    KNOWN = 4
    """A number with a word for people."""


@dataclass(frozen=True, slots=True)
class Counted:
    """People who are counted; `first` and `end` count pieces of the sentence."""

    first: int
    end: int
    number: int
    """Where the number itself stands, or the noun where there is none."""
    low: int | None
    high: int | None
    qualifier: Qualifier | None
    category: str | None
    strength: Strength
    rule: str
    is_part: bool = False
    parts: tuple[Counted, ...] = ()

    @property
    def numbers(self) -> tuple[int, ...]:
        """Where its numbers stand."""
        return tuple(part.number for part in self.parts) or (self.number,)


@dataclass(frozen=True)
class Line:
    """A sentence with what its words stand for."""

    words: HarmWords
    tokens: Sequence[Token]
    text: Sequence[str]
    marks: Marks
    dated: frozenset[int]

    def mark(self, heading: str, at: int) -> Mark | None:
        """Return what begins at a piece, under a heading."""
        under = self.marks.get(heading)
        return under.get(at) if under else None

    def ends(self, heading: str, end: int, longest: int = 5) -> Mark | None:
        """Return what ends before a piece, under a heading."""
        under = self.marks.get(heading)
        if not under:
            return None
        for first in range(max(0, end - longest), end):
            found = under.get(first)
            if found is not None and found.end == end:
                return found
        return None

    def is_word(self, at: int) -> bool:
        """Tell whether a word, and no mark or number, stands there."""
        return 0 <= at < len(self.tokens) and self.tokens[at].kind is Kind.WORD

    def any_of(self, heading: str, between: range) -> bool:
        """Tell whether something under a heading begins between two pieces."""
        under = self.marks.get(heading)
        return bool(under) and any(at in under for at in between)

    def person(self, at: int) -> tuple[str, Mark] | None:
        """Return the word for people that begins here: how many it names by itself, and it."""
        for number in ("many", "two", "one"):
            if found := self.mark(number, at):
                return number, found
        return None


def counted(line: Line) -> list[Counted]:
    """Return the people who are counted, in order; without those who did the harm."""
    found, taken = [], set(line.dated)
    for quantity in line.words.numbers.read(line.tokens):
        inside = range(quantity.number, quantity.end)
        if taken.intersection(inside) or counts_no_people(line, quantity):
            continue
        one = _by_number(line, quantity)
        if one is None:
            continue
        taken.update(range(one.first, one.end))
        found.append(one)
    found += _unnumbered(line, taken)
    kept = (one for one in found if not _is_agent(line, one))
    return sorted(kept, key=lambda one: one.first)


# --- with a number -------------------------------------------------------------------------------


def _by_number(line: Line, quantity: Quantity) -> Counted | None:
    category, end, strength = _people_after(line, quantity.end)
    if end < 0:
        return None
    if line.ends("gatherings", quantity.first):
        strength = Strength.KNOWN
    low, high, qualifier = quantity.low, quantity.high, quantity.qualifier
    one = Counted(
        quantity.first, end, quantity.number, low, high, qualifier, category, strength,
        quantity.rule,
    )  # fmt: skip
    return replace(one, is_part=_is_part(line, one))


def _people_after(line: Line, first: int) -> tuple[str | None, int, Strength]:
    """Return who is counted, where that ends, how sure it is; the end is -1 where it is a thing."""
    for at in range(first, min(first + NOUN_WITHIN, len(line.tokens))):
        if not line.is_word(at) and line.text[at] not in "-\"'":
            break
        if found := line.person(at):
            category, end = _whole_name(line, found[1])
            return category, end, Strength.KNOWN
        if line.mark("things", at):
            return None, -1, Strength.BARE
        if line.mark("stops", at) or line.mark("breaks", at) or line.mark("be", at):
            break
        if line.mark("trigger", at) and not line.person(at + 1):
            break
    return None, first, Strength.BARE


def _whole_name(line: Line, noun: Mark) -> tuple[str | None, int]:
    """Follow words for people that stand together: "volunteer paramedics", "рятувальник-медик"."""
    category, end = noun.value, noun.end
    while (found := line.person(end)) and not found[1].prefix:
        category, end = found[1].value or category, found[1].end
    return category, end


# --- without a number ----------------------------------------------------------------------------


def _unnumbered(line: Line, taken: set[int]) -> Iterator[Counted]:
    at = 0
    while at < len(line.tokens):
        two, one = line.mark("two", at), line.mark("one", at)
        noun = two or one
        if noun is None or not taken.isdisjoint(range(noun.first, noun.end)):
            at += 1
            continue
        category, end = _whole_name(line, noun)
        first, strength = _beginning(line, at, noun, taken)
        if first >= 0:
            number = 2 if two else 1
            rule = "two" if two else "one"
            found = Counted(
                first, end, at, number, number, Qualifier.EXACT, category, strength, rule
            )
            yield replace(found, is_part=_is_part(line, found))
        at = max(end, at + 1)
    yield from _unstated(line, taken)
    yield from _by_age(line, taken)


def _by_age(line: Line, taken: set[int]) -> Iterator[Counted]:
    """Yield one who is named by age alone: "a 43-year-old was killed", "בן 43 נהרג"."""
    for at, mark in line.marks.get("aged one", {}).items():
        number = mark.end if mark.end < len(line.tokens) else at
        if line.tokens[number].kind is not Kind.NUMBER:
            number = at - 1
        end = max(mark.end, number + 1)
        first = min(at, number)
        if first < 0 or line.tokens[number].kind is not Kind.NUMBER or first in taken:
            continue
        if any(line.person(near) for near in range(first - 2, min(end + 3, len(line.tokens)))):
            continue
        if first and line.mark("article", first - 1):
            first -= 1
        yield Counted(
            first, end, number, 1, 1, Qualifier.EXACT, None, Strength.INDEFINITE, "one by age"
        )


def _beginning(line: Line, at: int, noun: Mark, taken: set[int]) -> tuple[int, Strength]:
    """Return where one person without a number begins and how sure it is; -1 where it is none."""
    if not line.words.has_articles:
        definite = noun.prefix.endswith(line.words.definite_prefixes or ("\0",))
        return at, Strength.TIGHT if definite else Strength.INDEFINITE
    for back in range(1, ARTICLE_WITHIN + 1):
        here = at - back
        if here < 0 or here in taken or line.text[here] in ",;:.()":
            return here + 1, Strength.TIGHT if back <= 5 else Strength.BARE
        if line.mark("article", here):
            return here, Strength.INDEFINITE
        if line.mark("definite", here):
            return here, Strength.TIGHT
        if line.mark("stops", here) or line.mark("trigger", here) or line.mark("links", here):
            return here + 1, Strength.TIGHT
    return -1, Strength.TIGHT


def _unstated(line: Line, taken: set[int]) -> Iterator[Counted]:
    """Yield people whose number is said to be unknown: "an unspecified number of civilians"."""
    for mark in line.marks.get("unknown", {}).values():
        if not taken.isdisjoint(range(mark.first, mark.end)):
            continue
        category, end, strength = _people_after(line, mark.end)
        if end >= 0 and strength is Strength.KNOWN:
            yield Counted(
                mark.first, end, mark.first, None, None, None, category, strength, "unstated"
            )


# --- parts and those who did it ------------------------------------------------------------------


def _is_part(line: Line, one: Counted) -> bool:
    """Tell whether these are a part of people counted before: "including two", "two of them"."""
    if line.mark("subset_after", one.end) or (
        one.strength is Strength.KNOWN
        and any(line.mark("subset_after", at) for at in range(one.number + 1, one.end))
    ):
        return True
    end = one.first
    for _step in range(4):
        if line.ends("subset", end) or line.ends("among", end):
            return True
        before = end - 1
        if before < 0 or not (line.text[before] in (":", "-", "(") or _is_filler(line, before)):
            return False
        end = before
    return False


def _is_filler(line: Line, at: int) -> bool:
    return line.is_word(at) and not (line.mark("trigger", at) or line.person(at))


def _is_agent(line: Line, one: Counted) -> bool:
    """Tell whether these did it: "by four gunmen"."""
    for end in range(one.first, max(0, one.first - AGENT_WITHIN), -1):
        if line.ends("agent", end):
            return True
        before = end - 1
        if not line.is_word(before) or line.mark("trigger", before) or line.mark("links", before):
            return False
    return False


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
