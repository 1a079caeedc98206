"""Days that a word names beside that of publication: "on Monday", "overnight", "last week"."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date

from answerable.extraction.when.calendardays import CalendarDays
from answerable.extraction.when.datesigns import NIGHT
from answerable.extraction.when.moments import DAY, Grain, Moment, Part, previous


class SaidDays(CalendarDays, ABC):
    """Reads weekdays, nights, weekends and periods beside the publication or the day told last."""

    said: Moment | None = None
    """The day told last, from which "two days earlier" counts."""

    def weekday(self, at: int) -> Moment | None:
        """Read "on Monday", "last Friday", "between Friday and Saturday"."""
        begins, last_said = at, False
        if found := self.grammar.last.at(self.words, at):
            at, last_said = at + found[0], True
        elif found := self.grammar.this.at(self.words, at):
            at += found[0]
        day = self._at(self.grammar.weekdays, at)
        if day is None or self.published is None:
            return None
        end, number = day
        is_number = (
            end == at + 1
            and self._at(self.grammar.doubtful, at) is not None
            and (self.grammar.numbers.read_at(self.tokens, at) is not None)
        )
        is_doubtful = at == begins and (
            is_number or self.grammar.doubtful.at(self.words, at) is not None
        )
        if is_doubtful and not self._is_surely_a_weekday(at, end, is_number):
            return None
        found = self.grammar.last.at(self.words, end)
        if found and (self.grammar.last_after or not self._at(self.grammar.units, end + 1)):
            # After a weekday it only says that it is over.
            end += found[0]
        if week := self._week_after(end):
            # "On Tuesday last week".
            first, week_ends = week
            day_of_it = first + (number - self.grammar.week_begins) % 7 * DAY
            return Moment(
                day_of_it, day_of_it, Grain.DAY, begins, week_ends, "weekday", relative=True
            )
        until = self._next_day(end, number)
        back = (self.published.weekday() - number) % 7
        if last_said and back == 0:
            back = 7
        found_day = self.published - back * DAY
        if until and found_day < self.published:
            last = found_day + DAY
            return Moment(found_day, last, Grain.DAY, begins, until, "weekdays", relative=True)
        return Moment(found_day, found_day, Grain.DAY, begins, end, "weekday", relative=True)

    def _week_after(self, at: int) -> tuple[date, int] | None:
        """Return the first day of the week that is said after a weekday, and where that ends."""
        start = self._past(self.grammar.fillers, at)
        start += self.words[start : start + 1] in (["на"], ["في"])
        if start >= len(self.words) or self.published is None:
            return None
        found = self.last_period(start)
        if found is not None and found.grain is Grain.WEEK:
            return found.start, found.end
        if this := self._at(self.grammar.this_week, start):
            first = self.published - (self.published.weekday() - self.grammar.week_begins) % 7 * DAY
            return first, this[0]
        return None

    def _is_surely_a_weekday(self, at: int, end: int, is_number: bool) -> bool:
        """Tell whether what stands around makes a weekday sure: "надвечір неділі", "שבת בבוקר"."""
        if self.is_sure or self._at(self.grammar.parts, end) is not None:
            return True
        if is_number:
            # "בין שני בתים": two, and no Monday.
            return False
        part = self._at(self.grammar.parts, at - 1) if at else None
        is_part = part is not None and part[0] == at
        is_led = is_part or self.grammar.between.before(self.words, at) is not None
        return is_led or self._on(at) or self._stands_alone(at, end)

    def _stands_alone(self, at: int, end: int) -> bool:
        """Tell whether marks stand on both sides: "Волчанск, среда."."""
        before = at > 0 and self.words[at - 1] in (",", "-", ".", "(", "|")
        after = end >= len(self.words) or self.words[end] in (",", ".", ":", "-", ")", "|", "!")
        return before and after

    def said_day(self, at: int) -> Moment | None:
        """Read "yesterday", "overnight", "this week", "at the weekend", "the previous day"."""
        if self.published is None:
            return None
        found = self.grammar.overnight.at(self.words, at)
        if found and not self._names_its_night(at, at + found[0]):
            start, end = self.published - DAY, at + found[0]
            return Moment(
                start, self.published, Grain.DAY, at, end, "overnight", relative=True,
                part=Part.NIGHT,
            )  # fmt: skip
        if before := self._at(self.grammar.night_before_last, at):
            first, last = self.published - 2 * DAY, self.published - DAY
            return Moment(
                first, last, Grain.DAY, at, before[0], "overnight", relative=True, part=Part.NIGHT
            )
        if weekend := self._at(self.grammar.weekend, at):
            return self._weekend(at, weekend[0])
        if ended := self._at(self.grammar.end_of_last_week, at):
            _start, last = previous(self.published, "week", self.grammar.week_begins)
            return Moment(last - DAY, last, Grain.DAY, at, ended[0], "weekend", relative=True)
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

    def _weekend(self, at: int, end: int) -> Moment | None:
        if self.published is None:
            return None
        if found := self.grammar.last.at(self.words, end):
            end += found[0]
        start = self.published - (self.published.weekday() - self.grammar.weekend_begins) % 7 * DAY
        last = min(start + DAY, self.published)
        return Moment(start, last, Grain.DAY, at, end, "weekend", relative=True)

    def beside_the_said(self, at: int) -> Moment | None:
        """Read "the previous day", and "the next day" where it opens a sentence.

        Elsewhere the next day is mostly that of a death in hospital: no day of an incident.
        """
        if self.published is None:
            return None
        longer = self._at(self.grammar.days, at)
        found = self._at(self.grammar.previous_day, at)
        if found and not (longer and longer[0] >= found[0]):
            day = (self.said.start if self.said else self.published) - DAY
            return Moment(day, day, Grain.DAY, at, found[0], "previous day", relative=True)
        if self.said and self._opens(at) and (found := self._at(self.grammar.next_day, at)):
            day = self.said.last + DAY
            if day <= self.published:
                return Moment(day, day, Grain.DAY, at, found[0], "next day", relative=True)
        return None

    def _opens(self, at: int) -> bool:
        """Tell whether a sentence or a part of it begins here: "...; the next morning"."""
        return at <= 2 or any(word in ",;:-" for word in self.words[at - 2 : at])

    def _names_its_night(self, first: int, end: int) -> bool:
        return any(self.signs[at] & NIGHT and self.night_before(at) for at in range(first, end))

    @abstractmethod
    def night_before(self, at: int) -> Moment | None:
        """Read "the night to 7 October": for what reads spans, which a night may be to."""

    def last_period(self, at: int) -> Moment | None:
        """Read "last week", "last month"."""
        last = self.grammar.last.at(self.words, at)
        unit = self._at(self.grammar.units, at + last[0]) if last else None
        if unit is None and self.grammar.last_after and (unit := self._at(self.grammar.units, at)):
            last = self.grammar.last.at(self.words, unit[0])
            unit = (unit[0] + last[0], unit[1]) if last else None
        if unit is None or self.published is None or unit[1] == "day":
            return None
        start, until = previous(self.published, unit[1], self.grammar.week_begins)
        return Moment(start, until, Grain(unit[1]), at, unit[0], "last period", relative=True)
