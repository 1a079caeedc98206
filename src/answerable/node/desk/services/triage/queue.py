"""Read the inbox: what waits, the urgent and then the oldest first, a page at a time.

Both kinds of thing are read from where they are, by index, and joined here: nothing is counted
beyond what a person would look at, and a page begins where the one before it ended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from answerable.node.accounts import offices
from answerable.node.accounts.models import Office, User
from answerable.node.accounts.roles import Standing
from answerable.node.desk.codes import Screening
from answerable.node.desk.models import Arrival, Folder, Inquiry, Report
from answerable.node.desk.permissions import Deed, offices_for
from answerable.node.desk.services.triage.items import Thing, begun, told
from answerable.node.ledger.written import Counted

PER_PAGE = 50
# Beyond this a number says no more than "many".
COUNTED = 100
_PLACE = re.compile(r"([01])-([0-9]{1,18})-([rm])-([0-9]{1,18})")

MINE, NOBODYS, ALL = "", "none", "all"
WAITING, IN_HAND, OTHERS, SNOOZED = "", "mine", "others", "snoozed"
SHOWS = (WAITING, IN_HAND, OTHERS, SNOOZED)


@dataclass(frozen=True)
class Filter:
    """What of the inbox is looked at. `office` is a code, or one of the words above."""

    show: str = WAITING
    office: str = MINE
    kind: str = ""


@dataclass(frozen=True)
class Place:
    """Where a page ended: urgency, time in microseconds, which kind of thing, its key."""

    calm: bool
    at: datetime
    is_message: bool
    pk: int

    @classmethod
    def of(cls, thing: Thing) -> Place:
        """Return the place of a thing in the order of the inbox."""
        if isinstance(thing, Report):
            return cls(True, thing.received_at, False, thing.pk)
        return cls(not thing.urgent, thing.at, True, thing.pk)

    @classmethod
    def parse(cls, text: str) -> Place | None:
        """Read what `str` wrote; None for anything else."""
        match = _PLACE.fullmatch(text)
        if match is None:
            return None
        try:
            at = datetime.fromtimestamp(int(match[2]) // 1_000_000, UTC)
        except (OverflowError, ValueError, OSError):
            return None
        exact = at.replace(microsecond=int(match[2]) % 1_000_000)
        return cls(match[1] == "1", exact, match[3] == "m", int(match[4]))

    def __str__(self) -> str:
        whole = int(self.at.replace(microsecond=0).timestamp()) * 1_000_000 + self.at.microsecond
        return f"{int(self.calm)}-{whole}-{'m' if self.is_message else 'r'}-{self.pk}"

    @property
    def order(self) -> tuple[bool, datetime, bool, int]:
        """Return the key to sort by."""
        return (self.calm, self.at, self.is_message, self.pk)


@dataclass(frozen=True)
class Page:
    """One page of the inbox, and where the next one begins; None where there is no more."""

    things: tuple[Thing, ...]
    after: Place | None


def page(user: User, wanted: Filter, *, today: date, after: Place | None = None) -> Page:
    """Return what waits, as the person may see it."""
    limit = PER_PAGE + 1
    # An office by its code is looked up first, so that question is not kept.
    ask = _asked if wanted.office in (MINE, NOBODYS, ALL) else _asked.__wrapped__
    reports, arrivals = ask(Standing.of(user), wanted, today)
    things: list[Thing] = [
        *_reports_from(reports, after)[:limit],
        *_arrivals_from(arrivals, after)[:limit],
    ]
    things.sort(key=lambda one: Place.of(one).order)
    shown = things[:PER_PAGE]
    return Page(tuple(shown), Place.of(shown[-1]) if len(things) > PER_PAGE else None)


# To write these takes longer than to ask them.
@lru_cache(maxsize=512)
def _asked(
    who: Standing, wanted: Filter, today: date
) -> tuple[QuerySet[Report], QuerySet[Arrival]]:
    return _reports(who.user, wanted, today), told(_arrivals(who.user, wanted, today))


def count(user: User, *, today: date) -> int:
    """Return how many things wait for this person's offices; no more than `COUNTED` are counted."""
    found = counts_beside(Inquiry.objects.filter(pk=0), user, today=today).first()
    return at_most(found)[0]


def counts_beside(
    rows: QuerySet[Inquiry], user: User, *, today: date
) -> QuerySet[User, tuple[int, int, int]]:
    """Ask for the reports and the messages that wait, and for the other rows, all at once."""
    wanted = Filter()
    reports = _reports(user, wanted, today).order_by().values("pk")[:COUNTED]
    arrivals = _arrivals(user, wanted, today).order_by().values("pk")[:COUNTED]
    counts = [Counted(each) for each in (reports, arrivals, rows.order_by().values("pk"))]
    return User.objects.filter(pk=user.pk).order_by().values_list(*counts)


