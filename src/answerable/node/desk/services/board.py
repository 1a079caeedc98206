"""Fill the board: what waits on me, on us, on them, what is undelivered, overdue, paused, new.

Everything that depends on the time is asked with the time. A handful of queries, whatever the
number of cases: each list is cut, and `counts` says how many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from heapq import nsmallest

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

from answerable.node.accounts.models import User
from answerable.node.accounts.roles import Standing
from answerable.node.desk.codes import DraftState, Screening, WaitingOn
from answerable.node.desk.models import Draft, Inquiry, Investigation, Message, Report
from answerable.node.desk.permissions import Deed, offices_for
from answerable.node.desk.services.cards import Card, card, titled
from answerable.node.desk.services.drafts import chains, listing
from answerable.node.desk.services.drafts.listing import Row
from answerable.node.desk.services.erasures import NOBODYS, Queue, erased_subjects, queue_of
from answerable.node.desk.services.evidence import to_clear
from answerable.node.ledger.models import LogHead
from answerable.node.ledger.written import (
    THEN,
    Counted,
    InThread,
    Sql,
    asked_at,
    first,
    keys_of,
    written,
)

# The first of each list, to begin with: each list leads to the whole of it.
SHOWN = 10
# Of what waits for delivery, so much is looked through for the first that the person may see.
_LOOKED_AT = 50
_GONE = (DraftState.SENT, DraftState.WITHDRAWN)
_NEVER = datetime.max.replace(tzinfo=UTC)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Export:
    """A message whose words somebody wants to give to a third party, and its case."""

    inquiry: Inquiry
    leaf: str


@dataclass(frozen=True)
class Board:
    """The board of one person at one time.

    `counts` has the length of each list uncut; of `newest` only whether there is one, 1 or 0.
    """

    on_me: tuple[Card, ...]
    on_us: tuple[Card, ...]
    on_them: tuple[Card, ...]
    undelivered: tuple[Card, ...]
    overdue: tuple[Card, ...]
    paused: tuple[Card, ...]
    steps: tuple[Card, ...]
    newest: tuple[Card, ...]
    drafts_to_clear: tuple[Row, ...]
    my_drafts: tuple[Draft, ...]
    counts: dict[str, int]
    new_reports: int
    exports_to_clear: tuple[Export, ...] = ()
    erasures: Queue = NOBODYS

    @property
    def needs_me(self) -> int:
        """Count all that waits on the person: what is to decide, and the cases in hand."""
        deciding = self.counts["drafts_to_clear"] + self.counts["exports_to_clear"]
        return deciding + self.erasures.on_me + self.counts["on_me"]


def for_user(user: User, now: datetime, *, erasures: bool = True, held: int | None = None) -> Board:
    """Return the board; empty for a person who sees no cases.

    Without `erasures` nobody is asked about them: the caller knows that there are none. `held` is
    the number of `in_hand`, where it was counted beside something else.
    """
    unseen = undelivered()
    lanes = _lanes(Q(), now, unseen)
    counts = _counts(user, now, unseen)
    # What the person has in hand is counted beside something else where it can be.
    counts["on_me"] = in_hand(user).count() if held is None else held
    shown = _shown(user, now, unseen) if any(counts.values()) else []
    erased = erased_subjects(shown)

    def cards(name: str) -> tuple[Card, ...]:
        lane = lanes[name]
        found = sorted((one for one in shown if lane.holds(one)), key=lane.place)
        return tuple(card(one, now, unseen, erased) for one in found[:SHOWN])

    my_drafts, drafts = _my_drafts(user), _to_clear(user)
    exports = _exports(user)
    return Board(
        **{name: cards(name) for name in lanes},
        drafts_to_clear=tuple(drafts[:SHOWN]),
        my_drafts=tuple(my_drafts[:SHOWN]),
        counts={
            **counts,
            "drafts_to_clear": len(drafts),
            "my_drafts": len(my_drafts),
            "exports_to_clear": len(exports),
        },
        exports_to_clear=tuple(exports[:SHOWN]),
        erasures=queue_of(user) if erasures else NOBODYS,
        new_reports=Report.objects.visible_to(user).filter(screening=Screening.RECEIVED).count(),
    )


@dataclass(frozen=True)
class _Lane:
    """A list of the board, told twice: for the database, and for a row that is here."""

    condition: Q
    order: tuple[OrderBy | str, ...]
    holds: Callable[[Inquiry], bool]
    place: Callable[[Inquiry], tuple[object, ...]]


def _lanes(in_hand: Q, now: datetime, unseen: Collection[int]) -> dict[str, _Lane]:
    due = (F("next_due").asc(nulls_last=True), "pk")

    def by_due(one: Inquiry) -> tuple[object, ...]:
        return (one.next_due or _NEVER, one.pk)

    def on_us(one: Inquiry) -> bool:
        return one.waiting_on in (WaitingOn.US, WaitingOn.BOTH) and not one.closed_ours

    def on_them(one: Inquiry) -> bool:
        return one.waiting_on in (WaitingOn.THEM, WaitingOn.BOTH) and not one.closed_ours

    return {
        "on_me": _Lane(
            _on_us() & in_hand,
            due,
            lambda one: on_us(one) and bool(getattr(one, "in_hand", False)),
            by_due,
        ),
        "on_us": _Lane(_on_us(), due, on_us, by_due),
        "on_them": _Lane(_on_them(), due, on_them, by_due),
        "undelivered": _Lane(
            Q(pk__in=unseen),
            (F("raised_at").asc(nulls_last=True), "pk"),
            lambda one: one.pk in unseen,
            lambda one: (one.raised_at or _NEVER, one.pk),
        ),
        "overdue": _Lane(overdue_at(now), due, lambda one: one.is_overdue(now), by_due),
        "paused": _Lane(
            paused_at(now),
            ("paused_until", "pk"),
            lambda one: one.is_paused(now),
            lambda one: (one.paused_until or _NEVER, one.pk),
        ),
        "steps": _Lane(
            step_due_at(now),
            (F("step_due").asc(nulls_last=True), "pk"),
            lambda one: one.has_step_due(now),
            lambda one: (one.step_due or _NEVER, one.pk),
        ),
        "newest": _Lane(
            # So there is an index for the order on either database.
            Q(last_message_at__isnull=False),
            ("-last_message_at", "-pk"),
            lambda one: one.last_message_at is not None,
            lambda one: (_NEVER - (one.last_message_at or _LONG_AGO), -one.pk),
        ),
    }


def _counts(user: User, now: datetime, unseen: Collection[int]) -> dict[str, int]:
    """Count every list but "on me" in one query."""
    names = [name for name in _lanes(Q(), now, ()) if name != "on_me"]
    # While a peer is away the many change with each message: none of these questions is kept.
    write = _lengths if len(unseen) <= _LOOKED_AT else _lengths.__wrapped__
    found = first(asked_at(write(Standing.of(user), frozenset(unseen)), now))
    return dict(zip(names, found or (), strict=False))


# Each by its own index, where one look at all rows would read them for every list.
@lru_cache(maxsize=512)
def _lengths(who: Standing, unseen: frozenset[int]) -> Sql:
    rows = _rows(who.user).order_by()
    lanes = _lanes(Q(), THEN, unseen)
    asked = {name: rows.filter(lane.condition).values("pk") for name, lane in lanes.items()}
    asked["newest"] = asked["newest"][:1]
    counts = [Counted(each) for name, each in asked.items() if name != "on_me"]
    return written(User.objects.filter(pk=who.user.pk).order_by().values_list(*counts))


def _shown(user: User, now: datetime, unseen: Mapping[int, datetime | None]) -> list[Inquiry]:
    """Return the first rows of every list in one query; many stand in more than one."""
    oldest = nsmallest(_LOOKED_AT, unseen, key=lambda pk: (unseen[pk] or _NEVER, pk))
    question = _first_of_lanes(Standing.of(user), frozenset(oldest))
    return list(Inquiry.objects.raw(*asked_at(question, now)))


# To write it takes longer than to ask it.
@lru_cache(maxsize=512)
def _first_of_lanes(who: Standing, unseen: frozenset[int]) -> Sql:
    # Of what the person may see: the first of all may be shut away.
    rows, mine = _rows(who.user), _in_hand(who.user)
    firsts = (
        rows.filter(lane.condition).order_by(*lane.order).values("pk")[:SHOWN]
        for lane in _lanes(mine, THEN, unseen).values()
    )
    found = titled(rows.filter(pk__in=keys_of(*firsts))).annotate(in_hand=mine)
    return written(found.order_by())


def undelivered() -> dict[int, datetime | None]:
    """Return the inquiries with a statement of ours that the other node has not countersigned.

    By their keys, with when they were raised.
    """
    logs = LogHead.objects.filter(is_ours=True).values_list(
        "origin", "channel__peer__ours_mirrored"
    )
    beyond = Q(pk__in=())
    for origin, mirrored in logs:
        beyond |= Q(origin=origin, index__gte=mirrored or 0)
    found = Message.objects.filter(beyond, ours=True, signed=True)
    return dict(found.values_list("inquiry_id", "inquiry__raised_at"))


def paused_at(now: datetime) -> Q:
    """Return the condition that an inquiry's clock stands still; a cap ends it by itself."""
    return Q(paused_since__lte=now, paused_until__gt=now)


