"""Reporting an act of our own through forms alone, and reading one of the other side."""

import re

import pytest

from answerable.node.desk.models import Draft, Inquiry
from answerable.node.desk.services import correspondence, drafts
from tests.factories import NOW
from tests.node.desk.factories import HOUR, Desk, Other, make_incident
from tests.node.desk.factories import cleared as passed
from tests.node.desk.test_self_report import received, written
from tests.node.desk_pages.conftest import Browser
from tests.node.desk_pages.test_raising import cleared, field

POSITION = "accepts_partially"


@pytest.fixture
def draft(desk: Desk, other: Other, officer: Browser) -> Draft:
    """Begin a report of an act of our own from an incident."""
    incident = make_incident(desk, narrative="The battery says what it says.")
    page = officer.open(f"/incidents/{incident.reference}/")
    assert "Report this act ourselves" in page
    path = officer.done(f"/incidents/{incident.reference}/own-act/", channel=other.channel.pk)
    draft = Draft.objects.get()
    assert path == f"/drafts/{draft.pk}/form/"
    return draft


def write(officer: Browser, draft: Draft, **more: str) -> None:
    """Fill in the first two steps."""
    page = officer.open(f"/drafts/{draft.pk}/form/")
    officer.done(
        f"/drafts/{draft.pk}/form/",
        subject="A shell that fell short",
        instrument="letter",
        inquiries_welcome="no",
        language="en",
        marking="amber",
        methods=["footage", "records"],
        examiner="chain_of_command",
        version=field(page, "version"),
        go="next",
    )
    page = officer.open(f"/drafts/{draft.pk}/says/")
    fields = {
        "version": field(page, "version"),
        "incidents-i1-title": "Clinic in Port Sarel",
        "positions-i1-position": POSITION,
        "positions-i1-text": "Our shell fell short of the range.",
        "figures-rows": "1",
        "figures-0-incident": "i1",
        "figures-0-category": "injured",
        "figures-0-group": "total",
        "figures-0-low": "2",
        "figures-0-high": "3",
        "measures-rows": "0",
        "redress-rows": "0",
        "go": "next",
    }
    officer.done(f"/drafts/{draft.pk}/says/", **(fields | more))


def test_the_form_asks_no_dates_and_offers_what_one_can_say_of_an_own_act(
    officer: Browser, draft: Draft
) -> None:
    page = officer.open(f"/drafts/{draft.pk}/form/")
    says = officer.open(f"/drafts/{draft.pk}/says/")

    assert "reply_due" not in page
    assert "urgency" not in page
    assert 'value="accepts_responsibility"' in says
    assert 'value="denies_involvement"' not in says
    assert 'name="positions-i1-of"' not in says
    assert "Numbered questions" not in says


def test_it_is_written_shown_cleared_and_sent(
    officer: Browser, clearer: Browser, draft: Draft
) -> None:
    write(officer, draft)
    leaves, stays = officer.open(f"/drafts/{draft.pk}/leaves/").split("frame-stays")
    assert "Our shell fell short of the range." in leaves
    assert "Questions are welcome" in leaves
    assert "The battery says what it says" not in leaves + stays

    cleared(officer, clearer, draft)
    officer.done(f"/drafts/{draft.pk}/send/")

    inquiry = Inquiry.objects.get()
    page = officer.open(f"/inquiries/{inquiry.reference}/")
    assert "We reported our own act" in page
    assert "Our own act, as we reported it" in page
    assert "Take our report back" in page
    assert "0 questions" not in page
    assert "Nothing is asked yet, so no clock runs." in page


def test_without_a_position_the_page_says_what_is_missing(officer: Browser, draft: Draft) -> None:
    write(officer, draft, **{"positions-i1-position": "", "positions-i1-text": ""})

    page = officer.open(f"/drafts/{draft.pk}/leaves/")

    assert "Say of each incident what we say of our own act." in page


def test_what_one_cannot_say_of_an_own_act_is_refused(officer: Browser, draft: Draft) -> None:
    page = officer.open(f"/drafts/{draft.pk}/says/")

    shown = officer.refused(
        f"/drafts/{draft.pk}/says/",
        version=field(page, "version"),
        **{"incidents-i1-title": "Clinic", "positions-i1-position": "denies_harm"},
    )

    assert "denies_harm is not one of the available choices" in shown


def test_the_party_that_is_told_sees_it_in_its_list_and_can_ask(
    desk: Desk, other: Other, officer: Browser
) -> None:
    inquiry = received(other)

    assert inquiry.reference in officer.open("/inquiries/")
    page = officer.open(f"/inquiries/{inquiry.reference}/")
    assert "They reported their own act" in page
    assert re.search(r"Its own act, as <bdi>Bob</bdi> reports it", page)
    assert "The coordinates were wrong." in page
    assert "Accepts responsibility" in page
    assert "Ask about it" in page
    assert "Open our incident from I1" in page
    assert "Escalate" not in page

    officer.done(f"/inquiries/{inquiry.reference}/do/acknowledge/")
    where = officer.done(f"/inquiries/{inquiry.reference}/do/follow_up/")
    assert "/form/" in where
    officer.done(f"/inquiries/{inquiry.reference}/incidents/i1/open/")
    assert "No incident of ours is linked." not in officer.open(f"/inquiries/{inquiry.reference}/")


def test_the_story_says_what_was_taken_back(desk: Desk, other: Other, officer: Browser) -> None:
    _incident, draft = written(desk, other.channel)
    inquiry = drafts.send(passed(desk, draft), **desk.by())
    correspondence.withdraw(inquiry, reason="error", **desk.acts(NOW + HOUR))

    page = officer.open(f"/inquiries/{inquiry.reference}/")

    assert "Report of the own act taken back" in page
    assert "Inquiry withdrawn" not in page


def test_the_brief_and_the_letter_of_it_can_be_made(
    desk: Desk, other: Other, officer: Browser
) -> None:
    inquiry = received(other)

    for path in (
        f"/inquiries/{inquiry.reference}/brief.docx",
        f"/inquiries/{inquiry.reference}/messages/{inquiry.raised_leaf}/letter.docx",
    ):
        assert officer.status(path) == 200, path


def test_a_channel_is_needed_first(desk: Desk, officer: Browser) -> None:
    incident = make_incident(desk)

    page = officer.open(f"/incidents/{incident.reference}/own-act/")

    assert "There is no channel to raise it in" in page
