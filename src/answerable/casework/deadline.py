"""Clocks: how long something has been owed, computed at a given time and never stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from answerable.casework.calendar import ladder_from
from answerable.casework.codes import ClockStatus, LadderAction, Side, State
from answerable.casework.terms import Terms
from answerable.casework.thread import InformationRequest, Pause, Question, Thread

Delivered = Mapping[str, datetime]
Interval = tuple[datetime, datetime]
_NOTHING = timedelta(0)
_NOWHERE: Delivered = {}
# The order in which the questions of one inquiry press.
_PRESSING = (
    ClockStatus.OVERDUE,
    ClockStatus.DUE_TODAY,
    ClockStatus.RUNNING,
    ClockStatus.PAUSED,
    ClockStatus.NOT_DELIVERED,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """What a clock shows at one time.

    `elapsed` is all the time since delivery, pauses included; `paused` is how much of it was
    paused. `stated_due` is the date as stated; `due` is the date that counts: moved by the pauses
    since it was set, and by the whole days that delivery came late.
    """

    status: ClockStatus
    stated_due: datetime | None = None
    due: datetime | None = None
    started: datetime | None = None
    elapsed: timedelta = _NOTHING
    paused: timedelta = _NOTHING
    is_agreed: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long each side was waited for. Both may be waited for at one time."""

    on_raising: timedelta
    on_asked: timedelta


def total(intervals: Iterable[Interval]) -> timedelta:
    """Return how much time is covered, counting what overlaps once."""
    covered, reached = _NOTHING, None
    for begin, end in sorted(intervals):
        begin = begin if reached is None else max(begin, reached)
        if end > begin:
            covered += end - begin
            reached = end
    return covered


def paused_between(pauses: Iterable[Pause], start: datetime, end: datetime) -> timedelta:
    """Return how much of a time was paused."""
    return total((max(pause.begin, start), min(pause.end, end)) for pause in pauses)


def after_pauses(start: datetime, span: timedelta, pauses: Iterable[Pause]) -> datetime:
    """Return when a time has run from a start on; it stands still in the pauses on the way.

    A pause that begins after it has run out moves nothing.
    """
    instant, reached = start + span, start
    for pause in sorted(pauses, key=lambda each: each.begin):
        begin = max(pause.begin, reached)
        if begin < instant and pause.end > begin:
            instant += pause.end - begin
            reached = pause.end
    return instant


@dataclass(frozen=True, slots=True)
class _Duty:
    """Something owed: when it was said, by when, and when it was done."""

    leaf: str
    said_at: datetime
    due: datetime
    due_set_at: datetime
    due_set_in: str
    is_agreed: bool
    done_at: datetime | None
    pauses: tuple[Pause, ...] = ()


def _read(
    duty: _Duty, started: datetime | None, now: datetime, zone: tzinfo, over: ClockStatus | None
) -> Clock:
    if started is None:
        waits = ClockStatus.NOT_DELIVERED if duty.done_at is None else ClockStatus.ANSWERED
        return Clock(over or waits, duty.due, duty.due, is_agreed=duty.is_agreed)
    end = now if duty.done_at is None else duty.done_at
    due = duty.due + paused_between(duty.pauses, max(started, duty.due_set_at), end)
    if duty.due_set_in == duty.leaf:
        # The time asked for runs from delivery. Seconds on the way do not move a date.
        due += timedelta(days=max(0, (started - duty.said_at).days))
    is_paused = any(pause.begin <= now < pause.end for pause in duty.pauses)
    if over is None:
        over = ClockStatus.ANSWERED if duty.done_at is not None else None
    return Clock(
        status=over or _running(due, now, zone, is_paused),
        stated_due=duty.due,
        due=due,
        started=started,
        elapsed=max(_NOTHING, end - started),
        paused=paused_between(duty.pauses, started, end),
        is_agreed=duty.is_agreed,
        is_late=end > due,
    )


def _running(due: datetime, now: datetime, zone: tzinfo, is_paused: bool) -> ClockStatus:
    # A pause that begins after the date has passed does not make the reply less late.
    if now > due:
        return ClockStatus.OVERDUE
    if is_paused:
        return ClockStatus.PAUSED
    is_today = due.astimezone(zone).date() == now.astimezone(zone).date()
    return ClockStatus.DUE_TODAY if is_today else ClockStatus.RUNNING


def delivery_of(thread: Thread, leaf: str, delivered: Delivered = _NOWHERE) -> datetime | None:
    """Return when an entry was delivered: by the receipt held, else as the receiver cited it."""
    return delivered.get(leaf, thread.delivered.get(leaf))


def _closing(thread: Thread, side: Side, *, withdrawn: bool) -> ClockStatus | None:
    if withdrawn:
        return ClockStatus.WITHDRAWN
    return ClockStatus.CLOSED if side in thread.closed_for else None


