"""Who says what about an incident: figures, attributions, gradings, the decision to raise."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.casework import codes as shared
from answerable.node.accounts.models import User
from answerable.node.desk.codes import (
    AttributionStatus,
    DatePrecision,
    Group,
    Ledger,
    OwnerRole,
    Qualifier,
    Scale,
)
from answerable.node.desk.dossier_codes import CountedAs
from answerable.node.desk.models.base import (
    MATERIAL,
    CaseManager,
    closed_set,
    codes_of,
    filled,
    stated_range,
)
from answerable.node.desk.models.incidents import Incident
from answerable.node.desk.models.reports import Report


class Figure(models.Model):
    """One count somebody stated of an incident. Both bounds empty is unknown, never zero."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="figures")
    stated_by = models.CharField(max_length=200)
    owner_role = models.CharField(max_length=16, default=OwnerRole.SOURCE.value)
    stated_on = models.DateField(null=True, blank=True)
    stated_precision = models.CharField(max_length=8, default=DatePrecision.DAY.value)
    category = models.CharField(max_length=12)
    group = models.CharField(max_length=16, default=Group.TOTAL.value)
    low = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    # The owner's own best number inside the range, where there is one; never ours.
    best = models.PositiveIntegerField(null=True, blank=True)
    counted_as = models.CharField(max_length=24, blank=True, default="")
    # On what the count rests (records, a visit), and the day up to which it counts.
    basis = models.CharField(max_length=200, blank=True, default="")
    as_of = models.DateField(null=True, blank=True)
    qualifier = models.CharField(max_length=10)
    mixed = models.BooleanField(default=False)
    note = models.TextField(blank=True, default="")
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="figures"
    )
    recorded = models.ForeignKey(
        "desk.RecordedStatement", models.PROTECT, null=True, blank=True, related_name="figures"
    )
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    set_aside_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["stated_on", "id"]
        constraints: ClassVar = [
            filled("stated_by", "figure_has_an_owner"),
            closed_set("owner_role", OwnerRole, "figure_owner_role_is_known"),
            closed_set("stated_precision", DatePrecision, "figure_date_precision_is_known"),
            closed_set("category", shared.FigureCategory, "figure_category_is_known"),
            closed_set("group", Group, "figure_group_is_known"),
            closed_set("qualifier", Qualifier, "figure_qualifier_is_known"),
            stated_range("figure_range_fits"),
            closed_set("counted_as", CountedAs, "figure_counted_as_is_known", empty=True),
            models.CheckConstraint(
                condition=Q(best__isnull=True)
                | (
                    (Q(low__isnull=True) | Q(best__gte=models.F("low")))
                    & (Q(high__isnull=True) | Q(best__lte=models.F("high")))
                    & (Q(low__isnull=False) | Q(high__isnull=False))
                ),
                name="figure_best_lies_in_its_range",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True)
                | (Q(set_aside_by__isnull=False) & ~Q(set_aside_reason="")),
                name="figure_set_aside_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}/{self.group}"

    @property
    def ledger(self) -> Ledger:
        """Return the ledger to which the figure belongs, which only its owner decides."""
        asked = self.owner_role == OwnerRole.PARTY_ASKED
        return Ledger.ACKNOWLEDGED if asked else Ledger.REPORTED

    @property
    def is_unknown(self) -> bool:
        """Tell whether the owner gave no number, which is not zero."""
        return self.low is None and self.high is None


class Attribution(models.Model):
    """Somebody says whose conduct is asked about. There may be several, each with its owner."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="attributions")
    party_name = models.CharField(max_length=200)
    stated_by = models.CharField(max_length=200)
    owner_role = models.CharField(max_length=16, default=OwnerRole.SOURCE.value)
    stated_on = models.DateField(null=True, blank=True)
    stated_precision = models.CharField(max_length=8, default=DatePrecision.DAY.value)
    status = models.CharField(max_length=12, default=AttributionStatus.SUSPECTED.value)
    note = models.TextField(blank=True, default="")
    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="attributions"
    )
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["stated_on", "id"]
        constraints: ClassVar = [
            filled("party_name", "attribution_names_a_party"),
            filled("stated_by", "attribution_has_an_owner"),
            closed_set("owner_role", OwnerRole, "attribution_owner_role_is_known"),
            closed_set("stated_precision", DatePrecision, "attribution_precision_is_known"),
            closed_set("status", AttributionStatus, "attribution_status_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.party_name}/{self.status}"


class Grading(models.Model):
    """One judgement on one of the three scales; the newest counts, all are kept.

    The third scale has two axes that stay apart: `code` is the source's letter, `credibility` the
    information's number.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="gradings")
    scale = models.CharField(max_length=12)
    code = models.CharField(max_length=32)
    credibility = models.CharField(max_length=2, blank=True, default="")
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("incident__office",)
    shut_in = ("incident__compartment",)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            filled("reason", "grading_has_a_reason"),
            models.CheckConstraint(
                condition=Q(
                    scale=Scale.HARM.value,
                    code__in=codes_of(shared.HarmScale),
                    credibility="",
                )
                | Q(
                    scale=Scale.ATTRIBUTION.value,
                    code__in=codes_of(shared.AttributionScale),
                    credibility="",
                )
                | Q(
                    scale=Scale.RELIABILITY.value,
                    code__in=codes_of(shared.SourceReliability),
                    credibility__in=codes_of(shared.InformationCredibility),
                ),
                name="grading_fits_its_scale",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["incident", "scale", "-at", "-id"], name="grading_newest_first")
        ]

    def __str__(self) -> str:
        return f"{self.scale}/{self.code}{self.credibility}"


class ConcernDecision(models.Model):
    """Whether the incident is of concern and will be raised, with the reason; history is kept."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="concern_decisions")
    raise_it = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [filled("reason", "concern_decision_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.incident_id}/{'raise' if self.raise_it else 'no'}"


class ConcernCriterion(models.Model):
    """A criterion of concern that a decision found met."""

    decision = models.ForeignKey(ConcernDecision, models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=32)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            closed_set("code", shared.ConcernCriterion, "criterion_is_known"),
            models.UniqueConstraint(fields=["decision", "code"], name="criterion_once"),
        ]

    def __str__(self) -> str:
        return self.code
