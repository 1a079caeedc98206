"""Follow a case up: say that a step of the ladder was taken or passed over. Nothing is sent."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk import projector
from answerable.node.desk.codes import LadderOutcome, StepMeans
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.models import FollowStep, Inquiry
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import ladder, threads


@transaction.atomic
def record_step(
    inquiry: Inquiry,
    step: str,
    *,
    outcome: str,
    means: str = "",
    done_at: datetime,
    note: str = "",
    by: User,
    at: datetime,
) -> FollowStep:
    """Say that a step was taken and how, or why it is passed over; the ones before are behind us.

    `step` names it as "first_reminder.1": its action, and the how manyth of these.
    """
    require(by, Deed.CORRESPOND)
    found = ladder.climb(threads.read(inquiry.channel, inquiry.thread))
    if found is None:
        raise NotPossible("no_step_is_due")
    wanted = next((one for one in found.left if f"{one.action.value}.{one.number}" == step), None)
    if wanted is None:
        raise ChangedMeanwhile(inquiry.reference)
    _check(outcome, means, done_at, note, at)
    try:
        with transaction.atomic():
            row = FollowStep.objects.create(
                channel=inquiry.channel,
                thread=inquiry.thread,
                leaf=found.round.leaf,
                action=wanted.action.value,
                number=wanted.number,
                due=wanted.due,
                outcome=outcome,
                means=means if outcome == LadderOutcome.TAKEN else "",
                done_at=done_at,
                note=note.strip(),
                by=by,
                noted_at=at,
            )
    except IntegrityError as exc:
        raise ChangedMeanwhile(inquiry.reference) from exc
    projector.project(inquiry.channel, inquiry.thread, at=at, answer=False)
    details = {"step": wanted.action.value, "outcome": outcome, "thread": inquiry.thread}
    audit.record(
        by, "step of the ladder recorded", "inquiry", inquiry.reference, at=at, details=details
    )
    return row


def _check(outcome: str, means: str, done_at: datetime, note: str, at: datetime) -> None:
    problems: dict[str, str] = {}
    if outcome not in list(LadderOutcome):
        problems["outcome"] = "unknown_code"
    if outcome == LadderOutcome.TAKEN and means not in list(StepMeans):
        problems["means"] = "required"
    if outcome == LadderOutcome.PASSED_OVER and not note.strip():
        problems["note"] = "required"
    if done_at > at:
        problems["done_at"] = "stated_in_future"
    if problems:
        raise BadInput(problems)
