"""Free days of both sides, proposed by a kept library and accepted by a person; they propose dates.

No statement is changed by a calendar: it carries the instant that somebody chose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import holidays
from django.db import transaction
from django.db.models import F, QuerySet

from answerable.casework import calendar as rules
from answerable.casework.calendar import Calendar
from answerable.casework.codes import Urgency
from answerable.casework.terms import Terms, preset_terms
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.errors import BadInput
from answerable.node.desk.models import Inquiry, SideCalendar, ThreadName
from answerable.node.desk.permissions import require_calendars
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel

MOST_YEARS = 5
MOST_DAYS = 400
Days = Sequence[tuple[date, str]]


@dataclass(frozen=True)
class Proposal:
    """What the library knows of a country's free days in some years."""

    weekend: tuple[int, ...]
    days: tuple[tuple[date, str], ...]


@dataclass(frozen=True)
class Moved:
    """The next step of a case that another calendar would move."""

    inquiry: Inquiry
    before: datetime
    after: datetime


def terms_of(channel: Channel) -> Terms:
    """Return the agreed terms; the preset ones where nothing was agreed, as on paper."""
    return ledger.terms_of(channel) or preset_terms(channel.authentic_language or "en")


def accepted(channel: Channel) -> dict[str, SideCalendar]:
    """Return the calendar that counts for each party, where one was accepted."""
    rows = SideCalendar.objects.filter(channel=channel).select_related("by")
    return {row.party: row for row in reversed(rows)}


def counting(
    channel: Channel, terms: Terms, instead: Mapping[str, Calendar] | None = None
) -> Calendar:
    """Return the calendar by which dates of the channel are proposed; `instead` is tried out."""
    known = {party: row.calendar for party, row in accepted(channel).items()}
    return rules.counting(terms, {**known, **(instead or {})})


def parties(channel: Channel) -> dict[str, str]:
    """Return the two sides of a channel, ours first: their codes and names."""
    sides = (channel.ours, channel.theirs)
    return {party.code: party.name for party in sides if party is not None}


def countries() -> dict[str, list[str]]:
    """Return the codes of the countries whose free days are known, each with its subdivisions."""
    return dict(sorted(holidays.list_supported_countries(include_aliases=False).items()))


def propose(country: str, subdivision: str, first_year: int, last_year: int) -> Proposal:
    """Propose the free days of a country, or of a part of it."""
    known = countries()
    if country not in known:
        raise BadInput({"country": "unknown_code"})
    if subdivision and subdivision not in known[country]:
        raise BadInput({"subdivision": "unknown_subdivision"})
    _check_years(first_year, last_year)
    found = holidays.country_holidays(
        country, subdiv=subdivision or None, years=range(first_year, last_year + 1)
    )
    named = sorted((day, name) for day, name in found.items() if day.year >= first_year)
    return Proposal(tuple(sorted(found.weekend)), tuple(named))


def moved_by(channel: Channel, party: str, calendar: Calendar, user: User) -> list[Moved]:
    """Return the next steps that move if a party works by this calendar, the nearest first.

    Only those of cases of which the person may know: a number alone tells of a case, too.
    """
    counts = counting(channel, terms_of(channel), {party: calendar})
    return _moved(channel, counts, Inquiry.objects.visible_to(user))


def _moved(channel: Channel, counts: Calendar, rows: QuerySet[Inquiry]) -> list[Moved]:
    terms, found = terms_of(channel), []
    rows = rows.filter(channel=channel, step_at__isnull=False).order_by("step_due", "pk")
    for row in rows.only("reference", "urgency", "step_at", "step_due", "thread", "channel"):
        if row.step_at is None or row.step_due is None or not row.urgency:
            continue
        waits = rules.clock_terms(terms, Urgency(row.urgency)).working_days
        after = counts.next_working(row.step_at, UTC) if waits else row.step_at
        if after != row.step_due:
            found.append(Moved(row, row.step_due, after))
    return found


@transaction.atomic
def accept(
    channel: Channel,
    party: str,
    *,
    country: str = "",
    subdivision: str = "",
    first_year: int,
    last_year: int,
    weekend: Sequence[int],
    days: Days,
    by: User,
    at: datetime,
) -> SideCalendar:
    """Let a party's calendar count from now on, and move the next steps that it moves.

    What was said keeps its dates. Drafts keep theirs too: a person chose them.
    """
    require_calendars(by)
    _check(channel, party, first_year, last_year, weekend, days)
    row = SideCalendar.objects.create(
        channel=channel,
        party=party,
        country=country,
        subdivision=subdivision,
        first_year=first_year,
        last_year=last_year,
        weekend=sorted(weekend),
        days=[[day.isoformat(), name] for day, name in sorted(dict(days).items())],
        by=by,
        at=at,
    )
    # Before anything is read: whoever folds a case meanwhile by the calendar of before must not
    # write it, and holds the thread first, then its row.
    ThreadName.objects.filter(channel=channel).update(version=F("version") + 1)
    moved = _moved(channel, counting(channel, terms_of(channel)), Inquiry.objects.all())
    for each in moved:
        each.inquiry.step_due = each.after
    Inquiry.objects.bulk_update([each.inquiry for each in moved], ["step_due"], batch_size=500)
    mine = Inquiry.objects.visible_to(by).filter(channel=channel).values_list("pk", flat=True)
    row.moved = len({each.inquiry.pk for each in moved}.intersection(mine))
    SideCalendar.objects.filter(pk=row.pk).update(moved=row.moved)
    # No number in the trail: who reads that may not know of every case.
    details = {"party": party, "country": country, "days": len(row.days)}
    audit.record(by, "calendar accepted", "channel", channel.slug, at=at, details=details)
    return row


def _check(
    channel: Channel,
    party: str,
    first_year: int,
    last_year: int,
    weekend: Sequence[int],
    days: Days,
) -> None:
    if party not in parties(channel):
        raise BadInput({"party": "unknown_code"})
    _check_years(first_year, last_year)
    if len(set(weekend)) > 6 or not set(weekend) <= set(range(7)):
        raise BadInput({"weekend": "a_week_has_a_working_day"})
    if len(days) > MOST_DAYS:
        raise BadInput({"days": "too_many_days"})
    if any(not first_year <= day.year <= last_year for day, _ in days):
        raise BadInput({"days": "day_outside_of_the_years"})


def _check_years(first_year: int, last_year: int) -> None:
    if not (1970 <= first_year <= last_year <= 2199 and last_year - first_year < MOST_YEARS):
        raise BadInput({"last_year": "years_out_of_order"})
