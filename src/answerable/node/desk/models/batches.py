"""One delivery of several statements: each is said in its own case, and handed over once."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from answerable.casework import codes as shared
from answerable.node.accounts.models import Office, User
from answerable.node.desk.codes import BatchState, Medium
from answerable.node.desk.models.closed import closed_set, filled
from answerable.node.desk.models.drafts import Draft


class Batch(models.Model):
    """Cleared drafts of one channel and one marking, and the one record of handing them over.

    Its covering letter has no words of its own: nobody would have cleared them. Who may know of it
    is asked with `services.batches.visible_to`: whoever may know of every draft in it.
    """

    reference = models.CharField(max_length=24, unique=True)
    channel = models.ForeignKey("ledger.Channel", models.PROTECT, related_name="+")
    marking = models.CharField(max_length=16, blank=True, default="")
    state = models.CharField(max_length=8, default=BatchState.GATHERED.value)
    gathered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    gathered_at = models.DateTimeField()
    gone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    gone_at = models.DateTimeField(null=True, blank=True)
    # On paper when it was handed over; on a signed channel when it was signed.
    delivered_at = models.DateTimeField(null=True, blank=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    instrument = models.CharField(max_length=32, blank=True, default="")
    medium = models.CharField(max_length=12, blank=True, default="")
    delivered_by = models.CharField(max_length=200, blank=True, default="")
    delivered_to = models.CharField(max_length=200, blank=True, default="")
    delivered_where = models.CharField(max_length=200, blank=True, default="")
    reaction = models.TextField(blank=True, default="")

    class Meta:
        ordering: ClassVar = ["-gathered_at", "-id"]
        constraints: ClassVar = [
            filled("reference", "batch_has_a_reference"),
            closed_set("state", BatchState, "batch_state_is_known"),
            closed_set("marking", shared.Marking, "batch_marking_is_known", empty=True),
            closed_set("instrument", shared.Instrument, "batch_instrument_is_known", empty=True),
            closed_set("medium", Medium, "batch_medium_is_known", empty=True),
            models.CheckConstraint(
                condition=(
                    Q(state="gone")
                    & Q(gone_by__isnull=False, gone_at__isnull=False, delivered_at__isnull=False)
                )
                | (~Q(state="gone") & Q(gone_by__isnull=True, gone_at__isnull=True)),
                name="batch_gone_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class BatchItem(models.Model):
    """A draft in a batch, and under which reference it went with it."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="batch_items")
    order = models.PositiveSmallIntegerField()
    went = models.BooleanField(default=False)
    reference = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "draft"], name="draft_once_a_batch"),
            # What was said was said once, in one delivery.
            models.UniqueConstraint(
                fields=["draft"], condition=Q(went=True), name="draft_goes_with_one_batch"
            ),
            models.CheckConstraint(
                condition=Q(went=False) | ~Q(reference=""), name="batch_item_gone_has_a_reference"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.draft_id}"
