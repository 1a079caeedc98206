"""The channels' pages: how each stands, and how an administrator opens one."""

import base64
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from answerable.casework.codes import ConcernCriterion
from answerable.node.accounts.models import Role
from answerable.node.jobs.models import Job
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel, Evidence, LogHead, PeerStatus
from answerable.protocol import evidence
from tests.factories import NOW, make_user
from tests.node.ledger.factories import TERMS, make_channel, make_self, say, sync
from tests.node.ledger.peer import Peer
from tests.node.ledger.test_bad_peers import fork
from tests.node.ledger.test_odd_entries import put

pytestmark = pytest.mark.django_db

PROPOSAL = {
    "language": "en",
    "highest_marking": "amber",
    "ordinary_receipt": 72,
    "ordinary_reply": 60,
    "urgent_receipt": 24,
    "urgent_reply": 7,
    "immediate_receipt": 2,
    "immediate_reply": 1,
    "weekend": ["5", "6"],
    "criteria": [each.value for each in ConcernCriterion],
    "pause_cap_days": 30,
    "without_prejudice": "on",
}


def signed_in(*roles: Role) -> Client:
    client = Client()
    client.force_login(make_user("amal", *(roles or (Role.OFFICER,))))
    return client


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def upload(client: Client, data: bytes) -> Any:
    return client.post("/channels/receive/", {"file": SimpleUploadedFile("file.json", data)})


