"""What a reader claims a report states, each with its words, and what a person decided of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from answerable.extraction.claims import Kind, Scope
from answerable.node.accounts.models import User
from answerable.node.desk.models import Report
from answerable.node.desk.models.base import MATERIAL, CaseManager, closed_set, filled

# Why our own reader gave no claims of a text.
NOT_READ = ("damaged", "too_large", "took_too_long", "too_much_memory")


class Verdict(models.TextChoices):
    """What a person decided of a claim; `UNDONE` takes back what was decided before."""

    CONFIRMED = "confirmed", _("Confirmed")
    CORRECTED = "corrected", _("Corrected")
    REJECTED = "rejected", _("Rejected")
    UNDONE = "undone", _("Taken back")


# The reader of a run in which people add what no reader found.
BY_HAND = "by hand"


class ClaimsRun(models.Model):
    """One reader's claims about the text of a report. A later run stands beside it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="claims_runs")
    # The name of the reader with its version.
    reader = models.CharField(max_length=200)
    # Of the text that was read: claims of another text lead nowhere in this one.
    digest = models.CharField(max_length=64)
    published = models.DateField(null=True, blank=True)
    # How many sentences are in which language.
    languages = models.JSONField(default=dict)
    # Claims whose words are not in the text or that make no sense, and those above the limit.
    dropped = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    # Why the text was not read, as the code of a refusal; such a run has no claims.
    problem = models.CharField(max_length=32, blank=True, default="")
    # Which incident of the text was opened as which of ours.
    taken = models.JSONField(default=dict, blank=True)
    read_at = models.DateTimeField()

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("report__office",)
    shut_in = ("report__compartment",)

    class Meta:
        ordering: ClassVar = ["-read_at", "-id"]
        constraints: ClassVar = [
            filled("reader", "claims_run_names_its_reader"),
            closed_set("problem", NOT_READ, "claims_run_problem_is_known", empty=True),
        ]

    def __str__(self) -> str:
        return f"claims run {self.pk}"


class StatedClaim(models.Model):
    """One claim of a run. Never changed: what a person decides stands beside it."""

    run = models.ForeignKey(ClaimsRun, models.PROTECT, related_name="claims")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=300)
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rule = models.CharField(max_length=120)
    confidence = models.FloatField()
    language = models.CharField(max_length=35)
    scope = models.CharField(max_length=10)
    incident = models.PositiveIntegerField(null=True, blank=True)
    qualifier = models.CharField(max_length=12, blank=True, default="")
    low = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    category = models.CharField(max_length=60, blank=True, default="")
    # The number, in the same run, of the claim of whose people these are a part.
    subset_of = models.PositiveIntegerField(null=True, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    grain = models.CharField(max_length=10, blank=True, default="")
    place = models.JSONField(null=True, blank=True)
    sources = models.JSONField(default=list)

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("run__report__office",)
    shut_in = ("run__report__compartment",)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="claim_number_once_a_run"),
            closed_set("kind", Kind, "claim_kind_is_known"),
            closed_set("scope", Scope, "claim_scope_is_known"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="claim_has_a_span"),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"


class ClaimDecision(models.Model):
    """What a person decided of a claim; rows are added and never changed, the newest counts."""

    claim = models.ForeignKey(StatedClaim, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=10)
    # Of a correction: the fields as they should have been read.
    corrected = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            closed_set("verdict", Verdict.values, "claim_verdict_is_known"),
        ]

    def __str__(self) -> str:
        return f"claim decision {self.pk}"
