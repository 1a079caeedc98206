"""What became of an incident's facts: each change with its reason, and rows that went elsewhere."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from answerable.node.accounts.models import User
from answerable.node.desk.dossier_codes import MoveKind
from answerable.node.desk.models.base import closed_set, filled
from answerable.node.desk.models.incidents import Incident


class FieldChange(models.Model):
    """One fact of an incident was set or changed: what it was, what it is, and why."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="field_changes")
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            filled("field", "field_change_names_a_field"),
            models.CheckConstraint(
                condition=Q(before="") | ~Q(reason=""), name="field_change_of_what_was_set_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(before=F("after")), name="field_change_changes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id}/{self.field}"


class IncidentMove(models.Model):
    """Rows of one incident went to another: by a merge all of them, by a split some.

    `moved` holds exactly what went, by table and key, and what was changed beside it, so that
    undoing puts back that and nothing else.
    """

    kind = models.CharField(max_length=8)
    source = models.ForeignKey(Incident, models.PROTECT, related_name="moves_out")
    target = models.ForeignKey(Incident, models.PROTECT, related_name="moves_in")
    reason = models.TextField()
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undo_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            filled("reason", "move_has_a_reason"),
            closed_set("kind", MoveKind, "move_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(source=F("target")), name="move_goes_somewhere_else"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True, undo_reason="")
                | (Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undo_reason="")),
                name="move_undone_has_who_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.pk}"
