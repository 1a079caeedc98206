"""Entries that are not what they should be: kept, countersigned, shown, and without effect."""

from datetime import timedelta

import pytest

from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log
from answerable.node.ledger.models import Channel
from answerable.protocol import checkpoint, dsse, envelope, growth
from answerable.protocol.checkpoint import Checkpoint
from tests.factories import NOW
from tests.node.ledger.factories import make_channel, say, sync
from tests.node.ledger.peer import Peer

pytestmark = pytest.mark.django_db

LOOKING = {"code": "still_examining"}
LATER = NOW + timedelta(minutes=1)


def put(peer: Peer, *entries: bytes) -> None:
    """Put bytes into the peer's log that its own library would refuse."""
    head = peer.store.lock(peer.origin)
    edge = growth.add_rows(peer.store, head, [(entry, None) for entry in entries])
    note = checkpoint.sign(Checkpoint(peer.origin, edge.size, edge.root), peer.keys["log"])
    peer.store.advance(
        peer.origin, head.size, size=edge.size, root=edge.root, note=note, edge=edge.edge
    )


def test_garbage_is_kept_countersigned_and_shown() -> None:
    channel, peer = make_channel()
    put(peer, b"not a statement", b"")

    sync(channel, peer)

    faults = [message.malformed for message in ledger.unthreaded(channel)]
    assert faults == ["not_canonical", "not_canonical"]
    assert ledger.channel_health(channel).theirs.receipted == 3  # type: ignore[union-attr]


def test_an_entry_in_another_channels_name_does_not_count() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    foreign = peer.statement("interim", thread, LOOKING, channel="a" * 26)
    put(peer, envelope.sign(foreign, [peer.keys["author"]]))

    sync(channel, peer)

    [entry] = ledger.thread_entries(channel, thread)
    [message] = ledger.messages(channel, thread)
    assert entry.body is None
    assert message.malformed == "other_channel"


def test_an_entry_of_a_stranger_does_not_count() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    stranger = Peer(code="mallory").keys["author"]
    said = peer.statement("interim", thread, LOOKING, key=stranger.keyid)
    put(peer, envelope.sign(said, [stranger]))

    sync(channel, peer)

    assert ledger.messages(channel, thread)[0].malformed == "unknown_key"


def test_scenario_14_the_second_of_two_with_one_id_does_not_count() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    author = [peer.keys["author"]]
    first = peer.statement("interim", thread, LOOKING, id="1" * 32)
    second = peer.statement("close", thread, {"reason": "error"}, id="1" * 32)
    put(peer, envelope.sign(first, author), envelope.sign(second, author))

    sync(channel, peer)

    faults = [message.malformed for message in ledger.messages(channel, thread)]
    assert faults == [None, "duplicate_id"]


def test_scenario_16_an_unknown_kind_is_kept_and_is_no_fault() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    said = peer.statement("telegram", thread, {"anything": 1})
    put(peer, dsse.sign(envelope.PAYLOAD_TYPE, said.payload(), [peer.keys["author"]]).format())

    sync(channel, peer)

    [message] = ledger.messages(channel, thread)
    assert (message.kind, message.malformed) == ("telegram", None)


def test_a_false_claim_of_what_was_seen_orders_nothing() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    say(channel, thread=thread)
    ours = our_log(channel)
    true = envelope.SeenHead(ours.origin, 1, _root(channel, 1))
    false = envelope.SeenHead(ours.origin, 2, _root(channel, 1))
    beyond = envelope.SeenHead(ours.origin, 999, _root(channel, 1))
    for heads in ((true,), (false,), (beyond,)):
        said = peer.statement("interim", thread, LOOKING, heads=heads)
        put(peer, envelope.sign(said, [peer.keys["author"]]))

    sync(channel, peer)

    theirs = [entry for entry in ledger.thread_entries(channel, thread) if entry.party == "bob"]
    assert [[head.size for head in entry.heads] for entry in theirs] == [[1], [], []]


def _root(channel: Channel, size: int) -> str:
    from answerable.node.ledger.channels import store_of
    from answerable.protocol import history, keys

    return keys.encode_base64(history.root_at(store_of(channel), our_log(channel).origin, size))
