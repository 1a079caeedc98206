"""What the examination of one's own conduct keeps: tasks, holds, methods, remedies, referrals.

All of it belongs to an investigation and is found through it, so whoever may not see that one sees
none of it. A criminal referral stands apart, in a compartment of its own.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.casework import codes as shared
from answerable.node.accounts.models import User
from answerable.node.desk.examining_codes import HoldKind, HoldState, RemedyKind, TaskState
from answerable.node.desk.models.base import (
    WORK,
    CaseManager,
    WithCompartment,
    closed_set,
    codes_of,
    filled,
)
from answerable.node.desk.models.drafts import Draft
from answerable.node.desk.models.work import Investigation


class InvestigationTask(models.Model):
    """Something one person does until a day."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True, default="")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    due = models.DateField()
    state = models.CharField(max_length=8, default=TaskState.OPEN.value)
    result = models.TextField(blank=True, default="")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["due", "id"]
        constraints: ClassVar = [
            filled("title", "task_has_a_title"),
            closed_set("state", TaskState, "task_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="task_ended_has_who_and_when",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "state", "due"], name="task_by_owner")]

    def __str__(self) -> str:
        return f"task {self.pk}"


class PreservationHold(models.Model):
    """What must not be overwritten: where it lies, until when it would live, who was asked."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=16)
    what = models.CharField(max_length=300)
    held_at = models.CharField(max_length=200)
    asked_of = models.CharField(max_length=200)
    asked_on = models.DateField()
    overwritten_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, default=HoldState.ASKED.value)
    state_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["asked_on", "id"]
        constraints: ClassVar = [
            filled("what", "hold_says_what"),
            filled("held_at", "hold_says_where"),
            filled("asked_of", "hold_says_who_was_asked"),
            closed_set("kind", HoldKind, "hold_kind_is_known"),
            closed_set("state", HoldState, "hold_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(state_on__isnull=False),
                name="hold_answered_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}/{self.state}"


class MethodCheck(models.Model):
    """Whether a way of examining was taken, and if not, why. The newest counts, all are kept."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="methods")
    method = models.CharField(max_length=32)
    done = models.BooleanField()
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            closed_set("method", shared.Method, "method_check_is_known"),
            models.CheckConstraint(
                condition=Q(done=True) | ~Q(note=""), name="method_left_out_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method}/{'done' if self.done else 'no'}"


class Remedy(models.Model):
    """One dated line of the ledger: a measure, or redress considered, offered or delivered."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="remedies")
    kind = models.CharField(max_length=8)
    code = models.CharField(max_length=32)
    status = models.CharField(max_length=12)
    on = models.DateField()
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["on", "at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    kind=RemedyKind.MEASURE.value,
                    code__in=codes_of(shared.Measure),
                    status__in=codes_of(shared.MeasureStatus),
                )
                | Q(
                    kind=RemedyKind.REDRESS.value,
                    code__in=codes_of(shared.Redress),
                    status__in=codes_of(shared.RedressStatus),
                ),
                name="remedy_fits_its_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}/{self.status}"


class Referral(WithCompartment):
    """A matter was passed to a criminal process. It exists for its compartment alone."""

    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    authority = models.CharField(max_length=200)
    referred_on = models.DateField()
    reference = models.CharField(max_length=100, blank=True, default="")
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CaseManager()
    seen_by = WORK
    held_by = ()
    shut_in = ("compartment", "thread")

    class Meta:
        ordering: ClassVar = ["referred_on", "id"]
        constraints: ClassVar = [
            filled("authority", "referral_names_an_authority"),
            models.CheckConstraint(
                condition=Q(compartment__isnull=False), name="referral_is_in_a_compartment"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "thread"], name="referral_by_thread")]

    def __str__(self) -> str:
        return "referral"


class ServedThread(models.Model):
    """Another thread whose questions the same investigation answers."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="serves")
    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CaseManager()
    seen_by = WORK
    held_by = ("investigation__office",)
    shut_in = ("thread",)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            filled("thread", "served_thread_has_a_thread"),
            models.UniqueConstraint(
                fields=["channel", "thread"], name="thread_is_served_by_one_investigation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.investigation_id}/{self.thread}"


class ToldApart(models.Model):
    """Somebody knows that a response says otherwise than one to another asker, and says why.

    Bound to the digest of the differences: once they change, it counts no more.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="told_apart")
    digest = models.CharField(max_length=64)
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            filled("digest", "told_apart_has_a_digest"),
            filled("reason", "told_apart_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.digest[:12]}"
