"""The evidence on an incident, a file kept here or a thing described, and its chain of custody."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from answerable.casework.codes import Marking
from answerable.node.accounts.models import User
from answerable.node.desk.codes import DatePrecision
from answerable.node.desk.exhibit_codes import CopyKind, Custody, ExhibitKind, SendRule
from answerable.node.desk.models.base import MATERIAL, CaseManager, closed_set, filled
from answerable.node.desk.models.incidents import Incident


class Exhibit(models.Model):
    """A piece of evidence: a file that is kept unchanged, or a thing that somebody else holds.

    The bytes of a file are stored apart under their hash, once, on however many incidents they are.
    Who a source is stands in the vault: `provenance` is what is said of where it comes from.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="exhibits")
    kind = models.CharField(max_length=16)
    copy = models.CharField(max_length=20, default=CopyKind.UNKNOWN.value)
    description = models.TextField()
    provenance = models.TextField(blank=True, default="")
    made_on = models.DateField(null=True, blank=True)
    made_precision = models.CharField(max_length=8, default=DatePrecision.UNKNOWN.value)
    made_note = models.CharField(max_length=200, blank=True, default="")
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    url = models.CharField(max_length=2000, blank=True, default="")
    archive_url = models.CharField(max_length=2000, blank=True, default="")
    # A label for whoever handles it; who may read it is said by the incident's compartment.
    marking = models.CharField(max_length=16, default=Marking.AMBER.value)
    sending = models.CharField(max_length=16, default=SendRule.NO.value)
    # Of a file kept here its hash; of another, the hash that somebody states, or none.
    sha256 = models.CharField(max_length=64, blank=True, default="")
    is_kept = models.BooleanField()
    size = models.PositiveIntegerField(null=True, blank=True)
    file_name = models.CharField(max_length=120, blank=True, default="")
    # Of a thing not kept here: where it is, and who has it.
    whereabouts = models.CharField(max_length=300, blank=True, default="")
    keeper = models.CharField(max_length=200, blank=True, default="")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    set_aside_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("incident__office",)
    shut_in = ("incident__compartment",)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            closed_set("kind", ExhibitKind, "exhibit_kind_is_known"),
            closed_set("copy", CopyKind, "exhibit_copy_is_known"),
            closed_set("made_precision", DatePrecision, "exhibit_precision_is_known"),
            closed_set("marking", Marking, "exhibit_marking_is_known"),
            closed_set("sending", SendRule, "exhibit_sending_is_known"),
            filled("description", "exhibit_is_described"),
            models.CheckConstraint(
                condition=Q(sha256="") | Q(Exact(Length("sha256"), 64)),
                name="exhibit_hash_is_sha256",
            ),
            models.CheckConstraint(
                condition=(Q(is_kept=True, size__gt=0) & ~Q(sha256="") & ~Q(file_name=""))
                | Q(is_kept=False, size__isnull=True, file_name=""),
                name="exhibit_kept_has_a_hash_and_a_size",
            ),
            models.CheckConstraint(
                condition=Q(is_kept=True) | ~Q(whereabouts="") | ~Q(keeper=""),
                name="exhibit_not_kept_says_where_it_is",
            ),
            models.CheckConstraint(
                condition=Q(made_on__isnull=True, made_precision="unknown")
                | (Q(made_on__isnull=False) & ~Q(made_precision="unknown")),
                name="exhibit_date_and_precision_agree",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="exhibit_is_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True, set_aside_by__isnull=True)
                | Q(set_aside_at__isnull=False, set_aside_by__isnull=False),
                name="exhibit_set_aside_has_who_and_when",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["sha256"], name="exhibit_by_hash")]

    def __str__(self) -> str:
        return f"exhibit {self.pk}"


class ExhibitEvent(models.Model):
    """One line of a chain of custody. Lines are added and numbered; none is changed or taken out.

    The database refuses to change one, but for its words, which an erasure by law may empty.
    """

    exhibit = models.ForeignKey(Exhibit, models.PROTECT, related_name="custody")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    reason = models.TextField(blank=True, default="")
    # When it happened, as somebody states it; `at` is when it was written down.
    happened_at = models.DateTimeField(null=True, blank=True)
    giver = models.CharField(max_length=200, blank=True, default="")
    taker = models.CharField(max_length=200, blank=True, default="")
    # What a check found: the hash of the bytes that are there; none where nothing is there.
    found = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            closed_set("kind", Custody, "exhibit_event_kind_is_known"),
            models.UniqueConstraint(
                fields=["exhibit", "number"], name="exhibit_event_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["added", "described", "checked", "found_changed"])
                | ~Q(reason=""),
                name="exhibit_event_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.pk}"
