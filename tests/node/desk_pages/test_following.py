"""Pages of following up: the ladder, duty contacts, calls, and the calendars of a channel."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from answerable.node.accounts.models import Role
from answerable.node.desk.models import DutyCall, DutyContact, FollowStep, Inquiry, SideCalendar
from answerable.node.desk.services import duty
from answerable.node.ledger.models import Channel
from tests.factories import NOW, make_user
from tests.node.desk.factories import DAY, Desk, change, cleared, make_draft, raise_on_paper
from tests.node.desk_pages.conftest import Browser


@pytest.fixture
def inquiry(desk: Desk, paper: Channel) -> Inquiry:
    return raise_on_paper(desk, paper, at=timezone.now() - 20 * DAY)


def urgent(desk: Desk, paper: Channel) -> Inquiry:
    return raise_on_paper(desk, paper, at=timezone.now() - DAY, urgency="urgent")


def test_the_case_the_board_and_the_list_show_the_next_step(
    officer: Browser, inquiry: Inquiry
) -> None:
    case = officer.open(f"/inquiries/{inquiry.reference}/")
    board, listed = officer.open("/"), officer.open("/inquiries/?step=1")

    assert "Next step:" in case
    assert "Check that it was received" in case
    assert 'id="steps"' in board
    assert "Check that it was received" in board
    assert inquiry.reference in listed


def test_a_step_is_recorded_by_page_and_the_next_one_stands_there(
    officer: Browser, inquiry: Inquiry
) -> None:
    page = f"/inquiries/{inquiry.reference}/following/"
    when = timezone.localtime().strftime("%Y-%m-%dT%H:%M")

    shown = officer.open(page + "step/")
    officer.done(
        page + "step/", step="first_reminder.1", outcome="taken", means="letter", done_at=when
    )

    assert "First reminder, " in shown
    row = FollowStep.objects.get()
    assert row.action == "first_reminder"
    after = officer.open(page)
    assert "Behind us" in after
    assert "Second reminder, one level up" in officer.open(f"/inquiries/{inquiry.reference}/")


def test_to_pass_a_step_over_without_a_reason_stays_on_the_page(
    officer: Browser, inquiry: Inquiry
) -> None:
    when = timezone.localtime().strftime("%Y-%m-%dT%H:%M")

    page = officer.refused(
        f"/inquiries/{inquiry.reference}/following/step/",
        step="receipt_check.1", outcome="passed_over", done_at=when,
    )  # fmt: skip

    assert "This is needed." in page
    assert not FollowStep.objects.exists()


def test_an_urgent_case_shows_whom_to_call_and_an_ordinary_one_does_not(
    desk: Desk, officer: Browser, paper: Channel, inquiry: Inquiry
) -> None:
    pressing = urgent(desk, paper)
    officer.done(
        f"/channels/{paper.slug}/duty/",
        desk="Duty room of the liaison",
        telephone="+00 900 100",
        hours="day and night",
        languages="English, Arabic",
    )

    page = officer.open(f"/inquiries/{pressing.reference}/")

    assert "Duty room of the liaison" in page
    assert "+00 900 100" in page
    assert "Record a call" in page
    assert "Duty room" not in officer.open(f"/inquiries/{inquiry.reference}/")


def test_a_call_is_recorded_and_corrected_by_page(
    desk: Desk, officer: Browser, paper: Channel
) -> None:
    pressing = urgent(desk, paper)
    contact = duty.add_contact(paper, desk="Duty room", telephone="1", **desk.by())
    page = f"/inquiries/{pressing.reference}/following/"
    when = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    said: dict[str, Any] = {"called_at": when, "caller": "Amal", "contact": contact.pk}

    officer.done(page + "call/", **said, result="no_answer")
    first = DutyCall.objects.get()
    officer.done(page + f"call/?corrects={first.pk}", **said, result="taken_up", said="Go ahead")

    shown = officer.open(page)
    assert "They take it up" in shown
    assert "Corrected" in shown
    assert DutyCall.objects.count() == 2
    for wrong in ("9999999", "²", "1" * 30):
        assert officer.status(page + f"call/?corrects={wrong}") in (200, 404)


def test_a_contact_that_no_longer_holds_is_kept_apart(
    desk: Desk, officer: Browser, paper: Channel
) -> None:
    contact = duty.add_contact(paper, desk="Old room", telephone="1", **desk.by())

    officer.done(f"/channels/{paper.slug}/duty/{contact.pk}/end/")

    assert DutyContact.objects.get().ended_at is not None
    assert "Those that no longer hold" in officer.open(f"/channels/{paper.slug}/duty/")


def test_an_administrator_proposes_changes_looks_and_accepts_a_calendar(
    desk: Desk, paper: Channel, client: Client, inquiry: Inquiry
) -> None:
    client.force_login(desk.administrator)
    page = f"/administration/calendars/{paper.slug}/"
    asked: dict[str, str | int] = {
        "party": "bob",
        "country": "IL",
        "first_year": 2026,
        "last_year": 2027,
    }
    step = timezone.localtime(inquiry.step_due or NOW).date()
    form = {
        **asked,
        "weekend": ["4", "5"],
        "days": f"{step} A feast\n\n2027-01-01 New Year",
    }

    proposed = client.get(page, asked).content.decode()
    looked = client.post(page, {**form, "look": "1"}).content.decode()
    nothing_yet = SideCalendar.objects.exists()
    accepted = client.post(page, {**form, "accept": "1"})

    assert "Israel (IL)</option>" in proposed
    assert "Rosh Hashanah" in proposed
    # Who administers sees no case, and learns of none by its dates either.
    assert "No next step of the cases that you see moves." in looked
    assert inquiry.reference not in looked
    assert not nothing_yet
    assert accepted.status_code == 302
    moved_to = Inquiry.objects.get().step_due
    assert inquiry.step_due is not None
    assert moved_to is not None
    assert moved_to > inquiry.step_due
    assert "Accepted before" in client.get(page).content.decode()


def test_an_officer_sees_which_cases_a_calendar_moves(
    officer: Browser, paper: Channel, inquiry: Inquiry
) -> None:
    step = timezone.localtime(inquiry.step_due or NOW).date()
    form = {"party": "bob", "first_year": 2026, "last_year": 2027, "days": f"{step} A feast"}

    looked = officer.refused(f"/administration/calendars/{paper.slug}/", **form, look="1")

    assert "1 next step of the cases that you see moves" in looked
    assert inquiry.reference in looked


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"days": "tomorrow Feast"}, "Line 1 does not begin with a date"),
        ({"weekend": [str(day) for day in range(7)]}, "at least one working day"),
        ({"days": "2031-01-01 Far"}, "lies outside of the years"),
        ({"party": "mallory"}, "mallory is not one"),
    ],
)
def test_a_calendar_that_cannot_be_stays_on_the_page(
    officer: Browser, paper: Channel, given: dict[str, Any], said: str
) -> None:
    form = {"party": "bob", "first_year": 2026, "last_year": 2027, **given}

    page = officer.refused(f"/administration/calendars/{paper.slug}/", **form, accept="1")

    assert said in page
    assert not SideCalendar.objects.exists()


def test_an_unknown_part_of_a_country_is_said_at_its_field(
    officer: Browser, paper: Channel
) -> None:
    query = "?party=bob&country=DE&subdivision=QQ&first_year=2026&last_year=2026"

    page = officer.open(f"/administration/calendars/{paper.slug}/{query}")

    assert "This part of the country is not known." in page


def test_new_pages_ask_the_database_little(
    officer: Browser, paper: Channel, inquiry: Inquiry
) -> None:
    for path in (
        f"/inquiries/{inquiry.reference}/following/",
        f"/administration/calendars/{paper.slug}/",
        "/administration/calendars/",
        f"/channels/{paper.slug}/duty/",
    ):
        officer.open(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            officer.open(path)
        assert len(asked) <= 14, (path, len(asked))


def test_a_draft_that_was_not_delivered_is_on_no_ladder(
    desk: Desk, officer: Browser, paper: Channel
) -> None:
    draft = cleared(desk, change(desk, make_draft(desk, paper), subject="Not handed over"))

    assert draft.state == "cleared"
    assert "Not handed over" not in officer.open("/inquiries/?step=1")


def test_who_only_reads_the_record_learns_nothing_of_our_work(
    desk: Desk, officer: Browser, inquiry: Inquiry
) -> None:
    page = f"/inquiries/{inquiry.reference}/following/"
    when = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    officer.done(
        page + "step/",
        step="receipt_check.1", outcome="passed_over", done_at=when, note="They rang us",
    )  # fmt: skip

    seen = Browser(make_user("auditor", Role.AUDITOR)).open(page)

    assert "They rang us" not in seen
    assert "Passed over" not in seen
    assert "First reminder" in seen


def test_the_story_of_a_case_tells_steps_and_calls(
    desk: Desk, officer: Browser, inquiry: Inquiry
) -> None:
    duty.record_call(inquiry, called_at=NOW, caller="Amal", result="call_back", **desk.by())

    assert "Call to the other side: They will call back" in officer.open(
        f"/inquiries/{inquiry.reference}/"
    )
