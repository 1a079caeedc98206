"""Follow up: which steps of the agreed ladder a case has reached, and which is next.

A step is only proposed: a person takes it or passes it over, and says so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from answerable.casework.calendar import Calendar, clock_terms
from answerable.casework.codes import LadderAction, Side
from answerable.casework.deadline import Delivered, after_pauses, delivery_of, question_clock
from answerable.casework.terms import Terms
from answerable.casework.thread import Question, Thread

_NOWHERE: Delivered = {}


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder, and the how manyth of its action it is.

    `at` is when it is reached, pauses counted; `due` is the same moved to a working day.
    """

    action: LadderAction
    number: int
    at: datetime
    due: datetime


@dataclass(frozen=True, slots=True)
class Round:
    """What the raising side waits for now: since which statement, and the steps from there.

    The steps stand in the order of the ladder. Asking again what was answered begins a new round;
    a reminder does not.
    """

    leaf: str
    rungs: tuple[Rung, ...]

    def left(self, done: Collection[tuple[str, int]]) -> tuple[Rung, ...]:
        """Return the steps after the last that was taken or passed over."""
        keys = [(rung.action.value, rung.number) for rung in self.rungs]
        last = max((place for place, key in enumerate(keys) if key in done), default=-1)
        return self.rungs[last + 1 :]

    def next(self, done: Collection[tuple[str, int]]) -> Rung | None:
        """Return the step that comes first of those left."""
        return min(self.left(done), key=lambda rung: rung.due, default=None)


def current_round(
    thread: Thread,
    terms: Terms,
    delivered: Delivered = _NOWHERE,
    calendar: Calendar | None = None,
    zone: tzinfo = UTC,
) -> Round | None:
    """Return the round that runs; None where nothing is owed, or what was asked has not arrived.

    An open pause is counted up to its cap, so that time alone changes nothing. From the deadline
    on the steps go with the date that counts, as when both sides agreed a later one.
    """
    asked = min(thread.open_questions, key=lambda one: one.opened_at, default=None)
    if asked is None or thread.raised is None or thread.is_closed_for(Side.RAISING):
        return None
    start = delivery_of(thread, asked.opened_in, delivered)
    if start is None:
        return None
    rungs = _climb(thread, asked, start, terms, delivered)
    if not clock_terms(terms, thread.raised.urgency).working_days:
        calendar = None
    placed = [
        Rung(action, number, at, at if calendar is None else calendar.next_working(at, zone))
        for action, number, at in rungs
        if action is not LadderAction.RECEIPT_CHECK or not _was_heard(thread, asked.opened_in)
    ]
    return Round(asked.opened_in, tuple(placed))


def _climb(
    thread: Thread, asked: Question, start: datetime, terms: Terms, delivered: Delivered
) -> list[tuple[LadderAction, int, datetime]]:
    urgency = None if thread.raised is None else thread.raised.urgency
    steps = sorted(
        (step for step in terms.ladder if step.urgency is urgency),
        key=lambda step: step.after_hours,
    )
    moved, seen = timedelta(0), dict.fromkeys(LadderAction, 0)
    found = []
    for step in steps:
        at = after_pauses(start, timedelta(hours=step.after_hours), thread.pauses)
        if step.action is LadderAction.DEADLINE:
            due = _due_of(thread, asked, delivered)
            moved = timedelta(0) if due is None else due - at
        seen[step.action] += 1
        found.append((step.action, seen[step.action], at + moved))
    return found


def _due_of(thread: Thread, asked: Question, delivered: Delivered) -> datetime | None:
    # Late enough that every pause has run out.
    moment = max([asked.opened_at, *(pause.end for pause in thread.pauses)])
    return question_clock(thread, asked, moment, delivered).due


def _was_heard(thread: Thread, leaf: str) -> bool:
    """Tell whether the party asked said anything that counts after a statement."""
    places = [place for place, step in enumerate(thread.steps) if step.entry.leaf == leaf]
    return any(
        step.side is Side.ASKED and step.rejection is None
        for step in thread.steps[places[0] + 1 if places else 0 :]
    )
