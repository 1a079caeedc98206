"""Beside a report stands what may tell of the same event, and why."""

from decimal import Decimal
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.node.accounts.models import User
from answerable.node.desk.models import (
    Compartment,
    Report,
)
from answerable.node.desk.services import places, triage
from answerable.node.desk.services.triage import chosen, hints
from tests.factories import NOW, on_a_page
from tests.node.desk.factories import (
    DAY,
    HOUR,
    Desk,
    make_incident,
    make_report,
)


def alike(report: Report, user: User, **how: Any) -> dict[str, set[str]]:
    """Return what is named beside a report, with the reasons."""
    report.refresh_from_db()
    [found] = hints.around([report], user, **how).values()
    return {one.to: {reason for reason, _ in one.why} for one in found}


def test_an_incident_near_in_time_and_place_is_named_and_another_report(desk: Desk) -> None:
    incident = make_incident(desk, start=NOW - 3 * HOUR, title="Clinic")
    places.add_place(
        incident,
        names=[places.Name("Port Sarel")],
        latitude=Decimal("31.5"),
        longitude=Decimal("34.45"),
        **desk.by(),
    )
    far = make_incident(desk, start=NOW - 3 * DAY, title="Elsewhere")
    other = make_report(desk, "Shelling of the harbour at night")

    report = make_report(desk, "Shelling of the harbour", text="At 31.501, 34.449 near Port Sarel")

    assert alike(report, desk.officer, within=2 * DAY) == {
        str(incident): {"time", "place", "place_name"},
        str(other): {"time", "wording"},
    }
    assert alike(report, desk.officer)[str(incident)] == {"time", "place"}
    assert str(far) not in alike(report, desk.officer, within=5 * DAY)


def test_what_is_hidden_merged_or_decided_is_not_named(desk: Desk) -> None:
    report = make_report(desk, "Shelling of the harbour at night")
    hidden, put_away = (make_report(desk, "Shelling of the harbour at night") for _ in range(2))
    room = Compartment.objects.create(
        code="C-1", name="Room", opened_by=desk.investigator, opened_at=NOW
    )
    Report.objects.filter(pk=hidden.pk).update(compartment=room)
    triage.put_out_of_scope(chosen(put_away), "no_event", **desk.by())

    assert alike(report, desk.officer) == {}


def test_hints_for_a_page_cost_the_same_as_for_one(desk: Desk) -> None:
    rows = [make_report(desk, f"Report {number}") for number in range(30)]

    officer = on_a_page(desk.officer)

    with CaptureQueriesContext(connection) as one:
        hints.around(rows[:1], officer)
    with CaptureQueriesContext(connection) as all_of_them:
        hints.around(rows, officer)

    assert len(all_of_them) == len(one) <= 3
