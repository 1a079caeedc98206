"""Who waits for a message is told of it, whichever deed folds its case first."""

from __future__ import annotations

from answerable.node.desk import projector
from answerable.node.desk.models import Arrival, Folder, FollowStep, Inquiry, Message
from answerable.node.desk.services import following, remits
from answerable.node.jobs import queue
from answerable.node.ledger import services as ledger
from tests.factories import NOW
from tests.node.desk.factories import (
    DAY,
    HOUR,
    Desk,
    Other,
    raise_body,
    raise_signed,
    raise_words,
    response_body,
)
from tests.node.ledger.factories import sync
from tests.node.ledger.test_recovering import pull


def inbox() -> list[str]:
    return [one.leaf for one in Arrival.objects.order_by("pk")]


def come(other: Other) -> None:
    """Let what they said arrive, and its job wait its turn."""
    sync(other.channel, other.peer, at=NOW + HOUR)


def test_a_step_recorded_before_the_job_of_a_message_leaves_it_in_the_inbox(
    desk: Desk, other: Other
) -> None:
    inquiry = raise_signed(desk, other.channel)
    pull(other.channel, other.peer)
    other.arrive()
    leaf = other.say(inquiry.thread, {"code": "still_examining"}, kind="interim")
    come(other)

    following.record_step(
        inquiry, "first_reminder.1",
        outcome="taken", means="call", done_at=NOW + HOUR, **desk.by(NOW + 20 * DAY),
    )  # fmt: skip
    queue.run_waiting(NOW + 20 * DAY)

    assert FollowStep.objects.count() == 1
    assert Message.objects.filter(leaf=leaf).exists()
    assert inbox() == [leaf]


def test_what_had_no_row_before_a_rebuild_comes_into_the_inbox_and_to_its_office(
    desk: Desk, other: Other
) -> None:
    remits.add_remit(desk.bureau, channel=other.channel, by=desk.administrator, at=NOW)
    thread = ledger.new_thread()
    leaf = other.say(thread, raise_body(), words=raise_words())
    come(other)

    projector.rebuild(at=NOW + DAY)
    queue.run_waiting(NOW + DAY)

    assert inbox() == [leaf]
    assert Folder.objects.get(thread=thread).office == desk.bureau


def test_what_had_rows_before_a_rebuild_is_told_to_nobody_again(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    other.say(inquiry.thread, response_body())
    other.arrive()
    # As what came before there was an inbox.
    Arrival.objects.all().delete()
    thread = ledger.new_thread()
    other.say(thread, raise_body(), words=raise_words())
    other.arrive()
    Arrival.objects.all().delete()
    remits.add_remit(desk.bureau, channel=other.channel, by=desk.administrator, at=NOW)

    projector.rebuild(at=NOW + DAY)

    assert inbox() == []
    assert not Folder.objects.filter(thread=thread, office=desk.bureau).exists()
    assert Inquiry.objects.count() == 2
