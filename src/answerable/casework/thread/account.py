"""What the logs together say of one case: the account that replay gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from answerable.casework.bodies import (
    Acknowledged,
    Body,
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
from answerable.casework.codes import (
    Act,
    EscalationLevel,
    Kind,
    Method,
    Rejection,
    Side,
    State,
)
from answerable.casework.moves import LIVE
from answerable.casework.thread.entries import Entry
from answerable.casework.thread.rows import (
    AckGiven,
    ExtensionAsked,
    InformationRequest,
    Pause,
    Question,
    Said,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One entry in causal order, and what became of it.

    `rejection` None means that it counts. `state` is the inquiry's state after it.
    """

    entry: Entry
    body: Body | None
    side: Side | None
    act: Act | None
    state: State
    rejection: Rejection | None
    ack: AckGiven | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """The account of one case, computed from the statements of all logs and nothing else.

    A case is opened by `raised` or by `reported`; `raised_at` and `raised_leaf` say when and in
    which entry, whichever it was.
    """

    state: State = State.NEW
    parties: tuple[str, ...] = ()
    raising: str | None = None
    asked: str | None = None
    raised: Raise | None = None
    reported: SelfReport | None = None
    raised_at: datetime | None = None
    raised_leaf: str | None = None
    reply_due: datetime | None = None
    acknowledged_at: datetime | None = None
    delivered: Mapping[str, datetime] = field(default_factory=dict)
    level: EscalationLevel | None = None
    closed_for: frozenset[Side] = frozenset()
    closings: tuple[tuple[Side, Said[Close]], ...] = ()
    reopenings: tuple[tuple[Side, Said[Reopen]], ...] = ()
    incidents: tuple[IncidentFacts, ...] = ()
    questions: tuple[Question, ...] = ()
    information_requests: tuple[InformationRequest, ...] = ()
    positions: tuple[Said[PositionOn], ...] = ()
    figures: tuple[Said[Acknowledged], ...] = ()
    measures: tuple[Said[MeasureTaken], ...] = ()
    redress: tuple[Said[RedressGiven], ...] = ()
    methods: tuple[Said[Method], ...] = ()
    corrections: tuple[tuple[Side, Said[Correct]], ...] = ()
    extensions: tuple[ExtensionAsked, ...] = ()
    pauses: tuple[Pause, ...] = ()
    steps: tuple[Step, ...] = ()
    terms: Terms | None = None

    def side_of(self, party: str) -> Side | None:
        """Return a party's role in this inquiry, None for a party that has none."""
        return {self.raising: Side.RAISING, self.asked: Side.ASKED}.get(party)

    def party_of(self, side: Side) -> str | None:
        """Return the code of the party in a role."""
        return self.raising if side is Side.RAISING else self.asked

    def is_closed_for(self, side: Side) -> bool:
        """Tell whether this side has closed for itself."""
        return side in self.closed_for

    def question(self, question_id: str) -> Question | None:
        """Return one question by its number."""
        return next((q for q in self.questions if q.id == question_id), None)

    @property
    def opening(self) -> Raise | SelfReport | None:
        """Return what opened the case: both have a reference, a form, a language, a marking."""
        return self.raised or self.reported

    @property
    def receipt_due(self) -> datetime | None:
        """Return by when a person's receipt of the inquiry is requested."""
        return None if self.raised is None else self.raised.receipt_due

    @property
    def delivered_at(self) -> datetime | None:
        """Return when the inquiry was delivered, as the receiver's own receipt states it."""
        return None if self.raised_leaf is None else self.delivered.get(self.raised_leaf)

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """Return the questions to which an answer is owed; none once the inquiry is withdrawn."""
        return tuple(question for question in self.questions if question.is_open)

    def open_requests(self, side: Side) -> tuple[InformationRequest, ...]:
        """Return the requests for information by this side that the other still owes."""
        return tuple(r for r in self.information_requests if r.side is side and r.is_open)

    @property
    def extension(self) -> ExtensionAsked | None:
        """Return the extension that waits for a decision, if one does."""
        for asked in reversed(self.extensions):
            if asked.decision is None and not asked.withdrawn:
                return asked
        return None

    @property
    def misplaced(self) -> tuple[Step, ...]:
        """Return the entries that do not count: out of sequence, or not understood."""
        return tuple(step for step in self.steps if step.rejection is not None)

    def to_acknowledge(self, party: str) -> tuple[Step, ...]:
        """Return the other parties' entries that a person at this party has not acknowledged."""
        # A file comes with a statement: whoever receives that receives the file.
        return tuple(
            step
            for step in self._unanswered(party)
            if step.rejection is None and step.entry.kind != Kind.ATTACH
        )

    def to_reject(self, party: str) -> tuple[Step, ...]:
        """Return the other parties' entries that this party owes one `ack rejected`."""
        return tuple(step for step in self._unanswered(party) if step.rejection is not None)

    def _unanswered(self, party: str) -> list[Step]:
        # An ack is never acked, whatever it says: two nodes must not answer each other for ever.
        return [
            step
            for step in self.steps
            if step.entry.party != party and step.entry.kind != Kind.ACK and step.ack is None
        ]

    def position_on(self, incident: str) -> PositionOn | None:
        """Return the latest position on an incident that was not taken back."""
        for said in reversed(self.positions):
            if said.value.incident == incident and not said.withdrawn:
                return said.value
        return None

    def figures_on(self, incident: str) -> tuple[Acknowledged, ...]:
        """Return the acknowledged figures of an incident as they stand, latest per count."""
        latest = {
            (said.value.category, said.value.group): said.value
            for said in self.figures
            if said.value.incident == incident and not said.withdrawn
        }
        return tuple(latest.values())

    @property
    def waiting_on(self) -> frozenset[Side]:
        """Return who owes something: an answer, information, a decision, or a review.

        Nobody is waited for by a side that has closed for itself.
        """
        if self.state not in LIVE:
            return frozenset()
        waited: set[Side] = set()
        if Side.RAISING not in self.closed_for:
            if self.open_questions or self.open_requests(Side.RAISING):
                waited.add(Side.ASKED)
            if not self.open_questions or self.extension is not None:
                waited.add(Side.RAISING)
        if Side.ASKED not in self.closed_for and self.open_requests(Side.ASKED):
            waited.add(Side.RAISING)
        return frozenset(waited)
