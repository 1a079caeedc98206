"""Write some years of two parties' correspondence straight into the rows of one of them.

Each statement is signed and stands in its log's tree under a note and both countersignatures, its
text sealed beside it, and each case is folded by the rules that fold it always: only the way
between two nodes is left out, which takes ten times as long. What is said in the last round is
not delivered.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import models, transaction

from answerable.casework import bodies
from answerable.casework.thread import Entry as Read
from answerable.casework.thread import Ref, replay
from answerable.casework.words import MEDIA_TYPE, Words, encode_words, words_to_dict
from answerable.node.desk import rows
from answerable.node.desk.models import Inquiry, Message, ThreadName
from answerable.node.desk.services.threads import Reading, Spoken
from answerable.node.ledger import highwater, identities, keyfiles
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, store_of, their_code, their_log
from answerable.node.ledger.models import (
    Channel,
    Checkpoint,
    Content,
    Cosignature,
    Entry,
    LogHead,
    PeerStatus,
    Promise,
    Statement,
)
from answerable.node.ledger.services import LedgerMessage, Receipt
from answerable.protocol import checkpoint, content, envelope, tree
from answerable.protocol.keys import SigningKey
from answerable.protocol.recovery import HighWater
from answerable.protocol.statement import Ref as SignedRef
from answerable.protocol.statement import Statement as Said
from answerable.protocol.store import StoredEntry, StoredNode
from answerable.protocol.tree import RightEdge
from benchmarks.correspondence import DAY, YEARS, Case, is_our_turn, say
from tests.node.desk.factories import Other

AT_ONCE = 1000
# A live channel signs and countersigns as it goes: so many entries under each note.
A_NOTE = 64

M = TypeVar("M", bound=models.Model)


@dataclass
class Log:
    """One party's log as it grows: who signs in it, who countersigns, and what is not stored."""

    channel: Channel
    head: LogHead
    office: str
    author: SigningKey
    key: SigningKey
    cosigners: Sequence[tuple[str, SigningKey]]
    entries: list[StoredEntry] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    promised: list[tuple[Content, Promise]] = field(default_factory=list)
    notes: list[tuple[int, bytes, int, bool]] = field(default_factory=list)
    # Whether the other side gets it.
    is_delivered: bool = True

    def __post_init__(self) -> None:
        """Go on where the log stands."""
        stored = store_of(self.channel).head(self.head.origin)
        assert stored is not None
        self.begun = stored.size
        self.edge = RightEdge(stored.size, stored.edge)

    def add(self, case: Case, at: datetime) -> Spoken:
        """Sign what comes next in a case; the row and how it reads."""
        body, words = say(case, at)
        plain, kind = bodies.encode_body(body), bodies.kind_of(body).value
        sealed = _sealed(words)
        refs = tuple(dict.fromkeys((*case.said[:1], *case.said[-1:])))
        said = Said(
            channel=str(self.channel.channel_id),
            log=self.head.origin,
            key=self.author.keyid,
            id=secrets.token_hex(16),
            type=kind,
            ts=envelope.format_time(at),
            thread=case.thread,
            body=plain,
            refs=tuple(SignedRef(ref.origin, ref.index, ref.leaf) for ref in refs),
            content=() if sealed is None else (content.reference(sealed),),
        )
        data = envelope.sign(said, [self.author])
        index, leaf = self.edge.size, tree.hash_leaf(data)
        self.edge.append(leaf)
        self.entries.append(StoredEntry(index, data, leaf, said.id))
        self.statements.append(
            Statement(log=self.head, index=index, thread=case.thread, kind=kind, office=self.office)
        )
        if sealed is not None:
            self._promise(sealed, index)
        case.said.append(Ref(self.head.origin, index, leaf.hex()))
        if self.edge.size % A_NOTE == 0:
            self.sign(at)
        read = Read(
            self.head.origin, index, leaf.hex(), self.head.party.code, kind, at, plain, refs
        )
        return self._spoken(read, words, Receipt(at, index + 1, at) if self.is_delivered else None)

    def sign(self, at: datetime) -> None:
        """Put all so far under a note."""
        if self.edge.size > (self.notes[-1][0] if self.notes else self.begun):
            self.notes.append(
                (self.edge.size, self.edge.root, int(at.timestamp()), self.is_delivered)
            )

    def _promise(self, sealed: content.Content, index: int) -> None:
        held = Content(
            channel=self.channel,
            commit=sealed.commit.hex(),
            state=Content.State.HELD,
            salt=sealed.salt,
            record=sealed.record,
        )
        about = content.reference(sealed)
        promise = Promise(
            content=held, log=self.head, index=index, media=about.media, size_class=about.size_class
        )
        self.promised.append((held, promise))

    def _spoken(self, read: Read, words: Words | None, receipt: Receipt | None) -> Spoken:
        plain = None if words is None else words_to_dict(words)
        body = dict(read.body or {})
        message = LedgerMessage(
            leaf=read.leaf,
            origin=read.origin,
            index=read.index,
            party=self.head.party,
            ours=self.head.is_ours,
            office_code=self.office,
            kind=read.kind,
            ts=read.ts,
            thread="",
            body=body,
            refs=read.refs,
            words=plain,
            content_state="none" if words is None else "held",
            receipt=receipt,
            malformed=None,
            entry=read,
        )
        return Spoken(read, self.head.is_ours, self.office, body, plain, message)

    @transaction.atomic
    def store(self) -> None:
        """Write all rows of the log as following it would have left them."""
        if not self.entries:
            return
        store, origin, size = store_of(self.channel), self.head.origin, self.edge.size
        nodes = [StoredNode(*grown) for grown in self.edge.grown]
        store.append(origin, self.begun, self.entries, nodes, self.edge.edge)
        signed = [
            (checkpoint.Checkpoint(origin, upto, root), time, delivered)
            for upto, root, time, delivered in self.notes
        ]
        notes = [checkpoint.sign(state, self.key) for state, _time, _delivered in signed]
        store.advance(
            origin, self.begun, size=size, root=self.edge.root, note=notes[-1], edge=self.edge.edge
        )
        write(
            Checkpoint,
            (
                Checkpoint(log=self.head, size=state.size, note=note)
                for (state, *_), note in zip(signed[:-1], notes[:-1], strict=True)
            ),
        )
        write(
            Cosignature,
            (
                _line(self.head, state, name, key, time)
                for state, time, delivered in signed
                for name, key in self.cosigners
                if delivered
            ),
        )
        keys = Entry.objects.filter(log=self.head, index__gte=self.begun).order_by("index")
        for row, key in zip(self.statements, keys.values_list("pk", flat=True), strict=True):
            row.entry_id = key
        write(Statement, iter(self.statements))
        write(Content, (held for held, _promise in self.promised))
        for held, promise in self.promised:
            promise.content_id = held.pk
        write(Promise, (promise for _held, promise in self.promised))
        LogHead.objects.filter(pk=self.head.pk).update(read_to=size)


