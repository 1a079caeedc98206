"""The working unit of the desk: an incident, where and when, and what it concerned."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from answerable.casework import codes as shared
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import DatePrecision, IncidentStatus
from answerable.node.desk.dossier_codes import Priority, Weapon
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
    # Ours alone; `counterpart_text` and `public_text` are wordings to start from when something is
    # composed. None of the three leaves by itself.
    narrative = models.TextField(blank=True, default="")
    counterpart_text = models.TextField(blank=True, default="")
    public_text = models.TextField(blank=True, default="")
    priority = models.CharField(max_length=8, default=Priority.NORMAL.value)
    country = models.CharField(max_length=2, blank=True, default="")
    region = models.CharField(max_length=200, blank=True, default="")
    first_reported_at = models.DateTimeField(null=True, blank=True)
    first_reported_precision = models.CharField(max_length=8, default=DatePrecision.UNKNOWN.value)
    first_reported_by = models.CharField(max_length=200, blank=True, default="")
    first_reported_url = models.CharField(max_length=2000, blank=True, default="")
    strikes_low = models.PositiveIntegerField(null=True, blank=True)
    strikes_high = models.PositiveIntegerField(null=True, blank=True)
    weapon = models.CharField(max_length=16, blank=True, default="")
    weapon_note = models.CharField(max_length=300, blank=True, default="")
    targeted = models.CharField(max_length=200, blank=True, default="")
    service_impact = models.JSONField(default=list, blank=True)
    observations = models.JSONField(default=list, blank=True)
    # Where everything of this incident went; its own reference answers by leading there.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_here"
    )
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
            closed_set("priority", Priority, "incident_priority_is_known"),
            closed_set("weapon", Weapon, "incident_weapon_is_known", empty=True),
            closed_set(
                "first_reported_precision", DatePrecision, "incident_first_report_precision"
            ),
            models.CheckConstraint(
                condition=Q(first_reported_at__isnull=True, first_reported_precision="unknown")
                | (Q(first_reported_at__isnull=False) & ~Q(first_reported_precision="unknown")),
                name="incident_first_report_date_agrees",
            ),
            models.CheckConstraint(
                condition=Q(strikes_low__isnull=True)
                | Q(strikes_high__isnull=True)
                | Q(strikes_high__gte=F("strikes_low")),
                name="incident_strikes_are_a_range",
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="incident_merged_says_where_to",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="incident_is_not_merged_into_itself",
            ),
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
