"""The bodies by which a side replies: ack, interim, response, information, correction."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from answerable.casework.bodies.asking import IncidentFacts
from answerable.casework.codes import (
    AckOutcome,
    AnswerCode,
    CorrectionReason,
    Examiner,
    FigureCategory,
    FigureGroup,
    InterimCode,
    Marking,
    Measure,
    MeasureStatus,
    Method,
    Position,
    Reason,
    Redress,
    RedressStatus,
    Rejection,
)
from answerable.casework.fields import (
    Count,
    IncidentId,
    Instant,
    Language,
    QuestionId,
    Record,
    Reference,
    RequestId,
    Sparse,
    check_no_repeat,
    check_range,
)


class Ack(Sparse, frozen=True, kw_only=True):
    """A person received an entry, or an entry that does not fit is answered once.

    `delivered_at` is when the receiver's own node countersigned the entry: it starts the clock.
    """

    outcome: AckOutcome
    code: Rejection | None = None
    delivered_at: Instant | None = None

    def __post_init__(self) -> None:
        rejected = self.outcome == AckOutcome.REJECTED
        if rejected != (self.code is not None) or rejected != (self.delivered_at is None):
            raise ValueError("received carries delivered_at only, rejected carries code only")


class Interim(Sparse, frozen=True, kw_only=True):
    """The party asked says that it is at work, and nothing of substance."""

    code: InterimCode
    next_update_by: Instant | None = None


class Answer(Record, frozen=True, kw_only=True):
    """What became of one question."""

    question: QuestionId
    code: AnswerCode


class PositionOn(Sparse, frozen=True, kw_only=True):
    """The position of the party asked on one incident, with its reasons."""

    incident: IncidentId
    position: Position
    reasons: Annotated[tuple[Reason, ...], Meta(max_length=6)] = ()
    duplicate_of: Reference | None = None

    def __post_init__(self) -> None:
        check_no_repeat("reasons", self.reasons)
        if (self.position == Position.DUPLICATE_OF) != (self.duplicate_of is not None):
            raise ValueError("duplicate_of goes with its position, and only with it")


class Acknowledged(Sparse, frozen=True, kw_only=True):
    """A figure that the party asked acknowledges. Both ends left out says: stated as unknown."""

    incident: IncidentId
    category: FigureCategory
    group: FigureGroup
    low: Count | None = None
    high: Count | None = None
    as_of: date

    def __post_init__(self) -> None:
        check_range(self.low, self.high)


class MeasureTaken(Record, frozen=True, kw_only=True):
    """A measure about one's own conduct, as stated."""

    incident: IncidentId
    code: Measure
    status: MeasureStatus


class RedressGiven(Record, frozen=True, kw_only=True):
    """Redress to those harmed, as stated."""

    incident: IncidentId
    code: Redress
    status: RedressStatus


Answers = Annotated[tuple[Answer, ...], Meta(max_length=40)]
Positions = Annotated[tuple[PositionOn, ...], Meta(max_length=12)]
Figures = Annotated[tuple[Acknowledged, ...], Meta(max_length=30)]


class Response(Sparse, frozen=True, kw_only=True):
    """The party asked responds. `final` says that it considers its response complete."""

    final: bool
    answers: Answers = ()
    positions: Positions = ()
    figures: Figures = ()
    measures: Annotated[tuple[MeasureTaken, ...], Meta(max_length=12)] = ()
    redress: Annotated[tuple[RedressGiven, ...], Meta(max_length=12)] = ()
    methods: Annotated[tuple[Method, ...], Meta(max_length=12)] = ()
    examiner: Examiner | None = None
    language: Language
    marking: Marking

    def __post_init__(self) -> None:
        _check_findings(self.answers, self.positions, self.figures)
        check_no_repeat("measures", ((row.incident, row.code) for row in self.measures))
        check_no_repeat("redress", ((row.incident, row.code) for row in self.redress))
        check_no_repeat("methods", self.methods)
        if not self.answers and not self.positions:
            raise ValueError("a response answers a question or takes a position")


class Supplied(Record, frozen=True, kw_only=True):
    """What became of one request for information."""

    request: RequestId
    code: AnswerCode


class Information(Sparse, frozen=True, kw_only=True):
    """Either side gives information, asked for or not."""

    answers: Annotated[tuple[Supplied, ...], Meta(max_length=20)] = ()
    incidents: Annotated[tuple[IncidentId, ...], Meta(max_length=12)] = ()
    language: Language
    marking: Marking

    def __post_init__(self) -> None:
        check_no_repeat("answers", (supplied.request for supplied in self.answers))
        check_no_repeat("incidents", self.incidents)


class Correct(Sparse, frozen=True, kw_only=True):
    """A party corrects a statement of its own, named in the envelope's `refs`.

    What is listed replaces what the same ids said; what is not listed stands.
    """

    reason: CorrectionReason
    incidents: Annotated[tuple[IncidentFacts, ...], Meta(max_length=12)] = ()
    answers: Answers = ()
    positions: Positions = ()
    figures: Figures = ()

    def __post_init__(self) -> None:
        check_no_repeat("incidents", (incident.id for incident in self.incidents))
        _check_findings(self.answers, self.positions, self.figures)


def _check_findings(answers: Answers, positions: Positions, figures: Figures) -> None:
    check_no_repeat("answers", (answer.question for answer in answers))
    check_positions(positions)
    check_figures(figures)


def check_positions(positions: Positions) -> None:
    """Raise ValueError if two positions are taken on one incident."""
    check_no_repeat("positions", (position.incident for position in positions))


def check_figures(figures: Figures) -> None:
    """Raise ValueError if one count is given twice."""
    check_no_repeat("figures", ((f.incident, f.category, f.group) for f in figures))
