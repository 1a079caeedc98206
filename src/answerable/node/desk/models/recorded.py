"""What a party said, retold by us: second-hand, with who, when, source and confidence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.casework import codes as shared
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import (
    Confidence,
    DatePrecision,
    Medium,
    OwnerRole,
    RecordKind,
)
from answerable.node.desk.models.base import RECORD, CaseManager, closed_set, filled
from answerable.node.desk.models.incidents import Incident


class RecordedStatement(models.Model):
    """A statement nobody signed: delivered on paper, said in a meeting, or published.

    On a paper channel `statement` and `body` say what it means for the thread, in the same closed
    forms as a signed statement; the thread's state is folded from them. On an observer's record
    both stay empty, and the statement only tells the story of an incident.
    """

    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32, blank=True, default="")
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="recorded_statements"
    )
    leaf = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20)
    ours = models.BooleanField(default=False)
    stated_by = models.CharField(max_length=200)
    owner_role = models.CharField(max_length=16, default=OwnerRole.PARTY_ASKED.value)
    # The code of the party of the channel whose statement it is; empty for anybody else.
    party = models.CharField(max_length=32, blank=True, default="")
    party_name = models.CharField(max_length=200, blank=True, default="")
    stated_at = models.DateTimeField()
    stated_precision = models.CharField(max_length=8, default=DatePrecision.DAY.value)
    summary = models.TextField(blank=True, default="")
    position = models.CharField(max_length=32, blank=True, default="")
    positions_also = models.JSONField(default=list)
    measures = models.JSONField(default=list)
    confidence = models.CharField(max_length=16)
    note = models.TextField(blank=True, default="")
    changes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="changed_by"
    )
    # In which form it came or went, and over what: a note verbale, handed over at a meeting.
    instrument = models.CharField(max_length=32, blank=True, default="")
    medium = models.CharField(max_length=12, blank=True, default="")
    delivered_by = models.CharField(max_length=200, blank=True, default="")
    delivered_to = models.CharField(max_length=200, blank=True, default="")
    delivered_where = models.CharField(max_length=200, blank=True, default="")
    reaction = models.TextField(blank=True, default="")
    statement = models.CharField(max_length=24, blank=True, default="")
    body = models.JSONField(null=True, blank=True)
    words = models.JSONField(null=True, blank=True)
    refs = models.JSONField(default=list)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    set_aside_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_reason = models.CharField(max_length=300, blank=True, default="")

    objects = CaseManager()
    seen_by = RECORD
    held_by = ("office", "incident__office", "thread")
    shut_in = ("incident__compartment", "thread")

    class Meta:
        ordering: ClassVar = ["stated_at", "id"]
        constraints: ClassVar = [
            filled("leaf", "recorded_has_a_key"),
            filled("stated_by", "recorded_has_an_owner"),
            closed_set("kind", RecordKind, "recorded_kind_is_known"),
            closed_set("owner_role", OwnerRole, "recorded_owner_role_is_known"),
            closed_set("stated_precision", DatePrecision, "recorded_precision_is_known"),
            closed_set("confidence", Confidence, "recorded_confidence_is_known"),
            closed_set("position", shared.Position, "recorded_position_is_known", empty=True),
            closed_set("medium", Medium, "recorded_medium_is_known", empty=True),
            closed_set("instrument", shared.Instrument, "recorded_instrument_known", empty=True),
            closed_set("statement", shared.IMPLEMENTED, "recorded_statement_is_known", empty=True),
            models.CheckConstraint(
                condition=~Q(thread="") | Q(incident__isnull=False),
                name="recorded_belongs_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(statement="", body__isnull=True)
                | (~Q(statement="") & Q(body__isnull=False) & ~Q(thread="")),
                name="recorded_meaning_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True)
                | (Q(set_aside_by__isnull=False) & ~Q(set_aside_reason="")),
                name="recorded_set_aside_has_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["channel", "thread"], name="recorded_by_thread"),
            models.Index(fields=["incident", "stated_at"], name="recorded_by_incident"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.leaf[:12]}"


class RecordedSource(models.Model):
    """Where a second-hand statement was read: publisher, title, address."""

    recorded = models.ForeignKey(RecordedStatement, models.CASCADE, related_name="sources")
    publisher = models.CharField(max_length=200)
    title = models.CharField(max_length=300, blank=True, default="")
    url = models.CharField(max_length=2000, blank=True, default="")
    published = models.CharField(max_length=10, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [filled("publisher", "recorded_source_has_a_publisher")]

    def __str__(self) -> str:
        return self.publisher
