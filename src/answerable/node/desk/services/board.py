"""Fill the board: what waits on me, on us, on them, what is undelivered, overdue, paused, new.

Everything that depends on the time is asked with the time. A handful of queries, whatever the
number of cases: each list is cut, and `counts` says how many there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from answerable.node.accounts.models import User
from answerable.node.desk.codes import DraftState, Role, Screening, WaitingOn
from answerable.node.desk.models import Draft, Inquiry, Investigation, Message, Report
from answerable.node.desk.permissions import Deed, offices_for

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Asked(TypedDict):
        is_undelivered: bool

    Rows = QuerySet[WithAnnotations[Inquiry, _Asked]]

SHOWN = 20


@dataclass(frozen=True)
class Card:
    """An inquiry on the board, with what its time means now."""

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
    reason: str = ""


@dataclass(frozen=True)
class Board:
    """The board of one person at one time. `counts` has the length of each list uncut."""

    on_me: tuple[Card, ...]
    on_us: tuple[Card, ...]
    on_them: tuple[Card, ...]
    undelivered: tuple[Card, ...]
    overdue: tuple[Card, ...]
    paused: tuple[Card, ...]
    newest: tuple[Card, ...]
    drafts_to_clear: tuple[Draft, ...]
    my_drafts: tuple[Draft, ...]
    counts: dict[str, int]
    new_reports: int


def for_user(user: User, now: datetime) -> Board:
    """Return the board; empty for a person who sees no cases."""
    rows = _rows(user)
    late, paused, ours, theirs = overdue_at(now), paused_at(now), _on_us(), _on_them()
    counts = rows.aggregate(
        on_us=Count("pk", filter=ours),
        on_them=Count("pk", filter=theirs),
        overdue=Count("pk", filter=late),
        paused=Count("pk", filter=paused),
        undelivered=Count("pk", filter=Q(is_undelivered=True)),
        newest=Count("pk"),
    )
    my_drafts = _my_drafts(user)
    to_clear = _to_clear(user)
    on_me = _on_me(user, rows, my_drafts)
    by_due = F("next_due").asc(nulls_last=True)
    return Board(
        on_me=_cards(on_me, now),
        on_us=_cards(rows.filter(ours).order_by(by_due, "pk"), now),
        on_them=_cards(rows.filter(theirs).order_by(by_due, "pk"), now),
        undelivered=_cards(rows.filter(is_undelivered=True).order_by("raised_at"), now)
        if counts["undelivered"]
        else (),
        overdue=_cards(rows.filter(late).order_by("next_due"), now) if counts["overdue"] else (),
        paused=_cards(rows.filter(paused).order_by("paused_until"), now)
        if counts["paused"]
        else (),
        newest=_cards(rows.order_by("-last_message_at", "-pk"), now),
        drafts_to_clear=tuple(to_clear[:SHOWN]),
        my_drafts=tuple(my_drafts[:SHOWN]),
        counts={
            **counts,
            "on_me": len(on_me),
            "drafts_to_clear": len(to_clear),
            "my_drafts": len(my_drafts),
        },
        new_reports=Report.objects.visible_to(user).filter(screening=Screening.RECEIVED).count(),
    )


def paused_at(now: datetime) -> Q:
    """Return the condition that an inquiry's clock stands still; a cap ends it by itself."""
    return Q(paused_since__lte=now, paused_until__gt=now)


def overdue_at(now: datetime) -> Q:
    """Return the condition that something is late; what was not delivered cannot be."""
    return Q(next_due__lt=now, delivered_at__isnull=False) & ~paused_at(now) & ~Q(closed_ours=True)


def needs_me(user: User, now: datetime) -> int:
    """Return the number beside the board's name: drafts to clear, and what waits on the person."""
    return len(_to_clear(user)) + len(_on_me(user, _rows(user), _my_drafts(user)))


def _rows(user: User) -> Rows:
    unseen = Message.objects.filter(
        inquiry=OuterRef("pk"),
        ours=True,
        signed=True,
        index__gte=OuterRef("channel__peer__ours_mirrored"),
    )
    return (
        Inquiry.objects.visible_to(user)
        .select_related("channel", "channel__ours", "channel__theirs")
        .annotate(is_undelivered=Exists(unseen))
    )


def _on_us() -> Q:
    return Q(waiting_on__in=(WaitingOn.US, WaitingOn.BOTH), closed_ours=False)


def _on_them() -> Q:
    return Q(waiting_on__in=(WaitingOn.THEM, WaitingOn.BOTH), closed_ours=False)


def _on_me(user: User, rows: Rows, drafts: list[Draft]) -> list[Inquiry]:
    """Return what waits on us and has my draft or my open investigation in it."""
    mine = {(draft.channel_id, draft.thread) for draft in drafts}
    mine |= set(
        Investigation.objects.visible_to(user)
        .filter(lead=user, closed_at__isnull=True)
        .values_list("channel_id", "thread")
    )
    if not mine:
        return []
    found = rows.filter(_on_us(), thread__in={thread for _channel, thread in mine})
    return [one for one in found.order_by("next_due", "pk") if (one.channel_id, one.thread) in mine]


def _my_drafts(user: User) -> list[Draft]:
    return list(
        Draft.objects.visible_to(user)
        .filter(author=user)
        .exclude(state__in=(DraftState.SENT, DraftState.WITHDRAWN))
        .select_related("channel", "office", "author")
    )


def _to_clear(user: User) -> list[Draft]:
    """Return the drafts that this person may clear: written by others, in another office."""
    offices = offices_for(user, Deed.CLEAR)
    if not offices:
        return []
    waiting = (
        Draft.objects.visible_to(user)
        .filter(state=DraftState.AWAITING_CLEARANCE)
        .exclude(author=user)
        .exclude(last_edited_by=user)
        .select_related("channel", "office", "author")
        .order_by("changed_at")
    )
    return [draft for draft in waiting if any(draft.office_id != one.pk for one in offices)]


def _cards(rows: Iterable[Inquiry], now: datetime) -> tuple[Card, ...]:
    cut = rows[:SHOWN] if isinstance(rows, QuerySet | list) else rows
    return tuple(card(one, now) for one in cut)


def card(inquiry: Inquiry, now: datetime, reason: str = "") -> Card:
    """Return an inquiry as a card; one that was not read by the board counts as delivered."""
    return Card(
        inquiry=inquiry,
        reference=inquiry.reference,
        subject=inquiry.subject,
        channel_title=inquiry.channel.title,
        role=Role(inquiry.role),
        state=inquiry.state,
        waiting_on=inquiry.waiting_on,
        next_due=inquiry.next_due,
        is_overdue=inquiry.is_overdue(now),
        is_paused=inquiry.is_paused(now),
        elapsed=inquiry.elapsed(now),
        undelivered=bool(getattr(inquiry, "is_undelivered", False)),
        second_hand=inquiry.second_hand,
        reason=reason,
    )
