"""Hours and parts of the day that stand without a day: "at 03:40", "о третій ночі", "at dawn"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from answerable.extraction.text.tokens import NUMBER
from answerable.extraction.when.counteddays import CountedDays
from answerable.extraction.when.datesigns import CLOCK, HOUR, PART
from answerable.extraction.when.moments import Part

LAST_HOUR, LAST_MINUTE, NOON, LATE = 24, 59, 12, 9


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour or a part of the day, where it stands."""

    first: int
    end: int
    clock: time | None = None
    part: Part | None = None


class Hours(CountedDays):
    """Reads the hours of a sentence, whether a day stands beside them or not."""

    def hours(self) -> list[Hour]:
        """Return the hours in a sentence, in order."""
        found: list[Hour] = []
        begins, end = self.begins & (HOUR | CLOCK), 0
        if not begins:
            return found
        for at, sign in enumerate(self.signs):
            may = sign & begins
            if at < end or not may:
                continue
            hour = self._in_figures(at) if sign & CLOCK else None
            if hour is None and may & HOUR:
                hour = self._counted_hour(at)
            if hour is not None:
                found.append(hour)
                end = hour.end
        return found

    def parts_of_the_day(self, taken: set[int]) -> list[Hour]:
        """Return the parts of the day that are said by themselves: "at dawn", "под утро"."""
        found: list[Hour] = []
        begins, end = self.begins & PART, 0
        if not begins:
            return found
        for at, sign in enumerate(self.signs):
            if not sign & begins or at in taken or at < end:
                continue
            if said := self._at(self.grammar.parts_alone, at):
                end = said[0]
                found.append(Hour(at, end, None, said[1]))
        return found

    def _in_figures(self, at: int) -> Hour | None:
        """03:40, 11.20pm, 0340 hrs, 3h40."""
        word, following = self.words[at], self.words[at + 1 : at + 3]
        if len(following) == 2 and following[0] in (":", "h") and word.isdigit():
            is_glued = self.tokens[at + 1].glued and self.tokens[at + 2].glued
            minute = following[1]
            # "2:1" is a score, "14:30:05" an hour with seconds.
            if is_glued and len(minute) == 2 and not self._is_score(at):
                return self._timed(word, minute, at, at + 3)
        marked = self.grammar.hour_marks.at(self.words, at + 1)
        if marked is None and len(word) == 4:
            marked = self.grammar.hours.at(self.words, at + 1)
        if len(word) == 4 and word.isdigit() and (marked or self._is_military(at)):
            return self._timed(word[:2], word[2:], at, at + 1 + (marked[0] if marked else 0))
        hour, dot, minute = word.partition(".")
        said = self._half_after(at + 1)[0] is not None or self._part_after(at + 1)[0] is not None
        if dot and len(minute) == 2 and said:
            return self._timed(hour, minute, at, at + 1)
        return None

    def _is_score(self, at: int) -> bool:
        return at > 0 and self.words[at - 1] == ":" and self.tokens[at].glued

    def _is_military(self, at: int) -> bool:
        """ "At 0340": an hour written so begins with a nought or follows such a word."""
        return self.words[at][0] == "0" and at > 0 and (
            self.grammar.clock.at(self.words, at - 1) is not None
        )  # fmt: skip

    def _timed(self, hour: str, minute: str, at: int, end: int) -> Hour | None:
        if not (hour.isdigit() and minute.isdigit()) or len(hour) > 2:
            return None
        if int(hour) >= LAST_HOUR or int(minute) > LAST_MINUTE:
            return None
        if self.words[end : end + 1] == [":"] and self.words[end + 1 : end + 2]:
            # "As of 18:00: 7 dead" has no seconds.
            is_glued = self.tokens[end].glued and self.tokens[end + 1].glued
            end += 2 if self.words[end + 1].isdigit() and is_glued else 0
        if marked := self.grammar.hour_marks.at(self.words, end):
            end += marked[0]
        is_late, end = self._half_after(end)
        part, end = self._part_after(end)
        return Hour(at, end, time(self._of_the_day(int(hour), part, is_late), int(minute)), part)

    def _half_after(self, at: int) -> tuple[bool | None, int]:
        """Return whether "pm" stands here, None where neither does, and where it ends."""
        for is_late, phrases in ((True, self.grammar.pm), (False, self.grammar.am)):
            if said := phrases.at(self.words, at):
                return is_late, at + said[0]
        return None, at

    def _part_after(self, at: int) -> tuple[Part | None, int]:
        said = self._at(self.grammar.hour_parts, at)
        return (said[1], said[0]) if said else (None, at)

    def _of_the_day(self, hour: int, part: Part | None, is_late: bool | None) -> int:
        hour %= LAST_HOUR
        if part in (Part.AFTERNOON, Part.EVENING) or (part is Part.NIGHT and hour >= LATE):
            # "Eleven at night", but "two at night".
            is_late = True
        elif part is not None and part is not Part.NOON:
            is_late = False
        if is_late is False and hour == NOON:
            return 0
        return hour + NOON if is_late and hour < NOON else hour

    def _counted_hour(self, at: int) -> Hour | None:
        """Read "2am", "о третій ночі", "الساعة الثالثة فجرا", "three in the morning"."""
        said = self._at(self.grammar.hour_ordinals, at)
        if said is None and self._at(self.grammar.weekdays, at):
            # "בשני בבוקר": on Monday morning.
            return None
        if said is not None:
            (end, number), is_ordinal = said, True
        else:
            counted = self._number(at)
            if counted is None or not 0 <= counted[1] <= LAST_HOUR:
                return None
            end, number = counted
            counted_end = end
            end += self.words[end : end + 1] == ["-"] and self._is_ending(end + 1)
            end += self._is_ending(end)
            is_ordinal = end > counted_end
        marked = self.grammar.hour_marks.at(self.words, end)
        end = end + marked[0] if marked else end
        is_late, end = self._half_after(end)
        # "Три дня" is three days, "в три дня" an hour.
        is_unit = marked is None and self._unit(end) is not None
        part, end = self._part_after(end)
        # "Three in the morning" needs no other word, "at 16 o'clock" no part of the day.
        is_said = (part is not None and not is_unit) or is_late is not None
        is_sure = marked is not None or is_ordinal or part is not None
        if not is_said and not self._is_led_to(at, is_sure):
            return None
        return Hour(at, end, time(self._of_the_day(number, part, is_late)), part)

    def _number(self, at: int) -> tuple[int, int] | None:
        """Return where a number ends and what it is; "3-й" counts nothing and is an hour."""
        if self.tokens[at].kind is NUMBER:
            is_short = self.words[at].isdigit() and len(self.words[at]) <= 2
            return (at + 1, int(self.words[at])) if is_short else None
        count = self.grammar.numbers.read_at(self.tokens, at)
        if count is None or count.low is None or count.low != count.high:
            return None
        return count.end, count.low

    def _is_ending(self, at: int) -> bool:
        word = self.words[at] if at < len(self.words) else ""
        return word in self.grammar.ordinal_endings or word in ("й", "ій", "ої", "ей", "ми")

    def _is_led_to(self, at: int, is_sure: bool) -> bool:
        """Tell whether "at" or "the hour" stands before a number that may be an hour."""
        return any(
            self.grammar.short_hours.before(self.words, before)
            or (is_sure and self.grammar.hour_before.before(self.words, before))
            for before in (at, at - 1)
            if before > 0 and (before == at or self._is_about(before))
        )

    def _is_about(self, at: int) -> bool:
        return self.words[at] == "-" or self.grammar.hour_before.at(self.words, at) is not None
