"""What a word may begin of a date, and what it says of its sentence: most words say nothing.

A sentence is looked at once, word by word, before anything of a date is read in it. A way to read
is tried only where a word may begin it and the word it cannot do without stands somewhere.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from answerable.extraction.text.phrases import Bits, Phrases, rarest
from answerable.extraction.when.datephrases import DatePhrases

# What may begin here, as bits: each stands for one or two ways to read it.
(
    NIGHT, HOLIDAY, ORDINAL, MONTH, BESIDE, SPAN, COUNTED, WEEKDAY, PERIOD, SAID, FIGURES,
    HOUR, CLOCK, PART,
) = (1 << bit for bit in range(14))  # fmt: skip
# What must stand somewhere in the sentence besides.
(
    HAS_NIGHT, HAS_HOLIDAY, HAS_MONTH, HAS_BESIDE, HAS_SPAN, HAS_UNIT, HAS_AGO, HAS_WEEKDAY,
    HAS_LAST, HAS_SAID, HAS_THIS, HAS_MARK, HAS_HOUR, HAS_CLOCK, HAS_PART, HAS_SINCE,
) = (1 << bit for bit in range(14, 30))  # fmt: skip
NEEDED = (
    (NIGHT, HAS_NIGHT), (HOLIDAY, HAS_HOLIDAY), (ORDINAL, HAS_MONTH), (ORDINAL, HAS_THIS),
    (MONTH, HAS_MONTH), (BESIDE, HAS_BESIDE), (SPAN, HAS_SPAN), (COUNTED, HAS_UNIT | HAS_AGO),
    (WEEKDAY, HAS_WEEKDAY), (PERIOD, HAS_LAST | HAS_UNIT), (SAID, HAS_SAID),
    (FIGURES, HAS_UNIT | HAS_AGO), (FIGURES, HAS_MONTH), (FIGURES, HAS_THIS), (FIGURES, HAS_MARK),
    (HOUR, HAS_HOUR), (CLOCK, HAS_CLOCK), (PART, HAS_PART),
)  # fmt: skip
OF_HOURS, OF_DAYS = HOUR | CLOCK | PART, ~(HOUR | CLOCK | PART)
MARKS, CLOCK_MARKS = frozenset(("-", "/")), frozenset((":", "h"))
MILITARY_DIGITS = 4
FIRST_YEAR, LAST_YEAR = 1990, 2100


@lru_cache(maxsize=10_000)
def begins(said: int) -> int:
    """Return what may begin a date in a sentence, by the bits of all its words together."""
    found = 0
    for begin, needed in NEEDED:
        if said & begin and said & needed == needed:
            found |= begin
    return found


class Signs:
    """What each word may begin of a date and what it says of its sentence, in one language.

    The words of all phrases are in two tables: to ask each kind of phrase for each word took
    a tenth of a millisecond, longer than the rest of reading it.
    """

    def __init__(self, words: DatePhrases) -> None:
        self._words = words
        self._begins = Bits(
            (phrase[0], bits)
            for bits, group in _beginning(words)
            for phrases in group
            for phrase in phrases.every()
        )
        self._says = Bits(
            (rarest(phrase), bits)
            for bits, group in _saying(words)
            for phrases in group
            for phrase in phrases.every()
        )
        numbers = words.numbers
        self._written_on = (*words.prefixes, *numbers.glued, *numbers.joined_prefix)

    def of(self, word: str) -> int:
        """Return what a word may begin and what it says of its sentence, as bits."""
        words = self._words
        if words.month_first:
            # "Monday's strike"
            word = word.removesuffix("'s")
        found = COUNTED if word in ("a", "an") else 0
        for form in {word, *(word.removeprefix(one) for one in self._written_on)} - {""}:
            found |= self._begins.of(form)
        for form in {word, *(word.removeprefix(one) for one in words.prefixes)}:
            found |= self._says.of(form)
        found |= HAS_MARK if word in MARKS or word in words.ordinal_endings else 0
        found |= HAS_CLOCK if word in CLOCK_MARKS else 0
        return found | _of_figures(word)


def _of_figures(word: str) -> int:
    if not word[:1].isdecimal():
        return 0
    if "." in word:
        return FIGURES | HOUR | CLOCK | HAS_MARK
    if not word.isdigit() or len(word) not in (1, 2, MILITARY_DIGITS):
        # "1,200" is no day, no year and no hour.
        return COUNTED
    found = FIGURES | HOUR | CLOCK
    if len(word) == MILITARY_DIGITS:
        found |= HAS_CLOCK | (HAS_MARK if FIRST_YEAR <= int(word) <= LAST_YEAR else 0)
    return found


_Groups = tuple[tuple[int, tuple[Phrases[Any], ...]], ...]


def _beginning(words: DatePhrases) -> _Groups:
    """Return which phrases may begin what."""
    numbers = words.numbers
    numerals = (numbers.parts, numbers.spans, numbers.halves)
    return (
        (NIGHT, (words.early_night,)),
        (HOLIDAY, (words.holidays,)),
        (ORDINAL, (words.ordinals,)),
        (MONTH, (words.months,)),
        (BESIDE, (words.next_day, words.previous_day)),
        (SPAN, (words.past_day, words.within)),
        (COUNTED, (words.ago_before, words.earlier_before, words.later_before)),
        (COUNTED, (words.units, words.two_units, words.hours, words.night_units)),
        (COUNTED | HOUR, numerals),
        (WEEKDAY | PERIOD, (words.last, words.this)),
        (WEEKDAY, (words.weekdays,)),
        (PERIOD, (words.units,)),
        (SAID, words.said_words),
        (HOUR, (words.hour_ordinals,)),
        (PART, (words.parts_alone,)),
    )


def _saying(words: DatePhrases) -> _Groups:
    """Return what each phrase says of its sentence, by its rarest word."""
    apart = (words.ago_after, words.earlier_after, words.later_after, words.running)
    before = (words.ago_before, words.earlier_before, words.later_before, words.within_last)
    return (
        (HAS_NIGHT, (words.early_night,)),
        (HAS_HOLIDAY, (words.holidays,)),
        (HAS_MONTH, (words.months,)),
        (HAS_BESIDE, (words.next_day, words.previous_day)),
        (HAS_SPAN, (words.past_day, words.within)),
        (HAS_UNIT, (words.units, words.two_units, words.hours, words.night_units)),
        (HAS_AGO, (*apart, *before)),
        (HAS_WEEKDAY, (words.weekdays,)),
        (HAS_LAST, (words.last,)),
        (HAS_SAID, words.said_words),
        (HAS_THIS, (words.this_month, words.last_month)),
        (HAS_HOUR, words.hour_words),
        (HAS_PART, (words.parts_alone,)),
        (HAS_SINCE, (words.since,)),
    )
