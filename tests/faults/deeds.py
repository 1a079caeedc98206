"""What a node does while a fault is injected, and what must hold when it is opened again.

Only for processes that have a real node's Django loaded (see `injected`).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, transaction

from answerable.node.ledger import contact, highwater, identities, keyfiles
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, store_of, their_log
from answerable.node.ledger.errors import LedgerError
from answerable.node.ledger.models import Channel, Content
from answerable.node.ledger.peer_client import PeerClient
from answerable.protocol import checkpoint, history, log, note
from answerable.protocol import receipts as protocol_receipts
from tests.faults.injection import Tell
from tests.node.ledger import factories

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
# Refused, and nothing half done: what a deed may end with when the disk fails.
REFUSED = (DatabaseError, OSError, LedgerError)
SAYINGS = 2


def speak(tell: Tell, count: int = SAYINGS) -> None:
    """Say so many things, each in a transaction of its own; tell what was acknowledged."""
    for number in range(count):
        try:
            channel = Channel.objects.get()
            with transaction.atomic():
                place = ledger.append(
                    channel,
                    "interim",
                    thread="a" * 32,
                    body={"code": "still_examining"},
                    office_code="embassy",
                    words=words(number),
                    at=AT,
                )
        except REFUSED:
            continue
        _tell(tell, "said", place.leaf)
        _tell_notes(tell, channel)


def listen(address: str, tell: Tell, rounds: int = 2) -> None:
    """Fetch what the peer at this address has for us, twice; tell what we let out of it."""
    for number in range(rounds):
        try:
            channel = Channel.objects.get()
            client = PeerClient(address, keyfiles.load(keyfiles.NODE))
            contact.sync_now(channel, at=AT + timedelta(minutes=number), client=client)
        except REFUSED:
            continue
        _tell_notes(tell, channel)


def words(number: int) -> bytes:
    """Write the words of the nth thing that is said."""
    return factories.words(f"Message {number}")


def cut_off() -> list[str]:
    """Tell between which two steps the work was cut off, where that is a scenario of its own."""
    channel = Channel.objects.get()
    ours, theirs = our_log(channel), their_log(channel)
    mark, found = highwater.read(ours.origin), list[str]()
    if mark is not None and mark.size < ours.size:
        found.append("committed, not published")
    name = identities.mirror_name(channel, "alice")
    if theirs.size > 0 and not theirs.cosignatures.filter(name=name, size=theirs.size).exists():
        found.append("stored, not receipted")
    return found


def check(told: list[bytes]) -> list[str]:
    """Open what the fault left, as a node that starts does; return what does not hold."""
    channel = Channel.objects.get()
    store, ours = store_of(channel), our_log(channel)
    signed = bytes(ours.note)
    wrong = [f"start: {line}" for line in ledger.check_start() if "published" not in line]
    for head in (ours, their_log(channel)):
        log.scrub(store, head.origin)
    mark = highwater.read(ours.origin)
    if mark is None or mark.size > ours.size:
        wrong.append(f"published {mark and mark.size}, durable {ours.size}")
    elif log.servable_note(store, ours.origin, mark) != signed:
        wrong.append("another note was let out than was signed")
    roots: dict[tuple[str, int], bytes] = {}
    for line in told:
        fact = json.loads(line)
        if fact["what"] == "said":
            if store.find_leaf(ours.origin, bytes.fromhex(fact["data"])) is None:
                wrong.append(f"lost: {fact['data']}")
        else:
            wrong += _check_note(channel, fact["data"].encode(), roots)
    return wrong


def go_on_speaking(told: list[bytes]) -> list[str]:
    """Say one more thing, and see that it stands behind all that was said before."""
    channel = Channel.objects.get()
    before, later = our_log(channel).size, list[bytes]()
    speak(later.append, 1)
    if not later or our_log(channel).size != before + 1:
        return ["nothing can be said any more"]
    return check([*told, *later])


def go_on_listening(address: str, told: list[bytes]) -> list[str]:
    """Fetch again, and see that all is here, countersigned once, with every content."""
    channel, later = Channel.objects.get(), list[bytes]()
    listen(address, later.append, 1)
    head = their_log(channel)
    wrong = [] if channel.peer.last_error == "" else [f"sync: {channel.peer.last_error}"]
    if head.size != SAYINGS + 1 or head.read_to != head.size:
        wrong.append(f"{head.size} entries are here, {head.read_to} read")
    if Content.objects.filter(state=Content.State.HELD).count() < SAYINGS:
        wrong.append("not every content is here")
    for name in (
        identities.mirror_name(channel, "alice"),
        identities.delivery_name(channel, "alice"),
    ):
        if head.cosignatures.filter(name=name, size=head.size).count() != 1:
            wrong.append(f"not countersigned once by {name}")
    return wrong + check([*told, *later])


def _tell(tell: Tell, what: str, data: str) -> None:
    tell(json.dumps({"what": what, "data": data}).encode())


def _tell_notes(tell: Tell, channel: Channel) -> None:
    """Tell every note that a peer could have fetched at this moment."""
    store, ours = store_of(channel), our_log(channel)
    mark = highwater.read(ours.origin)
    theirs = protocol_receipts.mirror_note(store, their_log(channel).origin)
    for data in (mark and log.servable_note(store, ours.origin, mark), theirs):
        if data:
            _tell(tell, "note", data.decode())


def _check_note(channel: Channel, data: bytes, roots: dict[tuple[str, int], bytes]) -> list[str]:
    found = checkpoint.parse(note.parse(data).text)
    store = store_of(channel)
    head = store.head(found.origin)
    if head is None or found.size > head.size:
        return [f"let out {found.size} of {found.origin}, durable {head and head.size}"]
    if history.root_at(store, found.origin, found.size) != found.root:
        return [f"another root was let out for {found.size} of {found.origin}"]
    if roots.setdefault((found.origin, found.size), found.root) != found.root:
        return [f"two notes of size {found.size} of {found.origin}"]
    return []
