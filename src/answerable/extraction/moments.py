"""A date as a text says it: an interval of days, and how finely it was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
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
