"""Say a case of the demo's scenario in statements only, with the rules both parties share."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import msgspec

from answerable.casework.bodies import (
    Ack,
    Acknowledged,
    Answer,
    Asked,
    Body,
    Close,
    Correct,
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
    Resume,
    SelfReport,
    Supplied,
    Suspend,
    Terms,
    Wanted,
    encode_body,
    kind_of,
    parse_terms,
)
from answerable.casework.codes import AckOutcome, ExtensionStep, Kind, Marking
from answerable.casework.thread import Entry, Head, Ref, Thread, check_next, replay
from examples.demo import cases, deeds
from examples.demo.scenario import Scenario
from examples.demo.times import day, instant

I1 = "i1"


def terms_of(scenario: Scenario) -> Terms:
    """Return the scenario's terms, read as a genesis would have them."""
    return parse_terms(msgspec.to_builtins(scenario.terms))


class Conversation:
    """One thread in the making: what is said passes the strict rules first."""

    def __init__(self, scenario: Scenario, case: cases.Case, today: date) -> None:
        self.today = today
        self.case = case
        self.parties = (case.raised_by, str(case.asked))
        self.terms = terms_of(scenario)
        self.entries: list[Entry] = []
        self.asked = self.requested = 0

    @property
    def thread(self) -> Thread:
        return replay(self.entries, self.parties, self.terms)

    def say(self, party: str, body: Body, at: datetime, refs: tuple[Ref, ...] = ()) -> None:
        check_next(self.thread, party, body, ts=at, refs=refs)
        self.put(party, kind_of(body), encode_body(body), at, refs)

    def put(
        self, party: str, kind: str, body: dict[str, object], at: datetime, refs: tuple[Ref, ...]
    ) -> None:
        sizes = {p: sum(e.party == p for e in self.entries) for p in self.parties}
        heads = tuple(Head(origin, size) for origin, size in sizes.items() if size)
        leaf = f"{len(self.entries):064x}"
        self.entries.append(Entry(party, sizes[party], leaf, party, kind, at, body, refs, heads))

    def at(self, when: str) -> datetime:
        return instant(when, self.today)

    def noon(self, offset: str) -> datetime:
        return datetime.combine(day(offset, self.today), datetime.min.time(), UTC) + timedelta(
            hours=12
        )

    def new_questions(self, questions: Sequence[deeds.Asked], due: str) -> tuple[Asked, ...]:
        first = self.asked + 1
        self.asked += len(questions)
        return tuple(
            Asked(id=f"q{first + n}", due=self.at(question.due or due))
            for n, question in enumerate(questions)
        )

    def acknowledge(self, deed: deeds.Acknowledge) -> None:
        waiting = self.thread.to_acknowledge(deed.party)
        assert waiting, f"{self.case.key}: nothing to acknowledge at {deed.at}"
        for step in waiting:
            assert step.entry.ts is not None
            received = Ack(
                outcome=AckOutcome.RECEIVED, delivered_at=step.entry.ts + timedelta(minutes=1)
            )
            self.say(deed.party, received, self.at(deed.at), (step.entry.ref,))

    def last(self, party: str, kind: Kind) -> Ref:
        return next(e.ref for e in reversed(self.entries) if e.party == party and e.kind == kind)


def play(talk: Conversation, deed: cases.AnyDeed) -> None:
    """Do one deed of the case, as far as it leaves the node."""
    at = talk.at(deed.at)
    match deed:
        case deeds.Acknowledge():
            talk.acknowledge(deed)
        case cases.Misplaced():
            body = {
                "final": True,
                "answers": [{"question": a.question, "code": a.code.value} for a in deed.answers],
                "language": "en",
                "marking": "amber",
            }
            talk.put(deed.party, deed.kind, body, at, ())
        case deeds.Raise(stops_at="sent"):
            talk.say(deed.party, raise_of(talk, deed), at)
        case deeds.AgreeExtension():
            pending = talk.thread.extension
            assert pending is not None
            agreed = Extension(step=ExtensionStep.AGREED, until=pending.until)
            other = next(party for party in talk.parties if party != deed.party)
            talk.say(deed.party, agreed, at, (talk.last(other, Kind.EXTENSION),))
        case deeds.Correct():
            correction = Correct(reason=deed.reason, figures=figures_of(talk, deed.figures))
            talk.say(deed.party, correction, at, (talk.last(deed.party, Kind.RESPONSE),))
        case _:
            body_said = body_of(talk, deed)
            if body_said is not None:
                talk.say(deed.party, body_said, at)


