"""The pages on which a text is erased, and on which the other side's request is answered."""

import pytest
from django.utils import timezone

from answerable.node.accounts.models import Role
from answerable.node.desk.models import Draft, Incident, Inquiry
from answerable.node.ledger.models import ErasureRequest
from tests.factories import make_user
from tests.node.desk import erasing
from tests.node.desk.factories import HOUR, Desk, Other, raise_signed
from tests.node.desk_pages.conftest import Browser
from tests.node.desk_pages.test_answering import asked

__all__ = ["asked"]

ERASE = {"reason": "source_protection", "basis": "witness_protection"}


@pytest.fixture
def ours(desk: Desk, other: Other) -> Inquiry:
    """Return an inquiry that we raised."""
    return raise_signed(desk, other.channel, at=timezone.now() - HOUR)


def message(inquiry: Inquiry) -> str:
    return f"/inquiries/{inquiry.reference}/messages/{inquiry.raised_leaf}/"


def test_an_officer_asks_and_is_told_what_goes_and_what_stays(
    officer: Browser, ours: Inquiry
) -> None:
    assert "Erase this text…" in officer.open(message(ours))

    page = officer.open(message(ours) + "erasure/erase/")

    assert "What goes" in page
    assert "What stays" in page
    to = officer.done(message(ours) + "erasure/erase/", **ERASE)
    shown = officer.open(to)
    assert "Protection of a source" in shown
    assert "A clearer of another office has to confirm it." in shown
    assert "Erase this text…" not in officer.open(message(ours))


def test_a_reason_and_a_basis_are_asked_for(officer: Browser, ours: Inquiry) -> None:
    page = officer.refused(message(ours) + "erasure/erase/", reason="because")

    assert "error" in page
    assert not ErasureRequest.objects.exists()


def test_a_second_person_finds_it_on_the_board_and_confirms(
    officer: Browser, clearer: Browser, ours: Inquiry
) -> None:
    to = officer.done(message(ours) + "erasure/erase/", **ERASE)
    assert "Erasures that wait for your confirmation" in clearer.open("/")
    assert "Erasures that wait for your confirmation" not in officer.open("/")
    assert "Confirm: do it now" in clearer.open(to)

    clearer.done(f"{to}confirm/")

    shown = clearer.open(to)
    assert "The same words still stand elsewhere" in shown
    reference = Incident.objects.get().reference
    assert f'href="/incidents/{reference}/"' in shown
    assert "desk.incident" not in shown
    for page in (officer.open(message(ours)), officer.open(f"/inquiries/{ours.reference}/")):
        assert "Text erased by its author, Alice: Protection of a source" in page
        assert "Bob has not said yet what it does with its copy." in page
        assert "Attack on a clinic" not in page
    assert "Text erased" in officer.open(f"/inquiries/{ours.reference}/")
    assert "Attack on a clinic" not in officer.open("/inquiries/")


def test_a_case_says_that_questions_and_figures_were_erased(
    officer: Browser, clearer: Browser, ours: Inquiry
) -> None:
    to = officer.done(message(ours) + "erasure/erase/", **ERASE)
    clearer.done(f"{to}confirm/")

    case = officer.open(f"/inquiries/{ours.reference}/")
    listed = officer.open("/inquiries/") + officer.open("/")

    assert "The text was erased." in case
    assert "The text is not here yet." not in case
    assert "The figures that were reported were erased with the text." in case
    assert "Nobody has stated a figure yet" not in case
    assert "Text erased" in listed
    assert "Content not here yet" not in listed


def test_words_that_were_erased_wait_for_no_clearance(
    officer: Browser, clearer: Browser, ours: Inquiry
) -> None:
    officer.done(f"{message(ours)}evidence/ask/", purpose="For the commission")
    assert "wait for your clearance" in clearer.open("/")
    to = officer.done(message(ours) + "erasure/erase/", **ERASE)

    clearer.done(f"{to}confirm/")

    assert "wait for your clearance" not in clearer.open("/")
    assert '<span class="big-number">0</span>Waiting on me' in clearer.open("/")


def test_who_confirms_sees_the_text_and_may_refuse(
    officer: Browser, clearer: Browser, ours: Inquiry
) -> None:
    to = officer.done(message(ours) + "erasure/erase/", **ERASE)
    assert "Give it up" in officer.open(to)

    page = clearer.open(to)

    assert "Attack on a clinic" in page
    assert "Refuse" in page
    assert "Give it up" not in page
    assert "Waiting on me" in clearer.open("/")
    assert '<span class="big-number">1</span>Waiting on me' in clearer.open("/")


