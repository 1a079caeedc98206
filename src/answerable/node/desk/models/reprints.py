"""Reports that print one text: by which keys they are found, and which count as one source."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.node.accounts.models import User
from answerable.node.desk.models.reports import Report


class Printing(models.Model):
    """That a report prints a text, and the group of those that print the same one.

    A group is named by the first report in it. Out of its group a report counts by itself again.
    """

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="printing")
    group = models.ForeignKey(Report, models.PROTECT, null=True, related_name="printings")
    taken_out_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken_out_at=None, taken_out_by=None)
                | Q(taken_out_at__isnull=False, taken_out_by__isnull=False, group=None),
                name="printing_taken_out_has_who_and_no_group",
            ),
        ]

    def __str__(self) -> str:
        return f"printing {self.pk}"


class PrintingKey(models.Model):
    """One of the keys by which the printings of a text are found."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    key = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key"], name="printing_by_key")]

    def __str__(self) -> str:
        return f"key of {self.report_id}"
