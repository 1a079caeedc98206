"""Documents as they came, what was read from them, and through whose hands they went."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from answerable.extraction.documents.document import Basis, Media
from answerable.node.accounts.models import User
from answerable.node.desk.models import Report
from answerable.node.desk.models.base import MATERIAL, CaseManager, closed_set, filled


class Way(models.TextChoices):
    """How the bytes reached this node."""

    UPLOAD = "upload", _("Uploaded file")
    PASTE = "paste", _("Pasted text")
    FEED = "feed", _("Sent by a partner's program")
    ATTACHED = "attached", _("Attached to an e-mail")
    ARCHIVE = "archive", _("File of an archive")
    FOLDER = "folder", _("File of a folder")


class Custody(models.TextChoices):
    """What can happen to a document while it is kept."""

    RECEIVED = "received", _("Received and kept")
    RECEIVED_AGAIN = "received_again", _("Brought in again; the same bytes were here already")
    READ = "read", _("Read by the program")
    ATTACHED = "attached", _("Taken out of the e-mail of a report")
    REPORT_MADE = "report_made", _("Report made from it")
    DOWNLOADED = "downloaded", _("Original downloaded")
    FOUND_CHANGED = "found_changed", _("Stored bytes found missing or changed")


class Document(models.Model):
    """One document, known by the hash of its bytes. The bytes are kept apart and never altered.

    Who the source was is deliberately not stored; `url` is where somebody says it was published.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    media = models.CharField(max_length=80)
    way = models.CharField(max_length=10)
    file_name = models.CharField(max_length=120, blank=True, default="")
    url = models.CharField(max_length=2000, blank=True, default="")
    note = models.TextField(blank=True, default="")
    received_at = models.DateTimeField()
    # Nobody, where a partner's program sent it.
    received_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("made_into__report__office",)
    shut_in = ("made_into__report__compartment",)

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Exact(Length("sha256"), 64), name="document_hash_is_sha256"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_is_not_empty"),
            closed_set("media", Media, "document_media_is_known"),
            closed_set("way", Way.values, "document_way_is_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-received_at", "-id"], name="document_by_time"),
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def kind(self) -> Media:
        """Return what the bytes are."""
        return Media(self.media)

    @property
    def is_picture(self) -> bool:
        """Tell whether it can be shown as a picture."""
        return self.kind in (Media.JPEG, Media.PNG, Media.WEBP)

    @property
    def reading(self) -> Reading:
        """Return the newest reading; there is one from the moment a document is kept."""
        return self.readings.latest("read_at", "pk")

    @property
    def report(self) -> Report | None:
        """Return the report made from this document, if there is one."""
        link = DocumentReport.objects.filter(document=self).select_related("report").first()
        return link.report if link is not None else None


class Reading(models.Model):
    """What a program took out of a document at one time. A later program may read it anew."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="readings")
    title = models.CharField(max_length=300, blank=True, default="")
    publisher = models.CharField(max_length=300, blank=True, default="")
    published = models.DateField(null=True, blank=True)
    published_basis = models.CharField(max_length=10, blank=True, default="")
    language = models.CharField(max_length=3, default="und")
    language_basis = models.CharField(max_length=10, blank=True, default="")
    text = models.TextField(blank=True, default="")
    encoding = models.CharField(max_length=20, blank=True, default="")
    pages = models.PositiveIntegerField(null=True, blank=True)
    # What a picture tells of itself, by name. It stays here: a copy that is sent has none of it.
    facts = models.JSONField(default=dict, blank=True)
    truncated = models.BooleanField(default=False)
    notices = models.JSONField(default=list)
    reader = models.CharField(max_length=300)
    read_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-read_at", "-id"]
        constraints: ClassVar = [
            filled("reader", "reading_names_its_reader"),
            closed_set("published_basis", Basis, "reading_date_basis_is_known", empty=True),
            closed_set("language_basis", Basis, "reading_language_basis_is_known", empty=True),
            models.CheckConstraint(
                condition=Q(published__isnull=True, published_basis="")
                | (Q(published__isnull=False) & ~Q(published_basis="")),
                name="reading_date_says_how_it_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"reading {self.pk}"


class CustodyEvent(models.Model):
    """One line of a document's chain of custody; rows are added and never changed."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="custody")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    detail = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [closed_set("kind", Custody.values, "custody_kind_is_known")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.pk}"

    @property
    def label(self) -> str:
        """Return the event in words."""
        return str(Custody(self.kind).label)


class DocumentReport(models.Model):
    """The one report that a document belongs to: made from it, or of the e-mail it came with."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="made_into")
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.document_id}/{self.report_id}"
