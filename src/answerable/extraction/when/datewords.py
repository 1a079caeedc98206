"""The words with which one language writes dates, ready to be looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from answerable.extraction.counts.numbers import Grammar
from answerable.extraction.text.perword import PerWord
from answerable.extraction.text.phrases import Phrases, cut
from answerable.extraction.when.moments import Part

# What a date may begin with, as bits: each stands for one or two ways to read it.
NIGHT, ORDINAL, MONTH, WEEKDAY, PERIOD, SAID, AGO, FIGURES = (1 << bit for bit in range(8))
# What must stand somewhere in the sentence besides, or nothing that begins so is a date.
HAS_NIGHT, HAS_MONTH, HAS_WEEKDAY, HAS_LAST, HAS_UNIT, HAS_SAID, HAS_AGO, HAS_THIS, HAS_MARK = (
    1 << bit for bit in range(8, 17)
)
# What periods begin or last: "since", and "two weeks" in one word.
HAS_SINCE, HAS_TWO = 1 << 17, 1 << 18
NEEDED = (
    (NIGHT, HAS_NIGHT), (ORDINAL, HAS_MONTH), (MONTH, HAS_MONTH), (WEEKDAY, HAS_WEEKDAY),
    (PERIOD, HAS_LAST | HAS_UNIT), (SAID, HAS_SAID), (AGO, HAS_AGO), (FIGURES, HAS_AGO),
    (FIGURES, HAS_MONTH), (FIGURES, HAS_THIS), (FIGURES, HAS_MARK),
)  # fmt: skip


class DateWords:
    """How one language writes dates, made from its lexicon (see `lexicon/dates`)."""

    def __init__(self, lexicon: Mapping[str, Any], numbers: Grammar) -> None:
        def numbered(name: str) -> Phrases[int]:
            pairs = lexicon[name].items()
            return Phrases((form, key) for key, forms in pairs for form in forms)

        def listed(name: str) -> Phrases[bool]:
            return Phrases((form, True) for form in lexicon.get(name, ()))

        self.numbers = numbers
        self.months, self.weekdays, self.days = map(numbered, ("months", "weekdays", "days"))
        self.overnight, self.last, self.this = map(listed, ("overnight", "last", "this"))
        self.range_to, self.this_month = listed("range_to"), listed("this_month")
        self.this_week, self.ordinals = listed("this_week"), numbered("ordinals")
        self.week_begins = int(lexicon.get("week_begins", 0))
        self.pieces = listed("pieces")
        self.dotted = bool(lexicon.get("dotted"))
        self.since, self.early_night = listed("since"), listed("early_night")
        self.ago_after, self.ago_before = listed("ago_after"), listed("ago_before")
        self.fillers, self.clock = listed("fillers"), listed("clock")
        self.am, self.pm = listed("am"), listed("pm")
        self.parts = Phrases(
            (form, Part(name)) for name, forms in lexicon["parts"].items() for form in forms
        )
        said = [*lexicon.get("ago_after", ()), *lexicon.get("ago_before", ())]
        self.ago_signs = frozenset(cut(form)[0] for form in said)
        self.hours = listed("hour_words")
        units = (("day", 1), ("week", 7), ("month", 30), ("year", 365))
        self.units = Phrases(
            (form, name) for name, _days in units for form in lexicon[f"{name}_words"]
        )
        self.two_units = Phrases(
            (form, name) for name, _days in units for form in lexicon.get(f"two_{name}_words", ())
        )
        self.ordinal_endings = frozenset(lexicon.get("ordinal_endings", ()))
        self.prefixes = tuple(lexicon.get("joined_prefix", ()))
        self.month_first = bool(lexicon.get("month_first"))
        self.last_after = bool(lexicon.get("last_after"))
        self.doubtful = Phrases((form, True) for form in lexicon.get("may_be_other", ()))
        self.signs = PerWord(self._signs)
        """What a word may begin and what it says of its sentence, as bits; mostly nothing."""

    def may_count(self, word: str) -> bool:
        """Tell whether a unit of time begins with a word: "weeks", "שבועיים"."""
        return bool(self.units.beginning(word) or self.two_units.beginning(word))

    def said(self, words: Iterable[str]) -> int:
        """Return what the words of a sentence say together, as bits."""
        said = 0
        for some in set(map(self.signs.__getitem__, words)):
            said |= some
        return said

    def begins(self, said: int) -> int:
        """Return what may begin a date in a sentence, by the bits of all its words together."""
        found = 0
        for begin, needed in NEEDED:
            if said & begin and said & needed == needed:
                found |= begin
        return found

    def _signs(self, word: str) -> int:
        if self.month_first:
            # "Monday's strike"
            word = word.removesuffix("'s")
        found = self._may_begin(word) | self._says(word)
        if word[:1].isdecimal():
            found |= FIGURES
            is_year = len(word) == 4 and word.isdigit() and 1990 <= int(word) <= 2100
            found |= HAS_MARK if is_year or "." in word else 0
        return found

    def _says(self, word: str) -> int:
        """Return what a word says of its sentence, also with a letter written onto it."""
        found = HAS_MARK if word in ("-", "/") else 0
        found |= HAS_AGO if word in self.ago_signs else 0
        said = (
            (HAS_NIGHT, (self.early_night,)), (HAS_MONTH, (self.months,)),
            (HAS_WEEKDAY, (self.weekdays,)), (HAS_LAST, (self.last,)), (HAS_UNIT, (self.units,)),
            (HAS_SAID, (self.overnight, self.this_week, self.days)), (HAS_THIS, (self.this_month,)),
            (HAS_SINCE, (self.since,)), (HAS_TWO, (self.two_units,)),
        )  # fmt: skip
        for form in {word, *(word.removeprefix(one) for one in self.prefixes)}:
            for bit, group in said:
                if any(one.tells(form) for one in group):
                    found |= bit
        return found

    def _may_begin(self, word: str) -> int:
        numbers, joined = self.numbers, (*self.numbers.glued, *self.numbers.joined_prefix)
        groups = (
            (NIGHT, (self.early_night,)), (ORDINAL, (self.ordinals,)), (MONTH, (self.months,)),
            (WEEKDAY, (self.last, self.this, self.weekdays)), (PERIOD, (self.last, self.units)),
            (SAID, (self.overnight, self.this_week, self.days)),
            (AGO, (self.ago_before, self.units, self.hours, self.two_units)),
            (AGO, (numbers.parts, numbers.spans, numbers.halves)),
        )  # fmt: skip
        found = AGO if word in ("a", "an") else 0
        for form in {word, *(word.removeprefix(one) for one in (*self.prefixes, *joined))}:
            for bit, group in groups:
                if form and any(one.beginning(form) for one in group):
                    found |= bit
        return found
