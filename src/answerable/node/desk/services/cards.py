"""Show an inquiry as a card: what it is, and what its time means now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from answerable.node.desk.codes import Role
from answerable.node.desk.models import Inquiry
from answerable.node.ledger.models import Channel


@dataclass(frozen=True)
class Card:
    """An inquiry, with what its time means now."""

    inquiry: Inquiry
    reference: str
    subject: str
    channel_title: str
    role: str
    state: str
    waiting_on: str
    next_due: datetime | None
    is_overdue: bool
    is_paused: bool
    elapsed: timedelta | None
    undelivered: bool
    second_hand: bool
    subject_erased: bool = False
    step_action: str = ""
    step_due: datetime | None = None
    has_step_due: bool = False


def titled(found: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    """Have each inquiry bring the title of its channel, as `card` needs it.

    A join would have SQLite begin with the channels, and sort all their inquiries for one page.
    """
    channels = Channel.objects.filter(pk=OuterRef("channel"))
    return found.annotate(channel_title=Subquery(channels.values("title")[:1]))


def card(
    inquiry: Inquiry,
    now: datetime,
    unseen: Collection[int] = (),
    erased: Collection[int] = (),
) -> Card:
    """Return a titled inquiry as a card; `unseen` are those with something undelivered."""
    return Card(
        inquiry=inquiry,
        reference=inquiry.reference,
        subject=inquiry.subject,
        channel_title=inquiry.channel_title,  # type: ignore[attr-defined]
        role=Role(inquiry.role),
        state=inquiry.state,
        waiting_on=inquiry.waiting_on,
        next_due=inquiry.next_due,
        is_overdue=inquiry.is_overdue(now),
        is_paused=inquiry.is_paused(now),
        elapsed=inquiry.elapsed(now),
        undelivered=inquiry.pk in unseen,
        second_hand=inquiry.second_hand,
        subject_erased=inquiry.pk in erased,
        step_action=inquiry.step_action,
        step_due=inquiry.step_due,
        has_step_due=inquiry.has_step_due(now),
    )