def correspond(other: Other, count: int, chance: random.Random, now: datetime) -> list[Case]:
    """Let both sides raise, acknowledge, examine and answer; return the cases."""
    cases = [
        Case(secrets.token_hex(16), number, ours=number % 2 == 0, ends_after=chance.randint(1, 5))
        for number in range(count)
    ]
    ours, theirs = logs_of(other)
    told: dict[str, list[Spoken]] = {case.thread: [] for case in cases}
    rounds = max(8, min(60, count // 10))
    for number in range(rounds):
        at = (now - YEARS + (YEARS - DAY) * number / rounds).replace(microsecond=0)
        begun = cases[: 1 + number * count // (rounds - 4)]
        going = [case for case in begun if len(case.said) < case.ends_after]
        is_last = number == rounds - 1
        if is_last:
            delivered, ours.is_delivered = ours.edge.size, False
        for case in going:
            if is_our_turn(case):
                told[case.thread].append(ours.add(case, at))
            elif not is_last:
                told[case.thread].append(theirs.add(case, at))
        ours.sign(at)
        theirs.sign(at)
    ours.store()
    theirs.store()
    # Our own mark of how far we signed, without which our log would be doubted.
    origin, root = ours.head.origin, ours.edge.root
    highwater.raise_to(HighWater(origin, ours.edge.size, root, highwater.machine()))
    PeerStatus.objects.update_or_create(
        channel=other.channel,
        defaults={"ours_mirrored": delivered, "theirs_seen": theirs.edge.size},
    )
    project(other.channel, {thread: said for thread, said in told.items() if said})
    return [case for case in cases if case.said]


def logs_of(other: Other) -> tuple[Log, Log]:
    """Return our log and the other side's as far as they are, with who signs in them."""
    channel, keys = other.channel, other.peer.keys
    they = their_code(channel)
    theirs_as = [
        (identities.mirror_name(channel, they), keys["mirror"]),
        (identities.delivery_name(channel, they), keys["delivery"]),
    ]
    ours_as = [(one.name, one.key) for one in identities.cosigners(channel)]
    author = keyfiles.load(keyfiles.author("embassy"))
    key = keyfiles.load(keyfiles.log(channel.slug))

    return (
        Log(channel, our_log(channel), "embassy", author, key, theirs_as),
        Log(channel, their_log(channel), other.peer.office, keys["author"], keys["log"], ours_as),
    )


def project(channel: Channel, told: dict[str, list[Spoken]]) -> None:
    """Fold each case into the rows that the pages read."""
    codes, terms = ledger.party_codes(channel), ledger.terms_of(channel)
    readings = []
    for thread, spoken in told.items():
        account = replay([one.entry for one in spoken], codes, terms)
        order = {step.entry.leaf: number for number, step in enumerate(account.steps)}
        spoken.sort(key=lambda one, order=order: order[one.entry.leaf])  # type: ignore[misc]
        readings.append(Reading(channel, thread, tuple(spoken), (), account))
    named = [
        (one, one.account.raised.reference if one.account.raised else one.thread)
        for one in readings
    ]
    write(
        ThreadName,
        (
            ThreadName(channel=channel, thread=one.thread, reference=name, version=1)
            for one, name in named
        ),
    )
    made = write(
        Inquiry,
        (
            Inquiry(channel=channel, thread=one.thread, **rows.inquiry_fields(one, name))
            for one, name in named
        ),
    )
    write(
        Message,
        (
            row
            for inquiry, reading in zip(made, readings, strict=True)
            for row in rows.message_rows(inquiry, reading)
        ),
    )


def _sealed(words: Words | None) -> content.Content | None:
    if words is None:
        return None
    return content.seal(MEDIA_TYPE, encode_words(words), secrets.token_bytes(32))


def _line(
    head: LogHead, state: checkpoint.Checkpoint, name: str, key: SigningKey, time: int
) -> Cosignature:
    line = checkpoint.cosign(state, name, key, time)
    return Cosignature(
        log=head,
        size=state.size,
        name=name,
        key_id=line.key_id.hex(),
        time=time,
        line=line.format(),
    )


def write(model: type[M], made: Iterator[M]) -> list[M]:
    """Write rows in portions; return them with their keys."""
    written: list[M] = []
    while portion := list(islice(made, AT_ONCE)):
        written += model._default_manager.bulk_create(portion)
    return written
