"""The bodies about the exchange itself: later dates, pauses, closing, taking back."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from answerable.casework.codes import (
    CloseReason,
    ExtensionReason,
    ExtensionStep,
    PauseReason,
    ReopenReason,
    ResumeReason,
    WithdrawReason,
)
from answerable.casework.fields import (
    Instant,
    QuestionId,
    Record,
    Sparse,
    check_no_repeat,
)


class Extension(Sparse, frozen=True, kw_only=True):
    """A later date: asked by the party asked, agreed or declined by the raising side.

    Without `questions` it is about every question that is open when it is agreed.
    """

    step: ExtensionStep
    until: Instant | None = None
    reason: ExtensionReason | None = None
    questions: Annotated[tuple[QuestionId, ...], Meta(max_length=40)] = ()

    def __post_init__(self) -> None:
        check_no_repeat("questions", self.questions)
        if (self.step == ExtensionStep.DECLINED) != (self.until is None):
            raise ValueError("until goes with asked and agreed")
        if (self.step == ExtensionStep.AGREED) != (self.reason is None):
            raise ValueError("reason goes with asked and declined")
        if self.questions and self.step != ExtensionStep.ASKED:
            raise ValueError("the questions are those of the asking entry")


class Suspend(Record, frozen=True, kw_only=True):
    """The clocks pause, with a reason and a cap after which they run again by themselves."""

    reason: PauseReason
    until: Instant


class Resume(Record, frozen=True, kw_only=True):
    """The clocks run again before the cap."""

    reason: ResumeReason


class Close(Record, frozen=True, kw_only=True):
    """A side closes for itself."""

    reason: CloseReason


class Reopen(Record, frozen=True, kw_only=True):
    """A side that had closed opens again for itself."""

    reason: ReopenReason


class Withdraw(Record, frozen=True, kw_only=True):
    """A party takes back a statement of its own, named in the envelope's `refs`."""

    reason: WithdrawReason