def question_clock(
    thread: Thread,
    question: Question,
    now: datetime,
    delivered: Delivered = _NOWHERE,
    zone: tzinfo = UTC,
) -> Clock:
    """Return the clock of one question.

    `delivered` maps the leaf of an entry to the time in the receipt that covers it.
    """
    duty = _Duty(
        leaf=question.opened_in,
        said_at=question.opened_at,
        due=question.due,
        due_set_at=question.due_set_at,
        due_set_in=question.due_set_in,
        is_agreed=question.due_agreed,
        done_at=question.periods[-1].settled_at,
        pauses=thread.pauses,
    )
    settled = duty.done_at is not None and not question.withdrawn
    over = None if settled else _closing(thread, Side.RAISING, withdrawn=question.withdrawn)
    return _read(duty, delivery_of(thread, question.opened_in, delivered), now, zone, over)


def information_clock(
    thread: Thread,
    request: InformationRequest,
    now: datetime,
    delivered: Delivered = _NOWHERE,
    zone: tzinfo = UTC,
) -> Clock:
    """Return the clock of one request for information. Pauses do not stop it."""
    duty = _Duty(
        leaf=request.asked_in,
        said_at=request.asked_at,
        due=request.due,
        due_set_at=request.asked_at,
        due_set_in=request.asked_in,
        is_agreed=False,
        done_at=None if request.is_open else request.answered_at,
    )
    over = None
    if request.is_open or request.withdrawn:
        over = _closing(thread, request.side, withdrawn=request.withdrawn)
    return _read(duty, delivery_of(thread, request.asked_in, delivered), now, zone, over)


def receipt_clock(
    thread: Thread, now: datetime, delivered: Delivered = _NOWHERE, zone: tzinfo = UTC
) -> Clock:
    """Return the clock of the receipt by a person."""
    if thread.raised is None or thread.raised_at is None or thread.raised_leaf is None:
        return Clock(ClockStatus.NOT_DELIVERED)
    duty = _Duty(
        leaf=thread.raised_leaf,
        said_at=thread.raised_at,
        due=thread.raised.receipt_due,
        due_set_at=thread.raised_at,
        due_set_in=thread.raised_leaf,
        is_agreed=False,
        done_at=thread.acknowledged_at,
    )
    over = None
    if thread.acknowledged_at is None:
        over = _closing(thread, Side.RAISING, withdrawn=thread.state is State.WITHDRAWN)
    return _read(duty, delivery_of(thread, thread.raised_leaf, delivered), now, zone, over)


def clock(
    thread: Thread, now: datetime, delivered: Delivered = _NOWHERE, zone: tzinfo = UTC
) -> Clock:
    """Return the clock of the inquiry: that of its most pressing question."""
    clocks = [
        question_clock(thread, question, now, delivered, zone) for question in thread.questions
    ]
    if not clocks:
        return Clock(ClockStatus.NOT_DELIVERED)
    pressing = [shown for shown in clocks if shown.status in _PRESSING]
    if pressing:
        return min(pressing, key=lambda shown: (_PRESSING.index(shown.status), shown.due or now))
    # Nothing is owed: show the question that took longest, and why none is.
    ended = [shown for shown in clocks if shown.status is not ClockStatus.WITHDRAWN]
    return max(ended or clocks, key=lambda shown: (_rank(shown), shown.elapsed))


def _rank(shown: Clock) -> int:
    return 1 if shown.status is ClockStatus.CLOSED else 0


def ladder(
    thread: Thread, now: datetime, terms: Terms, delivered: Delivered = _NOWHERE
) -> tuple[tuple[datetime, LadderAction, bool], ...]:
    """Return the agreed steps with whether each is reached; none before delivery."""
    if thread.raised is None or thread.raised_leaf is None:
        return ()
    start = delivery_of(thread, thread.raised_leaf, delivered)
    if start is None:
        return ()
    steps = ladder_from(start, thread.raised.urgency, terms)
    moved = [(after_pauses(start, at - start, thread.pauses), action) for at, action in steps]
    return tuple((instant, action, instant <= now) for instant, action in moved)


def waiting_time(thread: Thread, now: datetime, delivered: Delivered = _NOWHERE) -> Waiting:
    """Return how long each side has been waited for since delivery, pauses included."""
    waits: dict[Side, list[Interval]] = {Side.RAISING: [], Side.ASKED: []}
    for question in thread.questions:
        for period in question.periods:
            start = delivery_of(thread, period.opened_in, delivered)
            if start is not None and not question.withdrawn:
                waits[Side.ASKED].append((start, period.settled_at or now))
    for request in thread.information_requests:
        start = delivery_of(thread, request.asked_in, delivered)
        if start is not None and not request.withdrawn:
            end = now if request.is_open else request.answered_at
            waits[request.side.other].append((start, end or now))
    return Waiting(total(waits[Side.RAISING]), total(waits[Side.ASKED]))
