"""What a person chose and typed in a draft, per kind of message; kept as it is, complete or not.

A choice is what the form shows again. What leaves is made from it by `services.compose`, and never
holds more than the choice names. `due` instants are aware; ids of rows are private and never leave.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeAlias

import msgspec

from answerable.casework.codes import (
    AnswerCode,
    CorrectionReason,
    EscalationLevel,
    Examiner,
    FigureCategory,
    FigureGroup,
    Instrument,
    IssueTag,
    Kind,
    Marking,
    Measure,
    MeasureStatus,
    Method,
    PlacePrecision,
    Position,
    Reason,
    Redress,
    RedressStatus,
    Request,
    Urgency,
)


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A part of a draft; an unknown field is a mistake."""


class PlaceShare(Choice, frozen=True, kw_only=True):
    """A place that is told: which, under which of its names, and whether with coordinates."""

    place: int
    names: tuple[int, ...] = ()
    coordinates: bool = False
    # Coarser than what we know, if we choose so; empty for as precise as recorded.
    precision: PlacePrecision | None = None


class IncidentShare(Choice, frozen=True, kw_only=True):
    """What is told of one incident. `inside` is its name in the thread and is set by the desk."""

    incident: int
    inside: str = ""
    title: str = ""
    narrative: str = ""
    when: str = ""
    exact_time: bool = False
    places: tuple[PlaceShare, ...] = ()
    figures: tuple[int, ...] = ()
    objects: tuple[int, ...] = ()
    notified: str = ""


class QuestionChoice(Choice, frozen=True, kw_only=True):
    """A new question. Without a due instant of its own it has that of the reply."""

    text: str
    due: datetime | None = None


class RequestChoice(Choice, frozen=True, kw_only=True):
    """Something asked for beside answers."""

    code: Request
    text: str = ""


class RaiseChoice(Choice, frozen=True, kw_only=True):
    """An inquiry: what is shared, what is asked, in which form and until when."""

    subject: str = ""
    language: str = ""
    marking: Marking | None = None
    instrument: Instrument = Instrument.NOTE_VERBALE
    urgency: Urgency = Urgency.ORDINARY
    receipt_due: datetime | None = None
    reply_due: datetime | None = None
    incidents: tuple[IncidentShare, ...] = ()
    questions: tuple[QuestionChoice, ...] = ()
    requests: tuple[RequestChoice, ...] = ()
    issues: tuple[IssueTag, ...] = ()
    grounds: str = ""


class AnswerChoice(Choice, frozen=True, kw_only=True):
    """The answer to one question; without a code the question is left for a later response."""

    question: str
    code: AnswerCode | None = None
    text: str = ""


class PositionChoice(Choice, frozen=True, kw_only=True):
    """The position taken on one incident of the thread, with reasons."""

    incident: str
    position: Position | None = None
    reasons: tuple[Reason, ...] = ()
    of: str = ""
    text: str = ""


class FigureChoice(Choice, frozen=True, kw_only=True):
    """A figure that the party acknowledges. Both bounds empty states that it is unknown."""

    incident: str
    category: FigureCategory
    group: FigureGroup = FigureGroup.TOTAL
    low: int | None = None
    high: int | None = None
    as_of: date | None = None


class MeasureChoice(Choice, frozen=True, kw_only=True):
    """A measure taken about one's own conduct."""

    incident: str
    code: Measure
    status: MeasureStatus


class RedressChoice(Choice, frozen=True, kw_only=True):
    """Redress given to those harmed."""

    incident: str
    code: Redress
    status: RedressStatus


class ResponseChoice(Choice, frozen=True, kw_only=True):
    """A response, in part or final, question by question."""

    subject: str = ""
    language: str = ""
    marking: Marking | None = None
    final: bool = True
    answers: tuple[AnswerChoice, ...] = ()
    positions: tuple[PositionChoice, ...] = ()
    figures: tuple[FigureChoice, ...] = ()
    measures: tuple[MeasureChoice, ...] = ()
    redress: tuple[RedressChoice, ...] = ()
    methods: tuple[Method, ...] = ()
    examiner: Examiner | None = None
    notes: str = ""


