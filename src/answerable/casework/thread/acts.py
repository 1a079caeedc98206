"""What each statement needs to count, and what it changes. Every act checks first, then changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from answerable.casework.bodies import (
    Ack,
    Acknowledged,
    Answer,
    Correct,
    FollowUp,
    Information,
    InformationRequested,
    Interim,
    MeasureTaken,
    PositionOn,
    Raise,
    RedressGiven,
    Response,
    SelfReport,
)
from answerable.casework.codes import (
    Kind,
    PauseReason,
    Rejection,
    Side,
)
from answerable.casework.errors import ActNotPossible
from answerable.casework.thread.account import Step
from answerable.casework.thread.entries import Entry
from answerable.casework.thread.rows import (
    AckGiven,
    AnswerGiven,
    InformationRequest,
    Said,
)
from answerable.casework.thread.working import Working


def target_of(work: Working, entry: Entry) -> Step:
    """Return the one entry that a statement is about. Raises ActNotPossible."""
    if len(entry.refs) != 1 or entry.refs[0] not in work.steps:
        raise ActNotPossible(Rejection.UNKNOWN_REFERENCE)
    return work.steps[entry.refs[0]]


def need(known: Iterable[str], named: Iterable[str], code: Rejection) -> None:
    """Raise ActNotPossible with the code if something is named that is not known."""
    if not set(named) <= set(known):
        raise ActNotPossible(code)


def raise_inquiry(work: Working, entry: Entry, ts: datetime, body: Raise, side: Side) -> None:
    """Begin: who asks whom, about what, what exactly, and by when."""
    work.raising = entry.party
    others = [party for party in work.parties if party != entry.party]
    work.asked = others[0] if len(others) == 1 else None
    work.opened = (body, ts, entry.leaf)
    work.reply_dues.append(Said(entry.leaf, ts, body.reply_due))
    for incident in body.incidents:
        work.incidents[incident.id] = [Said(entry.leaf, ts, incident)]
    for asked in body.questions:
        work.ask(asked.id, entry, ts, asked.due)


def report_own_act(work: Working, entry: Entry, ts: datetime, body: SelfReport, side: Side) -> None:
    """Begin without a question: who reports is the side that may be asked."""
    work.asked = entry.party
    others = [party for party in work.parties if party != entry.party]
    work.raising = others[0] if len(others) == 1 else None
    work.opened = (body, ts, entry.leaf)
    for incident in body.incidents:
        work.incidents[incident.id] = [Said(entry.leaf, ts, incident)]
    note_stand(work, entry, ts, body)
    note_steps(work, entry, ts, body)


def acknowledge(work: Working, entry: Entry, ts: datetime, body: Ack, side: Side) -> None:
    """Note a person's receipt, or the one answer to an entry that does not fit."""
    target = target_of(work, entry)
    if target.entry.party == entry.party:
        raise ActNotPossible(Rejection.NOT_YOURS)
    if target.entry.kind == Kind.ACK:
        raise ActNotPossible(Rejection.NOT_POSSIBLE_NOW)
    if target.ack is not None:
        raise ActNotPossible(Rejection.DUPLICATE)
    if body.delivered_at is not None:
        if body.delivered_at > ts:
            raise ActNotPossible(Rejection.BAD_TIME)
        work.delivered[target.entry.leaf] = body.delivered_at
        if work.opened is not None and work.opened[2] == target.entry.leaf:
            work.acknowledged_at = ts
    given = AckGiven(entry.leaf, ts, body.outcome, body.code, body.delivered_at)
    work.steps[target.entry.ref] = replace(target, ack=given)


def interim(work: Working, entry: Entry, ts: datetime, body: Interim, side: Side) -> None:
    """Change nothing but the state: an interim carries no substance."""


def check_findings(work: Working, answers: Iterable[Answer], incidents: Iterable[str]) -> None:
    """Raise ActNotPossible if a finding is about a question or incident never raised."""
    need(work.lines, (answer.question for answer in answers), Rejection.UNKNOWN_QUESTION)
    need(work.incidents, incidents, Rejection.UNKNOWN_INCIDENT)


