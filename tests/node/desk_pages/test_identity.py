"""The custodian's check on its page: what would leave, five questions, a search for names."""

from __future__ import annotations

import pytest

from answerable.node.ledger.models import Channel
from tests.node.desk.factories import Desk, make_draft
from tests.node.desk.test_sources import PASSPHRASE, Case
from tests.node.desk_pages.conftest import Browser

FINE = dict.fromkeys(
    ("vantage", "sole_survivor", "others_know", "exact_place", "known_to_few"), "no"
)


@pytest.fixture
def case(desk: Desk) -> Case:
    case = Case(desk)
    case.agree()
    return case


def test_a_custodian_finds_what_waits_reads_it_and_confirms(case: Case, paper: Channel) -> None:
    draft, nur = case.asked(paper), Browser(case.custodian)
    assert f"/identity/{draft.pk}/" in nur.open("/identity/")
    assert "What happened?" in nur.open(f"/identity/{draft.pk}/")
    assert "a source custodian checks it" in Browser(case.desk.officer).open(
        f"/drafts/{draft.pk}/check/"
    )

    nur.done(f"/identity/{draft.pk}/", digest=draft.digest, **FINE)

    assert "Nothing waits for you" in nur.open("/identity/")
    clearer = Browser(case.desk.clearer)
    clearer.done(f"/drafts/{draft.pk}/clear/", digest=draft.digest)
    draft.refresh_from_db()
    assert draft.state == "cleared"


def test_what_was_answered_badly_or_too_late_is_shown_again(case: Case, paper: Channel) -> None:
    draft, nur = case.asked(paper), Browser(case.custodian)

    nur.refused(f"/identity/{draft.pk}/", digest=draft.digest)
    nur.refused(f"/identity/{draft.pk}/", digest=draft.digest, **{**FINE, "vantage": "covered"})
    nur.refused(f"/identity/{draft.pk}/", digest="0" * 64, **FINE)
    nur.refused(f"/identity/{draft.pk}/return/", digest=draft.digest, note=" ")

    assert not draft.identity_checks.exists()


def test_the_search_shows_names_once_and_a_wrong_passphrase_nothing(
    case: Case, paper: Channel
) -> None:
    draft = case.asked(paper, questions=("What of the woman named Dorvelle?",))
    nur, where = Browser(case.custodian), f"/identity/{draft.pk}/search/"

    found = nur.send(where, passphrase=PASSPHRASE)
    wrong = nur.send(where, passphrase="a wrong passphrase")

    assert found["Cache-Control"] == "no-store"
    assert "Names or contacts of sources stand in it" in found.content.decode()
    assert "does not open your key" in wrong.content.decode()
    assert "stand in it" not in wrong.content.decode()
    assert nur.status(where) == 405


def test_a_custodian_returns_it_with_what_should_change(case: Case, paper: Channel) -> None:
    draft, nur = case.asked(paper), Browser(case.custodian)

    nur.done(f"/identity/{draft.pk}/return/", digest=draft.digest, note="Leave the hour out")

    assert "Leave the hour out" in Browser(case.desk.officer).open(f"/drafts/{draft.pk}/check/")


def test_a_custodian_sees_no_draft_that_rests_on_no_source_or_does_not_wait(
    case: Case, paper: Channel
) -> None:
    nur, editing, foreign = Browser(case.custodian), case.draft(paper), make_draft(case.desk, paper)

    for path in ("", "search/", "return/"):
        assert nur.send(f"/identity/{editing.pk}/{path}").status_code == 404
        assert nur.send(f"/identity/{foreign.pk}/{path}").status_code == 404


@pytest.mark.parametrize("who", ["officer", "clearer", "administrator", "investigator"])
def test_nobody_else_comes_in(case: Case, paper: Channel, who: str) -> None:
    draft = case.asked(paper)
    other = Browser(getattr(case.desk, who))

    assert other.status("/identity/") == 403
    assert other.status(f"/identity/{draft.pk}/") == 403


def test_the_page_of_a_report_shows_codes_and_consents_and_no_name(
    case: Case, officer: Browser
) -> None:
    page = officer.open(f"/reports/{case.report.receipt_number}/")

    assert case.source.code in page
    assert "Agreed: Raise with the other party, without identity" in page
    assert "Not agreed: Publish" in page
    assert "Samira" not in page


def test_a_draft_says_which_source_has_not_agreed(desk: Desk, paper: Channel) -> None:
    case = Case(desk)
    draft = case.draft(paper)

    page = Browser(desk.officer).open(f"/drafts/{draft.pk}/leaves/")

    assert "A source has not agreed" in page
    assert case.source.code in page
    assert "A source has not agreed" in Browser(desk.officer).open(f"/drafts/{draft.pk}/check/")


def test_what_a_source_has_not_agreed_to_is_not_printed_either(desk: Desk, paper: Channel) -> None:
    case = Case(desk)
    draft, officer = case.draft(paper), Browser(desk.officer)
    ways = [f"/drafts/{draft.pk}/letter{form}" for form in ("/", ".pdf", ".docx")]
    assert [officer.status(way) for way in ways] == [302, 302, 302]

    case.agree()

    assert officer.status(ways[0]) == 200
    assert officer.status(ways[2]) == 200
