"""Where an incident was, under which names, and what was concerned, each with its owner."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.casework import codes as shared
from answerable.node.accounts.models import User
from answerable.node.desk.codes import Notified, PlaceRole, Script
from answerable.node.desk.dossier_codes import Destruction
from answerable.node.desk.models.base import closed_set, filled
from answerable.node.desk.models.incidents import Incident


class Place(models.Model):
    """A place of an incident, with whose place it is, how precise, and who supplied it."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="places")
    role = models.CharField(max_length=16, default=PlaceRole.EVENT.value)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    precision = models.CharField(max_length=16, default=shared.PlacePrecision.UNKNOWN.value)
    # Within how many metres, where somebody says so; otherwise as the precision usually is.
    radius = models.PositiveIntegerField(null=True, blank=True)
    is_primary = models.BooleanField(default=False)
    supplied_by = models.CharField(max_length=200, blank=True, default="")
    note = models.TextField(blank=True, default="")
    public_note = models.CharField(max_length=300, blank=True, default="")
    signed_off_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            closed_set("role", PlaceRole, "place_role_is_known"),
            closed_set("precision", shared.PlacePrecision, "place_precision_is_known"),
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
                name="place_is_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(radius__isnull=True) | Q(latitude__isnull=False),
                name="place_radius_has_a_point",
            ),
            models.CheckConstraint(
                condition=Q(signed_off_by__isnull=True, signed_off_at__isnull=True)
                | Q(
                    signed_off_by__isnull=False,
                    signed_off_at__isnull=False,
                    latitude__isnull=False,
                ),
                name="place_signed_off_has_who_and_when",
            ),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(is_primary=True), name="one_primary_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.role}"


class PlaceName(models.Model):
    """What a place is called, in one language and script."""

    place = models.ForeignKey(Place, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=35, blank=True, default="")
    script = models.CharField(max_length=10, default=Script.LATIN.value)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            filled("name", "place_name_is_not_empty"),
            closed_set("script", Script, "place_script_is_known"),
            models.UniqueConstraint(
                fields=["place", "name", "language"], name="place_name_once_a_language"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StruckObject(models.Model):
    """An object or place concerned, and whether it had been notified to the party asked."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="struck_objects")
    code = models.CharField(max_length=32)
    note = models.CharField(max_length=300, blank=True, default="")
    notified = models.CharField(max_length=8, default=Notified.UNKNOWN.value)
    notified_by = models.CharField(max_length=200, blank=True, default="")
    # Which objects belong together (one hospital, three buildings), and whose they are.
    group = models.CharField(max_length=120, blank=True, default="")
    affiliation = models.CharField(max_length=200, blank=True, default="")
    # Whether somebody declared it the target of an attack.
    declared_target = models.CharField(max_length=8, default=Notified.UNKNOWN.value)
    destruction = models.CharField(max_length=16, default=Destruction.UNKNOWN.value)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            closed_set("declared_target", Notified, "object_declared_target_is_known"),
            closed_set("destruction", Destruction, "object_destruction_is_known"),
            closed_set("code", shared.ProtectedObject, "object_code_is_known"),
            closed_set("notified", Notified, "object_notified_is_known"),
            models.UniqueConstraint(fields=["incident", "code", "note"], name="object_once"),
        ]

    def __str__(self) -> str:
        return self.code