def step_due_at(now: datetime) -> Q:
    """Return the condition that a step of the ladder waits for somebody here."""
    return Q(step_due__lte=now, closed_ours=False)


def overdue_at(now: datetime) -> Q:
    """Return the condition that something is late; what was not delivered cannot be."""
    return Q(next_due__lt=now, delivered_at__isnull=False) & ~paused_at(now) & ~Q(closed_ours=True)


def needs_me(user: User, *, erasures: bool = True, held: int | None = None) -> int:
    """Return the number beside the board's name: all that waits on the person.

    `held` is the number of `in_hand`, where it was counted beside something else.
    """
    deciding = len(_to_clear(user)) + len(_exports(user))
    deciding += queue_of(user).on_me if erasures else 0
    return deciding + (in_hand(user).count() if held is None else held)


def in_hand(user: User) -> QuerySet[Inquiry]:
    """Return the inquiries that wait on our side and that the person has in hand."""
    return _rows(user).filter(_on_us() & _in_hand(user))


def _rows(user: User) -> QuerySet[Inquiry]:
    return Inquiry.objects.visible_to(user)


def _on_us() -> Q:
    return Q(waiting_on__in=(WaitingOn.US, WaitingOn.BOTH), closed_ours=False)


def _on_them() -> Q:
    return Q(waiting_on__in=(WaitingOn.THEM, WaitingOn.BOTH), closed_ours=False)


