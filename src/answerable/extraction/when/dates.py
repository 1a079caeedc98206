"""Read dates in five languages, also those that count from the day of publication.

A date is an interval of days with how finely it was said. "Since 7 October" is background: when
something began that is told beside the event. What cannot be resolved without a day of publication
is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time

from answerable.extraction.text.phrases import words_of
from answerable.extraction.text.tokens import Kind, Token
from answerable.extraction.when.datepieces import Pieces
from answerable.extraction.when.datewords import (
    AGO,
    FIGURES,
    MONTH,
    NIGHT,
    ORDINAL,
    PERIOD,
    SAID,
    WEEKDAY,
    DateWords,
)
from answerable.extraction.when.moments import DAY, Grain, Moment, Part, date_of, previous


def read(words: DateWords, tokens: Sequence[Token], published: date | None = None) -> list[Moment]:
    """Return the dates in the pieces of a sentence, those that can be resolved."""
    text = words_of(tokens)
    begins = words.begins(words.said(text))
    if not begins:
        # Most sentences.
        return []
    signs = list(map(words.signs.__getitem__, text))
    return list(_Reader(words, tokens, published, signs, begins).all())


class _Reader(Pieces):
    def __init__(
        self,
        grammar: DateWords,
        tokens: Sequence[Token],
        published: date | None,
        signs: Sequence[int],
        begins: int,
    ) -> None:
        super().__init__(grammar, tokens, published)
        self.signs, self.begins = signs, begins
        self.has_ago = not grammar.ago_signs.isdisjoint(self.words)

    def all(self) -> Iterator[Moment]:
        done = 0
        for at, sign in enumerate(self.signs):
            if at < done or not sign & self.begins:
                continue
            found = self.moment(at)
            if found is not None:
                found = self._with_surroundings(found)
                yield found
                done = found.end

    def moment(self, at: int) -> Moment | None:
        may = self.signs[at] & self.begins
        if may & FIGURES:
            return (
                self.iso(at)
                or self.in_figures(at)
                or self.day_and_month(at)
                or self.day_of_this_month(at)
                or (self.ago(at) if self.has_ago else None)
                or self.year(at)
            )
        return (
            (self.night_before(at) if may & NIGHT else None)
            or (self.day_in_words(at) if may & ORDINAL else None)
            or ((self.month_and_day(at) or self.month_and_year(at)) if may & MONTH else None)
            or (self.ago(at) if may & AGO else None)
            or (self.weekday(at) if may & WEEKDAY else None)
            or (self.last_period(at) if may & PERIOD else None)
            or (self.said_day(at) if may & SAID else None)
        )

    # --- dates of the calendar ---------------------------------------------------------------

    def iso(self, at: int) -> Moment | None:
        piece = self.words[at : at + 5]
        if len(piece) < 5 or piece[1] != "-" or piece[3] != "-" or len(piece[0]) != 4:
            return None
        return self._day(piece[0], piece[2], piece[4], at, at + 5, "iso")

    def in_figures(self, at: int) -> Moment | None:
        """7.10.2023 and 7/10/2023, the day first; 7.10 only where "on" is written onto it."""
        piece = self.words[at : at + 5]
        if self.tokens[at].kind is not Kind.NUMBER:
            return None
        if len(piece) >= 5 and piece[1] == piece[3] and piece[1] in "/-":
            found = self._day(piece[4], piece[2], piece[0], at, at + 5, "figures")
            # Where the second figure cannot be a month, the first one is.
            return found or self._day(piece[4], piece[0], piece[2], at, at + 5, "figures")
        if piece[1:2] == ["/"] and len(piece) > 2 and (self._on(at) or self._is_joined(at)):
            return self._day_of_no_year(piece[0], piece[2], at, at + 3, "figures")
        day, dot, month = piece[0].partition(".")
        if not dot:
            return None
        if len(piece) >= 3 and piece[1] == "." and self.tokens[at + 2].kind is Kind.NUMBER:
            return self._day(piece[2], month, day, at, at + 3, "figures")
        is_day = self._is_joined(at) or (
            # "09.01", but not "at 14.05", a time.
            self.grammar.dotted and len(day) == len(month) == 2
            and not (at and self.grammar.clock.at(self.words, at - 1))
        )  # fmt: skip
        return self._day_of_no_year(day, month, at, at + 1, "figures") if is_day else None

    def day_and_month(self, at: int) -> Moment | None:
        if self.tokens[at].kind is not Kind.NUMBER or not self.words[at].isdigit():
            return None
        last, after = self.words[at], at + 1
        if self.words[after : after + 1] == ["-"] and self.words[after + 1 : after + 2]:
            following = self.words[after + 1]
            if following.isdigit():
                last, after = following, after + 2
            elif following in self.grammar.ordinal_endings:
                after += 2
        elif self.words[after : after + 1] and self.words[after] in self.grammar.ordinal_endings:
            after += 1
        after = self._past(self.grammar.fillers, after)
        if last == self.words[at] and (second := self._other_end(after)):
            last, after = second
        month = self._month(after)
        if month is None:
            return None
        end, number = month
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
        month = self._month(at) if self.grammar.month_first else None
        if month is None:
            return None
        end, number = month
        end += self.words[end : end + 1] == ["."]
        if end >= len(self.words) or not self.words[end].isdigit() or len(self.words[end]) > 2:
            return None
        day, end = self.words[end], end + 1
        if end < len(self.words) and self.words[end] in self.grammar.ordinal_endings:
            end += 1
        year, end = self._year_after(end)
        if year:
            return self._day(year, str(number), day, at, end, "month day")
        return self._day_of_no_year(day, str(number), at, end, "month day")

    def month_and_year(self, at: int) -> Moment | None:
        month = self._month(at)
        if month is None:
            return None
        end, number = month
        year, end = self._year_after(end)
        # A month that stands alone may be a name.
        is_name = at == 0 and len(self.words) == 1
        if not year and (is_name or self.grammar.doubtful.at(self.words, at)):
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
        return Moment(start, last, Grain.MONTH, at, end, "month", relative=not year)

    def year(self, at: int) -> Moment | None:
        word = self.words[at]
        if len(word) != 4 or not word.isdigit() or not 1990 <= int(word) <= 2100:
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

    # --- dates that count from the day of publication ------------------------------------------

    def night_before(self, at: int) -> Moment | None:
        found = self.grammar.early_night.at(self.words, at)
        if found is None or at + found[0] >= len(self.words):
            return None
        following = self.moment(at + found[0])
        if following is None or following.grain is not Grain.DAY:
            return None
        # "The night to 7 October" begins on the evening of the sixth.
        start = following.start - DAY if following.start == following.last else following.start
        return replace(following, start=start, first=at, part=Part.NIGHT, rule="night")

    def weekday(self, at: int) -> Moment | None:
        begins, last_said = at, False
        if found := self.grammar.last.at(self.words, at):
            at, last_said = at + found[0], True
        elif found := self.grammar.this.at(self.words, at):
            at += found[0]
        day = self._at(self.grammar.weekdays, at)
        if day is None or self.published is None:
            return None
        end, number = day
        if self.grammar.doubtful.at(self.words, at) and at == begins and not self._on(at):
            return None
        if self.grammar.last_after and (found := self.grammar.last.at(self.words, end)):
            # After a weekday it only says that it is over.
            end += found[0]
        until = self._next_day(end, number)
        back = (self.published.weekday() - number) % 7
        if last_said and back == 0:
            back = 7
        found_day = self.published - back * DAY
        if until and found_day < self.published:
            last = found_day + DAY
            return Moment(found_day, last, Grain.DAY, begins, until, "weekdays", relative=True)
        return Moment(found_day, found_day, Grain.DAY, begins, end, "weekday", relative=True)

    def _on(self, at: int) -> bool:
        return at > 0 and self.words[at - 1] in ("on", "у", "в", "во", "до", "за", "ב", "يوم")

    def said_day(self, at: int) -> Moment | None:
        if self.published is None:
            return None
        found = self.grammar.overnight.at(self.words, at)
        if found and not self._night_of_adate_of(at, at + found[0]):
            start, end = self.published - DAY, at + found[0]
            return Moment(
                start, self.published, Grain.DAY, at, end, "overnight", relative=True,
                part=Part.NIGHT,
            )  # fmt: skip
        if found := self.grammar.this_week.at(self.words, at):
            start = self.published - (self.published.weekday() - self.grammar.week_begins) % 7 * DAY
            return Moment(
                start, self.published, Grain.WEEK, at, at + found[0], "this week", relative=True
            )
        said = self._at(self.grammar.days, at)
        if said is None:
            return None
        day = self.published - said[1] * DAY
        return Moment(day, day, Grain.DAY, at, said[0], "said day", relative=True)

    def _night_of_adate_of(self, first: int, end: int) -> bool:
        return any(self.grammar.early_night.at(self.words, at) for at in range(first, end))

    def ago(self, at: int) -> Moment | None:
        before = self.grammar.ago_before.at(self.words, at)
        start = at + (before[0] if before else 0)
        if before and (two := self.grammar.two_units.at(self.words, start)):
            return self._back(2, two[1], at, start + two[0])
        hours = self._hours_ago(at, start, before is not None)
        if hours is not None:
            return hours
        number, at_unit = self._how_many(start)
        unit = self.grammar.units.at(self.words, at_unit)
        if unit is None or number is None:
            return None
        end = at_unit + unit[0]
        if not before:
            after = self.grammar.ago_after.at(self.words, end)
            if after is None:
                return None
            end += after[0]
        return self._back(number, unit[1], at, end)

    def _how_many(self, at: int) -> tuple[int | None, int]:
        count = self.grammar.numbers.read_at(self.tokens, at)
        if count is None:
            # "A week ago", "тиждень тому".
            return 1, at + (self.words[at : at + 1] == ["a"])
        return (count.low if count.low == count.high else None), count.end

    def _hours_ago(self, first: int, at: int, is_said: bool) -> Moment | None:
        """Read "an hour ago", "two hours ago", "قبل ساعة": the day of publication."""
        count = self.grammar.numbers.read_at(self.tokens, at)
        articles = self.words[at : at + 1] in (["an"], ["a"], ["חצי"], ["רבע"])
        start = count.end if count else at + articles
        unit = self.grammar.hours.at(self.words, start)
        if unit is None or self.published is None:
            return None
        end = start + unit[0]
        if not is_said:
            after = self.grammar.ago_after.at(self.words, end)
            if after is None or not (count or articles or self.grammar.prefixes or at == start):
                return None
            end += after[0]
        day = self.published
        return Moment(day, day, Grain.DAY, first, end, "hours ago", relative=True)

    def _back(self, count: int, unit: str, first: int, end: int) -> Moment | None:
        if self.published is None or count > 5000:
            return None
        days = {"day": 1, "week": 7, "month": 30, "year": 365}[unit] * count
        middle = self.published - days * DAY
        # "Two weeks ago" is a day more or less, "two months ago" a fortnight.
        loose = {"day": 0, "week": 1, "month": 15, "year": 182}[unit] * DAY
        grain = {"day": Grain.DAY, "week": Grain.WEEK, "month": Grain.MONTH, "year": Grain.YEAR}
        return Moment(
            middle - loose, min(middle + loose, self.published), grain[unit], first, end, "ago",
            relative=True,
        )  # fmt: skip

    def last_period(self, at: int) -> Moment | None:
        last = self.grammar.last.at(self.words, at)
        unit = self._at(self.grammar.units, at + last[0]) if last else None
        if unit is None and self.grammar.last_after and (unit := self._at(self.grammar.units, at)):
            last = self.grammar.last.at(self.words, unit[0])
            unit = (unit[0] + last[0], unit[1]) if last else None
        if unit is None or self.published is None or unit[1] == "day":
            return None
        start, until = previous(self.published, unit[1], self.grammar.week_begins)
        return Moment(start, until, Grain(unit[1]), at, unit[0], "last period", relative=True)

    # --- what stands around it -----------------------------------------------------------------

    def _with_surroundings(self, found: Moment) -> Moment:
        since = self.grammar.since.before(self.words, found.first)
        if found.grain is not Grain.DAY:
            return replace(found, background=since is not None)
        part, first, end = found.part, found.first, found.end
        if part is None and (after := self._at(self.grammar.parts, end)):
            end, part = after
        if part is None:
            start = first - 1 if self.words[first - 1 : first] and first else first
            if start > 0 and self.grammar.fillers.at(self.words, start):
                start -= 1
            for length in (2, 1):
                before = (
                    self._at(self.grammar.parts, start - length + 1)
                    if start >= length - 1
                    else None
                )
                if before and before[0] == start + 1 and start < first:
                    part, first = before[1], start - length + 1
                    break
        clock = self._clock_near(first, end)
        return replace(
            found, part=part, first=first, end=end, clock=clock, background=since is not None,
            grain=Grain.HOUR if clock and found.grain is Grain.DAY else found.grain,
        )  # fmt: skip

    def _clock_near(self, first: int, end: int) -> time | None:
        for at in (*range(end, min(end + 4, len(self.words))), *range(max(first - 8, 0), first)):
            hour, colon, minute = (*self.words[at : at + 3], "", "", "")[:3]
            if colon != ":" or not (hour.isdigit() and minute.isdigit()) or len(minute) != 2:
                continue
            if int(hour) > 23 or int(minute) > 59:
                continue
            pm = self.grammar.pm.at(self.words, at + 3)
            return time(int(hour) + (12 if pm and int(hour) < 12 else 0), int(minute))
        return None
