"""Following the other side's log: what arrives, and what a broken or lying log does."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from answerable.node.jobs.models import Job
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, their_log
from answerable.node.ledger.models import Channel, Content, Cosignature, Entry, PeerStatus
from answerable.node.ledger.syncing import CONTENT_TRIES
from answerable.protocol import checkpoint, content, dsse, envelope, evidence, growth
from answerable.protocol import log as protocol_log
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.memory import MemoryStore
from tests.factories import NOW
from tests.node.ledger.factories import make_channel, say, sync, words
from tests.node.ledger.peer import CLEAN, Peer, reply

pytestmark = pytest.mark.django_db

LOOKING = {"code": "still_examining"}
LATER = NOW + timedelta(minutes=1)


def test_what_the_other_side_said_arrives_with_its_words() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    peer.say("interim", thread, LOOKING, words=words("We are looking"))

    sync(channel, peer)

    [message] = ledger.messages(channel, thread)
    assert message.words is not None
    assert message.words["notes"] == "We are looking"
    assert (message.party.code, message.office_code, message.ours) == ("bob", "liaison", False)


def test_our_receipts_state_the_time_of_the_round() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    place = peer.say("interim", thread, LOOKING, words=words("Text"))

    sync(channel, peer, at=LATER)

    assert ledger.delivered_at(channel, place.leaf_hash.hex()) == LATER
    [message] = ledger.messages(channel, thread)
    assert message.receipt is not None
    assert message.receipt.delivered_with_contents == LATER


def test_the_case_is_projected_when_something_of_it_arrives() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    peer.say("interim", thread, LOOKING)

    sync(channel, peer)

    job = Job.objects.get(name=ledger.PROJECT_JOB)
    assert job.args == {"channel": channel.slug, "thread": thread}


def test_a_second_round_brings_nothing_new_and_wakes_nobody() -> None:
    channel, peer = make_channel()
    say(channel)
    peer.say("interim", ledger.new_thread(), LOOKING, words=words("Text"))
    sync(channel, peer)
    Job.objects.all().delete()
    receipts = Cosignature.objects.count()

    outcome = sync(channel, peer, at=NOW + timedelta(hours=1))

    assert outcome is not None
    assert (outcome.entries, outcome.contents, outcome.cosigned) == (0, 0, False)
    assert Cosignature.objects.count() == receipts
    assert not Job.objects.exists()


def test_three_hundred_entries_arrive_in_one_round() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    own = peer.charter.log(peer.code)
    said = [
        envelope.sign(peer.statement("interim", thread, LOOKING), [peer.keys["author"]])
        for _ in range(299)
    ]
    for start in (0, 200):
        batch = said[start : start + 200]
        protocol_log.append(peer.store, own, batch, peer.keys["log"], permit=CLEAN)

    sync(channel, peer)

    assert len(ledger.thread_entries(channel, thread)) == 299
    assert their_log(channel).size == 300


def test_our_receipts_are_taken_from_the_peers_mirror() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    say(channel, thread=thread, text="Text")
    serve_ours(channel, peer)

    sync(channel, peer)

    [message] = ledger.messages(channel, thread)
    assert message.receipt is not None
    assert message.receipt.time == datetime.fromtimestamp(5000, UTC)
    assert message.receipt.delivered_with_contents is None
    assert ledger.channel_health(channel).queue == 0


def test_a_receipt_from_the_future_is_taken_and_shown_as_odd() -> None:
    channel, peer = make_channel()
    say(channel)
    serve_ours(channel, peer, time=int(LATER.timestamp()) + 3600)

    sync(channel, peer)

    assert ledger.channel_health(channel).odd_receipt == "future"
    assert ledger.channel_health(channel).queue == 0


def test_a_delivery_receipt_is_taken_too() -> None:
    channel, peer = make_channel()
    place = say(channel, text="Text")
    serve_ours(channel, peer)
    held = Content.objects.get(channel=channel)
    assert held.salt is not None
    assert held.record is not None
    peer.store.hold(bytes.fromhex(held.commit), bytes(held.salt), bytes(held.record))
    peer.deliver(time=6000)

    sync(channel, peer)

    receipt = ledger.message(channel, place.leaf).receipt
    assert receipt is not None
    assert receipt.delivered_with_contents == datetime.fromtimestamp(6000, UTC)


def test_a_new_receipt_has_the_case_projected() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    say(channel, thread=thread)
    serve_ours(channel, peer)

    sync(channel, peer)

    assert Job.objects.filter(name=ledger.PROJECT_JOB, args__thread=thread).exists()


# -- entries that are not what they should be ---------------------------------------------------


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


def test_the_second_of_two_with_one_id_does_not_count() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    author = [peer.keys["author"]]
    first = peer.statement("interim", thread, LOOKING, id="1" * 32)
    second = peer.statement("close", thread, {"reason": "error"}, id="1" * 32)
    put(peer, envelope.sign(first, author), envelope.sign(second, author))

    sync(channel, peer)

    faults = [message.malformed for message in ledger.messages(channel, thread)]
    assert faults == [None, "duplicate_id"]


def test_an_unknown_kind_is_kept_and_is_no_fault() -> None:
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


# -- contents -----------------------------------------------------------------------------------


def test_a_content_that_is_not_what_was_promised_is_not_kept() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    peer.say("interim", thread, LOOKING, words=words("True"))
    other = content.seal("text/plain", b"False", bytes(32))
    peer.instead = lambda path: (
        reply(content.encode_transfer(other)) if path.startswith("content/") else None
    )

    sync(channel, peer)

    [message] = ledger.messages(channel, thread)
    assert (message.words, message.content_state) == (None, "promised")
    assert message.receipt is not None
    assert message.receipt.delivered_with_contents is None


def test_one_missing_content_does_not_hold_up_the_others() -> None:
    channel, peer = make_channel()
    lost, kept = ledger.new_thread(), ledger.new_thread()
    peer.say("interim", lost, LOOKING, words=words("Lost"))
    peer.contents.clear()
    peer.say("interim", kept, LOOKING, words=words("Kept"))

    sync(channel, peer)

    assert ledger.messages(channel, lost)[0].content_state == "promised"
    assert ledger.messages(channel, kept)[0].content_state == "held"


def test_a_content_that_never_comes_is_given_up_and_can_be_asked_for_again() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    peer.say("interim", thread, LOOKING, words=words("Lost"))
    kept, peer.contents = peer.contents, {}
    for _ in range(CONTENT_TRIES):
        sync(channel, peer)
    before = ledger.messages(channel, thread)[0].content_state

    ledger.try_now(channel, at=NOW)
    peer.contents = kept
    sync(channel, peer)

    assert before == "missing"
    assert ledger.messages(channel, thread)[0].content_state == "held"


def test_a_hundred_contents_come_in_one_round() -> None:
    channel, peer = make_channel()
    thread = ledger.new_thread()
    for number in range(100):
        peer.say("interim", thread, LOOKING, words=words(f"Text {number}"))

    outcome = sync(channel, peer)

    assert outcome is not None
    assert outcome.contents == 100


def test_contents_are_asked_for_with_our_receipt() -> None:
    channel, peer = make_channel()
    peer.say("interim", ledger.new_thread(), LOOKING, words=words("Text"))

    sync(channel, peer)

    # The peer in memory gives nothing without one.
    assert Content.objects.get(channel=channel).state == Content.State.HELD


# -- a peer that is away, behind, or lying ------------------------------------------------------


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


def test_a_shorter_log_is_shown_and_loses_nothing() -> None:
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


def test_a_log_that_contradicts_itself_freezes_the_channel_with_its_evidence() -> None:
    channel, peer = make_channel()
    peer.say("interim", ledger.new_thread(), LOOKING)
    sync(channel, peer)
    fork(peer)

    sync(channel, peer)

    channel.refresh_from_db()
    assert channel.state == Channel.State.FROZEN
    [shown] = their_log(channel).evidence.all()
    evidence.check_fork(bytes(shown.data), peer.charter.log_key("bob"))


def test_another_root_at_our_size_freezes_the_channel() -> None:
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


def test_a_changed_byte_in_our_own_database_is_noticed_before_anything_is_signed() -> None:
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


def serve_ours(channel: Channel, peer: Peer, *, time: int = 5000) -> None:
    """Let the peer follow our log as it stands, at a time of its own."""
    from answerable.node.ledger.channels import store_of
    from answerable.protocol import history

    read = history.reader(store_of(channel), our_log(channel).origin)
    peer.pull(lambda path: read(path.split("/", 2)[2]), time=time)


def _refuse(path: str) -> httpx.Response:
    raise httpx.ConnectError("nobody there")


def _root(channel: Channel, size: int) -> str:
    from answerable.node.ledger.channels import store_of
    from answerable.protocol import history, keys

    return keys.encode_base64(history.root_at(store_of(channel), our_log(channel).origin, size))


def _sign_ours(channel: Channel, found: Checkpoint) -> bytes:
    from answerable.node.ledger import keyfiles

    return checkpoint.sign(found, keyfiles.load(keyfiles.log(channel.slug)))


def _mirror(channel: Channel) -> str:
    return f"mirror/{our_log(channel).origin_hash}/checkpoint"
