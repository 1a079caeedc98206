"""A date as a text says it: an interval of days, and how finely it was said."""

from __future__ import annotations

from datetime import date, time, timedelta
from enum import StrEnum

from answerable.extraction.values import frozen

DAY = timedelta(days=1)


class Grain(StrEnum):
    """How finely a date was said."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Part(StrEnum):
    """A part of the day, as said."""

    NIGHT = "night"
    DAWN = "dawn"
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


_TO_THE_DAY = frozenset((Grain.DAY, Grain.HOUR))


@frozen
class Moment:
    """Days, the last one included, as a text says them."""

    start: date
    last: date
    grain: Grain
    first: int
    """The first piece of it."""
    end: int
    """The piece after its last one."""
    rule: str
    relative: bool = False
    background: bool = False
    part: Part | None = None
    clock: time | None = None
    aside: bool = False
    """The day of writing ("updated 4 March"), or one to come: no harm was done on it."""

    @property
    def is_a_day(self) -> bool:
        """Tell whether it is told to the day, beside what it is told of."""
        return self.grain in _TO_THE_DAY and not (self.aside or self.background)


def date_of(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def previous(published: date, unit: str, week_begins: int = 0) -> tuple[date, date]:
    """Return the week, month or year before that of publication."""
    if unit == "week":
        start = published - ((published.weekday() - week_begins) % 7 + 7) * DAY
        return start, start + 6 * DAY
    if unit == "month":
        last = published.replace(day=1) - DAY
        return last.replace(day=1), last
    return date(published.year - 1, 1, 1), date(published.year - 1, 12, 31)
