"""The pieces that dates are made of: months, years, days, with letters written onto them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from answerable.extraction.text.phrases import Phrases, words_of
from answerable.extraction.text.tokens import Token
from answerable.extraction.when.datewords import DateWords
from answerable.extraction.when.moments import DAY, Grain, Moment, date_of

T = TypeVar("T")
EARLIEST = 1900


class Pieces:
    """The words of a sentence, asked for what dates are made of."""

    def __init__(self, grammar: DateWords, tokens: Sequence[Token], published: date | None) -> None:
        self.grammar, self.tokens, self.published = grammar, tokens, published
        words = words_of(tokens)
        # "Monday's strike"
        self.words = [one.removesuffix("'s") for one in words] if grammar.month_first else words

    def _at(self, phrases: Phrases[T], at: int) -> tuple[int, T] | None:
        """Return where a phrase ends that begins here, a joined letter before it, and its value."""
        if at >= len(self.words):
            return None
        if found := phrases.at(self.words, at):
            return at + found[0], found[1]
        word = self.words[at]
        for prefix in self.grammar.prefixes:
            if not word.startswith(prefix) or len(word) < len(prefix) + 2:
                continue
            bare = word[len(prefix) :]
            if phrases.beginning(bare) and (
                found := phrases.at([bare, *self.words[at + 1 : at + 4]], 0)
            ):
                return at + found[0], found[1]
        return None

    def _month(self, at: int) -> tuple[int, int] | None:
        found = self._at(self.grammar.months, at)
        if found is None:
            return None
        end, number = found
        # Arabic writes both names: "October/First Tishrin".
        if self.words[end : end + 1] == ["/"] and (other := self._at(self.grammar.months, end + 1)):
            end = other[0] if other[1] == number else end
        return end, number

    def _year_after(self, at: int) -> tuple[str, int]:
        start = at + (self.words[at : at + 1] == [","])
        start = self._past(self.grammar.fillers, start)
        if (unit := self._at(self.grammar.units, start)) and unit[1] == "year":
            start = unit[0]
        word = self.words[start] if start < len(self.words) else ""
        if len(word) != 4 or not word.isdigit() or not EARLIEST <= int(word) <= 2100:
            return "", at
        end = start + 1
        if (unit := self._at(self.grammar.units, end)) and unit[1] == "year":
            end = unit[0]
        return word, end

    def _past(self, phrases: Phrases[bool], at: int) -> int:
        found = phrases.at(self.words, at)
        return at + found[0] if found else at

    def _day(
        self, year: str, month: str, day: str, first: int, end: int, rule: str
    ) -> Moment | None:
        if not (year.isdigit() and month.isdigit() and day.isdigit()):
            return None
        if len(year) == 2:
            year = f"20{year}"
        if not EARLIEST <= int(year) <= 2100:
            return None
        found = date_of(int(year), int(month), int(day))
        return Moment(found, found, Grain.DAY, first, end, rule) if found else None

    def _day_of_no_year(
        self, day: str, month: str, first: int, end: int, rule: str
    ) -> Moment | None:
        if self.published is None:
            return None
        for year in (self.published.year, self.published.year - 1):
            found = self._day(str(year), month, day, first, end, rule)
            # A day more: the clock of the place may be ahead of the publisher's.
            if found and found.start <= self.published + DAY:
                return replace(found, relative=True)
        return None

    def _is_joined(self, at: int) -> bool:
        return at > 1 and self.words[at - 1] == "-" and self.words[at - 2] in self.grammar.prefixes

    def _other_end(self, at: int) -> tuple[str, int] | None:
        """Return the second day of "9 to 11 March" and where it ends."""
        to = self.grammar.range_to.at(self.words, at)
        after = at + (to[0] if to else 0)
        if to is None or not self.words[after : after + 1]:
            return None
        if not self.words[after].isdigit() or len(self.words[after]) > 2:
            return None
        day, after = self.words[after], after + 1
        hyphen = self.words[after : after + 1] == ["-"]
        if self.words[after + hyphen : after + hyphen + 1] and (
            self.words[after + hyphen] in self.grammar.ordinal_endings
        ):
            after += hyphen + 1
        return day, self._past(self.grammar.fillers, after)

    def _next_day(self, at: int, weekday: int) -> int | None:
        """Return where "and Saturday" ends after a Friday."""
        to = self.grammar.range_to.at(self.words, at)
        day = self._at(self.grammar.weekdays, at + (to[0] if to else 0))
        # "ליל שני שלישי" needs no word between.
        return day[0] if day and day[1] == (weekday + 1) % 7 else None

    def day_in_words(self, at: int) -> Moment | None:
        """Read "the third of May", "третього травня", "السابع من أكتوبر"."""
        day = self._at(self.grammar.ordinals, at)
        month = self._month(self._past(self.grammar.fillers, day[0])) if day else None
        if day is None or month is None or self._is_of_a_period(at):
            return None
        end, number = month
        year, end = self._year_after(end)
        if year:
            return self._day(year, str(number), str(day[1]), at, end, "day in words")
        return self._day_of_no_year(str(day[1]), str(number), at, end, "day in words")

    def _is_of_a_period(self, at: int) -> bool:
        """Tell whether a week or half stands before: "الأسبوع الثاني من أيار"."""
        unit = self._at(self.grammar.units, at - 1) if at else None
        is_week = unit is not None and unit[0] == at and unit[1] != "day"
        return is_week or bool(at and self._at(self.grammar.pieces, at - 1))

    def day_of_this_month(self, at: int) -> Moment | None:
        """Read "3-го числа", "the 3rd of this month": the last such day until publication."""
        if self.published is None or not self.words[at].isdigit() or len(self.words[at]) > 2:
            return None
        after = at + 1
        after += self.words[after : after + 1] == ["-"]
        if self.words[after : after + 1] and self.words[after] in self.grammar.ordinal_endings:
            after += 1
        said = self.grammar.this_month.at(self.words, after)
        if said is None:
            return None
        month = self.published.replace(day=1)
        for first in (month, (month - DAY).replace(day=1)):
            found = date_of(first.year, first.month, int(self.words[at]))
            if found and found <= self.published:
                return Moment(
                    found, found, Grain.DAY, at, after + said[0], "day of month", relative=True
                )
        return None
