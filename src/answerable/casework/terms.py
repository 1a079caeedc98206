"""The terms of a channel: what both parties agree before the first inquiry, and its presets."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from answerable.casework.codes import (
    Audience,
    ConcernCriterion,
    ContactRole,
    Disclosable,
    EscalationLevel,
    LadderAction,
    Marking,
    Urgency,
)
from answerable.casework.fields import Code, Hours, Language, Record, Sparse, check_no_repeat

Weekday = Annotated[int, Meta(ge=0, le=6)]


class ClockTerms(Record, frozen=True, kw_only=True):
    """The clock of one urgency, in hours after delivery.

    With `working_days` a proposed date that falls on a free day of the calendar that counts moves
    to its next working day; without, it stays.
    """

    urgency: Urgency
    receipt_hours: Hours
    reply_hours: Hours
    working_days: bool


class CalendarTerms(Sparse, frozen=True, kw_only=True):
    """The free days of one party; Monday is 0."""

    party: Code
    weekend: Annotated[tuple[Weekday, ...], Meta(max_length=6)] = ()
    holidays: Annotated[tuple[date, ...], Meta(max_length=120)] = ()

    def __post_init__(self) -> None:
        check_no_repeat("weekend", self.weekend)
        check_no_repeat("holidays", self.holidays)


class DisclosureTerm(Record, frozen=True, kw_only=True):
    """One thing that may be shown to one audience. What is not listed may not."""

    audience: Audience
    what: Disclosable


class Contact(Record, frozen=True, kw_only=True):
    """An office to turn to. Names and numbers of people are not here."""

    party: Code
    office: Code
    role: ContactRole
    level: EscalationLevel


class LadderStep(Record, frozen=True, kw_only=True):
    """What is proposed how many hours after delivery."""

    urgency: Urgency
    after_hours: Hours
    action: LadderAction


class Terms(Sparse, frozen=True, kw_only=True):
    """The terms of a channel. They are part of its genesis, so both parties sign them."""

    clocks: Annotated[tuple[ClockTerms, ...], Meta(min_length=1, max_length=3)]
    calendars: Annotated[tuple[CalendarTerms, ...], Meta(max_length=16)] = ()
    criteria: Annotated[tuple[ConcernCriterion, ...], Meta(max_length=32)] = ()
    language: Language
    highest_marking: Marking
    disclosure: Annotated[tuple[DisclosureTerm, ...], Meta(max_length=32)] = ()
    contacts: Annotated[tuple[Contact, ...], Meta(max_length=64)] = ()
    ladder: Annotated[tuple[LadderStep, ...], Meta(max_length=32)] = ()
    pause_cap_days: Annotated[int, Meta(ge=0, le=366)]
    without_prejudice: bool

    def __post_init__(self) -> None:
        check_no_repeat("clocks", (clock.urgency for clock in self.clocks))
        check_no_repeat("calendars", (calendar.party for calendar in self.calendars))
        check_no_repeat("criteria", self.criteria)
        check_no_repeat("disclosure", ((term.audience, term.what) for term in self.disclosure))
        check_no_repeat("contacts", ((c.party, c.office, c.role) for c in self.contacts))
        check_no_repeat("ladder", ((s.urgency, s.after_hours, s.action) for s in self.ladder))


_ORDINARY_LADDER = (
    (3 * 24, LadderAction.RECEIPT_CHECK),
    (14 * 24, LadderAction.FIRST_REMINDER),
    (30 * 24, LadderAction.RAISED_LEVEL),
    (45 * 24, LadderAction.SESSION_AGENDA),
    (60 * 24, LadderAction.DEADLINE),
    (61 * 24, LadderAction.LEVEL_UP),
)
_URGENT_LADDER = (
    (24, LadderAction.RECEIPT_CHECK),
    (72, LadderAction.FIRST_REMINDER),
    (7 * 24, LadderAction.DEADLINE),
    (8 * 24, LadderAction.LEVEL_UP),
)
_IMMEDIATE_LADDER = (
    (2, LadderAction.RECEIPT_CHECK),
    (12, LadderAction.FIRST_REMINDER),
    (24, LadderAction.DEADLINE),
    (36, LadderAction.LEVEL_UP),
)
PRESET_LADDER = tuple(
    LadderStep(urgency=urgency, after_hours=hours, action=action)
    for urgency, steps in (
        (Urgency.ORDINARY, _ORDINARY_LADDER),
        (Urgency.URGENT, _URGENT_LADDER),
        (Urgency.IMMEDIATE, _IMMEDIATE_LADDER),
    )
    for hours, action in steps
)
PRESET_CLOCKS = (
    ClockTerms(urgency=Urgency.ORDINARY, receipt_hours=72, reply_hours=60 * 24, working_days=True),
    ClockTerms(urgency=Urgency.URGENT, receipt_hours=24, reply_hours=7 * 24, working_days=False),
    ClockTerms(urgency=Urgency.IMMEDIATE, receipt_hours=2, reply_hours=24, working_days=False),
)
# Without agreed terms a single pause ends by itself after this many days.
PAUSE_CAP_DAYS = 30


def preset_terms(language: str, highest_marking: Marking = Marking.AMBER) -> Terms:
    """Return terms to start a negotiation from: preset clocks and ladder, every criterion."""
    return Terms(
        clocks=PRESET_CLOCKS,
        criteria=tuple(ConcernCriterion),
        language=language,
        highest_marking=highest_marking,
        ladder=PRESET_LADDER,
        pause_cap_days=PAUSE_CAP_DAYS,
        without_prejudice=True,
    )