def body_of(talk: Conversation, deed: cases.AnyDeed) -> Body | None:
    """Return the body of a deed that refers to nothing else, None for a private deed."""
    match deed:
        case deeds.Interim():
            by = None if deed.next_update is None else talk.noon(deed.next_update)
            return Interim(code=deed.code, next_update_by=by)
        case deeds.AskInformation():
            first = talk.requested + 1
            talk.requested += len(deed.requests)
            wanted = tuple(
                Wanted(id=f"r{first + n}", due=talk.at(item.due or deed.reply_due))
                for n, item in enumerate(deed.requests)
            )
            return InformationRequested(requests=wanted, language="en", marking=Marking.AMBER)
        case deeds.GiveInformation():
            given = tuple(Supplied(request=a.request, code=a.code) for a in deed.answers)
            return Information(answers=given, language="en", marking=Marking.AMBER)
        case deeds.AskExtension():
            return Extension(
                step=ExtensionStep.ASKED, until=talk.at(deed.until), reason=deed.reason
            )
        case deeds.Pause():
            return Suspend(reason=deed.reason, until=talk.at(deed.until))
        case deeds.Resume():
            return Resume(reason=deed.reason)
        case deeds.Respond():
            return response_of(talk, deed)
        case deeds.SelfReport():
            return self_report_of(talk, deed)
        case deeds.FollowUp():
            again = tuple(
                Asked(id=a.question, due=talk.at(a.due or deed.reply_due)) for a in deed.again
            )
            return FollowUp(
                questions=talk.new_questions(deed.questions, deed.reply_due),
                again=again,
                requests=tuple(request.code for request in deed.requests),
                level=deed.level,
                reply_due=talk.at(deed.reply_due),
                language="en",
                marking=Marking.AMBER,
            )
        case deeds.Close():
            return Close(reason=deed.reason)
        case deeds.Reopen():
            return Reopen(reason=deed.reason)
        case _:
            return None


def raise_of(talk: Conversation, deed: deeds.Raise) -> Raise:
    """Return the body of the inquiry about the case's incident."""
    incident = talk.case.incident
    return Raise(
        reference=f"T-{talk.case.key}"[:40],
        instrument=deed.instrument,
        urgency=deed.urgency,
        incidents=(facts_of(talk),),
        questions=talk.new_questions(deed.questions, deed.reply_due),
        requests=tuple(request.code for request in deed.requests),
        issues=tuple(incident.issues),
        receipt_due=talk.at(deed.receipt_due),
        reply_due=talk.at(deed.reply_due),
        language="en",
        marking=deed.marking,
    )


def response_of(talk: Conversation, deed: deeds.Respond) -> Response:
    """Return the body of a response."""
    return Response(
        final=deed.final,
        answers=tuple(Answer(question=a.question, code=a.code) for a in deed.answers),
        positions=(PositionOn(incident=I1, position=deed.position, reasons=tuple(deed.reasons)),),
        figures=figures_of(talk, deed.figures),
        measures=measures_of(deed),
        redress=redress_of(deed),
        methods=tuple(deed.methods),
        examiner=deed.examiner,
        language="en",
        marking=Marking.AMBER,
    )


def self_report_of(talk: Conversation, deed: deeds.SelfReport) -> SelfReport:
    """Return the body of a report of one's own act."""
    return SelfReport(
        reference=f"T-{talk.case.key}"[:40],
        instrument=deed.instrument,
        incidents=(facts_of(talk),),
        positions=(PositionOn(incident=I1, position=deed.position),),
        figures=figures_of(talk, deed.figures),
        measures=measures_of(deed),
        redress=redress_of(deed),
        methods=tuple(deed.methods),
        examiner=deed.examiner,
        inquiries_welcome=True,
        language="en",
        marking=Marking.AMBER,
    )


def facts_of(talk: Conversation) -> IncidentFacts:
    """Return the case's incident as a body tells of it."""
    incident = talk.case.incident
    end = incident.happened.end
    return IncidentFacts(
        id=I1,
        kind=incident.kind,
        start=day(incident.happened.start, talk.today),
        end=None if end is None else day(end, talk.today),
        precision=incident.happened.precision,
        objects=tuple(dict.fromkeys(struck.code for struck in incident.objects)),
    )


def measures_of(deed: deeds.Respond | deeds.SelfReport) -> tuple[MeasureTaken, ...]:
    """Return the measures that a deed states."""
    return tuple(MeasureTaken(incident=I1, code=m.code, status=m.status) for m in deed.measures)


def redress_of(deed: deeds.Respond | deeds.SelfReport) -> tuple[RedressGiven, ...]:
    """Return the redress that a deed states."""
    return tuple(RedressGiven(incident=I1, code=r.code, status=r.status) for r in deed.redress)


def figures_of(
    talk: Conversation, figures: Sequence[deeds.FigureAcknowledged]
) -> tuple[Acknowledged, ...]:
    """Return acknowledged figures as a body has them; they need the day they stand for."""
    rows = []
    for figure in figures:
        assert figure.as_of is not None
        rows.append(
            Acknowledged(
                incident=I1,
                category=figure.category,
                group=figure.group,
                low=figure.low,
                high=figure.high,
                as_of=day(figure.as_of, talk.today),
            )
        )
    return tuple(rows)
