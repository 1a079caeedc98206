"""The counterpart on paper joins: what we recorded stands beside what it signs, and differs."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from answerable.casework import bodies
from answerable.casework.codes import FigureCategory, FigureGroup, Kind, Marking, Position
from answerable.casework.words import Text, Words
from answerable.node.accounts.models import AuditEvent, Role
from answerable.node.desk.choices import FigureChoice, PositionChoice, QuestionChoice, RaiseChoice
from answerable.node.desk.codes import OPEN_STATES
from answerable.node.desk.errors import NotPermitted, NotPossible
from answerable.node.desk.models import CarriedOn, Draft, Incident, Inquiry, RecordedStatement
from answerable.node.desk.printing import letters
from answerable.node.desk.services import (
    comparing,
    compartments,
    correspondence,
    drafts,
    joining,
    recorded,
    threads,
)
from answerable.node.desk.services.recorded import HeardIncident
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
from tests.factories import NOW, make_user
from tests.node.desk.factories import (
    DAY,
    TERMS,
    Desk,
    Other,
    change,
    cleared,
    make_incident,
    raise_on_paper,
    raise_signed,
    response_body,
)
from tests.node.desk_pages.conftest import Browser

QUESTIONS = ("What happened?", "Who was told?")


@pytest.fixture
def paper(desk: Desk, other: Other) -> Channel:
    """Return the channel on paper from the time before the other side joined."""
    return ledger.create_paper(
        title="Letters to Bob", their_code="bob-on-paper", their_name="Bob", terms=TERMS, at=NOW
    )


@pytest.fixture
def before(desk: Desk, paper: Channel) -> Inquiry:
    """Return what we raised on paper, with an answer that we heard of."""
    made = raise_on_paper(desk, paper, questions=QUESTIONS)
    recorded.record_reply(
        made,
        kind="answer",
        stated_by="Their spokesperson",
        stated_at=NOW + DAY,
        summary="They said two things",
        confidence="checked",
        answers={"q1": ("answered", "A patrol passed."), "q2": ("declined", "")},
        position="denies_harm",
        figures=(figure(1, 2),),
        **desk.acts(NOW + DAY),
    )
    return Inquiry.objects.get(pk=made.pk)


def figure(low: int, high: int) -> FigureChoice:
    return FigureChoice(
        incident="i1",
        category=FigureCategory.INJURED,
        group=FigureGroup.TOTAL,
        low=low,
        high=high,
        as_of=NOW.date(),
    )


def raised_again(desk: Desk, before: Inquiry, other: Other) -> Inquiry:
    at = NOW + 2 * DAY
    draft = joining.raise_again(before, other.channel, **desk.acts(at))
    return drafts.send(cleared(desk, draft, at=at), **desk.by(at))


def answer(other: Other, inquiry: Inquiry, **given: Any) -> None:
    """The other side signs its answer: one thing as we heard it, others not."""
    body = response_body(
        answers=(
            bodies.Answer(question="q1", code="answered"),  # type: ignore[arg-type]
            bodies.Answer(question="q2", code="answered"),  # type: ignore[arg-type]
        ),
        positions=(bodies.PositionOn(incident="i1", position=Position.ACCEPTS_PARTIALLY),),
        figures=(
            bodies.Acknowledged(
                incident="i1",
                category=FigureCategory.INJURED,
                group=FigureGroup.TOTAL,
                low=1,
                high=2,
                as_of=NOW.date(),
            ),
        ),
        **given,
    )
    words = Words(
        kind=Kind.RESPONSE, language="en", answers=(Text(id="q1", text="A patrol passed by."),)
    )
    other.say(inquiry.thread, body, words=words, at=NOW + 3 * DAY)
    other.arrive(NOW + 3 * DAY)


def table(inquiry: Inquiry, user: Any) -> dict[tuple[str, str], tuple[str, str, str]]:
    links = joining.before(user).filter(channel=inquiry.channel, thread=inquiry.thread)
    rows = comparing.compared(threads.read(inquiry.channel, inquiry.thread), links).rows
    return {(row.what, row.subject): (row.recorded, row.signed, str(row.standing)) for row in rows}


def test_a_case_on_paper_is_raised_again_with_its_questions(
    desk: Desk, before: Inquiry, other: Other
) -> None:
    draft = joining.raise_again(before, other.channel, **desk.acts(NOW + 2 * DAY))

    choice = drafts.choice_of(draft)
    assert isinstance(choice, RaiseChoice)
    assert [one.text for one in choice.questions] == list(QUESTIONS)
    assert choice.subject == before.subject
    assert CarriedOn.objects.get().paper_thread == before.thread
    assert Draft.objects.filter(state__in=OPEN_STATES).count() == 1


def test_what_they_sign_stands_beside_what_we_recorded_and_says_what_differs(
    desk: Desk, before: Inquiry, other: Other
) -> None:
    inquiry = raised_again(desk, before, other)
    assert {row[2] for row in table(inquiry, desk.officer).values()} == {"only_recorded"}

    answer(other, inquiry)

    assert table(inquiry, desk.officer) == {
        ("answer", "q1"): ("answered", "answered", "same"),
        ("answer_text", "q1"): ("A patrol passed.", "A patrol passed by.", "different"),
        ("answer", "q2"): ("declined", "answered", "different"),
        ("position", "i1"): ("denies_harm", "accepts_partially", "different"),
        ("figure", "i1"): ("1/2", "1/2", "same"),
    }


def test_the_page_shows_the_table_in_words(desk: Desk, before: Inquiry, other: Other) -> None:
    inquiry = raised_again(desk, before, other)
    answer(other, inquiry)
    officer = Browser(desk.officer)

    page = officer.open(f"/inquiries/{inquiry.reference}/")

    assert "3 things differ." in page
    for words in (
        "Denies the harm",
        "Accepts in part",
        "Their spokesperson",
        "Different",
    ):
        assert words in page, words
    shown = page.split('id="compared"')[1].split("</section>")[0]
    for code in ("denies_harm", "accepts_partially", "checked", "1/2"):
        assert code not in shown
    assert before.reference in page
    assert inquiry.reference in officer.open(f"/inquiries/{before.reference}/")


def test_the_page_that_shows_notes_from_paper_carries_their_marking_too(
    desk: Desk, before: Inquiry, other: Other
) -> None:
    inquiry = raised_again(desk, before, other)
    Inquiry.objects.filter(pk=inquiry.pk).update(marking=Marking.GREEN)
    Inquiry.objects.filter(pk=before.pk).update(marking=Marking.RED)
    officer = Browser(desk.officer)

    page = officer.open(f"/inquiries/{inquiry.reference}/")

    assert 'class="handling handling-red"' in page


def test_a_note_beside_the_signed_thread_is_compared_too_until_it_is_set_aside(
    desk: Desk, before: Inquiry, other: Other
) -> None:
    inquiry = raised_again(desk, before, other)
    answer(other, inquiry)
    note = recorded.record_reply(
        inquiry,
        kind="answer",
        stated_by="Their envoy",
        stated_at=NOW + 3 * DAY,
        summary="By telephone",
        confidence="checked",
        position="accepts_partially",
        **desk.acts(NOW + 3 * DAY),
    )
    assert table(inquiry, desk.officer)["position", "i1"][2] == "same"

    recorded.set_aside(note, reason="It was another matter", **desk.by(NOW + 3 * DAY))

    assert table(inquiry, desk.officer)["position", "i1"][2] == "different"


def test_a_signed_case_that_came_otherwise_is_joined_by_a_person(
    desk: Desk, before: Inquiry, other: Other
) -> None:
    inquiry = raise_signed(desk, other.channel, at=NOW + DAY)
    officer = Browser(desk.officer)
    path = f"/inquiries/{inquiry.reference}/carry-on/"

    where = officer.done(path, reference=before.reference)

    assert where.endswith("#compared")
    assert "This is already so." in officer.refused(path, reference=before.reference)
    assert AuditEvent.objects.filter(verb="case carried on").count() == 1


def test_only_what_fits_together_is_joined(desk: Desk, before: Inquiry, other: Other) -> None:
    inquiry = raised_again(desk, before, other)
    with pytest.raises(NotPossible, match="not_paper_and_signed"):
        joining.carry_on(before, inquiry, **desk.by())
    with pytest.raises(NotPossible, match="not_paper_and_signed"):
        joining.raise_again(inquiry, other.channel, **desk.acts())
    with pytest.raises(NotPossible, match="already_so"):
        joining.carry_on(inquiry, before, **desk.by())
    outside = make_user("outside", Role.OFFICER)
    room = compartments.open_compartment(name="Room", **desk.by())
    compartments.put(before, room, **desk.by())
    with pytest.raises(NotPermitted):
        joining.carry_on(inquiry, before, by=outside, at=NOW)

    page = Browser(outside).open(f"/inquiries/{inquiry.reference}/")
    assert before.reference not in page
    assert "Their spokesperson" not in page


def test_what_is_raised_again_stays_in_the_compartment_of_the_case_on_paper(
    desk: Desk, paper: Channel, other: Other
) -> None:
    shared = make_incident(desk)
    before = raise_on_paper(desk, paper, about=[shared], questions=QUESTIONS)
    raise_on_paper(desk, paper, about=[shared])
    room = compartments.open_compartment(name="Room", **desk.by())
    compartments.put(before, room, **desk.by())
    assert Incident.objects.get().compartment is None

    draft = joining.raise_again(before, other.channel, **desk.acts())

    assert Draft.objects.visible_to(desk.officer).filter(pk=draft.pk).exists()
    assert not Draft.objects.visible_to(desk.clearer).filter(pk=draft.pk).exists()


def test_things_of_two_compartments_are_not_raised_again_together(
    desk: Desk, paper: Channel, other: Other
) -> None:
    shared = make_incident(desk)
    before = raise_on_paper(desk, paper, about=[shared], questions=QUESTIONS)
    raise_on_paper(desk, paper, about=[shared])
    for thing, name in ((before, "Room"), (shared, "Chamber")):
        room = compartments.open_compartment(name=name, **desk.by())
        compartments.put(thing, room, **desk.by())

    with pytest.raises(NotPossible, match="several_compartments"):
        joining.raise_again(before, other.channel, **desk.acts())

    assert not CarriedOn.objects.exists()


def test_who_discards_the_draft_can_raise_it_again(
    desk: Desk, before: Inquiry, other: Other
) -> None:
    draft = joining.raise_again(before, other.channel, **desk.acts())
    with pytest.raises(NotPossible, match="already_so"):
        joining.raise_again(before, other.channel, **desk.acts())

    drafts.withdraw(draft, **desk.by())

    again = joining.raise_again(before, other.channel, **desk.acts())
    assert CarriedOn.objects.get().thread == again.thread
    drafts.withdraw(again, **desk.by())
    inquiry = raise_signed(desk, other.channel, at=NOW + DAY)
    assert joining.carry_on(inquiry, before, **desk.by()).thread == inquiry.thread


def test_while_it_is_being_raised_again_the_page_leads_to_that_draft(
    desk: Desk, before: Inquiry, other: Other
) -> None:
    officer, path = Browser(desk.officer), f"/inquiries/{before.reference}/"
    assert "/raise-again/" in officer.open(path)
    draft = joining.raise_again(before, other.channel, **desk.acts(timezone.now()))

    page = officer.open(path)

    assert "/raise-again/" not in page
    assert f'href="/drafts/{draft.pk}/"' in page
    assert officer.done(f"{path}raise-again/", channel=other.channel.pk) == f"/drafts/{draft.pk}/"
    inquiry = drafts.send(cleared(desk, draft, at=timezone.now()), **desk.by(timezone.now()))
    where = officer.done(f"{path}raise-again/", channel=other.channel.pk)
    assert where == f"/inquiries/{inquiry.reference}/"
    assert Draft.objects.filter(channel=other.channel).count() == 1
    drafts_page = officer.open(path)
    assert f'href="/drafts/{draft.pk}/"' not in drafts_page
    assert "/raise-again/" not in drafts_page


def test_only_what_we_raised_ourselves_is_raised_again(
    desk: Desk, paper: Channel, other: Other
) -> None:
    complaint = recorded.record_complaint(
        paper,
        subject="Your shells",
        questions=["Who fired?"],
        incidents=[HeardIncident("attack", NOW.date(), "day", "The mill")],
        received_at=NOW,
        reply_due=NOW + 30 * DAY,
        stated_by="Their embassy",
        **desk.acts(),
    )
    report = drafts.start_self_report([make_incident(desk)], paper, **desk.acts())
    position = PositionChoice(incident="i1", position=Position.ACCEPTS_PARTIALLY, text="Ours.")
    report = change(desk, report, positions=(position,))
    own_act = recorded.record_delivery(
        cleared(desk, report), delivered_at=NOW, delivered_to="Desk", **desk.by()
    )
    officer = Browser(desk.officer)

    for case in (complaint, own_act):
        with pytest.raises(NotPossible, match="not_raised_by_us"):
            joining.raise_again(case, other.channel, **desk.acts())
        assert "/raise-again/" not in officer.open(f"/inquiries/{case.reference}/")

    assert not CarriedOn.objects.exists()


def test_a_question_that_was_taken_back_is_not_asked_again(
    desk: Desk, before: Inquiry, other: Other
) -> None:
    more = drafts.start("follow_up", before, **desk.acts(NOW + DAY))
    more = change(desk, more, at=NOW + DAY, questions=(QuestionChoice(text="Who ordered it?"),))
    after = recorded.record_delivery(
        cleared(desk, more, at=NOW + DAY), delivered_at=NOW + DAY, **desk.by(NOW + DAY)
    )
    leaf = after.messages.get(kind="follow_up").leaf
    correspondence.withdraw_statement(after, leaf, reason="error", **desk.acts(NOW + DAY))

    draft = joining.raise_again(after, other.channel, **desk.acts(NOW + 2 * DAY))

    choice = drafts.choice_of(draft)
    assert isinstance(choice, RaiseChoice)
    assert [one.text for one in choice.questions] == list(QUESTIONS)


def test_a_case_whose_question_has_no_text_any_more_is_not_raised_again_without_it(
    desk: Desk, before: Inquiry, other: Other
) -> None:
    RecordedStatement.objects.filter(thread=before.thread, statement="raise").update(words=None)

    with pytest.raises(NotPossible, match="question_without_its_text"):
        joining.raise_again(before, other.channel, **desk.acts())

    assert not Draft.objects.filter(state__in=OPEN_STATES).exists()


def test_the_hash_on_a_paper_finds_its_case_and_stands_on_its_message(
    desk: Desk, before: Inquiry, other: Other
) -> None:
    digest = Draft.objects.get(thread=before.thread).digest
    officer = Browser(desk.officer)

    assert before.reference in officer.open(f"/inquiries/?q={digest.upper()}")
    assert before.reference not in officer.open(f"/inquiries/?q={'0' * 64}")
    [message] = before.messages.filter(kind="raise")
    assert letters.hash_of(message) == digest
    assert digest in officer.open(f"/inquiries/{before.reference}/messages/{message.leaf}/")


def test_what_they_signed_has_the_hash_that_their_letter_carries(
    desk: Desk, before: Inquiry, other: Other
) -> None:
    inquiry = raised_again(desk, before, other)
    answer(other, inquiry)

    [message] = inquiry.messages.filter(kind="response")

    printed = letters.hash_of(message)
    assert len(printed) == 64
    page = Browser(desk.officer).open(f"/inquiries/{inquiry.reference}/messages/{message.leaf}/")
    assert printed in page
