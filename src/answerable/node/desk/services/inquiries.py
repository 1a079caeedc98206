"""Read inquiries: whose move it is, what is due, and the answers beside the questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction

from answerable.casework import deadline
from answerable.casework.codes import Act, LadderAction, Side
from answerable.casework.thread import Thread
from answerable.casework.thread import open_acts as acts_open_to
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.errors import NotPossible
from answerable.node.desk.models import Incident, IncidentInquiry, Inquiry
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import threads
from answerable.node.desk.services.threads import Reading, Spoken
from answerable.node.ledger import services as ledger


@dataclass(frozen=True)
class Clocks:
    """What the clocks of an inquiry show at one time."""

    reply: deadline.Clock
    receipt: deadline.Clock
    questions: Mapping[str, deadline.Clock]
    information: Mapping[str, deadline.Clock]
    ladder: tuple[tuple[datetime, LadderAction, bool], ...]
    waiting: deadline.Waiting


@dataclass(frozen=True)
class AnswerLine:
    """An answer that was given to a question, and where."""

    code: str
    text: str
    at: datetime
    leaf: str
    signed: bool


@dataclass(frozen=True)
class QuestionLine:
    """A question with its texts as asked each time, and every answer beside it."""

    id: str
    texts: tuple[str, ...]
    due: datetime
    due_agreed: bool
    times_asked: int
    is_open: bool
    withdrawn: bool
    answers: tuple[AnswerLine, ...]
    # Without a text: whether it was erased, and is not still to come.
    is_erased: bool = False


def reading_of(inquiry: Inquiry) -> Reading:
    """Return the thread of an inquiry read whole, for a page that needs several of its parts."""
    return threads.read(inquiry.channel, inquiry.thread)


def thread_of(inquiry: Inquiry) -> Thread:
    """Return what the statements of an inquiry come to."""
    return reading_of(inquiry).account


def our_side(inquiry: Inquiry) -> Side | None:
    """Return our party's role; None for an observer or a thread that was never raised."""
    return Side(inquiry.role) if inquiry.role in list(Side) else None


def open_acts(inquiry: Inquiry, reading: Reading | None = None) -> frozenset[Act]:
    """Return what our side may say now; they are the buttons. Permissions are another question."""
    read = reading or reading_of(inquiry)
    if read.our_side is None or not inquiry.channel.is_open:
        return frozenset()
    return acts_open_to(read.account, read.our_side) - {Act.REJECT}


def clocks(inquiry: Inquiry, now: datetime, reading: Reading | None = None) -> Clocks:
    """Return what every clock of an inquiry shows now; computed, never stored."""
    read = reading or reading_of(inquiry)
    account, delivered = read.account, threads.deliveries(read)
    terms = ledger.terms_of(inquiry.channel)
    return Clocks(
        reply=deadline.clock(account, now, delivered, UTC),
        receipt=deadline.receipt_clock(account, now, delivered, UTC),
        questions={
            question.id: deadline.question_clock(account, question, now, delivered, UTC)
            for question in account.questions
        },
        information={
            request.id: deadline.information_clock(account, request, now, delivered, UTC)
            for request in account.information_requests
        },
        ladder=deadline.ladder(account, now, terms, delivered) if terms is not None else (),
        waiting=deadline.waiting_time(account, now, delivered),
    )


def question_view(inquiry: Inquiry, reading: Reading | None = None) -> list[QuestionLine]:
    """Return the questions in their order, each with its texts and all answers beside it."""
    read = reading or reading_of(inquiry)
    texts = {one.entry.leaf: one for one in read.spoken}
    return [
        QuestionLine(
            id=question.id,
            texts=tuple(_texts(read, question.id)),
            due=question.due,
            due_agreed=question.due_agreed,
            times_asked=question.times_asked,
            is_open=question.is_open,
            withdrawn=question.withdrawn,
            answers=tuple(
                AnswerLine(
                    code=given.code,
                    text=_text(texts.get(given.leaf), "answers", question.id),
                    at=given.ts,
                    leaf=given.leaf,
                    signed=read.is_signed,
                )
                for given in question.history
            ),
            is_erased=any(one.is_erased and _asks(one, question.id) for one in read.spoken),
        )
        for question in read.account.questions
    ]


def _texts(reading: Reading, question: str) -> list[str]:
    said = (_text(one, "questions", question) for one in reading.spoken)
    return [text for text in said if text]


def _asks(spoken: Spoken, question: str) -> bool:
    body = spoken.body or {}
    asked = (*(body.get("questions") or ()), *(body.get("again") or ()))
    return any(isinstance(row, dict) and row.get("id") == question for row in asked)


def _text(spoken: Spoken | None, field: str, key: str) -> str:
    words: dict[str, Any] = (spoken.words if spoken is not None else None) or {}
    return next((str(row["text"]) for row in words.get(field, ()) if row["id"] == key), "")


@transaction.atomic
def link_incident(
    inquiry: Inquiry, incident: Incident, inside: str, *, by: User, at: datetime
) -> IncidentInquiry:
    """Say which incident of ours a thread speaks of, under its name there. Nobody else learns."""
    require(by, Deed.INCIDENT)
    if inside not in {facts.id for facts in thread_of(inquiry).incidents}:
        raise NotPossible("unknown_incident")
    try:
        with transaction.atomic():
            link = IncidentInquiry.objects.create(
                incident=incident,
                channel=inquiry.channel,
                thread=inquiry.thread,
                inside=inside,
                linked_by=by,
                linked_at=at,
            )
    except IntegrityError as exc:
        raise NotPossible("already_so") from exc
    audit.record(
        by,
        "incident linked to inquiry",
        "incident",
        incident.reference,
        at=at,
        details={"inquiry": inquiry.reference},
    )
    return link
