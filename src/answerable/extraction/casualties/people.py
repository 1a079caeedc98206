"""People who are counted: how many, who they are, and how sure it is that people are counted."""

from __future__ import annotations

from enum import IntEnum

from answerable.extraction.casualties.marked import Line
from answerable.extraction.counts.quantities import Qualifier
from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.values import frozen

DUAL = "\u064eين"
"""-ayn, written with its vowel; without it the ending may be a plural's."""


class Strength(IntEnum):
    """How sure it is that people are counted here; the weaker, the nearer harm has to stand."""

    TIGHT = 1
    """One person known already or in a headline: "the driver", "Teacher killed"."""
    BARE = 2
    """A number without a word for people."""
    UNKNOWN = 3
    """A number that begins a clause, with a word beside it that no lexicon knows."""
    INDEFINITE = 4
    """One or two people without a number: "a nurse", "طفلان"."""
    KNOWN = 5
    """A number with a word for people."""


@frozen
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
    is_one_phrase: bool = True
    """Whether a list counts its people as one: "a driver and two passengers"."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """Where its numbers stand."""
        return tuple(part.number for part in self.parts) or (self.number,)


def is_dual(line: Line, at: int) -> bool:
    """Tell whether a vowel sign before the ending says that there are two, as Arabic may."""
    token = line.tokens[at]
    return DUAL in line.source[token.start : token.end]


def whole_name(line: Line, noun: Mark) -> tuple[str | None, int]:
    """Follow words for people that stand together: "volunteer paramedics", "рятувальник-медик"."""
    category, end = noun.value, noun.end
    joined = ("", *line.words.definite_prefixes)
    while (found := line.person(end)) and found[1].prefix in joined:
        category, end = found[1].value or category, found[1].end
    is_glued = line.text[end : end + 1] == ["-"] and line.tokens[end].glued
    if is_glued and end + 1 < len(line.text) and (found := line.person(end + 1)):
        # "рятувальник-медик"
        return found[1].value or category, found[1].end
    return category, end
