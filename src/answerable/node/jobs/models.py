"""The table of jobs: what is to be done later, what is being done, and what came of it."""

from __future__ import annotations

from typing import ClassVar, Protocol

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from answerable.node.jobs import registry


class Person(Protocol):
    """What the pages of jobs need to know of a user."""

    pk: int

    @property
    def is_administrator(self) -> bool:
        """Tell whether the person administers this node."""
        ...


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, as far as a person may see them."""

    def visible_to(self, user: Person) -> JobQuerySet:
        """Return the jobs that the person asked for, or all to an administrator."""
        return self if user.is_administrator else self.filter(requested_by_id=user.pk)


class Job(models.Model):
    """One piece of work; a worker holds it by a lease that it must keep renewing."""

    name = models.CharField(max_length=80)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    unique_key = models.CharField(max_length=200, null=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    run_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=8)
    worker = models.CharField(max_length=80, blank=True, default="")
    lease_until = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)
    # A job that nobody waits for leaves no row behind when it is done.
    keep = models.BooleanField(default=True)
    done_n = models.PositiveIntegerField(default=0)
    total_n = models.PositiveIntegerField(null=True)
    message = models.CharField(max_length=200, blank=True, default="")
    # The class of the last error only: its text may quote a case.
    error = models.CharField(max_length=120, blank=True, default="")

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["state", "run_at"], name="job_by_state_and_time")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, lease_until__isnull=False)
                | (~Q(state=State.RUNNING) & Q(lease_until=None)),
                name="job_has_a_lease_while_running_only",
            ),
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=Q(state=State.WAITING),
                name="one_waiting_job_per_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"

    @property
    def label(self) -> str:
        """Return what the pages call such a job."""
        return registry.label_of(self.name)

    @property
    def is_finished(self) -> bool:
        """Tell whether nothing more will happen to the job."""
        return self.state in (State.DONE, State.FAILED, State.CANCELLED)


class Recurring(models.Model):
    """The last slot in which a recurring job was put on the table, over all workers."""

    name = models.CharField(max_length=80, unique=True)
    last_slot = models.BigIntegerField(default=-1)
