"""Keep figures with their owners, and set them aside with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import DatePrecision, OwnerRole
from answerable.node.desk.dossier_codes import CountedAs
from answerable.node.desk.errors import BadInput, ChangedMeanwhile
from answerable.node.desk.models import Figure, Incident, RecordedStatement, Report
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services.counts import Count
from answerable.node.desk.services.facts import stand
from answerable.node.desk.services.reports import tidy_line


@transaction.atomic
def add_figure(
    incident: Incident,
    count: Count,
    *,
    stated_by: str,
    owner_role: str = OwnerRole.SOURCE,
    stated_on: date | None = None,
    stated_precision: str = DatePrecision.DAY,
    note: str = "",
    best: int | None = None,
    counted_as: str = "",
    basis: str = "",
    as_of: date | None = None,
    report: Report | None = None,
    recorded: RecordedStatement | None = None,
    by: User,
    at: datetime,
) -> Figure:
    """Record what somebody counted of this incident. Its ledger follows from the owner alone."""
    require(by, Deed.INCIDENT)
    stand(incident)
    problems = count.problems("count")
    if best is not None and not count.holds(best):
        problems["best"] = "best_is_outside"
    if not stated_by.strip():
        problems["stated_by"] = "required"
    if problems:
        raise BadInput(problems)
    figure = Figure.objects.create(
        incident=incident,
        stated_by=tidy_line(stated_by)[:200],
        owner_role=OwnerRole(owner_role),
        stated_on=stated_on,
        stated_precision=DatePrecision(stated_precision if stated_on else "unknown"),
        note=note,
        best=best,
        counted_as=CountedAs(counted_as) if counted_as else "",
        basis=tidy_line(basis)[:200],
        as_of=as_of,
        report=report,
        recorded=recorded,
        added_by=by,
        added_at=at,
        **count.fields(),
    )
    audit.record(
        by,
        "figure recorded",
        "incident",
        incident.reference,
        at=at,
        details={"figure": figure.pk},
    )
    return figure


@transaction.atomic
def set_aside_figure(figure: Figure, *, reason: str, by: User, at: datetime) -> None:
    """Set a figure aside with the reason; it stays, and no longer stands in a ledger."""
    require(by, Deed.INCIDENT)
    if not reason.strip():
        raise BadInput({"reason": "required"})
    changed = Figure.objects.filter(pk=figure.pk, set_aside_at__isnull=True).update(
        set_aside_by=by, set_aside_at=at, set_aside_reason=tidy_line(reason)[:300]
    )
    if not changed:
        raise ChangedMeanwhile(str(figure.pk))
    audit.record(
        by,
        "figure set aside",
        "incident",
        figure.incident.reference,
        at=at,
        details={"figure": figure.pk},
    )
