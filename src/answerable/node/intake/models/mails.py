"""E-mails that became reports: what may be known of one outside the vault."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from answerable.node.accounts.models import User
from answerable.node.desk.models import Report
from answerable.node.desk.models.base import MATERIAL, CaseManager


class ReceivedMail(models.Model):
    """An e-mail by which a report came. Who sent it, its fields and its bytes lie in the vault.

    There is no hash of it and no name of a file here: both could tell whose it is.
    """

    report = models.OneToOneField(Report, models.PROTECT, related_name="received_mail")
    # Under which the vault knows who sent it.
    source = models.CharField(max_length=12)
    note = models.TextField(blank=True, default="")
    # How many places of the words stand as a mark instead.
    marked = models.PositiveIntegerField(default=0)
    attached = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    notices = models.JSONField(default=list)
    reader = models.CharField(max_length=300)
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    received_at = models.DateTimeField()

    objects = CaseManager()
    seen_by = MATERIAL
    held_by = ("report__office",)
    shut_in = ("report__compartment",)

    class Meta:
        ordering: ClassVar = ["-received_at", "-id"]

    def __str__(self) -> str:
        return f"mail {self.pk}"
