"""The bodies by which a side asks: raise, follow-up, request for information."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from answerable.casework.codes import (
    EscalationLevel,
    EventKind,
    Instrument,
    IssueTag,
    Marking,
    ProtectedObject,
    Request,
    TimePrecision,
    Urgency,
)
from answerable.casework.fields import (
    IncidentId,
    Instant,
    Language,
    QuestionId,
    Record,
    Reference,
    RequestId,
    Sparse,
    check_no_repeat,
)


class IncidentFacts(Sparse, frozen=True, kw_only=True):
    """One incident of an inquiry, as far as codes go. Its account is content.

    `start` and `end` are local dates of the place; `at` is the instant, where it is known.
    """

    id: IncidentId
    kind: EventKind
    start: date
    end: date | None = None
    precision: TimePrecision
    at: Instant | None = None
    objects: Annotated[tuple[ProtectedObject, ...], Meta(max_length=8)] = ()

    def __post_init__(self) -> None:
        check_no_repeat("objects", self.objects)
        if self.end is not None and self.end < self.start:
            raise ValueError("end is before start")


class Asked(Record, frozen=True, kw_only=True):
    """A numbered question and the instant by which an answer is requested."""

    id: QuestionId
    due: Instant


class Raise(Sparse, frozen=True, kw_only=True):
    """A party raises incidents and asks numbered questions."""

    reference: Reference
    instrument: Instrument
    urgency: Urgency
    incidents: Annotated[tuple[IncidentFacts, ...], Meta(min_length=1, max_length=12)]
    questions: Annotated[tuple[Asked, ...], Meta(min_length=1, max_length=40)]
    requests: Annotated[tuple[Request, ...], Meta(max_length=10)] = ()
    issues: Annotated[tuple[IssueTag, ...], Meta(max_length=24)] = ()
    receipt_due: Instant
    reply_due: Instant
    language: Language
    marking: Marking

    def __post_init__(self) -> None:
        check_no_repeat("incidents", (incident.id for incident in self.incidents))
        check_no_repeat("questions", (question.id for question in self.questions))
        check_no_repeat("requests", self.requests)
        check_no_repeat("issues", self.issues)


class FollowUp(Sparse, frozen=True, kw_only=True):
    """The raising side asks further or asks again, perhaps at a higher level.

    Each question carries its own due instant, so every follow-up has a clock.
    """

    questions: Annotated[tuple[Asked, ...], Meta(max_length=40)] = ()
    again: Annotated[tuple[Asked, ...], Meta(max_length=40)] = ()
    requests: Annotated[tuple[Request, ...], Meta(max_length=10)] = ()
    level: EscalationLevel | None = None
    reply_due: Instant
    language: Language
    marking: Marking

    def __post_init__(self) -> None:
        check_no_repeat("questions", (asked.id for asked in (*self.questions, *self.again)))
        check_no_repeat("requests", self.requests)
        if not (self.questions or self.again):
            raise ValueError("a follow-up asks a question, new or again")


class Wanted(Record, frozen=True, kw_only=True):
    """One numbered request for information and when it is requested by."""

    id: RequestId
    due: Instant


class InformationRequested(Record, frozen=True, kw_only=True):
    """Either side asks the other for information."""

    requests: Annotated[tuple[Wanted, ...], Meta(min_length=1, max_length=20)]
    language: Language
    marking: Marking

    def __post_init__(self) -> None:
        check_no_repeat("requests", (wanted.id for wanted in self.requests))
