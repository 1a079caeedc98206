"""A sentence with all that its words stand for."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.extraction.casualties.harmwords import HarmWords
from answerable.extraction.text.phrases import words_of
from answerable.extraction.text.tokens import WORD, Token
from answerable.extraction.text.vocabulary import Mark, Marks
from answerable.extraction.values import frozen
from answerable.extraction.when.moments import Moment


@frozen
class Line:
    """A sentence with what its words stand for."""

    words: HarmWords
    tokens: Sequence[Token]
    text: list[str]
    marks: Marks
    dated: frozenset[int]
    source: str = ""
    """The text as it was written, where it is at hand: vowel signs may say what letters do not."""

    @classmethod
    def of(
        cls, words: HarmWords, tokens: Sequence[Token], moments: Sequence[Moment], source: str = ""
    ) -> Line:
        """Return a sentence with all that its words stand for; `moments` are its dates."""
        text = words_of(tokens)
        dated = frozenset(at for one in moments for at in range(one.first, one.end))
        return cls(words, tokens, text, words.vocabulary.marks(text), dated, source)

    def mark(self, heading: str, at: int) -> Mark | None:
        """Return what begins at a piece, under a heading."""
        under = self.marks.get(heading)
        return under.get(at) if under else None

    def ends(self, heading: str, end: int, longest: int = 5) -> Mark | None:
        """Return what ends before a piece, under a heading."""
        under = self.marks.get(heading)
        if not under:
            return None
        # Few stand under a heading, in the order of their first words.
        for first, found in under.items():
            if found.end == end and first >= end - longest:
                return found
            if first >= end:
                break
        return None

    def is_word(self, at: int) -> bool:
        """Tell whether a word, and no mark or number, stands there."""
        return 0 <= at < len(self.tokens) and self.tokens[at].kind is WORD

    def any_of(self, heading: str, between: range) -> bool:
        """Tell whether something under a heading begins between two pieces."""
        under = self.marks.get(heading)
        return under is not None and any(at in under for at in between)

    def ends_another(self, found: Mark) -> bool:
        """Tell whether a word only ends a longer name: Hebrew has "book", "barber" in one word."""
        for heading in ("things", "many"):
            longer = self.ends(heading, found.end)
            if longer is not None and longer.first < found.first:
                return True
        return False

    def person(self, at: int) -> tuple[str, Mark] | None:
        """Return the word for people that begins here: how many it names by itself, and it."""
        for number in ("many", "two", "one"):
            # Written out: it is asked of every word behind a number.
            under = self.marks.get(number)
            if under and at in under:
                return number, under[at]
        return None
