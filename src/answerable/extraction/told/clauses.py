"""A sentence with all that the words of reporting stand for in it, ready to be asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from answerable.extraction.text.phrases import words_of
from answerable.extraction.text.tokens import WORD, Token
from answerable.extraction.text.vocabulary import Mark, Marks
from answerable.extraction.told.reportwords import ReportWords
from answerable.extraction.values import frozen

STRIKING = frozenset(("struck", "attacks", "means deeds", "means things", "means generic"))
TELLING = frozenset(
    {
        "struck", "attacks", "means deeds", "means things", "means generic", "speaker",
        "source according", "source says", "source told", "source cites", "denial denies",
        "denial whole", "denial before", "actor accused", "actor blamed",
        "actor claimed",
    }
)  # fmt: skip
"""Without any of these a sentence tells nothing that is looked for here."""
_HARD = frozenset(";:()")
# What a longer phrase may take away: a ceasefire is no fire, and Bethlehem no house.
_TAKEN_AWAY = (
    "object", "struck", "attacks", "means deeds", "means things", "means generic", "negations",
)  # fmt: skip


@frozen
class Clauses:
    """The pieces of one sentence; `text` is the whole text, where the pieces have their places."""

    words: ReportWords
    tokens: Sequence[Token]
    folded: list[str]
    marks: Marks
    text: str
    _cache: dict[str, list[Mark]] = field(default_factory=dict)

    def all(self, heading: str) -> list[Mark]:
        """Return what is found under a heading, in order, none inside a longer one."""
        under = self.marks.get(heading)
        if not under:
            # Most headings of most sentences.
            return []
        found = self._cache.get(heading)
        if found is None:
            found = list(under.values())
            if len(found) > 1:
                found = list(_outermost(found))
            self._cache[heading] = found
        return found

    def any(self, *headings: str) -> bool:
        """Tell whether something stands under one of the headings."""
        return not self.marks.keys().isdisjoint(headings)

    def before(self, heading: str, at: int, within: int) -> Mark | None:
        """Return the last of a heading that ends at most so many pieces before a place."""
        if heading not in self.marks:
            # Most headings of most sentences, here and below.
            return None
        found = None
        for mark in self.all(heading):
            if mark.end > at:
                break
            if at - mark.end <= within:
                found = mark
        return found

    def after(self, heading: str, at: int, within: int) -> Mark | None:
        """Return the first of a heading that begins at most so many pieces after a place."""
        for mark in self.all(heading) if heading in self.marks else ():
            if at <= mark.first <= at + within:
                return mark
        return None

    def overlapping(self, heading: str, first: int, end: int) -> Mark | None:
        """Return what of a heading shares a piece with a stretch."""
        for mark in self.all(heading) if heading in self.marks else ():
            if mark.first < end and first < mark.end:
                return mark
        return None

    def any_within(self, heading: str, first: int, end: int) -> bool:
        """Tell whether something of a heading begins within a stretch."""
        return any(first <= at < end for at in self.marks.get(heading, ()))

    def between(self, first: int, end: int) -> int:
        """Say how far apart two places are: pieces, commas and breaks cost more, speech most."""
        cost = 0
        for word in self.folded[first:end]:
            cost += 6 if word in _HARD else 2 if word == "," else 1
        for heading, price in (("ended", 4), ("source says", 6)):
            for mark in self.all(heading) if heading in self.marks else ():
                cost += price if first <= mark.first < end else 0
        return cost

    def is_word(self, at: int) -> bool:
        """Tell whether a word stands there."""
        return 0 <= at < len(self.tokens) and self.tokens[at].kind is WORD

    def is_capital(self, at: int) -> bool:
        """Tell whether a word is written with a capital letter."""
        return self.is_word(at) and self.text[self.tokens[at].start].isupper()

    def is_negated(self, at: int) -> bool:
        """Tell whether what begins here is said not to have been."""
        if "negations" in self.marks and self.before("negations", at, 1) is not None:
            return True
        # A loop, for this is asked of each strike: a generator takes longer than the asking.
        for word in self.folded[max(0, at - 2) : at]:  # noqa: SIM110
            if word.endswith("n't"):
                return True
        return False


def read(words: ReportWords, tokens: Sequence[Token], text: str, *, tells: bool) -> Clauses:
    """Mark a sentence with all that its words stand for, where it tells anything or of harm."""
    folded = words_of(tokens)
    vocabulary = words.vocabulary
    marks = vocabulary.marks(folded) if tells else {}
    speakers = marks.get("speaker", {})
    for at in [at for at in speakers if folded[at] == "who" and speakers[at].end == at + 1]:
        # The organisation writes itself in capitals; without them it is only a word.
        if not text[tokens[at].start : tokens[at].end].isupper():
            del speakers[at]
    if "not_things" in marks:
        _take_away(marks)
    return Clauses(words, tokens, folded, marks, text)


def _take_away(marks: Marks) -> None:
    """Leave out what is only a piece of a phrase that means something else."""
    for heading in _TAKEN_AWAY:
        under = marks.get(heading)
        if under is None:
            continue
        for other in marks["not_things"].values():
            for at in range(other.first, other.end):
                mark = under.get(at)
                shorter = mark is not None and mark.end - at < other.end - other.first
                if mark is not None and shorter and mark.end <= other.end:
                    del under[at]
        if not under:
            del marks[heading]


def _outermost(marks: Iterable[Mark]) -> Iterator[Mark]:
    # They come in the order of their first words, one for each.
    end = 0
    for mark in marks:
        if mark.first >= end:
            yield mark
            end = mark.end
