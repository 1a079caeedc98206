"""Say what a second-hand reply means for its thread, in the closed form of a signed statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from answerable.casework import bodies
from answerable.casework.codes import (
    AckOutcome,
    AnswerCode,
    CloseReason,
    ExtensionReason,
    ExtensionStep,
    InterimCode,
    Marking,
    Position,
)
from answerable.casework.text import tidy
from answerable.casework.thread import Ref, Thread
from answerable.casework.words import Text, Words
from answerable.node.desk.choices import FigureChoice
from answerable.node.desk.codes import RecordKind
from answerable.node.desk.errors import BadInput
from answerable.node.desk.services.composing.parts import next_number, texts_of
from answerable.node.desk.services.composing.telling import instant, local_date


@dataclass(frozen=True)
class Heard:
    """What came back, as far as it means something for the thread."""

    kind: RecordKind
    stated_at: datetime
    summary: str = ""
    answers: Mapping[str, tuple[str, str]] | None = None
    position: str = ""
    final: bool = True
    figures: Sequence[FigureChoice] = ()
    until: datetime | None = None
    requests: Sequence[str] = ()


@dataclass(frozen=True)
class Meant:
    """The body and words of what was heard, and the statements that it is about."""

    body: bodies.Body
    words: Words | None
    refs: tuple[Ref, ...] = ()


def meaning_of(heard: Heard, account: Thread, language: str, marking: Marking) -> Meant | None:
    """Return what was heard as a statement; None for what only tells, and moves nothing."""
    notes = tidy(heard.summary) or None
    match heard.kind:
        case RecordKind.RECEIPT_CONFIRMED:
            raised = next((s for s in account.steps if s.entry.leaf == account.raised_leaf), None)
            if raised is None or raised.ack is not None:
                return None
            arrived = raised.entry.ts or heard.stated_at
            body: bodies.Body = bodies.Ack(
                outcome=AckOutcome.RECEIVED,
                delivered_at=instant(min(arrived, heard.stated_at)),
            )
            return Meant(body, _notes(body, language, notes), (raised.entry.ref,))
        case RecordKind.INTERIM:
            body = bodies.Interim(code=InterimCode.STILL_EXAMINING)
        case RecordKind.MORE_TIME_ASKED:
            if heard.until is None:
                raise BadInput({"until": "required"})
            body = bodies.Extension(
                step=ExtensionStep.ASKED,
                until=instant(heard.until),
                reason=ExtensionReason.OTHER,
            )
        case RecordKind.QUESTION_BACK:
            return _question_back(heard, account, language, marking, notes)
        case RecordKind.CLOSED:
            body = bodies.Close(reason=CloseReason.NO_FURTHER_ACTION)
        case _:
            return _response(heard, account, language, marking, notes)
    return Meant(body, _notes(body, language, notes))


def _response(
    heard: Heard, account: Thread, language: str, marking: Marking, notes: str | None
) -> Meant | None:
    answers = heard.answers or {}
    if not answers and not heard.position and not heard.figures:
        return None
    positions = tuple(
        bodies.PositionOn(incident=facts.id, position=Position(heard.position))
        for facts in account.incidents
        if heard.position
    )
    body = bodies.Response(
        final=heard.final and set(answers) >= {q.id for q in account.open_questions},
        answers=tuple(
            bodies.Answer(question=key, code=AnswerCode(code))
            for key, (code, _text) in answers.items()
        ),
        positions=positions or _unstated(account, answers),
        figures=tuple(
            bodies.Acknowledged(
                incident=one.incident,
                category=one.category,
                group=one.group,
                low=one.low,
                high=one.high,
                as_of=one.as_of or local_date(heard.stated_at, "UTC"),
            )
            for one in heard.figures
        ),
        language=language,
        marking=marking,
    )
    words = Words(
        kind=bodies.kind_of(body),
        language=language,
        answers=texts_of((key, text) for key, (_code, text) in answers.items()),
        notes=notes,
    )
    return Meant(body, words)


def _unstated(
    account: Thread, answers: Mapping[str, tuple[str, str]]
) -> tuple[bodies.PositionOn, ...]:
    """Return "no position stated" where only figures came back: a response says one or answers."""
    if answers:
        return ()
    return tuple(
        bodies.PositionOn(incident=facts.id, position=Position.NONE) for facts in account.incidents
    )


def _question_back(
    heard: Heard, account: Thread, language: str, marking: Marking, notes: str | None
) -> Meant:
    if not heard.requests:
        raise BadInput({"requests": "required"})
    if heard.until is None:
        raise BadInput({"until": "required"})
    first = next_number(request.id for request in account.information_requests)
    keys = [f"r{first + number}" for number in range(len(heard.requests))]
    due = instant(heard.until)
    body = bodies.InformationRequested(
        requests=tuple(bodies.Wanted(id=key, due=due) for key in keys),
        language=language,
        marking=marking,
    )
    texts = zip(keys, heard.requests, strict=True)
    words = Words(
        kind=bodies.kind_of(body),
        language=language,
        information=tuple(Text(id=key, text=tidy(text)) for key, text in texts),
        notes=notes,
    )
    return Meant(body, words)


def _notes(body: bodies.Body, language: str, notes: str | None) -> Words | None:
    if notes is None:
        return None
    return Words(kind=bodies.kind_of(body), language=language, notes=notes)
