"""Reports, tolls and incidents, as people fill their forms in."""

import re

import pytest
from django.test import Client

from answerable.node.accounts.models import Role
from answerable.node.desk.models import Figure, Incident, Report, Toll
from answerable.node.ledger.models import Channel
from tests.extraction.printings import AGENCY
from tests.factories import make_user
from tests.node.desk.factories import Desk, make_incident, make_report, raise_on_paper
from tests.node.desk_pages.conftest import Browser

FACTS = {
    "title": "Clinic in Port Sarel",
    "kind": "attack",
    "time_precision": "day",
    "start_day": "2026-02-20",
    "zone": "Europe/Athens",
}
COUNTS = {f"counts-{name}_FORMS": number for name, number in (("TOTAL", 4), ("INITIAL", 0))}


def test_a_report_typed_in_gets_a_receipt_number(officer: Browser) -> None:
    to = officer.done("/reports/new/", title="A letter", route="letter", text="It says so.")

    assert to == f"/reports/{Report.objects.get().receipt_number}/"
    assert "A letter" in officer.open(to)


def test_a_report_form_says_that_a_source_belongs_into_the_vault(officer: Browser) -> None:
    assert "Do not write here who a source is" in officer.open("/reports/new/")


def test_a_report_without_a_text_is_shown_again_with_its_title(officer: Browser) -> None:
    page = officer.refused("/reports/new/", title="Half a letter", route="letter", text="")

    assert 'value="Half a letter"' in page
    assert 'href="#id_text"' in page


def test_an_incident_is_opened_from_two_reports(desk: Desk, officer: Browser) -> None:
    one, two = make_report(desk), make_report(desk, "Another voice")

    officer.done(
        f"/incidents/new/?report={one.receipt_number}&report={two.receipt_number}", **FACTS
    )

    assert set(Incident.objects.get().reports.all()) == {one, two}


def test_the_time_of_an_incident_is_read_in_its_zone(officer: Browser) -> None:
    officer.done("/incidents/new/", **{**FACTS, "time_precision": "hour"}, start_time="13:30")

    start = Incident.objects.get().start
    assert start is not None
    assert start.isoformat() == "2026-02-20T11:30:00+00:00"


def test_an_incident_that_ends_before_it_begins_is_shown_again(officer: Browser) -> None:
    page = officer.refused("/incidents/new/", **FACTS, end_day="2026-02-19")

    assert "The end cannot be before the beginning." in page
    assert 'value="Clinic in Port Sarel"' in page


def test_two_people_changing_the_facts_do_not_overwrite_each_other(
    desk: Desk, officer: Browser
) -> None:
    incident = make_incident(desk)
    path = f"/incidents/{incident.reference}/facts/"
    officer.done(path, **{**FACTS, "title": "First"}, version=1, why="Typed wrongly")

    page = officer.refused(path, **{**FACTS, "title": "Second"}, version=1, why="Typed wrongly")

    assert 'value="Second"' in page
    assert Incident.objects.get().title == "First"


def test_a_figure_left_without_numbers_is_unknown_and_not_zero(
    desk: Desk, officer: Browser
) -> None:
    incident = make_incident(desk)

    officer.done(
        f"/incidents/{incident.reference}/figures/add/",
        stated_by="Relief",
        owner_role="ngo",
        category="missing",
        group="total",
        qualifier="not_stated",
    )

    assert Figure.objects.get().is_unknown
    assert "unknown" in officer.open(f"/incidents/{incident.reference}/")


def test_a_range_that_does_not_fit_is_explained(desk: Desk, officer: Browser) -> None:
    incident = make_incident(desk)

    page = officer.refused(
        f"/incidents/{incident.reference}/figures/add/",
        stated_by="Relief",
        owner_role="ngo",
        category="killed",
        group="total",
        qualifier="range",
        low="9",
        high="4",
    )

    assert "Enter the lowest and a higher number." in page
    assert 'value="Relief"' in page


