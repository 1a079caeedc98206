"""The inbox: what the other side said and nobody has taken up, and every decision of triage."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.node.accounts.models import Office, User
from answerable.node.desk.models.base import MATERIAL, CaseManager, closed_set, filled
from answerable.node.desk.models.incidents import Incident
from answerable.node.desk.models.reports import Report
from answerable.node.desk.triage_codes import OutOfScope, TriageDeed


class Arrival(models.Model):
    """A message of the other side, from when it arrived until somebody has dealt with it.

    Private, and without a foreign key to the shared rows, so it outlives a rebuild. The office is
    that of the thread's folder.
    """

    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    leaf = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    assignee = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    snoozed_until = models.DateField(null=True, blank=True)
    # By nobody where the node saw that our side answered.
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("thread",)
    shut_in = ("thread",)

    class Meta:
        ordering: ClassVar = ["-urgent", "at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["channel", "leaf"], name="arrival_once"),
            filled("thread", "arrival_has_a_thread"),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True) | Q(done_at__isnull=False),
                name="arrival_done_has_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-urgent", "at", "id"],
                condition=Q(done_at__isnull=True),
                name="arrival_waiting",
            ),
            models.Index(fields=["channel", "thread"], name="arrival_by_thread"),
        ]

    def __str__(self) -> str:
        return f"M{self.pk}"


class TriageDecision(models.Model):
    """What was decided about a thing in the inbox: who, when, why. Rows are added, never changed.

    `before` and `after` hold where the thing stood, so that undoing puts back exactly that, and
    only what nobody changed since. What was decided together has one `batch`.
    """

    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="triage_decisions"
    )
    arrival = models.ForeignKey(
        Arrival, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    deed = models.CharField(max_length=16)
    code = models.CharField(max_length=24, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateField(null=True, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    batch = models.CharField(max_length=32)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone"
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("report__office",)
    shut_in = ("report__compartment", "incident__compartment")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            closed_set("deed", TriageDeed, "triage_deed_is_known"),
            closed_set("code", OutOfScope, "triage_code_is_known", empty=True),
            filled("batch", "triage_decision_has_a_batch"),
            models.CheckConstraint(
                condition=Q(report__isnull=True, arrival__isnull=False)
                | Q(report__isnull=False, arrival__isnull=True),
                name="triage_decides_about_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(deed="out_of_scope") | ~Q(code=""),
                name="triage_out_of_scope_has_a_code",
            ),
            models.CheckConstraint(
                condition=~Q(code="other") | ~Q(reason=""), name="triage_other_says_why"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(deed="answered"), name="triage_says_who"
            ),
            models.CheckConstraint(
                condition=Q(deed="undone", undoes__isnull=False)
                | (~Q(deed="undone") & Q(undoes__isnull=True)),
                name="triage_undoing_names_what",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["batch"], name="triage_by_batch")]

    def __str__(self) -> str:
        return f"{self.deed}/{self.pk}"
