"""What two parties say to each other over some years: raised, acknowledged, examined, answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from answerable.casework import bodies
from answerable.casework.codes import (
    AckOutcome,
    CloseReason,
    EventKind,
    InterimCode,
    PauseReason,
    TimePrecision,
)
from answerable.casework.thread import Ref
from answerable.casework.words import Text, Words

DAY = timedelta(days=1)
YEARS = 700 * DAY
SENTENCE = "Two people who were there say that the building was marked and lit when it was hit. "


@dataclass
class Case:
    """One inquiry as it goes on: who asks, and what was said so far."""

    thread: str
    number: int
    ours: bool
    said: list[Ref] = field(default_factory=list)
    ends_after: int = 5


def is_our_turn(case: Case) -> bool:
    """The side that asks says the first and the fifth thing, the other side all between."""
    return case.ours == (len(case.said) in (0, 4))


def say(case: Case, at: datetime) -> tuple[bodies.Body, Words | None]:
    """Return what comes next in a case."""
    step, pauses = len(case.said), case.number % 11 == 0
    if step == 0:
        return raise_body(case, at), raise_words(case)
    if step == 1:
        return bodies.Ack(outcome=AckOutcome.RECEIVED, delivered_at=at), None
    if step == 2 and pauses:
        return bodies.Suspend(reason=PauseReason.AGREED, until=at + 29 * DAY), None
    if step == 2:
        return bodies.Interim(code=InterimCode.STILL_EXAMINING), None
    if step == 3:
        return _response(), _response_words()
    return bodies.Close(reason=CloseReason.EXPLAINED_SATISFACTORILY), None


def raise_body(case: Case, at: datetime) -> bodies.Body:
    due = at + 60 * DAY
    body = bodies.Raise(
        reference=f"{'A' if case.ours else 'B'}-{at.year}-{case.thread[:12]}",
        instrument="letter",  # type: ignore[arg-type]
        urgency="ordinary",  # type: ignore[arg-type]
        incidents=(
            bodies.IncidentFacts(
                id="i1",
                kind=EventKind.ATTACK,
                start=(at - 5 * DAY).date(),
                precision=TimePrecision.DAY,
            ),
        ),
        questions=tuple(bodies.Asked(id=f"q{number}", due=due) for number in (1, 2, 3)),
        receipt_due=at + 3 * DAY,
        reply_due=due,
        language="en",
        marking="amber",  # type: ignore[arg-type]
    )
    return bodies.parse_body("raise", bodies.encode_body(body))


def raise_words(case: Case) -> Words:
    texts = tuple(Text(id=f"q{number}", text=SENTENCE) for number in (1, 2, 3))
    subject = f"Building in district {case.number % 97}"
    return Words(kind="raise", language="en", subject=subject, questions=texts)  # type: ignore[arg-type]


def _response() -> bodies.Body:
    answers = [{"question": f"q{number}", "code": "answered"} for number in (1, 2, 3)]
    return bodies.parse_body(
        "response", {"final": True, "answers": answers, "language": "en", "marking": "amber"}
    )


def _response_words() -> Words:
    texts = tuple(Text(id=f"q{number}", text=SENTENCE * 3) for number in (1, 2, 3))
    return Words(kind="response", language="en", answers=texts)  # type: ignore[arg-type]
