"""What claims and rows state in the words of an incident: its days, and the figures of somebody."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from answerable.casework.codes import TimePrecision
from answerable.extraction.counts.numbers import Qualifier as Put
from answerable.node.desk.codes import Group, Qualifier
from answerable.node.desk.services.counts import LARGEST, Count

_PRECISION = {"week": TimePrecision.WEEK, "month": TimePrecision.MONTH, "year": TimePrecision.YEAR}
_STAFF = ("aid_workers", "medics", "journalists", "teachers", "rescuers")


def days(first: str, last: str, grain: str) -> dict[str, Any]:
    """Return when an incident was, of the days that were stated and how finely."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
    usual = TimePrecision.DAY if begin == end else TimePrecision.DAYS
    return {
        "start": datetime.combine(begin, time(), UTC),
        "end": datetime.combine(end, time(), UTC) if end != begin else None,
        "time_precision": _PRECISION.get(grain, usual),
    }


def as_put(low: int | None, high: int | None, put: str) -> tuple[int | None, int | None]:
    """Return a figure with the number that was said: "more than 30" is kept as 31 and open.

    Nobody said 31, and it would stand under the name of who said 30.
    """
    if put == Put.MORE_THAN and low and high is None:
        return low - 1, None
    if put == Put.LESS_THAN and high is not None and not low:
        return low, high + 1
    return low, high


def as_kept(low: int | None, high: int | None, put: str) -> tuple[int | None, int | None]:
    """Return a figure that a person gave with the number that was said as claims keep it."""
    if put == Put.MORE_THAN and low is not None and high is None:
        return min(low + 1, LARGEST), None
    if put == Put.LESS_THAN and high is not None and not low:
        return low, max(high - 1, 0)
    return low, high


def figure(
    counts: str, low: int | None, high: int | None, *, of: str, about: bool = False, put: str = ""
) -> Count:
    """Return what was counted as a figure; people of a kind that the desk has not are unknown.

    `put` is how the number was put by a text.
    """
    low, high = as_put(low, high, put)
    about = about or put in (Put.ABOUT, Put.SPAN)
    group = Group.STAFF if of in _STAFF else of or Group.TOTAL
    if group not in list(Group):
        group = Group.UNKNOWN
    qualifier = Qualifier.ABOUT if about and low is not None else None
    return Count(counts, low, high, group=group, qualifier=qualifier)
