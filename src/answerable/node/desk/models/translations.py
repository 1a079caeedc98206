"""Somebody's translation of a message or a draft: beside the authentic text, never in its place."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import MakerKind, MakingWay
from answerable.node.desk.models.base import WORK, CaseManager, closed_set, filled
from answerable.node.desk.models.drafts import Draft


class Translation(models.Model):
    """A translation with who made it, how, when, and who checked it. It stays on this node.

    Nothing of a row is changed once it is there: who corrects it makes the next version, which
    names the one that it replaces. What was cleared was cleared as it stands.
    """

    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    # Of a message, or of a draft; when the draft is sent, of the message that it became.
    leaf = models.CharField(max_length=64, blank=True)
    draft = models.ForeignKey(
        Draft, models.CASCADE, null=True, blank=True, related_name="translations"
    )
    language = models.CharField(max_length=35)
    way = models.CharField(max_length=8)
    maker_kind = models.CharField(max_length=8)
    maker = models.CharField(max_length=200)
    made_on = models.DateField()
    checked_by = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="replaced_by"
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    cleared_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    cleared_at = models.DateTimeField(null=True, blank=True)

    objects = CaseManager()
    seen_by = WORK
    held_by = ("thread",)
    shut_in = ("thread",)

    class Meta:
        ordering: ClassVar = ["language", "id"]
        constraints: ClassVar = [
            filled("thread", "translation_has_a_thread"),
            filled("language", "translation_has_a_language"),
            filled("maker", "translation_says_who_made_it"),
            closed_set("way", MakingWay, "translation_way_is_known"),
            closed_set("maker_kind", MakerKind, "translation_maker_is_known"),
            models.CheckConstraint(
                condition=(Q(leaf="") & Q(draft__isnull=False))
                | (~Q(leaf="") & Q(draft__isnull=True)),
                name="translation_is_of_one_text",
            ),
            models.CheckConstraint(
                condition=Q(cleared_by__isnull=True, cleared_at__isnull=True)
                | Q(cleared_by__isnull=False, cleared_at__isnull=False),
                name="translation_cleared_says_by_whom",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["channel", "thread"], name="translation_by_thread"),
        ]

    def __str__(self) -> str:
        return f"translation {self.pk}"


class TranslatedText(models.Model):
    """One text of a translation. `digest` is that of the authentic text it was made from."""

    translation = models.ForeignKey(Translation, models.CASCADE, related_name="texts")
    key = models.CharField(max_length=80)
    text = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            filled("text", "translated_text_says_something"),
            models.UniqueConstraint(fields=["translation", "key"], name="translated_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.translation_id}/{self.key}"
