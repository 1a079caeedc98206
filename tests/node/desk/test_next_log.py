"""A message that was said again in its party's next log keeps all that was made of it here."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

import pytest

from answerable.node.desk import projector
from answerable.node.desk.choices import QuestionChoice
from answerable.node.desk.models import (
    Arrival,
    DraftCopy,
    ExportClearance,
    FollowStep,
    Inquiry,
    Message,
    Translation,
    TriageDecision,
)
from answerable.node.desk.services import drafts, evidence, following, next_log, triage
from answerable.node.desk.services.triage import chosen
from answerable.node.jobs import queue
from answerable.node.ledger import epochs
from answerable.node.ledger.channels import our_log, store_of
from answerable.node.ledger.models import Channel
from answerable.node.ledger.publishing import publish
from answerable.protocol import envelope, identity, log, succession
from answerable.protocol.changes import EpochReason
from answerable.protocol.statement import Ref
from tests.factories import NOW
from tests.node.desk import erasing
from tests.node.desk.factories import (
    DAY,
    HOUR,
    Desk,
    Other,
    change,
    cleared,
    make_paper,
    raise_on_paper,
    raise_signed,
)
from tests.node.ledger.factories import sync
from tests.node.ledger.peer import CLEAN
from tests.node.ledger.test_epochs import next_log as begin_next
from tests.node.ledger.test_epochs import serve_next
from tests.node.ledger.test_recovering import forget_mark

ELSEWHERE = "ab" * 32


def say_again(other: Other, leaf: str, **changed: Any) -> str:
    """Let them end their log before this message and say it again; return its new leaf."""
    peer = other.peer
    index = store_of(other.channel).find_leaf(peer.origin, bytes.fromhex(leaf))
    assert index is not None
    [entry] = peer.store.entries(peer.origin, index, index + 1)
    said = envelope.open_entry(entry).statement
    fresh = begin_next(peer, size=index)
    line = succession.line(peer.charter, peer.code, succession.read_store(peer.store))
    own = identity.of([line.standing, peer.charter.standing(peer.ours)], peer.code)
    again = replace(
        said,
        log=own.origin,
        id=envelope.statement_id(secrets.token_bytes(16)),
        refs=(*said.refs, Ref(peer.origin, index, leaf)),
        **changed,
    )
    signed = envelope.sign(again, [peer.keys["author"]])
    [place] = log.append(peer.store, own, [signed], fresh, permit=CLEAN)
    serve_next(peer)
    return place.leaf_hash.hex()


def translate(desk: Desk, channel: Channel, thread: str, leaf: str) -> Translation:
    return Translation.objects.create(
        channel=channel, thread=thread, leaf=leaf, language="fr", way="human",
        maker_kind="person", maker="Amal", made_on=NOW.date(), office=desk.embassy,
        entered_by=desk.officer, entered_at=NOW,
    )  # fmt: skip


def test_a_message_that_was_dealt_with_does_not_come_into_the_inbox_again(
    desk: Desk, other: Other
) -> None:
    inquiry = erasing.raised_by_them(other)
    triage.finish(chosen(Arrival.objects.get()), **desk.by())
    new = say_again(other, inquiry.raised_leaf)

    other.arrive(NOW + DAY)

    inquiry.refresh_from_db()
    assert inquiry.raised_leaf == new
    [arrival] = Arrival.objects.all()
    assert (arrival.leaf, arrival.done_by) == (new, desk.officer)


def test_it_is_known_before_anything_has_followed_it(desk: Desk, other: Other) -> None:
    inquiry = erasing.raised_by_them(other)
    new = say_again(other, inquiry.raised_leaf)
    sync(other.channel, other.peer, at=NOW + DAY)

    projector.project(other.channel, inquiry.thread, at=NOW + DAY)

    assert Message.objects.get().leaf == new
    assert [one.leaf for one in Arrival.objects.all()] == [inquiry.raised_leaf]


def test_what_only_claims_to_be_said_again_is_news(desk: Desk, other: Other) -> None:
    inquiry = erasing.raised_by_them(other)
    triage.finish(chosen(Arrival.objects.get()), **desk.by())
    changed = envelope.open_entry(
        other.peer.store.entries(other.peer.origin, 0, 99)[-1]
    ).statement.body
    new = say_again(other, inquiry.raised_leaf, body={**changed, "reference": "BOB-2026-0099"})

    other.arrive(NOW + DAY)

    assert Arrival.objects.get(leaf=new).done_at is None


def test_a_translation_follows_its_message(desk: Desk, other: Other) -> None:
    inquiry = erasing.raised_by_them(other)
    row = translate(desk, other.channel, inquiry.thread, inquiry.raised_leaf)
    new = say_again(other, inquiry.raised_leaf)

    other.arrive(NOW + DAY)

    row.refresh_from_db()
    assert row.leaf == new


def test_a_translation_that_has_not_followed_yet_is_erased_with_its_message(
    desk: Desk, other: Other
) -> None:
    inquiry = erasing.raised_by_them(other)
    translate(desk, other.channel, inquiry.thread, inquiry.raised_leaf)
    new = say_again(other, inquiry.raised_leaf)
    sync(other.channel, other.peer, at=NOW + HOUR)
    assert Translation.objects.get().leaf == inquiry.raised_leaf

    erasing.do(
        desk, other.channel, new, "erase_copy",
        {"reason": "retention_period", "basis": "archive_law"},
    )  # fmt: skip

    assert not Translation.objects.exists()


def test_a_clearance_follows_with_what_it_is_bound_to(desk: Desk, other: Other) -> None:
    inquiry = erasing.raised_by_them(other)
    leaf = inquiry.raised_leaf
    ExportClearance.objects.create(
        channel=other.channel, leaf=leaf, digest=evidence.digest(other.channel, leaf),
        state="cleared", purpose="A court",
        asked_by=desk.officer, asked_office=desk.embassy, asked_at=NOW,
        decided_by=desk.clearer, decided_office=desk.bureau, decided_at=NOW,
    )  # fmt: skip
    new = say_again(other, leaf)

    other.arrive(NOW + DAY)

    assert evidence.is_cleared(other.channel, new)


def test_what_was_decided_about_it_in_its_new_place_stands(desk: Desk, other: Other) -> None:
    inquiry = erasing.raised_by_them(other)
    was = Arrival.objects.get()
    again = Arrival.objects.create(
        channel=was.channel, thread=was.thread, leaf=ELSEWHERE, kind=was.kind, at=NOW + HOUR
    )
    triage.finish(chosen(again), **desk.by(NOW + HOUR))

    next_log.follow(other.channel, {inquiry.raised_leaf: ELSEWHERE}, at=NOW + DAY)

    [arrival] = Arrival.objects.all()
    assert (arrival.pk, arrival.leaf, arrival.done_by) == (was.pk, ELSEWHERE, desk.officer)
    assert TriageDecision.objects.get().arrival == arrival


def begin_ours(channel: Channel) -> None:
    """Let our log end before all of it was countersigned, and begin the next."""
    forget_mark(channel)
    publish(channel, our_log(channel).origin)
    epochs.open_next(channel, EpochReason.STATE_LOST, at=NOW + HOUR)
    queue.run_waiting(NOW + HOUR)


def test_what_is_cleared_can_still_be_sent_after_what_it_follows_was_said_again(
    desk: Desk, other: Other
) -> None:
    inquiry = raise_signed(desk, other.channel)
    for words in ("Who ordered it?", "Who was told?"):
        more = drafts.start("follow_up", inquiry, **desk.acts())
        draft = cleared(desk, change(desk, more, questions=(QuestionChoice(text=words),)))
        if words == "Who ordered it?":
            drafts.send(draft, **desk.by())
    assert draft.follows

    begin_ours(other.channel)

    draft.refresh_from_db()
    drafts.send(draft, **desk.by(NOW + DAY))
    draft.refresh_from_db()
    assert draft.state == "sent"


def test_a_correction_that_is_not_sent_yet_corrects_what_was_said_again(
    desk: Desk, other: Other
) -> None:
    inquiry = raise_signed(desk, other.channel)
    draft = drafts.start("correct", inquiry, of=inquiry.raised_leaf, **desk.acts())
    DraftCopy.objects.create(draft=draft, version=1, choice=draft.choice, by=desk.officer, at=NOW)
    draft = cleared(desk, change(desk, draft, notes="It was a school."))

    begin_ours(other.channel)

    inquiry.refresh_from_db()
    draft.refresh_from_db()
    assert draft.refs == [inquiry.raised_leaf]
    assert draft.choice["of"] == DraftCopy.objects.get().choice["of"] == inquiry.raised_leaf
    drafts.send(draft, **desk.by(NOW + DAY))
    [correction] = inquiry.messages.filter(kind="correct")
    assert (correction.rejection, correction.feeds_state) == ("", True)


def test_recorded_steps_follow_and_their_case_is_reckoned_anew(desk: Desk) -> None:
    inquiry = raise_on_paper(desk, make_paper(desk))
    at = NOW + 3 * DAY
    following.record_step(
        inquiry, "receipt_check.1", outcome="taken", means="call", done_at=at, **desk.by(at)
    )
    Inquiry.objects.update(step_action="receipt_check")

    next_log.follow(inquiry.channel, {inquiry.raised_leaf: ELSEWHERE}, at=at)

    assert FollowStep.objects.get().leaf == ELSEWHERE
    assert queue.run_waiting(at) == 1


def test_a_step_that_was_recorded_in_both_places_stops_nothing(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    inquiry = raise_on_paper(desk, make_paper(desk))
    at = NOW + 3 * DAY
    row = following.record_step(
        inquiry, "receipt_check.1", outcome="taken", means="call", done_at=at, **desk.by(at)
    )
    old = row.leaf
    row.pk, row.leaf = None, ELSEWHERE
    row.save()
    kept = translate(desk, inquiry.channel, inquiry.thread, old)

    next_log.follow(inquiry.channel, {old: ELSEWHERE}, at=at)

    kept.refresh_from_db()
    assert kept.leaf == ELSEWHERE
    assert sorted(one.leaf for one in FollowStep.objects.all()) == sorted({old, ELSEWHERE})
    assert "a row stays with the old leaf" in caplog.text
