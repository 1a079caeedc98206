"""What came in: reports as they came, tolls of a situation, and phrases that must not leave."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from answerable.casework import codes as shared
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import DatePrecision, Group, Qualifier, Route, Screening
from answerable.node.desk.models.base import (
    MATERIAL,
    CaseManager,
    WithCompartment,
    closed_set,
    filled,
    stated_range,
)


class Report(WithCompartment):
    """A document or message as it came in. Who the source was is deliberately not stored."""

    receipt_number = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    published_precision = models.CharField(max_length=8, default=DatePrecision.UNKNOWN.value)
    language = models.CharField(max_length=35, blank=True, default="")
    text = models.TextField(blank=True, default="")
    url = models.CharField(max_length=2000, blank=True, default="")
    route = models.CharField(max_length=10)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Who has it in hand, as a rule of routing or a person said.
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    # Of the inbox: whose it is to decide, and until which day nobody needs to.
    assignee = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    snoozed_until = models.DateField(null=True, blank=True)
    screening = models.CharField(max_length=12, default=Screening.RECEIVED.value)
    screening_reason = models.TextField(blank=True, default="")
    screened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    screened_at = models.DateTimeField(null=True, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates"
    )

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("office", "linked")
    shut_in = ("compartment",)

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]
        constraints: ClassVar = [
            filled("receipt_number", "report_has_a_receipt_number"),
            filled("title", "report_has_a_title"),
            closed_set("route", Route, "report_route_is_known"),
            closed_set("screening", Screening, "report_screening_is_known"),
            closed_set("published_precision", DatePrecision, "report_date_precision_is_known"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_precision="unknown")
                | (Q(published_at__isnull=False) & ~Q(published_precision="unknown")),
                name="report_date_and_precision_agree",
            ),
            models.CheckConstraint(
                condition=Q(screening="duplicate", duplicate_of__isnull=False)
                | (~Q(screening="duplicate") & Q(duplicate_of__isnull=True)),
                name="report_duplicate_names_the_other",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")),
                name="report_is_not_its_own_duplicate",
            ),
            models.CheckConstraint(
                condition=Q(screening="received")
                | Q(screened_at__isnull=False, screened_by__isnull=False),
                name="report_screening_has_who_and_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["screening", "-received_at"], name="report_by_screening"),
            models.Index(fields=["-received_at", "-id"], name="report_by_time"),
            models.Index(
                fields=["received_at", "id"],
                condition=Q(screening="received"),
                name="report_waiting",
            ),
            models.Index(
                fields=["office", "received_at", "id"],
                condition=Q(screening="received"),
                name="report_waiting_by_office",
            ),
            models.Index(fields=["published_at"], name="report_by_publication"),
            # How many wait to be screened is counted without a look at the reports themselves.
            models.Index(fields=["screening", "compartment"], name="report_to_screen"),
        ]

    def __str__(self) -> str:
        return self.receipt_number


class Toll(models.Model):
    """A running total somebody stated as of a date. It belongs to a situation, not an incident."""

    situation = models.CharField(max_length=200)
    as_of = models.DateField()
    owner = models.CharField(max_length=200)
    covers = models.CharField(max_length=300, blank=True, default="")
    note = models.TextField(blank=True, default="")
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="tolls")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ()
    shut_in = ("report__compartment",)

    class Meta:
        ordering: ClassVar = ["situation", "as_of", "id"]
        constraints: ClassVar = [
            filled("situation", "toll_has_a_situation"),
            filled("owner", "toll_has_an_owner"),
        ]
        indexes: ClassVar = [models.Index(fields=["situation", "as_of"], name="toll_by_situation")]

    def __str__(self) -> str:
        return f"{self.situation}/{self.as_of}"


class TollFigure(models.Model):
    """One count of a toll. Both bounds empty is unknown, which is not zero."""

    toll = models.ForeignKey(Toll, models.CASCADE, related_name="figures")
    category = models.CharField(max_length=12)
    group = models.CharField(max_length=16, default=Group.TOTAL.value)
    low = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    qualifier = models.CharField(max_length=10)
    mixed = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            closed_set("category", shared.FigureCategory, "toll_category_is_known"),
            closed_set("group", Group, "toll_group_is_known"),
            closed_set("qualifier", Qualifier, "toll_qualifier_is_known"),
            stated_range("toll_range_fits"),
            models.UniqueConstraint(
                fields=["toll", "category", "group"], name="toll_counts_a_thing_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}/{self.group}"


class ProtectedPhrase(models.Model):
    """Words in a report or an incident that must not leave without somebody deciding so."""

    report = models.ForeignKey(
        Report, models.PROTECT, null=True, blank=True, related_name="protected_phrases"
    )
    incident = models.ForeignKey(
        "desk.Incident", models.PROTECT, null=True, blank=True, related_name="protected_phrases"
    )
    phrase = models.CharField(max_length=300)
    is_name = models.BooleanField(default=False)
    why = models.CharField(max_length=300, blank=True, default="")
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("report__office", "incident__office")
    shut_in = ("report__compartment", "incident__compartment")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            filled("phrase", "protected_phrase_is_not_empty"),
            models.CheckConstraint(
                condition=Q(report__isnull=True, incident__isnull=False)
                | Q(report__isnull=False, incident__isnull=True),
                name="protected_phrase_belongs_to_one_thing",
            ),
            models.UniqueConstraint(
                fields=["report", "phrase"],
                condition=Q(report__isnull=False),
                name="phrase_once_a_report",
            ),
            models.UniqueConstraint(
                fields=["incident", "phrase"],
                condition=Q(incident__isnull=False),
                name="phrase_once_an_incident",
            ),
        ]

    def __str__(self) -> str:
        return f"phrase {self.pk}"
