"""Read a thread: its statements, signed or second-hand, and what they come to when replayed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from answerable.casework.codes import Side
from answerable.casework.thread import Entry, Ref, Thread, replay
from answerable.node.desk import gathering
from answerable.node.desk.gathering import Part
from answerable.node.desk.models import Figure, RecordedSource, RecordedStatement
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
from answerable.node.ledger.services import LedgerMessage

# What hangs on a note is read in the note's own query.
_OF_NOTES = (
    Part("sources", RecordedSource.objects.all, by="recorded"),
    Part("figures", Figure.objects.all, by="recorded"),
)


@dataclass(frozen=True)
class Spoken:
    """One statement as both kinds have it. `recorded` is None for a signed one."""

    entry: Entry
    ours: bool
    office: str
    body: dict[str, Any] | None
    words: dict[str, Any] | None
    message: LedgerMessage | None = None
    recorded: RecordedStatement | None = None

    @property
    def is_signed(self) -> bool:
        """Tell whether the statement stands in a log, rather than in our own notes."""
        return self.message is not None

    @property
    def is_erased(self) -> bool:
        """Tell whether its words were erased here, rather than never written or not yet come."""
        return self.message is not None and self.message.content_state == "redacted"


@dataclass(frozen=True)
class Reading:
    """A thread read whole: what feeds its state, what only stands beside, and its account."""

    channel: Channel
    thread: str
    spoken: tuple[Spoken, ...]
    beside: tuple[Spoken, ...]
    account: Thread

    @property
    def our_side(self) -> Side | None:
        """Return our party's role; None when we have none."""
        ours = self.channel.ours
        return None if ours is None else self.account.side_of(ours.code)

    @property
    def is_signed(self) -> bool:
        """Tell whether the state is folded from signed statements."""
        return any(one.is_signed for one in self.spoken)

    def ref(self, leaf: str) -> Ref | None:
        """Return how another statement refers to this one."""
        for one in self.spoken:
            if one.entry.leaf == leaf:
                return one.entry.ref
        return None


def read(channel: Channel, thread: str) -> Reading:
    """Read a thread from the logs and our notes and replay it; never raises for what it says.

    Signed statements alone feed the state of a thread that has any: what we noted second-hand
    then stands beside them. A thread that nobody signed anything in is fed by the notes.
    """
    return read_several(channel, [thread])[thread]


def read_several(
    channel: Channel,
    threads: Collection[str],
    *,
    are_noted: bool = True,
    are_said: bool = True,
) -> dict[str, Reading]:
    """Read several threads of a channel, with as many queries as one needs.

    Who knows that nothing was noted of them, or nothing said in them, spares the question.
    """
    noted = _noted(channel, threads) if are_noted else {}
    said = ledger.messages_of(channel, threads) if channel.is_signed and are_said else {}
    return {
        one: _reading(channel, one, noted.get(one, []), _signed(said.get(one, [])))
        for one in threads
    }


def _reading(channel: Channel, thread: str, noted: list[Spoken], signed: list[Spoken]) -> Reading:
    meant = [] if signed else [one for one in noted if one.entry.kind]
    feeding, beside = signed or meant, [one for one in noted if one not in meant]
    account = replay(
        [one.entry for one in feeding], ledger.party_codes(channel), ledger.terms_of(channel)
    )
    order = {step.entry.leaf: number for number, step in enumerate(account.steps)}
    return Reading(
        channel,
        thread,
        tuple(sorted(feeding, key=lambda one: order.get(one.entry.leaf, len(order)))),
        tuple(beside),
        account,
    )


def _signed(said: Iterable[LedgerMessage]) -> list[Spoken]:
    return [
        Spoken(
            entry=message.entry,
            ours=message.ours,
            office=message.office_code,
            body=message.body,
            words=message.words,
            message=message,
        )
        for message in said
    ]


def _noted(channel: Channel, threads: Collection[str]) -> dict[str, list[Spoken]]:
    """Return the noted statements of each thread, in the order in which they were said."""
    found = RecordedStatement.objects.filter(
        channel=channel, thread__in=threads, set_aside_at__isnull=True
    ).select_related("office", "recorded_by", "incident")
    rows: dict[str, list[RecordedStatement]] = {}
    for row in gathering.gather(found, _OF_NOTES).order_by("stated_at", "pk"):
        gathering.settle(row, _OF_NOTES)
        rows.setdefault(row.thread, []).append(row)
    return {thread: _spoken(channel, those) for thread, those in rows.items()}


def _spoken(channel: Channel, rows: Sequence[RecordedStatement]) -> list[Spoken]:
    """Return noted statements as entries: they stand in one list, so each has seen all before."""
    origin = f"notes/{channel.slug}"
    meaning = [row for row in rows if row.statement]
    places = {row.leaf: Ref(origin, index, row.leaf) for index, row in enumerate(meaning)}
    return [
        Spoken(
            entry=Entry(
                origin=origin,
                index=places[row.leaf].index if row.leaf in places else -1 - number,
                leaf=row.leaf,
                party=row.party,
                kind=row.statement,
                ts=row.stated_at,
                body=row.body,
                refs=tuple(places[leaf] for leaf in row.refs if leaf in places),
            ),
            ours=row.ours,
            office=row.office.code if row.ours else "",
            body=row.body,
            words=row.words,
            recorded=row,
        )
        for number, row in enumerate(rows)
    ]


def deliveries(reading: Reading) -> dict[str, datetime]:
    """Return when each statement reached the other side: countersigned there, or handed over."""
    arrived: dict[str, datetime] = {}
    for one in reading.spoken:
        if one.message is None:
            arrived[one.entry.leaf] = one.entry.ts or datetime.max.replace(tzinfo=UTC)
        elif one.message.receipt is not None:
            arrived[one.entry.leaf] = one.message.receipt.time
    return arrived


def named_parties(channel: Channel) -> dict[str, str]:
    """Return the names of the channel's parties by code."""
    parties = [party for party in (channel.ours, channel.theirs) if party is not None]
    named = {party.code: party.name for party in parties}
    return named or {party.code: party.name for party in channel.parties.all()}


def leaves(spoken: Sequence[Spoken]) -> list[str]:
    """Return the keys of statements, in their order."""
    return [one.entry.leaf for one in spoken]
