"""The working unit of the desk: an incident, where and when, and what it concerned."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from answerable.casework import codes as shared
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import IncidentStatus, Notified, PlaceRole, Script
from answerable.node.desk.models.base import (
    MATERIAL,
    CaseManager,
    WithCompartment,
    closed_set,
    filled,
)
from answerable.node.desk.models.reports import Report


class Incident(WithCompartment):
    """One event in which civilians were harmed, as we understand it. All of it stays here."""

    reference = models.CharField(max_length=24, unique=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=20)
    start = models.DateTimeField(null=True, blank=True)
    end = models.DateTimeField(null=True, blank=True)
    time_precision = models.CharField(max_length=12, default=shared.TimePrecision.UNKNOWN.value)
    zone = models.CharField(max_length=64, default="UTC")
    when_note = models.TextField(blank=True, default="")
    narrative = models.TextField(blank=True, default="")
    status = models.CharField(max_length=20, default=IncidentStatus.CANDIDATE.value)
    status_reason = models.TextField(blank=True, default="")
    hold_until = models.DateField(null=True, blank=True)
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    reports: models.ManyToManyField[Report, models.Model] = models.ManyToManyField(
        Report, through="desk.IncidentReport", related_name="incidents"
    )

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("office",)
    shut_in = ("compartment",)

    class Meta:
        ordering: ClassVar = ["-opened_at", "-id"]
        constraints: ClassVar = [
            filled("reference", "incident_has_a_reference"),
            filled("title", "incident_has_a_title"),
            closed_set("kind", shared.EventKind, "incident_kind_is_known"),
            closed_set("time_precision", shared.TimePrecision, "incident_precision_is_known"),
            closed_set("status", IncidentStatus, "incident_status_is_known"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=False, end__gte=F("start")),
                name="incident_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=(Q(start__isnull=True) & Q(time_precision="unknown"))
                | (Q(start__isnull=False) & ~Q(time_precision="unknown")),
                name="incident_time_and_precision_agree",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["hold", "not_pursued"]) | ~Q(status_reason=""),
                name="incident_set_aside_has_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["status", "-opened_at"], name="incident_by_status"),
            models.Index(fields=["-opened_at", "-id"], name="incident_by_time"),
            models.Index(fields=["start"], name="incident_by_start"),
        ]

    def __str__(self) -> str:
        return self.reference


class IncidentReport(models.Model):
    """A report speaks of an incident; unlinking leaves the trail."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="report_links")
    report = models.ForeignKey(Report, models.PROTECT, related_name="incident_links")
    reason = models.CharField(max_length=300, blank=True, default="")
    linked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    unlinked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    unlinked_at = models.DateTimeField(null=True, blank=True)
    unlink_reason = models.CharField(max_length=300, blank=True, default="")

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("report__office", "incident__office")
    shut_in = ("incident__compartment", "report__compartment")

    class Meta:
        ordering: ClassVar = ["linked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "report"],
                condition=Q(unlinked_at__isnull=True),
                name="report_linked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(unlinked_at__isnull=True, unlinked_by__isnull=True)
                | Q(unlinked_at__isnull=False, unlinked_by__isnull=False),
                name="unlinking_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.report_id}"


class Place(models.Model):
    """A place of an incident, with whose place it is, how precise, and who supplied it."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="places")
    role = models.CharField(max_length=16, default=PlaceRole.EVENT.value)
    latitude = models.DecimalField(max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    precision = models.CharField(max_length=16, default=shared.PlacePrecision.UNKNOWN.value)
    supplied_by = models.CharField(max_length=200, blank=True, default="")
    note = models.TextField(blank=True, default="")
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

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            closed_set("code", shared.ProtectedObject, "object_code_is_known"),
            closed_set("notified", Notified, "object_notified_is_known"),
            models.UniqueConstraint(fields=["incident", "code", "note"], name="object_once"),
        ]

    def __str__(self) -> str:
        return self.code


class IssueTag(models.Model):
    """A topic of law that the incident touches: an issue engaged, never a finding."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="issue_tags")
    code = models.CharField(max_length=32)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            closed_set("code", shared.IssueTag, "issue_tag_is_known"),
            models.UniqueConstraint(fields=["incident", "code"], name="issue_tag_once"),
        ]

    def __str__(self) -> str:
        return self.code


class IncidentInquiry(models.Model):
    """An incident is the subject of a thread. Private: the key is shared, the link is not."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="inquiry_links")
    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    # How the incident is called inside the thread ("i1"), so that figures find their way back.
    inside = models.CharField(max_length=8)
    linked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    linked_at = models.DateTimeField()

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("incident__office",)
    shut_in = ("incident__compartment", "thread")

    class Meta:
        ordering: ClassVar = ["linked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "channel", "thread"], name="incident_once_a_thread"
            ),
            filled("thread", "incident_inquiry_has_a_thread"),
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "thread"], name="links_by_thread")]

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.thread}"
