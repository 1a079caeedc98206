"""Clocks: computed at a time, honest about pauses, and never late before delivery."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.casework.bodies import Resume, Suspend
from answerable.casework.codes import ClockStatus, LadderAction, PauseReason, ResumeReason
from answerable.casework.deadline import (
    Clock,
    clock,
    information_clock,
    ladder,
    question_clock,
    receipt_clock,
    total,
    waiting_time,
)
from answerable.casework.terms import preset_terms
from answerable.casework.thread import Question, Thread, replay
from tests.casework.cases import (
    ANSWERED,
    CLOSE,
    NOT_ANSWERED,
    PARTLY,
    START,
    WITHDRAW,
    A,
    B,
    Case,
    agreed,
    day,
    follow_up,
    later,
    raised_case,
    raising,
    received,
    response,
    supplying,
    wanting,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DELIVERED = START + HOUR


def q(thread: Thread, number: int = 1) -> Question:
    asked = thread.question(f"q{number}")
    assert asked is not None
    return asked


def paused_case(begin: float, until: float) -> Case:
    case = raised_case()
    case.says(B, Suspend(reason=PauseReason.ACCESS_DENIED, until=day(until)), day(begin))
    return case


def test_nothing_raised_has_no_clock() -> None:
    thread = replay([], {A, B})

    assert clock(thread, day(1)) == Clock(ClockStatus.NOT_DELIVERED)
    assert receipt_clock(thread, day(1)) == Clock(ClockStatus.NOT_DELIVERED)
    assert ladder(thread, day(1), preset_terms("en")) == ()


def test_what_was_not_delivered_is_never_overdue() -> None:
    case = Case()
    case.says(A, raising())

    shown = clock(case.thread, day(500))

    assert shown.status is ClockStatus.NOT_DELIVERED
    assert shown.elapsed == timedelta(0)
    assert receipt_clock(case.thread, day(500)).status is ClockStatus.NOT_DELIVERED
    assert ladder(case.thread, day(500), preset_terms("en")) == ()


@pytest.mark.parametrize(
    ("now", "status"),
    [
        (day(1), ClockStatus.RUNNING),
        (day(59.5), ClockStatus.RUNNING),
        (day(59.9), ClockStatus.DUE_TODAY),
        (day(60), ClockStatus.DUE_TODAY),
        (day(60) + timedelta(seconds=1), ClockStatus.OVERDUE),
    ],
)
def test_a_reply_runs_is_due_today_and_then_is_overdue(now: datetime, status: ClockStatus) -> None:
    shown = clock(raised_case().thread, now)

    assert shown.status is status
    assert shown.elapsed == now - DELIVERED


def test_today_is_the_day_where_the_reader_is() -> None:
    east = timezone(timedelta(hours=10))

    assert clock(raised_case().thread, day(59.4), zone=east).status is ClockStatus.DUE_TODAY
    assert clock(raised_case().thread, day(59.4), zone=UTC).status is ClockStatus.RUNNING


def test_the_receipt_that_we_hold_starts_the_clock_before_anybody_acknowledged() -> None:
    case = Case()
    inquiry = case.says(A, raising())

    shown = clock(case.thread, day(2), {inquiry.leaf: day(1)})

    assert shown.status is ClockStatus.RUNNING
    assert shown.started == day(1)


def test_a_late_delivery_moves_the_date_by_whole_days() -> None:
    case = Case()
    inquiry = case.says(A, raising())

    shown = clock(case.thread, day(61), {inquiry.leaf: day(20.6)})

    assert shown.due == day(80)
    assert shown.stated_due == day(60)
    assert shown.status is ClockStatus.RUNNING


def test_a_date_that_both_agreed_is_not_moved_by_late_delivery() -> None:
    case = Case()
    inquiry = case.says(A, raising())
    case.says(B, received(day(20)), day(20), about=(inquiry,))
    asked = case.says(B, later(day(90)), day(21))
    case.says(A, agreed(day(90)), day(22), about=(asked,))

    shown = clock(case.thread, day(30))

    assert (shown.due, shown.is_agreed) == (day(90), True)


def test_a_pause_stops_the_clock_and_the_total_goes_on() -> None:
    shown = clock(paused_case(10, 30).thread, day(20))

    assert shown.status is ClockStatus.PAUSED
    assert shown.elapsed == day(20) - DELIVERED
    assert shown.paused == 10 * DAY
    assert shown.due == day(70)


def test_after_its_cap_the_clock_runs_again_by_itself() -> None:
    shown = clock(paused_case(10, 30).thread, day(79))

    assert shown.status is ClockStatus.RUNNING
    assert shown.due == day(80)
    assert shown.paused == 20 * DAY


def test_a_pause_does_not_hide_that_the_date_had_passed() -> None:
    assert clock(paused_case(61, 80).thread, day(70)).status is ClockStatus.OVERDUE


def test_two_pauses_at_once_count_once() -> None:
    case = paused_case(10, 30)
    case.says(A, Suspend(reason=PauseReason.AGREED, until=day(40)), day(20))

    assert clock(case.thread, day(50)).paused == 30 * DAY


def test_a_pause_before_the_date_was_agreed_does_not_move_it() -> None:
    case = paused_case(10, 30)
    case.says(B, Resume(reason=ResumeReason.REASON_ENDED), day(15))
    asked = case.says(B, later(day(90)), day(16))
    case.says(A, agreed(day(90)), day(17), about=(asked,))

    shown = clock(case.thread, day(50))

    assert shown.due == day(90)
    assert shown.paused == 5 * DAY


def test_an_answered_question_shows_how_long_it_took_and_whether_it_was_late() -> None:
    case = raised_case()
    case.says(B, response(final=False, q1=ANSWERED), day(10))
    case.says(B, response(q2=PARTLY), day(61))
    thread = case.thread

    first = question_clock(thread, q(thread, 1), day(99))
    second = question_clock(thread, q(thread, 2), day(99))

    assert (first.status, first.is_late) == (ClockStatus.ANSWERED, False)
    assert first.elapsed == day(10) - DELIVERED
    assert (second.status, second.is_late) == (ClockStatus.ANSWERED, True)
    assert clock(thread, day(99)) == second


def test_an_answer_before_anybody_saw_a_receipt_is_answered_all_the_same() -> None:
    case = Case()
    case.says(A, raising())
    case.says(B, response(q1=ANSWERED, q2=ANSWERED), day(2))

    assert clock(case.thread, day(3)).status is ClockStatus.ANSWERED


def test_saying_that_it_is_not_answered_does_not_stop_the_clock() -> None:
    case = raised_case()
    case.says(B, response(q1=NOT_ANSWERED, q2=ANSWERED), day(10))

    assert clock(case.thread, day(61)).status is ClockStatus.OVERDUE


def test_the_most_pressing_question_is_the_inquirys_clock() -> None:
    case = raised_case()
    asking = case.says(A, follow_up(new=("q3",), due=day(20)), day(5))
    undelivered = clock(case.thread, day(30))

    shown = clock(case.thread, day(30), {asking.leaf: day(5)})

    assert undelivered.status is ClockStatus.RUNNING
    assert (shown.status, shown.due) == (ClockStatus.OVERDUE, day(20))


def test_a_question_asked_again_after_an_answer_starts_anew() -> None:
    case = raised_case()
    case.says(B, response(q1=PARTLY, q2=ANSWERED), day(30))
    asking = case.says(A, follow_up(again=("q1",), due=day(90)), day(40))

    shown = clock(case.thread, day(50), {asking.leaf: day(41)})

    assert shown.started == day(41)
    assert shown.elapsed == 9 * DAY
    assert shown.due == day(91)


def test_a_question_taken_back_has_no_clock_to_run() -> None:
    case = raised_case()
    case.says(A, WITHDRAW, day(3), about=(case.entries[0],))

    assert clock(case.thread, day(99)).status is ClockStatus.WITHDRAWN
    assert waiting_time(case.thread, day(99)).on_asked == timedelta(0)


def test_what_the_raising_side_closed_waits_for_nobody() -> None:
    case = raised_case()
    case.says(B, response(final=False, q1=ANSWERED), day(10))
    case.says(A, CLOSE, day(70))

    assert clock(case.thread, day(99)).status is ClockStatus.CLOSED
    assert receipt_clock(case.thread, day(99)).status is ClockStatus.ANSWERED


def test_a_persons_receipt_has_a_clock_of_its_own() -> None:
    case = Case()
    inquiry = case.says(A, raising())
    delivered = {inquiry.leaf: day(0.1)}
    assert receipt_clock(case.thread, day(4), delivered).status is ClockStatus.OVERDUE

    case.says(B, received(day(0.1)), day(5), about=(inquiry,))

    shown = receipt_clock(case.thread, day(9), delivered)
    assert (shown.status, shown.is_late) == (ClockStatus.ANSWERED, True)


def test_a_receipt_of_what_was_taken_back_is_not_waited_for() -> None:
    case = Case()
    inquiry = case.says(A, raising())
    case.says(A, WITHDRAW, day(1), about=(inquiry,))

    assert receipt_clock(case.thread, day(9)).status is ClockStatus.WITHDRAWN


def test_information_asked_for_has_a_clock_that_pauses_do_not_stop() -> None:
    case = raised_case()
    asking = case.says(B, wanting(1, due=day(20)), day(2))
    case.says(B, Suspend(reason=PauseReason.INFORMATION_OUTSTANDING, until=day(30)), day(3))
    delivered = {asking.leaf: day(2)}
    thread = case.thread
    shown = information_clock(thread, thread.information_requests[0], day(21), delivered)
    assert shown.status is ClockStatus.OVERDUE

    case.says(A, supplying(r1=ANSWERED), day(22))

    thread = case.thread
    shown = information_clock(thread, thread.information_requests[0], day(40), delivered)
    assert (shown.status, shown.elapsed) == (ClockStatus.ANSWERED, 20 * DAY)


def test_information_taken_back_is_not_waited_for() -> None:
    case = raised_case()
    asking = case.says(B, wanting(1), day(2))
    case.says(B, WITHDRAW, day(3), about=(asking,))
    thread = case.thread

    shown = information_clock(thread, thread.information_requests[0], day(40))

    assert shown.status is ClockStatus.WITHDRAWN


def test_the_ladder_says_which_steps_are_reached() -> None:
    steps = ladder(raised_case().thread, day(31), preset_terms("en"))

    assert [(action, reached) for _, action, reached in steps] == [
        (LadderAction.RECEIPT_CHECK, True),
        (LadderAction.FIRST_REMINDER, True),
        (LadderAction.RAISED_LEVEL, True),
        (LadderAction.SESSION_AGENDA, False),
        (LadderAction.DEADLINE, False),
        (LadderAction.LEVEL_UP, False),
    ]


def test_a_pause_moves_the_ladder() -> None:
    steps = ladder(paused_case(10, 30).thread, day(31), preset_terms("en"))

    assert [reached for _, _, reached in steps] == [True, False, False, False, False, False]


def test_both_sides_waiting_is_measured_apart() -> None:
    case = raised_case()
    asking = case.says(B, wanting(1), day(2))
    case.says(A, supplying(r1=ANSWERED), day(7))
    wanted = case.says(A, wanting(1), day(60))
    case.says(B, response(q1=ANSWERED, q2=ANSWERED), day(30))
    delivered = {asking.leaf: day(2), wanted.leaf: day(60)}

    waiting = waiting_time(case.thread, day(70), delivered)

    assert waiting.on_raising == 5 * DAY
    assert waiting.on_asked == (day(30) - DELIVERED) + 10 * DAY


def test_what_was_not_delivered_waits_for_nobody() -> None:
    case = Case()
    case.says(A, raising())
    case.says(B, wanting(1), day(2))

    assert waiting_time(case.thread, day(70)).on_asked == timedelta(0)
    assert waiting_time(case.thread, day(70)).on_raising == timedelta(0)


spans = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(
    lambda pair: (day(pair[0]), day(pair[1]))
)


@given(st.lists(spans))
def test_time_that_overlaps_is_counted_once(intervals: list[tuple[datetime, datetime]]) -> None:
    days = {n for begin, end in intervals for n in range((begin - START).days, (end - START).days)}

    assert total(intervals) == len(days) * DAY


@given(st.floats(0, 200), st.floats(0, 30), st.floats(0, 30))
def test_elapsed_is_never_less_than_what_was_paused(
    now: float, begin: float, length: float
) -> None:
    case = raised_case()
    at = day(begin).replace(microsecond=0)
    until = at + timedelta(seconds=int(length * 86_400) + 1)
    case.says(B, Suspend(reason=PauseReason.OTHER, until=until), at)

    shown = clock(case.thread, day(now))

    assert shown.elapsed >= shown.paused >= timedelta(0)
