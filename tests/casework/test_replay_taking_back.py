"""Replay: closing for oneself, reopening, taking back, correcting."""

from datetime import date

import pytest

from answerable.casework.bodies import (
    Answer,
    Correct,
)
from answerable.casework.codes import (
    CorrectionReason,
    Rejection,
    Side,
    State,
    TimePrecision,
)
from tests.casework.cases import (
    ANSWERED,
    CLOSE,
    NOT_ANSWERED,
    REOPEN,
    WITHDRAW,
    A,
    B,
    day,
    figure,
    follow_up,
    found,
    incident,
    last,
    question,
    raised_case,
    received,
    response,
    wanting,
)


def test_a_response_taken_back_leaves_its_questions_owed_again() -> None:
    case = raised_case()
    given = case.says(B, found(1, 1), day(5))
    case.says(B, WITHDRAW, day(6), about=(given,))

    thread = case.thread
    assert thread.state is State.EXAMINING
    assert question(thread) is None
    assert thread.position_on("i1") is None
    assert thread.figures_on("i1") == ()
    assert thread.positions[0].withdrawn
    assert [step.withdrawn for step in thread.steps if step.entry == given] == [True]


def test_a_correction_replaces_what_it_names_and_nothing_else() -> None:
    case = raised_case()
    given = case.says(B, found(1, 1), day(5))
    corrected = Correct(reason=CorrectionReason.FIGURES, figures=(figure(3, 5),))
    case.says(B, corrected, day(6), about=(given,))

    thread = case.thread
    assert [(row.low, row.high) for row in thread.figures_on("i1")] == [(3, 5)]
    assert question(thread) is ANSWERED
    assert len(thread.figures) == 2
    assert thread.corrections[0][0] is Side.ASKED


def test_a_correction_goes_with_the_response_that_it_corrects() -> None:
    case = raised_case()
    given = case.says(B, found(1, 1), day(5))
    corrected = Correct(reason=CorrectionReason.FIGURES, figures=(figure(3, 5),))
    case.says(B, corrected, day(6), about=(given,))
    case.says(B, WITHDRAW, day(7), about=(given,))

    assert case.thread.figures_on("i1") == ()


def test_the_raising_side_corrects_its_facts() -> None:
    case = raised_case()
    fixed = incident(start=date(2026, 2, 21), precision=TimePrecision.DAYS)
    body = Correct(reason=CorrectionReason.FACTUAL, incidents=(fixed,))
    case.says(A, body, day(2), about=(case.entries[0],))

    assert case.thread.incidents == (fixed,)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (Correct(reason=CorrectionReason.FIGURES, figures=(figure(1, 1),)), "not_possible_now"),
        (Correct(reason=CorrectionReason.FACTUAL, incidents=(incident(9),)), "unknown_incident"),
    ],
)
def test_a_correction_fits_what_it_corrects(body: Correct, code: str) -> None:
    case = raised_case()
    case.says(A, body, day(2), about=(case.entries[0],))

    assert last(case) == code


def test_facts_are_corrected_in_the_raise_only() -> None:
    case = raised_case()
    given = case.says(B, found(1, 1), day(5))
    body = Correct(reason=CorrectionReason.FACTUAL, incidents=(incident(),))
    case.says(B, body, day(6), about=(given,))

    assert last(case) is Rejection.NOT_POSSIBLE_NOW


def test_an_answer_that_is_taken_back_by_a_correction_is_owed_again() -> None:
    case = raised_case()
    given = case.says(B, response(q1=ANSWERED, q2=ANSWERED), day(30))
    answer = Answer(question="q1", code=NOT_ANSWERED)
    body = Correct(reason=CorrectionReason.CLERICAL, answers=(answer,))
    case.says(B, body, day(31), about=(given,))

    asked = case.thread.question("q1")
    assert asked is not None
    assert asked.is_open
    assert asked.periods[-1].settled_at is None


