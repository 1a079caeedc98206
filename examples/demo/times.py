"""Turn the scenario's relative times and dates into real ones, for the day the demo is made."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

import msgspec

_T = TypeVar("_T", bound=msgspec.Struct)
_IN_TEXT = re.compile(r"\{day ([-+]\d{1,3})\}")
# Texts of the scenario are English; a locale of the machine must not change them.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def instant(when: str, today: date) -> datetime:
    """Return the instant of a relative time such as `-12 09:30`, in UTC."""
    day_part, _, clock = when.partition(" ")
    return datetime.combine(day(day_part, today), time.fromisoformat(clock), tzinfo=UTC)


def within(today: date, now: datetime) -> datetime:
    """Return now, or the last minute of the demo's day where making it went on past midnight.

    What the scenario calls due today is due on the day it is made for.
    """
    return min(now, instant("+0 23:59", today))


def day(offset: str, today: date) -> date:
    """Return the date of a relative day such as `-12`; a time after it is left aside."""
    return today + timedelta(days=int(offset.partition(" ")[0]))


def in_words(value: date) -> str:
    """Write a date as the texts do: `2 October 2026`."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def dated(text: str, today: date) -> str:
    """Replace every `{day -12}` in a text by that date in words."""
    return _IN_TEXT.sub(lambda found: in_words(day(found.group(1), today)), text)


def with_dates(thing: _T, today: date) -> _T:
    """Return the same struct with the dates filled in, in all its texts at any depth."""
    return msgspec.convert(_filled(msgspec.to_builtins(thing), today), type(thing))


def _filled(value: object, today: date) -> object:
    if isinstance(value, dict):
        return {key: _filled(item, today) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_filled(item, today) for item in value]
    if isinstance(value, str):
        return dated(value, today)
    return value
