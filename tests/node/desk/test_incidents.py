"""Incidents made of reports, and what is known of them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Incident
from answerable.node.desk.services import facts, incidents, judgements, places, story
from answerable.node.desk.services.places import Name
from tests.factories import NOW
from tests.node.desk.factories import DAY, Desk, decide_to_raise, make_incident, make_report


def test_an_incident_is_made_of_several_reports(desk: Desk) -> None:
    both = [make_report(desk), make_report(desk, title="Another account")]

    incident = make_incident(desk, of=both)

    assert incident.reference == "INC-2026-0001"
    assert set(incident.reports.all()) == set(both)
    for report in both:
        report.refresh_from_db()
    assert {report.screening for report in both} == {"accepted"}


def test_a_report_may_speak_of_several_incidents(desk: Desk) -> None:
    report = make_report(desk)

    make_incident(desk, of=[report])
    make_incident(desk, of=[report])

    assert report.incidents.count() == 2


def test_unlinking_leaves_a_trail_and_allows_linking_again(desk: Desk) -> None:
    report = make_report(desk)
    incident = make_incident(desk, of=[report])

    incidents.unlink_report(incident, report, reason="Another town", **desk.by(NOW + DAY))
    incidents.link_report(incident, report, **desk.by(NOW + 2 * DAY))

    assert [(link.unlink_reason, link.unlinked_at) for link in incident.report_links.all()] == [
        ("Another town", NOW + DAY),
        ("", None),
    ]
    kinds = [item.kind for item in story.of_incident(incident, desk.officer)]
    assert kinds.count("report_linked") == 2
    assert kinds.count("report_unlinked") == 1


def test_a_report_is_not_linked_twice(desk: Desk) -> None:
    report = make_report(desk)
    incident = make_incident(desk, of=[report])

    with pytest.raises(NotPossible, match="report_is_linked"):
        incidents.link_report(incident, report, **desk.by())


def test_of_two_edits_from_one_form_one_is_told(desk: Desk) -> None:
    incident = make_incident(desk)
    version = incident.version
    facts.edit(incident, version=version, title="First", why="Typed wrongly", **desk.by())

    with pytest.raises(ChangedMeanwhile):
        facts.edit(incident, version=version, title="Second", why="Typed wrongly", **desk.by())

    assert Incident.objects.get(pk=incident.pk).title == "First"


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"title": "  "}, {"title": "required"}),
        ({"kind": "war"}, {"kind": "unknown_code"}),
        ({"zone": "Mars/North"}, {"zone": "unknown_zone"}),
        ({"end": NOW - 400 * DAY}, {"end": "ends_before_it_starts"}),
        ({"start": None}, {"start": "date_and_precision_disagree"}),
    ],
)
def test_a_mistake_is_named_by_its_field(
    desk: Desk, given: dict[str, Any], problems: dict[str, str]
) -> None:
    with pytest.raises(BadInput) as refused:
        make_incident(desk, **given)

    assert refused.value.problems == problems


def test_an_administrator_alone_sees_and_does_nothing(desk: Desk) -> None:
    incident = make_incident(desk)

    assert not Incident.objects.visible_to(desk.administrator).exists()
    assert Incident.objects.visible_to(desk.clearer).get() == incident
    with pytest.raises(NotPermitted):
        facts.edit(incident, version=1, title="Mine", by=desk.administrator, at=NOW)


def test_the_place_of_the_event_stands_apart_from_the_source(desk: Desk) -> None:
    incident = make_incident(desk)
    places.add_place(incident, names=[Name("Sarel")], **desk.by())

    places.add_place(incident, role="source", names=[Name("Port Office")], **desk.by())

    assert list(incident.places.values_list("role", "names__name")) == [
        ("event", "Sarel"),
        ("source", "Port Office"),
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"latitude": Decimal(91), "longitude": Decimal(0)},
        {"latitude": Decimal("NaN"), "longitude": Decimal(0)},
        {"latitude": Decimal(10), "longitude": None},
        {"names": [Name(" ")]},
    ],
)
def test_a_place_that_is_none_is_refused(desk: Desk, given: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        places.add_place(make_incident(desk), **given, **desk.by())


def test_raising_needs_a_criterion_and_a_reason(desk: Desk) -> None:
    incident = make_incident(desk)

    with pytest.raises(NotPossible, match="raising_needs_a_criterion"):
        judgements.decide_concern(
            incident, criteria=[], raise_it=True, reason="Because", **desk.by()
        )
    with pytest.raises(BadInput):
        judgements.decide_concern(
            incident, criteria=["medical"], raise_it=True, reason=" ", **desk.by()
        )


def test_deciding_moves_the_incident_and_keeps_the_history(desk: Desk) -> None:
    incident = make_incident(desk)
    judgements.decide_concern(
        incident, criteria=[], raise_it=False, reason="Too little known", **desk.by()
    )
    assert incident.status == "not_pursued"

    decide_to_raise(desk, incident)

    incident.refresh_from_db()
    assert incident.status == "ready"
    assert incident.concern_decisions.count() == 2


def test_the_three_scales_stay_apart_and_keep_their_history(desk: Desk) -> None:
    incident = make_incident(desk)
    judgements.grade(incident, "harm", "likely", reason="Footage", **desk.by())
    judgements.grade(incident, "harm", "established", reason="Visit", **desk.by(NOW + DAY))
    judgements.grade(
        incident, "reliability", "B", credibility="2", reason="Two sources", **desk.by()
    )

    now = judgements.current_gradings(incident)

    assert {str(scale): (one.code, one.credibility) for scale, one in now.items()} == {
        "harm": ("established", ""),
        "reliability": ("B", "2"),
    }
    assert incident.gradings.count() == 3


def test_a_code_of_another_scale_is_refused(desk: Desk) -> None:
    incident = make_incident(desk)

    with pytest.raises(BadInput):
        judgements.grade(incident, "harm", "B", reason="?", **desk.by())
    with pytest.raises(IntegrityError), transaction.atomic():
        incident.gradings.create(scale="harm", code="B", reason="?", by=desk.officer, at=NOW)


def test_attributions_may_disagree(desk: Desk) -> None:
    incident = make_incident(desk)
    judgements.add_attribution(incident, party_name="Bob", stated_by="A monitor", **desk.by())
    judgements.add_attribution(
        incident,
        party_name="Bob",
        stated_by="Bob",
        owner_role="party_asked",
        stated_on=date(2026, 2, 21),
        status="denied",
        **desk.by(),
    )

    assert set(incident.attributions.values_list("stated_by", "status")) == {
        ("A monitor", "suspected"),
        ("Bob", "denied"),
    }


def test_an_incident_set_aside_says_why_and_can_come_back(desk: Desk) -> None:
    incident = make_incident(desk)
    with pytest.raises(BadInput):
        incidents.set_status(incident, "hold", **desk.by())

    incidents.set_status(
        incident, "hold", reason="Waiting", hold_until=date(2026, 4, 1), **desk.by()
    )
    incidents.set_status(incident, "in_review", **desk.by())

    assert (incident.status, incident.hold_until) == ("in_review", None)


def test_issues_engaged_are_a_set(desk: Desk) -> None:
    incident = make_incident(desk)
    incidents.set_issues(incident, ["medical", "precautions"], **desk.by())

    tags = incidents.set_issues(incident, ["medical", "warning"], reason="Warned", **desk.by())

    assert {tag.code for tag in tags} == {"medical", "warning"}


@pytest.mark.parametrize("field", ["kind", "status", "time_precision"])
def test_the_database_holds_closed_sets_too(desk: Desk, field: str) -> None:
    incident = make_incident(desk)

    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=incident.pk).update(**{field: "anything"})
