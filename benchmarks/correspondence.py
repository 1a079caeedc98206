"""Let two parties raise, acknowledge, examine and answer, as they do over some years.

Every statement is signed, followed by the other side, countersigned and projected as it always is.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from answerable.casework import bodies
from answerable.casework.codes import (
    AckOutcome,
    CloseReason,
    EventKind,
    InterimCode,
    PauseReason,
    TimePrecision,
)
from answerable.casework.words import MEDIA_TYPE, Text, Words, encode_words
from answerable.node.desk import projector
from answerable.node.jobs.models import Job
from answerable.node.ledger import keyfiles, publishing, receipts, statements
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import genesis_of, our_code, our_log, store_of, their_log
from answerable.node.ledger.models import Entry
from answerable.protocol import content, envelope, history, keys
from answerable.protocol import log as own_log
from answerable.protocol import receipts as protocol_receipts
from answerable.protocol.statement import Ref, SeenHead, Statement
from tests.node.desk.factories import Other
from tests.node.ledger import factories as ledger_factories
from tests.node.ledger.peer import CLEAN

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


def correspond(other: Other, count: int, chance: random.Random, now: datetime) -> list[Case]:
    """Let both sides raise, acknowledge, examine and answer; return the cases.

    Some dozens of rounds, each with its notes, its receipts and the contents that follow them.
    What is said in the last one is not delivered.
    """
    cases = [
        Case(secrets.token_hex(16), number, ours=number % 2 == 0, ends_after=chance.randint(1, 5))
        for number in range(count)
    ]
    rounds = max(8, min(60, count // 10))
    for number in range(rounds):
        at = (now - YEARS + (YEARS - DAY) * number / rounds).replace(microsecond=0)
        begun = [case for case in cases if case.number * (rounds - 4) // count <= number]
        going = [case for case in begun if len(case.said) < case.ends_after]
        last = number == rounds - 1
        _speak_ourselves(other, [case for case in going if _is_our_turn(case)], at)
        if not last:
            _speak_there(other, [case for case in going if not _is_our_turn(case)], at)
            _exchange(other, at)
    # Folding each case once, at the end, instead of after each of its statements.
    Job.objects.filter(name=ledger.PROJECT_JOB).delete()
    projector.rebuild(at=now)
    return cases


def _is_our_turn(case: Case) -> bool:
    """The side that asks says the first and the fifth thing, the other side all between."""
    return case.ours == (len(case.said) in (0, 4))


def _say(case: Case, at: datetime) -> tuple[bodies.Body, Words | None]:
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
        reference=f"{'A' if case.ours else 'B'}-{at.year}-{case.thread[:8]}",
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


def _statement(
    case: Case, place: dict[str, Any], seen: tuple[SeenHead, ...], at: datetime
) -> tuple[Statement, content.Content | None]:
    body, words = _say(case, at)
    sealed = None
    if words is not None:
        sealed = content.seal(MEDIA_TYPE, encode_words(words), secrets.token_bytes(32))
    said = Statement(
        **place,
        id=secrets.token_hex(16),
        type=bodies.kind_of(body).value,
        ts=envelope.format_time(at),
        thread=case.thread,
        body=bodies.encode_body(body),
        refs=tuple(case.said[:1]),
        heads=seen,
        content=() if sealed is None else (content.reference(sealed),),
    )
    return said, sealed


def _speak_ourselves(other: Other, cases: Sequence[Case], at: datetime) -> None:
    """Sign what we say into our log, as many statements as there are cases, in one commit."""
    channel, head, store = other.channel, our_log(other.channel), store_of(other.channel)
    author = keyfiles.load(keyfiles.author("embassy"))
    own = genesis_of(channel).log(our_code(channel))
    place = {"channel": own.channel, "log": own.origin, "key": author.keyid}
    theirs = their_log(channel)
    root = keys.encode_base64(bytes(theirs.root))
    seen = (SeenHead(theirs.origin, theirs.size, root),) if theirs.size else ()
    for part in _parts(cases, own_log.MAX_BATCH):
        made = [(case, *_statement(case, place, seen, at)) for case in part]
        entries = [envelope.sign(said, [author]) for _case, said, _sealed in made]
        key, permit = keyfiles.load(keyfiles.log(channel.slug)), publishing.permit(head)
        with transaction.atomic():
            stood = own_log.append(store, own, entries, key, permit=permit)
            rows = Entry.objects.filter(log=head, index__gte=stood[0].index).order_by("index")
            for (case, said, sealed), row in zip(made, rows, strict=True):
                statements.record_own(head, [(row, said)], "embassy")
                case.said.append(Ref(own.origin, row.index, bytes(row.leaf_hash).hex()))
                if sealed is not None:
                    store.hold(sealed.commit, sealed.salt, sealed.record)
        publishing.publish(channel, own.origin)
        head.refresh_from_db()


def _speak_there(other: Other, cases: Sequence[Case], at: datetime) -> None:
    """Sign what the other side says into its log."""
    peer, author = other.peer, other.peer.keys["author"]
    own = peer.charter.log(peer.code)
    place = {"channel": own.channel, "log": own.origin, "key": author.keyid}
    head = peer.store.head(peer.charter.origin(peer.ours))
    seen: tuple[SeenHead, ...] = ()
    if head is not None and head.size:
        seen = (SeenHead(head.origin, head.size, keys.encode_base64(head.root)),)
    for part in _parts(cases, own_log.MAX_BATCH):
        entries = []
        for case in part:
            said, sealed = _statement(case, place, seen, at)
            entries.append(envelope.sign(said, [author]))
            if sealed is not None:
                peer.contents[sealed.commit.hex()] = sealed
        stood = own_log.append(peer.store, own, entries, peer.keys["log"], permit=CLEAN)
        for case, where in zip(part, stood, strict=True):
            case.said.append(Ref(where.origin, where.index, where.leaf_hash.hex()))


def _exchange(other: Other, at: datetime) -> None:
    """Let both sides follow each other's log and take their receipts."""
    channel, head, time = other.channel, our_log(other.channel), int(at.timestamp())

    def ask(path: str) -> bytes:
        wanted = path.split("/", 2)[2]
        if wanted == "checkpoint":
            return bytes(head.note)
        return history.tile(store_of(channel), head.origin, wanted, head.size)

    other.peer.pull(ask, time=time)
    note = protocol_receipts.mirror_note(other.peer.store, head.origin)
    assert note is not None
    receipts.take(channel, note, at=at)
    ledger_factories.sync(channel, other.peer, at=at)


def _parts(cases: Sequence[Case], size: int) -> Iterator[Sequence[Case]]:
    for start in range(0, len(cases), size):
        yield cases[start : start + size]
