"""Examine what another party asked us: dated steps, each with who and what it came to. Private."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from answerable.casework.codes import Method
from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, User
from answerable.node.accounts.models import Role as AccountRole
from answerable.node.accounts.offices import line_of
from answerable.node.accounts.roles import has_role
from answerable.node.desk.codes import STEP_OUTCOMES, Role, Stage, StepOutcome
from answerable.node.desk.days import day_of
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Inquiry, Investigation, InvestigationStep
from answerable.node.desk.permissions import Deed, may, require
from answerable.node.desk.services import serving


@transaction.atomic
def open_investigation(
    inquiry: Inquiry, *, lead: User | None = None, by: User, office: Office, at: datetime
) -> Investigation:
    """Open an investigation of what we were asked; one at a time in a thread.

    Refused also while that of another asker's inquiry serves this one, as far as the person may
    know of it.
    """
    require(by, Deed.INVESTIGATE, office)
    if inquiry.role != Role.ASKED:
        raise NotPossible("we_are_not_asked")
    Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if serving.standing(inquiry, by):
        raise NotPossible("investigation_serves_it")
    try:
        with transaction.atomic():
            investigation = Investigation.objects.create(
                channel=inquiry.channel,
                thread=inquiry.thread,
                office=office,
                lead=lead or by,
                opened_by=by,
                opened_at=at,
            )
    except IntegrityError as exc:
        raise NotPossible("investigation_is_open") from exc
    _trail(investigation, "investigation opened", by, at)
    return investigation


def stages_for(by: User, investigation: Investigation) -> list[Stage]:
    """Return the stages that the person may record.

    A legal adviser has the legal review, also for the offices under their own.
    """
    if may(by, Deed.INVESTIGATE, investigation.office):
        return list(Stage)
    advises = has_role(by, AccountRole.LEGAL) and any(
        has_role(by, AccountRole.LEGAL, office) for office in line_of(investigation.office)
    )
    return [Stage.LEGAL_REVIEW] if advises else []


@transaction.atomic
def record_step(
    investigation: Investigation,
    *,
    stage: str,
    outcome: str,
    done_on: date,
    note: str = "",
    methods: Iterable[str] = (),
    version: int,
    by: User,
    at: datetime,
) -> InvestigationStep:
    """Record a step with its date and outcome. Steps may be repeated; none is ever changed."""
    require(by, Deed.LEGAL_REVIEW if stage == Stage.LEGAL_REVIEW else Deed.INVESTIGATE)
    if stage not in stages_for(by, investigation):
        raise NotPermitted(stage)
    step, result = Stage(stage), StepOutcome(outcome)
    problems: dict[str, str] = {}
    if result not in STEP_OUTCOMES[step]:
        problems["outcome"] = "outcome_of_another_stage"
    if done_on > day_of(at):
        problems["done_on"] = "stated_in_future"
    if problems:
        raise BadInput(problems)
    _advance(investigation, version)
    row = InvestigationStep.objects.create(
        investigation=investigation,
        stage=step,
        outcome=result,
        done_on=done_on,
        note=note.strip(),
        methods=sorted({Method(method) for method in methods}),
        by=by,
        at=at,
    )
    _trail(investigation, f"step recorded: {step}", by, at, outcome=result)
    return row


@transaction.atomic
def decide(
    investigation: Investigation,
    *,
    outcome: str,
    done_on: date,
    note: str = "",
    version: int,
    by: User,
    at: datetime,
) -> InvestigationStep:
    """Record the decision that ends the examination, for now; the reply is another deed."""
    return record_step(
        investigation,
        stage=Stage.DECISION,
        outcome=outcome,
        done_on=done_on,
        note=note,
        version=version,
        by=by,
        at=at,
    )


@transaction.atomic
def close_investigation(
    investigation: Investigation, *, version: int, by: User, at: datetime
) -> Investigation:
    """Close the investigation after its decision; a later one may be opened."""
    require(by, Deed.INVESTIGATE, investigation.office)
    if not investigation.steps.filter(stage=Stage.DECISION).exists():
        raise NotPossible("investigation_has_no_decision")
    _advance(investigation, version)
    Investigation.objects.filter(pk=investigation.pk).update(closed_at=at)
    _trail(investigation, "investigation closed", by, at)
    investigation.refresh_from_db()
    return investigation


def next_stage(investigation: Investigation) -> Stage | None:
    """Return the first stage that no step was recorded for; None when all have one."""
    done = {step.stage for step in investigation.steps.all()}
    return next((stage for stage in Stage if stage not in done), None)


def of_inquiry(inquiry: Inquiry) -> list[Investigation]:
    """Return the investigations of a thread, the newest first, with their steps."""
    return list(
        Investigation.objects.filter(channel=inquiry.channel, thread=inquiry.thread)
        .select_related("office", "lead", "opened_by")
        .prefetch_related("steps__by")
    )


def _advance(investigation: Investigation, version: int) -> None:
    changed = Investigation.objects.filter(
        pk=investigation.pk, version=version, closed_at__isnull=True
    ).update(version=F("version") + 1)
    if not changed:
        investigation.refresh_from_db()
        if investigation.closed_at is not None:
            raise NotPossible("investigation_is_closed")
        raise ChangedMeanwhile(str(investigation.pk))
    investigation.refresh_from_db()


def _trail(investigation: Investigation, verb: str, by: User, at: datetime, **details: str) -> None:
    audit.record(by, verb, "investigation", str(investigation.pk), at=at, details=details)
