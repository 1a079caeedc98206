"""Keep whom to call on the other side when it is urgent, and what calls came to."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.errors import BadInput, ChangedMeanwhile
from answerable.node.desk.models import DutyCall, DutyContact, Inquiry
from answerable.node.desk.permissions import Deed, require
from answerable.node.ledger.models import Channel


def contacts(channel: Channel) -> QuerySet[DutyContact]:
    """Return whom to call now, in the order in which they were added."""
    return DutyContact.objects.filter(channel=channel, ended_at__isnull=True)


@transaction.atomic
def add_contact(
    channel: Channel,
    *,
    desk: str,
    telephone: str,
    hours: str = "",
    languages: str = "",
    by: User,
    at: datetime,
) -> DutyContact:
    """Add a desk of the other side that can be called."""
    require(by, Deed.CORRESPOND)
    row = DutyContact.objects.create(
        channel=channel,
        desk=desk.strip(),
        telephone=telephone.strip(),
        hours=hours.strip(),
        languages=languages.strip(),
        added_by=by,
        added_at=at,
    )
    details = {"contact": row.pk}
    audit.record(by, "duty contact added", "channel", channel.slug, at=at, details=details)
    return row


@transaction.atomic
def end_contact(contact: DutyContact, *, by: User, at: datetime) -> None:
    """Say that a contact no longer holds; calls of before keep it."""
    require(by, Deed.CORRESPOND)
    rows = DutyContact.objects.filter(pk=contact.pk, ended_at__isnull=True)
    if not rows.update(ended_by=by, ended_at=at):
        raise ChangedMeanwhile(str(contact.pk))
    details = {"contact": contact.pk}
    audit.record(by, "duty contact ended", "channel", contact.channel.slug, at=at, details=details)


@transaction.atomic
def record_call(
    inquiry: Inquiry,
    *,
    called_at: datetime,
    caller: str,
    contact: DutyContact | None = None,
    answered_by: str = "",
    said: str = "",
    result: str,
    corrects: DutyCall | None = None,
    by: User,
    at: datetime,
) -> DutyCall:
    """Record a call about a case; what was recorded wrongly is corrected by another record."""
    require(by, Deed.RECORD)
    if called_at > at:
        raise BadInput({"called_at": "stated_in_future"})
    if contact is not None and contact.channel_id != inquiry.channel_id:
        raise BadInput({"contact": "unknown_code"})
    here = (inquiry.channel_id, inquiry.thread)
    if corrects is not None and (corrects.channel_id, corrects.thread) != here:
        raise BadInput({"corrects": "unknown_code"})
    try:
        with transaction.atomic():
            row = DutyCall.objects.create(
                channel=inquiry.channel,
                thread=inquiry.thread,
                called_at=called_at,
                caller=caller.strip(),
                contact=contact,
                answered_by=answered_by.strip(),
                said=said.strip(),
                result=result,
                corrects=corrects,
                by=by,
                noted_at=at,
            )
    except IntegrityError as exc:
        # One record is corrected by one other: correct that one.
        raise ChangedMeanwhile(inquiry.reference) from exc
    details = {"call": row.pk, "result": result, "corrects": corrects.pk if corrects else None}
    audit.record(by, "call recorded", "inquiry", inquiry.reference, at=at, details=details)
    return row
