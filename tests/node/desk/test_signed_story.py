"""A case on a signed channel, both ways."""

from typing import Any

import pytest

from answerable.casework import bodies
from answerable.casework.codes import Act, ExtensionStep
from answerable.casework.thread import Ref
from answerable.node.desk.errors import ChangedMeanwhile
from answerable.node.desk.models import Inquiry
from answerable.node.desk.services import (
    correspondence,
    drafts,
    inquiries,
    investigations,
    reviews,
    story,
    threads,
)
from answerable.node.ledger import services as ledger
from tests.factories import NOW
from tests.node.desk.factories import (
    DAY,
    HOUR,
    Desk,
    Other,
    answered,
    change,
    cleared,
    raise_body,
    raise_signed,
    raise_words,
    response_body,
)


def received(other: Other) -> Inquiry:
    thread = ledger.new_thread()
    other.say(thread, raise_body(), words=raise_words())
    other.arrive()
    return Inquiry.objects.get(thread=thread)


def raise_ref(inquiry: Inquiry) -> Ref:
    ref = threads.read(inquiry.channel, inquiry.thread).ref(inquiry.raised_leaf)
    assert ref is not None
    return ref


def test_an_inquiry_we_raise_stands_in_our_rows_at_once(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)

    assert (inquiry.role, inquiry.state, inquiry.waiting_on) == ("raising", "raised", "them")
    assert inquiry.subject == "Attack on a clinic"
    assert inquiry.reference == "ALICE-2026-0001"
    assert inquiry.delivered_at is None
    assert not inquiry.second_hand


def test_what_they_raise_arrives_with_its_words_and_its_clock(desk: Desk, other: Other) -> None:
    inquiry = received(other)

    assert (inquiry.role, inquiry.state, inquiry.waiting_on) == ("asked", "raised", "us")
    assert inquiry.subject == "Fire across the line"
    assert inquiry.reference == "BOB-2026-0001"
    assert inquiry.delivered_at is not None
    assert inquiry.next_due == NOW + 3 * DAY


