"""What a peer may read here, and that nobody else learns anything."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from answerable.node.jobs.models import Job
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import our_log, store_of, their_log
from answerable.node.ledger.models import Channel, Content, PeerStatus, UsedNonce
from answerable.node.ledger.peer_access import Buckets, forget_nonces
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.content import ContentState, encode_transfer
from tests.factories import NOW
from tests.node.ledger.factories import make_channel, say, sync, words
from tests.node.ledger.peer import Peer

pytestmark = [pytest.mark.django_db, pytest.mark.urls("answerable.node.urls_channel")]


def ask(
    peer: Peer,
    path: str,
    *,
    method: str = "GET",
    late: int = 0,
    key: str = "node",
    receipt: str | None = None,
) -> Any:
    """Ask our node as the peer does."""
    full = f"/answerable/v1/{path}"
    created = int(timezone.now().timestamp()) - late
    fields = peer.headers(method, full, created=created, key=key)
    if receipt is not None:
        fields["Answerable-Receipt"] = receipt
    return Client().generic(method, full, headers=fields)


def get(peer: Peer) -> Any:
    def fetch(path: str) -> bytes:
        answer = ask(peer, path)
        assert answer.status_code == 200, path
        return bytes(answer.content)

    return fetch


def now() -> int:
    return int(timezone.now().timestamp())


def refused(answer: Any) -> bool:
    """Tell whether the answer is the one that everybody gets who is not let in."""
    unknown = Client().get("/answerable/v1/no/such/thing")
    same = (answer.status_code, answer.content, dict(answer.items())) == (
        unknown.status_code,
        unknown.content,
        dict(unknown.items()),
    )
    return same and answer.status_code == 404


def log_path(channel: Channel) -> str:
    return f"log/{our_log(channel).origin_hash}/checkpoint"


def content_path(channel: Channel) -> str:
    return f"content/{Content.objects.get(channel=channel).commit}"


def test_the_peer_follows_our_log_and_verifies_every_byte() -> None:
    channel, peer = make_channel()
    for number in range(300):
        say(channel, text=f"Message {number}") if number < 2 else None
    place = say(channel)

    peer.pull(get(peer), time=now())

    head = peer.store.head(place.origin)
    assert head is not None
    assert head.size == our_log(channel).size == 4


def test_the_peer_finds_its_receipts_at_our_mirror() -> None:
    channel, peer = make_channel()
    sync(channel, peer)

    note = ask(peer, f"mirror/{their_log(channel).origin_hash}/checkpoint").content

    assert b"alice.example/answerable/mirror" in note


def test_scenario_28_a_content_is_given_only_after_the_receipt() -> None:
    channel, peer = make_channel()
    say(channel, text="For your eyes")
    before = ask(peer, content_path(channel))

    peer.pull(get(peer), time=now())
    without = ask(peer, content_path(channel))
    carried = ask(peer, content_path(channel), receipt=peer.receipt())

    assert refused(before)
    assert refused(without)
    assert b"For your eyes" in carried.content


def test_a_receipt_stored_before_needs_not_be_carried() -> None:
    channel, peer = make_channel()
    say(channel, text="For your eyes")
    peer.pull(get(peer), time=now())
    sync(channel, peer)

    assert ask(peer, content_path(channel)).status_code == 200


@pytest.mark.parametrize("carried", ["", "x", "AAAA", base64.b64encode(b"\xff" * 900).decode()])
def test_scenario_28_a_made_up_receipt_opens_nothing(carried: str) -> None:
    channel, peer = make_channel()
    say(channel, text="For your eyes")

    assert refused(ask(peer, content_path(channel), receipt=carried))


def test_a_content_of_the_peer_is_given_back_to_it_which_may_have_lost_its_own() -> None:
    channel, peer = make_channel()
    peer.say("interim", ledger.new_thread(), {"code": "still_examining"}, words=words("Mine"))
    sync(channel, peer)

    [sealed] = peer.contents.values()
    assert ask(peer, content_path(channel)).content == encode_transfer(sealed)


def test_scenario_40_an_unsigned_request_learns_nothing() -> None:
    channel, _ = make_channel()

    assert refused(Client().get(f"/answerable/v1/{log_path(channel)}"))


def test_a_request_counts_once() -> None:
    channel, peer = make_channel()
    full = f"/answerable/v1/{log_path(channel)}"
    fields = peer.headers("GET", full, created=now())

    first = Client().get(full, headers=fields)
    second = Client().get(full, headers=fields)

    assert first.status_code == 200
    assert refused(second)


@pytest.mark.parametrize("late", [120, -120])
def test_a_request_outside_its_minute_learns_nothing(late: int) -> None:
    channel, peer = make_channel()

    assert refused(ask(peer, log_path(channel), late=late))


def test_a_late_request_does_not_use_up_a_nonce() -> None:
    channel, peer = make_channel()

    ask(peer, log_path(channel), late=120)

    assert not UsedNonce.objects.exists()


def test_scenario_40_a_stranger_learns_nothing() -> None:
    channel, _ = make_channel()
    stranger = Peer(code="mallory")

    assert refused(ask(stranger, log_path(channel)))


@pytest.mark.parametrize("key", ["identity", "log", "mirror", "delivery", "author"])
def test_another_key_of_the_peer_signs_no_requests(key: str) -> None:
    channel, peer = make_channel()

    assert refused(ask(peer, log_path(channel), key=key))


def test_scenario_40_the_peer_of_one_channel_learns_nothing_of_another() -> None:
    first, peer = make_channel()
    second, other = make_channel()
    say(second, text="Not for the first")
    other.pull(get(other), time=now())
    sync(second, other)

    assert refused(ask(peer, log_path(second)))
    assert refused(ask(peer, f"mirror/{their_log(second).origin_hash}/checkpoint"))
    assert refused(ask(peer, content_path(second)))
    assert ask(peer, log_path(first)).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "log/{hash}/tile/0/000.p/9",
        "log/{hash}/tile/0/0",
        "log/{hash}/tile/64/000",
        "log/{hash}/tile/entries/x001/000",
        "log/{hash}/tile/../checkpoint",
        "log/{hash}/tile/0/000/",
        "log/{hash}/keys/",
        "log/{hash}/receipt/witness",
        "log/{hash}/receipt/delivery",
        "log/../../etc/passwd",
        "content/../../etc/passwd",
        "mirror/{hash}/checkpoint",
    ],
)
def test_scenario_40_a_path_that_is_not_there_is_answered_like_any_other(path: str) -> None:
    channel, peer = make_channel()
    wanted = path.replace("{hash}", our_log(channel).origin_hash)

    assert refused(ask(peer, wanted))


def test_a_query_is_refused() -> None:
    channel, peer = make_channel()
    full = f"/answerable/v1/{log_path(channel)}"
    fields = peer.headers("GET", full, created=now())

    assert refused(Client().get(f"{full}?x=1", headers=fields))


@pytest.mark.parametrize("body", [b"x", b"x" * 100_000])
def test_a_body_is_refused_unread(body: bytes) -> None:
    _, peer = make_channel()
    fields = peer.headers("POST", "/answerable/v1/nudge", created=now(), body=body)

    answer = Client().post(
        "/answerable/v1/nudge", body, content_type="application/octet-stream", headers=fields
    )

    assert refused(answer)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
def test_reads_are_by_get_only(method: str) -> None:
    channel, peer = make_channel()

    assert ask(peer, log_path(channel), method=method).status_code == 404


def test_a_nudge_has_the_other_log_fetched() -> None:
    channel, peer = make_channel()
    Job.objects.all().delete()

    answer = ask(peer, "nudge", method="POST")

    assert answer.status_code == 204
    assert Job.objects.get().args == {"channel": channel.slug}


def test_nudges_beyond_the_limit_are_not_heard() -> None:
    _, peer = make_channel()

    answers = (ask(peer, "nudge", method="POST").status_code for _ in range(200))

    assert next(answers) == 204
    assert 429 in answers


def test_only_what_is_published_is_served() -> None:
    channel, peer = make_channel()
    from django.db import transaction

    with transaction.atomic():
        ledger.append(
            channel,
            "interim",
            thread=ledger.new_thread(),
            body={"code": "still_examining"},
            office_code="embassy",
            at=NOW,
        )

    note = ask(peer, log_path(channel)).content
    tile = ask(peer, f"log/{our_log(channel).origin_hash}/tile/0/000.p/2")

    assert note.splitlines()[1] == b"1"
    assert refused(tile)


def test_a_frozen_channel_is_still_readable_by_the_peer() -> None:
    channel, peer = make_channel()
    Channel.objects.update(state=Channel.State.FROZEN)

    assert ask(peer, log_path(channel)).status_code == 200


def test_hearing_the_peer_ends_the_waiting_after_failures() -> None:
    channel, peer = make_channel()
    later = timezone.now() + timedelta(minutes=10)
    PeerStatus.objects.update(failures=5, next_try=later, last_try=NOW)

    ask(peer, log_path(channel))

    assert PeerStatus.objects.get().next_try is None


def test_nonces_are_forgotten_after_their_window() -> None:
    channel, peer = make_channel()
    ask(peer, log_path(channel))

    kept = forget_nonces(at=timezone.now())
    gone = forget_nonces(at=timezone.now() + timedelta(minutes=3))

    assert (kept, gone) == (0, 1)


def test_a_bucket_lets_through_its_burst_and_then_its_rate() -> None:
    bucket = Buckets(rate=2, burst=3)

    at_once = [bucket.take("a", 0.0) for _ in range(4)]

    assert at_once == [True, True, True, False]
    assert bucket.take("b", 0.0)
    assert bucket.take("a", 0.5)
    assert not bucket.take("a", 0.5)


def test_logs_are_named_by_the_hash_of_their_origin() -> None:
    channel, _ = make_channel()
    head = our_log(channel)

    assert head.origin_hash == origin_hash(head.origin)


def test_scenario_54_an_erased_content_is_answered_as_not_there() -> None:
    channel, peer = make_channel()
    say(channel, text="A witness said so")
    peer.pull(get(peer), time=now())
    held = Content.objects.get()
    before = ask(peer, f"content/{held.commit}", receipt=peer.receipt())

    store_of(channel).mark(bytes.fromhex(held.commit), ContentState.REDACTED)

    assert before.status_code == 200
    assert refused(ask(peer, f"content/{held.commit}", receipt=peer.receipt()))