def test_a_follow_up_taken_back_takes_its_questions_and_dates_with_it() -> None:
    case = raised_case()
    asking = case.says(A, follow_up(new=("q3",), again=("q1",), due=day(90)), day(5))
    case.says(A, WITHDRAW, day(6), about=(asking,))

    thread = case.thread
    first, third = thread.question("q1"), thread.question("q3")
    assert first is not None
    assert third is not None
    assert third.withdrawn
    assert not third.is_open
    assert (first.times_asked, first.due) == (1, day(60))
    assert thread.reply_due == day(60)


def test_an_inquiry_taken_back_asks_nothing_any_more() -> None:
    case = raised_case()
    case.says(B, wanting(1), day(2))
    case.says(A, WITHDRAW, day(3), about=(case.entries[0],))

    thread = case.thread
    assert thread.state is State.WITHDRAWN
    assert thread.open_questions == ()
    assert thread.open_requests(Side.ASKED) == ()
    assert thread.waiting_on == frozenset()
    assert thread.raised is not None
    assert [row.id for row in thread.incidents] == ["i1"]


def test_a_response_that_crossed_a_withdrawal_is_kept_and_not_out_of_sequence() -> None:
    case = raised_case()
    case.says(A, WITHDRAW, day(3), about=(case.entries[0],))
    case.says(B, response(q1=ANSWERED), day(3), seen=1)

    assert case.thread.state is State.WITHDRAWN
    assert case.thread.misplaced == ()
    assert question(case.thread) is ANSWERED


def test_each_side_closes_for_itself() -> None:
    case = raised_case()
    case.says(A, CLOSE, day(70))

    thread = case.thread
    assert thread.is_closed_for(Side.RAISING)
    assert not thread.is_closed_for(Side.ASKED)
    assert thread.state is State.ACKNOWLEDGED
    assert thread.waiting_on == frozenset()


def test_a_late_response_reaches_a_side_that_has_closed() -> None:
    case = raised_case()
    case.says(A, CLOSE, day(70))
    case.says(B, response(q1=ANSWERED), day(80))
    late = case.entries[-1]
    case.says(A, received(day(80)), day(81), about=(late,))

    assert case.thread.misplaced == ()
    assert case.thread.state is State.ANSWERED
    assert case.thread.is_closed_for(Side.RAISING)


def test_a_side_that_closed_says_nothing_more_until_it_reopens() -> None:
    case = raised_case()
    case.says(A, CLOSE, day(70))
    case.says(A, follow_up(again=("q1",), due=day(90)), day(71))
    assert last(case) is Rejection.NOT_POSSIBLE_NOW

    case.says(A, REOPEN, day(72))
    case.says(A, follow_up(again=("q1",), due=day(90)), day(73))

    assert last(case) is None
    assert not case.thread.is_closed_for(Side.RAISING)
    assert len(case.thread.closings) == len(case.thread.reopenings) == 1


def test_what_was_withdrawn_is_not_reopened() -> None:
    case = raised_case()
    case.says(A, WITHDRAW, day(3), about=(case.entries[0],))
    case.says(B, CLOSE, day(4))
    assert last(case) is None
    case.says(B, REOPEN, day(5))

    assert last(case) is Rejection.NOT_POSSIBLE_NOW
    assert case.thread.state is State.WITHDRAWN


@pytest.mark.parametrize("number", [0, 1])
def test_only_ones_own_statements_are_taken_back(number: int) -> None:
    case = raised_case()
    case.says(B, WITHDRAW, day(3), about=(case.entries[number],))

    assert last(case) in {Rejection.NOT_YOURS, Rejection.NOT_POSSIBLE_NOW}


def test_a_statement_is_taken_back_once() -> None:
    case = raised_case()
    given = case.says(B, response(q1=ANSWERED), day(5))
    case.says(B, WITHDRAW, day(6), about=(given,))
    case.says(B, WITHDRAW, day(7), about=(given,))

    assert last(case) is Rejection.DUPLICATE


def test_what_never_counted_is_not_taken_back() -> None:
    case = raised_case()
    misfit = case.says(B, response(q9=ANSWERED), day(5))
    case.says(B, WITHDRAW, day(6), about=(misfit,))

    assert last(case) is Rejection.NOT_POSSIBLE_NOW
