"""The chain of custody: lines are added, numbered, and never changed; a file is checked again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from answerable.node.accounts.models import AuditEvent
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.keeping import OriginalChanged
from answerable.node.desk.models import Exhibit, ExhibitEvent
from answerable.node.desk.services import custody
from tests.factories import NOW
from tests.node.desk.factories import DAY, Desk, make_described, make_incident, make_kept


@pytest.fixture
def kept(desk: Desk, evidence_folder: Path) -> Exhibit:
    return make_kept(desk, make_incident(desk))


def damage(folder: Path) -> None:
    next(path for path in folder.rglob("*") if path.is_file()).write_bytes(b"other")


def test_a_handover_says_who_when_and_why_and_who_has_it_now(desk: Desk) -> None:
    exhibit = make_described(desk, make_incident(desk))

    custody.record(
        exhibit, "handed_over", giver="A museum", taker="A laboratory", happened_at=NOW - DAY,
        reason="To be examined", **desk.by(),
    )  # fmt: skip

    line = exhibit.custody.latest("number")
    assert (line.number, line.giver, line.taker) == (2, "A museum", "A laboratory")
    assert (line.happened_at, line.at, line.by) == (NOW - DAY, NOW, desk.officer)
    assert Exhibit.objects.get().keeper == "A laboratory"


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"kind": "examined", "reason": " "}, {"reason": "required"}),
        ({"kind": "downloaded", "reason": "X"}, {"kind": "unknown_code"}),
        ({"kind": "received", "reason": "X", "taker": "B"}, {"giver": "required"}),
        ({"kind": "returned", "reason": "X", "giver": "B"}, {"taker": "required"}),
        (
            {"kind": "examined", "reason": "X", "happened_at": NOW + DAY},
            {"happened_at": "stated_in_future"},
        ),
    ],
)
def test_what_a_line_lacks_is_said_by_field(
    desk: Desk, given: dict[str, Any], problem: dict[str, str]
) -> None:
    exhibit = make_described(desk, make_incident(desk))

    with pytest.raises(BadInput) as caught:
        custody.record(exhibit, given.pop("kind"), **given, **desk.by())

    assert caught.value.problems == problem
    assert exhibit.custody.count() == 1


@pytest.mark.parametrize(
    "change",
    [{"kind": "checked"}, {"at": NOW + DAY}, {"number": 7}, {"happened_at": NOW}, {"found": ""}],
)
def test_the_database_refuses_to_change_a_line(kept: Exhibit, change: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        ExhibitEvent.objects.filter(exhibit=kept).update(**change)


def test_no_deed_takes_a_line_out(desk: Desk, kept: Exhibit) -> None:
    custody.record(kept, "examined", reason="By eye", **desk.by())
    before = list(kept.custody.values())

    custody.record(kept, "copied", reason="For the laboratory", **desk.by(NOW + DAY))
    custody.check(kept, **desk.by(NOW + DAY))

    assert list(kept.custody.values())[:2] == before
    assert [line.number for line in kept.custody.all()] == [1, 2, 3, 4]


def test_a_file_that_is_as_it_came_is_found_so(desk: Desk, kept: Exhibit) -> None:
    assert custody.check(kept, **desk.by(NOW + DAY))

    line = kept.custody.latest("number")
    assert (line.kind, line.found, line.at) == ("checked", kept.sha256, NOW + DAY)


def test_a_changed_file_is_found_changed_with_the_hash_that_is_there(
    desk: Desk, kept: Exhibit, evidence_folder: Path
) -> None:
    damage(evidence_folder)

    assert not custody.check(kept, **desk.by())

    line = kept.custody.latest("number")
    assert line.kind == "found_changed"
    assert line.found not in ("", kept.sha256)


def test_a_missing_file_is_found_missing(desk: Desk, kept: Exhibit, evidence_folder: Path) -> None:
    next(path for path in evidence_folder.rglob("*") if path.is_file()).unlink()

    assert not custody.check(kept, **desk.by())

    assert kept.custody.latest("number").found == ""


def test_a_download_says_what_for_and_goes_into_the_trail(desk: Desk, kept: Exhibit) -> None:
    with pytest.raises(BadInput):
        custody.open_file(kept, reason=" ", **desk.by())

    assert custody.open_file(kept, reason="To compare", **desk.by()) == b"points of light"

    line = kept.custody.latest("number")
    assert (line.kind, line.reason) == ("downloaded", "To compare")
    event = AuditEvent.objects.latest("number")
    assert (event.verb, event.subject_id) == ("evidence file downloaded", str(kept.pk))
    assert "To compare" not in str(event.details)


def test_a_changed_file_is_not_handed_out_and_that_is_written_down(
    desk: Desk, kept: Exhibit, evidence_folder: Path
) -> None:
    damage(evidence_folder)

    with pytest.raises(OriginalChanged):
        custody.open_file(kept, reason="To look", **desk.by())

    assert kept.custody.latest("number").kind == "found_changed"


def test_of_a_thing_there_is_no_file_to_check_or_to_take(desk: Desk) -> None:
    exhibit = make_described(desk, make_incident(desk))

    with pytest.raises(NotPossible, match="evidence_is_not_kept"):
        custody.check(exhibit, **desk.by())
    with pytest.raises(NotPossible, match="evidence_is_not_kept"):
        custody.open_file(exhibit, reason="X", **desk.by())
