"""Read dates in five languages, also those that count from the day of publication.

A date is an interval of days with how finely it was said. "Since 7 October" is background: when
something began that is told beside the event. What cannot be resolved without a day of publication
is left out. Nothing raises, also where the calendar ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from answerable.extraction.text.phrases import words_of
from answerable.extraction.text.tokens import Token
from answerable.extraction.values import completed, replace
from answerable.extraction.when.datesigns import (
    BESIDE,
    COUNTED,
    FIGURES,
    HOLIDAY,
    MONTH,
    NIGHT,
    OF_DAYS,
    ORDINAL,
    PERIOD,
    SAID,
    SPAN,
    WEEKDAY,
)  # fmt: skip
from answerable.extraction.when.datewords import DateWords
from answerable.extraction.when.hours import Hour, Hours
from answerable.extraction.when.joining import joined
from answerable.extraction.when.moments import DAY, Grain, Moment, Part

NEAR_BEFORE, NEAR_AFTER = 8, 4
"""So many pieces before and after a date an hour is the date's."""
DATELINE_WITHIN = 8


def read(
    words: DateWords,
    tokens: Sequence[Token],
    published: date | None = None,
    said: Moment | None = None,
    begins: int | None = None,
) -> list[Moment]:
    """Return the dates in the pieces of a sentence, those that can be resolved.

    `said` is the day that the text told last: "two days earlier" and "at 03:40" count from there.
    `begins` is what may begin a date, where it was asked already.
    """
    text = words_of(tokens)
    if begins is None:
        begins = words.begins(words.said(text))
    if not begins:
        # Most sentences.
        return []
    signs = list(map(words.signs.__getitem__, text))
    return _Reader(words, tokens, published, said, signs, begins).all()


