"""What is known of a case while its entries are folded, one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from answerable.casework.bodies import (
    Acknowledged,
    Close,
    Correct,
    IncidentFacts,
    MeasureTaken,
    PositionOn,
    Raise,
    RedressGiven,
    Reopen,
    SelfReport,
    Terms,
)
from answerable.casework.codes import AnswerCode, EscalationLevel, Method, Side, State
from answerable.casework.thread.account import Step, Thread
from answerable.casework.thread.entries import Entry, Ref
from answerable.casework.thread.rows import (
    AnswerGiven,
    ExtensionAsked,
    InformationRequest,
    Pause,
    Period,
    Question,
    Said,
)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Ask:
    leaf: str
    ts: datetime
    due: datetime
    # A question asked again while its answer was on the way is not open again by that.
    crossed: bool = False


@dataclass(frozen=True, slots=True)
class _Date:
    leaf: str
    ts: datetime
    until: datetime


@dataclass(slots=True)
class QuestionLine:
    """Everything that was said about one question, in order."""

    id: str
    first: _Ask
    events: list[_Ask | _Date | AnswerGiven] = field(default_factory=list)
    _made: Question | None = None
    _upto: int = 0
    _without: frozenset[str] = frozenset()

    def ask_again(self, leaf: str, ts: datetime, due: datetime, *, crossed: bool) -> None:
        """Note that it is asked again."""
        self.events.append(_Ask(leaf, ts, due, crossed))

    def set_date(self, leaf: str, ts: datetime, until: datetime) -> None:
        """Note that both sides agreed a date."""
        self.events.append(_Date(leaf, ts, until))

    def answer(self, leaf: str, ts: datetime, code: AnswerCode) -> None:
        """Note an answer."""
        self.events.append(AnswerGiven(leaf, ts, code))

    def settle(self, dropped: frozenset[str]) -> Question:
        """Say how the question stands, leaving out what was taken back."""
        if self._made is None or self._without != dropped:
            self._made, self._upto, self._without = self._asked(dropped), 0, dropped
        # What was folded before stands, so a long exchange is not folded anew at each step.
        for event in self.events[self._upto :]:
            if event.leaf not in dropped:
                self._made = _after_event(self._made, event)
        self._upto = len(self.events)
        return self._made

    def _asked(self, dropped: frozenset[str]) -> Question:
        first = self.first
        return Question(
            id=self.id,
            asked_at=first.ts,
            asked_in=first.leaf,
            opened_at=first.ts,
            opened_in=first.leaf,
            times_asked=1,
            due=first.due,
            due_set_at=first.ts,
            due_set_in=first.leaf,
            due_agreed=False,
            answer=None,
            answered_at=None,
            answered_in=None,
            withdrawn=first.leaf in dropped,
            history=(),
            periods=(Period(first.leaf, first.ts),),
        )


def _after_event(question: Question, event: _Ask | _Date | AnswerGiven) -> Question:
    if isinstance(event, AnswerGiven):
        last = question.periods[-1]
        settles = event.code is not AnswerCode.NOT_ANSWERED
        period = replace(last, settled_at=(last.settled_at or event.ts) if settles else None)
        return replace(
            question,
            periods=(*question.periods[:-1], period),
            answer=event.code,
            answered_at=event.ts,
            answered_in=event.leaf,
            history=(*question.history, event),
        )
    if isinstance(event, _Date):
        return replace(
            question,
            due=event.until,
            due_set_at=event.ts,
            due_set_in=event.leaf,
            due_agreed=True,
        )
    question = replace(question, times_asked=question.times_asked + 1)
    if event.crossed:
        return question
    if not question.is_open:
        # It was settled, so this asking has a clock of its own.
        question = replace(
            question,
            periods=(*question.periods, Period(event.leaf, event.ts)),
            opened_at=event.ts,
            opened_in=event.leaf,
            answer=None,
            answered_at=None,
            answered_in=None,
        )
    return replace(
        question,
        due=event.due,
        due_set_at=event.ts,
        due_set_in=event.leaf,
        due_agreed=False,
    )


@dataclass(slots=True)
class Working:
    """The account while it is being made. Handlers check first and change it after."""

    parties: tuple[str, ...]
    terms: Terms | None
    state: State = State.NEW
    state_set_by: str | None = None
    raising: str | None = None
    asked: str | None = None
    opened: tuple[Raise | SelfReport, datetime, str] | None = None
    acknowledged_at: datetime | None = None
    delivered: dict[str, datetime] = field(default_factory=dict)
    reply_dues: list[Said[datetime]] = field(default_factory=list)
    levels: list[Said[EscalationLevel]] = field(default_factory=list)
    closed_for: set[Side] = field(default_factory=set)
    closings: list[tuple[Side, Said[Close]]] = field(default_factory=list)
    reopenings: list[tuple[Side, Said[Reopen]]] = field(default_factory=list)
    incidents: dict[str, list[Said[IncidentFacts]]] = field(default_factory=dict)
    lines: dict[str, QuestionLine] = field(default_factory=dict)
    requests: dict[tuple[Side, str], InformationRequest] = field(default_factory=dict)
    supplied: dict[tuple[Side, str], list[AnswerGiven]] = field(default_factory=dict)
    positions: list[Said[PositionOn]] = field(default_factory=list)
    figures: list[Said[Acknowledged]] = field(default_factory=list)
    measures: list[Said[MeasureTaken]] = field(default_factory=list)
    redress: list[Said[RedressGiven]] = field(default_factory=list)
    methods: list[Said[Method]] = field(default_factory=list)
    corrections: list[tuple[Side, Said[Correct]]] = field(default_factory=list)
    corrected: dict[str, str] = field(default_factory=dict)
    extensions: list[ExtensionAsked] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    # With which statement a file came, by the leaves of both.
    attached: dict[str, str] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    steps: dict[Ref, Step] = field(default_factory=dict)
    places: set[tuple[str, int]] = field(default_factory=set)
    by_leaf: dict[str, Entry] = field(default_factory=dict)

    def side_of(self, party: str) -> Side | None:
        """Return a party's role, None before the case is opened and for a stranger."""
        return {self.raising: Side.RAISING, self.asked: Side.ASKED}.get(party)

    def dropped(self) -> frozenset[str]:
        """Return the entries taken back, with the corrections and files that went with each."""
        withdrawn = frozenset(self.withdrawn)
        gone = withdrawn | {c for c, of in self.corrected.items() if of in withdrawn}
        return gone | {leaf for leaf, of in self.attached.items() if of in gone}

    def question(self, question_id: str) -> Question:
        """Return how a known question stands now."""
        return self.lines[question_id].settle(self.dropped())

    def ask(self, question_id: str, entry: Entry, ts: datetime, due: datetime) -> None:
        """Note a new question."""
        self.lines[question_id] = QuestionLine(question_id, _Ask(entry.leaf, ts, due))

    def request(self, key: tuple[Side, str]) -> InformationRequest:
        """Return how a known request for information stands now."""
        dropped = self.dropped()
        request = self.requests[key]
        request = replace(request, withdrawn=request.asked_in in dropped)
        standing = (given for given in reversed(self.supplied[key]) if given.leaf not in dropped)
        given = next(standing, None)
        if given is None:
            return request
        return replace(request, answer=given.code, answered_at=given.ts, answered_in=given.leaf)

    def open_requests(self, side: Side) -> bool:
        """Tell whether this side still waits for information from the other."""
        return any(self.request(key).is_open for key in self.requests if key[0] is side)

    def end_pause(self, number: int, ts: datetime) -> None:
        """End a pause, though never before it began."""
        pause = self.pauses[number]
        self.pauses[number] = replace(pause, ended=max(pause.begin, ts))

    def finish(self) -> Thread:
        """Return the account as a value that nobody can change."""
        dropped = self.dropped()
        opening, raised_at, raised_leaf = self.opened or (None, None, None)
        gone = self.state is State.WITHDRAWN
        return Thread(
            state=self.state,
            parties=self.parties,
            raising=self.raising,
            asked=self.asked,
            raised=opening if isinstance(opening, Raise) else None,
            reported=opening if isinstance(opening, SelfReport) else None,
            raised_at=raised_at,
            raised_leaf=raised_leaf,
            reply_due=_last(self.reply_dues, dropped),
            acknowledged_at=self.acknowledged_at,
            delivered=dict(self.delivered),
            level=_last(self.levels, dropped),
            closed_for=frozenset(self.closed_for),
            closings=tuple(self.closings),
            reopenings=tuple(self.reopenings),
            incidents=tuple(
                said for rows in self.incidents.values() if (said := _last(rows, dropped))
            ),
            questions=tuple(
                replace(question, withdrawn=gone or question.withdrawn)
                for question in (line.settle(dropped) for line in self.lines.values())
            ),
            information_requests=tuple(
                replace(request, withdrawn=gone or request.withdrawn)
                for request in (self.request(key) for key in self.requests)
            ),
            positions=_marked(self.positions, dropped),
            figures=_marked(self.figures, dropped),
            measures=_marked(self.measures, dropped),
            redress=_marked(self.redress, dropped),
            methods=_marked(self.methods, dropped),
            corrections=tuple(self.corrections),
            extensions=tuple(
                replace(asked, withdrawn=asked.leaf in dropped) for asked in self.extensions
            ),
            pauses=tuple(self.pauses),
            steps=tuple(
                replace(step, withdrawn=step.entry.leaf in dropped) for step in self.steps.values()
            ),
            terms=self.terms,
        )


def _marked(rows: Iterable[Said[Value]], dropped: frozenset[str]) -> tuple[Said[Value], ...]:
    return tuple(replace(said, withdrawn=said.leaf in dropped) for said in rows)


def _last(rows: list[Said[Value]], dropped: frozenset[str]) -> Value | None:
    """Return what was said last and not taken back; the first word if all was taken back."""
    kept = [said for said in rows if said.leaf not in dropped]
    return (kept or rows)[-1].value if rows else None
