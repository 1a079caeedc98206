"""The shapes of the deeds in the demo's scenario: what is done, by whom and when."""

from __future__ import annotations

from typing import Literal

from answerable.casework.codes import (
    AnswerCode,
    CloseReason,
    CorrectionReason,
    EscalationLevel,
    Examiner,
    ExtensionReason,
    FigureCategory,
    FigureGroup,
    Instrument,
    InterimCode,
    Marking,
    Measure,
    MeasureStatus,
    Method,
    PauseReason,
    Position,
    Reason,
    Redress,
    RedressStatus,
    ReopenReason,
    ReplyCharacter,
    Request,
    ResumeReason,
    Urgency,
)
from answerable.node.desk.codes import (
    Judgement,
    Recommendation,
    Stage,
    StepOutcome,
    Verification,
)

from .shapes import (
    Day,
    Key,
    Line,
    Prose,
    QuestionId,
    RequestId,
    Strict,
    When,
)


class Deed(Strict, frozen=True, kw_only=True, tag_field="deed"):
    """Something a person of one party does at a time; the office is the person's own."""

    party: Key
    by: Key
    at: When


class Cleared(Strict, frozen=True, kw_only=True):
    """Clearance by another person of another office, before the sending."""

    by: Key
    at: When
    note: str = ""


class Drafted(Deed, frozen=True, kw_only=True):
    """A deed that goes through a draft: written, cleared where it must be, then sent at `at`."""

    drafted: When
    cleared: Cleared | None = None
    # How far the draft gets. Only what is sent leaves the node.
    stops_at: Literal["awaiting_clearance", "cleared", "sent"] = "sent"


class Asked(Strict, frozen=True, kw_only=True):
    """A numbered question; without `due` it has the due instant of the reply."""

    text: Prose
    due: When | None = None


class RequestText(Strict, frozen=True, kw_only=True):
    """Something asked for beside answers."""

    code: Request
    text: Line


class Raise(Drafted, frozen=True, kw_only=True, tag="raise"):
    """The inquiry: what is told of the incident, the numbered questions and the requests."""

    subject: Line
    instrument: Instrument
    urgency: Urgency
    receipt_due: When
    reply_due: When
    told: Prose
    questions: tuple[Asked, ...]
    grounds: Prose
    requests: tuple[RequestText, ...] = ()
    marking: Marking = Marking.AMBER
    exact_time: bool = False
    coordinates: bool = True
    # Goes together with the other cases of this word, in one delivery; one that stops at
    # `cleared` is gathered with them and waits.
    batch: Key | None = None


class Acknowledge(Deed, frozen=True, kw_only=True, tag="acknowledge"):
    """A person of the party says that it was received."""


class Interim(Deed, frozen=True, kw_only=True, tag="interim"):
    """Still examining, with when to expect more."""

    code: InterimCode
    next_update: Day | None = None
    text: str = ""


class Step(Strict, frozen=True, kw_only=True):
    """What a dated step of an investigation came to."""

    stage: Stage
    outcome: StepOutcome
    done_on: Day
    note: Prose
    methods: tuple[Method, ...] = ()


class Investigate(Deed, frozen=True, kw_only=True, tag="investigate"):
    """Steps of the private investigation. None of this leaves the node."""

    steps: tuple[Step, ...]


class AskInformation(Drafted, frozen=True, kw_only=True, tag="information_request"):
    """A request for information to the other side, by numbered points."""

    subject: Line
    reply_due: When
    requests: tuple[Asked, ...]
    notes: str = ""


class Supplied(Strict, frozen=True, kw_only=True):
    """What is given on one point."""

    request: RequestId
    code: AnswerCode
    text: Prose


class GiveInformation(Drafted, frozen=True, kw_only=True, tag="information"):
    """Information given on a request."""

    subject: Line
    answers: tuple[Supplied, ...]
    notes: str = ""


class AskExtension(Deed, frozen=True, kw_only=True, tag="ask_extension"):
    """A later date is asked for. It stays a wish until the other side agrees."""

    until: When
    reason: ExtensionReason


class AgreeExtension(Deed, frozen=True, kw_only=True, tag="agree_extension"):
    """The later date is agreed."""


