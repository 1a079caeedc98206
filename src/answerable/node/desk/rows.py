"""Say what the shared rows of a thread hold, from its reading alone; no clock is asked."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from answerable.casework import deadline
from answerable.casework.codes import ClockStatus, Kind, Side
from answerable.casework.thread import Pause, Step, Thread
from answerable.node.desk.codes import Role, WaitingOn
from answerable.node.desk.models import Inquiry, Message
from answerable.node.desk.services import both_ledgers, markings, threads
from answerable.node.desk.services.threads import Reading, Spoken

_NEVER = datetime.max.replace(tzinfo=UTC)
# What nobody waits for any more has no date on the board.
_OVER = (ClockStatus.CLOSED, ClockStatus.WITHDRAWN, ClockStatus.ANSWERED)


def inquiry_fields(reading: Reading, reference: str) -> dict[str, Any]:
    """Return the columns of the inquiry's row."""
    account, side = reading.account, reading.our_side
    opening = account.opening
    words = _opening_words(reading)
    delivered = threads.deliveries(reading)
    ours = side is (Side.ASKED if account.reported is not None else Side.RAISING)
    return {
        "reference": reference,
        "their_reference": opening.reference if opening is not None and not ours else "",
        "role": Role.NONE if side is None else Role(side),
        "state": account.state,
        "closed_ours": side is not None and account.is_closed_for(side),
        "closed_theirs": side is not None and account.is_closed_for(side.other),
        "subject": str(words.get("subject", ""))[:300],
        "language": opening.language if opening is not None else "",
        # What stands beside was written down here; it carries the marking of what was said.
        "marking": markings.of_bodies(one.body for one in reading.spoken),
        "instrument": opening.instrument if opening is not None else "",
        "urgency": account.raised.urgency if account.raised is not None else "",
        "level": account.level or "",
        "raised_at": account.raised_at,
        "raised_leaf": account.raised_leaf or "",
        "delivered_at": deadline.delivery_of(account, account.raised_leaf or "", delivered),
        "acknowledged_at": account.acknowledged_at,
        "answered_at": _answered_at(account),
        "extension_pending": account.extension is not None,
        "last_message_at": _last_message_at(reading),
        "waiting_on": _waiting_on(account, side),
        "questions": sum(1 for question in account.questions if not question.withdrawn),
        "questions_open": len(account.open_questions),
        "self_reported": account.reported is not None,
        "out_of_sequence": len(account.misplaced),
        "second_hand": not reading.is_signed,
        "acknowledged": both_ledgers.acknowledged_of(reading),
        "tip": _tip(reading),
        **_pause_fields(account),
        **_due_fields(account, delivered),
    }


def message_rows(inquiry: Inquiry, reading: Reading) -> list[Message]:
    """Return the rows of a thread's statements, in causal order; what stands beside comes last."""
    steps = {step.entry.leaf: step for step in reading.account.steps}
    made: list[Message] = []
    for spoken in (*reading.spoken, *reading.beside):
        step = steps.get(spoken.entry.leaf)
        made.append(_message(inquiry, len(made), spoken, step))
    return made


def _message(inquiry: Inquiry, order: int, spoken: Spoken, step: Step | None) -> Message:
    entry, noted = spoken.entry, spoken.recorded
    return Message(
        inquiry=inquiry,
        leaf=entry.leaf,
        origin=entry.origin,
        index=max(entry.index, 0),
        order=order,
        kind=entry.kind[:40] or (noted.kind if noted is not None else ""),
        act=(step.act or "") if step is not None else "",
        side=(step.side or "") if step is not None else "",
        party=entry.party[:32],
        office=spoken.office[:40],
        ts=entry.ts,
        ours=spoken.ours,
        signed=spoken.is_signed,
        feeds_state=step is not None,
        rejection=(step.rejection or "") if step is not None else "",
        state_after=step.state if step is not None else "",
        # A body that is not of its kind's form may hold anything; the log keeps it, we do not.
        body=spoken.body if step is not None and step.body is not None else None,
        words=spoken.words,
        recorded_id=noted.pk if noted is not None else None,
    )


def _opening_words(reading: Reading) -> dict[str, Any]:
    for spoken in reading.spoken:
        if spoken.entry.leaf == reading.account.raised_leaf:
            return spoken.words or {}
    return {}


def _answered_at(account: Thread) -> datetime | None:
    times = [
        step.entry.ts
        for step in account.steps
        if step.entry.kind == Kind.RESPONSE
        and step.rejection is None
        and not step.withdrawn
        and step.entry.ts is not None
    ]
    return times[0] if times else None


def _last_message_at(reading: Reading) -> datetime | None:
    said = (*reading.spoken, *reading.beside)
    return max((one.entry.ts for one in said if one.entry.ts is not None), default=None)


def _waiting_on(account: Thread, side: Side | None) -> WaitingOn:
    if side is None:
        return WaitingOn.NONE
    waited = account.waiting_on
    if waited == {Side.RAISING, Side.ASKED}:
        return WaitingOn.BOTH
    if side in waited:
        return WaitingOn.US
    return WaitingOn.THEM if waited else WaitingOn.NONE


def _open_pause(account: Thread) -> Pause | None:
    open_ones = [pause for pause in account.pauses if pause.ended is None]
    return max(open_ones, key=lambda pause: pause.until, default=None)


def _pause_fields(account: Thread) -> dict[str, Any]:
    pause = _open_pause(account)
    if pause is None:
        return {"paused_since": None, "paused_until": None, "pause_reason": ""}
    return {
        "paused_since": pause.begin,
        "paused_until": pause.until,
        "pause_reason": pause.reason,
    }


def _due_fields(account: Thread, delivered: Mapping[str, datetime]) -> dict[str, Any]:
    """Return what is due next, as if an open pause ran to its cap: so time cannot make it false."""
    first = min(duties(account, delivered), key=lambda clock: clock.due or _NEVER, default=None)
    if first is None:
        return {"next_due": None, "stated_due": None, "due_agreed": False}
    return {
        "next_due": first.due,
        "stated_due": first.stated_due,
        "due_agreed": first.is_agreed,
    }


def duties(account: Thread, delivered: Mapping[str, datetime]) -> list[deadline.Clock]:
    """Return the clock of everything still owed: receipt, answers, information."""
    times = [step.entry.ts for step in account.steps if step.entry.ts is not None]
    # Late enough that every pause has run out, so that each date is moved by the whole of it.
    moment = max([*times, *(pause.end for pause in account.pauses)], default=_NEVER)
    clocks = [
        deadline.question_clock(account, question, moment, delivered)
        for question in account.open_questions
    ]
    if account.open_questions and not _is_known_to_them(account):
        clocks.append(deadline.receipt_clock(account, moment, delivered))
    for side in Side:
        clocks += [
            deadline.information_clock(account, request, moment, delivered)
            for request in account.open_requests(side)
        ]
    return [clock for clock in clocks if clock.due is not None and clock.status not in _OVER]


def _is_known_to_them(account: Thread) -> bool:
    """Tell whether the party asked has said anything that counts: then it has the inquiry."""
    return any(step.side is Side.ASKED and step.rejection is None for step in account.steps)


def _tip(reading: Reading) -> str:
    keys = [*threads.leaves(reading.spoken), "", *threads.leaves(reading.beside)]
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()
