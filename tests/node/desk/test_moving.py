"""Merging and splitting incidents, and undoing it: nothing is lost, nothing doubled."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Draft, Incident, IncidentMove, Place
from answerable.node.desk.services import (
    both_ledgers,
    compartments,
    drafts,
    facts,
    figures,
    incidents,
    judgements,
    moving,
    places,
)
from answerable.node.desk.services.counts import Count
from answerable.node.ledger.models import Channel
from tests.factories import NOW
from tests.node.desk.factories import (
    DAY,
    Desk,
    make_described,
    make_draft,
    make_incident,
    make_paper,
    make_report,
    raise_on_paper,
)


@pytest.fixture
def paper(desk: Desk) -> Channel:
    return make_paper(desk)


def fill(desk: Desk, incident: Incident, seed: int = 3, shared: Any = None) -> Incident:
    """Give an incident things of every kind; the bits of the seed say which."""
    if seed & 1:
        report = shared or make_report(desk)
        incidents.link_report(incident, report, **desk.by())
    if seed & 2:
        places.add_place(
            incident,
            latitude=Decimal("10.5"),
            longitude=Decimal(20),
            is_primary=True,
            names=[places.Name("Sarel")],
            **desk.by(),
        )
    if seed & 4:
        incidents.add_object(incident, code="medical_unit", **desk.by())
    if seed & 8:
        figures.add_figure(incident, Count("killed", 1, 2), stated_by="A", **desk.by())
    if seed & 16:
        incidents.set_issues(incident, ["medical"], **desk.by())
    if seed & 32:
        judgements.add_attribution(incident, party_name="Bob", stated_by="A", **desk.by())
    if seed & 64:
        make_described(desk, incident)
    return incident


def picture(*wanted: Incident) -> dict[str, Any]:
    """Return all that is of the incidents, but for how often they were changed."""
    found: dict[str, Any] = {}
    for incident in Incident.objects.filter(pk__in=[one.pk for one in wanted]):
        row = {
            field.attname: getattr(incident, field.attname)
            for field in Incident._meta.concrete_fields
            if field.attname != "version"
        }
        parts = {
            name: sorted(moving._rows(name).filter(incident=incident).values_list("pk", flat=True))
            for name in moving.MOVABLE
        }
        primary = sorted(incident.places.filter(is_primary=True).values_list("pk", flat=True))
        found[incident.reference] = (row, parts, primary)
    return found


def test_a_merge_puts_everything_into_the_other_and_leaves_the_way_there(desk: Desk) -> None:
    one, other = fill(desk, make_incident(desk), 127), make_incident(desk)

    moving.merge(one, other, reason="The same strike", **desk.by())

    one.refresh_from_db()
    assert (one.status, one.merged_into) == ("merged", other)
    assert (one.figures.count(), other.figures.count()) == (0, 1)
    assert [link.report_id for link in other.report_links.all()]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 127), st.integers(0, 127), st.booleans())
def test_a_merge_and_its_undoing_change_nothing(
    desk: Desk, mine: int, theirs: int, shared: bool
) -> None:
    report = make_report(desk) if shared else None
    one = fill(desk, make_incident(desk), mine, report)
    other = fill(desk, make_incident(desk), theirs, report)
    before = picture(one, other)

    move = moving.merge(one, other, reason="The same", **desk.by())
    moving.undo(move, reason="It was not", **desk.by(NOW + DAY))

    assert picture(one, other) == before


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 127))
def test_a_split_and_the_merge_back_bring_all_rows_together_again(desk: Desk, seed: int) -> None:
    one = fill(desk, make_incident(desk), seed)
    [(_row, parts, primary)] = picture(one).values()
    chosen = {name: keys for name, keys in parts.items() if moving.MOVABLE[name].chosen}
    if not any(chosen.values()):
        return

    move = moving.split(
        one, chosen, title="The second", reason="Two strikes", office=desk.embassy, **desk.by()
    )
    assert not any(picture(one)[one.reference][1][name] for name in chosen)
    moving.merge(move.target, one, reason="One after all", **desk.by())

    [(_row, again, primary_again)] = picture(one).values()
    assert (again, primary_again) == (parts, primary)


def test_undoing_a_split_puts_everything_back(desk: Desk) -> None:
    one = fill(desk, make_incident(desk), 127)
    before = picture(one)
    keys = list(Place.objects.values_list("pk", flat=True))
    move = moving.split(
        one, {"places": keys}, title="B", reason="Two", office=desk.embassy, **desk.by()
    )

    moving.undo(move, reason="One", **desk.by())

    assert picture(one) == before


def test_both_sides_of_a_crosswise_merge_are_not_lost(desk: Desk) -> None:
    one, other = make_incident(desk), make_incident(desk)
    moving.merge(one, other, reason="The same", **desk.by())

    with pytest.raises(NotPossible, match="incident_was_merged"):
        moving.merge(other, one, reason="The same", **desk.by())

    assert IncidentMove.objects.count() == 1


def test_what_was_merged_takes_nothing_more(desk: Desk) -> None:
    one, other = make_incident(desk), make_incident(desk)
    stale = Incident.objects.get(pk=one.pk)
    moving.merge(one, other, reason="The same", **desk.by())

    with pytest.raises(NotPossible, match="incident_was_merged"):
        places.add_place(stale, names=[places.Name("Sarel")], **desk.by())
    with pytest.raises(ChangedMeanwhile):
        facts.edit(stale, version=stale.version, weapon="drone", **desk.by())


def test_of_two_moves_the_later_is_undone_first(desk: Desk) -> None:
    one, two, three = fill(desk, make_incident(desk), 127), make_incident(desk), make_incident(desk)
    before = picture(one, two, three)
    first = moving.merge(one, two, reason="The same", **desk.by())
    second = moving.merge(two, three, reason="The same", **desk.by())

    with pytest.raises(NotPossible):
        moving.undo(first, reason="Not so", **desk.by())
    moving.undo(second, reason="Not so", **desk.by())
    moving.undo(first, reason="Not so", **desk.by())

    assert picture(one, two, three) == before
    with pytest.raises(NotPossible):
        moving.undo(first, reason="Again", **desk.by())


def test_what_came_new_stays_where_it_came(desk: Desk) -> None:
    one, other = fill(desk, make_incident(desk), 8), make_incident(desk)
    move = moving.merge(one, other, reason="The same", **desk.by())
    figures.add_figure(other, Count("injured", 1, 1), stated_by="B", **desk.by())

    moving.undo(move, reason="Not so", **desk.by())

    assert [one.figures.get().category, other.figures.get().category] == ["killed", "injured"]


def test_the_inquiry_of_what_was_merged_is_that_of_the_other(desk: Desk, paper: Channel) -> None:
    one, other = make_incident(desk), make_incident(desk)
    inquiry = raise_on_paper(desk, paper, about=[one])

    move = moving.merge(one, other, reason="The same", **desk.by())

    other.refresh_from_db()
    assert other.status == "raised"
    assert [found.reference for found in both_ledgers.raised_about(other)] == [inquiry.reference]
    moving.undo(move, reason="Not so", **desk.by())
    other.refresh_from_db()
    assert (other.status, other.inquiry_links.count()) == ("candidate", 0)


def test_a_draft_speaks_of_the_other_and_leaves_as_it_was(desk: Desk, paper: Channel) -> None:
    one, other = fill(desk, make_incident(desk), 2), make_incident(desk)
    draft = make_draft(desk, paper, about=[one])
    drafts.ask_clearance(draft, version=draft.version, **desk.by())
    digest = draft.digest

    move = moving.merge(one, other, reason="The same", **desk.by())

    kept = Draft.objects.get(pk=draft.pk)
    assert kept.choice["incidents"][0]["incident"] == other.pk
    assert drafts.preview(kept, at=NOW).digest == digest
    moving.undo(move, reason="Not so", **desk.by())
    assert Draft.objects.get(pk=draft.pk).choice["incidents"][0]["incident"] == one.pk


def test_two_incidents_of_one_inquiry_stay_apart(desk: Desk, paper: Channel) -> None:
    one, other = make_incident(desk), make_incident(desk)
    raise_on_paper(desk, paper, about=[one, other])

    with pytest.raises(NotPossible, match="both_in_one_inquiry"):
        moving.merge(one, other, reason="The same", **desk.by())


def test_a_merge_does_not_carry_anything_out_of_a_compartment(desk: Desk) -> None:
    one, other = make_incident(desk), make_incident(desk)
    room = compartments.open_compartment(name="Court", **desk.by())
    compartments.put(one, room, **desk.by())

    with pytest.raises(NotPossible, match="several_compartments"):
        moving.merge(one, other, reason="The same", **desk.by())
    with pytest.raises(NotPermitted):
        moving.merge(one, other, reason="The same", by=desk.investigator, at=NOW)


def test_neither_is_done_without_a_reason(desk: Desk) -> None:
    one, other = make_incident(desk), make_incident(desk)

    with pytest.raises(BadInput):
        moving.merge(one, other, reason=" ", **desk.by())
    with pytest.raises(BadInput) as refused:
        moving.split(one, {}, title="", reason="", office=desk.embassy, **desk.by())

    assert refused.value.problems == {
        "title": "required",
        "reason": "required",
        "rows": "nothing_chosen",
    }
