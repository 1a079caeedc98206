"""The work of an investigation: tasks, what must be kept, methods, standard of proof, remedies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from answerable.casework.codes import Method
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.days import day_of
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.examining_codes import (
    HoldKind,
    HoldState,
    ProofStandard,
    RemedyKind,
    TaskState,
)
from answerable.node.desk.models import (
    Compartment,
    Inquiry,
    Investigation,
    InvestigationTask,
    MethodCheck,
    PreservationHold,
    Referral,
    Remedy,
    TaskChange,
)
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import compartments
from answerable.node.desk.services.reports import tidy_line


@transaction.atomic
def give_task(
    found: Investigation,
    *,
    title: str,
    owner: User,
    due: date,
    note: str = "",
    by: User,
    at: datetime,
) -> InvestigationTask:
    """Give one person something to do until a day; only somebody who may see the investigation."""
    _check_open(found, by)
    if not Investigation.objects.visible_to(owner).filter(pk=found.pk).exists():
        raise BadInput({"owner": "person_may_not_see"})
    task = InvestigationTask.objects.create(
        investigation=found,
        title=tidy_line(title)[:200],
        note=note.strip(),
        owner=owner,
        due=due,
        given_by=by,
        given_at=at,
    )
    _trail(found, "task given", by, at, task=str(task.pk))
    return task


@transaction.atomic
def change_task(
    task: InvestigationTask, *, owner: User, due: date, reason: str, by: User, at: datetime
) -> TaskChange:
    """Give an open task to another person, or change its date; why is kept for good.

    Raises `ChangedMeanwhile` where somebody changed or ended it since it was read.
    """
    _check_open(task.investigation, by)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    if owner.pk == task.owner_id and due == task.due:
        raise NotPossible("already_so")
    seen = Investigation.objects.visible_to(owner)
    if not seen.filter(pk=task.investigation_id).exists():
        raise BadInput({"owner": "person_may_not_see"})
    before, until = task.owner, task.due
    changed = InvestigationTask.objects.filter(
        pk=task.pk, state=TaskState.OPEN, owner=before, due=until
    ).update(owner=owner, due=due)
    if not changed:
        raise ChangedMeanwhile(str(task.pk))
    row = TaskChange.objects.create(
        task=task,
        owner_before=before,
        owner_after=owner,
        due_before=until,
        due_after=due,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    _trail(task.investigation, "task changed", by, at, task=str(task.pk))
    task.refresh_from_db()
    return row


@transaction.atomic
def end_task(
    task: InvestigationTask, state: str, *, result: str = "", by: User, at: datetime
) -> InvestigationTask:
    """Say that a task is done or dropped: its owner, or an investigator of that office."""
    if task.owner_id != by.pk:
        require(by, Deed.INVESTIGATE, task.investigation.office)
    wanted = TaskState(state)
    if wanted == TaskState.DROPPED and not result.strip():
        raise BadInput({"result": "required"})
    ended = InvestigationTask.objects.filter(pk=task.pk, state=TaskState.OPEN).update(
        state=wanted, result=result.strip(), ended_by=by, ended_at=at
    )
    if not ended or wanted == TaskState.OPEN:
        raise ChangedMeanwhile(str(task.pk))
    verb = f"task {wanted}"
    _trail(task.investigation, verb, by, at, task=str(task.pk))
    task.refresh_from_db()
    return task


def tasks_of(user: User) -> QuerySet[InvestigationTask]:
    """Return the open tasks of a person in investigations that they may still see."""
    return (
        InvestigationTask.objects.filter(
            owner=user,
            state=TaskState.OPEN,
            investigation__in=Investigation.objects.visible_to(user),
        )
        .select_related("investigation", "given_by")
        .order_by("due", "pk")
    )


@transaction.atomic
def ask_to_keep(
    found: Investigation,
    *,
    kind: str,
    what: str,
    held_at: str,
    asked_of: str,
    asked_on: date,
    overwritten_on: date | None = None,
    note: str = "",
    by: User,
    at: datetime,
) -> PreservationHold:
    """Record that somebody was asked to keep footage or a log from being overwritten."""
    _check_open(found, by)
    if asked_on > day_of(at):
        raise BadInput({"asked_on": "stated_in_future"})
    hold = PreservationHold.objects.create(
        investigation=found,
        kind=HoldKind(kind),
        what=tidy_line(what)[:300],
        held_at=tidy_line(held_at)[:200],
        asked_of=tidy_line(asked_of)[:200],
        asked_on=asked_on,
        overwritten_on=overwritten_on,
        note=note.strip(),
        by=by,
        at=at,
    )
    _trail(found, "preservation asked", by, at, hold=str(hold.pk))
    return hold


@transaction.atomic
def answer_hold(
    hold: PreservationHold, state: str, *, on: date, note: str = "", by: User, at: datetime
) -> PreservationHold:
    """Record what came back: kept, refused, or lost. What is lost stays lost."""
    _check_open(hold.investigation, by)
    wanted = HoldState(state)
    if wanted == HoldState.ASKED or hold.state == HoldState.LOST:
        raise NotPossible("already_so")
    if on > day_of(at):
        raise BadInput({"on": "stated_in_future"})
    said = "\n".join(part for part in (hold.note, note.strip()) if part)
    changed = PreservationHold.objects.filter(pk=hold.pk, state=hold.state).update(
        state=wanted, state_on=on, note=said
    )
    if not changed:
        raise ChangedMeanwhile(str(hold.pk))
    verb = f"preservation {wanted}"
    _trail(hold.investigation, verb, by, at, hold=str(hold.pk))
    hold.refresh_from_db()
    return hold


@transaction.atomic
def check_method(
    found: Investigation, *, method: str, done: bool, note: str = "", by: User, at: datetime
) -> MethodCheck:
    """Say whether a way of examining was taken; if not, why. Earlier entries stay."""
    _check_open(found, by)
    if not done and not note.strip():
        raise BadInput({"note": "method_needs_a_reason"})
    row = MethodCheck.objects.create(
        investigation=found, method=Method(method), done=done, note=note.strip(), by=by, at=at
    )
    _trail(found, "method recorded", by, at, method=row.method)
    return row


def checklist(said: Iterable[MethodCheck]) -> list[tuple[Method, MethodCheck | None]]:
    """Return every way of examining with the entry that counts; None where nobody said yet."""
    newest = {row.method: row for row in said}
    return [(method, newest.get(method)) for method in Method]


@transaction.atomic
def set_standard(
    found: Investigation, *, standard: str, note: str = "", by: User, at: datetime
) -> Investigation:
    """Record how sure the examination has to be before it calls something established."""
    _check_open(found, by)
    Investigation.objects.filter(pk=found.pk).update(
        standard=ProofStandard(standard), standard_note=note.strip()
    )
    _trail(found, "standard of proof recorded", by, at, standard=standard)
    found.refresh_from_db()
    return found


@transaction.atomic
def record_remedy(
    found: Investigation,
    *,
    kind: str,
    code: str,
    status: str,
    on: date,
    note: str = "",
    by: User,
    at: datetime,
) -> Remedy:
    """Write a dated line into the ledger of measures and redress; none is ever changed."""
    require(by, Deed.INVESTIGATE, found.office)
    if on > day_of(at):
        raise BadInput({"on": "stated_in_future"})
    row = Remedy.objects.create(
        investigation=found,
        kind=RemedyKind(kind),
        code=code,
        status=status,
        on=on,
        note=note.strip(),
        by=by,
        at=at,
    )
    _trail(found, f"{kind} recorded", by, at, code=code, status=status)
    return row


@transaction.atomic
def refer(
    inquiry: Inquiry,
    compartment: Compartment,
    *,
    authority: str,
    referred_on: date,
    reference: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> Referral:
    """Record a referral to a criminal process in a compartment; nobody outside learns of it."""
    require(by, Deed.INVESTIGATE)
    compartments.require_inside(compartment, by)
    if compartment.closed_at is not None:
        raise NotPossible("compartment_is_closed")
    if not Inquiry.objects.visible_to(by).filter(pk=inquiry.pk).exists():
        raise NotPermitted(Deed.INVESTIGATE.value)
    if referred_on > day_of(at):
        raise BadInput({"referred_on": "stated_in_future"})
    row = Referral.objects.create(
        channel=inquiry.channel,
        thread=inquiry.thread,
        compartment=compartment,
        authority=tidy_line(authority)[:200],
        referred_on=referred_on,
        reference=tidy_line(reference)[:100],
        note=note.strip(),
        by=by,
        at=at,
    )
    # Under the compartment's name alone: the trail of the case tells nothing of it.
    audit.record(by, "entry made in compartment", "compartment", compartment.code, at=at)
    return row


def _check_open(found: Investigation, by: User) -> None:
    require(by, Deed.INVESTIGATE, found.office)
    if Investigation.objects.filter(pk=found.pk, closed_at__isnull=False).exists():
        raise NotPossible("investigation_is_closed")


def _trail(found: Investigation, verb: str, by: User, at: datetime, **details: str) -> None:
    audit.record(by, verb, "investigation", str(found.pk), at=at, details=details)
