"""The words with which one language writes dates, ready to be looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from answerable.extraction.counts.numbers import Grammar
from answerable.extraction.text.perword import PerWord
from answerable.extraction.when import datesigns
from answerable.extraction.when.datephrases import DatePhrases


class DateWords(DatePhrases):
    """How one language writes dates, with what each word says of its sentence."""

    def __init__(self, lexicon: Mapping[str, Any], numbers: Grammar) -> None:
        super().__init__(lexicon, numbers)
        self.signs = PerWord(datesigns.Signs(self).of)
        """What a word may begin and what it says of its sentence, as bits; mostly nothing."""
        self.bare = PerWord(self._without_letters)
        """What is left of a word without a letter that is written onto it, if anything."""

    def _without_letters(self, word: str) -> tuple[str, ...]:
        return tuple(
            word[len(prefix) :]
            for prefix in self.prefixes
            if word.startswith(prefix) and len(word) >= len(prefix) + 2
        )

    def said(self, words: Iterable[str]) -> int:
        """Return what the words of a sentence say together, as bits."""
        said = 0
        for some in set(map(self.signs.__getitem__, words)):
            said |= some
        return said

    def begins(self, said: int) -> int:
        """Return what may begin a date in a sentence, by the bits of all its words together."""
        return datesigns.begins(said)
