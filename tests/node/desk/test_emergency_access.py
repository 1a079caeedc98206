"""Emergency access to a compartment: a second person, for a time, on record, seen by members."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from answerable.node.accounts.models import AuditEvent, Role, User
from answerable.node.desk.errors import BadInput, NotPermitted, NotPossible
from answerable.node.desk.models import AccessRequest, Compartment, Incident
from answerable.node.desk.services import compartments
from answerable.node.desk.services.compartments import emergency
from tests.factories import NOW, make_user
from tests.node.desk.factories import Desk, make_incident


@pytest.fixture
def room(desk: Desk) -> Compartment:
    """Return a compartment with the officer in it."""
    return compartments.open_compartment(name="Referral of a colleague", **desk.by())


@pytest.fixture
def incident(desk: Desk, room: Compartment) -> Incident:
    """Return an incident in it."""
    found = make_incident(desk)
    compartments.put(found, room, **desk.by())
    return found


@pytest.fixture
def now() -> datetime:
    """Return the real time: access ends by the database's clock."""
    return timezone.now()


def asked(desk: Desk, what: str, now: datetime) -> AccessRequest:
    """Have the clearer ask."""
    emergency.ask(what, reason="A deadline today", by=desk.clearer, at=now)
    return AccessRequest.objects.get()


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.CUSTODIAN, Role.ADMINISTRATOR])
def test_a_second_person_lets_somebody_in(
    desk: Desk, incident: Incident, now: datetime, role: Role
) -> None:
    request = asked(desk, incident.reference, now)

    emergency.give(request, 4, by=make_user("second", role), at=now)

    assert Incident.objects.visible_to(desk.clearer).get() == incident
    assert [event.verb for event in AuditEvent.objects.order_by("-number")[:2]] == [
        "emergency access given",
        "emergency access asked",
    ]


def test_it_is_over_when_the_hours_are_over(desk: Desk, incident: Incident, now: datetime) -> None:
    request = asked(desk, incident.reference, now)

    emergency.give(request, 4, by=desk.administrator, at=now - timedelta(hours=5))

    assert not Incident.objects.visible_to(desk.clearer).exists()


def test_nobody_lets_themselves_in(desk: Desk, incident: Incident, now: datetime) -> None:
    desk.clearer.memberships.create(office=desk.bureau, role=Role.PRINCIPAL)
    request = asked(desk, incident.reference, now)

    with pytest.raises(NotPermitted):
        emergency.give(request, 4, by=desk.clearer, at=now)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.AUDITOR, Role.INVESTIGATOR])
def test_others_let_nobody_in(desk: Desk, incident: Incident, now: datetime, role: Role) -> None:
    request = asked(desk, incident.reference, now)

    with pytest.raises(NotPermitted):
        emergency.give(request, 4, by=make_user("second", role), at=now)


@pytest.mark.parametrize("hours", [0, -1, 73])
def test_it_has_an_end_within_three_days(
    desk: Desk, incident: Incident, now: datetime, hours: int
) -> None:
    request = asked(desk, incident.reference, now)

    with pytest.raises(BadInput):
        emergency.give(request, hours, by=desk.administrator, at=now)


def test_it_is_decided_once(desk: Desk, incident: Incident, now: datetime) -> None:
    request = asked(desk, incident.reference, now)
    emergency.refuse(request, by=desk.administrator, at=now)

    with pytest.raises(NotPossible):
        emergency.give(request, 4, by=make_user("head", Role.PRINCIPAL), at=now)

    assert not Incident.objects.visible_to(desk.clearer).exists()


def test_who_works_on_no_case_does_not_ask(desk: Desk, incident: Incident) -> None:
    with pytest.raises(NotPermitted):
        emergency.ask(incident.reference, reason="Curious", by=desk.administrator, at=NOW)


def test_the_answer_does_not_tell_whether_there_is_one(
    desk: Desk, incident: Incident, client: Client
) -> None:
    client.force_login(desk.clearer)
    open_one = make_incident(desk)

    answers = [
        client.post("/compartments/emergency/", {"what": what, "reason": "A deadline"}, follow=True)
        for what in (incident.reference, open_one.reference, "C-2026-0099")
    ]

    texts = {
        "".join(line for line in one.content.decode().splitlines() if "csrf" not in line.lower())
        for one in answers
    }
    assert len(texts) == 1
    assert AccessRequest.objects.count() == 1


def test_who_decides_sees_a_code_and_no_name(
    desk: Desk, incident: Incident, room: Compartment, client: Client, now: datetime
) -> None:
    request = asked(desk, incident.reference, now)
    client.force_login(desk.administrator)

    page = client.get("/compartments/requests/").content.decode()

    assert room.code in page
    assert "A deadline today" in page
    assert room.name not in page
    assert incident.reference not in page
    client.post(f"/compartments/requests/{request.pk}/give/", {"hours": "4"})
    request.refresh_from_db()
    assert request.state == "given"
    for hours in ("", "many", "9" * 5000):
        assert (
            client.post(f"/compartments/requests/{request.pk}/give/", {"hours": hours}).status_code
            == 302
        )


def test_the_members_see_who_was_let_in(
    desk: Desk, incident: Incident, room: Compartment, client: Client, now: datetime
) -> None:
    emergency.give(asked(desk, room.code, now), 4, by=desk.administrator, at=now)
    client.force_login(desk.officer)

    page = client.get(f"/compartments/{room.code}/").content.decode()

    assert "Boris" in page
    assert "A deadline today" in page
    assert "Dana" in page
    assert incident.reference in page


def test_a_case_is_put_in_and_taken_out_on_its_page(
    desk: Desk, room: Compartment, client: Client
) -> None:
    incident = make_incident(desk)
    page = f"/compartments/put/incident/{incident.reference}/"
    client.force_login(desk.officer)

    client.post(page, {"compartment": room.pk})
    assert not Incident.objects.visible_to(desk.clearer).exists()
    assert client.post(page, {"compartment": ""}).status_code == 200
    client.post(page, {"compartment": "", "reason": "It was published"})

    assert Incident.objects.visible_to(desk.clearer).exists()


def test_people_are_let_in_and_out_on_its_page(
    desk: Desk, room: Compartment, client: Client
) -> None:
    client.force_login(desk.officer)
    page = f"/compartments/{room.code}/"

    client.post(f"{page}let-in/", {"person": desk.clearer.pk})
    assert client.post(f"{page}let-in/", {}).status_code == 200
    member = room.members.get(user=desk.clearer)
    assert compartments.is_inside(room, User.objects.get(pk=desk.clearer.pk))
    client.post(f"{page}members/{member.pk}/let-out/")
    client.post(f"{page}close/")

    room.refresh_from_db()
    assert not room.members.filter(user=desk.clearer).exists()
    assert room.closed_at is not None


def test_a_guest_opens_the_door_to_nobody(
    desk: Desk, incident: Incident, room: Compartment, now: datetime
) -> None:
    emergency.ask(room.code, reason="A deadline", by=desk.investigator, at=now)
    emergency.give(AccessRequest.objects.get(), 4, by=desk.administrator, at=now)

    with pytest.raises(NotPermitted):
        compartments.let_in(room, desk.clearer, by=desk.investigator, at=now)
