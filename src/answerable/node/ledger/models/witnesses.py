"""Third parties whose countersignatures are kept, and what was refused of strangers."""

from django.db import models
from django.db.models import Q

from answerable.node.ledger.models.channels import Channel
from answerable.node.ledger.wording import REFUSALS, label


class Witness(models.Model):
    """A witness of a channel's logs: a verifier key (C2SP vkey) that is no party's."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="witnesses")
    name = models.CharField(max_length=255)
    vkey = models.CharField(max_length=400)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("channel", "name"), name="witness_once_a_name"),
            models.UniqueConstraint(fields=("channel", "vkey"), name="witness_once_a_key"),
        )

    def __str__(self) -> str:
        return self.name


REASONS = (
    "unsigned",
    "body_differs",
    "late",
    "stranger",
    "bad_signature",
    "repeated",
    "too_large",
    "malformed",
)


class Refusal(models.Model):
    """How often the channel listener refused a request for one reason. Nothing of who asked."""

    reason = models.CharField(max_length=20, unique=True)
    count = models.PositiveBigIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        ordering = ("reason",)
        constraints = (
            models.CheckConstraint(condition=Q(reason__in=REASONS), name="refusal_reason_known"),
        )

    def __str__(self) -> str:
        return f"{self.reason}: {self.count}"

    @property
    def in_words(self) -> str:
        """Return the reason, in the reader's language."""
        return label(REFUSALS, self.reason)
