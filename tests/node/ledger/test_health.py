"""What a channel's page tells of its health, and what monitoring is told."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from answerable.cli.main import main
from answerable.node.accounts.models import Role
from answerable.node.ledger import disk, monitoring, refusals
from answerable.node.ledger import services as ledger
from answerable.node.ledger.channels import peer_of
from answerable.node.ledger.disk import FULL, LOW, Space
from answerable.node.ledger.errors import BadRequestSignature, PeerFailed
from answerable.node.ledger.models import Channel, LogHead, PeerStatus, Refusal
from answerable.node.ledger.monitoring import Pulse
from answerable.node.ledger.peer_client import PeerClient
from answerable.protocol import history, package, tree
from answerable.protocol.keys import SigningKey
from tests.factories import NOW
from tests.node.ledger.factories import make_channel, say, sync
from tests.node.ledger.peer import Peer, reply
from tests.node.ledger.test_odd_entries import put
from tests.node.ledger.test_pages import page, signed_in

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def contact(channel: Channel, at: Any) -> None:
    PeerStatus.objects.filter(channel=peer_of(channel).channel).update(last_contact=at)


# -- receipts that do not come ----------------------------------------------------------------


def test_a_queue_tells_since_when_the_oldest_waits() -> None:
    channel, _ = make_channel()
    say(channel, at=NOW + HOUR)

    health = ledger.channel_health(channel, at=NOW + 2 * HOUR)

    assert health.queue == 2
    assert health.ours is not None
    assert health.ours.waiting_since == NOW
    assert health.alarm == ""


def test_scenario_28_a_peer_that_answers_and_withholds_its_receipt_raises_an_alarm() -> None:
    channel, _ = make_channel()
    say(channel, text="The words wait for the receipt")
    contact(channel, NOW + 2 * HOUR)

    health = ledger.channel_health(channel, at=NOW + 2 * HOUR)

    assert (health.alarm, health.is_well) == ("withheld", False)
    assert "has not countersigned" in page(signed_in(), f"/channels/c/{channel.slug}/")


def test_a_receipt_is_overdue_once_the_time_of_the_terms_has_passed() -> None:
    channel, _ = make_channel()

    def alarm(hours: int) -> str:
        return ledger.channel_health(channel, at=NOW + hours * HOUR).alarm

    assert (alarm(71), alarm(73)) == ("", "overdue")
    Channel.objects.filter(pk=channel.pk).update(terms={})
    channel.refresh_from_db()
    assert (alarm(71), alarm(73)) == ("", "overdue")


def test_what_is_receipted_raises_no_alarm() -> None:
    channel, peer = make_channel()
    pull(channel, peer)
    sync(channel, peer)

    health = ledger.channel_health(channel, at=NOW + 9999 * HOUR)

    assert (health.queue, health.alarm) == (0, "")


def pull(channel: Channel, peer: Peer) -> None:
    from answerable.node.ledger.channels import our_log, store_of

    read = history.reader(store_of(channel), our_log(channel).origin)
    peer.pull(
        lambda path: read(path.partition("/")[2].partition("/")[2]), time=int(NOW.timestamp())
    )


def test_a_frozen_channel_raises_no_alarm_about_receipts() -> None:
    channel, _ = make_channel()
    channel.state = Channel.State.FROZEN

    assert ledger.channel_health(channel, at=NOW + 9999 * HOUR).alarm == ""


# -- clocks, keys, room, refusals -------------------------------------------------------------


def dated(peer: Peer, date: str) -> None:
    def answer(path: str) -> httpx.Response | None:
        found = peer._find(path, "") if path != "nudge" else b""
        if found is None:
            return httpx.Response(404, headers={"Date": date})
        made = reply(found)
        made.headers["Date"] = date
        return made

    peer.instead = answer


@pytest.mark.parametrize(
    ("date", "known"),
    [
        ("Fri, 01 Jan 2100 00:00:00 GMT", True),
        ("Fri, 31 Dec 9999 23:59:59 GMT", True),
        ("nonsense", False),
        ("", False),
        ("Fri, 99 Jan 2100 00:00:00 GMT", False),
    ],
)
def test_the_other_sides_clock_is_shown_if_it_said_one(date: str, known: bool) -> None:
    channel, peer = make_channel()
    dated(peer, date)

    sync(channel, peer)

    health = ledger.channel_health(channel)
    assert (health.clock_skew is not None, health.clock_is_off) == (known, known)
    assert ("ahead of ours" in page(signed_in(), f"/channels/c/{channel.slug}/")) == known


def test_a_refusal_tells_the_clock_too() -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(404, headers={"Date": "Thu, 01 Jan 1970 00:01:40 GMT"})

    client = PeerClient(
        "http://127.0.0.1:9",
        SigningKey.from_seed(bytes(32)),
        clock=lambda: 10.0,
        transport=httpx.MockTransport(refuse),
    )

    with pytest.raises(PeerFailed), client:
        client.get("log/x", 10)

    assert client.skew == 90


def test_every_key_is_shown_with_its_words_and_where_it_counts() -> None:
    channel, _ = make_channel()
    health = ledger.channel_health(channel)
    assert health.ours is not None
    key = health.ours.keys[0]

    text = page(signed_in(), f"/channels/c/{channel.slug}/")

    assert len(key.words.split()) == 12
    assert key.words in text
    assert key.keyid in text
    assert "counts since the founding" in text


def test_little_room_is_told_before_there_is_none() -> None:
    levels = [Space("home", free, 10 * LOW).level for free in (LOW, LOW - 1, FULL - 1, 0)]

    assert levels == ["ok", "low", "full", "full"]
    assert [each.name for each in disk.spaces()] == ["home"]
    channel, _ = make_channel()
    assert "free of" in page(signed_in(), f"/channels/c/{channel.slug}/")


def test_refusals_are_counted_by_reason_and_written_now_and_then() -> None:
    tally = refusals.Tally()

    for now, reason in ((0.0, "late"), (1.0, "late"), (2.0, "stranger"), (10.0, "made up")):
        tally.note(reason, at=NOW, now=now)

    assert {each.reason: each.count for each in Refusal.objects.all()} == {
        "late": 2,
        "stranger": 1,
        "malformed": 1,
    }


def test_a_flood_of_refusals_is_one_write() -> None:
    tally = refusals.Tally()
    tally.note("late", at=NOW, now=0.0)

    for _ in range(1000):
        tally.note("late", at=NOW, now=5.0)

    assert Refusal.objects.get().count == 1


def test_the_page_says_what_was_refused_and_not_of_whom() -> None:
    channel, _ = make_channel()
    Refusal.objects.create(reason="stranger", count=7, last_at=NOW)

    text = page(signed_in(), f"/channels/c/{channel.slug}/")

    assert "7 · signed by a key of no channel" in text


def test_a_refusal_has_a_reason_that_is_counted() -> None:
    assert BadRequestSignature("x").reason == "malformed"
    assert BadRequestSignature("x", "late").reason == "late"


# -- evidence of what names no case -----------------------------------------------------------


def test_an_entry_that_is_not_understood_can_be_given_to_a_third_party() -> None:
    channel, peer = make_channel()
    put(peer, b"nonsense")
    sync(channel, peer)
    leaf = tree.hash_leaf(b"nonsense").hex()
    address = f"/channels/c/{channel.slug}/entries/{leaf}/package/"
    assert address in page(signed_in(Role.ADMINISTRATOR), f"/channels/c/{channel.slug}/")

    answer = Client()
    answer.force_login(signed_in_user())
    report = package.check(answer.get(address).content)

    assert report.reading.fault == "not_canonical"


def signed_in_user() -> Any:
    from tests.factories import make_user

    return make_user("emil", Role.OFFICER)


def test_a_message_of_a_case_is_not_given_by_the_channels_page() -> None:
    channel, peer = make_channel()
    ours = say(channel)
    theirs = peer.say("interim", "a" * 32, {"code": "still_examining"})
    sync(channel, peer)
    client = signed_in(Role.ADMINISTRATOR)

    for leaf in (ours.leaf, theirs.leaf_hash.hex(), "ab" * 32, "x"):
        assert client.get(f"/channels/c/{channel.slug}/entries/{leaf}/package/").status_code == 404


def test_a_person_without_a_role_is_given_no_evidence() -> None:
    from tests.factories import make_user

    channel, _ = make_channel()
    client = Client()
    client.force_login(make_user("nobody"))

    answer = client.get(f"/channels/c/{channel.slug}/entries/{'ab' * 32}/package/")

    assert answer.status_code == 403


# -- /health ----------------------------------------------------------------------------------

URLS = ("answerable.node.urls", "answerable.node.urls_channel")


def seen(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    return answer.status_code, answer.content, dict(answer.items())


@pytest.mark.parametrize("urls", URLS)
def test_a_stranger_is_told_the_same_whatever_the_state(urls: str, settings: Any) -> None:
    settings.ROOT_URLCONF = urls
    empty = seen(Client().get("/health"))
    channel, _ = make_channel()
    say(channel)
    states = [empty, seen(Client().get("/health"))]
    LogHead.objects.filter(is_ours=True).update(suspect="own_log_ahead")
    states.append(seen(Client().get("/health")))
    Channel.objects.update(state="frozen")
    states.append(seen(Client().get("/health")))
    for header in ("Bearer", "Bearer x", "Bearer " + "x" * 43, "Basic eDp4"):
        states.append(seen(Client().get("/health", headers={"Authorization": header})))

    assert all(state == empty for state in states)
    assert (empty[0], empty[1]) == (200, b"ok\n")


def test_a_database_that_does_not_answer_is_503_and_says_no_more() -> None:
    answer = monitoring.answer_for(False)

    assert (answer.status_code, answer.content) == (503, b"failed\n")
    assert dict(answer.items()) == dict(monitoring.answer_for(True).items())


def test_the_database_is_asked_once_a_second_at_most() -> None:
    pulse = Pulse()
    assert pulse.beats(0.0)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_channel RENAME TO gone")

    assert pulse.beats(0.5)
    assert not pulse.beats(1.5)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_health_is_only_read(method: str) -> None:
    assert getattr(Client(), method)("/health").status_code == 405


def token() -> str:
    return monitoring.make_token().read_text(encoding="ascii").strip()


def test_whoever_has_the_token_is_told_how_every_channel_stands() -> None:
    channel, _ = make_channel("The other side")
    say(channel)

    answer = Client().get("/health", headers={"Authorization": f"Bearer {token()}"})

    found = json.loads(answer.content)
    [told] = found["channels"]
    assert (told["channel"], told["state"], told["queue"]) == (channel.slug, "established", 2)
    assert told["ours"]["size"] == 2
    assert told["theirs"]["suspect"] == ""
    assert found["disk"][0]["level"] in ("ok", "low", "full")
    assert set(found["jobs"]) == {"waiting", "due", "failed"}
    assert "The other side" not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_the_channel_listener_tells_nobody_more_not_even_with_the_token(settings: Any) -> None:
    settings.ROOT_URLCONF = "answerable.node.urls_channel"

    answer = Client().get("/health", headers={"Authorization": f"Bearer {token()}"})

    assert answer.content == b"ok\n"


def test_a_token_that_others_can_read_opens_nothing() -> None:
    path = monitoring.make_token()
    path.chmod(0o644)
    try:
        answer = Client().get("/health", headers={"Authorization": f"Bearer {token()}"})
    finally:
        path.chmod(0o600)

    assert answer.content == b"ok\n"


def test_the_token_is_made_once_for_its_owner_alone() -> None:
    first = token()

    path = monitoring.make_token()

    assert path == Path(settings.NODE.home) / "monitoring-token"
    assert path.stat().st_mode & 0o777 == 0o600
    assert (token(), len(first) >= 32) == (first, True)


def test_the_command_says_it_for_people_and_for_programs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    channel, _ = make_channel()
    say(channel)

    def run(*arguments: str) -> tuple[int, str]:
        code = main(["channel", "health", *arguments])
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    code, text = run()
    assert (code, f"{channel.slug}  signed  established" in text) == (0, True)
    assert "queue     2, the oldest" in text
    assert "disk      home: " in text
    code, text = run(channel.slug, "--json")
    assert [each["channel"] for each in json.loads(text)["channels"]] == [channel.slug]
    code, text = run("nowhere")
    assert (code, "there is no channel" in text) == (1, True)
