"""One case: its entries replayed into an account, and what may be said in it next."""

from answerable.casework.thread.account import Step, Thread
from answerable.casework.thread.entries import Entry, Head, Ref, in_causal_order
from answerable.casework.thread.replay import replay
from answerable.casework.thread.rows import (
    AckGiven,
    AnswerGiven,
    ExtensionAsked,
    InformationRequest,
    Pause,
    Period,
    Question,
    Said,
)
from answerable.casework.thread.strict import check_next, open_acts

__all__ = [
    "AckGiven",
    "AnswerGiven",
    "Entry",
    "ExtensionAsked",
    "Head",
    "InformationRequest",
    "Pause",
    "Period",
    "Question",
    "Ref",
    "Said",
    "Step",
    "Thread",
    "check_next",
    "in_causal_order",
    "open_acts",
    "replay",
]
