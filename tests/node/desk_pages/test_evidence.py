"""The page that gives one message to a third party: who sees which button, and what comes out."""

import pytest

from answerable.node.accounts.models import Role
from answerable.node.desk.models import ExportClearance
from answerable.node.ledger import services as ledger
from answerable.protocol import package, stored_zip
from tests.factories import make_user
from tests.node.desk.factories import Desk, Other, raise_body, raise_signed, raise_words
from tests.node.desk.test_evidence import allow
from tests.node.desk_pages.conftest import Browser


@pytest.fixture
def page(desk: Desk, other: Other) -> str:
    inquiry = raise_signed(desk, other.channel)
    return f"/inquiries/{inquiry.reference}/messages/{inquiry.raised_leaf}/evidence/"


def test_the_message_leads_to_it(officer: Browser, page: str) -> None:
    assert page in officer.open(page.removesuffix("evidence/"))


def test_everybody_with_a_role_on_cases_takes_the_package_without_words(
    officer: Browser, investigator: Browser, clearer: Browser, page: str
) -> None:
    for who in (officer, investigator, clearer):
        who.open(page)
        answer = who.client.get(f"{page}package/")

        assert answer["Content-Type"] == "application/zip"
        assert package.check(answer.content).package.contents == ()


def test_an_administrator_and_a_stranger_see_nothing(desk: Desk, page: str) -> None:
    for user in (desk.administrator, make_user("nobody")):
        browser = Browser(user)
        for path in ("", "package/"):
            assert browser.status(page + path) == 404
        for path in ("words/", "ask/", "clear/", "refuse/", "waive/"):
            assert browser.send(page + path).status_code in (403, 404)


def test_words_go_out_after_one_asked_and_another_cleared(
    officer: Browser, clearer: Browser, page: str
) -> None:
    assert "Attack on a clinic" not in officer.client.get(f"{page}package/").content.decode(
        "latin-1"
    )
    officer.done(f"{page}ask/", purpose="For <b>the</b> commission")
    shown = clearer.open(page)
    assert "For &lt;b&gt;the&lt;/b&gt; commission" in shown
    assert 'name="note"' in shown
    board = clearer.open("/")
    assert page in board
    assert '<span class="big-number">1</span>Waiting on me' in board
    assert page not in officer.open("/")
    clearer.done(f"{page}clear/", note="Agreed")

    assert "Take the package with the words" in officer.open(page)
    answer = officer.send(f"{page}words/")

    assert page not in clearer.open("/")
    assert answer["Content-Disposition"].endswith('-with-words.zip"')
    assert answer["Content-Type"] == "application/zip"
    assert b"Attack on a clinic" in answer.content


def test_the_words_are_not_given_by_a_link(officer: Browser, page: str) -> None:
    assert officer.status(f"{page}words/") == 405


def test_words_that_were_not_cleared_are_refused_with_the_reason(
    officer: Browser, page: str
) -> None:
    shown = officer.refused(f"{page}words/")

    assert "Nobody has cleared" in shown


def test_an_investigator_neither_asks_nor_takes(investigator: Browser, page: str) -> None:
    assert "An officer asks for clearance." in investigator.open(page)

    for path in ("ask/", "words/"):
        assert investigator.send(page + path, purpose="x").status_code == 403


def test_a_refusal_says_why(officer: Browser, clearer: Browser, page: str) -> None:
    officer.done(f"{page}ask/", purpose="For the press")
    clearer.refused(f"{page}refuse/", note="")

    clearer.done(f"{page}refuse/", note="Not for the press")

    shown = officer.open(page)
    assert "Clearance refused" in shown
    assert "Not for the press" in shown


def test_who_asked_sees_that_it_waits_and_cannot_clear(
    officer: Browser, investigator: Browser, page: str
) -> None:
    officer.done(f"{page}ask/", purpose="For the commission")

    assert "Waiting for somebody of another office" in officer.open(page)
    assert officer.send(f"{page}clear/").status_code == 403
    assert ExportClearance.objects.get().state == "asked"


def test_a_party_of_one_waives_on_the_page(desk: Desk, officer: Browser, page: str) -> None:
    officer.done(f"{page}ask/", purpose="For the commission")
    for person in (desk.clearer, desk.investigator):
        person.is_active = False
        person.save()
    assert "Waive clearance" in officer.open(page)

    officer.done(f"{page}waive/", note="Nobody else works here")

    assert "Nobody else works here" in officer.open(page)


def test_the_other_sides_words_follow_the_terms(officer: Browser, other: Other) -> None:
    leaf = other.say(ledger.new_thread(), raise_body(), words=raise_words())
    other.arrive()
    from answerable.node.desk.models import Inquiry

    inquiry = Inquiry.objects.get()
    page = f"/inquiries/{inquiry.reference}/messages/{leaf}/evidence/"
    assert "the terms do not allow them" in officer.open(page)
    assert "the terms do not allow them" in officer.refused(f"{page}ask/", purpose="x")

    allow(other.channel)

    assert "Ask for clearance" in officer.open(page)


def test_the_page_in_the_package_speaks_the_readers_language(desk: Desk, page: str) -> None:
    desk.officer.language = "ar"
    desk.officer.save()

    data = Browser(desk.officer).client.get(f"{page}package/").content

    assert b'<html lang="ar" dir="rtl">' in stored_zip.read(data)["README.html"]


def test_a_clearer_of_two_offices_says_for_which(desk: Desk, officer: Browser, page: str) -> None:
    from tests.factories import make_office

    make_office("legal")
    both = make_user("emil", Role.CLEARER, office="bureau")
    both.memberships.create(office=make_office("legal"), role=Role.CLEARER)
    officer.done(f"{page}ask/", purpose="For the commission")
    browser = Browser(both)
    assert 'name="office"' in browser.open(page)

    browser.done(f"{page}clear/", office=str(desk.bureau.pk))

    assert ExportClearance.objects.get().decided_office == desk.bureau
