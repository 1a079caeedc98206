"""A case is read without holding it; what was written meanwhile is never written over."""

from __future__ import annotations

from answerable.node.desk import projector
from answerable.node.desk.models import Inquiry, Message, ThreadName
from answerable.node.desk.services import correspondence
from answerable.node.jobs import queue
from answerable.node.ledger import services as ledger
from tests.factories import NOW
from tests.node.desk import erasing
from tests.node.desk.factories import DAY, HOUR, Desk, Other, raise_body, raise_signed, raise_words
from tests.node.desk.test_projector import rows
from tests.node.ledger.factories import sync


def outdate(inquiry: Inquiry) -> None:
    """Let the rows lack what was said last, as before a fold."""
    Message.objects.filter(inquiry=inquiry).order_by("-order")[:1].get().delete()
    Inquiry.objects.filter(pk=inquiry.pk).update(subject="as it was")


def ask(other: Other) -> Inquiry:
    thread = ledger.new_thread()
    other.say(thread, raise_body(), words=raise_words())
    other.arrive()
    return Inquiry.objects.get(thread=thread)


def test_a_case_read_free_is_written_as_one_that_was_held(desk: Desk, other: Other) -> None:
    inquiry = ask(other)
    held = rows()
    outdate(inquiry)
    assert rows() != held

    fold = projector.read_free(other.channel, inquiry.thread)

    assert fold is not None
    assert projector.write_free(fold, at=NOW + DAY)
    assert rows() == held


def test_nothing_is_written_where_nothing_changed(desk: Desk, other: Other) -> None:
    inquiry = ask(other)
    version = ThreadName.objects.get(thread=inquiry.thread).version

    fold = projector.read_free(other.channel, inquiry.thread)

    assert fold is not None
    assert projector.write_free(fold, at=NOW + DAY)
    assert ThreadName.objects.get(thread=inquiry.thread).version == version


def test_what_we_said_after_the_reading_stands(desk: Desk, other: Other) -> None:
    inquiry = ask(other)
    outdate(inquiry)
    fold = projector.read_free(other.channel, inquiry.thread)
    assert fold is not None
    correspondence.acknowledge(inquiry, **desk.acts(NOW + 2 * HOUR))
    said = rows()

    assert not projector.write_free(fold, at=NOW + DAY)

    assert rows() == said


def test_what_was_erased_after_the_reading_stays_erased(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    outdate(inquiry)
    fold = projector.read_free(other.channel, inquiry.thread)
    assert fold is not None
    assert any(one.words for one in fold.missing)
    erasing.do(desk, other.channel, inquiry.raised_leaf)

    assert not projector.write_free(fold, at=NOW + DAY)

    assert Message.objects.get(leaf=inquiry.raised_leaf).words is None


def test_of_two_who_read_the_same_one_writes(desk: Desk, other: Other) -> None:
    inquiry = ask(other)
    outdate(inquiry)
    first, second = (projector.read_free(other.channel, inquiry.thread) for _ in range(2))
    assert first is not None
    assert second is not None

    assert projector.write_free(first, at=NOW + DAY)

    assert not projector.write_free(second, at=NOW + DAY)


def test_a_rebuild_after_the_reading_stands(desk: Desk, other: Other) -> None:
    inquiry = ask(other)
    outdate(inquiry)
    fold = projector.read_free(other.channel, inquiry.thread)
    assert fold is not None
    projector.rebuild(at=NOW + DAY)
    before = rows()

    assert not projector.write_free(fold, at=NOW + DAY)

    assert rows() == before


def test_a_case_to_which_we_owe_an_answer_is_held(desk: Desk, other: Other) -> None:
    inquiry = ask(other)
    other.say(inquiry.thread, {"code": "still_examining"}, kind="interim")
    sync(other.channel, other.peer, at=NOW + HOUR)
    assert projector.read_free(other.channel, inquiry.thread) is None

    queue.run_waiting(NOW + HOUR)

    answers = Message.objects.filter(inquiry=inquiry, ours=True, kind="ack")
    assert [one.body for one in answers] == [{"code": "not_yours", "outcome": "rejected"}]
    assert projector.read_free(other.channel, inquiry.thread) is not None
