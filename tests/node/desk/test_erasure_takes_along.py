"""An erased text goes out of all that the desk made of it: drafts, pages, incidents, evidence."""

from __future__ import annotations

from answerable.node.accounts.models import AuditEvent
from answerable.node.desk.models import Clearance, Draft, Incident, Inquiry, Message, PlaceName
from answerable.node.desk.services import custody, drafts
from answerable.node.desk.services.taking_over import open_from_inquiry
from answerable.node.ledger import services as ledger
from tests.factories import NOW
from tests.node.desk import erasing
from tests.node.desk.erasing import CONFIRM
from tests.node.desk.factories import (
    HOUR,
    Desk,
    Other,
    make_described,
    raise_body,
    raise_signed,
)
from tests.node.desk.test_taking_over import WORDS


def test_an_erasure_takes_the_drafts_and_pages_with_it(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel)
    draft = Draft.objects.get(sent_leaf=inquiry.raised_leaf)
    digest = draft.digest

    erasing.do(desk, other.channel, inquiry.raised_leaf)

    draft.refresh_from_db()
    assert (draft.choice, draft.words, draft.digest) == ({}, None, "0" * 64)
    assert not Clearance.objects.filter(digest=digest).exists()
    assert not AuditEvent.objects.filter(details__icontains=digest).exists()
    inquiry.refresh_from_db()
    assert inquiry.subject == ""
    assert Message.objects.get(leaf=inquiry.raised_leaf).words is None


def test_a_correction_that_repeats_the_text_is_taken_back(desk: Desk, other: Other) -> None:
    inquiry = raise_signed(desk, other.channel, questions=("Who gave the order to fire?",))
    repeated = drafts.start("correct", inquiry, of=inquiry.raised_leaf, **desk.acts())
    typed = {**repeated.choice, "texts": ["We asked: Who gave the order to fire? And when?"]}
    Draft.objects.filter(pk=repeated.pk).update(choice=typed)

    erasing.do(desk, other.channel, inquiry.raised_leaf)

    repeated.refresh_from_db()
    assert (repeated.state, repeated.choice) == ("withdrawn", {})


def test_our_own_incident_stays_and_is_named_as_holding_the_same_words(
    desk: Desk, other: Other
) -> None:
    inquiry = raise_signed(desk, other.channel, subject="Clinic in Port Sarel")
    incident = Incident.objects.get()

    done = erasing.do(desk, other.channel, inquiry.raised_leaf)

    incident.refresh_from_db()
    assert incident.title == "Clinic in Port Sarel"
    assert ["desk.incident", incident.pk, ["title"]] in done.left


def test_an_incident_that_was_taken_over_from_the_text_loses_it(desk: Desk, other: Other) -> None:
    thread = ledger.new_thread()
    other.say(thread, raise_body(), words=WORDS)
    other.arrive()
    inquiry = Inquiry.objects.get(thread=thread)
    incident = open_from_inquiry(inquiry, "i1", **desk.acts(NOW + 2 * HOUR))
    erasing.they_ask(other, inquiry.raised_leaf)

    erasing.do(desk, other.channel, inquiry.raised_leaf, "erase_copy", CONFIRM)

    incident.refresh_from_db()
    assert (incident.title, incident.narrative) == (incident.reference, "")
    assert list(PlaceName.objects.values_list("name", flat=True)) == ["–"]


def test_evidence_that_repeats_an_erased_text_loses_the_words_and_keeps_its_custody(
    desk: Desk, other: Other
) -> None:
    thread = ledger.new_thread()
    other.say(thread, raise_body(), words=WORDS)
    other.arrive()
    inquiry = Inquiry.objects.get(thread=thread)
    incident = open_from_inquiry(inquiry, "i1", **desk.acts(NOW + 2 * HOUR))
    exhibit = make_described(desk, incident, description=incident.narrative, keeper="A museum")
    custody.record(exhibit, "examined", reason=incident.narrative, **desk.by())
    erasing.they_ask(other, inquiry.raised_leaf)

    erasing.do(desk, other.channel, inquiry.raised_leaf, "erase_copy", CONFIRM)

    exhibit.refresh_from_db()
    assert (exhibit.description, exhibit.keeper) == ("–", "A museum")
    lines = exhibit.custody.values_list("kind", "reason")
    assert list(lines) == [("described", ""), ("examined", "–")]


def test_where_evidence_is_and_through_whose_hands_it_went_go_where_they_repeat_the_text(
    desk: Desk, other: Other
) -> None:
    thread = ledger.new_thread()
    other.say(thread, raise_body(), words=WORDS)
    other.arrive()
    inquiry = Inquiry.objects.get(thread=thread)
    incident = open_from_inquiry(inquiry, "i1", **desk.acts(NOW + 2 * HOUR))
    said = incident.narrative
    exhibit = make_described(desk, incident, whereabouts=said, keeper=said)
    custody.record(exhibit, "handed_over", reason="Kept", giver=said, taker=said, **desk.by())
    erasing.they_ask(other, inquiry.raised_leaf)

    erasing.do(desk, other.channel, inquiry.raised_leaf, "erase_copy", CONFIRM)

    exhibit.refresh_from_db()
    assert (exhibit.whereabouts, exhibit.keeper) == ("–", "–")
    line = exhibit.custody.get(kind="handed_over")
    assert (line.reason, line.giver, line.taker) == ("Kept", "–", "–")
