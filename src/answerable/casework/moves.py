"""The whole life of an inquiry in one table: what is not in it cannot happen."""

from __future__ import annotations

from answerable.casework.bodies import (
    Ack,
    Attach,
    Body,
    Close,
    Correct,
    Extension,
    FollowUp,
    Information,
    InformationRequested,
    Interim,
    Raise,
    Reopen,
    Response,
    Resume,
    SelfReport,
    Suspend,
    Terms,
)
from answerable.casework.codes import AckOutcome, Act, ExtensionStep, Rejection, Side, State
from answerable.casework.errors import ActNotPossible

_RAISING, _ASKED = Side.RAISING, Side.ASKED
# The party asked owes an answer to at least one question in these states.
AWAITING_REPLY = frozenset(
    {
        State.RAISED,
        State.ACKNOWLEDGED,
        State.EXAMINING,
        State.PARTLY_ANSWERED,
        State.FOLLOWED_UP,
        State.REOPENED,
    }
)
LIVE = AWAITING_REPLY | {State.ANSWERED, State.SELF_REPORTED}

MOVES: dict[tuple[State, Act, Side], State] = {
    (State.NEW, Act.RAISE, _RAISING): State.RAISED,
    # A party speaks of its own act before it is asked: the other side may take note, or ask.
    (State.NEW, Act.SELF_REPORT, _ASKED): State.SELF_REPORTED,
    # What it adds by itself answers nobody, so the matter is no further than that.
    (State.SELF_REPORTED, Act.INTERIM, _ASKED): State.SELF_REPORTED,
    (State.SELF_REPORTED, Act.RESPOND, _ASKED): State.SELF_REPORTED,
    (State.SELF_REPORTED, Act.RESPOND_IN_PART, _ASKED): State.SELF_REPORTED,
    (State.SELF_REPORTED, Act.WITHDRAW_RESPONSE, _ASKED): State.SELF_REPORTED,
    # Only while nothing was asked: nobody ends a question by taking back what led to it.
    (State.SELF_REPORTED, Act.WITHDRAW, _ASKED): State.WITHDRAWN,
    # A person receives: only the first receipt of the inquiry itself moves it.
    (State.RAISED, Act.ACKNOWLEDGE, _ASKED): State.ACKNOWLEDGED,
    # The party asked says that it is at work. An interim after a reply takes nothing back.
    (State.RAISED, Act.INTERIM, _ASKED): State.EXAMINING,
    (State.ACKNOWLEDGED, Act.INTERIM, _ASKED): State.EXAMINING,
    (State.EXAMINING, Act.INTERIM, _ASKED): State.EXAMINING,
    (State.PARTLY_ANSWERED, Act.INTERIM, _ASKED): State.PARTLY_ANSWERED,
    (State.ANSWERED, Act.INTERIM, _ASKED): State.ANSWERED,
    (State.FOLLOWED_UP, Act.INTERIM, _ASKED): State.EXAMINING,
    (State.REOPENED, Act.INTERIM, _ASKED): State.EXAMINING,
    # A reply taken back leaves the matter where it was before: under examination.
    (State.PARTLY_ANSWERED, Act.WITHDRAW_RESPONSE, _ASKED): State.EXAMINING,
    (State.ANSWERED, Act.WITHDRAW_RESPONSE, _ASKED): State.EXAMINING,
    # Taking back the inquiry ends it; what was already on its way is still kept and shown.
    **{
        (state, Act.WITHDRAW, _RAISING): State.WITHDRAWN
        for state in LIVE
        if state is not State.SELF_REPORTED
    },
    (State.WITHDRAWN, Act.ACKNOWLEDGE, _ASKED): State.WITHDRAWN,
    (State.WITHDRAWN, Act.INTERIM, _ASKED): State.WITHDRAWN,
    (State.WITHDRAWN, Act.RESPOND, _ASKED): State.WITHDRAWN,
    (State.WITHDRAWN, Act.RESPOND_IN_PART, _ASKED): State.WITHDRAWN,
    (State.WITHDRAWN, Act.ASK_EXTENSION, _ASKED): State.WITHDRAWN,
    (State.WITHDRAWN, Act.ACKNOWLEDGE, _RAISING): State.WITHDRAWN,
}
for _state in LIVE:
    MOVES.setdefault((_state, Act.RESPOND, _ASKED), State.ANSWERED)
    MOVES.setdefault((_state, Act.RESPOND_IN_PART, _ASKED), State.PARTLY_ANSWERED)
    MOVES[_state, Act.FOLLOW_UP, _RAISING] = State.FOLLOWED_UP
    # Dates, receipts and corrections leave the state as it is.
    MOVES[_state, Act.ASK_EXTENSION, _ASKED] = _state
    MOVES[_state, Act.AGREE_EXTENSION, _RAISING] = _state
    MOVES[_state, Act.DECLINE_EXTENSION, _RAISING] = _state
    MOVES.setdefault((_state, Act.ACKNOWLEDGE, _ASKED), _state)
    MOVES[_state, Act.ACKNOWLEDGE, _RAISING] = _state
    for _side in Side:
        MOVES[_state, Act.SUSPEND, _side] = _state
        MOVES[_state, Act.RESUME, _side] = _state
        MOVES[_state, Act.REQUEST_INFORMATION, _side] = _state
