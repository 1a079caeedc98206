"""Say whether a wall clock showed a time once, twice or never, so that no hour is guessed."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from enum import StrEnum


class Shown(StrEnum):
    """How often the clocks of a zone showed a local time."""

    ONCE = "once"
    TWICE = "twice"
    NEVER = "never"


def shown(local: datetime, zone: tzinfo) -> Shown:
    """Return how often a local time without a zone was shown; clocks go forward and back."""
    first = local.replace(tzinfo=zone, fold=0)
    second = local.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return Shown.ONCE
    again = first.astimezone(UTC).astimezone(zone)
    return Shown.TWICE if again.replace(tzinfo=None, fold=0) == local else Shown.NEVER


def is_second(instant: datetime, zone: tzinfo) -> bool:
    """Tell whether an instant is the later one of a time that the clocks showed twice."""
    local = instant.astimezone(zone)
    return shown(local.replace(tzinfo=None, fold=0), zone) is Shown.TWICE and local.fold == 1
