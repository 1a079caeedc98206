"""All that reading needs of one language, and which sentences are worth reading at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import NamedTuple

from answerable.extraction.casualties import harm
from answerable.extraction.casualties.harmwords import HarmWords
from answerable.extraction.text.perword import MOST_REMEMBERED, PerWord
from answerable.extraction.text.vocabulary import MAY_TELL, SIGNS, Telling
from answerable.extraction.told import clauses
from answerable.extraction.told.reportwords import ReportWords
from answerable.extraction.when.datewords import DateWords

# What a word says of dates are its first bits; then whether it tells of harm, and of the others.
HARM, TOLD, OF_DATES = 30, 32, (1 << 30) - 1


class Look(NamedTuple):
    """What a look at the words of a sentence says that may be read in it."""

    days: int
    """What may begin a date, as bits."""
    harm: bool
    told: bool
    """A strike, a source or a denial."""


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
        """What each word says of its sentence, as bits: those of dates, of harm, of all others."""
        dates = self.dates.signs
        harmed, told = (telling.signs for telling in self._telling)
        return PerWord(lambda word: dates[word] | harmed[word] << HARM | told[word] << TOLD)

    @cached_property
    def _looks(self) -> dict[int, Look]:
        """What was seen at other looks, by what all words of a sentence said together."""
        return {}

    def tells(self, words: Sequence[str]) -> bool:
        """Tell whether harm or a strike may be told, whoever tells it."""
        return self.harm.vocabulary.has(words, harm.HARM) or self.report.vocabulary.has(
            words, clauses.STRIKING
        )

    def look(self, words: Sequence[str]) -> Look:
        """Tell what may be read in a sentence: most are passed over after this."""
        said = reduce(or_, map(self._signs.__getitem__, words), 0)
        look = self._looks.get(said)
        if look is not None:
            return look
        harmed, told = self._telling
        harm, others = said >> HARM & SIGNS, said >> TOLD
        look = Look(
            self.dates.begins(said & OF_DATES), harmed.is_in(words, harm), told.is_in(words, others)
        )
        if MAY_TELL not in (harm, others):
            # By what the words say together, whichever they are.
            if len(self._looks) >= MOST_REMEMBERED:
                self._looks.clear()
            self._looks[said] = look
        return look
