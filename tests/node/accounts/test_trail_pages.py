"""The auditor's pages: search, check, take along; and nothing tells of what is kept from one."""

import csv
import io

import pytest
from django.test import Client

from answerable.node.accounts import audit
from answerable.node.accounts.models import AuditEvent, Role, User
from answerable.node.desk.services import compartments
from answerable.safekeeping import trail
from tests.factories import NOW, make_user
from tests.node.desk.factories import Desk, make_incident, make_report

pytestmark = pytest.mark.django_db
PAGE = "/administration/trail/"


@pytest.fixture
def auditor(client: Client) -> User:
    """Return an auditor who has signed in."""
    auditor = make_user("vera", Role.AUDITOR, office="audit")
    client.force_login(auditor)
    return auditor


def taken(client: Client, way: str, **asked: str) -> str:
    """Take the trail along."""
    answer = client.post(f"{PAGE}{way}/", asked)
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "role", [one for one in Role if one not in (Role.AUDITOR, Role.ADMINISTRATOR)]
)
def test_it_is_for_auditors_and_administrators(client: Client, role: Role) -> None:
    client.force_login(make_user("amal", role))

    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}csv/").status_code == 403
    assert client.post(f"{PAGE}lines/").status_code == 403


def test_it_is_searched_by_person_verb_subject_and_period(client: Client, auditor: User) -> None:
    amal = make_user("amal")
    audit.record(amal, "sent: raise", "inquiry", "ALICE-7", at=NOW)
    audit.record(auditor, "role given", "person", "8", at=NOW.replace(year=2025))

    for asked, expected in (
        ({"person": "amal"}, {"ALICE-7"}),
        ({"verb": "sent"}, {"ALICE-7"}),
        ({"subject": "ALICE-7"}, {"ALICE-7"}),
        ({"since": "2026-03-02"}, {"ALICE-7"}),
        ({"until": "2026-01-01"}, {"8"}),
        ({"person": "nobody"}, set()),
        ({"since": "yesterday"}, {"ALICE-7", "8"}),
    ):
        page = client.get(PAGE, asked)
        assert page.status_code == 200
        assert {line.subject for line in page.context["lines"]} == expected


def test_verbs_are_shown_in_words(client: Client, auditor: User) -> None:
    audit.record(None, "sent: follow_up", "inquiry", "ALICE-7", at=NOW)

    page = client.get(PAGE).content.decode()

    assert "Sent: follow up" in page
    assert "the node itself" in page


def test_what_is_in_a_compartment_is_withheld_and_not_found(
    client: Client, auditor: User, desk: Desk
) -> None:
    room = compartments.open_compartment(name="Referral", **desk.by())
    report = make_report(desk)
    incident = make_incident(desk, of=[report])
    open_one = make_incident(desk)
    compartments.put(incident, room, **desk.by())

    page = client.get(PAGE).content.decode()
    table = taken(client, "csv")
    lines = taken(client, "lines")

    for told in (page, table, lines):
        assert open_one.reference in told
        assert incident.reference not in told
        assert report.receipt_number not in told
        assert "Referral" not in told
    assert not client.get(PAGE, {"subject": incident.reference}).context["lines"]
    assert trail.check_lines(lines.splitlines()).withheld > 0


def test_who_is_in_the_compartment_reads_it(client: Client, auditor: User, desk: Desk) -> None:
    room = compartments.open_compartment(name="Referral", **desk.by())
    incident = make_incident(desk)
    compartments.put(incident, room, **desk.by())
    auditor.memberships.create(office=desk.embassy, role=Role.ANALYST)
    compartments.let_in(room, auditor, **desk.by())

    assert client.get(PAGE, {"subject": incident.reference}).context["lines"]


def test_a_spreadsheet_finds_no_formula(client: Client, auditor: User) -> None:
    audit.record(auditor, "document received", "document", '=HYPERLINK("x")', at=NOW)

    rows = list(csv.reader(io.StringIO(taken(client, "csv"))))

    assert rows[-1][5] == '\'=HYPERLINK("x")'


def test_the_lines_hold_offline_and_a_change_shows(client: Client, auditor: User) -> None:
    for number in range(3):
        audit.record(auditor, "sent: raise", "inquiry", str(number), at=NOW)

    lines = taken(client, "lines").splitlines()

    assert trail.check_lines(lines).events == 4
    with pytest.raises(trail.BrokenTrail, match="event 2 was changed"):
        trail.check_lines(
            [line.replace('"subject_id": "1"', '"subject_id": "9"') for line in lines]
        )


def test_taking_it_along_is_on_record(client: Client, auditor: User) -> None:
    taken(client, "csv", person="amal")

    event = AuditEvent.objects.get()
    assert (event.verb, event.by) == ("trail exported", auditor)


def test_a_page_says_whether_the_trail_holds(client: Client, auditor: User) -> None:
    assert "The trail holds." in client.get(PAGE, {"check": "1"}).content.decode()
