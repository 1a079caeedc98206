"""Time stamps of an authority: that these bytes were here at a time, said by somebody else."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from answerable.node.intake.models.documents import Document


class TimeStamp(models.Model):
    """One authority's time stamp of a document's hash, verified when it came. Never changed."""

    document = models.OneToOneField(Document, models.PROTECT, related_name="time_stamp")
    # Whom the operator asks, and what the certificate that signed calls itself.
    authority = models.CharField(max_length=255)
    signer = models.CharField(max_length=200)
    policy = models.CharField(max_length=100)
    serial = models.CharField(max_length=80)
    stamped_at = models.DateTimeField()
    verified_at = models.DateTimeField()
    # The answer to the byte: others check it without us.
    response = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"time stamp {self.pk}"