def test_the_page_of_an_erased_draft_is_gone(
    officer: Browser, clearer: Browser, ours: Inquiry
) -> None:
    draft = Draft.objects.get()
    assert officer.status(f"/drafts/{draft.pk}/letter/") == 200
    to = officer.done(message(ours) + "erasure/erase/", **ERASE)
    clearer.done(f"{to}confirm/")

    for step in ("", "letter/", "leaves/", "raw/", "check/"):
        assert officer.status(f"/drafts/{draft.pk}/{step}") == 404


def test_who_asked_does_not_confirm_and_may_give_it_up(officer: Browser, ours: Inquiry) -> None:
    to = officer.done(message(ours) + "erasure/erase/", **ERASE)
    assert officer.send(f"{to}confirm/").status_code == 404

    officer.done(f"{to}drop/")

    assert "Erase this text…" in officer.open(message(ours))
    assert "Attack on a clinic" in officer.open(message(ours))


def test_one_person_alone_gives_a_reason(desk: Desk, officer: Browser, ours: Inquiry) -> None:
    for person in (desk.clearer, desk.investigator):
        person.is_active = False
        person.save()
    to = officer.done(message(ours) + "erasure/erase/", **ERASE)
    assert "Do it without a second person" in officer.open(to)

    officer.done(f"{to}waive/", why="")
    assert ErasureRequest.objects.get().state == "waiting"
    officer.done(f"{to}waive/", why="Nobody else works here.")

    assert "Nobody else works here." in officer.open(to)


def test_the_other_sides_request_waits_on_us_on_every_page(
    officer: Browser, other: Other, asked: Inquiry
) -> None:
    erasing.they_ask(other, asked.raised_leaf)

    assert "the other side asks that a text be erased" in officer.open("/")
    for page in (
        officer.open(message(asked)),
        officer.open(f"/inquiries/{asked.reference}/"),
        officer.open(f"/channels/c/{asked.channel.slug}/"),
    ):
        assert "Text erased by its author, Bob: Dignity of a victim" in page
        assert "It waits for a decision here. Until then our copy stays." in page
    assert "Fire across the line" in officer.open(f"/inquiries/{asked.reference}/")


def test_we_confirm(officer: Browser, clearer: Browser, other: Other, asked: Inquiry) -> None:
    erasing.they_ask(other, asked.raised_leaf)

    form = officer.open(message(asked) + "erasure/erase_copy/")
    assert '<option value="author_request" selected' in form
    # Nothing of ours was sent.
    assert "The draft it was sent from" not in form
    to = officer.done(
        message(asked) + "erasure/erase_copy/", reason="author_request", basis="agreed_terms"
    )
    assert "the other side asks that a text be erased" not in officer.open("/")
    clearer.done(f"{to}confirm/")

    page = officer.open(f"/inquiries/{asked.reference}/")
    assert "Text erased here: Its author asked for it" in page
    assert "Fire across the line" not in page


def test_we_keep_under_a_hold(
    officer: Browser, clearer: Browser, other: Other, asked: Inquiry
) -> None:
    erasing.they_ask(other, asked.raised_leaf)
    assert "Keep it under a legal hold…" in officer.open(message(asked))

    to = officer.done(
        message(asked) + "erasure/keep/", reason="legal_hold_litigation", basis="legal_claims"
    )
    clearer.done(f"{to}confirm/")

    page = officer.open(message(asked))
    assert "Kept here under a hold: Legal hold: court proceedings (Legal claims)." in page
    assert "Fire across the line" in page


def test_nobody_keeps_what_nobody_asked_about(officer: Browser, asked: Inquiry) -> None:
    assert officer.status(message(asked) + "erasure/keep/") == 404
    assert officer.status(message(asked) + "erasure/burn/") == 404


def test_what_does_not_fit_is_counted_on_the_channel_page(
    officer: Browser, other: Other, ours: Inquiry
) -> None:
    erasing.they_ask(other, ours.raised_leaf)

    page = officer.open(f"/channels/c/{ours.channel.slug}/")

    assert "1 statement about an erasure does not fit and changes nothing." in page
    assert "Text erased by its author" not in page


def test_a_stranger_is_not_told_that_it_exists(ours: Inquiry, officer: Browser) -> None:
    to = officer.done(message(ours) + "erasure/erase/", **ERASE)
    stranger = Browser(make_user("stranger", Role.ADMINISTRATOR))

    assert stranger.status(to) == 404
    assert stranger.send(f"{to}confirm/").status_code == 404


def test_an_erasure_of_another_case_is_not_shown_in_this_one(
    desk: Desk, officer: Browser, other: Other, ours: Inquiry
) -> None:
    to = officer.done(message(ours) + "erasure/erase/", **ERASE)
    second = raise_signed(desk, other.channel, at=timezone.now() - HOUR)

    assert officer.status(to.replace(ours.reference, second.reference)) == 404
