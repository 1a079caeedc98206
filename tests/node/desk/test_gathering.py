"""Rows that come along with another row are those that the database has."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import prefetch_related_objects
from django.test.utils import CaptureQueriesContext

from answerable.node.desk import gathering
from answerable.node.desk.models import Incident
from answerable.node.desk.services import dossier, figures, incidents, judgements, places
from answerable.node.desk.services.counts import Count
from tests.factories import NOW
from tests.node.desk.factories import (
    Desk,
    decide_to_raise,
    make_described,
    make_incident,
    make_report,
)


@pytest.fixture
def incident(desk: Desk) -> Incident:
    made = make_incident(desk, of=[make_report(desk)])
    places.add_place(
        made,
        names=[places.Name('O\'Brien "Port" \\ порт', "uk")],
        latitude=Decimal("-31.500001"),
        longitude=Decimal("34.45"),
        is_primary=True,
        **desk.by(),
    )
    incidents.add_object(made, code="medical_unit", **desk.by())
    incidents.set_issues(made, ["medical"], **desk.by())
    count = Count("killed", 3, 5)
    figures.add_figure(made, count, stated_by="A", stated_on=NOW.date(), **desk.by())
    judgements.grade(made, "harm", "likely", reason="Footage", **desk.by())
    judgements.add_attribution(made, party_name="Bob", stated_by="A", **desk.by())
    make_described(desk, made, latitude=Decimal("-31.5"), longitude=Decimal("34.45"))
    decide_to_raise(desk, made)
    return made


def test_what_is_gathered_equals_what_is_read_one_by_one(desk: Desk, incident: Incident) -> None:
    parts = dossier.parts_for(desk.officer)
    found = gathering.gather(Incident.objects.filter(pk=incident.pk), parts).get()

    made = gathering.settle(found, parts)

    for part in parts:
        assert isinstance(part.by, str)
        own = list(part.rows().filter(**{part.by: incident.pk}))
        assert [_values(row) for row in made[part.name]] == [_values(row) for row in own], part.name
    assert {name for name, rows in made.items() if rows} == {p.name for p in parts} - {
        "open_drafts"
    }


def test_the_rows_gathered_cost_no_query_more(desk: Desk, incident: Incident) -> None:
    # As on a page, where the person's memberships are at hand.
    prefetch_related_objects([desk.officer], "memberships__office")
    seen = Incident.objects.visible_to(desk.officer).filter(pk=incident.pk)

    with CaptureQueriesContext(connection) as queries:
        found = dossier.read(seen, desk.officer)
        assert found is not None
        [place] = found.incident.places.all()
        assert str(place.names.all()[0]) == 'O\'Brien "Port" \\ порт'
        assert str(found.scales[0][2][0].by) == "Amal"
        assert [one.code for one in found.decisions[0].criteria.all()] == ["medical"]

    # The incident with all its parts, and its inquiries.
    assert len(queries) == 2


def _values(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
