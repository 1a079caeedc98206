"""Days that the calendar names: in figures, by month, in parts of a month, on days of the year."""

from __future__ import annotations

from datetime import date

from answerable.extraction.text.tokens import MARK, NUMBER
from answerable.extraction.values import replace
from answerable.extraction.when.datepieces import Pieces
from answerable.extraction.when.moments import DAY, Grain, Moment, date_of

ANCIENT, FAR = 1990, 2100
MONTH_FIRST_WITHIN = 7 * DAY
"""12/03 in English is 3 December where that was in these days and 12 March was not."""
ON = frozenset(("on", "у", "в", "во", "до", "за", "ב", "يوم", "بتاريخ", "في", "بيوم"))
AFTER_A_SHORT_DATE = (":", ",", "-", "|", ")", ";")


class CalendarDays(Pieces):
    """Reads what the calendar names."""

    is_sure = False
    """A word that may be another is none here: "the night between Wednesday and..."."""

    def iso(self, at: int) -> Moment | None:
        """2026-03-04, 2026/03/04, 2026.03.04, with a "T" and hour behind it or not."""
        piece = self.words[at : at + 5]
        if len(piece) >= 3 and piece[1] == "." and len(piece[0]) == 4 and "." in piece[2]:
            month, _dot, day = piece[2].partition(".")
            return self._day(piece[0], month, day, at, at + 3, "iso")
        if len(piece) < 5 or piece[1] != piece[3] or piece[1] not in "-/" or len(piece[0]) != 4:
            return None
        return self._day(piece[0], piece[2], piece[4], at, at + 5, "iso")

    def in_figures(self, at: int) -> Moment | None:
        """7.10.2023 and 7/10/2023, the day first; 7.10 only where it can be nothing else."""
        if self.tokens[at].kind is not NUMBER:
            return None
        return self._days_in_figures(at) or self._day_in_figures(at)

    def _days_in_figures(self, at: int) -> Moment | None:
        """3-5.03, 18–20.3.2026, 3-5/3/2026: days of one month."""
        if self.words[at + 1 : at + 2] != ["-"] or not self.words[at].isdigit():
            return None
        if at + 2 >= len(self.words) or self.tokens[at + 2].kind is not NUMBER:
            return None
        last = self._day_in_figures(at + 2, is_day=True)
        if last is None or len(self.words[at]) > 2 or self.words[at + 3 : at + 4] == ["-"]:
            return None
        start = date_of(last.last.year, last.last.month, int(self.words[at]))
        if start is None or start >= last.last:
            return None
        return replace(last, start=start, first=at)

    def _day_in_figures(self, at: int, *, is_day: bool = False) -> Moment | None:
        piece = self.words[at : at + 5]
        if len(piece) >= 5 and piece[1] == piece[3] and piece[1] in "/-":
            return self._either_way(piece[0], piece[2], piece[4], at)
        if piece[1:2] == ["/"] and len(piece) > 2:
            if is_day or self._on(at) or self._is_joined(at) or self._is_heading(at, at + 3):
                return self._day_of_no_year(piece[0], piece[2], at, at + 3, "figures")
            return None
        day, dot, month = piece[0].partition(".")
        if not dot:
            return None
        if len(piece) >= 3 and piece[1] == "." and self.tokens[at + 2].kind is NUMBER:
            return self._day(piece[2], month, day, at, at + 3, "figures")
        is_timed = self.words[at + 2 : at + 3] == [":"] and self.tokens[at + 2].glued
        is_day = is_day or is_timed or self._is_joined(at) or self._is_heading(at, at + 1) or (
            # "09.01", but not "at 14.05", a time.
            self.grammar.dotted and len(day) == len(month) == 2
            and not (at and self.grammar.clock.at(self.words, at - 1))
        )  # fmt: skip
        return self._day_of_no_year(day, month, at, at + 1, "figures") if is_day else None

    def _is_heading(self, at: int, end: int) -> bool:
        """Tell whether a short date stands before a mark at the beginning of a line: "9.3:"."""
        return at == 0 and self.words[end : end + 1] != [] and (
            self.words[end] in AFTER_A_SHORT_DATE
        )  # fmt: skip

    def _either_way(self, one: str, two: str, year: str, at: int) -> Moment | None:
        day_first = self._day(year, two, one, at, at + 5, "figures")
        month_first = self._day(year, one, two, at, at + 5, "figures")
        if day_first is None or month_first is None or self.published is None:
            # Where the second figure cannot be a month, the first one is.
            return day_first or month_first
        is_to_come = self._is_to_come(day_first) and not self._is_to_come(month_first)
        is_late = self.grammar.month_first and self.words[at + 1] == "/" and (
            (self.published - day_first.last) > MONTH_FIRST_WITHIN
            and DAY * 0 <= (self.published - month_first.last) <= MONTH_FIRST_WITHIN
        )  # fmt: skip
        return month_first if is_to_come or is_late else day_first

    def day_and_month(self, at: int) -> Moment | None:
        """7 March, 7-8 March, 12-го березня, 14-Apr-26."""
        if self.tokens[at].kind is not NUMBER or not self.words[at].isdigit():
            return None
        last, after = self.words[at], at + 1
        if self.words[after : after + 1] in (["-"], ["/"]) and self.words[after + 1 : after + 2]:
            following = self.words[after + 1]
            if following.isdigit():
                last, after = following, after + 2
            elif following in self.grammar.ordinal_endings:
                after += 2
            elif self.grammar.months.at(self.words, after + 1):
                after += 1
        elif self.words[after : after + 1] and self.words[after] in self.grammar.ordinal_endings:
            after += 1
        after = self._past(self.grammar.fillers, after)
        if last == self.words[at] and (second := self._other_end(after)):
            last, after = second
        month = self._month(after)
        if month is None or self.grammar.compared.before(self.words, at):
            # "27 הרוגים לעומת 12 בדצמבר": twelve people, and not the twelfth.
            return None
        end, number = month
        if self.words[end : end + 1] == ["-"] and self.words[after - 1] == "-":
            short = self.words[end + 1 : end + 2]
            if short and len(short[0]) in (2, 4) and short[0].isdigit():
                return self._day(short[0], str(number), last, at, end + 2, "day month")
        year, end = self._year_after(end)
        found = (
            self._day(year, str(number), last, at, end, "day month")
            if year
            else self._day_of_no_year(last, str(number), at, end, "day month")
        )
        if found is None or last == self.words[at]:
            return found
        start = date_of(found.last.year, number, int(self.words[at]))
        return replace(found, start=start) if start and start <= found.last else found

    def month_and_day(self, at: int) -> Moment | None:
        """March 3rd, April 3–5, June 5 and 6."""
        month = self._month(at) if self.grammar.month_first else None
        if month is None:
            return None
        if self.grammar.month_parts.before(self.words, at):
            # "In the first week of March 26 people".
            return None
        end, number = month
        end += self.words[end : end + 1] == ["."]
        end = self._past(self.grammar.fillers, end)
        if end >= len(self.words) or not self.words[end].isdigit() or len(self.words[end]) > 2:
            return None
        first = last = self.words[end]
        end = self._past_ordinal(end + 1)
        to = self.grammar.range_to.at(self.words, end)
        after = end + (to[0] if to else self.words[end : end + 1] == ["-"])
        other = self.words[after] if end < after < len(self.words) else ""
        if other.isdigit() and len(other) <= 2 and int(first) < int(other) <= 31:
            # "March 5 and 12 people": the second figure has to close it.
            closing = self._past_ordinal(after + 1)
            if to is None or self._closes(closing):
                last, end = other, closing
        year, end = self._year_after(end)
        found = (
            self._day(year, str(number), last, at, end, "month day")
            if year
            else self._day_of_no_year(last, str(number), at, end, "month day")
        )
        if found is None or last == first:
            return found
        start = date_of(found.last.year, number, int(first))
        return replace(found, start=start) if start else found

    def _past_ordinal(self, at: int) -> int:
        is_one = at < len(self.words) and self.words[at] in self.grammar.ordinal_endings
        return at + is_one

    def _closes(self, at: int) -> bool:
        return at >= len(self.words) or self.tokens[at].kind is MARK

    def month_and_year(self, at: int) -> Moment | None:
        """October 2023, October, and "the first week of October"."""
        month = self._month(at)
        if month is None:
            return None
        end, number = month
        year, end = self._year_after(end)
        # A month that stands alone may be a name.
        is_name = at == 0 and len(self.words) == 1
        is_doubtful = self._at(self.grammar.doubtful, at) and not self.is_sure
        if not year and (is_name or (is_doubtful and not self._part_before(at))):
            return None
        if year:
            start = date_of(int(year), number, 1)
        elif self.published:
            start = date_of(self.published.year, number, 1)
            if start and start > self.published:
                start = date_of(self.published.year - 1, number, 1)
        else:
            return None
        if start is None:
            return None
        last = (start + 31 * DAY).replace(day=1) - DAY
        found = Moment(start, last, Grain.MONTH, at, end, "month", relative=not year)
        return self._part_of(found)

    def _part_before(self, at: int) -> tuple[int, str] | None:
        for start in (at, at - 1, at - 2):
            if start < at and not self.grammar.fillers.at(self.words, start):
                return None
            if found := self.grammar.month_parts.before(self.words, start):
                return start - found[0], found[1]
        return None

    def _part_of(self, month: Moment) -> Moment:
        """Narrow a month to the part that is said before it; the days are counted from either end.

        In the lexicon "1:7" is the first week, "-7:" the last one.
        """
        said = self._part_before(month.first)
        if said is None:
            return month
        at, days = said
        one, _, other = days.partition(":")
        size = (month.last - month.start).days + 1
        half = 14 if size < 30 else 15
        begins = half + 1 if one == "half" else int(one) + (size + 1 if int(one) < 0 else 0)
        ends = half if other == "half" else int(other or size)
        start, last = month.start + (begins - 1) * DAY, month.start + (ends - 1) * DAY
        if self.published and start <= self.published:
            last = min(last, self.published)
        grain = Grain.DAY if start == last else Grain.WEEK
        return replace(month, start=start, last=last, first=at, grain=grain, rule="part of month")

    def year(self, at: int) -> Moment | None:
        """2022, where "year" or "in" stands by it."""
        word = self.words[at]
        if len(word) != 4 or not word.isdigit() or not ANCIENT <= int(word) <= FAR:
            return None
        if self.published and int(word) > self.published.year:
            return None
        before = self.words[at - 1] if at else ""
        after = self._at(self.grammar.units, at + 1)
        unit_before = at and self._at(self.grammar.units, at - 1)
        said = before in ("in", "of", "during", "since") or (after and after[1] == "year")
        if not said and not (unit_before and unit_before[1] == "year"):
            joined = before == "-" and at > 1 and self.words[at - 2] in self.grammar.prefixes
            if not joined:
                return None
        end = after[0] if after and after[1] == "year" else at + 1
        return Moment(date(int(word), 1, 1), date(int(word), 12, 31), Grain.YEAR, at, end, "year")

    def holiday(self, at: int) -> Moment | None:
        """Read a day of the year that has a name, where its day is the same each year."""
        found = self._at(self.grammar.holidays, at)
        if found is None or self.published is None:
            return None
        end, named = found
        first, _, last = named.partition("..")
        month, day = (last or first).split("-")
        year, end = self._year_after(end)
        until = (
            self._day(year, month, day, at, end, "holiday")
            if year
            else self._day_of_no_year(day, month, at, end, "holiday")
        )
        return replace(until, start=until.last - DAY) if until and last else until

    def _is_to_come(self, found: Moment) -> bool:
        """Tell whether no harm can have been told of a day: it lies after the publication.

        Two days are allowed: one for the clock of the place, one for a careless stamp.
        """
        return self.published is not None and (found.start - self.published).days > 2

    def _on(self, at: int) -> bool:
        return at > 0 and self.words[at - 1] in ON
