"""Reports that print one text count as one source, as far as one may know of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from answerable.casework import completeness
from answerable.node.accounts.models import AuditEvent, Role
from answerable.node.desk.errors import ChangedMeanwhile
from answerable.node.desk.models import Compartment, Incident, Printing, Report
from answerable.node.desk.printing import briefs
from answerable.node.desk.services import dossier, drafts, reprints
from answerable.node.desk.services.counts import Count
from answerable.node.desk.services.figures import add_figure
from tests.extraction.printings import AGENCY, OTHER, reprint
from tests.factories import NOW, make_user
from tests.node.desk.factories import Desk, Other, make_incident, make_report, raise_signed

pytestmark = pytest.mark.django_db


def printed(desk: Desk, text: str, publisher: str, **given: Any) -> Report:
    return make_report(desk, text=text, publisher=publisher, **given)


def standing(desk: Desk, incident: Incident) -> str:
    found = dossier.read(
        Incident.objects.visible_to(desk.officer).filter(pk=incident.pk), desk.officer
    )
    assert found is not None
    return next(one.why for one in found.findings if one.topic == completeness.Topic.SOURCES)


def groups() -> list[int | None]:
    return list(Printing.objects.order_by("report_id").values_list("group", flat=True))


def test_five_reprints_are_one_source_and_another_reporter_is_a_second() -> None:
    desk = Desk()
    first = printed(desk, AGENCY["en"], "Island News Agency")
    for name in ("Harbour", "Courier", "Echo", "Tribune"):
        printed(desk, reprint("en"), name)
    printed(desk, OTHER["en"], "The Witness")

    assert groups() == [first.pk] * 5 + [None]
    assert (
        standing(
            desk, make_incident(desk, of=list(Report.objects.exclude(publisher="The Witness")))
        )
        == "one_source"
    )
    assert standing(desk, make_incident(desk, of=list(Report.objects.order_by("pk")))) == (
        "sources_independent"
    )


def test_the_page_of_a_report_says_who_printed_it_also_and_a_person_takes_it_out() -> None:
    desk, client = Desk(), Client()
    first = printed(desk, AGENCY["uk"], "Острівне агентство")
    second = printed(desk, reprint("uk"), "Щоденна гавань")
    make_incident(desk, of=[first, second])
    client.force_login(desk.officer)

    page = client.get(f"/reports/{second.receipt_number}/").content.decode()
    assert "Printed also by" in page
    assert first.receipt_number in page
    client.post(f"/reports/{second.receipt_number}/take-out/")

    assert "Printed also by" not in client.get(f"/reports/{first.receipt_number}/").content.decode()
    assert AuditEvent.objects.filter(verb="printing taken out").count() == 1
    # A third printing joins the first one and leaves the second where a person put it.
    third = printed(desk, reprint("uk"), "Кур'єр")
    assert groups() == [first.pk, None, first.pk]
    with pytest.raises(ChangedMeanwhile):
        reprints.take_out(second, by=desk.officer, at=NOW)
    assert list(reprints.others(third, desk.officer)) == [first]


def test_a_copy_in_a_compartment_neither_shows_nor_counts() -> None:
    desk, client = Desk(), Client()
    hidden, shown = printed(desk, AGENCY["ar"], "A"), printed(desk, reprint("ar"), "B")
    room = Compartment.objects.create(code="C-1", name="x", opened_by=desk.officer, opened_at=NOW)
    Report.objects.filter(pk=hidden.pk).update(compartment=room)
    client.force_login(make_user("noor", Role.OFFICER))

    page = client.get(f"/reports/{shown.receipt_number}/").content.decode()

    assert hidden.receipt_number not in page
    assert "Printed also by" not in page
    # Nor does the answer to a form that was not offered tell that its text lies here.
    noor = make_user("noa", Role.OFFICER)
    with pytest.raises(ChangedMeanwhile):
        reprints.take_out(shown, by=noor, at=NOW)


def test_old_printings_do_not_hide_those_of_these_days() -> None:
    desk = Desk()
    for number in range(21):
        printed(desk, AGENCY["en"], f"P{number}", published_at=NOW - timedelta(days=400))
    one, other = (printed(desk, AGENCY["en"], name, published_at=NOW) for name in "AB")

    assert list(reprints.others(other, desk.officer)) == [one]


def test_the_sources_of_an_incident_are_counted_once_for_each_text() -> None:
    desk, client = Desk(), Client()
    both = [printed(desk, AGENCY["he"], "A"), printed(desk, reprint("he"), "B")]
    incident = make_incident(desk, of=both)
    client.force_login(desk.officer)

    page = client.get(f"/incidents/{incident.reference}/sources/").content.decode()

    assert "1 source: reports that print the same text count as one." in page
    assert page.count("Printed also by") == 1
    assert all(one.receipt_number in page for one in both)
    page = client.get(f"/incidents/{incident.reference}/").content.decode()
    assert "2 reports speak of it. 1 source: reports that print the same text" in page


def test_what_printings_of_one_text_state_is_one_line_that_leads_to_each() -> None:
    desk, client = Desk(), Client()
    papers = ("Harbour", "Courier", "Echo")
    printings = [printed(desk, reprint("en"), name) for name in papers]
    other = printed(desk, OTHER["en"], "The Witness")
    incident = make_incident(desk, of=[*printings, other])
    for one in (*printings, other):
        # A paper by itself, and a police that each paper quotes.
        for owner, killed in ((one.publisher, 5), ("Police", 6)):
            add_figure(
                incident, Count("killed", killed, killed), stated_by=owner,
                owner_role="media", report=one, by=desk.officer, at=NOW,
            )  # fmt: skip
    client.force_login(desk.officer)

    found = dossier.read(Incident.objects.filter(pk=incident.pk), desk.officer)
    page = client.get(f"/incidents/{incident.reference}/").content.decode()

    assert found is not None
    assert [(one.owner, one.low, len(one.printings)) for one in found.ledgers.reported] == [
        ("Harbour", 5, 3), ("Police", 6, 3), ("The Witness", 5, 0), ("Police", 6, 0),
    ]  # fmt: skip
    assert page.count("stated in 3 printings of one text") == 2
    assert "5, in 3 printings" in page
    assert all(f"/reports/{one.receipt_number}/" in page for one in printings)
    # One taken out by a person states it by itself.
    reprints.take_out(printings[1], by=desk.officer, at=NOW)
    found = dossier.read(Incident.objects.filter(pk=incident.pk), desk.officer)
    assert found is not None
    assert sorted(len(one.printings) for one in found.ledgers.reported) == [0, 0, 0, 0, 2, 2]


def test_what_is_alike_weeks_later_or_came_as_a_row_is_no_printing() -> None:
    desk = Desk()
    printed(desk, AGENCY["ru"], "A", published_at=NOW - timedelta(days=40))
    printed(desk, AGENCY["ru"], "B", published_at=NOW)

    assert groups() == [None, None]
    Report.objects.filter(publisher="B").update(route="import")
    Printing.objects.all().delete()
    assert reprints.find_all() == 1


def test_two_groups_that_one_text_shows_to_be_one_become_one() -> None:
    desk = Desk()
    words = [f"word{n}" for n in range(400)]
    first = printed(desk, " ".join(words[:300]), "A")
    second = printed(desk, " ".join(words[130:]), "B")
    assert groups() == [None, None]

    printed(desk, " ".join(words[60:340]), "C")

    assert groups() == [first.pk] * 3
    assert second.pk != first.pk


def test_printings_are_found_with_few_questions(
    django_assert_max_num_queries: Any,
) -> None:
    desk = Desk()
    for name in range(8):
        printed(desk, reprint("en"), f"Paper {name}")
    late = Report.objects.create(
        receipt_number="R-2026-99999", title="x", text=AGENCY["en"], route="paste", received_at=NOW
    )

    with django_assert_max_num_queries(12):
        reprints.find_printings(late)
    assert len(set(groups())) == 1


def test_a_draft_begins_with_one_figure_of_a_text_and_a_brief_counts_its_source_once(
    desk: Desk, other: Other
) -> None:
    both = [printed(desk, reprint("ru"), name) for name in "AB"]
    incident = make_incident(desk, of=both)
    for one in both:
        add_figure(
            incident, Count("killed", 5, 5), stated_by=one.publisher,
            owner_role="media", report=one, by=desk.officer, at=NOW,
        )  # fmt: skip

    draft = drafts.start_inquiry([incident], other.channel, **desk.acts(NOW))
    inquiry = raise_signed(desk, other.channel, about=[incident])

    assert len(draft.choice["incidents"][0]["figures"]) == 1
    assert list(briefs.read(inquiry, desk.officer, at=NOW).sources.values()) == [1]
