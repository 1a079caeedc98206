"""All that reading needs of one language, and which sentences are worth reading at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from answerable.extraction.casualties import harm
from answerable.extraction.casualties.harmwords import HarmWords
from answerable.extraction.text.perword import PerWord
from answerable.extraction.text.vocabulary import TELLS, Telling
from answerable.extraction.told import clauses
from answerable.extraction.told.reportwords import ReportWords
from answerable.extraction.when.datewords import DateWords

BITS_OF_DATES = 30
"""Beyond them a word says whether it tells of harm, a strike, a source or a denial."""


@dataclass(frozen=True)
class Words:
    """The lexicons of one language that reading needs."""

    dates: DateWords
    harm: HarmWords
    report: ReportWords

    @cached_property
    def _telling(self) -> tuple[Telling, Telling]:
        """What tells of harm, and what of a strike, a source or a denial."""
        told = self.report.vocabulary.telling(clauses.TELLING)
        return self.harm.vocabulary.telling(harm.PARTS), told

    @cached_property
    def _signs(self) -> PerWord[int]:
        """What each word says of its sentence, as bits: those of dates and two for all others."""
        dates = self.dates.signs
        harmed, told = (telling.signs for telling in self._telling)
        return PerWord(lambda word: dates[word] | (harmed[word] | told[word]) << BITS_OF_DATES)

    def may_tell(self, words: Sequence[str]) -> bool:
        """Tell whether anything may be read in a sentence: most are passed over after this."""
        said = 0
        for some in set(map(self._signs.__getitem__, words)):
            said |= some
        telling = said >> BITS_OF_DATES
        if telling & TELLS or self.dates.begins(said):
            return True
        return bool(telling) and any(one.stands_in(words) for one in self._telling)
