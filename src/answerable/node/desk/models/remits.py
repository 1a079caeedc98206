"""Remits: which office takes what comes in, by rules in an order."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.casework import codes as shared
from answerable.node.accounts.models import Office
from answerable.node.desk.models.closed import closed_set


class Remit(models.Model):
    """One rule: what fits everything that it names goes to its office. The first that fits counts.

    `area` holds names of a district or place, one a line; one of them must stand in the text.
    """

    order = models.PositiveIntegerField()
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    object = models.CharField(max_length=32, blank=True, default="")
    kind = models.CharField(max_length=20, blank=True, default="")
    channel = models.ForeignKey(
        "ledger.Channel", models.PROTECT, null=True, blank=True, related_name="+"
    )
    area = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            closed_set("object", shared.ProtectedObject, "remit_object_is_known", empty=True),
            closed_set("kind", shared.EventKind, "remit_kind_is_known", empty=True),
            models.CheckConstraint(
                condition=~Q(object="", kind="", area="", channel__isnull=True),
                name="remit_names_something",
            ),
        ]

    def __str__(self) -> str:
        return f"remit {self.pk}"

    @property
    def areas(self) -> list[str]:
        """Return the names of the area, in the order they were written."""
        return [line.strip() for line in self.area.splitlines() if line.strip()]
