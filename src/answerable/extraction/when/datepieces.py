"""The pieces that dates are made of: months, years, days, with letters written onto them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from answerable.extraction.text.phrases import Phrases, words_of
from answerable.extraction.text.tokens import MARK, Token
from answerable.extraction.values import replace
from answerable.extraction.when.datewords import DateWords
from answerable.extraction.when.moments import DAY, Grain, Moment, date_of

T = TypeVar("T")
EARLIEST = 1900


class Pieces:
    """The words of a sentence, asked for what dates are made of."""

    def __init__(
        self,
        grammar: DateWords,
        tokens: Sequence[Token],
        published: date | None,
        signs: Sequence[int],
        begins: int,
    ) -> None:
        self.grammar, self.tokens, self.published = grammar, tokens, published
        words = words_of(tokens)
        # "Monday's strike"
        self.words = [one.removesuffix("'s") for one in words] if grammar.month_first else words
        self.signs, self.begins = signs, begins

    def _at(self, phrases: Phrases[T], at: int) -> tuple[int, T] | None:
        """Return where a phrase ends that begins here, a joined letter before it, and its value."""
        if at >= len(self.words):
            return None
        if found := phrases.at(self.words, at):
            return at + found[0], found[1]
        for bare in self.grammar.bare[self.words[at]]:
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
        said = self.grammar.last_year.at(self.words, start)
        if said and self.published:
            return str(self.published.year - 1), start + said[0]
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
        if day is None or self._is_of_a_period(at):
            return None
        second = self._second_in_words(day[0])
        last_end, last = second or day
        month = self._month(self._past(self.grammar.fillers, last_end))
        if month is None:
            return None if second else self._of_a_month(day[1], at, day[0], is_alone=False)
        end, number = month
        year, end = self._year_after(end)
        if year:
            found = self._day(year, str(number), str(last), at, end, "day in words")
        else:
            found = self._day_of_no_year(str(last), str(number), at, end, "day in words")
        start = date_of(found.last.year, number, day[1]) if found and second else None
        return replace(found, start=start) if found and start and start < found.last else found

    def _second_in_words(self, at: int) -> tuple[int, int] | None:
        """Return the other day of "from the first to the seventh of May" and where it ends."""
        to = self.grammar.range_to.at(self.words, at)
        is_joined = at < len(self.words) and self.words[at].startswith(self.grammar.joined_to)
        if to is None and not is_joined:
            return None
        after = self._past(self.grammar.fillers, at + (to[0] if to else 0))
        return self._at(self.grammar.ordinals, after)

    def _is_of_a_period(self, at: int) -> bool:
        """Tell whether a week or half stands before: "الأسبوع الثاني من أيار"."""
        unit = self._at(self.grammar.units, at - 1) if at else None
        is_week = unit is not None and unit[0] == at and unit[1] != "day"
        return is_week or bool(at and self._at(self.grammar.pieces, at - 1))

    def day_of_this_month(self, at: int) -> Moment | None:
        """Read "3-го числа", "the 3rd of this month", "the 14th inst.", "the 14th of last month".

        A day of no month is the last such day until publication, where an ordinal ends a phrase.
        """
        if self.published is None or not self.words[at].isdigit() or len(self.words[at]) > 2:
            return None
        after = at + 1
        after += self.words[after : after + 1] == ["-"]
        is_ordinal = after < len(self.words) and self.words[after] in self.grammar.ordinal_endings
        after = after + 1 if is_ordinal else after
        return self._of_a_month(int(self.words[at]), at, after, is_alone=is_ordinal)

    def _of_a_month(
        self, day: int, at: int, after: int, *, is_alone: bool, is_sure: bool = False
    ) -> Moment | None:
        if self.published is None:
            return None
        this = self.published.replace(day=1)
        before = (this - DAY).replace(day=1)
        months: tuple[date, ...]
        if said := self.grammar.last_month.at(self.words, after):
            months, end = (before,), after + said[0]
        elif said := self.grammar.this_month.at(self.words, after):
            months, end = (this, before), after + said[0]
        elif is_alone and (is_sure or self._may_end(after)):
            months, end = (this, before), after
        else:
            return None
        for first in months:
            found = date_of(first.year, first.month, day)
            if found and found <= self.published:
                return Moment(found, found, Grain.DAY, at, end, "day of month", relative=True)
        return None

    def bare_day(self, at: int) -> Moment | None:
        """Read "the 18th" after "the night to": the last such day until publication."""
        after = at + 1
        word = self.words[at] if at < len(self.words) else ""
        after += self.words[after : after + 1] == ["-"]
        if not word.isdigit() or self.words[after : after + 1] == [] or (
            self.words[after] not in self.grammar.ordinal_endings
        ):  # fmt: skip
            return None
        if len(word) > 2:
            return None
        end, last = after + 1, word
        if second := self._other_end(end):
            last, end = second
        found = self._of_a_month(int(last), at, end, is_alone=True, is_sure=True)
        start = date_of(found.last.year, found.last.month, int(word)) if found else None
        return replace(found, start=start) if found and start and start < found.last else found

    def _may_end(self, at: int) -> bool:
        """Tell whether "the 20th", "19-го" ends here: before a mark or a part of the day."""
        if at >= len(self.words):
            return True
        is_closed = self.tokens[at].kind is MARK and self.words[at] not in "-/%"
        return is_closed or self._at(self.grammar.parts, at) is not None
