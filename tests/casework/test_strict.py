"""Our own pen: what may be said next, and which buttons a side sees."""

import pytest

from answerable.casework.bodies import Body, Suspend, Withdraw
from answerable.casework.codes import (
    Act,
    PauseReason,
    Rejection,
    Side,
    State,
    WithdrawReason,
)
from answerable.casework.errors import ActNotPossible, BadBody
from answerable.casework.thread import Ref, Thread, check_next, open_acts, replay
from tests.casework.cases import (
    ANSWERED,
    CLOSE,
    REOPEN,
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
    wanting,
)


def test_what_is_possible_shows_the_case_as_it_would_be() -> None:
    case = raised_case()

    would_be = check_next(case.thread, B, response(q1=ANSWERED, q2=ANSWERED), ts=day(5))

    assert would_be.state is State.ANSWERED
    assert case.thread.state is State.ACKNOWLEDGED


def test_a_new_case_is_raised_from_nothing() -> None:
    assert check_next(replay([], {A, B}), A, raising(), ts=day(0)).state is State.RAISED


@pytest.mark.parametrize(
    ("party", "body", "code"),
    [
        (A, response(q1=ANSWERED), Rejection.NOT_YOURS),
        (B, response(q7=ANSWERED), Rejection.UNKNOWN_QUESTION),
        (B, REOPEN, Rejection.NOT_POSSIBLE_NOW),
        ("stranger", CLOSE, Rejection.FOREIGN),
    ],
)
def test_our_own_act_out_of_order_is_refused(party: str, body: Body, code: Rejection) -> None:
    thread = raised_case().thread

    with pytest.raises(ActNotPossible) as refusal:
        check_next(thread, party, body, ts=day(5))

    assert refusal.value.code is code
    assert refusal.value.state is State.ACKNOWLEDGED


def test_a_body_that_no_peer_could_read_is_refused_too() -> None:
    with pytest.raises(BadBody):
        check_next(raised_case().thread, A, Withdraw(reason="x"), ts=day(5))  # type: ignore[arg-type]


def test_an_entry_only_thought_of_never_meets_a_real_one() -> None:
    case = raised_case()
    case.puts("", "gossip", None)

    assert check_next(case.thread, B, CLOSE, ts=day(5)).is_closed_for(Side.ASKED)


def acts(case: Case, side: Side) -> frozenset[Act]:
    return open_acts(case.thread, side)


def test_before_anything_only_a_raise_is_possible() -> None:
    assert open_acts(Thread(parties=(A, B)), Side.RAISING) == {Act.RAISE}


def test_the_one_asked_may_first_of_all_acknowledge() -> None:
    case = Case()
    case.says(A, raising())

    assert Act.ACKNOWLEDGE in acts(case, Side.ASKED)
    assert Act.ACKNOWLEDGE not in acts(raised_case(), Side.ASKED)


def test_what_does_not_fit_can_be_rejected_while_it_is_unanswered() -> None:
    case = raised_case()
    assert Act.REJECT not in acts(case, Side.RAISING)

    case.says(B, response(q7=ANSWERED), day(2))

    assert Act.REJECT in acts(case, Side.RAISING)


def test_a_later_date_is_asked_while_something_is_owed_and_decided_while_it_waits() -> None:
    case = raised_case()
    assert Act.ASK_EXTENSION in acts(case, Side.ASKED)
    assert Act.AGREE_EXTENSION not in acts(case, Side.RAISING)

    asked = case.says(B, later(day(80)), day(2))
    assert Act.ASK_EXTENSION not in acts(case, Side.ASKED)
    assert {Act.AGREE_EXTENSION, Act.DECLINE_EXTENSION} <= acts(case, Side.RAISING)

    case.says(A, agreed(day(80)), day(3), about=(asked,))
    case.says(B, response(q1=ANSWERED, q2=ANSWERED), day(4))
    assert Act.ASK_EXTENSION not in acts(case, Side.ASKED)


def test_a_pause_is_ended_by_the_side_that_made_it() -> None:
    case = raised_case()
    case.says(B, Suspend(reason=PauseReason.RECESS, until=day(9)), day(2))

    assert Act.RESUME in acts(case, Side.ASKED)
    assert Act.RESUME not in acts(case, Side.RAISING)


def test_a_closed_side_sees_reopening_and_nothing_else() -> None:
    case = raised_case()
    case.says(A, CLOSE, day(2))

    assert acts(case, Side.RAISING) == {Act.REOPEN}
    assert Act.RESPOND in acts(case, Side.ASKED)


def test_an_inquiry_taken_back_is_not_reopened() -> None:
    case = raised_case()
    case.says(A, WITHDRAW, day(2), about=(case.entries[0],))
    case.says(A, CLOSE, day(3))

    assert acts(case, Side.RAISING) == frozenset()


def test_statements_that_stand_can_be_corrected_or_taken_back() -> None:
    case = raised_case()
    assert Act.CORRECT in acts(case, Side.RAISING)
    assert Act.CORRECT not in acts(case, Side.ASKED)
    assert Act.WITHDRAW_STATEMENT not in acts(case, Side.RAISING)

    given = case.says(B, response(q1=ANSWERED, q2=ANSWERED), day(2))
    case.says(A, follow_up(new=("q3",), due=day(80)), day(3))
    case.says(B, response(q3=ANSWERED), day(4))
    assert {Act.CORRECT, Act.WITHDRAW_RESPONSE} <= acts(case, Side.ASKED)
    assert Act.WITHDRAW_STATEMENT in acts(case, Side.RAISING)

    case.says(B, WITHDRAW, day(5), about=(given,))
    case.says(B, WITHDRAW, day(5), about=(case.entries[-2],))
    assert not {Act.CORRECT, Act.WITHDRAW_STATEMENT} & acts(case, Side.ASKED)


def test_information_is_asked_for_and_given_while_the_case_lives() -> None:
    case = raised_case()
    case.says(B, wanting(1), day(2))

    assert Act.GIVE_INFORMATION in acts(case, Side.RAISING)


def test_a_withdrawal_says_of_what() -> None:
    with pytest.raises(ActNotPossible) as refusal:
        check_next(
            raised_case().thread,
            A,
            Withdraw(reason=WithdrawReason.ERROR),
            ts=day(5),
            refs=(Ref(A, 7, "nowhere"),),
        )

    assert refusal.value.code is Rejection.UNKNOWN_REFERENCE


def test_a_receipt_names_what_was_received() -> None:
    case = raised_case()
    given = case.says(B, response(q1=ANSWERED), day(5))

    would_be = check_next(case.thread, A, received(day(5)), ts=day(6), refs=(given.ref,))

    assert would_be.to_acknowledge(A) == ()
