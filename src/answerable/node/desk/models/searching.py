"""The words by which reports are found, each in the form in which words are compared."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from answerable.node.desk.models.reports import Report


class ReportWords(models.Model):
    """The words of a report's title and publisher, a blank before each.

    Apart from the report, whose text may be a book: a search reads this narrow table alone.
    """

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="found_by")
    words = models.TextField()

    class Meta:
        ordering: ClassVar = ["report"]

    def __str__(self) -> str:
        return f"words of {self.report_id}"