class _Reader(Hours):
    def __init__(
        self,
        grammar: DateWords,
        tokens: Sequence[Token],
        published: date | None,
        said: Moment | None,
        signs: Sequence[int],
        begins: int,
    ) -> None:
        super().__init__(grammar, tokens, published, signs, begins)
        self.said = said
        self.has_ago = bool(begins & COUNTED)
        self._of_days: set[Hour] = set()

    def all(self) -> list[Moment]:
        """Return the dates of the sentence in order."""
        hours = self.hours()
        inside = {at: one.end for one in hours for at in range(one.first, one.end)}
        found: list[Moment] = []
        end, begins = 0, self.begins & OF_DAYS
        for at, sign in enumerate(self.signs):
            if at < end or not sign & begins or at in inside:
                continue
            one = self.range_or_moment(at)
            if one is None:
                continue
            one = self._with_surroundings(one, hours)
            if found and one.first < found[-1].end:
                one = replace(one, first=found[-1].end)
            found.append(one)
            if one.is_a_day:
                self.said = one
            end = one.end
        found = joined(self.words, self.grammar, found)
        found = [self._beside_the_writing(one) for one in found]
        found = self._without_dateline(found)
        return found if any(one.is_a_day for one in found) else self._with_hours(found, hours)

    def moment(self, at: int) -> Moment | None:
        """Return the date that begins here; none where the calendar ends before it does."""
        if at >= len(self.words):
            return None
        try:
            found = self._moment(at)
        except (OverflowError, ValueError):
            return None
        return replace(found, aside=True) if found and self._is_to_come(found) else found

    def _moment(self, at: int) -> Moment | None:
        may = self.signs[at] & self.begins
        if may & FIGURES:
            return (
                self.iso(at)
                or self.in_figures(at)
                or self.day_and_month(at)
                or self.day_of_this_month(at)
                or (self._counted_moment(at) if self.has_ago else None)
                or self.year(at)
            )
        return (
            (self.night_before(at) if may & NIGHT else None)
            or (self.holiday(at) if may & HOLIDAY else None)
            or (self.day_in_words(at) if may & ORDINAL else None)
            or ((self.month_and_day(at) or self.month_and_year(at)) if may & MONTH else None)
            or (self.beside_the_said(at) if may & BESIDE else None)
            or (self._counted_moment(at) if may & COUNTED else None)
            or (self.days_until_now(at) if may & SPAN else None)
            or (self.weekday(at) if may & WEEKDAY else None)
            or (self.last_period(at) if may & PERIOD else None)
            or (self.said_day(at) if may & SAID else None)
        )

    def _counted_moment(self, at: int) -> Moment | None:
        return self.ago(at) or self.apart(at) or self.days_until_now(at)

    def night_before(self, at: int) -> Moment | None:
        """Read "the night to 7 October": it begins on the evening of the sixth."""
        found = None if self.is_sure else self._at(self.grammar.early_night, at)
        if found and self._at(self.grammar.weekdays, at):
            # "ליל שבת" is a day of its own.
            return None
        first = self._past(self.grammar.fillers, found[0]) if found else len(self.words)
        if first >= len(self.words):
            return None
        # No night is looked for within a night, nor within a span.
        self.is_sure = True
        try:
            following = self.range_or_moment(first) or self.bare_day(first)
        finally:
            self.is_sure = False
        if following is None or following.grain is not Grain.DAY:
            return None
        is_one = following.start == following.last
        is_of = self._at(self.grammar.night_of, at) is not None
        start = following.start - DAY if is_one and not is_of else following.start
        return replace(following, start=start, first=at, part=Part.NIGHT, rule="night")

    # --- from one day to another ---------------------------------------------------------------

    def range_or_moment(self, at: int) -> Moment | None:
        """Read "from 28 March to 2 April", "between July and October", or a date alone."""
        found = self.moment(at)
        if found is None or found.grain not in (Grain.DAY, Grain.MONTH):
            return found
        try:
            return self._until(found) or found
        except (OverflowError, ValueError):
            return found

    def _until(self, found: Moment) -> Moment | None:
        if found.start != found.last and found.grain is Grain.DAY:
            return None
        end = found.end
        if found.rule == "weekday" and (part := self._at(self.grammar.parts, end)):
            # "Sunday night into Monday".
            end = part[0]
        to = self.grammar.range_to.at(self.words, end)
        is_dash = self.words[end : end + 1] in (["-"], ["/"])
        # "بين يناير ومارس", "בין ינואר למרץ": the word between is a letter.
        is_joined = end < len(self.words) and self.words[end].startswith(self.grammar.joined_to)
        if to is None and not is_dash and not is_joined:
            return None
        after = self._past(self.grammar.fillers, end + (to[0] if to else is_dash))
        was_sure, self.is_sure = self.is_sure, True
        second = self.moment(after)
        self.is_sure = was_sure
        if second is None or second.grain is not found.grain or second.rule == "holiday":
            return None
        if (second.rule == "weekday") != (found.rule == "weekday") or second.aside:
            return None
        return self._spanned(found, second, self.words[end:after])

    def _spanned(self, found: Moment, second: Moment, between: list[str]) -> Moment | None:
        start = found.start
        if found.relative and not second.relative:
            # "Between 29 March and 4 April 2025": the year stands once.
            start = start.replace(year=second.last.year)
        if start > second.last:
            is_weekday = found.rule == "weekday"
            start = start - 7 * DAY if is_weekday else start.replace(year=start.year - 1)
        is_and = not between or self.grammar.joins.at(between, 0) is not None
        is_next = found.grain is Grain.DAY and second.start - start == DAY
        # "On 5 and 20 March" are two days, unless "between" stands before them.
        is_two = is_and and not is_next and not self._is_opened(found.first)
        if start > second.last or is_two:
            return None
        return replace(
            found, start=start, last=second.last, end=second.end, rule=f"{found.rule} to",
            relative=found.relative and second.relative,
        )  # fmt: skip

    def _is_opened(self, first: int) -> bool:
        at = first
        for _ in range(3):
            if self.grammar.between.before(self.words, at):
                return True
            at -= 1
            if at <= 0 or not (self.words[at] == "-" or self.grammar.fillers.at(self.words, at)):
                return False
        return False

    # --- what stands around it -----------------------------------------------------------------

    def _with_surroundings(self, found: Moment, hours: Sequence[Hour]) -> Moment:
        since = self.grammar.since.before(self.words, found.first)
        is_span = found.grain is Grain.DAY and found.start != found.last
        # "С 3 по 5 марта" is no beginning but all of it.
        is_since = since is not None and not is_span and not found.rule.endswith(" to")
        if found.grain is not Grain.DAY:
            return completed(found, background=is_since)
        part, first, end = found.part, found.first, found.end
        if part is None and (after := self._at(self.grammar.parts, end)):
            end, part = after
        if part is None:
            part, first = self._part_before_a_day(first)
        near = [
            one
            for one in hours
            if first - NEAR_BEFORE <= one.first < first or end <= one.first < end + NEAR_AFTER
        ]
        self._of_days.update(near)
        clock = near[0].clock if near else None
        return completed(
            found, part=part or (near[0].part if near else None), first=first, end=end,
            clock=clock, background=is_since,
            grain=Grain.HOUR if clock and found.start == found.last else found.grain,
        )  # fmt: skip

    def _part_before_a_day(self, first: int) -> tuple[Part | None, int]:
        """Return the part of the day that is said right before a day, and where it begins."""
        start = first - 1
        if start > 0 and self.grammar.fillers.at(self.words, start):
            start -= 1
        for length in (2, 1):
            at = start - length + 1
            before = self._at(self.grammar.parts, at) if at >= 0 else None
            if before and before[0] == start + 1:
                return before[1], at
        return None, first

    def _beside_the_writing(self, found: Moment) -> Moment:
        """Set aside "updated 4 March", "as of 7 March": days of writing."""
        at = found.first
        for _ in range(4):
            if self.grammar.writing.before(self.words, at):
                return replace(found, aside=True)
            at -= 1
            is_between = at >= 0 and (
                self.words[at] in (":", ",", "-", "|")
                or self.grammar.fillers.at(self.words, at)
                or self.words[at] in self.grammar.prefixes
            )
            if not is_between:
                break
        return found

    def _without_dateline(self, found: list[Moment]) -> list[Moment]:
        """Set aside "KYIV, March 3 (Agency) —" where the sentence goes on to say another day."""
        first = found[0] if found else None
        if len(found) < 2 or first is None or first.first > DATELINE_WITHIN or not first.first:
            return found
        is_calendar = first.rule.startswith(("day month", "month day", "figures", "day in"))
        if not is_calendar or self.words[first.first - 1] != "," or not found[1].is_a_day:
            return found
        following = self.words[first.end : first.end + DATELINE_WITHIN]
        if not following or following[0] not in "-(/" or "-" not in following:
            return found
        return [replace(first, aside=True), *found[1:]]

    # --- hours that no day stands beside ---------------------------------------------------------

    def _with_hours(self, found: list[Moment], hours: Sequence[Hour]) -> list[Moment]:
        """Add the hours of a sentence that says no day: they are of the day told last."""
        day = self.said.last if self.said else self.published
        if day is None:
            return found
        taken = {at for one in found for at in range(one.first, one.end)}
        taken |= {at for one in hours for at in range(one.first, one.end)}
        covered = {at for one in found for at in range(one.first, one.end)}
        hours = [
            one
            for one in hours
            if one not in self._of_days and covered.isdisjoint(range(one.first, one.end))
        ]
        alone = [*hours, *self.parts_of_the_day(taken)]
        added = [
            Moment(
                day, day, Grain.HOUR if one.clock else Grain.DAY, one.first, one.end,
                "hour" if one.clock else "part of day", relative=True, part=one.part,
                clock=one.clock,
            )
            for one in alone
        ]  # fmt: skip
        return sorted([*found, *added], key=lambda one: one.first)
