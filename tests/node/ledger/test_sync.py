"""Following the other side's log: entries, receipts and contents arrive, each once."""

from datetime import UTC, datetime, timedelta

import pytest

from answerable.node.jobs.models import Job
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import their_log
from answerable.node.ledger.fetching import CONTENT_TRIES
from answerable.node.ledger.models import Content, Cosignature
from answerable.protocol import content, envelope
from answerable.protocol import log as protocol_log
from tests.factories import NOW
from tests.node.ledger.factories import make_channel, say, serve_ours, sync, words
from tests.node.ledger.peer import CLEAN, reply

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
