"""The table of moves: what is in it can happen, and nothing else."""

import itertools

import pytest

from answerable.casework.bodies import Close, Reopen, Resume, Suspend, Withdraw
from answerable.casework.codes import (
    Act,
    AnswerCode,
    CloseReason,
    PauseReason,
    Rejection,
    ReopenReason,
    ResumeReason,
    Side,
    State,
    WithdrawReason,
)
from answerable.casework.errors import ActNotPossible
from answerable.casework.moves import AWAITING_REPLY, LIVE, MOVES, act_of, after
from answerable.casework.terms import preset_terms
from tests.casework.cases import (
    agreed,
    day,
    declined,
    later,
    raising,
    received,
    rejected,
    reporting,
    response,
)


@pytest.mark.parametrize("key", list(itertools.product(State, Act, Side)))
def test_an_act_is_in_the_table_or_refused(key: tuple[State, Act, Side]) -> None:
    if key in MOVES:
        assert after(*key) is MOVES[key]
        return
    with pytest.raises(ActNotPossible) as refusal:
        after(*key)
    assert (refusal.value.state, refusal.value.act, refusal.value.side) == key


def test_an_act_of_the_other_side_is_told_from_one_at_the_wrong_time() -> None:
    with pytest.raises(ActNotPossible) as not_yours:
        after(State.RAISED, Act.RESPOND, Side.RAISING)
    with pytest.raises(ActNotPossible) as not_now:
        after(State.NEW, Act.RESPOND, Side.ASKED)

    assert not_yours.value.code is Rejection.NOT_YOURS
    assert not_now.value.code is Rejection.NOT_POSSIBLE_NOW


def test_every_state_can_be_reached() -> None:
    assert set(MOVES.values()) == set(State)


def test_every_state_can_be_left_for_another_but_withdrawal() -> None:
    ways = {state: {to for (at, _, _), to in MOVES.items() if at is state} for state in State}

    assert all(ways[state] - {state} for state in State)


@pytest.mark.parametrize("side", Side)
def test_each_side_closes_and_reopens_for_itself(side: Side) -> None:
    assert all(after(state, Act.CLOSE, side) is State.CLOSED for state in LIVE)
    assert after(State.CLOSED, Act.REOPEN, side) is State.REOPENED


@pytest.mark.parametrize("state", sorted(AWAITING_REPLY))
def test_whoever_owes_a_reply_can_give_it(state: State) -> None:
    assert after(state, Act.RESPOND, Side.ASKED) is State.ANSWERED


def test_sides_face_each_other() -> None:
    assert [side.other for side in Side] == [Side.ASKED, Side.RAISING]


@pytest.mark.parametrize(
    ("body", "act"),
    [
        (raising(), Act.RAISE),
        (reporting(), Act.SELF_REPORT),
        (received(day(1)), Act.ACKNOWLEDGE),
        (rejected(), Act.REJECT),
        (response(final=True, q1=AnswerCode.ANSWERED), Act.RESPOND),
        (response(final=False, q1=AnswerCode.ANSWERED), Act.RESPOND_IN_PART),
        (later(day(70)), Act.ASK_EXTENSION),
        (agreed(day(70)), Act.AGREE_EXTENSION),
        (declined(), Act.DECLINE_EXTENSION),
        (Close(reason=CloseReason.ERROR), Act.CLOSE),
        (Reopen(reason=ReopenReason.ERROR), Act.REOPEN),
        (Suspend(reason=PauseReason.AGREED, until=day(9)), Act.SUSPEND),
        (Resume(reason=ResumeReason.AGREED), Act.RESUME),
        (Withdraw(reason=WithdrawReason.ERROR), Act.WITHDRAW_STATEMENT),
    ],
)
def test_each_body_is_one_act(body: object, act: Act) -> None:
    assert act_of(body) is act  # type: ignore[arg-type]


def test_taking_back_the_inquiry_is_an_act_of_its_own() -> None:
    body = Withdraw(reason=WithdrawReason.DUPLICATE)

    assert act_of(body, of_the_inquiry=True) is Act.WITHDRAW


def test_terms_are_no_act_in_a_case() -> None:
    with pytest.raises(ActNotPossible):
        act_of(preset_terms("en"))
