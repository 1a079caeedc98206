"""Numbers that are given out once, per series and year."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from answerable.node.desk.models.base import filled


class Counter(models.Model):
    """The last number given out in a series in a year."""

    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "year"], name="one_counter_a_year"),
            filled("series", "counter_has_a_series"),
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}-{self.last}"
