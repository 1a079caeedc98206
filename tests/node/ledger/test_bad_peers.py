"""A peer that is away, behind, or lying: what is believed, and what stops the channel."""

from datetime import timedelta

import httpx
import pytest

from answerable.node.ledger import keyfiles, syncing
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, their_log
from answerable.node.ledger.errors import PeerFailed
from answerable.node.ledger.models import Channel, Entry, PeerStatus
from answerable.node.ledger.peer_client import PeerClient
from answerable.protocol import checkpoint, evidence
from answerable.protocol import log as protocol_log
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.memory import MemoryStore
from tests.factories import NOW
from tests.node.ledger.factories import make_channel, say, serve_ours, sync
from tests.node.ledger.peer import CLEAN, Peer, reply

pytestmark = pytest.mark.django_db

LOOKING = {"code": "still_examining"}
LATER = NOW + timedelta(minutes=1)


def test_a_peer_that_does_not_answer_is_tried_again_later_and_later() -> None:
    channel, peer = make_channel()
    peer.instead = _refuse

    waits = []
    for _ in range(6):
        assert sync(channel, peer) is None
        waits.append((PeerStatus.objects.get().next_try or NOW) - LATER)

    assert waits[-1] > 3 * waits[0]
    assert PeerStatus.objects.get().last_error == "unreachable"


def test_the_first_answer_ends_the_waiting() -> None:
    channel, peer = make_channel()
    peer.instead = _refuse
    sync(channel, peer)

    peer.instead = lambda path: None
    sync(channel, peer)

    status = PeerStatus.objects.get()
    assert (status.failures, status.next_try, status.last_error) == (0, None, "")


def test_a_note_of_somebody_else_is_not_believed() -> None:
    channel, peer = make_channel()
    forger = Peer(code="mallory").keys["log"]
    forged = checkpoint.sign(Checkpoint(peer.origin, 9, bytes(32)), forger)
    peer.instead = lambda path: reply(forged) if path.startswith("log/") else None

    sync(channel, peer)

    assert PeerStatus.objects.get().last_error == "bad_note"
    assert their_log(channel).size == 0
    assert Channel.objects.get().state == Channel.State.ESTABLISHED


def test_a_peer_that_says_there_is_nothing_is_tried_again_and_is_no_liar() -> None:
    channel, peer = make_channel()
    peer.instead = lambda path: httpx.Response(404)

    assert sync(channel, peer) is None

    assert PeerStatus.objects.get().last_error == "not_found"
    assert Channel.objects.get().state == Channel.State.ESTABLISHED
    assert not ledger.channel_health(channel).frozen


def test_scenario_36_a_log_that_claims_to_be_endless_takes_one_step_after_the_other() -> None:
    channel, peer = make_channel()
    claim = checkpoint.sign(Checkpoint(peer.origin, 2**62, bytes(32)), peer.keys["log"])
    empty = bytes(2 * 256)
    asked: list[str] = []

    def answer(path: str) -> httpx.Response | None:
        asked.append(path)
        if path.endswith("checkpoint"):
            return reply(claim)
        return reply(empty) if "tile/entries" in path else None

    peer.instead = answer
    client = PeerClient(
        "http://127.0.0.1:9", keyfiles.load(keyfiles.NODE), transport=peer.transport()
    )

    with pytest.raises(PeerFailed) as caught:
        syncing.follow(channel, client, at=LATER, steps=1)

    assert caught.value.reason == "busy"
    assert sum("tile/entries" in path for path in asked) == 32
    assert their_log(channel).size == 0


def test_scenario_18_a_shorter_log_is_shown_and_loses_nothing() -> None:
    channel, peer = make_channel()
    old = peer.store.note(peer.origin, 1)
    thread = ledger.new_thread()
    peer.say("interim", thread, LOOKING)
    sync(channel, peer)
    peer.instead = lambda path: reply(old or b"") if path.endswith("checkpoint") else None

    sync(channel, peer)

    health = ledger.channel_health(channel)
    assert health.peer_behind
    assert not health.frozen
    assert len(ledger.messages(channel, thread)) == 1


