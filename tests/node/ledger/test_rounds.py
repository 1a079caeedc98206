"""What a round costs and tells: few queries, one nudge, no more than is listened to."""

from datetime import timedelta

import httpx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.node.jobs import queue
from answerable.node.jobs.models import Job
from answerable.node.ledger import contact, keyfiles, nudging, publishing
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import their_log
from answerable.node.ledger.models import Channel
from answerable.node.ledger.peer_client import PeerClient
from tests.factories import NOW
from tests.node.ledger.factories import make_channel, sync
from tests.node.ledger.peer import Peer

pytestmark = pytest.mark.django_db

LOOKING = {"code": "still_examining"}
# A round of a live channel, without savepoints: each is some work that every receipt waits for.
MOST_QUERIES = 52


def _client(peer: Peer) -> PeerClient:
    return PeerClient(
        "http://127.0.0.1:9", keyfiles.load(keyfiles.NODE), transport=peer.transport()
    )


def _nudges(channel: Channel) -> list[Job]:
    return list(Job.objects.filter(unique_key=f"{publishing.NUDGE_JOB}:{channel.slug}"))


@pytest.mark.parametrize("count", [1, 64])
def test_a_round_costs_the_same_few_queries_however_much_came(count: int) -> None:
    channel, peer = make_channel()
    sync(channel, peer)
    thread = ledger.new_thread()
    for _ in range(count):
        peer.say("interim", thread, LOOKING)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        outcome = sync(channel, peer)

    assert outcome is not None
    assert (outcome.entries, outcome.cosigned) == (count, True)
    real = [each["sql"] for each in asked if "SAVEPOINT" not in each["sql"]]
    assert len(real) <= MOST_QUERIES, "\n".join(real)


def test_the_other_side_is_told_of_a_receipt_in_the_round_that_made_it() -> None:
    channel, peer = make_channel()
    sync(channel, peer)
    Job.objects.all().delete()
    before = peer.nudges
    peer.say("interim", ledger.new_thread(), LOOKING)

    sync(channel, peer)
    sync(channel, peer)

    assert peer.nudges == before + 1
    assert not _nudges(channel)


def test_a_nudge_that_was_too_many_is_sent_once_more_later() -> None:
    channel, peer = make_channel()
    sync(channel, peer)
    Job.objects.all().delete()
    peer.instead = lambda path: httpx.Response(429) if path == "nudge" else None

    heard = [nudging.nudge(channel, _client(peer), at=NOW) for _ in range(3)]

    assert heard == [False, False, False]
    [again] = _nudges(channel)
    assert again.run_at == NOW + nudging.AGAIN_AFTER


def test_a_nudge_that_nobody_hears_is_left_to_the_next_look() -> None:
    channel, peer = make_channel()
    sync(channel, peer)
    Job.objects.all().delete()
    peer.instead = lambda path: httpx.Response(503) if path == "nudge" else None

    heard = nudging.nudge(channel, _client(peer), at=NOW)

    assert not heard
    assert not _nudges(channel)


def test_many_nudges_at_once_become_few_and_a_last_one() -> None:
    channel, _peer = make_channel()
    Job.objects.all().delete()

    turns = [nudging.is_turn(channel, at=NOW) for _ in range(40)]

    assert turns[0]
    assert turns.count(True) < 20
    assert len(_nudges(channel)) == 1


def test_nudges_during_a_round_lead_to_one_more_round_that_takes_all() -> None:
    channel, peer = make_channel()
    sync(channel, peer)
    Job.objects.all().delete()
    publishing.wake_ourselves(channel, at=NOW)
    running = queue.claim("a", at=NOW)
    for _ in range(3):
        peer.say("interim", ledger.new_thread(), LOOKING)
        publishing.wake_ourselves(channel, at=NOW)

    assert running is not None
    assert queue.claim("b", at=NOW, only_urgent=True) is None
    running.delete()
    one_more = queue.claim("b", at=NOW, only_urgent=True)
    assert one_more is not None
    contact.sync_now(channel, at=NOW + timedelta(minutes=1), client=_client(peer))

    assert queue.claim("b", at=NOW, only_urgent=True) is None
    assert their_log(channel).size == their_log(channel).read_to == 4
