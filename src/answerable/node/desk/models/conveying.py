"""The last stage of an investigation, asker by asker, and what became of its tasks meanwhile."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.node.accounts.models import User
from answerable.node.desk.codes import Medium
from answerable.node.desk.models.base import closed_set, filled
from answerable.node.desk.models.examining import InvestigationTask
from answerable.node.desk.models.work import Investigation


class Conveyance(models.Model):
    """The decision was told to one asker outside the software: who, to whom, where, when, what.

    What was sent as a response is no row here: it is read from the case itself.
    """

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="conveyances")
    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    medium = models.CharField(max_length=12)
    conveyed_on = models.DateField()
    conveyed_by = models.CharField(max_length=200)
    conveyed_to = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True, default="")
    told = models.TextField()
    reaction = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["conveyed_on", "at", "id"]
        constraints: ClassVar = [
            filled("thread", "conveyance_has_a_thread"),
            filled("conveyed_by", "conveyance_says_by_whom"),
            filled("conveyed_to", "conveyance_says_to_whom"),
            filled("told", "conveyance_says_what"),
            closed_set("medium", Medium, "conveyance_medium_is_known"),
        ]

    def __str__(self) -> str:
        return f"conveyance {self.pk}"


class MayBeTold(models.Model):
    """What one asker may be told of the decision. The newest counts, all are kept."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="limits")
    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    text = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            filled("thread", "may_be_told_has_a_thread"),
            filled("text", "may_be_told_says_what"),
        ]

    def __str__(self) -> str:
        return f"may be told {self.pk}"


class TaskChange(models.Model):
    """A task went to another person or got another date, and why. None is ever changed."""

    task = models.ForeignKey(InvestigationTask, models.PROTECT, related_name="changes")
    owner_before = models.ForeignKey(User, models.PROTECT, related_name="+")
    owner_after = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_before = models.DateField()
    due_after = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            filled("reason", "task_change_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(owner_before=models.F("owner_after"))
                | ~Q(due_before=models.F("due_after")),
                name="task_change_changes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"task change {self.pk}"
