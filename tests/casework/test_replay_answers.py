"""Replay: raising, receiving, answering, asking again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from answerable.casework.codes import (
    EscalationLevel,
    Measure,
    Method,
    Position,
    RedressStatus,
    Rejection,
    Side,
    State,
)
from answerable.casework.thread import Thread, replay
from tests.casework.cases import (
    ANSWERED,
    DECLINED,
    NOT_ANSWERED,
    PARTLY,
    START,
    STILL_EXAMINING,
    A,
    B,
    Case,
    day,
    follow_up,
    found,
    last,
    raised_case,
    raising,
    received,
    response,
)


def test_nothing_said_is_an_empty_account() -> None:
    thread = replay([], {A, B})

    assert thread == Thread(parties=(A, B))
    assert (thread.receipt_due, thread.delivered_at, thread.side_of(A)) == (None, None, None)
    assert thread.waiting_on == frozenset()


def test_the_one_who_raises_is_the_raising_side_whoever_it_is() -> None:
    case = Case()
    case.says(B, raising())

    thread = case.thread

    assert (thread.raising, thread.asked) == (B, A)
    assert thread.side_of(B) is Side.RAISING
    assert thread.party_of(Side.ASKED) == A
    assert thread.side_of("stranger") is None


def test_a_receipt_by_a_person_starts_the_clock_at_delivery() -> None:
    case = Case()
    inquiry = case.says(A, raising())
    assert case.thread.state is State.RAISED
    assert case.thread.delivered_at is None

    case.says(B, received(START + timedelta(hours=1)), day(1), about=(inquiry,))

    thread = case.thread
    assert thread.state is State.ACKNOWLEDGED
    assert thread.delivered_at == START + timedelta(hours=1)
    assert thread.acknowledged_at == day(1)
    assert thread.receipt_due == day(3)


def test_a_receipt_is_not_dated_before_the_delivery_it_cites() -> None:
    case = Case()
    inquiry = case.says(A, raising())

    case.says(B, received(day(2)), day(1), about=(inquiry,))

    assert last(case) is Rejection.BAD_TIME
    assert case.thread.delivered_at is None


def test_an_interim_says_that_it_is_examined() -> None:
    case = raised_case()
    case.says(B, STILL_EXAMINING)

    assert case.thread.state is State.EXAMINING


def test_a_partial_response_leaves_the_rest_open() -> None:
    case = raised_case()
    case.says(B, response(final=False, q1=ANSWERED), day(5))

    thread = case.thread
    assert thread.state is State.PARTLY_ANSWERED
    assert [asked.id for asked in thread.open_questions] == ["q2"]
    assert thread.waiting_on == {Side.ASKED}


def test_a_final_response_with_a_question_not_answered_leaves_it_owed() -> None:
    case = raised_case()
    case.says(B, response(q1=DECLINED, q2=NOT_ANSWERED), day(5))

    thread = case.thread
    assert thread.state is State.ANSWERED
    assert [asked.id for asked in thread.open_questions] == ["q2"]


def test_when_all_is_answered_the_raising_side_is_waited_for() -> None:
    case = raised_case()
    case.says(B, response(q1=ANSWERED, q2=PARTLY), day(5))

    assert case.thread.waiting_on == {Side.RAISING}


def test_positions_figures_measures_and_redress_are_kept_with_their_history() -> None:
    case = raised_case()
    first = case.says(B, found(None, None, Position.DENIES_HARM), day(5))
    second = case.says(B, found(2, 4), day(9))

    thread = case.thread
    assert [said.leaf for said in thread.positions] == [first.leaf, second.leaf]
    position = thread.position_on("i1")
    assert position is not None
    assert position.position is Position.ACCEPTS_PARTIALLY
    assert [(row.low, row.high) for row in thread.figures_on("i1")] == [(2, 4)]
    assert [said.value.code for said in thread.measures] == [Measure.DISCIPLINE] * 2
    assert [said.value.status for said in thread.redress] == [RedressStatus.OFFERED] * 2
    assert [said.value for said in thread.methods] == [Method.SITE_VISIT] * 2
    assert thread.position_on("i2") is None


def test_a_follow_up_asks_further_and_again() -> None:
    case = raised_case()
    case.says(B, response(q1=PARTLY, q2=ANSWERED), day(30))
    level = EscalationLevel.AMBASSADOR
    body = follow_up(new=("q3",), again=("q1",), due=day(90), level=level)
    asking = case.says(A, body, day(40))

    thread = case.thread
    first = thread.question("q1")
    assert thread.state is State.FOLLOWED_UP
    assert [asked.id for asked in thread.open_questions] == ["q1", "q3"]
    assert first is not None
    assert (first.times_asked, first.opened_in, first.due) == (2, asking.leaf, day(90))
    assert [given.code for given in first.history] == [PARTLY]
    assert [period.settled_at for period in first.periods] == [day(30), None]
    assert thread.level is level
    assert thread.reply_due == day(90)


def test_a_reminder_of_an_open_question_does_not_start_its_clock_anew() -> None:
    case = raised_case()
    case.says(A, follow_up(again=("q1",), due=day(75)), day(61))

    asked = case.thread.question("q1")
    assert asked is not None
    assert (asked.opened_at, asked.due, asked.times_asked) == (START, day(75), 2)
    assert len(asked.periods) == 1


@pytest.mark.parametrize("first", [A, B])
def test_asking_again_does_not_open_a_question_whose_answer_was_on_its_way(first: str) -> None:
    case = raised_case()
    case.says(B, response(q1=ANSWERED, q2=ANSWERED), day(30))
    case.says(A, follow_up(again=("q1",), due=day(75)), day(30), seen=1)
    renamed = {A: "1" if first == A else "2", B: "2" if first == A else "1"}
    entries = [
        replace(
            entry,
            origin=renamed[entry.origin],
            heads=tuple(replace(head, origin=renamed[head.origin]) for head in entry.heads),
            refs=tuple(replace(ref, origin=renamed[ref.origin]) for ref in entry.refs),
        )
        for entry in case.entries
    ]

    thread = replay(entries, {A, B})

    assert thread.open_questions == ()
    assert thread.misplaced == ()


def test_a_question_asked_again_after_a_bare_refusal_to_answer_keeps_its_first_clock() -> None:
    case = raised_case()
    case.says(B, response(q1=NOT_ANSWERED, q2=ANSWERED), day(30))
    case.says(A, follow_up(again=("q1",), due=day(75)), day(31))

    asked = case.thread.question("q1")
    assert asked is not None
    assert asked.opened_at == START
    assert asked.is_open
