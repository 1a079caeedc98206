"""Decisions of the inbox are taken back: exactly those that nobody changed since."""

from collections.abc import Callable
from typing import Any

import pytest

from answerable.node.accounts.models import User
from answerable.node.desk.codes import Screening
from answerable.node.desk.errors import NotPossible
from answerable.node.desk.models import (
    Folder,
    IncidentReport,
    Report,
    TriageDecision,
)
from answerable.node.desk.services import triage
from answerable.node.desk.services.triage import chosen
from answerable.node.vault.models import SourceQuestion
from tests.factories import NOW
from tests.node.desk.factories import (
    HOUR,
    Desk,
    Other,
    make_incident,
    make_report,
)
from tests.node.desk.triaging import (
    DEEDS,
    asked_by_them,
    from_a_source,
    waiting,
)


def undo(desk: Desk, batch: str, user: User | None = None) -> triage.Done:
    by = user or desk.officer
    return triage.undo(triage.decided_in(batch, by), by=by, at=NOW + HOUR)


@pytest.mark.parametrize("deed", DEEDS)
def test_a_decision_is_taken_back_exactly(
    desk: Desk, deed: Callable[[list[triage.Chosen], dict[str, Any]], Any]
) -> None:
    report, _custodian = from_a_source(desk)
    report.refresh_from_db()
    [before] = Report.objects.filter(pk=report.pk).values()
    done = deed(chosen(report), desk.by())

    undo(desk, done.batch)

    assert Report.objects.filter(pk=report.pk).values().get() == before
    assert waiting(desk.officer) == [str(report)]
    last = TriageDecision.objects.latest("id")
    assert (last.deed, last.undoes, last.by) == (
        "undone",
        TriageDecision.objects.earliest("id"),
        desk.officer,
    )
    assert set(SourceQuestion.objects.values_list("state", flat=True)) <= {"taken_back"}


def test_giving_to_an_office_and_linking_are_taken_back(desk: Desk, other: Other) -> None:
    report, message = make_report(desk), asked_by_them(other)
    given = triage.assign(chosen(report, message), office=desk.bureau, **desk.by())
    assert len(undo(desk, given.batch).decided) == 2
    report.refresh_from_db()
    assert report.office is None
    assert Folder.objects.get().office is None

    linked = triage.link(chosen(report), make_incident(desk), **desk.by())
    undo(desk, linked.batch)

    assert IncidentReport.objects.get().unlinked_at is not None
    assert str(report) in waiting(desk.officer)


def test_only_what_nobody_changed_since_is_taken_back(desk: Desk) -> None:
    one, two = make_report(desk), make_report(desk)
    done = triage.take_up(chosen(one, two), **desk.by())
    two.refresh_from_db()
    triage.put_out_of_scope(chosen(two), "no_event", by=desk.investigator, at=NOW)

    taken = undo(desk, done.batch)

    assert taken.decided == [str(one)]
    assert [left.key for left in taken.left] == [str(two)]
    two.refresh_from_db()
    assert two.screening == Screening.OUT_OF_SCOPE


def test_another_s_decision_and_one_taken_back_are_not_taken_back(desk: Desk) -> None:
    done = triage.take_up(chosen(make_report(desk)), **desk.by())

    with pytest.raises(NotPossible, match="nothing_to_undo"):
        undo(desk, done.batch, desk.investigator)
    undo(desk, done.batch)
    with pytest.raises(NotPossible, match="nothing_to_undo"):
        undo(desk, done.batch)


def test_an_incident_that_was_opened_stays(desk: Desk) -> None:
    _incident, done = triage.open_incident(
        chosen(make_report(desk)), title="Market", kind="attack", **desk.acts()
    )

    assert triage.decided_in(done.batch, desk.officer) == []
