"""Write the entries of a case as two honest nodes would: say only what the test is about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from answerable.casework.bodies import (
    Ack,
    Acknowledged,
    Answer,
    Asked,
    Body,
    Close,
    Extension,
    FollowUp,
    IncidentFacts,
    Information,
    InformationRequested,
    Interim,
    MeasureTaken,
    PositionOn,
    Raise,
    RedressGiven,
    Reopen,
    Response,
    SelfReport,
    Supplied,
    Wanted,
    Withdraw,
    encode_body,
    kind_of,
)
from answerable.casework.codes import (
    AckOutcome,
    AnswerCode,
    CloseReason,
    EventKind,
    ExtensionReason,
    ExtensionStep,
    FigureCategory,
    FigureGroup,
    Instrument,
    InterimCode,
    Marking,
    Measure,
    MeasureStatus,
    Method,
    Position,
    Redress,
    RedressStatus,
    Rejection,
    ReopenReason,
    TimePrecision,
    Urgency,
    WithdrawReason,
)
from answerable.casework.terms import Terms
from answerable.casework.thread import Entry, Head, Ref, Thread, replay

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
# Astrea raises, Borea is asked: both invented.
A, B = "astrea", "borea"
ANSWERED, NOT_ANSWERED = AnswerCode.ANSWERED, AnswerCode.NOT_ANSWERED
PARTLY, DECLINED = AnswerCode.PARTLY, AnswerCode.DECLINED
CLOSE = Close(reason=CloseReason.EXPLAINED_SATISFACTORILY)
REOPEN = Reopen(reason=ReopenReason.NEW_INFORMATION)
STILL_EXAMINING = Interim(code=InterimCode.STILL_EXAMINING)
WITHDRAW = Withdraw(reason=WithdrawReason.ERROR)


def day(number: float) -> datetime:
    """Return the instant so many days after the start."""
    return START + timedelta(days=number)


def incident(number: int = 1, **changes: Any) -> IncidentFacts:
    """Make one incident of an inquiry."""
    facts: dict[str, Any] = {
        "id": f"i{number}",
        "kind": EventKind.ATTACK,
        "start": date(2026, 2, 20),
        "precision": TimePrecision.DAY,
    }
    return IncidentFacts(**(facts | changes))


def raising(questions: int = 2, due: datetime | None = None, **changes: Any) -> Raise:
    """Make an inquiry with numbered questions, due after 60 days."""
    due = due or day(60)
    body: dict[str, Any] = {
        "reference": "AST-2026-7",
        "instrument": Instrument.NOTE_VERBALE,
        "urgency": Urgency.ORDINARY,
        "incidents": (incident(),),
        "questions": tuple(Asked(id=f"q{n}", due=due) for n in range(1, questions + 1)),
        "receipt_due": day(3),
        "reply_due": due,
        "language": "en",
        "marking": Marking.AMBER,
    }
    return Raise(**(body | changes))


def received(at: datetime) -> Ack:
    """Make a person's receipt of something delivered at a time."""
    return Ack(outcome=AckOutcome.RECEIVED, delivered_at=at)


def rejected(code: Rejection = Rejection.MALFORMED) -> Ack:
    """Make the one answer to an entry that does not fit."""
    return Ack(outcome=AckOutcome.REJECTED, code=code)


def response(final: bool = True, **answers: AnswerCode) -> Response:
    """Make a response: `response(q1=AnswerCode.ANSWERED)`."""
    return Response(
        final=final,
        answers=tuple(Answer(question=question, code=code) for question, code in answers.items()),
        language="en",
        marking=Marking.AMBER,
    )


def follow_up(
    *, new: tuple[str, ...] = (), again: tuple[str, ...] = (), due: datetime, **changes: Any
) -> FollowUp:
    """Make a follow-up that asks new questions, or some again."""
    return FollowUp(
        questions=tuple(Asked(id=question, due=due) for question in new),
        again=tuple(Asked(id=question, due=due) for question in again),
        reply_due=due,
        language="en",
        marking=Marking.AMBER,
        **changes,
    )


def later(until: datetime, *questions: str) -> Extension:
    """Ask for a later date."""
    return Extension(
        step=ExtensionStep.ASKED,
        until=until,
        reason=ExtensionReason.COMPLEXITY,
        questions=questions,
    )


def agreed(until: datetime) -> Extension:
    """Agree a later date."""
    return Extension(step=ExtensionStep.AGREED, until=until)