def test_a_figure_of_the_party_asked_stands_in_the_other_ledger(
    desk: Desk, officer: Browser
) -> None:
    incident = make_incident(desk)
    path = f"/incidents/{incident.reference}/figures/add/"
    figure = {"category": "killed", "group": "total", "qualifier": "exact"}

    officer.done(path, **figure, stated_by="Relief", owner_role="ngo", low="9")
    officer.done(path, **figure, stated_by="Ministry", owner_role="party_asked", low="4")

    page = officer.open(f"/incidents/{incident.reference}/")
    assert page.index("Relief") < page.index(
        "Acknowledged by the party asked", page.index("Relief")
    )
    assert [figure.ledger for figure in Figure.objects.order_by("id")] == [
        "reported",
        "acknowledged",
    ]


def test_deciding_to_raise_needs_a_criterion(desk: Desk, officer: Browser) -> None:
    incident = make_incident(desk)

    page = officer.refused(
        f"/incidents/{incident.reference}/concern/", raise_it="yes", reason="It is grave."
    )

    assert "Tick at least one criterion" in page
    assert "It is grave." in page


def test_a_decision_not_to_raise_is_shown_with_its_reason(desk: Desk, officer: Browser) -> None:
    incident = make_incident(desk)

    officer.done(f"/incidents/{incident.reference}/concern/", raise_it="no", reason="Too early.")

    assert "Too early." in officer.open(f"/incidents/{incident.reference}/")


def test_the_three_scales_are_judged_each_for_itself(desk: Desk, officer: Browser) -> None:
    incident = make_incident(desk)
    path = f"/incidents/{incident.reference}/scales"

    officer.done(f"{path}/harm/", code="likely", reason="Two sources.")
    officer.done(f"{path}/reliability/", code="B", credibility="2", reason="Known paper.")

    page = officer.open(f"/incidents/{incident.reference}/")
    assert "Likely" in page
    assert "B: usually reliable source" in page
    assert "Not assessed yet" in page


def test_an_unlinked_report_stays_in_the_history(desk: Desk, officer: Browser) -> None:
    report = make_report(desk)
    incident = make_incident(desk, of=[report])

    officer.done(
        f"/incidents/{incident.reference}/reports/{report.receipt_number}/unlink/",
        reason="Another town",
    )

    assert report.receipt_number not in officer.open(f"/incidents/{incident.reference}/")
    history = officer.open(f"/incidents/{incident.reference}/history/")
    assert f"Report unlinked: {report.receipt_number}" in history
    assert "Another town" in history


def test_an_issue_is_named_as_a_topic_and_not_a_finding(desk: Desk, officer: Browser) -> None:
    incident = make_incident(desk)

    officer.done(f"/incidents/{incident.reference}/issues/", issues=["medical"])

    page = officer.open(f"/incidents/{incident.reference}/")
    assert "Medical personnel, units and transports" in page
    assert "Topics, not findings." in page


def test_a_place_has_names_in_two_scripts(desk: Desk, officer: Browser) -> None:
    incident = make_incident(desk)

    officer.done(
        f"/incidents/{incident.reference}/places/add/",
        role="event",
        name="ميناء ساريل",
        language="ar",
        script="arabic",
        latin="Port Sarel",
        precision="town",
    )

    page = officer.open(f"/incidents/{incident.reference}/")
    assert '<bdi lang="ar">ميناء ساريل</bdi>' in page
    assert "Port Sarel" in page


def test_a_toll_has_an_owner_and_never_reaches_an_incident(desk: Desk, officer: Browser) -> None:
    incident = make_incident(desk)

    officer.done(
        "/tolls/new/",
        situation="Around the bay",
        owner="Health office",
        as_of="2026-02-25",
        **COUNTS,
        **{
            "counts-0-category": "killed",
            "counts-0-group": "total",
            "counts-0-qualifier": "exact",
            "counts-0-low": "31771",
        },
    )

    assert Toll.objects.get().owner == "Health office"
    assert "31,771" in officer.open("/tolls/")
    assert "31,771" not in officer.open(f"/incidents/{incident.reference}/")


