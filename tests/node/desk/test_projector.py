"""Folding what was said into the shared rows."""

from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.casework import bodies
from answerable.casework.codes import AnswerCode
from answerable.node.desk import projector
from answerable.node.desk.models import Inquiry, Message
from answerable.node.desk.services import correspondence, investigations, threads
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


def rows() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return everything the shared rows say, without the numbers that the database gives."""
    shared = Inquiry.objects.order_by("channel", "thread").values()
    said = Message.objects.order_by("inquiry__thread", "order").values()
    return _bare(shared), _bare(said)


def _bare(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in row.items() if name not in ("id", "inquiry_id")}
        for row in rows
    ]


def test_projecting_again_changes_nothing(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    before = rows()

    projector.project(other.channel, inquiry.thread, at=NOW + DAY)

    assert rows() == before


def test_a_rebuild_gives_the_same_rows(desk: Desk, other: Other) -> None:
    raise_signed(desk, other.channel)
    thread = ledger.new_thread()
    other.say(thread, raise_body(), words=raise_words())
    other.say(thread, {"code": "still_examining"}, kind="interim")
    other.arrive()
    theirs = Inquiry.objects.get(thread=thread)
    correspondence.acknowledge(theirs, **desk.acts(NOW + 2 * HOUR))
    before = rows()

    projector.rebuild(at=NOW + DAY)

    assert rows() == before


def test_an_answer_to_a_question_never_asked_is_shown_and_answered_once(
    desk: Desk, other: Other
) -> None:
    inquiry = raise_signed(desk, other.channel)
    ref = threads.read(inquiry.channel, inquiry.thread).ref(inquiry.raised_leaf)
    assert ref is not None
    other.say(
        inquiry.thread,
        response_body(answers=(bodies.Answer(question="q9", code=AnswerCode.ANSWERED),)),
        refs=[ref],
    )
    other.arrive()
    for _again in range(3):
        projector.project(other.channel, inquiry.thread, at=NOW + DAY)

    inquiry.refresh_from_db()
    assert inquiry.out_of_sequence == 1
    assert inquiry.messages.get(kind="response").rejection == "unknown_question"
    assert [one.body for one in inquiry.messages.filter(kind="ack")] == [
        {"outcome": "rejected", "code": "unknown_question"}
    ]


def test_what_is_not_understood_does_not_stop_the_rest(desk: Desk, other: Other) -> None:
    thread = ledger.new_thread()
    other.say(thread, {"anything": "\u0000at all"}, kind="interim")
    other.say(thread, raise_body(), words=raise_words())
    other.arrive()

    inquiry = Inquiry.objects.get(thread=thread)
    assert inquiry.state == "raised"
    assert inquiry.messages.filter(kind="interim").get().is_out_of_sequence


def test_an_ack_is_never_answered(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    other.say(inquiry.thread, {"outcome": "nonsense"}, kind="ack")
    other.arrive()

    inquiry.refresh_from_db()
    assert inquiry.messages.filter(kind="ack", ours=True).count() == 0
    assert inquiry.messages.filter(kind="ack", ours=False).get().is_out_of_sequence


def test_their_reference_is_not_taken_when_it_is_ours(desk: Desk, other: Other) -> None:
    mine = raise_signed(desk, other.channel)
    thread = ledger.new_thread()
    other.say(thread, raise_body(reference=mine.reference), words=raise_words())
    other.arrive()

    theirs = Inquiry.objects.get(thread=thread)
    assert theirs.reference == "IN-2026-0001"
    assert theirs.their_reference == mine.reference


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.permutations(range(4)), again=st.integers(0, 2))
def test_the_order_and_number_of_projections_do_not_matter(
    desk: Desk, other: Other, order: list[int], again: int
) -> None:
    while Inquiry.objects.count() < 4:
        thread = ledger.new_thread()
        number = Inquiry.objects.count() + 1
        other.say(thread, raise_body(reference=f"BOB-2026-100{number}"), words=raise_words())
        other.arrive()
    names = list(Inquiry.objects.order_by("thread").values_list("thread", flat=True))
    before = rows()

    Inquiry.objects.all().delete()
    for number in order:
        for _time in range(again + 1):
            projector.project(other.channel, names[number], at=NOW + number * HOUR)

    assert rows() == before


def test_the_command_folds_anew_and_says_how_many(desk: Desk, other: Other) -> None:
    raise_signed(desk, other.channel)
    before = rows()
    Inquiry.objects.update(state="answered", subject="Something else")
    said = StringIO()

    call_command("rebuild", stdout=said)

    assert rows() == before
    assert said.getvalue() == "Inquiries folded anew: 1\n"


def test_private_work_outlives_a_rebuild(desk: Desk, other: Other) -> None:
    thread = ledger.new_thread()
    other.say(thread, raise_body(), words=raise_words())
    other.arrive()
    inquiry = Inquiry.objects.get(thread=thread)
    opened = investigations.open_investigation(
        inquiry, by=desk.investigator, office=desk.embassy, at=NOW
    )

    projector.rebuild(at=NOW + DAY)

    assert investigations.of_inquiry(Inquiry.objects.get(thread=thread)) == [opened]
