"""What each side does for itself: investigations of the party asked, reviews of the party asking.

Both are private. They carry the key of the shared thread without a foreign key, so that the shared
rows can be dropped and replayed.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.casework import codes as shared
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import (
    STEP_OUTCOMES,
    Judgement,
    Recommendation,
    Stage,
    StepOutcome,
    Verification,
)
from answerable.node.desk.examining_codes import ProofStandard
from answerable.node.desk.models.base import WORK, CaseManager, closed_set, filled


def _outcome_fits_stage() -> Q:
    fits = Q()
    for stage, outcomes in STEP_OUTCOMES.items():
        fits |= Q(stage=str(stage), outcome__in=[str(outcome) for outcome in outcomes])
    return fits


class Investigation(models.Model):
    """Our own examination of what another party asked us. Nobody outside learns of it."""

    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    lead = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    standard = models.CharField(max_length=24, blank=True, default="")
    standard_note = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    objects = CaseManager()
    seen_by = WORK
    held_by = ("office",)
    shut_in = ("thread",)

    class Meta:
        ordering: ClassVar = ["-opened_at", "-id"]
        constraints: ClassVar = [
            filled("thread", "investigation_has_a_thread"),
            closed_set("standard", ProofStandard, "investigation_standard_is_known", empty=True),
            models.UniqueConstraint(
                fields=["channel", "thread"],
                condition=Q(closed_at__isnull=True),
                name="one_open_investigation_a_thread",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["channel", "thread"], name="investigation_by_thread")
        ]

    def __str__(self) -> str:
        return f"investigation {self.pk}"


class InvestigationStep(models.Model):
    """One dated step: who did it, what it came to. Steps may be repeated and are never changed."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=16)
    outcome = models.CharField(max_length=32)
    done_on = models.DateField()
    note = models.TextField(blank=True, default="")
    methods = models.JSONField(default=list)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["done_on", "at", "id"]
        constraints: ClassVar = [
            closed_set("stage", Stage, "step_stage_is_known"),
            closed_set("outcome", StepOutcome, "step_outcome_is_known"),
            models.CheckConstraint(condition=_outcome_fits_stage(), name="step_outcome_fits_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.stage}/{self.outcome}"


class Review(models.Model):
    """Our judgement of one response. Private unless sent; a later reading is a new review."""

    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    response_leaf = models.CharField(max_length=64, blank=True, default="")
    character = models.CharField(max_length=64, blank=True, default="")
    recommendation = models.CharField(max_length=12, blank=True, default="")
    note = models.TextField(blank=True, default="")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseManager()
    seen_by = WORK
    held_by = ("office",)
    shut_in = ("thread",)

    class Meta:
        ordering: ClassVar = ["-started_at", "-id"]
        constraints: ClassVar = [
            filled("thread", "review_has_a_thread"),
            closed_set("character", shared.ReplyCharacter, "review_character_known", empty=True),
            closed_set("recommendation", Recommendation, "review_advice_known", empty=True),
            models.UniqueConstraint(
                fields=["channel", "thread", "response_leaf"],
                condition=Q(concluded_at__isnull=True),
                name="one_open_review_a_response",
            ),
            models.CheckConstraint(
                condition=Q(concluded_at__isnull=True, concluded_by__isnull=True)
                | (
                    Q(concluded_at__isnull=False, concluded_by__isnull=False)
                    & ~Q(character="")
                    & ~Q(recommendation="")
                ),
                name="review_concluded_says_what",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "thread"], name="review_by_thread")]

    def __str__(self) -> str:
        return f"review {self.pk}"


class QuestionReview(models.Model):
    """Whether one question was answered, as we see it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="questions")
    question = models.CharField(max_length=8)
    judgement = models.CharField(max_length=12)
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            filled("question", "question_review_names_a_question"),
            closed_set("judgement", Judgement, "question_judgement_is_known"),
            models.UniqueConstraint(fields=["review", "question"], name="question_judged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question}/{self.judgement}"


class ClaimCheck(models.Model):
    """A checkable claim in an answer, and where its check stands now."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="claims")
    claim = models.TextField()
    question = models.CharField(max_length=8, blank=True, default="")
    about = models.CharField(max_length=200, blank=True, default="")
    # What the check rests on: a document's number, a link, who confirmed it.
    evidence = models.CharField(max_length=300, blank=True, default="")
    verification = models.CharField(max_length=20, default=Verification.UNVERIFIED.value)
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            filled("claim", "claim_is_not_empty"),
            closed_set("verification", Verification, "claim_verification_is_known"),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}/{self.verification}"


class ClaimCheckChange(models.Model):
    """The trail of a claim's verification: what it was, who changed it and why."""

    check_of = models.ForeignKey(ClaimCheck, models.CASCADE, related_name="changes")
    verification = models.CharField(max_length=20)
    evidence = models.CharField(max_length=300, blank=True, default="")
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            closed_set("verification", Verification, "claim_change_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.check_of_id}/{self.verification}"


class SecondReading(models.Model):
    """Another person read the response and the review; a disagreement stays beside it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="readings")
    agrees = models.BooleanField()
    character = models.CharField(max_length=64, blank=True, default="")
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            closed_set("character", shared.ReplyCharacter, "reading_character_known", empty=True),
            models.UniqueConstraint(fields=["review", "by"], name="one_reading_a_person"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(note=""), name="disagreement_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}/{'agrees' if self.agrees else 'disagrees'}"
