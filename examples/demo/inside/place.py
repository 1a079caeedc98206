"""One node while it is being filled: who works there, what day it is, and what was made so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache

from answerable.node.accounts.models import Office, User
from answerable.node.desk.models import Draft, Incident, Inquiry, Report
from answerable.node.ledger.models import Channel
from examples.demo.times import day, instant


@dataclass
class Place:
    """What the deeds on one node refer to. Times of the scenario are relative to `today`."""

    today: date
    seats: dict[str, str]
    reports: dict[str, Report] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    # Figures of a case's incident that its inquiry shows.
    shared: dict[str, list[int]] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)

    def at(self, when: str, minutes: int = 0) -> datetime:
        """Return the instant of a relative time, some minutes after it."""
        return instant(when, self.today) + timedelta(minutes=minutes)

    def noon(self, offset: str) -> datetime:
        """Return noon of a relative day."""
        return instant(f"{offset} 12:00", self.today)

    def day(self, offset: str) -> date:
        """Return the date of a relative day."""
        return day(offset, self.today)

    def seat(self, username: str) -> tuple[User, Office]:
        """Return a person and the office in which the person sits."""
        return person(username), office(self.seats[username])


@cache
def person(username: str) -> User:
    """Return a person of this node."""
    return User.objects.get(username=username)


@cache
def office(code: str) -> Office:
    """Return an office of this node."""
    return Office.objects.get(code=code)


@cache
def channel(slug: str) -> Channel:
    """Return a channel of this node, as it was established."""
    return Channel.objects.select_related("ours", "theirs").get(slug=slug)


def inquiry(slug: str, thread: str) -> Inquiry:
    """Return an inquiry as it stands now."""
    return Inquiry.objects.select_related("channel", "channel__ours", "channel__theirs").get(
        channel__slug=slug, thread=thread
    )
