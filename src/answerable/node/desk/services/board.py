"""Fill the board: what waits on me, on us, on them, what is undelivered, overdue, paused, new.

Everything that depends on the time is asked with the time. A handful of queries, whatever the
number of cases: each list is cut, and `counts` says how many there are.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet

from answerable.node.accounts.models import User
from answerable.node.desk.codes import DraftState, Role, Screening, WaitingOn
from answerable.node.desk.models import Draft, Inquiry, Investigation, Message, Report
from answerable.node.desk.permissions import Deed, offices_for
from answerable.node.ledger.models import LogHead

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
    unseen = undelivered()
    late, paused, ours, theirs = overdue_at(now), paused_at(now), _on_us(), _on_them()
    counts = rows.aggregate(
        on_us=Count("pk", filter=ours),
        on_them=Count("pk", filter=theirs),
        overdue=Count("pk", filter=late),
        paused=Count("pk", filter=paused),
        newest=Count("pk"),
    )
    my_drafts = _my_drafts(user)
    to_clear = _to_clear(user)
    on_me = _on_me(user, rows, my_drafts)
    waiting = rows.filter(pk__in=unseen) if unseen else rows.none()
    by_due = F("next_due").asc(nulls_last=True)

    def cards(found: QuerySet[Inquiry] | list[Inquiry], count: int) -> tuple[Card, ...]:
        return tuple(card(one, now, unseen) for one in found[:SHOWN]) if count else ()

    return Board(
        on_me=cards(on_me, len(on_me)),
        on_us=cards(rows.filter(ours).order_by(by_due, "pk"), counts["on_us"]),
        on_them=cards(rows.filter(theirs).order_by(by_due, "pk"), counts["on_them"]),
        undelivered=cards(waiting.order_by("raised_at", "pk"), len(unseen)),
        overdue=cards(rows.filter(late).order_by("next_due", "pk"), counts["overdue"]),
        paused=cards(rows.filter(paused).order_by("paused_until", "pk"), counts["paused"]),
        newest=cards(rows.order_by("-last_message_at", "-pk"), counts["newest"]),
        drafts_to_clear=tuple(to_clear[:SHOWN]),
        my_drafts=tuple(my_drafts[:SHOWN]),
        counts={
            **counts,
            "undelivered": len(unseen) if counts["newest"] else 0,
            "on_me": len(on_me),
            "drafts_to_clear": len(to_clear),
            "my_drafts": len(my_drafts),
        },
        new_reports=Report.objects.visible_to(user).filter(screening=Screening.RECEIVED).count(),
    )


def undelivered() -> frozenset[int]:
    """Return the inquiries with a statement of ours that the other node has not countersigned."""
    logs = LogHead.objects.filter(is_ours=True).values_list(
        "origin", "channel__peer__ours_mirrored"
    )
    beyond = Q(pk__in=())
    for origin, mirrored in logs:
        beyond |= Q(origin=origin, index__gte=mirrored or 0)
    found = Message.objects.filter(beyond, ours=True, signed=True)
    return frozenset(found.values_list("inquiry_id", flat=True))


def paused_at(now: datetime) -> Q:
    """Return the condition that an inquiry's clock stands still; a cap ends it by itself."""
    return Q(paused_since__lte=now, paused_until__gt=now)


def overdue_at(now: datetime) -> Q:
    """Return the condition that something is late; what was not delivered cannot be."""
    return Q(next_due__lt=now, delivered_at__isnull=False) & ~paused_at(now) & ~Q(closed_ours=True)


def needs_me(user: User, now: datetime) -> int:
    """Return the number beside the board's name: drafts to clear, and what waits on the person."""
    return len(_to_clear(user)) + len(_on_me(user, _rows(user), _my_drafts(user)))


def _rows(user: User) -> QuerySet[Inquiry]:
    # What a channel's page needs is read there: a board of many cards does not carry it along.
    return (
        Inquiry.objects.visible_to(user)
        .select_related("channel")
        .defer("channel__terms", "channel__genesis", "channel__exchange")
    )


def _on_us() -> Q:
    return Q(waiting_on__in=(WaitingOn.US, WaitingOn.BOTH), closed_ours=False)


def _on_them() -> Q:
    return Q(waiting_on__in=(WaitingOn.THEM, WaitingOn.BOTH), closed_ours=False)


def _on_me(user: User, rows: QuerySet[Inquiry], drafts: list[Draft]) -> list[Inquiry]:
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


def card(inquiry: Inquiry, now: datetime, unseen: Collection[int] = ()) -> Card:
    """Return an inquiry as a card; `unseen` are those with something undelivered."""
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
        undelivered=inquiry.pk in unseen,
        second_hand=inquiry.second_hand,
    )
