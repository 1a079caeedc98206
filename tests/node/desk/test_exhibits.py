"""Evidence on an incident: kept or described, corrected, set aside, moved and compartmented."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.node.accounts.models import AuditEvent, Role
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Compartment, Exhibit, FieldChange, Incident
from answerable.node.desk.services import discretion, dossier, exhibits, moving
from tests.factories import NOW, make_user, on_a_page
from tests.node.desk.factories import Desk, make_described, make_incident, make_kept

pytestmark = pytest.mark.usefixtures("evidence_folder")


def about(**given: Any) -> exhibits.About:
    return exhibits.About(**{"kind": "photo", "description": "A crater", **given})


def stored(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_kept_as_it_came_under_its_hash(desk: Desk, evidence_folder: Path) -> None:
    data = b"\x00<script>alert(1)</script>\xff"

    exhibit = exhibits.add_file(
        make_incident(desk), data, about(), file_name="../\u202egpj.exe", **desk.by()
    )

    assert stored(evidence_folder) == [data]
    assert (exhibit.size, exhibit.file_name) == (len(data), "[U+202E]gpj.exe")
    [line] = exhibit.custody.all()
    assert (line.number, line.kind, line.found, line.by) == (
        1,
        "added",
        exhibit.sha256,
        desk.officer,
    )


def test_the_same_file_on_two_incidents_is_stored_once(desk: Desk, evidence_folder: Path) -> None:
    one, other = make_incident(desk), make_incident(desk)

    make_kept(desk, one)
    make_kept(desk, other)

    assert len(stored(evidence_folder)) == 1
    assert Exhibit.objects.values("sha256").distinct().count() == 1


def test_the_same_file_twice_on_one_incident_is_refused(desk: Desk) -> None:
    incident = make_incident(desk)
    make_kept(desk, incident)

    with pytest.raises(BadInput) as caught:
        make_kept(desk, incident)

    assert caught.value.problems == {"file": "evidence_is_here"}


@pytest.mark.parametrize(
    ("data", "code"), [(b"", "file_is_empty"), (b"x" * (exhibits.MOST_BYTES + 1), "file_too_large")]
)
def test_no_file_and_too_large_a_file_leave_nothing_behind(
    desk: Desk, evidence_folder: Path, data: bytes, code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        make_kept(desk, make_incident(desk), data)

    assert caught.value.problems == {"file": code}
    assert not stored(evidence_folder)
    assert not Exhibit.objects.exists()


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"kind": "rumour"}, {"kind": "unknown_code"}),
        ({"description": "  "}, {"description": "required"}),
        ({"keeper": ""}, {"whereabouts": "evidence_is_somewhere"}),
        ({"sha256": "abc"}, {"sha256": "not_a_hash"}),
        ({"latitude": Decimal(10)}, {"latitude": "both_coordinates"}),
        ({"latitude": Decimal("NaN"), "longitude": Decimal(1)}, {"latitude": "not_on_earth"}),
        ({"made_on": NOW.date()}, {"made_on": "date_and_precision_disagree"}),
        (
            {"made_on": NOW.date() + timedelta(days=1), "made_precision": "day"},
            {"made_on": "stated_in_future"},
        ),
    ],
)
def test_what_cannot_be_taken_is_said_by_field(
    desk: Desk, given: dict[str, Any], problem: dict[str, str]
) -> None:
    with pytest.raises(BadInput) as caught:
        make_described(desk, make_incident(desk), **given)

    assert caught.value.problems == problem


def test_a_correction_asks_why_and_keeps_what_stood_there(desk: Desk) -> None:
    exhibit = make_described(desk, make_incident(desk))
    said = about(kind="remnant", description="A tail kit", keeper="A museum")

    with pytest.raises(BadInput):
        exhibits.correct(exhibit, said, version=1, reason=" ", **desk.by())
    exhibits.correct(exhibit, said, version=1, reason="Looked up", **desk.by())

    change = FieldChange.objects.get(field="exhibits")
    assert "A tail fin" in change.before
    assert "A tail kit" in change.after
    assert exhibit.custody.latest("number").kind == "corrected"


def test_a_correction_of_a_file_leaves_its_hash_and_its_name(desk: Desk) -> None:
    exhibit = make_kept(desk, make_incident(desk))

    exhibits.correct(
        exhibit, about(kind="video", sha256="ab" * 32, keeper="X"), version=1,
        reason="It moves", **desk.by(),
    )  # fmt: skip

    again = Exhibit.objects.get()
    assert (again.kind, again.sha256, again.keeper) == ("video", exhibit.sha256, "")


def test_a_correction_of_what_somebody_corrected_meanwhile_is_refused(desk: Desk) -> None:
    exhibit = make_described(desk, make_incident(desk))
    said = {"kind": "remnant", "keeper": "A museum"}
    exhibits.correct(exhibit, about(**said, description="One"), version=1, reason="A", **desk.by())

    with pytest.raises(ChangedMeanwhile):
        exhibits.correct(
            exhibit, about(**said, description="Two"), version=1, reason="B", **desk.by()
        )


def test_what_was_set_aside_is_not_counted_and_comes_back(desk: Desk) -> None:
    incident = make_incident(desk)
    exhibit = make_kept(desk, incident)

    exhibits.set_aside(exhibit, reason="Another yard", **desk.by())
    assert evidence_is(incident, desk) == "no_evidence"
    with pytest.raises(ChangedMeanwhile):
        exhibits.set_aside(exhibit, reason="Again", **desk.by())

    exhibits.take_up(exhibit, reason="The same yard", **desk.by())
    assert evidence_is(incident, desk) == "evidence_kept"
    assert [one.kind for one in exhibit.custody.all()] == ["added", "set_aside", "taken_up"]


def evidence_is(incident: Incident, desk: Desk) -> str:
    found = dossier.read(Incident.objects.filter(pk=incident.pk), on_a_page(desk.officer))
    assert found is not None
    return next(str(one.why) for one in found.findings if one.topic == "evidence")


def test_the_completeness_meter_counts_kept_and_described_evidence(desk: Desk) -> None:
    incident = make_incident(desk)
    assert evidence_is(incident, desk) == "no_evidence"

    make_described(desk, incident)
    assert evidence_is(incident, desk) == "evidence_only_described"

    make_kept(desk, incident)
    assert evidence_is(incident, desk) == "evidence_kept"


def test_a_merge_takes_evidence_along_with_its_custody_and_undoing_puts_it_back(
    desk: Desk,
) -> None:
    one, other = make_incident(desk), make_incident(desk)
    make_kept(desk, one)
    make_kept(desk, other)

    move = moving.merge(one, other, reason="The same yard", **desk.by())
    assert other.exhibits.count() == 2
    assert sum(exhibit.custody.count() for exhibit in other.exhibits.all()) == 2

    moving.undo(move, reason="Two yards", **desk.by())
    assert (one.exhibits.count(), other.exhibits.count()) == (1, 1)


def test_evidence_that_a_merge_moved_meanwhile_is_not_touched(desk: Desk) -> None:
    one, other = make_incident(desk), make_incident(desk)
    exhibit = Exhibit.objects.get(pk=make_described(desk, one).pk)
    moving.merge(one, other, reason="The same", **desk.by())

    with pytest.raises(NotPossible, match="incident_was_merged"):
        exhibits.set_aside(exhibit, reason="Late", **desk.by())


@pytest.mark.parametrize("role", [role for role in Role if role.value not in
                                  ("analyst", "officer", "investigator")])  # fmt: skip
def test_who_does_not_work_on_incidents_keeps_no_evidence(desk: Desk, role: Role) -> None:
    incident, person = make_incident(desk), make_user("other", role)

    with pytest.raises(NotPermitted):
        exhibits.describe(incident, about(keeper="X"), by=person, at=NOW)
    with pytest.raises(NotPermitted):
        exhibits.add_file(incident, b"x", about(), file_name="x", by=person, at=NOW)


def test_a_compartment_hides_evidence_and_its_lines_in_the_trail(desk: Desk) -> None:
    incident = make_incident(desk)
    exhibit = make_described(desk, incident)
    room = Compartment.objects.create(code="C-1", name="X", opened_by=desk.officer, opened_at=NOW)
    Incident.objects.filter(pk=incident.pk).update(compartment=room)
    outside = on_a_page(desk.investigator)

    assert not Exhibit.objects.visible_to(outside).exists()
    assert discretion.hidden(outside, frozenset({("exhibit", str(exhibit.pk))}))
    assert AuditEvent.objects.filter(subject_kind="exhibit").exists()


WORDS = st.text(min_size=1, max_size=60).filter(lambda text: text.strip() and "\0" not in text)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=300), data=st.binary(min_size=1, max_size=200), words=WORDS)
def test_any_file_under_any_name_is_kept_and_given_back_the_same(
    desk: Desk, name: str, data: bytes, words: str
) -> None:
    from answerable.node.desk.services import custody

    said = about(description=words)
    exhibit = exhibits.add_file(make_incident(desk), data, said, file_name=name, **desk.by())

    assert custody.open_file(exhibit, reason="To look", **desk.by()) == data
    assert 0 < len(exhibit.file_name) <= 120
