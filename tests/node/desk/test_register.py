"""The victims' register: off by default, read by few, sealed, never in what leaves."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from answerable.node.accounts.models import AuditEvent, Role, User
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Compartment, Incident, Victim
from answerable.node.desk.models.sealed import UNREADABLE
from answerable.node.desk.services import drafts, figures, moving, register
from answerable.node.desk.services.counts import Count
from answerable.node.ledger.models import Channel
from tests.factories import NOW, make_user
from tests.node.desk.factories import DAY, Desk, change, make_draft, make_incident

NAME = "Ilse Varrow"


def entry(**given: Any) -> register.Entry:
    return register.Entry(**{"names": NAME, "source": "The hospital", "fate": "killed", **given})


def turn_on(desk: Desk) -> None:
    register.switch(True, reason="Families ask", by=desk.administrator, at=NOW)


def let_in(desk: Desk, user: User) -> None:
    register.let_in(user, reason="Case lead", by=desk.administrator, at=NOW)


@pytest.fixture
def incident(desk: Desk) -> Incident:
    """Return an incident whose register is on and open to the officer."""
    turn_on(desk)
    let_in(desk, desk.officer)
    return make_incident(desk)


def may_read(user: User) -> bool:
    found = User.objects.filter(pk=user.pk).annotate(may=register.open_to(user))
    return bool(found.values_list("may", flat=True).get())


def test_it_is_off_until_an_administrator_turns_it_on_with_a_reason(desk: Desk) -> None:
    let_in(desk, desk.officer)
    assert not may_read(desk.officer)

    with pytest.raises(BadInput):
        register.switch(True, reason=" ", by=desk.administrator, at=NOW)
    with pytest.raises(PermissionDenied):
        register.switch(True, reason="I want it", by=desk.officer, at=NOW)
    turn_on(desk)

    assert may_read(desk.officer)
    assert AuditEvent.objects.latest("number").verb == "victims' register turned on"


def test_turned_off_nobody_reads_it_and_nothing_is_lost(desk: Desk, incident: Incident) -> None:
    register.add(incident, entry(), **desk.by())

    register.switch(False, reason="The work is done", by=desk.administrator, at=NOW)

    with pytest.raises(NotPermitted):
        register.read(incident, **desk.by())
    assert Victim.objects.count() == 1


@pytest.mark.parametrize("role", list(Role))
def test_a_role_alone_opens_nothing(incident: Incident, role: Role) -> None:
    person = make_user("other", role)

    for deed in (
        lambda: register.read(incident, by=person, at=NOW),
        lambda: register.add(incident, entry(), by=person, at=NOW),
    ):
        with pytest.raises(NotPermitted):
            deed()


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.OFFICER, Role.INVESTIGATOR)])
def test_only_officers_and_investigators_are_let_in(desk: Desk, role: Role) -> None:
    with pytest.raises(BadInput):
        let_in(desk, make_user("other", role))


def test_who_is_let_out_or_loses_the_role_reads_it_no_more(desk: Desk, incident: Incident) -> None:
    given = desk.officer.register_leaves.get()
    register.let_out(given, by=desk.administrator, at=NOW)
    assert not may_read(desk.officer)
    with pytest.raises(ChangedMeanwhile):
        register.let_out(given, by=desk.administrator, at=NOW)

    let_in(desk, desk.officer)
    with pytest.raises(NotPossible):
        let_in(desk, desk.officer)
    desk.officer.memberships.all().delete()
    assert not may_read(desk.officer)


def test_a_compartment_shuts_the_register_of_its_incident(desk: Desk, incident: Incident) -> None:
    room = Compartment.objects.create(code="C-1", name="X", opened_by=desk.officer, opened_at=NOW)
    Incident.objects.filter(pk=incident.pk).update(compartment=room)

    with pytest.raises(NotPermitted):
        register.read(incident, **desk.by())
    assert not Victim.objects.visible_to(desk.officer).exists()


def test_each_reading_is_in_the_trail_without_a_name(desk: Desk, incident: Incident) -> None:
    register.add(incident, entry(), **desk.by())

    [read] = register.read(incident, **desk.by(NOW + DAY))

    assert read.names == NAME
    event = AuditEvent.objects.latest("number")
    assert (event.verb, event.subject_id) == ("victims' register read", incident.reference)
    assert all(NAME not in str(one.details) for one in AuditEvent.objects.all())


def test_the_database_holds_no_word_of_it_in_clear(desk: Desk, incident: Incident) -> None:
    texts = {
        name: f"{name} {NAME}"
        for name in ("names", "source", "occupation", "group", "list_number", "contact", "note")
    }
    victim = register.add(incident, entry(**texts), **desk.by())
    register.set_aside(victim, reason=f"Not {NAME}", **desk.by())

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM desk_victim")
        row = cursor.fetchone()

    assert NAME not in str(row)
    victim.refresh_from_db()
    assert {name: getattr(victim, name) for name in texts} == texts


def test_under_another_key_it_is_unreadable_and_breaks_nothing(
    desk: Desk, incident: Incident, settings: Any
) -> None:
    register.add(incident, entry(), **desk.by())

    settings.SECRET_KEY = "another key altogether"

    assert [one.names for one in register.read(incident, **desk.by())] == [UNREADABLE]


def test_nothing_can_be_searched_for_in_it(desk: Desk, incident: Incident) -> None:
    register.add(incident, entry(), **desk.by())

    assert not Victim.objects.filter(names=NAME).exists()
    assert not Victim.objects.filter(names__icontains="Varrow").exists()


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"names": " \n "}, {"names": "required"}),
        ({"source": ""}, {"source": "required"}),
        ({"fate": "martyred"}, {"fate": "unknown_code"}),
        ({"age": 131}, {"age": "age_is_not_possible"}),
        ({"age": -1}, {"age": "age_is_not_possible"}),
    ],
)
def test_what_cannot_be_taken_is_said_by_field(
    desk: Desk, incident: Incident, given: dict[str, Any], problem: dict[str, str]
) -> None:
    with pytest.raises(BadInput) as caught:
        register.add(incident, entry(**given), **desk.by())

    assert caught.value.problems == problem


def test_a_correction_stands_in_place_and_keeps_what_was_there(
    desk: Desk, incident: Incident
) -> None:
    first = register.add(incident, entry(), **desk.by())

    second = register.correct(first, entry(fate="injured"), reason="She lives", **desk.by())

    assert [one.pk for one in register.read(incident, **desk.by())] == [second.pk]
    first.refresh_from_db()
    assert (first.fate, first.set_aside_reason) == ("killed", "She lives")
    with pytest.raises(ChangedMeanwhile):
        register.correct(first, entry(), reason="Late", **desk.by())


def test_erasing_takes_the_words_of_an_entry_and_of_those_before_it(
    desk: Desk, incident: Incident
) -> None:
    first = register.add(incident, entry(contact="A sister"), **desk.by())
    second = register.correct(first, entry(note="N"), reason="R", **desk.by())

    register.erase(second, **desk.by())

    for row in Victim.objects.all():
        assert not any((row.names, row.source, row.contact, row.note, row.set_aside_reason))
        assert row.fate == "killed"


def test_counts_stand_beside_the_totals_that_others_state(desk: Desk, incident: Incident) -> None:
    figures.add_figure(incident, Count("killed", 7, 7), stated_by="Relief", **desk.by())
    for _ in range(4):
        register.add(incident, entry(), **desk.by())

    [one] = register.compared(incident)

    assert (one.fate, one.held, one.owner, one.low) == ("killed", 4, "Relief", 7)


def test_a_merge_takes_the_register_along_and_undoing_puts_it_back(
    desk: Desk, incident: Incident
) -> None:
    register.add(incident, entry(), **desk.by())
    other = make_incident(desk)

    move = moving.merge(incident, other, reason="The same", **desk.by())
    assert len(register.read(other, **desk.by())) == 1

    moving.undo(move, reason="Two", **desk.by())
    assert len(register.read(incident, **desk.by())) == 1


@pytest.mark.parametrize("subject", ["What became of Ilse Varrow?", "Варров, Илзе", "VARROW"])
@pytest.mark.parametrize("on", [True, False])
def test_a_name_in_what_would_leave_is_found_also_while_the_register_is_off(
    desk: Desk, incident: Incident, paper: Channel, on: bool, subject: str
) -> None:
    register.add(incident, entry(names="Ilse Varrow\nИлзе Варров"), **desk.by())
    if not on:
        register.switch(False, reason="Done", by=desk.administrator, at=NOW)
    draft = make_draft(desk, paper, about=[incident])
    assert "victim_name" not in kinds(draft)

    change(desk, draft, subject=subject)

    assert "victim_name" in kinds(draft)


def kinds(draft: Any) -> set[str]:
    draft.refresh_from_db()
    return {one.kind for one in drafts.preview(draft, at=NOW).open_seen}
