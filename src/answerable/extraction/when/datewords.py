"""The words with which one language writes dates, ready to be looked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from answerable.extraction.counts.numbers import Grammar
from answerable.extraction.text.phrases import MOST_REMEMBERED, Phrases, cut
from answerable.extraction.when.moments import Part

CALENDAR, PERIOD, AGO = 1, 2, 4
"""What may begin: a day or month by name, \"last week\", and what counts back."""


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
        self._known: dict[str, int] = {}

    def may_count(self, word: str) -> bool:
        """Tell whether a unit of time begins with a word: "weeks", "שבועיים"."""
        return bool(self.units.beginning(word) or self.two_units.beginning(word))

    def may_begin(self, word: str) -> int:
        """Return what a date may begin with in a word, as bits: with most words nothing can."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            known = self._known[word] = self._may_begin(word)
        return known

    def _may_begin(self, word: str) -> int:
        numbers, joined = self.numbers, (*self.numbers.glued, *self.numbers.joined_prefix)
        bare = [word, *(word.removeprefix(one) for one in (*self.prefixes, *joined))]
        calendar = (
            self.months, self.weekdays, self.days, self.overnight, self.early_night,
            self.ordinals, self.this_week,
        )  # fmt: skip
        periods = (self.last, self.this, self.units)
        counted = (
            self.ago_before, self.units, self.hours, self.two_units,
            numbers.parts, numbers.spans, numbers.halves,
        )  # fmt: skip
        found = AGO if word in ("a", "an") else 0
        for form in bare:
            for bit, group in ((CALENDAR, calendar), (PERIOD, periods), (AGO, counted)):
                if form and any(one.beginning(form) for one in group):
                    found |= bit
        return found
