"""The phrases with which one language writes dates, as its lexicon gives them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from answerable.extraction.counts.numbers import Grammar
from answerable.extraction.text.phrases import Phrases
from answerable.extraction.when.moments import Part


class DatePhrases:
    """How one language writes dates, made from its lexicon (see `lexicon/dates`)."""

    def __init__(self, lexicon: Mapping[str, Any], numbers: Grammar) -> None:
        def numbered(name: str) -> Phrases[Any]:
            pairs = lexicon.get(name, {}).items()
            return Phrases((form, key) for key, forms in pairs for form in forms)

        def listed(name: str) -> Phrases[bool]:
            return Phrases((form, True) for form in lexicon.get(name, ()))

        def parted(name: str) -> Phrases[Part]:
            pairs = lexicon[name].items()
            return Phrases((form, Part(part)) for part, forms in pairs for form in forms)

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
        self.parts, self.parts_alone = parted("parts"), parted("parts_alone")
        self.hour_parts, self.hour_ordinals = parted("hour_parts"), numbered("hour_ordinals")
        self.hour_marks, self.short_hours = listed("hour_marks"), listed("short_hours")
        self.hour_before, self.joins = listed("hour_before"), listed("joins")
        self.about_prefix = tuple(lexicon.get("about_prefix", ()))
        self.joined_to = tuple(lexicon.get("joined_to", ()))
        self.weekend, self.weekend_begins = listed("weekend"), int(lexicon["weekend_begins"])
        self.next_day, self.previous_day = listed("next_day"), listed("previous_day")
        self.later_before, self.later_after = listed("later_before"), listed("later_after")
        self.earlier_before, self.earlier_after = listed("earlier_before"), listed("earlier_after")
        self.past_day, self.within = listed("past_day"), listed("within")
        self.within_last, self.running = listed("within_last"), listed("running")
        self.night_units, self.today = listed("night_words"), listed("today")
        self.writing, self.hijri = listed("writing"), listed("hijri")
        self.night_before_last, self.night_of = listed("night_before_last"), listed("night_of")
        self.end_of_last_week = listed("end_of_last_week")
        self.last_month, self.last_year = listed("last_month"), listed("last_year")
        self.compared = listed("compared")
        self.holidays = numbered("holidays")
        prefixes = ("", *lexicon.get("joined_prefix", ()))
        # What is looked for from its end on, with the letters written onto it.
        self.between = Phrases(
            (letter + form, True) for form in lexicon["between"] for letter in prefixes
        )
        self.month_parts = Phrases(
            (letter + form, days)
            for days, forms in lexicon["month_parts"].items()
            for form in forms
            for letter in prefixes
        )
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
        self.said_words = (
            self.overnight, self.weekend, self.this_week, self.days, self.night_before_last,
            self.end_of_last_week,
        )  # fmt: skip
        self.hour_words = (
            self.hour_parts, self.hour_marks, self.short_hours, self.am, self.pm, self.hours,
            self.hour_ordinals,
        )  # fmt: skip
        """Without one of these no number is an hour, unless it is written like one."""

    def may_count(self, word: str) -> bool:
        """Tell whether a unit of time begins with a word: "weeks", "שבועיים"."""
        return self.units.beginning(word) or self.two_units.beginning(word)
