"""The inbox by its pages, without JavaScript: choose rows, fill a small form, take it back."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from answerable.node.accounts.models import Office
from answerable.node.desk.models import Arrival, Compartment, Report, TriageDecision
from answerable.node.desk.services import triage
from tests.factories import NOW, make_user
from tests.node.desk.factories import (
    HOUR,
    Desk,
    Other,
    make_incident,
    make_report,
    raise_body,
    raise_words,
)
from tests.node.desk_pages.conftest import Browser

NAME = re.compile(r'name="item" value="([^"]+)"')


def names(page: str) -> list[str]:
    """Return the names of the rows that can be chosen."""
    return NAME.findall(page)


def decided(browser: Browser, deed: str, items: list[str], **fields: Any) -> str:
    """Open the form of a deed for these rows, send it, and return the page that it leads to."""
    query = "&".join(f"item={one}" for one in items)
    form = browser.open(f"/inbox/decide/?deed={deed}&{query}")
    assert names(form) == items
    to = browser.done("/inbox/decide/", deed=deed, item=items, **fields)
    return browser.open(to)


def test_what_waits_is_listed_with_a_count_in_the_navigation(desk: Desk, officer: Browser) -> None:
    make_report(desk, "A school was hit")
    make_report(desk, "<b>A bridge</b>")

    page = officer.open("/inbox/")

    assert len(names(page)) == 2
    assert "A school was hit" in page
    assert "&lt;b&gt;A bridge" in page
    assert re.search(r'href="/inbox/"[^>]*>.*?<span class="count">2</span>', page, re.S)


def test_a_message_is_listed_with_its_case(desk: Desk, officer: Browser, other: Other) -> None:
    other.say("a" * 32, raise_body(), words=raise_words())
    other.arrive(NOW + HOUR)

    page = officer.open("/inbox/?kind=raise")

    assert "Fire across the line" in page
    assert "BOB-2026-0001" in page
    [name] = names(page)
    officer.open(f"/inbox/decide/?item={name}")
    after = decided(officer, "done", [name], reason="Read")
    assert "Decided about 1 thing" in after
    assert names(after) == []


def test_a_day_s_work_by_plain_forms(desk: Desk, officer: Browser) -> None:
    incident = make_incident(desk)
    for number in range(6):
        make_report(desk, f"Report {number}")
    one, two, three, four, five, six = names(officer.open("/inbox/"))
    soon = (timezone.localdate() + timedelta(days=3)).isoformat()

    decided(officer, "link", [one], reference=incident.reference)
    decided(officer, "out", [two], code="too_little")
    decided(officer, "snooze", [three], until=soon)
    decided(officer, "assign", [four], person=desk.investigator.pk, office=desk.bureau.pk)
    decided(officer, "open", [five], title="Market", kind="attack", office=desk.embassy.pk)
    page = decided(officer, "duplicate", [six], receipt=one.partition(".")[0])

    assert names(page) == []
    assert TriageDecision.objects.count() == 6
    assert names(officer.open("/inbox/?show=snoozed")) != []


def test_several_are_decided_alike_and_taken_back(desk: Desk, officer: Browser) -> None:
    for _ in range(3):
        make_report(desk)
    items = names(officer.open("/inbox/"))

    page = decided(officer, "out", items, code="not_genuine", reason="An advertisement")

    assert "You decided about 3 things" in page
    [batch] = re.findall(r'name="batch" value="(\w+)"', page)
    Report.objects.filter(receipt_number=items[0].partition(".")[0]).update(assignee=desk.clearer)
    officer.done("/inbox/undo/", batch=batch)
    back = officer.open("/inbox/")
    assert "2 decisions were taken back" in back
    assert f"{items[0].partition('.')[0]} was left" in back
    assert len(names(back)) == 2


def test_the_second_of_two_keeps_the_form_and_is_told(desk: Desk, officer: Browser) -> None:
    make_report(desk)
    items = names(officer.open("/inbox/"))
    triage.take_up(triage.chosen(Report.objects.get()), by=desk.investigator, at=NOW)

    page = officer.refused("/inbox/decide/", deed="out", item=items, code="no_event")

    assert "moved on in the meantime" in page
    assert Report.objects.get().screening == "received"


def test_what_a_form_lacks_is_said_at_its_field(desk: Desk, officer: Browser) -> None:
    make_report(desk)
    items = names(officer.open("/inbox/"))

    for deed, fields, says in (
        ("out", {"code": "other"}, "Say why it is out of scope"),
        ("out", {}, "This field is required"),
        ("assign", {}, "Choose a person, an office, or both"),
        ("assign", {"person": "999"}, "not one of the available choices"),
        ("snooze", {"until": "2020-01-01"}, "still to come"),
        ("snooze", {"until": "x"}, "valid date"),
        ("link", {"reference": "I-0000-00000"}, "No incident stands under this reference"),
        ("duplicate", {"receipt": "R-1"}, "No report has this receipt number"),
        ("ask", {"question": "When?", "until": "2199-01-01"}, "No source is in the vault"),
        ("done", {}, "only a message is dealt with"),
    ):
        assert says in officer.refused("/inbox/decide/", deed=deed, item=items, **fields)
    assert not TriageDecision.objects.exists()


@pytest.mark.parametrize("item", ["x", "R-1.000000000000", "M1.000000000000", "M0.0", "\0", "R-1"])
def test_what_is_not_there_is_not_there(officer: Browser, item: str) -> None:
    assert officer.client.get("/inbox/decide/", {"item": item}).status_code == 404


def test_nothing_chosen_leads_back(officer: Browser) -> None:
    assert officer.client.get("/inbox/decide/", {"deed": "out"}).status_code == 302
    for batch in ("x" * 99, "a\0b", "ا", ""):
        assert officer.client.post("/inbox/undo/", {"batch": batch}).status_code == 302


@pytest.mark.parametrize(
    "query", ["show=x&office=y&kind=z", "after=1-1-r-9", "after=x", "done=%00"]
)
def test_a_filter_that_is_none_shows_all(desk: Desk, officer: Browser, query: str) -> None:
    make_report(desk)

    assert len(names(officer.open(f"/inbox/?{query}"))) == 1


def test_a_compartment_is_not_there_either(desk: Desk, officer: Browser) -> None:
    report = make_report(desk, "Hidden")
    [item] = names(officer.open("/inbox/"))
    room = Compartment.objects.create(
        code="C-1", name="Room", opened_by=desk.investigator, opened_at=NOW
    )
    Report.objects.filter(pk=report.pk).update(compartment=room)

    page = officer.open("/inbox/?office=all")

    assert names(page) == []
    assert "Hidden" not in page
    assert 'href="/inbox/"' in page
    assert '<span class="count">' not in page
    assert officer.client.get("/inbox/decide/", {"item": item}).status_code == 404


def test_who_does_no_triage_has_no_inbox(desk: Desk, clearer: Browser) -> None:
    assert clearer.status("/inbox/") == 403
    assert 'href="/inbox/"' not in clearer.open("/")
    nobody = Browser(make_user("nobody"))
    assert nobody.status("/inbox/") == 403


def test_the_page_of_a_report_says_what_was_decided(desk: Desk, officer: Browser) -> None:
    report = make_report(desk)
    triage.put_out_of_scope(
        triage.chosen(report), "other", reason="A film set", by=desk.officer, at=NOW
    )

    page = officer.open(f"/reports/{report.receipt_number}/")

    assert "Another reason, in words" in page
    assert "A film set" in page


def test_a_full_page_asks_twelve_questions_at_most(
    desk: Desk, officer: Browser, other: Other, django_assert_max_num_queries: Any
) -> None:
    for number in range(55):
        other.say(f"{number:032x}", raise_body(reference=f"B-{number}"), words=raise_words())
    other.arrive(NOW + HOUR)
    for _ in range(20):
        make_report(desk)
    Arrival.objects.update(assignee=desk.officer)
    Report.objects.update(office=Office.objects.get(code="embassy"), assignee=desk.officer)
    officer.open("/inbox/")

    with django_assert_max_num_queries(12):
        assert len(names(officer.open("/inbox/"))) == 50


def test_what_may_tell_of_the_same_is_one_step_away(desk: Desk, officer: Browser) -> None:
    incident = make_incident(desk, start=timezone.now(), title="Shelling of the harbour, night")
    other = make_report(desk, "Shelling of the harbour at night")
    report = make_report(desk, "Shelling of the harbour in the night")
    Report.objects.update(received_at=timezone.now())

    page = officer.open("/inbox/")
    item = next(one for one in names(page) if one.startswith(str(report)))

    link = f"/inbox/decide/?deed=link&amp;item={item}&amp;to={incident.reference}"
    same = f"/inbox/decide/?deed=duplicate&amp;item={item}&amp;to={other.receipt_number}"
    assert link in page
    assert same in page
    assert "the same wording" in page
    form = officer.open(link.replace("&amp;", "&"))
    assert f'value="{incident.reference}"' in form
    assert link in form
