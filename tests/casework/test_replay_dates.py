"""Replay: later dates, pauses, and information asked for by either side."""

from answerable.casework.bodies import (
    Resume,
    Suspend,
)
from answerable.casework.codes import (
    PauseReason,
    Rejection,
    ResumeReason,
    Side,
)
from answerable.casework.terms import preset_terms
from tests.casework.cases import (
    ANSWERED,
    CLOSE,
    DECLINED,
    WITHDRAW,
    A,
    B,
    agreed,
    day,
    declined,
    last,
    later,
    raised_case,
    response,
    supplying,
    wanting,
)


def test_only_a_date_that_both_named_is_agreed() -> None:
    case = raised_case()
    asked = case.says(B, later(day(80)), day(10))
    thread = case.thread
    assert thread.extension is not None
    assert thread.waiting_on == {Side.ASKED, Side.RAISING}
    assert thread.reply_due == day(60)

    case.says(A, agreed(day(80)), day(11), about=(asked,))

    thread = case.thread
    assert thread.extension is None
    assert [(q.due, q.due_agreed) for q in thread.questions] == [(day(80), True)] * 2
    assert thread.reply_due == day(80)


def test_an_extension_of_some_questions_leaves_the_others() -> None:
    case = raised_case()
    asked = case.says(B, later(day(80), "q2"), day(10))
    case.says(A, agreed(day(80)), day(11), about=(asked,))

    thread = case.thread
    assert [q.due for q in thread.questions] == [day(60), day(80)]
    assert thread.reply_due == day(60)


def test_a_question_already_answered_gets_no_later_date() -> None:
    case = raised_case()
    asked = case.says(B, later(day(80)), day(10))
    case.says(B, response(final=False, q1=ANSWERED), day(10))
    case.says(A, agreed(day(80)), day(11), about=(asked,))

    assert [q.due for q in case.thread.questions] == [day(60), day(80)]


def test_a_declined_extension_leaves_the_date() -> None:
    case = raised_case()
    asked = case.says(B, later(day(80)), day(10))
    case.says(A, declined(), day(11), about=(asked,))

    thread = case.thread
    assert thread.extension is None
    assert thread.extensions[0].decided_at == day(11)
    assert [q.due_agreed for q in thread.questions] == [False, False]


def test_an_extension_taken_back_waits_for_nobody() -> None:
    case = raised_case()
    asked = case.says(B, later(day(80)), day(10))
    case.says(B, WITHDRAW, day(11), about=(asked,))

    assert case.thread.extension is None
    assert case.thread.extensions[0].withdrawn
    assert last(case) is None
    case.says(B, later(day(90)), day(12))
    assert last(case) is None


def test_an_extension_that_was_decided_is_not_taken_back() -> None:
    case = raised_case()
    asked = case.says(B, later(day(80)), day(10))
    case.says(A, declined(), day(11), about=(asked,))
    case.says(B, WITHDRAW, day(12), about=(asked,))

    assert last(case) is Rejection.NOT_POSSIBLE_NOW


def test_information_goes_either_way() -> None:
    case = raised_case()
    case.says(B, wanting(1), day(2))
    case.says(A, wanting(1), day(2))
    thread = case.thread
    assert [row.side for row in thread.information_requests] == [Side.ASKED, Side.RAISING]
    assert thread.waiting_on == {Side.ASKED, Side.RAISING}

    case.says(A, supplying(r1=ANSWERED), day(4))

    thread = case.thread
    assert thread.open_requests(Side.ASKED) == ()
    assert [row.is_open for row in thread.information_requests] == [False, True]


def test_information_taken_back_is_owed_again() -> None:
    case = raised_case()
    case.says(B, wanting(1), day(2))
    given = case.says(A, supplying(r1=ANSWERED), day(4))
    case.says(A, WITHDRAW, day(5), about=(given,))

    assert len(case.thread.open_requests(Side.ASKED)) == 1


def test_information_may_come_unasked() -> None:
    case = raised_case()
    case.says(A, supplying(), day(4))

    assert last(case) is None


def test_a_pause_has_a_side_a_reason_and_a_cap() -> None:
    case = raised_case()
    case.says(B, Suspend(reason=PauseReason.ACCESS_DENIED, until=day(20)), day(10))

    pause = case.thread.pauses[0]
    assert (pause.side, pause.begin, pause.end) == (Side.ASKED, day(10), day(20))


def test_a_pause_ends_when_its_side_says_so() -> None:
    case = raised_case()
    case.says(B, Suspend(reason=PauseReason.ACCESS_DENIED, until=day(20)), day(10))
    case.says(B, Resume(reason=ResumeReason.REASON_ENDED), day(12))

    assert case.thread.pauses[0].end == day(12)


def test_a_pause_never_ends_before_it_began() -> None:
    case = raised_case()
    case.says(B, Suspend(reason=PauseReason.ACCESS_DENIED, until=day(20)), day(10))
    case.says(B, Resume(reason=ResumeReason.REASON_ENDED), day(8))

    assert case.thread.pauses[0].end == day(10)


def test_a_pause_for_information_ends_when_all_of_it_came() -> None:
    case = raised_case()
    case.says(B, wanting(1, 2), day(2))
    case.says(B, Suspend(reason=PauseReason.INFORMATION_OUTSTANDING, until=day(25)), day(3))
    case.says(B, Suspend(reason=PauseReason.RECESS, until=day(25)), day(3))
    case.says(A, supplying(r1=ANSWERED), day(4))
    assert [pause.end for pause in case.thread.pauses] == [day(25), day(25)]

    case.says(A, supplying(r2=DECLINED), day(6))

    assert [pause.end for pause in case.thread.pauses] == [day(6), day(25)]


def test_the_cap_of_a_pause_is_that_of_the_terms() -> None:
    case = raised_case()
    case.terms = preset_terms("en")
    case.says(B, Suspend(reason=PauseReason.OTHER, until=day(41)), day(10))

    assert last(case) is Rejection.TOO_LONG


def test_a_side_asked_for_information_is_waited_for_though_the_other_closed() -> None:
    case = raised_case()
    case.says(B, wanting(1), day(2))
    case.says(A, wanting(1), day(2))
    case.says(B, CLOSE, day(3))

    assert case.thread.waiting_on == {Side.ASKED}


def test_a_request_number_is_used_once_by_a_side() -> None:
    case = raised_case()
    case.says(B, wanting(1), day(2))
    case.says(B, wanting(1), day(3))

    assert last(case) is Rejection.DUPLICATE


def test_one_extension_is_decided_before_the_next_is_asked() -> None:
    case = raised_case()
    case.says(B, later(day(80)), day(10))
    case.says(B, later(day(90)), day(11))

    assert last(case) is Rejection.DUPLICATE


def test_another_date_than_the_one_asked_is_not_agreed() -> None:
    case = raised_case()
    asked = case.says(B, later(day(80)), day(10))
    case.says(A, agreed(day(70)), day(11), about=(asked,))

    assert last(case) is Rejection.DIFFERS_FROM_ASKED
    assert case.thread.extension is not None


def test_only_the_extension_that_waits_is_decided() -> None:
    case = raised_case()
    case.says(A, agreed(day(70)), day(11), about=(case.entries[1],))

    assert last(case) is Rejection.NOT_POSSIBLE_NOW
