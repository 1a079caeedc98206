"""Propose dates: what a party's calendar and the channel's clocks make of a start.

A calendar only proposes. The statement carries the instant that the sender chose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from answerable.casework.codes import LadderAction, Urgency
from answerable.casework.terms import PRESET_CLOCKS, ClockTerms, Terms

# A calendar in which a whole year is free is a mistake, and no reason to run for ever.
_LONGEST_HOLIDAY = 366


@dataclass(frozen=True, slots=True)
class Calendar:
    """The free days of one party. Monday is 0."""

    weekend: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Tell whether people work on this day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def next_working(self, instant: datetime, zone: tzinfo) -> datetime:
        """Move an instant to the same local time of the first working day from its day on."""
        local = instant.astimezone(zone)
        for days in range(_LONGEST_HOLIDAY):
            moved = local + timedelta(days=days)
            if self.is_working(moved.date()):
                return moved.astimezone(UTC)
        return instant


def joint(*calendars: Calendar) -> Calendar:
    """Return the calendar on whose working days all of these work."""
    return Calendar(
        frozenset[int]().union(*(one.weekend for one in calendars)),
        frozenset[date]().union(*(one.holidays for one in calendars)),
    )


def counting(terms: Terms, accepted: Mapping[str, Calendar]) -> Calendar:
    """Return the calendar by which the dates of a channel are proposed.

    It is that of the party whose calendar is known, and the joint one where several are: from the
    terms, or `accepted` here. What was accepted completes what was agreed: it adds holidays, and a
    weekend only where none was agreed.
    """
    known = {*accepted, *(one.party for one in terms.calendars)}
    return joint(
        *(_completed(calendar_of(terms, party), accepted.get(party)) for party in sorted(known))
    )


def _completed(agreed: Calendar, accepted: Calendar | None) -> Calendar:
    if accepted is None:
        return agreed
    return Calendar(agreed.weekend or accepted.weekend, agreed.holidays | accepted.holidays)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Dates to start from: they may be changed before they are said."""

    receipt_due: datetime
    reply_due: datetime
    steps: tuple[tuple[datetime, LadderAction], ...]


def calendar_of(terms: Terms, party: str) -> Calendar:
    """Return a party's calendar as agreed; one without free days if none was."""
    for calendar in terms.calendars:
        if calendar.party == party:
            return Calendar(frozenset(calendar.weekend), frozenset(calendar.holidays))
    return Calendar()


def clock_terms(terms: Terms, urgency: Urgency) -> ClockTerms:
    """Return the agreed clock of an urgency, or the preset one where none was agreed."""
    return {clock.urgency: clock for clock in (*PRESET_CLOCKS, *terms.clocks)}[urgency]


def ladder_from(
    start: datetime, urgency: Urgency, terms: Terms
) -> tuple[tuple[datetime, LadderAction], ...]:
    """Return when each step of the agreed ladder is reached, earliest first."""
    steps = [step for step in terms.ladder if step.urgency is urgency]
    steps.sort(key=lambda step: step.after_hours)
    return tuple((start + timedelta(hours=step.after_hours), step.action) for step in steps)


def propose_due(
    start: datetime,
    urgency: Urgency,
    terms: Terms,
    calendar: Calendar | None = None,
    zone: tzinfo = UTC,
) -> Proposal:
    """Propose when a receipt and a reply are requested by.

    `calendar` is the one that counts, `zone` where its days begin. Only clocks that count
    working days move a date that falls on a free day.
    """
    agreed = clock_terms(terms, urgency)
    receipt = start + timedelta(hours=agreed.receipt_hours)
    reply = start + timedelta(hours=agreed.reply_hours)
    if agreed.working_days and calendar is not None:
        receipt = calendar.next_working(receipt, zone)
        reply = calendar.next_working(reply, zone)
    return Proposal(receipt, reply, ladder_from(start, urgency, terms))
