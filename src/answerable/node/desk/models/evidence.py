"""Who asked that a message's words may go to a third party, and who decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import ExportState
from answerable.node.desk.models.base import WORK, CaseManager, closed_set, filled


class ExportClearance(models.Model):
    """A request to give a message's words to a third party, and what came of it.

    `digest` binds it to the message and to exactly the contents that were held when it was asked.
    """

    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    leaf = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default=ExportState.ASKED.value)
    purpose = models.TextField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, default="")

    objects = CaseManager()
    seen_by = WORK
    held_by = ("asked_office",)
    shut_in = ("message",)

    class Meta:
        ordering: ClassVar = ["-asked_at", "-id"]
        constraints: ClassVar = [
            filled("purpose", "export_has_a_purpose"),
            closed_set("state", ExportState, "export_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="asked") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="export_decided_names_who",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waived", "refused"]) | ~Q(note=""),
                name="export_waived_has_a_reason",
            ),
            models.UniqueConstraint(
                fields=["channel", "leaf"], condition=Q(state="asked"), name="export_asked_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "leaf"], name="export_by_message")]

    def __str__(self) -> str:
        return f"{self.leaf[:16]}/{self.state}"