def at_most(found: tuple[Any, ...] | None) -> tuple[int, int]:
    """Return what `counts_beside` found: what waits, up to `COUNTED`, and the other rows."""
    return (min(found[0] + found[1], COUNTED), found[2]) if found else (0, 0)


def offices_around(user: User, rows: Sequence[Office] | None = None) -> list[Office]:
    """Return the offices for which the person does triage, and those under them."""
    mine = {one.pk for one in offices_for(user, Deed.TRIAGE)}
    found: list[Office] = []
    for one in offices.in_order() if rows is None else rows:
        if one.pk in mine or one.parent_id in mine:
            mine.add(one.pk)
            found.append(one)
    return found


def _reports(user: User, wanted: Filter, today: date) -> QuerySet[Report]:
    rows = Report.objects.visible_to(user).filter(screening=Screening.RECEIVED)
    if wanted.kind not in ("", "report"):
        rows = rows.none()
    rows = rows.filter(_stands(user, wanted, today))
    chosen = _offices(user, wanted)
    if chosen is not None:
        named, nobodys = chosen
        held = Q(office__in=named) if named is not None else Q(pk__in=())
        rows = rows.filter(held | Q(office=None) if nobodys else held)
    shown = begun(rows.select_related("office", "assignee"))
    return shown.order_by("received_at", "pk")


def _arrivals(user: User, wanted: Filter, today: date) -> QuerySet[Arrival]:
    rows = Arrival.objects.visible_to(user).filter(done_at=None)
    if wanted.kind == "report":
        rows = rows.none()
    elif wanted.kind not in ("", "message"):
        rows = rows.filter(kind=wanted.kind)
    rows = rows.filter(_stands(user, wanted, today))
    chosen = _offices(user, wanted)
    if chosen is not None:
        named, nobodys = chosen
        here = Folder.objects.filter(channel=OuterRef("channel"), thread=OuterRef("thread"))
        held = Q(Exists(here.filter(office__in=named))) if named is not None else Q(pk__in=())
        given = Exists(here.filter(office__isnull=False))
        rows = rows.filter(held | ~Q(given) if nobodys else held)
    return rows.order_by("-urgent", "at", "pk")


def _stands(user: User, wanted: Filter, today: date) -> Q:
    """Return the condition on who has it in hand, and whether it rests today."""
    if wanted.show == SNOOZED:
        return Q(snoozed_until__gt=today)
    awake = Q(snoozed_until=None) | Q(snoozed_until__lte=today)
    if wanted.show == IN_HAND:
        return awake & Q(assignee=user.pk)
    if wanted.show == OTHERS:
        return awake & Q(assignee__isnull=False) & ~Q(assignee=user.pk)
    return awake & (Q(assignee=None) | Q(assignee=user.pk))


def _offices(user: User, wanted: Filter) -> tuple[QuerySet[Office] | None, bool] | None:
    """Return the offices that are looked at, and whether nobody's too; None for all."""
    if wanted.office == ALL or (wanted.show == IN_HAND and wanted.office == MINE):
        return None
    if wanted.office == NOBODYS:
        return None, True
    mine = {one.pk for one in offices_for(user, Deed.TRIAGE)}
    around = Office.objects.filter(offices.within(mine))
    if wanted.office == MINE:
        return around.order_by(), True
    named = Office.objects.filter(code=wanted.office).values_list("pk", flat=True)[:1]
    under = Office.objects.filter(offices.within([*named]))
    return under.filter(pk__in=around.order_by().values("pk")).order_by(), False


def _reports_from(rows: QuerySet[Report], after: Place | None) -> QuerySet[Report]:
    # An urgent message stands before all reports.
    if after is None or not after.calm:
        return rows
    if after.is_message:
        return rows.filter(received_at__gt=after.at)
    later = Q(received_at__gt=after.at) | Q(pk__gt=after.pk)
    return rows.filter(later, received_at__gte=after.at)


def _arrivals_from(rows: QuerySet[Arrival], after: Place | None) -> QuerySet[Arrival]:
    if after is None:
        return rows
    later = Q(at__gte=after.at)
    if after.is_message:
        later &= Q(at__gt=after.at) | Q(pk__gt=after.pk)
    if after.calm:
        return rows.filter(later, urgent=False)
    return rows.filter(later | Q(urgent=False))
