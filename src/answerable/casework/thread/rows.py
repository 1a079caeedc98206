"""The rows of a case's account: questions, requests, dates, pauses, histories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from answerable.casework.codes import (
    AckOutcome,
    AnswerCode,
    ExtensionReason,
    ExtensionStep,
    PauseReason,
    Rejection,
    Side,
)

Value = TypeVar("Value")
# After these the matter is no longer open; a partial answer is for the other side to judge.
_SETTLES = frozenset({AnswerCode.ANSWERED, AnswerCode.PARTLY, AnswerCode.DECLINED})


@dataclass(frozen=True, slots=True)
class AckGiven:
    """The one acknowledgement of an entry by the other party."""

    leaf: str
    ts: datetime
    outcome: AckOutcome
    code: Rejection | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said(Generic[Value]):
    """Something stated at some time in some entry: one row of a history."""

    leaf: str
    ts: datetime
    value: Value
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """An answer code for one question or request, and where it was given."""

    leaf: str
    ts: datetime
    code: AnswerCode


@dataclass(frozen=True, slots=True)
class Period:
    """A time during which an answer was owed. `settled_at` None: it still is, or was taken back."""

    opened_in: str
    opened_at: datetime
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A numbered question with its date and what became of it.

    `opened_in` is the entry that opened the present asking: its delivery starts the clock.
    `due_agreed` tells a date that both sides agreed from one that one side requests.
    """

    id: str
    asked_at: datetime
    asked_in: str
    opened_at: datetime
    opened_in: str
    times_asked: int
    due: datetime
    due_set_at: datetime
    due_set_in: str
    due_agreed: bool
    answer: AnswerCode | None
    answered_at: datetime | None
    answered_in: str | None
    withdrawn: bool
    history: tuple[AnswerGiven, ...]
    periods: tuple[Period, ...]

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is still owed. `not_answered` owes it still."""
        return not self.withdrawn and self.answer not in _SETTLES


@dataclass(frozen=True, slots=True)
class InformationRequest:
    """A numbered request for information by `side` to the other one."""

    id: str
    side: Side
    asked_at: datetime
    asked_in: str
    due: datetime
    answer: AnswerCode | None = None
    answered_at: datetime | None = None
    answered_in: str | None = None
    withdrawn: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether the information is still owed."""
        return not self.withdrawn and self.answer not in _SETTLES


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """A later date that was asked for. `decision` None: not decided yet, so the old date stands."""

    leaf: str
    ts: datetime
    until: datetime
    reason: ExtensionReason
    questions: tuple[str, ...]
    decision: ExtensionStep | None = None
    decided_at: datetime | None = None
    decided_in: str | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause of the clocks by one side: from `begin` to `end`, never beyond the cap `until`."""

    side: Side
    reason: PauseReason
    leaf: str
    begin: datetime
    until: datetime
    ended: datetime | None = None

    @property
    def end(self) -> datetime:
        """Return when it ended or will end by itself."""
        return self.until if self.ended is None else min(self.until, self.ended)
