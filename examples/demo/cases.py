"""The shapes of the scenario's cases, and of the deeds that are not an ordinary signed message."""

from __future__ import annotations

from typing import Literal, TypeAlias

from answerable.casework.codes import (
    Kind,
    Position,
)
from answerable.node.desk.codes import Confidence, Medium, RecordKind

from .deeds import (
    Acknowledge,
    AgreeExtension,
    Answer,
    AskExtension,
    AskInformation,
    Close,
    Correct,
    DeclineExtension,
    Deed,
    FigureAcknowledged,
    FollowUp,
    GiveInformation,
    Interim,
    Investigate,
    Pause,
    Raise,
    Reopen,
    Respond,
    Resume,
    Review,
    SelfReport,
)
from .shapes import Incident, Key, Line, Prose, Short, Strict, When


class Misplaced(Deed, frozen=True, kw_only=True, tag="misplaced"):
    """A statement of a kind that does not fit, as another software might write it.

    Our own node refuses to do this; it goes into the log directly, so that the other side's node
    shows what it does with it: store it, receipt it, show it out of sequence, reject it once.
    """

    kind: Kind
    answers: tuple[Answer, ...]
    why: Line


class Deliver(Deed, frozen=True, kw_only=True, tag="delivery"):
    """For a counterpart on paper: the letter that was printed, and how it was handed over."""

    delivered_by: Short
    delivered_to: Short
    where: Short
    medium: Medium
    reaction: str = ""


class CameBack(Deed, frozen=True, kw_only=True, tag="came_back"):
    """What came back second-hand from a counterpart on paper, with its source."""

    kind: RecordKind
    stated_by: Short
    stated_at: When
    summary: Prose
    confidence: Confidence
    medium: Medium
    source: Line
    answers: tuple[Answer, ...] = ()
    position: Position | None = None
    figures: tuple[FigureAcknowledged, ...] = ()
    final: bool = True


AnyDeed: TypeAlias = (
    Raise
    | SelfReport
    | Acknowledge
    | Interim
    | Investigate
    | AskInformation
    | GiveInformation
    | AskExtension
    | AgreeExtension
    | DeclineExtension
    | Pause
    | Resume
    | Respond
    | Review
    | FollowUp
    | Correct
    | Close
    | Reopen
    | Misplaced
    | Deliver
    | CameBack
)


Expected: TypeAlias = Literal[
    "raised",
    "self_reported",
    "examining",
    "partly_answered",
    "answered",
    "followed_up",
    "reopened",
    "running",
    "due_today",
    "overdue",
    "paused",
    "due_agreed",
    "waiting_on_asked",
    "waiting_on_raising",
    "waiting_for_information",
    "closed_by_raising",
    "closed_by_asked",
    "out_of_sequence",
    "receipt_not_acknowledged",
    "undelivered",
    "draft_awaiting_clearance",
    "draft_cleared",
    "second_hand",
    "not_pursued",
]


class Case(Strict, frozen=True, kw_only=True):
    """One case: an incident of the raising party, and all that was done on it, in order."""

    key: Key
    shows: Line
    channel: Key | None
    raised_by: Key
    asked: Key | None
    incident: Incident
    deeds: tuple[AnyDeed, ...]
    # How the case is meant to look when the demo opens; the seeding checks itself against it.
    expect: tuple[Expected, ...] = ()
    # The case on paper that it carries on in a channel: about the same incident, told there.
    carries_on: Key | None = None
