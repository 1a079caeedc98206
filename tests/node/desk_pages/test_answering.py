"""The side that is asked, a counterpart on paper, and who may see what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from answerable.casework import bodies
from answerable.node.accounts.models import Role
from answerable.node.desk.models import Draft, Inquiry, Investigation
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
from tests.factories import make_user
from tests.node.desk.factories import (
    Desk,
    Other,
    make_draft,
    make_incident,
    make_report,
    raise_body,
    raise_on_paper,
    raise_words,
)
from tests.node.desk_pages.conftest import Browser
from tests.node.desk_pages.test_raising import cleared, field

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def asked(other: Other) -> Inquiry:
    """Let an inquiry of the other side arrive."""
    now = timezone.now().replace(microsecond=0)
    due = now + 30 * DAY
    body = raise_body(
        questions=(bodies.Asked(id="q1", due=due),), receipt_due=now + DAY, reply_due=due
    )
    thread = ledger.new_thread()
    other.say(thread, body, at=now - 2 * HOUR, words=raise_words())
    other.arrive(now - HOUR)
    return Inquiry.objects.get(thread=thread)


def test_what_arrives_stands_in_the_list_as_waiting_on_us(officer: Browser, asked: Inquiry) -> None:
    page = officer.open("/inquiries/?role=asked&waiting=us")

    assert "Fire across the line" in page


def test_a_person_acknowledges_it(officer: Browser, asked: Inquiry) -> None:
    assert "Acknowledge receipt" in officer.open(f"/inquiries/{asked.reference}/")

    to = officer.done(f"/inquiries/{asked.reference}/do/acknowledge/")

    assert "Receipt acknowledged by a person" in officer.open(to)


def test_an_interim_reply_is_sent_without_clearance(officer: Browser, asked: Inquiry) -> None:
    to = officer.done(
        f"/inquiries/{asked.reference}/do/interim/", code="still_examining", text="We look into it."
    )

    assert "We look into it." in officer.open(to)


def test_an_investigation_is_private_and_each_step_is_dated(
    investigator: Browser, asked: Inquiry
) -> None:
    path = f"/inquiries/{asked.reference}/investigation/"
    investigator.done(f"{path}open/")
    step = investigator.open(f"{path}nexus_check/")

    investigator.done(
        f"{path}nexus_check/",
        outcome="nexus",
        done_on="2026-03-01",
        note="A battery was near.",
        methods=["records"],
        version=field(step, "version"),
    )

    page = investigator.open(path)
    assert "Nothing on this page leaves" in page
    assert "Our operation could be concerned" in page
    assert "1 Mar 2026" in page


def test_an_officer_may_not_investigate(officer: Browser, asked: Inquiry) -> None:
    path = f"/inquiries/{asked.reference}/investigation/open/"

    assert officer.send(path).status_code == 403
    assert not Investigation.objects.exists()


def test_a_response_goes_question_by_question(
    officer: Browser, clearer: Browser, asked: Inquiry
) -> None:
    officer.done(f"/inquiries/{asked.reference}/do/acknowledge/")
    path = officer.done(f"/inquiries/{asked.reference}/do/respond/")
    draft = Draft.objects.get()
    officer.done(
        path,
        final="yes",
        subject="Our reply",
        language="en",
        marking="amber",
        methods=["records", "site_visit"],
        examiner="independent",
        version=field(officer.open(path), "version"),
    )
    says = f"/drafts/{draft.pk}/says/"
    assert "Who was there?" in officer.open(says)
    officer.done(
        says,
        **{
            "version": field(officer.open(says), "version"),
            "answers-q1-code": "answered",
            "answers-q1-text": "A patrol of ours.",
            "positions-i1-position": "accepts_partially",
            "positions-i1-reasons": ["misidentification"],
            "figures-rows": "1",
            "figures-0-incident": "i1",
            "figures-0-category": "killed",
            "figures-0-group": "total",
            "measures-rows": "1",
            "measures-0-incident": "i1",
            "measures-0-code": "procedure_change",
            "measures-0-status": "under_way",
            "redress-rows": "1",
            "redress-0-incident": "i1",
            "redress-0-code": "apology",
            "redress-0-status": "offered",
            "go": "next",
        },
    )
    cleared(officer, clearer, draft)

    page = officer.open(officer.done(f"/drafts/{draft.pk}/send/"))

    asked.refresh_from_db()
    assert asked.state == "answered"
    assert "A patrol of ours." in page
    assert "Accepts in part" in page
    assert "unknown" in page


def test_a_figure_whose_range_runs_down_is_shown_again(officer: Browser, asked: Inquiry) -> None:
    officer.done(f"/inquiries/{asked.reference}/do/acknowledge/")
    officer.done(f"/inquiries/{asked.reference}/do/respond/")
    path = f"/drafts/{Draft.objects.get().pk}/says/"

    page = officer.refused(
        path,
        **{
            "version": field(officer.open(path), "version"),
            "answers-q1-text": "Half an answer",
            "figures-rows": "1",
            "figures-0-incident": "i1",
            "figures-0-category": "killed",
            "figures-0-group": "total",
            "figures-0-low": "6",
            "figures-0-high": "4",
        },
    )

    assert "The highest number cannot be below the lowest." in page
    assert "Half an answer" in page


def test_an_incident_of_our_own_is_opened_from_theirs(officer: Browser, asked: Inquiry) -> None:
    path = f"/inquiries/{asked.reference}"

    officer.done(f"{path}/incidents/i1/open/")

    page = officer.open(f"{path}/")
    assert "Open our incident from I1" not in page
    assert "INC-" in page


def test_more_time_is_asked_for_and_not_counted_before_both_agree(
    officer: Browser, asked: Inquiry
) -> None:
    until = (timezone.now() + 60 * DAY).strftime("%Y-%m-%dT%H:%M")

    to = officer.done(
        f"/inquiries/{asked.reference}/do/ask_extension/", until=until, reason="translation"
    )

    assert "The date stands until both agree." in officer.open(to)


def test_a_letter_on_paper_shows_what_was_cleared(
    desk: Desk, officer: Browser, clearer: Browser, paper: Channel
) -> None:
    draft = make_draft(desk, paper, at=timezone.now())
    path = f"/drafts/{draft.pk}"
    assert "Draft, not cleared" in officer.open(f"{path}/letter/")

    cleared(officer, clearer, draft)

    page = officer.open(f"{path}/letter/")
    assert "Draft, not cleared" not in page
    assert "What happened?" in page
    assert "Sign and send" not in officer.open(f"{path}/check/")


def test_a_delivery_is_recorded_with_one_short_form(
    desk: Desk, officer: Browser, clearer: Browser, paper: Channel
) -> None:
    draft = make_draft(desk, paper, at=timezone.now() - DAY)
    cleared(officer, clearer, draft)
    delivered = timezone.now().strftime("%Y-%m-%dT%H:%M")

    to = officer.done(
        f"/drafts/{draft.pk}/delivered/",
        delivered_at=delivered,
        medium="letter",
        delivered_to="Foreign ministry, registry",
    )

    page = officer.open(to)
    assert "Foreign ministry, registry" in page
    assert "Recorded by us; nobody signed it." in page


def test_what_came_back_looks_second_hand(desk: Desk, officer: Browser, paper: Channel) -> None:
    inquiry = raise_on_paper(desk, paper)

    to = officer.done(
        f"/inquiries/{inquiry.reference}/second-hand/",
        kind="answer",
        stated_by="Bob's liaison officer",
        stated_at="2026-03-04T10:00",
        summary="Said by telephone.",
        confidence="partly_checked",
        code_q1="partly",
        text_q1="A convoy passed.",
        publisher="Note of a call",
    )

    page = officer.open(to)
    assert "message second-hand" in page
    assert "Partly checked" in page
    assert "A convoy passed." in page
    assert "Note of a call" in page


def test_an_inquiry_on_paper_gets_its_clock(officer: Browser, paper: Channel) -> None:
    to = officer.done(
        f"/inquiries/on-paper/{paper.slug}/",
        subject="Shell on a yard",
        stated_by="Ministry",
        received_at="2026-03-04T10:00",
        medium="letter",
        reply_due="2026-04-04T10:00",
        event_kind="attack",
        event_start="2026-03-01",
        event_precision="day",
        event_title="Shell on a yard",
        narrative="A shell fell.",
        questions="Which battery?\nWho ordered it?",
        confidence="document_seen",
    )

    page = officer.open(to)
    assert "2 questions" in page
    assert "Who ordered it?" in page


PAGES = (
    "/reports/{report}/",
    "/incidents/{incident}/",
    "/incidents/{incident}/history/",
    "/inquiries/{inquiry}/",
    "/inquiries/{inquiry}/messages/{leaf}/",
    "/inquiries/{inquiry}/messages/{leaf}/proof/",
    "/drafts/{draft}/check/",
    "/drafts/{draft}/letter/",
    "/drafts/{draft}/raw/",
)


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR])
def test_who_works_on_no_case_is_not_told_that_one_exists(
    desk: Desk, asked: Inquiry, other: Other, role: Role | None
) -> None:
    incident = make_incident(desk)
    report = make_report(desk)
    draft = make_draft(desk, other.channel, about=[incident], at=timezone.now())
    stranger = Browser(make_user("stranger", *([role] if role else [])))
    names = {
        "report": report.receipt_number,
        "incident": incident.reference,
        "inquiry": asked.reference,
        "leaf": asked.raised_leaf,
        "draft": draft.pk,
    }

    answers = {path: stranger.status(path.format(**names)) for path in PAGES}

    assert answers == dict.fromkeys(PAGES, 404)


def test_who_works_on_cases_opens_every_page(
    desk: Desk, officer: Browser, asked: Inquiry, other: Other
) -> None:
    report = make_report(desk)
    incident = make_incident(desk, of=[report])
    draft = make_draft(desk, other.channel, about=[incident], at=timezone.now())
    names = {
        "report": report.receipt_number,
        "incident": incident.reference,
        "inquiry": asked.reference,
        "leaf": asked.raised_leaf,
        "draft": draft.pk,
    }
    lists = ("/", "/reports/", "/tolls/", "/incidents/", "/drafts/", "/inquiries/")
    more = (
        "/reports/new/", "/reports/{report}/screen/", "/reports/{report}/link/", "/tolls/new/",
        "/incidents/new/?report={report}", "/incidents/{incident}/facts/",
        "/incidents/{incident}/raise/", "/incidents/{incident}/status/",
        "/incidents/{incident}/places/add/", "/incidents/{incident}/objects/add/",
        "/incidents/{incident}/issues/", "/incidents/{incident}/attributions/add/",
        "/incidents/{incident}/scales/attribution/", "/incidents/{incident}/concern/",
        "/incidents/{incident}/reports/link/", "/incidents/{incident}/protect/",
        "/incidents/{incident}/statements/add/", "/drafts/{draft}/form/", "/drafts/{draft}/says/",
        "/drafts/{draft}/leaves/", "/inquiries/{inquiry}/do/acknowledge/",
        "/inquiries/{inquiry}/do/interim/", "/inquiries/{inquiry}/do/ask_extension/",
        "/inquiries/{inquiry}/second-hand/", "/inquiries/{inquiry}/investigation/",
    )  # fmt: skip

    answers = {path: officer.status(path.format(**names)) for path in (*lists, *PAGES, *more)}

    assert {path: code for path, code in answers.items() if code != 200} == {}


def test_who_is_not_signed_in_is_led_to_the_door(client, db: None) -> None:  # type: ignore[no-untyped-def]
    assert client.get("/").status_code == 302


def test_the_board_has_a_number_for_every_lane(officer: Browser, asked: Inquiry) -> None:
    page = officer.open("/")

    assert "Waiting on us" in page
    assert asked.reference in page
    assert "Nothing is late." in page
