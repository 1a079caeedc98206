"""Make channels and say things in them; a test says only what it is about."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction

from answerable.casework.bodies import encode_body
from answerable.casework.codes import Kind
from answerable.casework.terms import preset_terms
from answerable.casework.words import Words, encode_words
from answerable.node.ledger import keyfiles
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
from answerable.node.ledger.peer_client import PeerClient
from answerable.node.ledger.syncing import Outcome
from tests.factories import NOW, make_office
from tests.node.ledger.peer import Peer

TERMS: dict[str, Any] = encode_body(preset_terms("en"))


def make_self() -> None:
    """Make the party that this node belongs to, with one office."""
    make_office("embassy")
    ledger.create_self(code="alice", name="Alice", domain="alice.example", at=NOW)


def make_channel(title: str = "Channel", *, age: tuple[str, ...] = ()) -> tuple[Channel, Peer]:
    """Found a channel with a peer in memory, the way two people do."""
    make_self()
    peer = Peer(age=age)
    # A slug of its own: key files outlast the database of one test.
    slug = f"c-{uuid.uuid4().hex[:12]}"
    _, proposal = ledger.establish.propose(title=title, terms=TERMS, at=NOW, slug=slug)
    acceptance = peer.accept(proposal, NOW)
    words = " ".join(ledger.establish.read(acceptance).words)
    channel, complete = ledger.establish.finish(acceptance, words=words, at=NOW)
    assert complete is not None
    peer.begin(complete)
    publish(channel)
    return Channel.objects.get(pk=channel.pk), peer


def publish(channel: Channel) -> None:
    """Do what happens after a commit: tests without real commits must say so."""
    from answerable.node.ledger import publishing
    from answerable.node.ledger.channels import our_log

    publishing.publish(channel, our_log(channel).origin)


def say(
    channel: Channel,
    kind: str = "interim",
    *,
    thread: str | None = None,
    text: str | None = None,
    at: Any = NOW,
) -> ledger.Appended:
    """Append and publish a statement of ours, with words if there is a text."""
    with transaction.atomic():
        place = ledger.append(
            channel,
            kind,
            thread=thread or ledger.new_thread(),
            body={"code": "still_examining"},
            office_code="embassy",
            words=words(text) if text is not None else None,
            at=at,
        )
    publish(channel)
    return place


def words(text: str) -> bytes:
    """Write the words of an interim reply."""
    return encode_words(Words(kind=Kind.INTERIM, language="en", notes=text))


def sync(channel: Channel, peer: Peer, *, at: Any = NOW + timedelta(minutes=1)) -> Outcome | None:
    """Do one round with the peer in memory."""
    client = PeerClient(
        "http://127.0.0.1:9", keyfiles.load(keyfiles.NODE), transport=peer.transport()
    )
    return ledger.sync_now(channel, at=at, client=client)


def serve_ours(channel: Channel, peer: Peer, *, time: int = 5000) -> None:
    """Let the peer in memory follow our log as it stands, at a time of its own."""
    from answerable.node.ledger.channels import our_log, store_of
    from answerable.protocol import history

    read = history.reader(store_of(channel), our_log(channel).origin)
    peer.pull(lambda path: read(path.split("/", 2)[2]), time=time)
