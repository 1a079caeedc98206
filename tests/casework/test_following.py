"""The ladder of a case: what is next, and what moves it."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from answerable.casework.bodies import Suspend
from answerable.casework.calendar import Calendar
from answerable.casework.codes import LadderAction, PauseReason, Side, Urgency
from answerable.casework.deadline import after_pauses
from answerable.casework.following import Round, current_round
from answerable.casework.terms import preset_terms
from answerable.casework.thread import Pause, replay
from tests.casework.cases import (
    ANSWERED,
    CLOSE,
    PARTLY,
    START,
    A,
    B,
    Case,
    agreed,
    day,
    follow_up,
    later,
    raised_case,
    raising,
    response,
)

TERMS = preset_terms("en")
REMINDER = ("first_reminder", 1)
SATURDAY_SUNDAY = Calendar(weekend=frozenset({5, 6}))


def round_of(
    case: Case, calendar: Calendar | None = None, delivered: dict[str, datetime] | None = None
) -> Round:
    found = current_round(case.thread, TERMS, delivered or {}, calendar)
    assert found is not None
    return found


def actions(found: Round) -> list[LadderAction]:
    return [rung.action for rung in found.rungs]


def test_the_ladder_runs_from_delivery() -> None:
    found = round_of(raised_case())

    assert actions(found) == [
        LadderAction.FIRST_REMINDER,
        LadderAction.RAISED_LEVEL,
        LadderAction.SESSION_AGENDA,
        LadderAction.DEADLINE,
        LadderAction.LEVEL_UP,
    ]
    assert found.rungs[0].at == START + timedelta(hours=1) + timedelta(days=14)
    assert found.rungs[3].at == day(60)


def test_a_receipt_is_checked_only_where_nobody_was_heard() -> None:
    case = Case()
    raised = case.says(A, raising(urgency=Urgency.URGENT))

    found = current_round(case.thread, TERMS, {raised.leaf: day(1)})

    assert found is not None
    first = found.next(())
    assert first is not None
    assert (first.action, first.at) == (LadderAction.RECEIPT_CHECK, day(2))


def test_there_is_no_ladder_where_nothing_is_owed() -> None:
    quiet, undelivered, answered, closed = replay([], {A, B}), Case(), raised_case(), raised_case()
    undelivered.says(A, raising())
    answered.says(B, response(q1=ANSWERED, q2=ANSWERED), day(5))
    closed.says(A, CLOSE, day(5))

    for thread in (quiet, undelivered.thread, answered.thread, closed.thread):
        assert current_round(thread, TERMS) is None
    assert closed.thread.is_closed_for(Side.RAISING)


def test_what_was_taken_is_not_next_nor_what_stands_before_it() -> None:
    found = round_of(raised_case())

    after_reminder, after_level = found.next({REMINDER}), found.next({("raised_level", 1)})

    assert after_reminder is not None
    assert after_reminder.action is LadderAction.RAISED_LEVEL
    assert after_level is not None
    assert after_level.action is LadderAction.SESSION_AGENDA
    assert found.next({("level_up", 1)}) is None


def test_a_reminder_begins_no_new_round_and_asking_what_was_answered_does() -> None:
    case = raised_case()
    before = round_of(case)
    case.says(A, follow_up(again=("q1", "q2"), due=day(70)), day(20))
    reminded = round_of(case)
    case.says(B, response(q1=ANSWERED, q2=PARTLY), day(25))
    again = case.says(A, follow_up(again=("q2",), due=day(90)), day(30))
    anew = round_of(case, delivered={again.leaf: day(31)})

    assert reminded.leaf == before.leaf
    assert reminded.rungs[0] == before.rungs[0]
    assert anew.leaf == again.leaf
    assert anew.rungs[0].action is LadderAction.RECEIPT_CHECK
    assert anew.rungs[0].at == day(34)


def test_from_the_deadline_on_the_steps_go_with_the_agreed_date() -> None:
    case = raised_case()
    asked = case.says(B, later(day(80)), day(10))
    case.says(A, agreed(day(80)), day(11), about=(asked,))

    found = round_of(case)

    by_action = {rung.action: rung.at for rung in found.rungs}
    assert by_action[LadderAction.DEADLINE] == day(80)
    assert by_action[LadderAction.LEVEL_UP] == day(81)
    assert by_action[LadderAction.SESSION_AGENDA] < day(46)


def test_a_pause_moves_what_is_after_it_alone() -> None:
    case = raised_case()
    case.says(B, Suspend(reason=PauseReason.ACCESS_DENIED, until=day(30)), day(20))

    moved = round_of(case)

    plain = round_of(raised_case())
    assert moved.rungs[0].at == plain.rungs[0].at
    assert moved.rungs[1].at == plain.rungs[1].at + timedelta(days=10)


def test_an_ordinary_step_waits_for_a_working_day_and_an_urgent_one_does_not() -> None:
    ordinary = raised_case()
    urgent = raised_case(urgency=Urgency.URGENT)
    calendar = Calendar(holidays=frozenset(date(2026, 3, 1) + timedelta(d) for d in range(60)))

    waits, goes = round_of(ordinary, calendar), round_of(urgent, calendar)

    assert all(calendar.is_working(rung.due.date()) for rung in waits.rungs)
    assert any(rung.due > rung.at for rung in waits.rungs)
    assert all(rung.due == rung.at for rung in goes.rungs)


@given(
    st.integers(0, 3000),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 400)), max_size=5),
)
def test_a_pause_never_brings_a_step_nearer(span: int, stretches: list[tuple[int, int]]) -> None:
    start, hour = START, timedelta(hours=1)
    pauses = [
        Pause(Side.ASKED, PauseReason.ACCESS_DENIED, "l", start + a * hour, start + (a + b) * hour)
        for a, b in stretches
    ]

    moved = after_pauses(start, span * hour, pauses)

    assert start + span * hour <= moved
    assert moved <= start + span * hour + sum((p.end - p.begin for p in pauses), timedelta(0))
    assert moved <= after_pauses(start, (span + 1) * hour, pauses)


@given(st.integers(0, 400), st.sets(st.integers(0, 6), max_size=6))
def test_a_step_is_due_on_a_working_day_and_never_before_it_is_reached(
    later_by: int, weekend: set[int]
) -> None:
    case = Case()
    raised = case.says(A, raising())
    calendar = Calendar(weekend=frozenset(weekend))

    found = round_of(case, calendar, {raised.leaf: day(later_by)})

    for rung in found.rungs:
        assert rung.due >= rung.at
        assert calendar.is_working(rung.due.astimezone(UTC).date())
