"""What helps to follow a case up and stays here: steps taken, calls, duty contacts, calendars."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from answerable.casework.calendar import Calendar
from answerable.casework.codes import LadderAction
from answerable.node.accounts.models import User
from answerable.node.desk.codes import CallResult, LadderOutcome, StepMeans
from answerable.node.desk.models.base import WORK, CaseManager, closed_set, filled


class FollowStep(models.Model):
    """A step of the ladder that was taken or passed over, with who, when and how. Never changed."""

    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    # The statement from which the round of asking runs, and which of the steps from there.
    leaf = models.CharField(max_length=64)
    action = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    due = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    means = models.CharField(max_length=12, blank=True, default="")
    done_at = models.DateTimeField()
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = CaseManager()
    seen_by = WORK
    held_by = ("thread",)
    shut_in = ("thread",)

    class Meta:
        ordering: ClassVar = ["noted_at", "id"]
        constraints: ClassVar = [
            filled("thread", "follow_step_has_a_thread"),
            closed_set("action", LadderAction, "follow_step_action_is_known"),
            closed_set("outcome", LadderOutcome, "follow_step_outcome_is_known"),
            closed_set("means", StepMeans, "follow_step_means_is_known", empty=True),
            models.UniqueConstraint(
                fields=["channel", "thread", "leaf", "action", "number"], name="follow_step_once"
            ),
            models.CheckConstraint(
                condition=(Q(outcome="taken") & ~Q(means=""))
                | (Q(outcome="passed_over", means="") & ~Q(note="")),
                name="follow_step_says_how_or_why",
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.pk}"


class DutyContact(models.Model):
    """A desk of the other side that can be called when something cannot wait. Not a source.

    One that no longer holds is ended, so that a call of before still says which it was.
    """

    channel = models.ForeignKey("ledger.Channel", models.CASCADE, related_name="duty_contacts")
    desk = models.CharField(max_length=200)
    telephone = models.CharField(max_length=60)
    hours = models.CharField(max_length=200, blank=True, default="")
    languages = models.CharField(max_length=200, blank=True, default="")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            filled("desk", "duty_contact_has_a_name"),
            filled("telephone", "duty_contact_has_a_number"),
        ]

    def __str__(self) -> str:
        return self.desk


class DutyCall(models.Model):
    """A call about a case: private, no statement. Never changed; another row corrects it."""

    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    called_at = models.DateTimeField()
    caller = models.CharField(max_length=200)
    contact = models.ForeignKey(
        DutyContact, models.PROTECT, null=True, blank=True, related_name="calls"
    )
    answered_by = models.CharField(max_length=200, blank=True, default="")
    said = models.TextField(blank=True, default="")
    result = models.CharField(max_length=16)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()

    objects = CaseManager()
    seen_by = WORK
    held_by = ("thread",)
    shut_in = ("thread",)

    class Meta:
        ordering: ClassVar = ["-called_at", "-id"]
        constraints: ClassVar = [
            filled("thread", "duty_call_has_a_thread"),
            filled("caller", "duty_call_has_a_caller"),
            closed_set("result", CallResult, "duty_call_result_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "thread"], name="call_by_thread")]

    def __str__(self) -> str:
        return f"call {self.pk}"


class SideCalendar(models.Model):
    """Free days of one party of a channel, as a person here accepted them; the newest counts.

    It proposes only: every statement carries the instant that somebody chose. `days` are pairs of
    a date and its name.
    """

    channel = models.ForeignKey("ledger.Channel", models.CASCADE, related_name="side_calendars")
    party = models.CharField(max_length=32)
    country = models.CharField(max_length=3, blank=True, default="")
    subdivision = models.CharField(max_length=16, blank=True, default="")
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    weekend = models.JSONField(default=list)
    days = models.JSONField(default=list)
    # How many next steps moved by it that `by` might know of; told to nobody else.
    moved = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            filled("party", "side_calendar_is_of_a_party"),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="side_calendar_years_in_order"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "party"], name="calendar_by_party")]

    def __str__(self) -> str:
        return f"calendar {self.pk}"

    @property
    def named_days(self) -> list[tuple[date, str]]:
        """Return the free days with their names, in order."""
        return sorted((date.fromisoformat(day), name) for day, name in self.days)

    @property
    def calendar(self) -> Calendar:
        """Return it as the rules take it."""
        return Calendar(frozenset(self.weekend), frozenset(day for day, _ in self.named_days))

    def ends_before(self, moment: date, days: int) -> bool:
        """Tell whether a date so many days on lies beyond its last year."""
        return (moment + timedelta(days=days)).year > self.last_year