class DeclineExtension(Deed, frozen=True, kw_only=True, tag="decline_extension"):
    """The later date is not agreed."""

    reason: ExtensionReason


class Pause(Deed, frozen=True, kw_only=True, tag="pause"):
    """The clocks are paused, for a reason and at most until a day."""

    reason: PauseReason
    until: When


class Resume(Deed, frozen=True, kw_only=True, tag="resume"):
    """The clocks run again."""

    reason: ResumeReason


class Answer(Strict, frozen=True, kw_only=True):
    """The answer to one question."""

    question: QuestionId
    code: AnswerCode
    text: Prose


class FigureAcknowledged(Strict, frozen=True, kw_only=True):
    """A figure that the party asked acknowledges; both bounds left out: stated as unknown."""

    category: FigureCategory
    group: FigureGroup = FigureGroup.TOTAL
    low: int | None = None
    high: int | None = None
    as_of: Day | None = None


class MeasureTaken(Strict, frozen=True, kw_only=True):
    """A measure about one's own conduct, and how far it is."""

    code: Measure
    status: MeasureStatus


class RedressGiven(Strict, frozen=True, kw_only=True):
    """Redress, and how far it is. Offered is not delivered."""

    code: Redress
    status: RedressStatus


class Respond(Drafted, frozen=True, kw_only=True, tag="response"):
    """A response question by question, with a position, reasons, figures and measures."""

    subject: Line
    final: bool
    answers: tuple[Answer, ...]
    position: Position
    position_text: Prose
    reasons: tuple[Reason, ...] = ()
    figures: tuple[FigureAcknowledged, ...] = ()
    measures: tuple[MeasureTaken, ...] = ()
    redress: tuple[RedressGiven, ...] = ()
    methods: tuple[Method, ...] = ()
    examiner: Examiner | None = None
    notes: str = ""


class SelfReport(Drafted, frozen=True, kw_only=True, tag="self_report"):
    """A report of an act of one's own, before the other side asked."""

    subject: Line
    instrument: Instrument
    told: Prose
    position: Position
    position_text: Prose
    figures: tuple[FigureAcknowledged, ...] = ()
    measures: tuple[MeasureTaken, ...] = ()
    redress: tuple[RedressGiven, ...] = ()
    methods: tuple[Method, ...] = ()
    examiner: Examiner | None = None
    notes: str = ""


class Judged(Strict, frozen=True, kw_only=True):
    """How one question was answered, in the view of the party that asked it."""

    question: QuestionId
    judgement: Judgement
    note: str = ""


class ClaimChecked(Strict, frozen=True, kw_only=True):
    """A checkable claim in an answer, and where its check stands."""

    claim: Line
    verification: Verification
    question: QuestionId | None = None
    about: str = ""
    note: str = ""


class Review(Deed, frozen=True, kw_only=True, tag="review"):
    """The private review of a response. It stays on the node."""

    questions: tuple[Judged, ...]
    character: ReplyCharacter | None = None
    recommendation: Recommendation | None = None
    claims: tuple[ClaimChecked, ...] = ()
    note: str = ""


class Again(Strict, frozen=True, kw_only=True):
    """A question asked again, with what is still missing."""

    question: QuestionId
    text: Prose
    due: When | None = None


class FollowUp(Drafted, frozen=True, kw_only=True, tag="follow_up"):
    """Questions asked again and further ones, perhaps at a higher level."""

    subject: Line
    reply_due: When
    again: tuple[Again, ...] = ()
    questions: tuple[Asked, ...] = ()
    requests: tuple[RequestText, ...] = ()
    level: EscalationLevel | None = None
    notes: str = ""


class Correct(Drafted, frozen=True, kw_only=True, tag="correct"):
    """A correction of figures in one's own last response."""

    subject: Line
    reason: CorrectionReason
    figures: tuple[FigureAcknowledged, ...]
    notes: str = ""


class Close(Deed, frozen=True, kw_only=True, tag="close"):
    """The party closes for itself."""

    reason: CloseReason


class Reopen(Deed, frozen=True, kw_only=True, tag="reopen"):
    """The party opens again what it had closed."""

    reason: ReopenReason