def _in_hand(user: User) -> Q:
    """Return the condition that an inquiry has a draft or an open investigation of the person.

    These few are found first: the other way round each inquiry would be looked at for them.
    """
    drafts = Draft.objects.filter(author=user).exclude(state__in=_GONE)
    led = Investigation.objects.filter(lead=user, closed_at__isnull=True)
    return Q(InThread(drafts, led))


def _my_drafts(user: User) -> list[Draft]:
    return list(
        Draft.objects.visible_to(user)
        .filter(author=user)
        .exclude(state__in=_GONE)
        .select_related("channel", "office", "author")
    )


def _to_clear(user: User) -> list[Row]:
    """Return the drafts whose next step this person may take: written by others, elsewhere."""
    if not (offices_for(user, Deed.CLEAR) or offices_for(user, Deed.CLEAR_LAW)):
        return []
    found = (
        Draft.objects.visible_to(user)
        .filter(state=DraftState.AWAITING_CLEARANCE)
        .exclude(author=user)
        .exclude(last_edited_by=user)
        .exclude(files__added_by=user)
        .exclude(copies__by=user)
        .order_by("changed_at")
    )
    waiting = listing.rows(listing.described(found, user), user)
    return [row for row in waiting if chains.offices_to_clear(row.draft, user, row.steps)]


def _exports(user: User) -> list[Export]:
    """Return the messages about whose words in an evidence package this person may decide."""
    found = []
    for asked in to_clear(user):
        here = Message.objects.filter(inquiry__channel=asked.channel_id, leaf=asked.leaf)
        said = here.select_related("inquiry__channel").first()
        if said is not None:
            found.append(Export(said.inquiry, asked.leaf))
    return found