def declined() -> Extension:
    """Decline a later date."""
    return Extension(step=ExtensionStep.DECLINED, reason=ExtensionReason.URGENCY_OF_MATTER)


def wanting(*numbers: int, due: datetime | None = None) -> InformationRequested:
    """Ask for information."""
    return InformationRequested(
        requests=tuple(Wanted(id=f"r{n}", due=due or day(20)) for n in numbers),
        language="en",
        marking=Marking.AMBER,
    )


def supplying(**answers: AnswerCode) -> Information:
    """Give information."""
    return Information(
        answers=tuple(Supplied(request=name, code=code) for name, code in answers.items()),
        language="en",
        marking=Marking.AMBER,
    )


@dataclass
class Case:
    """Two logs growing. Each entry has seen all that stands before it, unless told otherwise."""

    entries: list[Entry] = field(default_factory=list)
    terms: Terms | None = None

    def says(
        self,
        party: str,
        body: Body,
        at: datetime = START,
        *,
        about: tuple[Entry, ...] = (),
        seen: int | None = None,
    ) -> Entry:
        """Append a statement; `seen` limits what of the other log its author had."""
        return self.puts(party, kind_of(body), encode_body(body), at, refs=_refs(about), seen=seen)

    def puts(
        self,
        party: str,
        kind: str,
        body: Any,
        at: datetime | None = START,
        *,
        refs: tuple[Ref, ...] = (),
        seen: int | None = None,
    ) -> Entry:
        """Append whatever a log may hold."""
        own = sum(entry.origin == party for entry in self.entries)
        others = {entry.origin for entry in self.entries} - {party}
        heads = tuple(
            Head(origin, sum(e.origin == origin for e in self.entries) if seen is None else seen)
            for origin in sorted(others)
        )
        entry = Entry(party, own, f"{party}-{own}", party, kind, at, body, refs, heads)
        self.entries.append(entry)
        return entry

    @property
    def thread(self) -> Thread:
        """Return the account of what was said so far."""
        return replay(self.entries, {A, B}, self.terms)


def _refs(about: tuple[Entry, ...]) -> tuple[Ref, ...]:
    return tuple(entry.ref for entry in about)


def raised_case(**changes: Any) -> Case:
    """Return a case that was raised, delivered an hour later, and received by a person."""
    case = Case()
    inquiry = case.says(A, raising(**changes), START)
    case.says(B, received(START + timedelta(hours=1)), day(1), about=(inquiry,))
    return case


def last(case: Case) -> Rejection | None:
    """Return why the last entry does not count, None if it does."""
    step = next(step for step in case.thread.steps if step.entry == case.entries[-1])
    return step.rejection


def found(
    low: int | None, high: int | None, position: Position = Position.ACCEPTS_PARTIALLY
) -> Response:
    """Make a response with a position and a figure on the first incident."""
    return Response(
        final=True,
        answers=(Answer(question="q1", code=ANSWERED),),
        positions=(PositionOn(incident="i1", position=position),),
        figures=(figure(low, high),),
        measures=(
            MeasureTaken(incident="i1", code=Measure.DISCIPLINE, status=MeasureStatus.PLANNED),
        ),
        redress=(RedressGiven(incident="i1", code=Redress.APOLOGY, status=RedressStatus.OFFERED),),
        methods=(Method.SITE_VISIT,),
        language="en",
        marking=Marking.AMBER,
    )


def reporting(**changes: Any) -> SelfReport:
    """Make a report of one's own act: what Borea says of its own conduct, unasked."""
    said = found(1, 2)
    body: dict[str, Any] = {
        "reference": "BOR-2026-3",
        "instrument": Instrument.NOTE_VERBALE,
        "incidents": (incident(),),
        "positions": said.positions,
        "figures": said.figures,
        "measures": said.measures,
        "redress": said.redress,
        "methods": said.methods,
        "inquiries_welcome": True,
        "language": "en",
        "marking": Marking.AMBER,
    }
    return SelfReport(**(body | changes))


def figure(low: int | None, high: int | None) -> Acknowledged:
    """Make an acknowledged figure of the first incident."""
    return Acknowledged(
        incident="i1",
        category=FigureCategory.KILLED,
        group=FigureGroup.TOTAL,
        low=low,
        high=high,
        as_of=date(2026, 3, 1),
    )


def question(thread: Thread, number: int = 1) -> AnswerCode | None:
    """Return what became of a question."""
    asked = thread.question(f"q{number}")
    assert asked is not None
    return asked.answer