def carried(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_the_list_shows_each_channel_and_its_state() -> None:
    make_channel("The other side")
    ledger.create_paper(title="On paper", their_code="carol", their_name="Carol", at=NOW)

    text = page(signed_in(), "/channels/")

    assert "The other side" in text
    assert "On paper" in text
    assert "Established" in text


def test_the_page_shows_what_waits_for_a_receipt() -> None:
    channel, _ = make_channel()
    say(channel)

    text = page(signed_in(), f"/channels/c/{channel.slug}/")

    assert "2 wait" in text
    assert " ".join(ledger.establish.words_of(channel)) in text


def test_a_person_without_a_role_sees_no_channels() -> None:
    channel, _ = make_channel()
    client = Client()
    client.force_login(make_user("nobody"))

    answers = [client.get(path) for path in ("/channels/", f"/channels/c/{channel.slug}/")]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_a_frozen_channel_is_loud() -> None:
    channel, peer = make_channel()
    peer.say("interim", "a" * 32, {"code": "still_examining"})
    sync(channel, peer)
    fork(peer)
    sync(channel, peer)

    text = page(signed_in(), f"/channels/c/{channel.slug}/")

    assert "This channel is frozen." in text
    assert "Evidence kept" in text
    assert "Two signed notes of one log that cannot both be true." in text


def test_the_evidence_of_a_fork_can_be_taken_away_and_checked() -> None:
    channel, peer = make_channel()
    peer.say("interim", "a" * 32, {"code": "still_examining"})
    sync(channel, peer)
    fork(peer)
    sync(channel, peer)
    piece = Evidence.objects.get()

    answer = signed_in(Role.ADMINISTRATOR).get(f"/channels/c/{channel.slug}/evidence/{piece.pk}/")

    evidence.check_fork(answer.content, peer.charter.log_key("bob"))


def test_what_told_that_we_were_behind_is_no_contradiction() -> None:
    channel, _ = make_channel()
    head = LogHead.objects.get(channel=channel, is_ours=True)
    Evidence.objects.create(log=head, code="own_log_ahead", data=b"note", digest="0" * 64, time=1)

    text = page(signed_in(), f"/channels/c/{channel.slug}/")

    assert "Kept from a recovery" in text
    assert "own_log_ahead" not in text
    assert "Signed bytes that show the contradiction" not in text


def test_a_node_that_must_not_sign_says_so() -> None:
    channel, _ = make_channel()
    LogHead.objects.filter(is_ours=True).update(suspect="own_log_ahead")

    text = page(signed_in(), f"/channels/c/{channel.slug}/")

    assert "This node signs nothing in the channel" in text
    assert "The other side holds entries signed by this node that are not here." in text


def test_a_peer_that_is_not_reached_is_shown_with_the_next_try() -> None:
    channel, _ = make_channel()
    PeerStatus.objects.update(last_error="unreachable", failures=3, next_try=NOW)

    text = page(signed_in(), f"/channels/c/{channel.slug}/")

    assert "The other side&#x27;s node does not answer." in text
    assert "3 times in a row" in text
    assert "Next try" in text


def test_entries_that_are_not_understood_are_listed() -> None:
    channel, peer = make_channel()
    put(peer, b"garbage")
    sync(channel, peer)

    text = page(signed_in(), f"/channels/c/{channel.slug}/")

    assert "Not understood" in text
    assert "not in the one accepted form" in text


def test_try_now_fetches_at_once() -> None:
    channel, _ = make_channel()
    PeerStatus.objects.update(next_try=NOW)
    Job.objects.all().delete()

    signed_in().post(f"/channels/c/{channel.slug}/try/")

    assert {job.name for job in Job.objects.all()} == {"ledger.sync", "ledger.nudge"}
    assert PeerStatus.objects.get().next_try is None


@pytest.mark.parametrize("path", ["propose/", "paper/", "receive/"])
def test_only_administrators_open_channels(path: str) -> None:
    make_self()

    assert signed_in().get(f"/channels/{path}").status_code == 403
    admin = Client()
    admin.force_login(make_user("admin", Role.ADMINISTRATOR))
    assert admin.get(f"/channels/{path}").status_code == 200


def test_a_proposal_is_made_on_a_page_and_can_be_fetched() -> None:
    make_self()
    client = signed_in(Role.ADMINISTRATOR)

    answer = client.post("/channels/propose/", {**PROPOSAL, "title": "The other side"})
    channel = Channel.objects.get()
    file = client.get(f"/channels/c/{channel.slug}/file/")

    assert answer.headers["Location"] == f"/channels/c/{channel.slug}/"
    assert file.headers["Content-Disposition"].startswith("attachment")
    read = ledger.establish.read(file.content)
    assert read.parties[0].id == "alice"
    assert [clock.reply_hours for clock in read.terms.clocks] == [1440, 168, 24]


def test_terms_out_of_range_are_said_at_their_field() -> None:
    make_self()
    client = signed_in(Role.ADMINISTRATOR)

    answer = client.post("/channels/propose/", {**PROPOSAL, "title": "X", "ordinary_reply": 0})

    assert answer.status_code == 200
    assert b"id_ordinary_reply" in answer.content
    assert not Channel.objects.exists()


def test_a_counterpart_on_paper_is_opened_on_a_page() -> None:
    make_self()

    signed_in(Role.ADMINISTRATOR).post(
        "/channels/paper/", {**PROPOSAL, "name": "Carol", "code": "carol"}
    )

    assert Channel.objects.get().kind == Channel.Kind.PAPER


def test_a_proposal_of_the_other_side_is_shown_before_anything_is_signed() -> None:
    make_self()
    client = signed_in(Role.ADMINISTRATOR)

    answer = upload(client, Peer().propose(TERMS, NOW))

    assert b"bob.example" in answer.content
    assert b"Accept these terms" in answer.content
    assert not Channel.objects.exists()


def test_two_sides_found_a_channel_on_pages() -> None:
    make_self()
    client, peer = signed_in(Role.ADMINISTRATOR), Peer()
    client.post("/channels/propose/", {**PROPOSAL, "title": "The other side"})
    proposal = ledger.establish.current_file(Channel.objects.get())
    assert proposal is not None
    acceptance = peer.accept(proposal, NOW)

    shown = upload(client, acceptance)
    words = " ".join(ledger.establish.read(acceptance).words)
    wrong = client.post(
        "/channels/receive/finish/", {"carried": carried(acceptance), "words": "some words"}
    )
    right = client.post(
        "/channels/receive/finish/", {"carried": carried(acceptance), "words": words}
    )

    assert words.encode() not in shown.content
    assert b"These are not the words of this channel." in wrong.content
    assert right.status_code == 302
    assert Channel.objects.get().state == Channel.State.ESTABLISHED


def test_the_other_sides_proposal_is_accepted_on_a_page() -> None:
    make_self()
    client = signed_in(Role.ADMINISTRATOR)

    client.post("/channels/receive/accept/", {"carried": carried(Peer().propose(TERMS, NOW))})

    channel = Channel.objects.get()
    assert channel.state == Channel.State.ACCEPTED
    text = page(client, f"/channels/c/{channel.slug}/")
    assert " ".join(ledger.establish.words_of(channel)) in text


@pytest.mark.parametrize("data", [b"x", b"{}", b"\x00" * 200])
def test_a_file_that_is_none_is_refused_in_words(data: bytes) -> None:
    make_self()

    answer = upload(signed_in(Role.ADMINISTRATOR), data)

    assert answer.status_code == 200
    assert b"This file cannot be used" in answer.content


@pytest.mark.parametrize("deed", ["accept", "finish"])
def test_a_carried_file_is_checked_like_any_other(deed: str) -> None:
    make_self()
    client = signed_in(Role.ADMINISTRATOR)

    garbage = client.post(f"/channels/receive/{deed}/", {"carried": carried(b"garbage")})
    broken = client.post(f"/channels/receive/{deed}/", {"carried": "not base64!"})

    assert garbage.headers["Location"] == "/channels/receive/"
    assert broken.status_code == 400


def test_the_navigation_counts_the_channels_in_trouble() -> None:
    from answerable.node.ledger.health import count_in_trouble

    first, _ = make_channel()
    make_channel()
    before = count_in_trouble()
    Channel.objects.filter(pk=first.pk).update(state=Channel.State.FROZEN)

    assert (before, count_in_trouble()) == (0, 1)