def test_their_answer_stands_beside_our_question(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    other.say(
        inquiry.thread,
        response_body("declined"),
        refs=[raise_ref(inquiry)],
        at=NOW + DAY,
    )
    other.arrive(NOW + DAY)

    inquiry.refresh_from_db()
    [line] = inquiries.question_view(inquiry)
    assert line.texts == ("What happened?",)
    assert [answer.code for answer in line.answers] == ["declined"]
    assert inquiry.waiting_on == "us"


def test_we_acknowledge_examine_and_respond(desk: Desk, other: Other) -> None:
    inquiry = received(other)
    inquiry = correspondence.acknowledge(inquiry, **desk.acts(NOW + 2 * HOUR))
    assert inquiry.state == "acknowledged"
    opened = investigations.open_investigation(
        inquiry, by=desk.investigator, office=desk.embassy, at=NOW + 3 * HOUR
    )
    investigations.record_step(
        opened,
        stage="nexus_check",
        outcome="nexus",
        done_on=NOW.date(),
        version=opened.version,
        by=desk.investigator,
        at=NOW + 3 * HOUR,
    )
    draft = drafts.start("response", inquiry, **desk.acts(NOW + 4 * HOUR))
    draft = change(desk, draft, answers=answered(draft), at=NOW + 4 * HOUR)
    draft = cleared(desk, draft, at=NOW + 5 * HOUR)
    inquiry = drafts.send(draft, **desk.by(NOW + 6 * HOUR))

    assert inquiry.state == "answered"
    told = story.of(inquiry, desk.officer)
    assert [item.kind for item in told if not item.private] == ["raise", "ack", "response"]
    assert "investigation_nexus_check" in [item.kind for item in told]


def test_who_sees_no_cases_is_not_told_what_was_done_here(desk: Desk, other: Other) -> None:
    inquiry = received(other)
    opened = investigations.open_investigation(
        inquiry, by=desk.investigator, office=desk.embassy, at=NOW
    )
    investigations.record_step(
        opened,
        stage="nexus_check",
        outcome="nexus",
        done_on=NOW.date(),
        version=opened.version,
        by=desk.investigator,
        at=NOW,
    )

    assert not any(item.private for item in story.of(inquiry, desk.administrator))


def test_of_two_people_who_act_at_once_one_is_told(desk: Desk, other: Other) -> None:
    inquiry = received(other)
    mine = Inquiry.objects.get(pk=inquiry.pk)
    yours = Inquiry.objects.get(pk=inquiry.pk)
    correspondence.send_interim(mine, "still_examining", **desk.acts(NOW + 2 * HOUR))

    with pytest.raises(ChangedMeanwhile):
        correspondence.send_interim(yours, "still_examining", **desk.acts(NOW + 2 * HOUR))

    assert Inquiry.objects.get(pk=inquiry.pk).messages.count() == 2


def test_of_two_cleared_responses_one_is_told(desk: Desk, other: Other) -> None:
    inquiry = received(other)
    both = []
    for _number in range(2):
        draft = drafts.start("response", inquiry, **desk.acts(NOW + 2 * HOUR))
        draft = change(desk, draft, answers=answered(draft), at=NOW + 2 * HOUR)
        both.append(cleared(desk, draft, at=NOW + 2 * HOUR))
    drafts.send(both[0], **desk.by(NOW + 3 * HOUR))

    with pytest.raises(ChangedMeanwhile):
        drafts.send(both[1], **desk.by(NOW + 3 * HOUR))

    both[1].refresh_from_db()
    assert both[1].state == "cleared"


def test_a_later_date_is_asked_and_agreed(desk: Desk, other: Other) -> None:
    inquiry = received(other)
    until = NOW + 90 * DAY
    inquiry = correspondence.ask_extension(
        inquiry, until=until, reason="complexity", **desk.acts(NOW + 2 * HOUR)
    )
    assert inquiry.extension_pending
    asked = threads.read(inquiry.channel, inquiry.thread).spoken[-1].entry.ref

    other.say(
        inquiry.thread,
        bodies.Extension(step=ExtensionStep.AGREED, until=until),
        refs=[asked],
        at=NOW + DAY,
    )
    other.arrive(NOW + DAY)

    account = inquiries.thread_of(inquiry)
    assert account.questions[0].due == until
    assert account.questions[0].due_agreed


def test_each_side_closes_for_itself(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)

    inquiry = correspondence.close(inquiry, reason="no_further_action", **desk.acts(NOW + 2 * HOUR))
    assert (inquiry.closed_ours, inquiry.closed_theirs) == (True, False)
    assert Act.REOPEN in inquiries.open_acts(inquiry)
    inquiry = correspondence.reopen(inquiry, reason="new_information", **desk.acts(NOW + 3 * HOUR))

    assert not inquiry.closed_ours


def test_a_pause_has_a_cap_and_shows_the_whole_time(desk: Desk, other: Other) -> None:
    inquiry = received(other)
    inquiry = correspondence.pause(
        inquiry,
        reason="security_situation",
        until=NOW + 11 * DAY,
        **desk.acts(NOW + DAY),
    )

    assert inquiry.is_paused(NOW + 2 * DAY)
    assert not inquiry.is_paused(NOW + 12 * DAY)
    elapsed = inquiry.elapsed(NOW + 5 * DAY)
    assert elapsed is not None
    assert elapsed > 4 * DAY


def test_a_review_asks_again_what_it_found_open(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    other.say(
        inquiry.thread,
        response_body("answered"),
        refs=[raise_ref(inquiry)],
        at=NOW + DAY,
    )
    other.arrive(NOW + DAY)
    inquiry.refresh_from_db()
    review = reviews.start_review(inquiry, **desk.acts(NOW + 2 * DAY))
    reviews.judge_question(review, "q1", "not_answered", **desk.by(NOW + 2 * DAY))
    claim = reviews.add_claim(review, "Bob says that it asked", **desk.by(NOW + 2 * DAY))
    reviews.check_claim(claim, "contradicted", note="They say no", **desk.by(NOW + 2 * DAY))
    reviews.conclude(
        review,
        character="cooperative_but_incomplete",
        recommendation="ask_again",
        version=review.version,
        **desk.by(NOW + 2 * DAY),
    )

    draft = drafts.start("follow_up", inquiry, review=review, **desk.acts(NOW + 2 * DAY))

    choice: Any = drafts.choice_of(draft)
    assert [one.question for one in choice.again] == ["q1"]
    inquiry = drafts.send(cleared(desk, draft, at=NOW + 2 * DAY), **desk.by(NOW + 2 * DAY))
    assert inquiry.state == "followed_up"
