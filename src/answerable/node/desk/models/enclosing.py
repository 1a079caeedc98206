"""The cleaned copies of files that go with a draft, until it leaves."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from answerable.casework.codes import Marking
from answerable.casework.files import MOST_BYTES, FileMedia, beginning_of
from answerable.node.accounts.models import User
from answerable.node.desk.models.base import closed_set, filled
from answerable.node.desk.models.drafts import Draft
from answerable.node.desk.models.exhibits import Exhibit


class DraftFile(models.Model):
    """A cleaned copy that goes with a draft. The file it was made from is never here.

    The row goes when the draft is sent, since the log then holds the file, or is put aside.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()
    exhibit = models.ForeignKey(Exhibit, models.PROTECT, null=True, blank=True, related_name="+")
    description = models.CharField(max_length=300)
    marking = models.CharField(max_length=16)
    is_graphic = models.BooleanField(default=False)
    media = models.CharField(max_length=16)
    data = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_file_numbered_once"),
            filled("description", "draft_file_is_described"),
            closed_set("marking", Marking, "draft_file_marking_is_known"),
            closed_set("media", FileMedia, "draft_file_media_is_known"),
            models.CheckConstraint(
                condition=Q(Exact(Length("sha256"), 64)), name="draft_file_hash_is_sha256"
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, size__lte=MOST_BYTES), name="draft_file_is_bounded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.number}"

    @property
    def kind(self) -> FileMedia:
        """Return what the copy is."""
        return FileMedia(self.media)

    @property
    def beginning(self) -> str:
        """Return the beginning of a text for a page to show; of a picture nothing."""
        return "" if self.kind.is_picture else beginning_of(bytes(self.data))