def test_a_wrong_count_of_a_toll_keeps_everything_typed(officer: Browser) -> None:
    page = officer.refused(
        "/tolls/new/",
        situation="Around the bay",
        owner="Health office",
        as_of="2026-02-25",
        **COUNTS,
        **{
            "counts-0-category": "killed",
            "counts-0-group": "total",
            "counts-0-qualifier": "range",
            "counts-0-low": "9",
        },
    )

    assert 'value="Health office"' in page
    assert "Enter the lowest and a higher number." in page
    assert not Toll.objects.exists()


def test_a_toll_that_claims_countless_counts_is_refused_with_a_short_page(
    officer: Browser,
) -> None:
    page = officer.refused(
        "/tolls/new/",
        situation="Around the bay",
        owner="Health office",
        as_of="2026-02-25",
        **{**COUNTS, "counts-TOTAL_FORMS": "9" * 400},
    )

    assert page.count("<fieldset") == 24
    assert "Please submit at most 24 forms." in page
    assert not Toll.objects.exists()


def test_a_protected_phrase_stands_on_its_report(desk: Desk, officer: Browser) -> None:
    report = make_report(desk)

    officer.done(f"/reports/{report.receipt_number}/protect/", phrase="Nadia O.", is_name="on")

    assert "Nadia O." in officer.open(f"/reports/{report.receipt_number}/")


def test_a_report_screened_as_a_duplicate_leads_to_the_other(desk: Desk, officer: Browser) -> None:
    first, second = make_report(desk), make_report(desk, "The same")

    officer.done(
        f"/reports/{second.receipt_number}/screen/",
        decision="duplicate",
        duplicate_of=first.receipt_number,
    )

    assert f'href="/reports/{first.receipt_number}/"' in officer.open(
        f"/reports/{second.receipt_number}/"
    )


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.ADMINISTRATOR, "/administration/people/"),
        (Role.CUSTODIAN, "/identity/"),
        (Role.AUDITOR, "/administration/trail/"),
    ],
)
def test_who_sees_no_cases_is_led_to_the_page_of_their_work(
    desk: Desk, client: Client, role: Role, page: str
) -> None:
    client.force_login(make_user("ines", role))

    answer = client.get("/")

    assert (answer.status_code, answer["Location"]) == (302, page)
    _head, column = client.get(page).content.decode().split('class="side"')
    assert re.findall(r'<a href="([^"]+)"', column)[0] == page


def test_who_has_no_role_is_told_nothing_of_cases_on_the_board(desk: Desk) -> None:
    page = Browser(make_user("guest")).open("/")

    assert "You have no role in which one works on cases" in page
    for said in ("Everything that was sent has been delivered", "No inquiries yet", "Nothing is"):
        assert said not in page


def test_a_principal_who_does_no_deed_sees_the_cases_on_the_board(
    desk: Desk, paper: Channel
) -> None:
    about = raise_on_paper(desk, paper)

    page = Browser(make_user("envoy", Role.PRINCIPAL)).open("/")

    assert "You have no role in which one works on cases" not in page
    assert about.reference in page


def test_a_report_is_linked_to_what_its_printing_speaks_of_or_told_that_there_is_none(
    desk: Desk, officer: Browser
) -> None:
    first, second = (make_report(desk, text=AGENCY["en"]) for _ in "ab")
    incident = make_incident(desk, of=[first])
    address = f"/reports/{second.receipt_number}/link/"

    assert f'value="{incident.reference}"' in officer.open(address)
    assert "No incident stands under this reference" in officer.refused(address, reference="X-1")
    about = f"/incidents/{incident.reference}/reports/link/"
    assert "No report has this receipt number" in officer.refused(about, reference="X-1")
    officer.done(address, reference=incident.reference)
    assert f'value="{incident.reference}"' not in officer.open(address)
