"""What stands around a draft and never leaves: who has it open, comments, copies, and chains."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import ChainRole
from answerable.node.desk.models.closed import closed_set, filled
from answerable.node.desk.models.drafts import DRAFT_KINDS, Draft


class DraftOpen(models.Model):
    """Somebody has a draft open for writing; `seen_at` is when that was last known."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="opened")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "user"], name="draft_open_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.user_id}"


class DraftCopy(models.Model):
    """A text of a draft that another stands in the place of: nothing that was typed is lost.

    It is what somebody typed and could not save, or what somebody else's text took the place of.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="copies")
    version = models.PositiveIntegerField()
    choice = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.version}"


class DraftComment(models.Model):
    """What somebody says about a draft to the others who work on it. It never leaves."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="comments")
    # The first comment of its thread; empty for that one.
    answers = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="answered_by"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [filled("text", "draft_comment_says_something")]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.pk}"


class ChainStep(models.Model):
    """One step that messages of a channel and kind pass before they leave, in an order.

    Without a channel it counts in all, without a kind for all. The narrowest set of steps counts
    whole, and the wider ones not at all.
    """

    channel = models.ForeignKey(
        "ledger.Channel", models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=24, blank=True, default="")
    order = models.PositiveSmallIntegerField()
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, default=ChainRole.CLEARER.value)

    class Meta:
        ordering: ClassVar = ["channel_id", "kind", "order", "id"]
        constraints: ClassVar = [
            closed_set("kind", DRAFT_KINDS, "chain_step_kind_is_known", empty=True),
            closed_set("role", ChainRole, "chain_step_role_is_known"),
            models.UniqueConstraint(
                fields=["channel", "kind", "office", "role"], name="chain_step_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "office", "role"],
                condition=Q(channel__isnull=True),
                name="chain_step_of_all_channels_once",
            ),
        ]

    def __str__(self) -> str:
        return f"chain step {self.pk}"
