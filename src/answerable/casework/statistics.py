"""Numbers about a channel, each with one definition, and none without what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Flow:
    """What came in and went out in a time. `completed` is by outcome, in the owner's words."""

    open_start: int
    received: int
    completed: Mapping[str, int] = field(default_factory=dict)
    reopened: int = 0

    @property
    def done(self) -> int:
        """Return how many were completed, whatever the outcome."""
        return sum(self.completed.values())

    @property
    def open_end(self) -> int:
        """Return how many are open at the end: the identity that every report must keep."""
        return self.open_start + self.received + self.reopened - self.done


@dataclass(frozen=True, slots=True)
class Docket:
    """When one case came in, and each time it was completed or reopened."""

    received_at: datetime
    completed: Sequence[tuple[datetime, str]] = ()
    reopened: Sequence[datetime] = ()

    def is_open(self, at: datetime) -> bool:
        """Tell whether the case is open at an instant; what happens at it counts as after."""
        closings = sum(moment < at for moment, _ in self.completed)
        openings = (self.received_at < at) + sum(moment < at for moment in self.reopened)
        return openings > closings


def flow(cases: Iterable[Docket], start: datetime, end: datetime) -> Flow:
    """Count from `start` up to, but not with, `end`. Completions and reopenings alternate."""
    open_start = received = reopened = 0
    completed: dict[str, int] = {}
    for case in cases:
        open_start += case.is_open(start)
        received += start <= case.received_at < end
        reopened += sum(start <= moment < end for moment in case.reopened)
        for moment, outcome in case.completed:
            if start <= moment < end:
                completed[outcome] = completed.get(outcome, 0) + 1
    return Flow(open_start, received, completed, reopened)


@dataclass(frozen=True, slots=True)
class Sent:
    """One inquiry as the reply rate sees it. `due` is the date that counts at the end."""

    sent_at: datetime
    due: datetime
    replied_at: datetime | None = None
    substantive_at: datetime | None = None
    delivered: bool = True


@dataclass(frozen=True, slots=True)
class ReplyRate:
    """Three numbers over one base, and what the base leaves out.

    `base` is what was delivered and is due; `not_yet_due` and `undelivered` are not in it.
    """

    base: int
    any_reply: int
    substantive: int
    within_deadline: int
    not_yet_due: int
    undelivered: int


def reply_rate(sent: Iterable[Sent], as_of: datetime) -> ReplyRate:
    """Count replies to a cohort, chosen by the date it was sent, as they stand at an instant.

    A late reply moves the cohort's figure whenever it comes. `within_deadline` counts substantive
    replies.
    """
    base = any_reply = substantive = within = not_yet_due = undelivered = 0
    for inquiry in sent:
        if not inquiry.delivered:
            undelivered += 1
        elif inquiry.due > as_of:
            not_yet_due += 1
        else:
            base += 1
            any_reply += _by(inquiry.replied_at, as_of) or _by(inquiry.substantive_at, as_of)
            substantive += _by(inquiry.substantive_at, as_of)
            within += _by(inquiry.substantive_at, inquiry.due)
    return ReplyRate(base, any_reply, substantive, within, not_yet_due, undelivered)


def _by(moment: datetime | None, limit: datetime) -> bool:
    return moment is not None and moment <= limit


def replies_received(sent: Iterable[Sent], start: datetime, end: datetime) -> int:
    """Count substantive replies by the date they came, whenever the inquiry was sent."""
    return sum(
        inquiry.substantive_at is not None and start <= inquiry.substantive_at < end
        for inquiry in sent
    )


@dataclass(frozen=True, slots=True)
class Ageing:
    """How long things took or have waited. None where there is nothing to measure."""

    count: int
    median: timedelta | None
    p90: timedelta | None


def ageing(durations: Iterable[timedelta]) -> Ageing:
    """Return the median and the 90th percentile.

    The median of an even number is the mean of the middle two; the percentile is the nearest rank,
    so it is always one of the durations.
    """
    ordered = sorted(durations)
    if not ordered:
        return Ageing(0, None, None)
    upper = len(ordered) // 2
    lower = (len(ordered) - 1) // 2
    # The smallest rank that covers nine tenths, without floating point.
    rank = -(-9 * len(ordered) // 10)
    return Ageing(len(ordered), (ordered[lower] + ordered[upper]) / 2, ordered[rank - 1])


@dataclass(frozen=True, slots=True)
class Range:
    """A figure from low to high. An end that is None is unknown, which is not zero."""

    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Ledgers:
    """One incident's two figures: what sources report, what the party asked acknowledges.

    None says that nothing was stated; a Range of None says that it was stated as unknown.
    """

    reported: Range | None
    acknowledged: Range | None
    contested: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of ranges: lows with lows, highs with highs.

    `low_unknown` and `high_unknown` say how many stated figures the sum has no end for.
    """

    count: int = 0
    low: int = 0
    high: int = 0
    low_unknown: int = 0
    high_unknown: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """The two ledgers side by side, never merged. Contested incidents are counted, not summed."""

    reported: Sum
    acknowledged: Sum
    contested: int
    nothing_reported: int
    nothing_acknowledged: int


def totals(rows: Iterable[Ledgers]) -> Totals:
    """Add up the figures of incidents, apart for each ledger, leaving out contested incidents."""
    listed = list(rows)
    summed = [row for row in listed if not row.contested]
    reported = [row.reported for row in summed if row.reported is not None]
    acknowledged = [row.acknowledged for row in summed if row.acknowledged is not None]
    return Totals(
        reported=_sum(reported),
        acknowledged=_sum(acknowledged),
        contested=len(listed) - len(summed),
        nothing_reported=len(summed) - len(reported),
        nothing_acknowledged=len(summed) - len(acknowledged),
    )


def _sum(ranges: list[Range]) -> Sum:
    lows = [figure.low for figure in ranges if figure.low is not None]
    highs = [figure.high for figure in ranges if figure.high is not None]
    return Sum(
        count=len(ranges),
        low=sum(lows),
        high=sum(highs),
        low_unknown=len(ranges) - len(lows),
        high_unknown=len(ranges) - len(highs),
    )
