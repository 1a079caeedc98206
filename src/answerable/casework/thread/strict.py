"""Our own pen is strict: what may be said next, and what the case would then be."""

from __future__ import annotations

from datetime import datetime

from answerable.casework.bodies import Body, encode_body, kind_of
from answerable.casework.codes import Act, Kind, Side, State
from answerable.casework.errors import ActNotPossible
from answerable.casework.moves import LIVE, MOVES
from answerable.casework.thread.account import Step, Thread
from answerable.casework.thread.entries import Entry, Head, Ref
from answerable.casework.thread.procedure import CARRYING, CORRECTED, TAKEN_BACK
from answerable.casework.thread.replay import replay

# An entry that is only thought of stands in a log that nobody has: no real origin is empty.
_DRAFT_ORIGIN = ""


def check_next(
    thread: Thread, party: str, body: Body, *, ts: datetime, refs: tuple[Ref, ...] = ()
) -> Thread:
    """Return the account as it would be if this party said this now, having seen everything.

    Runs the very rules of `replay`, so what passes here counts there. Raises ActNotPossible with
    the code with which a peer would reject it, BadBody if the body itself is not well-formed.
    """
    entries = [step.entry for step in thread.steps]
    sizes: dict[str, int] = {}
    for entry in entries:
        sizes[entry.origin] = max(sizes.get(entry.origin, 0), entry.index + 1)
    heads = tuple(Head(origin, size) for origin, size in sorted(sizes.items()))
    plain = encode_body(body)
    number = sizes.get(_DRAFT_ORIGIN, 0)
    said = Entry(_DRAFT_ORIGIN, number, "", party, kind_of(body), ts, plain, refs, heads)
    would_be = replay([*entries, said], thread.parties, thread.terms)
    step = next(step for step in would_be.steps if step.entry == said)
    if step.rejection is not None:
        raise ActNotPossible(
            step.rejection, state=thread.state, act=step.act, side=thread.side_of(party)
        )
    return would_be


def open_acts(thread: Thread, side: Side) -> frozenset[Act]:
    """Return the acts that are possible now for a side: they become the buttons.

    An act about one earlier entry (an ack, a withdrawal, a correction) is in it if there is an
    entry that it can be about.
    """
    seen = State.CLOSED if side in thread.closed_for else thread.state
    possible = {act for state, act, of in MOVES if state is seen and of is side}
    return frozenset(act for act in possible if _has_something_to_be_about(thread, side, act))


def _has_something_to_be_about(thread: Thread, side: Side, act: Act) -> bool:
    match act:
        case Act.ACKNOWLEDGE:
            return bool(thread.to_acknowledge(thread.party_of(side) or ""))
        case Act.REJECT:
            return bool(thread.to_reject(thread.party_of(side) or ""))
        case Act.ASK_EXTENSION:
            return bool(thread.open_questions) and thread.extension is None
        case Act.AGREE_EXTENSION | Act.DECLINE_EXTENSION:
            return thread.extension is not None
        case Act.RESUME:
            return any(pause.side is side and pause.ended is None for pause in thread.pauses)
        case Act.REOPEN:
            return thread.state in LIVE
        case Act.WITHDRAW_RESPONSE:
            return bool(_standing(thread, side, frozenset({Kind.RESPONSE})))
        case Act.WITHDRAW if side is Side.ASKED:
            return Kind.SELF_REPORT in _ending(thread)
        case Act.CORRECT:
            return bool(_standing(thread, side, CORRECTED))
        case Act.ATTACH:
            return bool(_standing(thread, side, CARRYING))
        case Act.WITHDRAW_STATEMENT:
            return bool(_standing(thread, side, TAKEN_BACK - _ending(thread)))
        case _:
            return True


def _ending(thread: Thread) -> frozenset[Kind]:
    """Return the kinds that are not taken back as one statement among others.

    A raise ends the case with it, and so does a report of one's own act of which nothing was asked;
    an extension is taken back only while it waits.
    """
    asked = thread.state is not State.SELF_REPORTED or bool(thread.open_requests(Side.RAISING))
    ending = {Kind.RAISE, Kind.EXTENSION}
    return frozenset(ending if asked else ending | {Kind.SELF_REPORT})


def _standing(thread: Thread, side: Side, kinds: frozenset[Kind]) -> list[Step]:
    """Return a side's own statements of some kinds that count and were not taken back."""
    return [
        step
        for step in thread.steps
        if step.side is side
        and step.entry.kind in kinds
        and step.rejection is None
        and not step.withdrawn
    ]
