"""A case that began on paper and is carried on in a signed channel, once the counterpart joined."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from answerable.node.accounts.models import User
from answerable.node.desk.models.base import filled


class CarriedOn(models.Model):
    """A signed thread carries on what stood in a thread on paper. Private: nobody else learns."""

    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    thread = models.CharField(max_length=32)
    paper_channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    paper_thread = models.CharField(max_length=32)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            filled("thread", "carried_on_has_a_thread"),
            filled("paper_thread", "carried_on_has_a_paper_thread"),
            models.UniqueConstraint(fields=["channel", "thread"], name="thread_carries_on_once"),
            models.UniqueConstraint(
                fields=["paper_channel", "paper_thread"], name="paper_is_carried_on_once"
            ),
        ]

    def __str__(self) -> str:
        return f"carried on {self.pk}"