def test_a_peer_that_comes_back_is_no_longer_behind() -> None:
    channel, peer = make_channel()
    old = peer.store.note(peer.origin, 1)
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(channel, peer)
    peer.instead = lambda path: reply(old or b"") if path.endswith("checkpoint") else None
    sync(channel, peer)

    peer.instead = lambda path: None
    sync(channel, peer)

    assert not ledger.channel_health(channel).peer_behind


def test_scenario_17_a_log_that_contradicts_itself_freezes_the_channel_with_its_evidence() -> None:
    channel, peer = make_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(channel, peer)
    fork(peer)

    sync(channel, peer)

    channel.refresh_from_db()
    assert channel.state == Channel.State.FROZEN
    [shown] = their_log(channel).evidence.all()
    evidence.check_fork(bytes(shown.data), peer.charter.log_key("bob"))


def test_scenario_17_another_root_at_our_size_freezes_the_channel() -> None:
    channel, peer = make_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(channel, peer)
    forged = checkpoint.sign(Checkpoint(peer.origin, 2, bytes(32)), peer.keys["log"])
    peer.instead = lambda path: reply(forged) if path.startswith("log/") else None

    sync(channel, peer)

    assert Channel.objects.get().state == Channel.State.FROZEN


def test_nothing_is_said_in_a_frozen_channel_and_all_others_go_on() -> None:
    frozen, peer = make_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(frozen, peer)
    fork(peer)
    sync(frozen, peer)
    other, _ = make_channel()

    with pytest.raises(ledger.ChannelNotOpen):
        say(frozen)

    assert say(other).index == 1


def test_a_peer_that_holds_more_of_our_log_than_we_do_stops_our_pen() -> None:
    channel, peer = make_channel()
    more = MemoryStore()
    ours = our_log(channel)
    note = _sign_ours(channel, Checkpoint(ours.origin, 7, bytes(32)))
    peer.instead = lambda path: reply(note) if path.startswith("mirror/") else None

    sync(channel, peer)

    assert more.head(ours.origin) is None
    assert ledger.channel_health(channel).suspect
    with pytest.raises(ledger.MayNotSign):
        say(channel)


def test_another_log_under_our_key_freezes_the_channel() -> None:
    channel, peer = make_channel()
    ours = our_log(channel)
    note = _sign_ours(channel, Checkpoint(ours.origin, 1, bytes(32)))
    peer.instead = lambda path: reply(note) if path.startswith("mirror/") else None

    sync(channel, peer)

    assert Channel.objects.get().state == Channel.State.FROZEN


def test_a_receipt_that_does_not_hold_is_refused() -> None:
    channel, peer = make_channel()
    say(channel)
    serve_ours(channel, peer)
    good = peer.answer(httpx.Request("GET", f"http://x/answerable/v1/{_mirror(channel)}")).read()
    forged = good.replace(good[-20:-10], b"AAAAAAAAAA")
    peer.instead = lambda path: reply(forged) if path.startswith("mirror/") else None

    sync(channel, peer)

    assert PeerStatus.objects.get().last_error == "bad_receipt"
    assert ledger.channel_health(channel).queue == 2


def test_scenario_32_a_changed_byte_in_our_database_is_noticed_before_anything_is_signed() -> None:
    channel, peer = make_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(channel, peer)
    peer.say("interim", ledger.new_thread(), LOOKING)
    Entry.objects.filter(log__is_ours=False, index=0).update(leaf_hash=bytes(32))

    sync(channel, peer)

    assert PeerStatus.objects.get().last_error == "damaged_store"
    assert ledger.channel_health(channel).theirs.receipted == 2  # type: ignore[union-attr]


def fork(peer: Peer) -> None:
    """Give the peer another log of two more entries under the same key."""
    peer.store = MemoryStore()
    protocol_log.create(peer.store, peer.origin, peer.keys["log"], permit=CLEAN)
    for _ in range(3):
        peer.say("interim", ledger.new_thread(), LOOKING)


def _refuse(path: str) -> httpx.Response:
    raise httpx.ConnectError("nobody there")


def _sign_ours(channel: Channel, found: Checkpoint) -> bytes:
    from answerable.node.ledger import keyfiles

    return checkpoint.sign(found, keyfiles.load(keyfiles.log(channel.slug)))


def _mirror(channel: Channel) -> str:
    return f"mirror/{our_log(channel).origin_hash}/checkpoint"
