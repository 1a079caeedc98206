"""Days that are counted from another: from that of publication, or from the day told before."""

from __future__ import annotations

from abc import ABC

from answerable.extraction.text.phrases import Phrases
from answerable.extraction.values import replace
from answerable.extraction.when.moments import DAY, Grain, Moment
from answerable.extraction.when.saiddays import SaidDays

GRAINS = {"day": Grain.DAY, "week": Grain.WEEK, "month": Grain.MONTH, "year": Grain.YEAR}
DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
LONGEST_AGO = 5000
LONGEST_WITHIN = 60


class CountedDays(SaidDays, ABC):
    """Reads so many days ago, earlier and later, and the last so many days."""

    def ago(self, at: int) -> Moment | None:
        """Read "three days ago", "two weeks ago", "an hour ago"."""
        before = self._at(self.grammar.ago_before, at)
        start = before[0] if before else at
        is_since = before is not None and self.grammar.since.at(self.words, at) is not None
        if before and (two := self.grammar.two_units.at(self.words, start)):
            return self._back(2, two[1], at, start + two[0])
        hours = self._hours_ago(at, start, before is not None)
        if hours is not None:
            return hours
        start = self._past(self.grammar.hour_before, start) if before else start
        number, at_unit = self._how_many(start)
        unit = self._unit(at_unit)
        if unit and at_unit == start and (turned := self._turned(unit[0])):
            # "Дня три назад".
            number, unit = turned[1], (turned[0], unit[1])
        elif unit and at_unit == start and not before and self._is_several(at):
            return None
        if unit is None or number is None or (is_since and at_unit == start):
            return None
        end = unit[0]
        if not before:
            after = self.grammar.ago_after.at(self.words, end)
            if after is None:
                return None
            end += after[0]
        return self._back(number, unit[1], at, end)

    def _turned(self, at: int) -> tuple[int, int] | None:
        """Return where a number ends that stands behind its unit, and the number."""
        start = at + (self.words[at : at + 1] in (["зо"], ["з"], ["так"]))
        if start >= len(self.words):
            return None
        count = self.grammar.numbers.read_at(self.tokens, start)
        if count is None or count.low is None or count.low != count.high:
            return None
        is_ago = self.grammar.ago_after.at(self.words, count.end) is not None
        return (count.end, count.low) if is_ago else None

    def _is_several(self, at: int) -> bool:
        """Tell whether "several", "a couple of" stands before a unit: of how many is not said."""
        spans = self.grammar.numbers.spans
        return any(spans.at(self.words, near) for near in range(max(at - 2, 0), at)) or (
            at > 0 and self.words[at - 1] in ("of", "пару")
        )

    def _unit(self, at: int) -> tuple[int, str] | None:
        if night := self.grammar.night_units.at(self.words, at):
            return at + night[0], "day"
        unit = self.grammar.units.at(self.words, at)
        word = self.words[at] if at < len(self.words) else ""
        if unit is None and word.startswith(self.grammar.about_prefix):
            # "לפני כשבוע".
            unit = self.grammar.units.at([word[1:]], 0)
        return (at + unit[0], unit[1]) if unit else None

    def _how_many(self, at: int) -> tuple[int | None, int]:
        count = self.grammar.numbers.read_at(self.tokens, at)
        if count is None:
            # "A week ago", "тиждень тому".
            return 1, at + (self.words[at : at + 1] == ["a"])
        return (count.low if count.low == count.high else None), count.end

    def _hours_ago(self, first: int, at: int, is_said: bool) -> Moment | None:
        """Read "an hour ago", "two hours ago", "قبل ساعة": the day of publication."""
        few = self.grammar.numbers.spans.at(self.words, at)
        count = self.grammar.numbers.read_at(self.tokens, at)
        articles = self.words[at : at + 1] in (["an"], ["a"], ["חצי"], ["רבע"], ["כמה"], ["مدة"])
        start = count.end if count else at + (few[0] if few else articles)
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
        if self.published is None or count > LONGEST_AGO:
            return None
        exact = self.grammar.today.at(self.words, end)
        is_exact = exact is not None or (unit == "week" and count == 1)
        if exact:
            end += exact[0]
        if first and (today := self._today_before(first)):
            first, is_exact = first - today, True
        if is_exact and unit == "year":
            day = self.published.replace(year=self.published.year - count)
            return Moment(day, day, Grain.DAY, first, end, "ago", relative=True)
        middle = self.published - DAYS[unit] * count * DAY
        # "Two weeks ago" is a day more or less, "two months ago" a fortnight.
        loose = {"day": 0, "week": 0 if is_exact else 1, "month": 15, "year": 182}[unit] * DAY
        return Moment(
            middle - loose, min(middle + loose, self.published),
            Grain.DAY if is_exact else GRAINS[unit], first, end, "ago", relative=True,
        )  # fmt: skip

    def _today_before(self, at: int) -> int:
        found = self.grammar.today.before(self.words, at)
        return found[0] if found else 0

    def apart(self, at: int) -> Moment | None:
        """Read "two days earlier" and, where it opens a sentence, "two days later"."""
        if self.published is None:
            return None
        earlier = self._counted(at, self.grammar.earlier_before, self.grammar.earlier_after)
        if earlier is not None:
            number, end = earlier
            day = (self.said.start if self.said else self.published) - number * DAY
            return Moment(day, day, Grain.DAY, at, end, "days earlier", relative=True)
        if self.said is None or not self._opens(at):
            return None
        later = self._counted(at, self.grammar.later_before, self.grammar.later_after)
        if later is None:
            return None
        day = self.said.last + later[0] * DAY
        if day > self.published:
            return None
        return Moment(day, day, Grain.DAY, at, later[1], "days later", relative=True)

    def _counted(
        self, at: int, before: Phrases[bool], after: Phrases[bool]
    ) -> tuple[int, int] | None:
        """Return how many days are counted here, and where that ends.

        Either word may say it, the one before the number or the one behind the unit.
        """
        opened = self._at(before, at)
        start = opened[0] if opened else at
        if two := self._at(self.grammar.two_units, start):
            (end, unit), number = two, 2
        else:
            counted, at_unit = self._how_many(start)
            found = self._unit(at_unit)
            if found is None or counted is None:
                return None
            (end, unit), number = found, counted
        closed = after.at(self.words, end)
        if closed is None and opened is None:
            return None
        days = number * DAYS[unit]
        if unit not in ("day", "week") or days > LONGEST_WITHIN:
            return None
        return days, end + (closed[0] if closed else 0)

    def days_until_now(self, at: int) -> Moment | None:
        """Read "in the past two days", "за сутки", "خلال أسبوعين", "two nights running"."""
        if self.published is None:
            return None
        if found := self._at(self.grammar.past_day, at):
            start = self.published - DAY
            return Moment(start, self.published, Grain.DAY, at, found[0], "past day", relative=True)
        opened = self._at(self.grammar.within, at)
        start_at = opened[0] if opened else at
        start_at = self._past(self.grammar.within_last, start_at) if opened else start_at
        if two := self._at(self.grammar.two_units, start_at):
            (end, unit), number = two, 2
        else:
            counted, at_unit = self._how_many(start_at)
            if at_unit == start_at:
                return self._counted_behind(at, start_at) if opened else None
            at_unit = self._past(self.grammar.within_last, at_unit)
            found_unit = self._unit(at_unit)
            if found_unit is None or counted is None or counted < 2:
                return None
            (end, unit), number = found_unit, counted
        is_running = self.grammar.running.at(self.words, end)
        is_last = self.grammar.within_last.at(self.words, end) is not None
        if opened is None and is_running is None and not is_last:
            return None
        if earlier := self.grammar.earlier_after.at(self.words, end):
            # "За два дня до этого".
            day = (self.said.start if self.said else self.published) - number * DAYS[unit] * DAY
            end += earlier[0]
            return Moment(day, day, Grain.DAY, at, end, "days earlier", relative=True)
        days = self._until_now(number, unit, at, end, is_running)
        is_said = is_running or any(
            self.grammar.within_last.at(self.words, near) or self.grammar.last.at(self.words, near)
            for near in range(at, days.end if days else at)
        )
        return days if days is None or is_said else replace(days, rule="within days")

    def _counted_behind(self, at: int, at_unit: int) -> Moment | None:
        """Read "خلال الأيام الثلاثة الماضية": the number behind what it counts."""
        unit = self._unit(at_unit)
        if unit is None or unit[0] >= len(self.words):
            return None
        count = self.grammar.numbers.read_at(self.tokens, unit[0])
        if count is None or count.low is None or count.low != count.high or count.low < 2:
            return None
        if self.grammar.within_last.at(self.words, count.end) is None:
            return None
        return self._until_now(count.low, unit[1], at, count.end, None)

    def _until_now(
        self, number: int, unit: str, at: int, end: int, running: tuple[int, bool] | None
    ) -> Moment | None:
        days = number * DAYS[unit]
        if self.published is None or days > LONGEST_WITHIN or unit in ("month", "year"):
            return None
        end = end + running[0] if running else self._past(self.grammar.within_last, end)
        # Of days it is those before that of publication; a week and a night reach into it.
        last = self.published - (DAY if unit == "day" and not running else 0 * DAY)
        found = Moment(
            self.published - days * DAY, last, Grain.DAY, at, end, "past days", relative=True
        )
        return found if unit == "day" else replace(found, grain=Grain.WEEK)
