"""Many documents brought in together, from an archive or a folder, and what became of each file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import User
from answerable.node.desk.models.base import MATERIAL, CaseManager, closed_set, filled
from answerable.node.intake.models.documents import Document


class BundleState(models.TextChoices):
    """Where a bundle stands."""

    READING = "reading", _("Being read")
    ENDED = "ended", _("Read to its end")
    LEFT = "left", _("Ended early: the rest was left out")


class Outcome(models.TextChoices):
    """What became of one file of a bundle."""

    RECEIVED = "received", _("Taken in")
    KNOWN = "known", _("Here already")
    REFUSED = "refused", _("Not taken in")


class Bundle(models.Model):
    """An archive or a folder, brought in by one person at one time.

    An archive is kept only until it is read: each file in it that was taken in is kept by itself.
    """

    name = models.CharField(max_length=120)
    # Where the archive waits to be read; a folder, and one that was read, has none.
    kept_as = models.CharField(max_length=200, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    note = models.TextField(blank=True, default="")
    total = models.PositiveIntegerField()
    with_reports = models.BooleanField(default=True)
    state = models.CharField(max_length=10, default=BundleState.READING.value)
    job = models.BigIntegerField(null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ()
    shut_in = ()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            filled("name", "bundle_has_a_name"),
            closed_set("state", BundleState.values, "bundle_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=BundleState.READING.value, ended_at=None)
                | (~Q(state=BundleState.READING.value) & Q(ended_at__isnull=False, kept_as="")),
                name="bundle_keeps_its_archive_only_while_read",
            ),
        ]

    def __str__(self) -> str:
        return f"bundle {self.pk}"

    @property
    def label(self) -> str:
        """Return where it stands in words."""
        return str(BundleState(self.state).label)


class BundleFile(models.Model):
    """One file of a bundle: the document it became or was already, or why it was not taken in."""

    bundle = models.ForeignKey(Bundle, models.PROTECT, related_name="files")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    outcome = models.CharField(max_length=10)
    problem = models.CharField(max_length=40, blank=True, default="")
    # Of a kind that is not read: a word of ours for it, as its bytes tell.
    looks_like = models.CharField(max_length=40, blank=True, default="")
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="came_in"
    )

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("document__made_into__report__office",)
    shut_in = ("document__made_into__report__compartment",)

    class Meta:
        ordering: ClassVar = ["bundle", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bundle", "number"], name="bundle_file_counted_once"),
            filled("name", "bundle_file_has_a_name"),
            closed_set("outcome", Outcome.values, "bundle_file_outcome_is_known"),
            models.CheckConstraint(
                condition=(Q(outcome=Outcome.REFUSED.value, document=None) & ~Q(problem=""))
                | (~Q(outcome=Outcome.REFUSED.value) & Q(document__isnull=False, problem="")),
                name="bundle_file_is_a_document_or_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bundle_id}/{self.number}"
