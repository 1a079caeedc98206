"""The work of an investigation: tasks, holds, methods, remedies, and referrals kept apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.node.accounts.models import AuditEvent, Role
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Inquiry, Investigation, Referral
from answerable.node.desk.services import compartments, examining, investigations
from tests.factories import NOW, make_user
from tests.node.desk.factories import DAY, Desk
from tests.node.desk_pages.conftest import Browser

TODAY = NOW.date()


def at(desk: Desk) -> dict[str, Any]:
    return {"by": desk.investigator, "at": NOW}


def test_after_one_is_closed_a_later_one_is_opened_from_its_page(
    investigator: Browser, inquiry: Inquiry, investigation: Investigation, desk: Desk
) -> None:
    path = f"/inquiries/{inquiry.reference}/investigation/"
    said: Any = {"done_on": NOW.date(), "by": desk.investigator, "at": NOW}
    investigations.decide(
        investigation, outcome="reply_with_findings", note="Seen", version=1, **said
    )
    assert "Open a later investigation" not in investigator.open(path)
    investigations.close_investigation(
        investigation, version=investigation.version, by=desk.investigator, at=NOW
    )
    assert "Open a later investigation" not in Browser(desk.officer).open(path)
    assert "Open a later investigation" in investigator.open(path)

    assert investigator.done(f"{path}open/") == path

    page = investigator.open(path)
    assert "Close the investigation" in page
    assert "An earlier investigation" in page
    assert "Seen" in page
    assert "Open a later investigation" not in page


def test_a_task_stands_on_its_owners_page_until_it_is_done(
    desk: Desk, investigation: Investigation
) -> None:
    task = examining.give_task(
        investigation, title="Ask the battery", owner=desk.officer, due=TODAY, **at(desk)
    )
    assert list(examining.tasks_of(desk.officer)) == [task]
    assert "Ask the battery" in Browser(desk.officer).open("/tasks/")
    assert "Ask the battery" in Browser(desk.officer).open("/")

    examining.end_task(task, "done", result="They answered", by=desk.officer, at=NOW)

    assert not examining.tasks_of(desk.officer).exists()
    with pytest.raises(ChangedMeanwhile):
        examining.end_task(task, "done", by=desk.officer, at=NOW)


def test_a_task_is_given_only_to_who_may_see_the_investigation(
    desk: Desk, investigation: Investigation
) -> None:
    with pytest.raises(BadInput):
        examining.give_task(
            investigation, title="x", owner=desk.administrator, due=TODAY, **at(desk)
        )


def test_another_persons_task_is_not_ended_by_an_officer(
    desk: Desk, investigation: Investigation
) -> None:
    task = examining.give_task(
        investigation, title="x", owner=desk.investigator, due=TODAY, **at(desk)
    )

    with pytest.raises(NotPermitted):
        examining.end_task(task, "done", by=desk.officer, at=NOW)


def test_what_is_lost_stays_lost(desk: Desk, investigation: Investigation) -> None:
    hold = examining.ask_to_keep(
        investigation,
        kind="footage",
        what="Film of the drone",
        held_at="Base two",
        asked_of="The wing",
        asked_on=TODAY,
        overwritten_on=(NOW + 20 * DAY).date(),
        **at(desk),
    )
    examining.answer_hold(hold, "lost", on=TODAY, note="Overwritten", **at(desk))

    with pytest.raises(NotPossible):
        examining.answer_hold(hold, "confirmed", on=TODAY, **at(desk))
    assert "Overwritten" in hold.note


def test_a_method_left_out_needs_a_reason_and_the_newest_entry_counts(
    desk: Desk, investigation: Investigation
) -> None:
    with pytest.raises(BadInput):
        examining.check_method(investigation, method="site_visit", done=False, **at(desk))
    examining.check_method(
        investigation, method="site_visit", done=False, note="No access", **at(desk)
    )
    examining.check_method(investigation, method="site_visit", done=True, **at(desk))

    rows = dict(examining.checklist(investigation.methods.all()))

    assert rows["site_visit"] is not None  # type: ignore[index]
    assert rows["site_visit"].done  # type: ignore[index]
    assert rows["footage"] is None  # type: ignore[index]


def test_a_referral_exists_for_its_compartment_alone(
    desk: Desk, inquiry: Inquiry, investigation: Investigation
) -> None:
    outside = make_user("other-investigator", Role.INVESTIGATOR)
    room = compartments.open_compartment(name="CANARYROOM", by=desk.investigator, at=NOW)
    path = f"/inquiries/{inquiry.reference}/investigation/work/"
    before = Browser(outside).open(path)

    examining.refer(
        inquiry, room, authority="CANARYCOURT", referred_on=TODAY, note="CANARYNOTE", **at(desk)
    )

    assert "CANARYCOURT" in Browser(desk.investigator).open(path)
    assert not Referral.objects.visible_to(outside).exists()
    for page in (Browser(outside).open(path), Browser(desk.officer).open(path)):
        assert "CANARY" not in page
    assert Browser(outside).open(path).count("<section") == before.count("<section")
    assert "CANARYCOURT" not in str(list(AuditEvent.objects.values()))
    with pytest.raises(NotPermitted):
        examining.refer(inquiry, room, authority="x", referred_on=TODAY, by=outside, at=NOW)


def test_each_part_is_added_by_a_form(
    investigator: Browser, desk: Desk, inquiry: Inquiry, investigation: Investigation
) -> None:
    room = compartments.open_compartment(name="Room", by=desk.investigator, at=NOW)
    add = f"/inquiries/{inquiry.reference}/investigation/add/"
    day = "2026-01-05"
    investigator.done(f"{add}task/", title="Ask", owner=desk.officer.pk, due=day)
    investigator.done(
        f"{add}hold/", kind="footage", what="Film", held_at="Base", asked_of="Wing", asked_on=day
    )
    investigator.done(f"{add}method/", method="site_visit", done="no", note="No access")
    investigator.done(f"{add}standard/", standard="more_likely_than_not")
    investigator.done(f"{add}remedy/", what="redress/apology/delivered", on=day)
    investigator.done(
        f"/inquiries/{inquiry.reference}/investigation/refer/",
        compartment=room.pk, authority="Court", referred_on=day,
    )  # fmt: skip
    assert investigator.status(f"{add}nonsense/") == 404
    with CaptureQueriesContext(connection) as queries:
        page = investigator.open(f"/inquiries/{inquiry.reference}/investigation/work/")

    for words in ("Film", "No access", "More likely than not", "Apology", "Court"):
        assert words in page
    assert len(queries) <= 12
    hold = investigation.holds.get()
    path = f"/inquiries/{inquiry.reference}/investigation/holds/{hold.pk}/"
    investigator.done(path, state="confirmed", on=day)
    task = investigation.tasks.get()
    Browser(desk.officer).done(f"/tasks/{task.pk}/", state="done")
    assert investigator.refused(f"{add}remedy/", what="x/y/z", on=day)
    assert investigator.refused(f"{add}hold/", kind="footage", asked_on=str(date.max))


def test_a_task_goes_to_another_person_with_a_reason_and_a_trail(
    desk: Desk, investigation: Investigation
) -> None:
    task = examining.give_task(
        investigation, title="Ask the battery", owner=desk.officer, due=TODAY, **at(desk)
    )
    later = (NOW + 5 * DAY).date()

    examining.change_task(
        task, owner=desk.investigator, due=later, reason="She is away", **at(desk)
    )

    assert (task.owner, task.due) == (desk.investigator, later)
    assert list(examining.tasks_of(desk.investigator)) == [task]
    assert not examining.tasks_of(desk.officer).exists()
    [change] = task.changes.all()
    assert (change.owner_before, change.due_before) == (desk.officer, TODAY)
    assert AuditEvent.objects.filter(verb="task changed").count() == 1
    assert "She is away" not in str(list(AuditEvent.objects.values()))


def test_a_task_is_not_changed_without_a_reason_a_change_or_a_right(
    desk: Desk, investigation: Investigation
) -> None:
    task = examining.give_task(
        investigation, title="x", owner=desk.investigator, due=TODAY, **at(desk)
    )
    later, new = (NOW + DAY).date(), desk.officer
    with pytest.raises(BadInput):
        examining.change_task(task, owner=new, due=TODAY, reason=" ", **at(desk))
    with pytest.raises(NotPossible):
        examining.change_task(task, owner=task.owner, due=TODAY, reason="x", **at(desk))
    with pytest.raises(BadInput):
        examining.change_task(task, owner=desk.administrator, due=TODAY, reason="x", **at(desk))
    with pytest.raises(NotPermitted):
        examining.change_task(task, owner=new, due=later, reason="x", by=new, at=NOW)

    assert not task.changes.exists()


def test_of_two_who_change_a_task_one_is_told(desk: Desk, investigation: Investigation) -> None:
    task = examining.give_task(
        investigation, title="x", owner=desk.investigator, due=TODAY, **at(desk)
    )
    mine, yours = (type(task).objects.get(pk=task.pk) for _ in range(2))
    examining.change_task(mine, owner=desk.officer, due=TODAY, reason="Leave", **at(desk))

    with pytest.raises(ChangedMeanwhile):
        examining.change_task(yours, owner=desk.clearer, due=TODAY, reason="Ill", **at(desk))
    examining.end_task(mine, "done", by=desk.officer, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        examining.change_task(mine, owner=desk.clearer, due=TODAY, reason="Ill", **at(desk))


def test_a_task_is_given_on_by_a_form(
    investigator: Browser, desk: Desk, inquiry: Inquiry, investigation: Investigation
) -> None:
    task = examining.give_task(
        investigation, title="Ask the battery", owner=desk.officer, due=TODAY, **at(desk)
    )
    path = f"/tasks/{task.pk}/change/"
    work = f"/inquiries/{inquiry.reference}/investigation/work/"
    assert f'href="{path}"' in investigator.open(work)
    assert "Ask the battery" in investigator.open(path)

    investigator.refused(path, owner=desk.investigator.pk, due="2026-04-01", reason="")
    where = investigator.done(
        path, owner=desk.investigator.pk, due="2026-04-01", reason="She is away"
    )

    assert where == f"{work}#task"
    page = investigator.open(work)
    assert "changed once" in page
    assert "She is away" in page
    assert Browser(desk.officer).status(path) == 403
