"""The dossier of an incident as people read and change it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.casework import bodies
from answerable.casework.codes import FigureCategory, FigureGroup
from answerable.node.desk.models import FieldChange, Grading, Incident, Place
from answerable.node.desk.services import facts, figures, judgements, places
from answerable.node.desk.services.counts import Count
from tests.factories import NOW
from tests.node.desk.factories import (
    DAY,
    HOUR,
    Desk,
    Other,
    make_incident,
    make_report,
    raise_signed,
    response_body,
)
from tests.node.desk_pages.conftest import Browser

FACTS = {
    "title": "Clinic in Port Sarel",
    "kind": "attack",
    "time_precision": "hour",
    "start_day": "2026-10-25",
    "start_time": "03:30",
    "zone": "Europe/Athens",
}


@pytest.fixture
def full(desk: Desk, other: Other) -> Incident:
    """Return an incident of which everything is known, raised and answered."""
    incident = make_incident(desk, of=[make_report(desk), make_report(desk, "Another voice")])
    for number, role in enumerate(("event", "event", "stated_by_party")):
        places.add_place(
            incident,
            role=role,
            names=[places.Name("Порт-Сарел", "uk", "cyrillic"), places.Name("Port Sarel")],
            latitude=Decimal("31.5") + number,
            longitude=Decimal("34.45"),
            precision="street",
            supplied_by="A monitor",
            **desk.by(),
        )
    for number, owner in enumerate(("A hospital", "A monitor", "Relief")):
        count = Count("killed", 3, 5 + number)
        figures.add_figure(incident, count, stated_by=owner, best=4, **desk.by())
    figures.add_figure(incident, Count("injured"), stated_by="Relief", **desk.by())
    for scale, code in (("harm", "likely"), ("harm", "established"), ("attribution", "likely")):
        judgements.grade(incident, scale, code, reason="Footage", **desk.by())
    judgements.add_attribution(incident, party_name="Bob", stated_by="A monitor", **desk.by())
    inquiry = raise_signed(desk, other.channel, about=[incident])
    said = bodies.Acknowledged(
        incident="i1",
        category=FigureCategory.KILLED,
        group=FigureGroup.TOTAL,
        low=2,
        high=2,
        as_of=NOW.date(),
    )
    other.say(inquiry.thread, response_body(figures=(said,)), at=NOW + DAY)
    other.arrive(NOW + DAY + HOUR)
    return incident


@pytest.mark.parametrize("tab", ["", "sources/", "inquiries/", "links/"])
def test_a_page_of_the_dossier_asks_at_most_twelve_queries(
    full: Incident, officer: Browser, tab: str
) -> None:
    path = f"/incidents/{full.reference}/{tab}"
    officer.open(path)

    with CaptureQueriesContext(connection) as queries:
        page = officer.open(path)

    assert full.title in page
    assert len(queries) <= (12 if not tab else 14), [one["sql"][:90] for one in queries]


def test_both_ledgers_stand_side_by_side_and_in_the_picture(
    full: Incident, officer: Browser
) -> None:
    page = officer.open(f"/incidents/{full.reference}/")

    assert "Acknowledged by the party asked" in page
    assert page.count('class="picture-reported"') == 3
    assert page.count('class="picture-acknowledged"') == 1
    # Unknown has words and no bar; the words stand in the picture for who does not see it.
    assert re.search(r"<desc[^>]*>Relief: unknown</desc>", page)
    assert " style=" not in page


def test_our_point_and_their_point_stand_with_the_distance(
    full: Incident, officer: Browser
) -> None:
    page = officer.open(f"/incidents/{full.reference}/")

    assert "36R XV 377 859" in page
    assert "The circles do not meet" in page
    assert "222" in page


def test_what_a_counterpart_would_miss_is_said_with_the_reason(
    desk: Desk, officer: Browser
) -> None:
    page = officer.open(f"/incidents/{make_incident(desk).reference}/")

    assert "No place where it happened is named." in page
    assert "Only the day is known, not the hour." in page


def test_changing_what_was_set_asks_why_and_the_page_shows_both(
    desk: Desk, officer: Browser
) -> None:
    incident = make_incident(desk)
    path = f"/incidents/{incident.reference}/facts/"
    given = {**FACTS, "start_day": "2026-02-20", "version": 1}

    assert "This is needed." in officer.refused(path, **given)
    officer.done(path, **given, why="The hour was on the footage")

    page = officer.open(f"/incidents/{incident.reference}/history/")
    assert "The hour was on the footage" in page
    assert {one.field for one in FieldChange.objects.all()} == {"start", "time_precision", "zone"}


def test_setting_what_was_not_known_needs_no_reason(desk: Desk, officer: Browser) -> None:
    incident = make_incident(desk)

    officer.done(
        f"/incidents/{incident.reference}/details/",
        version=1,
        priority="high",
        first_reported_precision="unknown",
        country="kl",
        strikes_low="2",
        strikes_high="3",
        weapon="drone",
        observations=["second_strike"],
    )

    incident.refresh_from_db()
    assert (incident.country, incident.strikes_high, incident.weapon) == ("KL", 3, "drone")
    page = officer.open(f"/incidents/{incident.reference}/")
    assert "A second strike at the same place" in page


@pytest.mark.parametrize(
    "given",
    [
        {"strikes_low": "3", "strikes_high": "2"},
        {"country": "1!"},
        {"first_reported_at": "2026-02-20T10:00"},
        {"weapon": "words"},
        {"first_reported_url": "javascript:alert(1)"},
        {"version": "x"},
    ],
)
def test_details_that_cannot_be_are_shown_again(
    desk: Desk, officer: Browser, given: dict[str, str]
) -> None:
    incident = make_incident(desk)
    fields = {"version": 1, "priority": "normal", "first_reported_precision": "unknown", **given}

    officer.refused(f"/incidents/{incident.reference}/details/", **fields)

    assert Incident.objects.get().version == 1


def test_a_time_that_the_clock_never_showed_is_refused(officer: Browser) -> None:
    page = officer.refused("/incidents/new/", **{**FACTS, "start_day": "2026-03-29"})

    assert "never showed this time" in page


def test_a_time_that_the_clock_showed_twice_is_asked_about(officer: Browser) -> None:
    assert "showed this time twice" in officer.refused("/incidents/new/", **FACTS)

    officer.done("/incidents/new/", **FACTS, start_fold="1")

    incident = Incident.objects.get()
    assert incident.start == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    page = officer.open(f"/incidents/{incident.reference}/")
    assert "this is the second" in page
    assert "01:30 UTC" in page


def test_a_place_is_entered_by_its_grid_square(desk: Desk, officer: Browser) -> None:
    incident = make_incident(desk)
    path = f"/incidents/{incident.reference}/places/add/"
    given = {"role": "event", "script": "latin", "precision": "near_exact", "latin": "Sarel"}

    assert "not a grid reference" in officer.refused(path, **given, grid="99ZZ")
    officer.done(path, **given, grid="36r xv 377 859")

    place = Place.objects.get()
    assert (place.radius, round(float(place.latitude or 0), 3)) == (71, 31.5)


def test_a_point_is_checked_by_somebody_else(
    desk: Desk, officer: Browser, investigator: Browser
) -> None:
    incident = make_incident(desk)
    place = places.add_place(
        incident, latitude=Decimal("31.5"), longitude=Decimal("34.4"), **desk.by()
    )
    path = f"/incidents/{incident.reference}/places/{place.pk}/sign-off/"

    officer.done(path)
    place.refresh_from_db()
    assert place.signed_off_by is None
    investigator.done(path)

    place.refresh_from_db()
    assert place.signed_off_by == desk.investigator
    assert "Point checked by" in officer.open(f"/incidents/{incident.reference}/")


def test_a_place_goes_only_with_a_reason_and_stays_in_the_history(
    desk: Desk, officer: Browser
) -> None:
    incident = make_incident(desk)
    place = places.add_place(incident, names=[places.Name("Old Port")], **desk.by())

    officer.refused(f"/incidents/{incident.reference}/places/{place.pk}/remove/", reason="")
    officer.done(f"/incidents/{incident.reference}/places/{place.pk}/remove/", reason="Another")

    assert not Place.objects.exists()
    assert "Old Port" in officer.open(f"/incidents/{incident.reference}/history/")


def test_a_best_number_outside_of_its_range_is_refused(desk: Desk, officer: Browser) -> None:
    incident = make_incident(desk)
    given = {"stated_by": "Relief", "owner_role": "ngo", "category": "killed", "group": "total"}

    page = officer.refused(
        f"/incidents/{incident.reference}/figures/add/",
        **given, qualifier="range", low="3", high="5", best="6",
    )  # fmt: skip

    assert "outside of the range" in page


def test_every_judgement_on_a_scale_is_shown_with_its_reason(
    full: Incident, officer: Browser
) -> None:
    page = officer.open(f"/incidents/{full.reference}/")

    assert "2 judgements in all" in page
    assert Grading.objects.filter(incident=full, scale="harm").count() == 2


def test_of_two_changes_of_one_fact_one_is_told(desk: Desk) -> None:
    incident = make_incident(desk)

    changed = facts.edit(incident, version=1, weapon="drone", **desk.by())

    assert (changed.version, FieldChange.objects.get().after) == (2, "drone")


def test_the_old_reference_answers_by_leading_to_the_new_one(desk: Desk, officer: Browser) -> None:
    old, new = make_incident(desk), make_incident(desk, title="The other one")

    to = officer.done(
        f"/incidents/{old.reference}/merge/", reference=new.reference, reason="The same strike"
    )

    assert to == f"/incidents/{new.reference}/"
    answer = officer.client.get(f"/incidents/{old.reference}/history/")
    assert answer["Location"] == f"/incidents/{new.reference}/history/"
    assert (
        "was merged into this incident"
        in officer.client.get(f"/incidents/{old.reference}/", follow=True).content.decode()
    )
    assert officer.done(f"/incidents/{old.reference}/status/", status="hold") == to
    officer.open("/")
    assert old.reference not in officer.open("/incidents/")


def test_a_merge_is_undone_from_the_page(desk: Desk, officer: Browser) -> None:
    old, new = make_incident(desk), make_incident(desk)
    officer.done(f"/incidents/{old.reference}/merge/", reference=new.reference, reason="The same")
    page = officer.open(f"/incidents/{new.reference}/links/")
    [undo] = re.findall(r'href="(/incidents/[^"]*/undo/)"', page)

    officer.done(undo, reason="It was not")

    old.refresh_from_db()
    assert (old.status, old.merged_into) == ("candidate", None)
    assert "It was not" in officer.open(f"/incidents/{new.reference}/links/")


@pytest.mark.parametrize("reference", ["INC-1999-0001", "INC-2026-0001", "x" * 400])
def test_a_merge_with_nothing_or_itself_is_shown_again(
    desk: Desk, officer: Browser, reference: str
) -> None:
    incident = make_incident(desk)

    officer.refused(f"/incidents/{incident.reference}/merge/", reference=reference, reason="Same")

    assert Incident.objects.get().merged_into is None


def test_what_is_ticked_goes_to_a_new_incident(full: Incident, officer: Browser) -> None:
    page = officer.open(f"/incidents/{full.reference}/split/")
    ticks = re.findall(r'value="((?:places|figures):\d+)"', page)

    to = officer.done(
        f"/incidents/{full.reference}/split/", title="Second", reason="Two", rows=ticks[:2]
    )

    new = Incident.objects.get(title="Second")
    assert to == f"/incidents/{new.reference}/"
    assert new.places.count() == 2
    for rows in ([], ["places:999999"], ["inquiries:1"], ["places:x"]):
        officer.refused(
            f"/incidents/{full.reference}/split/", title="Third", reason="More", rows=rows
        )
