"""The party's own operations log, imported for itself. No row of it is ever part of a message."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q, QuerySet

from answerable.node.accounts.models import Office, Role, User
from answerable.node.desk.examining_codes import ImportState, Verdict
from answerable.node.desk.models.base import closed_set, filled
from answerable.node.desk.models.work import Investigation


class OperationsLog(models.Model):
    """One log: seen by the investigators of the offices that it names, and by nobody else."""

    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=64)
    offices: models.ManyToManyField[Office, models.Model] = models.ManyToManyField(
        Office, related_name="+"
    )
    # How its columns are read; the next file begins with it.
    mapping = models.JSONField(default=dict)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [filled("name", "operations_log_has_a_name")]

    def __str__(self) -> str:
        return f"operations log {self.pk}"

    @classmethod
    def visible_to(cls, user: User | AnonymousUser) -> QuerySet[OperationsLog]:
        """Keep the logs of the offices in which the person investigates."""
        if not isinstance(user, User) or not user.is_active:
            return cls.objects.none()
        offices = {
            each.office_id for each in user.memberships.all() if each.role == Role.INVESTIGATOR
        }
        return cls.objects.filter(offices__in=offices).distinct()


class LogImport(models.Model):
    """One file of a log: read, then looked at, then taken or dropped.

    `rows` holds the cells while somebody decides what the columns mean, and is emptied after.
    """

    log = models.ForeignKey(OperationsLog, models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    sheet = models.CharField(max_length=120, blank=True, default="")
    rows = models.JSONField(default=list)
    state = models.CharField(max_length=8, default=ImportState.READ.value)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            closed_set("state", ImportState, "log_import_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="read") | Q(ended_at__isnull=False),
                name="log_import_ended_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}/{self.state}"


class Operation(models.Model):
    """One line of the log, with how sure its time and place are."""

    log = models.ForeignKey(OperationsLog, models.PROTECT, related_name="operations")
    key = models.CharField(max_length=100)
    start = models.DateTimeField()
    end = models.DateTimeField()
    # Minutes by which the start and the end may be wrong.
    uncertain = models.PositiveIntegerField(default=0)
    latitude = models.FloatField()
    longitude = models.FloatField()
    radius = models.PositiveIntegerField(default=0)
    action = models.CharField(max_length=300, blank=True, default="")
    unit = models.CharField(max_length=200, blank=True, default="")
    note = models.TextField(blank=True, default="")
    # The first file it stood in and the newest one; one left out of a later file is kept.
    first_in = models.ForeignKey(LogImport, models.PROTECT, related_name="+")
    last_in = models.ForeignKey(LogImport, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["start", "id"]
        constraints: ClassVar = [
            filled("key", "operation_has_a_key"),
            models.UniqueConstraint(fields=["log", "key"], name="operation_once_a_log"),
            models.CheckConstraint(
                condition=Q(end__gte=F("start")), name="operation_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(
                    latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180
                ),
                name="operation_is_on_earth",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["log", "start"], name="operation_by_start")]

    def __str__(self) -> str:
        return f"operation {self.pk}"


class SetAsideRow(models.Model):
    """A row of a file that could not be read: kept apart with what is wrong with it."""

    taken_in = models.ForeignKey(LogImport, models.PROTECT, related_name="set_aside")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    faults = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["taken_in", "number"], name="row_set_aside_once")
        ]

    def __str__(self) -> str:
        return f"{self.taken_in_id}/{self.number}"


class OperationVerdict(models.Model):
    """What a person decided about an operation in an investigation; the newest counts."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="verdicts")
    operation = models.ForeignKey(Operation, models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=8)
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            filled("reason", "verdict_has_a_reason"),
            closed_set("verdict", Verdict, "verdict_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.operation_id}/{self.verdict}"
