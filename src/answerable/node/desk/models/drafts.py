"""What is being written, and the chain of people it passes before it may leave."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.casework import codes as shared
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import CheckAnswer, ClearanceKind, DraftState
from answerable.node.desk.models.base import WORK, CaseManager, closed_set, filled
from answerable.node.desk.models.incidents import Incident
from answerable.node.desk.models.reports import ProtectedPhrase

DRAFT_KINDS = (
    shared.Kind.RAISE,
    shared.Kind.RESPONSE,
    shared.Kind.FOLLOW_UP,
    shared.Kind.INFORMATION_REQUEST,
    shared.Kind.INFORMATION,
    shared.Kind.CORRECT,
    shared.Kind.SELF_REPORT,
)


class Draft(models.Model):
    """A message that has not left: what was typed in `choice`, what leaves in `body` and `words`.

    `body`, `words` and `digest` are filled when clearance is asked and emptied by every edit, so
    that nobody can clear one thing and send another.
    """

    kind = models.CharField(max_length=24)
    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    reference = models.CharField(max_length=64, blank=True, default="")
    choice = models.JSONField(default=dict)
    body = models.JSONField(null=True, blank=True)
    words = models.JSONField(null=True, blank=True)
    refs = models.JSONField(default=list)
    # The last thing of this kind that our side had said when the draft was frozen.
    follows = models.CharField(max_length=64, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    # Who clears it, in order, as it stood when clearance was asked: an office and a role each.
    chain = models.JSONField(default=list, blank=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    last_edited_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=20, default=DraftState.EDITING.value)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_leaf = models.CharField(max_length=64, blank=True, default="")
    incidents: models.ManyToManyField[Incident, models.Model] = models.ManyToManyField(
        Incident, through="desk.DraftIncident", related_name="drafts"
    )

    objects = CaseManager()
    seen_by = WORK
    held_by = ("office",)
    shut_in = ("thread",)

    class Meta:
        ordering: ClassVar = ["-changed_at", "-id"]
        constraints: ClassVar = [
            filled("thread", "draft_has_a_thread"),
            closed_set("kind", DRAFT_KINDS, "draft_kind_is_known"),
            closed_set("state", DraftState, "draft_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=["editing", "withdrawn"])
                | (Q(body__isnull=False) & ~Q(digest="")),
                name="draft_in_clearance_is_frozen",
            ),
            models.CheckConstraint(
                condition=(Q(state="sent", sent_at__isnull=False) & ~Q(sent_leaf=""))
                | (~Q(state="sent") & Q(sent_at__isnull=True, sent_leaf="")),
                name="draft_sent_has_its_leaf",
            ),
            # Two openings of one thread could never both be right.
            models.UniqueConstraint(
                fields=["channel", "thread"],
                condition=Q(kind__in=["raise", "self_report"]) & ~Q(state="withdrawn"),
                name="one_opening_a_thread",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "office"], name="draft_by_state"),
            models.Index(fields=["channel", "thread"], name="draft_by_thread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.pk}"


class DraftIncident(models.Model):
    """An incident a draft speaks of, under the name it has inside the thread."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="incident_links")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="draft_links")
    inside = models.CharField(max_length=8)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "incident"], name="incident_once_a_draft"),
            models.UniqueConstraint(fields=["draft", "inside"], name="inside_name_once_a_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.inside}"


class KeptPhrase(models.Model):
    """A protected phrase that somebody decided to let out of a draft, with the reason."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="kept_phrases")
    phrase = models.ForeignKey(ProtectedPhrase, models.PROTECT, related_name="kept_in")
    where = models.CharField(max_length=120)
    found = models.CharField(max_length=300)
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            filled("reason", "keeping_a_phrase_has_a_reason"),
            models.UniqueConstraint(
                fields=["draft", "phrase", "where", "found"], name="phrase_kept_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.where}"


class Clearance(models.Model):
    """One step of the clearance chain, bound to the digest of exactly what it was about."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="clearances")
    kind = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True, default="")
    # Which step of the chain it was, the first being 1; 0 for what is no step.
    step = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            closed_set("kind", ClearanceKind, "clearance_kind_is_known"),
            filled("digest", "clearance_has_a_digest"),
            models.CheckConstraint(
                condition=~Q(kind__in=["waived", "returned"]) | ~Q(note=""),
                name="clearance_waived_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.kind}"


class KeptFinding(models.Model):
    """Something a machine found in a draft that somebody decided to let out, with the reason.

    `key` is a keyed hash of the place and the words, and does not say what was found: that a word
    is the name of a source must not be read from this table.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="kept_findings")
    key = models.CharField(max_length=64)
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            filled("reason", "keeping_a_finding_has_a_reason"),
            models.UniqueConstraint(fields=["draft", "key"], name="finding_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.pk}"


class IdentityCheck(models.Model):
    """A custodian looked whether exactly these words give a source away, and found that not.

    Bound to the digest like a clearance: any edit makes it a check of something else.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="identity_checks")
    digest = models.CharField(max_length=64)
    vantage = models.CharField(max_length=8)
    sole_survivor = models.CharField(max_length=8)
    others_know = models.CharField(max_length=8)
    exact_place = models.CharField(max_length=8)
    known_to_few = models.CharField(max_length=8)
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            filled("digest", "identity_check_has_a_digest"),
            *(
                closed_set(field, CheckAnswer, f"identity_check_{field}_is_known")
                for field in (
                    "vantage",
                    "sole_survivor",
                    "others_know",
                    "exact_place",
                    "known_to_few",
                )
            ),
            models.UniqueConstraint(fields=["draft", "digest"], name="identity_check_once"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.at}"