def note_findings(work: Working, entry: Entry, ts: datetime, body: Response | Correct) -> None:
    """Add answers, positions and figures to their histories."""
    for answer in body.answers:
        work.lines[answer.question].answer(entry.leaf, ts, answer.code)
    note_stand(work, entry, ts, body)


def note_stand(
    work: Working, entry: Entry, ts: datetime, body: Response | Correct | SelfReport
) -> None:
    """Add positions and figures to their histories."""
    work.positions += [Said(entry.leaf, ts, row) for row in body.positions]
    work.figures += [Said(entry.leaf, ts, row) for row in body.figures]


def note_steps(work: Working, entry: Entry, ts: datetime, body: Response | SelfReport) -> None:
    """Add measures, redress and methods to their histories."""
    work.measures += [Said(entry.leaf, ts, row) for row in body.measures]
    work.redress += [Said(entry.leaf, ts, row) for row in body.redress]
    work.methods += [Said(entry.leaf, ts, row) for row in body.methods]


def respond(work: Working, entry: Entry, ts: datetime, body: Response, side: Side) -> None:
    """Note answers, positions, acknowledged figures, measures and redress."""
    rows: tuple[PositionOn | Acknowledged | MeasureTaken | RedressGiven, ...] = (
        *body.positions,
        *body.figures,
        *body.measures,
        *body.redress,
    )
    check_findings(work, body.answers, (row.incident for row in rows))
    note_findings(work, entry, ts, body)
    note_steps(work, entry, ts, body)


def follow_up(work: Working, entry: Entry, ts: datetime, body: FollowUp, side: Side) -> None:
    """Ask further, or again. A question whose answer was on its way is not opened by asking."""
    need(work.lines, (asked.id for asked in body.again), Rejection.UNKNOWN_QUESTION)
    if any(asked.id in work.lines for asked in body.questions):
        raise ActNotPossible(Rejection.DUPLICATE)
    for asked in body.again:
        answered_in = work.question(asked.id).answered_in
        crossed = answered_in is not None and not entry.has_seen(work.by_leaf[answered_in])
        work.lines[asked.id].ask_again(entry.leaf, ts, asked.due, crossed=crossed)
    for asked in body.questions:
        work.ask(asked.id, entry, ts, asked.due)
    work.reply_dues.append(Said(entry.leaf, ts, body.reply_due))
    if body.level is not None:
        work.levels.append(Said(entry.leaf, ts, body.level))


def request_information(
    work: Working, entry: Entry, ts: datetime, body: InformationRequested, side: Side
) -> None:
    """Ask the other side for information, by numbers of one's own."""
    if any((side, wanted.id) in work.requests for wanted in body.requests):
        raise ActNotPossible(Rejection.DUPLICATE)
    for wanted in body.requests:
        work.supplied[side, wanted.id] = []
        work.requests[side, wanted.id] = InformationRequest(
            wanted.id, side, ts, entry.leaf, wanted.due
        )


def inform(work: Working, entry: Entry, ts: datetime, body: Information, side: Side) -> None:
    """Give information. A pause that waited for nothing else ends with it."""
    asking = side.other
    known = (request_id for of, request_id in work.requests if of is asking)
    need(known, (row.request for row in body.answers), Rejection.UNKNOWN_REQUEST)
    need(work.incidents, body.incidents, Rejection.UNKNOWN_INCIDENT)
    for row in body.answers:
        work.supplied[asking, row.request].append(AnswerGiven(entry.leaf, ts, row.code))
    if work.open_requests(asking):
        return
    for number, pause in enumerate(work.pauses):
        waited = pause.reason is PauseReason.INFORMATION_OUTSTANDING and pause.side is asking
        if waited and pause.end > ts:
            work.end_pause(number, ts)
