"""Replay: what the statements of all logs say of one case, whatever they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

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
    Withdraw,
    parse_body,
)
from answerable.casework.codes import Act, Kind, Rejection, Side, State
from answerable.casework.errors import ActNotPossible, BadBody
from answerable.casework.forms import is_in_calendar
from answerable.casework.moves import act_of, after
from answerable.casework.thread import acts, procedure
from answerable.casework.thread.account import Step, Thread
from answerable.casework.thread.entries import Entry, in_causal_order
from answerable.casework.thread.working import Working

Handler = Callable[[Working, Entry, datetime, Any, Side], None]
_HANDLERS: dict[type[Body], Handler] = {
    Raise: acts.raise_inquiry,
    SelfReport: acts.report_own_act,
    Ack: acts.acknowledge,
    Interim: acts.interim,
    Response: acts.respond,
    FollowUp: acts.follow_up,
    InformationRequested: acts.request_information,
    Information: acts.inform,
    Extension: procedure.extend,
    Suspend: procedure.suspend,
    Resume: procedure.resume,
    Close: procedure.close,
    Reopen: procedure.reopen,
    Withdraw: procedure.withdraw,
    Correct: procedure.correct,
    Attach: procedure.attach,
}


def replay(
    entries: Iterable[Entry], parties: Collection[str], terms: Terms | None = None
) -> Thread:
    """Fold the entries of one case into its account.

    Unlike `check_next` this never raises: a peer's log is evidence. The same entries give the same
    account in whatever order they come. `parties` are the codes of the channel's parties.
    """
    work = Working(parties=tuple(sorted(set(parties))), terms=terms)
    for entry in in_causal_order(entries):
        _take(work, entry)
    return work.finish()


def _take(work: Working, entry: Entry) -> None:
    body: Body | None = None
    act: Act | None = None
    rejection: Rejection | None = None
    try:
        ts = _check_entry(work, entry)
        body = parse_body(entry.kind, entry.body)
        act = _act(work, entry, body)
        _apply(work, entry, ts, body, act)
    except (BadBody, ActNotPossible) as exc:
        rejection = exc.code
    side = work.side_of(entry.party)
    work.by_leaf[entry.leaf] = entry
    work.steps[entry.ref] = Step(entry, body, side, act, work.state, rejection)


def _check_entry(work: Working, entry: Entry) -> datetime:
    place = (entry.origin, entry.index)
    if place in work.places:
        raise ActNotPossible(Rejection.DUPLICATE)
    work.places.add(place)
    if entry.party not in work.parties:
        raise ActNotPossible(Rejection.FOREIGN)
    if entry.ts is None or entry.ts.utcoffset() is None or not is_in_calendar(entry.ts):
        raise BadBody(Rejection.MALFORMED, "ts")
    return entry.ts


def _act(work: Working, entry: Entry, body: Body) -> Act:
    if not isinstance(body, Withdraw):
        return act_of(body)
    target = procedure.own_target(work, entry)
    if target.entry.kind == Kind.RESPONSE and work.state_set_by == target.entry.leaf:
        return Act.WITHDRAW_RESPONSE
    return act_of(body, of_the_inquiry=_ends_it(work, target.entry.kind))


def _ends_it(work: Working, kind: str) -> bool:
    """Tell whether taking back a statement of this kind ends the case.

    A report of one's own act ends it only while the other side has not asked anything.
    """
    if kind == Kind.SELF_REPORT:
        asked = work.state is not State.SELF_REPORTED or work.open_requests(Side.RAISING)
        return not asked
    return kind == Kind.RAISE


def _apply(work: Working, entry: Entry, ts: datetime, body: Body, act: Act) -> None:
    side = work.side_of(entry.party)
    if work.opened is None:
        # Nothing has a role yet: it takes a raise or a report of one's own act to give them, and a
        # reject to refuse a bad one.
        if not isinstance(body, Raise | SelfReport | Ack):
            raise ActNotPossible(Rejection.UNKNOWN_THREAD, state=work.state, act=act)
        side = Side.ASKED if isinstance(body, SelfReport) else Side.RAISING
    if side is None:
        raise ActNotPossible(Rejection.FOREIGN, state=work.state, act=act)
    closed = side in work.closed_for
    state = after(State.CLOSED if closed else work.state, act, side)
    _HANDLERS[type(body)](work, entry, ts, body, side)
    if act is Act.CLOSE or (closed and act is not Act.REOPEN):
        return
    if act is Act.ACKNOWLEDGE and not _is_of_the_inquiry(work, entry):
        return
    if state is not work.state or isinstance(body, Response):
        work.state, work.state_set_by = state, entry.leaf


def _is_of_the_inquiry(work: Working, entry: Entry) -> bool:
    return work.opened is not None and entry.refs[0].leaf == work.opened[2]