for _side in Side:
    for _state in (*LIVE, State.WITHDRAWN):
        MOVES[_state, Act.REJECT, _side] = _state
        MOVES[_state, Act.GIVE_INFORMATION, _side] = _state
        MOVES[_state, Act.CORRECT, _side] = _state
        # A file goes with something that was said, and says no more of the matter than that.
        MOVES[_state, Act.ATTACH, _side] = _state
        MOVES[_state, Act.WITHDRAW_STATEMENT, _side] = _state
        # A side closes for itself: it then sees `CLOSED`, the inquiry stays where it is.
        MOVES[_state, Act.CLOSE, _side] = State.CLOSED
    MOVES[State.NEW, Act.REJECT, _side] = State.NEW
    MOVES[State.CLOSED, Act.REOPEN, _side] = State.REOPENED
    MOVES[State.CLOSED, Act.ACKNOWLEDGE, _side] = State.CLOSED
    MOVES[State.CLOSED, Act.REJECT, _side] = State.CLOSED


def after(state: State, act: Act, side: Side) -> State:
    """Return the state after an act, as the acting side sees it. Raises ActNotPossible."""
    try:
        return MOVES[state, act, side]
    except KeyError:
        yours = any((state, act, other) in MOVES for other in Side)
        code = Rejection.NOT_YOURS if yours else Rejection.NOT_POSSIBLE_NOW
        raise ActNotPossible(code, state=state, act=act, side=side) from None


_PLAIN_ACTS: dict[type[Body], Act] = {
    Raise: Act.RAISE,
    SelfReport: Act.SELF_REPORT,
    Interim: Act.INTERIM,
    FollowUp: Act.FOLLOW_UP,
    InformationRequested: Act.REQUEST_INFORMATION,
    Information: Act.GIVE_INFORMATION,
    Suspend: Act.SUSPEND,
    Resume: Act.RESUME,
    Close: Act.CLOSE,
    Reopen: Act.REOPEN,
    Correct: Act.CORRECT,
    Attach: Act.ATTACH,
}
_EXTENSION_ACTS = {
    ExtensionStep.ASKED: Act.ASK_EXTENSION,
    ExtensionStep.AGREED: Act.AGREE_EXTENSION,
    ExtensionStep.DECLINED: Act.DECLINE_EXTENSION,
}


def act_of(body: Body, *, of_the_inquiry: bool = False) -> Act:
    """Return what a side does by this body.

    `of_the_inquiry` tells whether a withdrawal takes back the inquiry itself or one statement in
    it, which only the entry it refers to can say. Raises ActNotPossible for terms: they are agreed
    in the genesis and never inside a case.
    """
    match body:
        case Ack(outcome=AckOutcome.RECEIVED):
            return Act.ACKNOWLEDGE
        case Ack():
            return Act.REJECT
        case Response(final=final):
            return Act.RESPOND if final else Act.RESPOND_IN_PART
        case Extension(step=step):
            return _EXTENSION_ACTS[step]
        case Terms():
            raise ActNotPossible(Rejection.UNKNOWN_KIND)
        case _:
            withdrawal = Act.WITHDRAW if of_the_inquiry else Act.WITHDRAW_STATEMENT
            return _PLAIN_ACTS.get(type(body), withdrawal)