class AgainChoice(Choice, frozen=True, kw_only=True):
    """A question asked again, with what is still missing."""

    question: str
    due: datetime | None = None
    text: str = ""


class FollowUpChoice(Choice, frozen=True, kw_only=True):
    """A follow-up: questions asked again, new ones, and perhaps a higher level."""

    subject: str = ""
    language: str = ""
    marking: Marking | None = None
    reply_due: datetime | None = None
    again: tuple[AgainChoice, ...] = ()
    questions: tuple[QuestionChoice, ...] = ()
    requests: tuple[RequestChoice, ...] = ()
    level: EscalationLevel | None = None
    notes: str = ""


class InformationRequestChoice(Choice, frozen=True, kw_only=True):
    """A request for information, in either direction."""

    subject: str = ""
    language: str = ""
    marking: Marking | None = None
    reply_due: datetime | None = None
    requests: tuple[QuestionChoice, ...] = ()
    notes: str = ""


class GivenChoice(Choice, frozen=True, kw_only=True):
    """What is given for one request for information."""

    request: str
    code: AnswerCode | None = None
    text: str = ""


class InformationChoice(Choice, frozen=True, kw_only=True):
    """Information given, asked for or not, perhaps with more facts of an incident."""

    subject: str = ""
    language: str = ""
    marking: Marking | None = None
    answers: tuple[GivenChoice, ...] = ()
    incidents: tuple[IncidentShare, ...] = ()
    notes: str = ""


class CorrectChoice(Choice, frozen=True, kw_only=True):
    """A correction of an own statement: only what changes."""

    of: str = ""
    reason: CorrectionReason = CorrectionReason.FACTUAL
    subject: str = ""
    language: str = ""
    incidents: tuple[IncidentShare, ...] = ()
    answers: tuple[AnswerChoice, ...] = ()
    positions: tuple[PositionChoice, ...] = ()
    figures: tuple[FigureChoice, ...] = ()
    notes: str = ""


class SelfReportChoice(Choice, frozen=True, kw_only=True):
    """A report of an act of our own: what is told, what we say of it, what was done since."""

    subject: str = ""
    language: str = ""
    marking: Marking | None = None
    instrument: Instrument = Instrument.NOTE_VERBALE
    inquiries_welcome: bool = True
    incidents: tuple[IncidentShare, ...] = ()
    positions: tuple[PositionChoice, ...] = ()
    figures: tuple[FigureChoice, ...] = ()
    measures: tuple[MeasureChoice, ...] = ()
    redress: tuple[RedressChoice, ...] = ()
    methods: tuple[Method, ...] = ()
    examiner: Examiner | None = None
    notes: str = ""


AnyChoice: TypeAlias = (
    RaiseChoice
    | ResponseChoice
    | FollowUpChoice
    | InformationRequestChoice
    | InformationChoice
    | CorrectChoice
    | SelfReportChoice
)

CHOICES: dict[str, type[AnyChoice]] = {
    Kind.RAISE: RaiseChoice,
    Kind.RESPONSE: ResponseChoice,
    Kind.FOLLOW_UP: FollowUpChoice,
    Kind.INFORMATION_REQUEST: InformationRequestChoice,
    Kind.INFORMATION: InformationChoice,
    Kind.CORRECT: CorrectChoice,
    Kind.SELF_REPORT: SelfReportChoice,
}


def to_json(choice: AnyChoice) -> dict[str, object]:
    """Return the choice as plain JSON for its row."""
    return dict(msgspec.to_builtins(choice))


def from_json(kind: str, data: object) -> AnyChoice:
    """Read a choice back from its row; raise `msgspec.ValidationError` for anything else."""
    return msgspec.convert(data, CHOICES[kind])
