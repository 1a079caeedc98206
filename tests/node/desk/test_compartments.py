"""What is in a compartment exists for its members alone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from answerable.node.accounts.models import AuditEvent, Role, User
from answerable.node.desk.errors import BadInput, NotPermitted, NotPossible
from answerable.node.desk.models import (
    Compartment,
    CompartmentMember,
    Draft,
    Folder,
    Grading,
    Incident,
    Inquiry,
    Investigation,
    ProtectedPhrase,
    Report,
)
from answerable.node.desk.services import compartments, incidents, judgements, reports
from answerable.node.ledger.models import Channel
from tests.factories import NOW, make_office, make_user, on_a_page
from tests.node.desk.factories import Desk, make_draft, make_incident, make_report, raise_on_paper


@pytest.fixture
def room(desk: Desk) -> Compartment:
    """Return a compartment with the officer in it, and nobody else."""
    return compartments.open_compartment(name="Referral", **desk.by())


def sees(user: User, thing: object) -> bool:
    """Tell whether the person may know of a row."""
    return bool(type(thing).objects.visible_to(user).filter(pk=thing.pk))  # type: ignore[attr-defined]


def test_what_is_in_a_compartment_exists_for_its_members_alone(
    desk: Desk, room: Compartment
) -> None:
    incident = make_incident(desk)

    compartments.put(incident, room, **desk.by())

    assert sees(desk.officer, incident)
    assert not sees(desk.clearer, incident)
    assert not sees(desk.investigator, incident)


def test_an_incident_takes_along_what_would_tell_of_it(
    desk: Desk, paper: Channel, room: Compartment
) -> None:
    alone, shared = make_report(desk, "Only this"), make_report(desk, "Both")
    incident = make_incident(desk, of=[alone, shared])
    make_incident(desk, of=[shared])
    inquiry = raise_on_paper(desk, paper, about=[incident])
    phrase = reports.mark_phrase(alone, "Port Sarel", **desk.by())
    judgements.grade(incident, scale="harm", code="likely", reason="Seen", **desk.by())

    compartments.put(incident, room, **desk.by())

    for hidden in (incident, alone, inquiry, phrase, Draft.objects.get(), Grading.objects.get()):
        assert sees(desk.officer, hidden)
        assert not sees(desk.clearer, hidden)
    assert sees(desk.clearer, shared)


def test_saying_what_would_go_along_writes_nothing(desk: Desk, paper: Channel) -> None:
    incident = make_incident(desk)
    draft = make_draft(desk, paper, about=[incident])
    Folder.objects.all().delete()

    [thread] = compartments.belonging(incident)

    assert compartments.key_of(thread).thread == draft.thread
    assert not Folder.objects.exists()


def test_an_inquiry_takes_its_incidents_along(
    desk: Desk, paper: Channel, room: Compartment
) -> None:
    incident = make_incident(desk)
    inquiry = raise_on_paper(desk, paper, about=[incident])

    compartments.put(inquiry, room, **desk.by())

    assert not sees(desk.clearer, incident)
    assert not sees(desk.clearer, inquiry)


def test_everything_of_a_thread_is_in_the_compartment_of_the_thread(
    desk: Desk, paper: Channel, room: Compartment
) -> None:
    inquiry = raise_on_paper(desk, paper)
    key = {"channel": inquiry.channel, "thread": inquiry.thread}
    begun = Investigation.objects.create(
        office=desk.embassy,
        lead=desk.investigator,
        opened_by=desk.investigator,
        opened_at=NOW,
        **key,
    )

    compartments.put(begun, room, **desk.by())

    assert not sees(desk.investigator, begun)
    assert not sees(desk.investigator, inquiry)
    assert not Draft.objects.visible_to(desk.clearer).exists()


def test_what_is_made_of_it_later_follows(desk: Desk, paper: Channel, room: Compartment) -> None:
    report = make_report(desk)
    compartments.put(report, room, **desk.by())

    incident = make_incident(desk, of=[report])
    later = make_report(desk, "A second voice")
    incidents.link_report(incident, later, **desk.by())
    draft = make_draft(desk, paper, about=[incident])

    for hidden in (incident, later, draft):
        assert sees(desk.officer, hidden)
        assert not sees(desk.clearer, hidden)


def test_things_of_two_compartments_make_no_third(desk: Desk, room: Compartment) -> None:
    other = compartments.open_compartment(name="Second", **desk.by())
    first, second = make_report(desk, "One"), make_report(desk, "Two")
    compartments.put(first, room, **desk.by())
    compartments.put(second, other, **desk.by())

    with pytest.raises(NotPossible, match="several_compartments"):
        make_incident(desk, of=[first, second])


def test_an_office_lets_in_its_own_people_and_not_those_above_or_below(
    desk: Desk, room: Compartment
) -> None:
    bureau = make_office("bureau")
    below = make_user("emil", Role.OFFICER, office=make_office("field", parent=bureau).code)
    incident = make_incident(desk)
    compartments.put(incident, room, **desk.by())

    compartments.let_in(room, bureau, **desk.by())

    assert sees(desk.clearer, incident)
    assert not sees(below, incident)


def test_access_with_an_end_ends_by_itself(desk: Desk, room: Compartment) -> None:
    incident = make_incident(desk)
    compartments.put(incident, room, **desk.by())
    member = CompartmentMember.objects.create(
        compartment=room,
        user=desk.clearer,
        until=timezone.now() + timedelta(hours=1),
        added_by=desk.officer,
        added_at=NOW,
    )
    assert sees(desk.clearer, incident)

    CompartmentMember.objects.filter(pk=member.pk).update(until=timezone.now())

    assert not sees(desk.clearer, incident)


def test_who_is_let_in_without_a_role_on_cases_sees_nothing(desk: Desk, room: Compartment) -> None:
    incident = make_incident(desk)
    compartments.put(incident, room, **desk.by())

    compartments.let_in(room, desk.administrator, **desk.by())

    assert not sees(desk.administrator, incident)


def test_only_who_is_inside_opens_its_door(desk: Desk, room: Compartment) -> None:
    with pytest.raises(NotPermitted):
        compartments.let_in(room, desk.investigator, by=desk.investigator, at=NOW)


def test_the_last_who_could_let_others_in_stays(desk: Desk, room: Compartment) -> None:
    compartments.let_in(room, desk.administrator, **desk.by())
    [mine] = room.members.filter(user=desk.officer)

    with pytest.raises(NotPossible, match="last_in_compartment"):
        compartments.let_out(mine, **desk.by())

    compartments.let_in(room, desk.investigator, **desk.by())
    compartments.let_out(mine, **desk.by())
    assert not compartments.is_inside(room, desk.officer)


def test_a_case_of_another_office_is_not_ours_to_put_away(desk: Desk, room: Compartment) -> None:
    other = make_user("emil", Role.OFFICER, office="bureau")
    incident = make_incident(desk)
    compartments.let_in(room, other, **desk.by())

    with pytest.raises(NotPermitted):
        compartments.put(incident, room, by=other, at=NOW)


def test_a_closed_compartment_keeps_what_is_in_it(desk: Desk, room: Compartment) -> None:
    incident = make_incident(desk)
    compartments.put(incident, room, **desk.by())

    compartments.close(room, **desk.by())

    assert not sees(desk.clearer, incident)
    with pytest.raises(NotPossible, match="compartment_is_closed"):
        compartments.put(make_incident(desk), room, **desk.by())


def test_taking_out_needs_a_reason_and_shows_it_to_all_again(desk: Desk, room: Compartment) -> None:
    report = make_report(desk)
    incident = make_incident(desk, of=[report])
    compartments.put(incident, room, **desk.by())
    with pytest.raises(BadInput):
        compartments.take_out(incident, reason=" ", **desk.by())

    compartments.take_out(incident, reason="The court has published it", **desk.by())

    assert sees(desk.clearer, incident)
    assert sees(desk.clearer, report)


def test_the_trail_names_no_case_beside_a_compartment_s_name(desk: Desk, room: Compartment) -> None:
    compartments.put(make_incident(desk), room, **desk.by())

    event = AuditEvent.objects.get(verb="put into compartment")

    assert event.details == {"compartment": room.code}
    assert "Referral" not in str(list(AuditEvent.objects.values()))


def test_a_legal_adviser_reads_the_cases_of_their_offices_and_those_under_them(
    desk: Desk, paper: Channel
) -> None:
    ministry = make_office("ministry")
    desk.embassy.parent = ministry
    desk.embassy.save()
    adviser = make_user("lena", Role.LEGAL, office="ministry")
    stranger = make_user("levi", Role.LEGAL, office="bureau")
    incident = make_incident(desk)
    inquiry = raise_on_paper(desk, paper, about=[incident])

    for thing in (incident, inquiry, Draft.objects.get()):
        assert sees(adviser, thing)
        assert not sees(stranger, thing)


@pytest.mark.parametrize(
    ("role", "report", "draft", "inquiry"),
    [
        (Role.INTAKE, True, False, True),
        (Role.ANALYST, True, True, True),
        (Role.OFFICER, True, True, True),
        (Role.CLEARER, True, True, True),
        (Role.LIAISON, True, True, True),
        (Role.INVESTIGATOR, True, True, True),
        (Role.PRINCIPAL, True, True, True),
        (Role.CUSTODIAN, False, False, False),
        (Role.AUDITOR, False, False, True),
        (Role.ADMINISTRATOR, False, False, False),
    ],
)
def test_each_role_reads_what_its_work_needs(
    desk: Desk, paper: Channel, role: Role, report: bool, draft: bool, inquiry: bool
) -> None:
    reader = make_user("reader", role, office="elsewhere")
    make_report(desk)
    raise_on_paper(desk, paper)

    assert Report.objects.visible_to(reader).exists() is report
    assert Incident.objects.visible_to(reader).exists() is report
    assert Draft.objects.visible_to(reader).exists() is draft
    assert Inquiry.objects.visible_to(reader).exists() is inquiry


def test_asking_what_one_may_see_costs_one_query(desk: Desk, room: Compartment) -> None:
    make_incident(desk)
    reader = on_a_page(desk.officer)

    with CaptureQueriesContext(connection) as queries:
        assert Incident.objects.visible_to(reader).count() == 1

    assert len(queries) == 1


def test_nobody_sees_the_phrases_of_a_hidden_incident(desk: Desk, room: Compartment) -> None:
    incident = make_incident(desk)
    reports.mark_phrase(incident, "Sarel", **desk.by())

    compartments.put(incident, room, **desk.by())

    assert not ProtectedPhrase.objects.visible_to(desk.clearer).exists()
    assert ProtectedPhrase.objects.visible_to(desk.officer).exists()


def test_a_link_to_what_is_hidden_is_not_there(
    desk: Desk, paper: Channel, room: Compartment, client: Client
) -> None:
    secret = make_report(desk, "A witness of the ministry")
    incident = make_incident(desk, of=[secret, make_report(desk, "Open voice")])
    hidden, other = (raise_on_paper(desk, paper, about=[incident]) for _one in range(2))
    compartments.put(secret, room, **desk.by())
    compartments.put(hidden, room, **desk.by())
    client.force_login(desk.clearer)

    pages = [
        client.get(f"/incidents/{incident.reference}/{part}").content.decode()
        for part in ("", "sources/", "inquiries/", "history/")
    ]

    assert "Open voice" in pages[1]
    assert other.reference in pages[0]
    assert other.reference in pages[2]
    for page in pages:
        assert secret.receipt_number not in page
        assert hidden.reference not in page
        assert hidden.thread not in page


def test_an_auditor_finds_the_record_and_no_case(
    desk: Desk, paper: Channel, client: Client
) -> None:
    inquiry = raise_on_paper(desk, paper)
    client.force_login(make_user("vera", Role.AUDITOR, office="audit"))

    page = client.get(f"/inquiries/{inquiry.reference}/")

    assert page.status_code == 200
    assert 'href="/inquiries/"' in page.content.decode()
    assert "INC-" not in page.content.decode()
    assert client.get("/incidents/INC-2026-0001/").status_code == 404
