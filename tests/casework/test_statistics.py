"""Statistics: one definition each, tested on what commands have published."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.casework.statistics import (
    Ageing,
    Docket,
    Flow,
    Ledgers,
    Range,
    ReplyRate,
    Sent,
    Sum,
    ageing,
    flow,
    replies_received,
    reply_rate,
    totals,
)

START = datetime(2026, 1, 1, tzinfo=UTC)


def on(day: float) -> datetime:
    return START + timedelta(days=day)


@pytest.mark.parametrize(
    ("open_start", "received", "non_credible", "credible", "duplicate", "open_end"),
    [
        pytest.param(19, 41, 12, 5, 0, 43, id="CJTF-OIR, February 2017"),
        pytest.param(43, 27, 17, 9, 2, 42, id="CJTF-OIR, March 2017"),
        pytest.param(42, 43, 31, 16, 0, 38, id="CJTF-OIR, April 2017"),
        pytest.param(194, 15, 20, 3, 2, 184, id="CJTF-OIR, November 2018"),
        pytest.param(184, 10, 6, 5, 1, 182, id="CJTF-OIR, December 2018"),
        # Two of the 79 were reopened and had been counted open before: not counted again.
        pytest.param(97, 2, 13, 7, 0, 79, id="CJTF-OIR, August 2019"),
        pytest.param(4, 2, 3, 0, 0, 3, id="AFRICOM, fourth quarter of 2020"),
        pytest.param(3, 0, 2, 0, 0, 1, id="AFRICOM, the quarter after"),
    ],
)
def test_published_months_keep_the_identity(
    open_start: int, received: int, non_credible: int, credible: int, duplicate: int, open_end: int
) -> None:
    completed = {"non_credible": non_credible, "credible": credible, "duplicate": duplicate}

    assert Flow(open_start, received, completed).open_end == open_end


def test_what_was_reopened_is_open_again() -> None:
    assert Flow(10, 2, {"closed": 5}, reopened=1).open_end == 8


@st.composite
def dockets(draw: st.DrawFn) -> Docket:
    days = sorted(draw(st.lists(st.integers(0, 60), min_size=1, max_size=6)))
    moments = [on(day) for day in days]
    completed = [(moment, draw(st.sampled_from("abc"))) for moment in moments[1::2]]
    return Docket(moments[0], completed, moments[2::2])


@given(st.lists(dockets(), max_size=8), st.integers(0, 60), st.integers(0, 60))
def test_counted_from_cases_the_identity_holds_for_any_time(
    cases: list[Docket], one: int, other: int
) -> None:
    start, end = on(min(one, other)), on(max(one, other))

    counted = flow(cases, start, end)

    assert counted.open_start == sum(case.is_open(start) for case in cases)
    assert counted.open_end == sum(case.is_open(end) for case in cases)


@given(st.lists(dockets(), max_size=8), st.integers(0, 30), st.integers(0, 30))
def test_one_month_ends_as_the_next_begins(cases: list[Docket], one: int, more: int) -> None:
    first, second = flow(cases, on(0), on(one)), flow(cases, on(one), on(one + more))

    assert first.open_end == second.open_start


def test_the_reply_rate_is_three_numbers_and_what_they_leave_out() -> None:
    sent = [
        Sent(on(0), on(10), on(2), on(9)),
        Sent(on(0), on(10), on(2), on(12)),
        Sent(on(0), on(10), on(2)),
        Sent(on(0), on(10), substantive_at=on(11)),
        Sent(on(0), on(10)),
        Sent(on(0), on(40), on(1), on(2)),
        Sent(on(0), on(10), delivered=False),
    ]

    assert reply_rate(sent, on(20)) == ReplyRate(
        base=5, any_reply=4, substantive=3, within_deadline=1, not_yet_due=1, undelivered=1
    )


def test_a_late_reply_moves_the_figure_of_its_cohort() -> None:
    sent = [Sent(on(0), on(10), on(30), on(30))]

    assert reply_rate(sent, on(20)).substantive == 0
    assert reply_rate(sent, on(40)).substantive == 1
    assert reply_rate(sent, on(40)).within_deadline == 0


def test_by_the_calendar_a_reply_counts_when_it_came() -> None:
    sent = [Sent(on(0), on(10), on(30), on(30)), Sent(on(0), on(10), on(3)), Sent(on(0), on(10))]

    assert replies_received(sent, on(30), on(60)) == 1
    assert replies_received(sent, on(0), on(30)) == 0


def days(*numbers: float) -> list[timedelta]:
    return [timedelta(days=number) for number in numbers]


def test_ageing_of_nothing_is_not_zero() -> None:
    assert ageing([]) == Ageing(0, None, None)


@pytest.mark.parametrize(
    ("durations", "median", "p90"),
    [
        (days(4), 4, 4),
        (days(1, 2), 1.5, 2),
        (days(*range(10, 0, -1)), 5.5, 9),
        (days(*range(1, 12)), 6, 10),
    ],
)
def test_the_median_and_the_ninetieth_percentile(
    durations: list[timedelta], median: float, p90: float
) -> None:
    aged = ageing(durations)

    assert aged.median == timedelta(days=median)
    assert aged.p90 == timedelta(days=p90)


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=999)), min_size=1))
def test_the_percentile_is_a_duration_that_covers_nine_tenths(durations: list[timedelta]) -> None:
    aged = ageing(durations)

    assert aged.p90 in durations
    assert sum(d <= aged.p90 for d in durations if aged.p90 is not None) * 10 >= 9 * len(durations)


def test_the_two_ledgers_are_added_apart_and_contested_incidents_not_at_all() -> None:
    rows = [
        Ledgers(Range(3, 5), Range(1, 1)),
        Ledgers(Range(2, None), None),
        Ledgers(Range(), Range(0, 0)),
        Ledgers(None, Range(None, 4)),
        Ledgers(Range(100, 200), Range(0, 0), contested=True),
    ]

    added = totals(rows)

    assert added.reported == Sum(count=3, low=5, high=5, low_unknown=1, high_unknown=2)
    assert added.acknowledged == Sum(count=3, low=1, high=5, low_unknown=1)
    assert (added.contested, added.nothing_reported, added.nothing_acknowledged) == (1, 1, 1)
