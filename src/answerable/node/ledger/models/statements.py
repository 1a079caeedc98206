"""What was read from the entries: statements, and the contents they promise."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from answerable.node.ledger.models.channels import Channel
from answerable.node.ledger.models.logs import Entry, LogHead


class Statement(models.Model):
    """What one committed entry says, as far as it was read; can be made anew from the bytes."""

    entry = models.OneToOneField(Entry, models.PROTECT, related_name="statement")
    log = models.ForeignKey(LogHead, models.PROTECT, related_name="statements")
    index = models.PositiveBigIntegerField()
    thread = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=64, blank=True)
    office = models.CharField(max_length=32, blank=True)
    # Which checkpoints of the other log its author had seen: [[origin, size], ...], only true ones.
    heads = models.JSONField(default=list)
    # Why the entry is not what it should be (a code of the protocol); empty when it is in order.
    fault = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ("log", "index")
        constraints = (
            models.UniqueConstraint(fields=("log", "index"), name="statement_once_per_index"),
        )
        indexes = (
            models.Index(fields=("thread", "log", "index"), name="statement_by_thread"),
            models.Index(
                fields=("log", "index"), condition=~Q(fault=""), name="statement_with_fault"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.log_id}[{self.index}]"


class Content(models.Model):
    """The words or a file behind a commitment, when it is here."""

    class State(models.TextChoices):
        """Whether the content is here."""

        PROMISED = "promised", _("not yet here")
        HELD = "held", _("here")
        REDACTED = "redacted", _("redacted")
        MISSING = "missing", _("missing")

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="contents")
    commit = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROMISED)
    # The salt lives and dies with the content: after erasure nobody can test a guess.
    salt = models.BinaryField(max_length=32, null=True, blank=True)
    record = models.BinaryField(null=True, blank=True)
    # How often the peer did not give it, so that one bad file does not stop the others.
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=("channel", "state"), name="content_by_state"),)
        constraints = (
            # Apart for each channel: another channel's peer gains nothing by naming a commitment.
            models.UniqueConstraint(fields=("channel", "commit"), name="content_once_per_channel"),
            models.CheckConstraint(
                condition=Q(state__in=("promised", "held", "redacted", "missing")),
                name="content_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="held", salt__isnull=False, record__isnull=False)
                | (~Q(state="held") & Q(salt__isnull=True, record__isnull=True)),
                name="content_bytes_only_when_held",
            ),
        )

    def __str__(self) -> str:
        return f"{self.commit[:8]} {self.state}"


class Promise(models.Model):
    """A committed entry's reference to a content."""

    content = models.ForeignKey(Content, models.PROTECT, related_name="promises")
    log = models.ForeignKey(LogHead, models.PROTECT, related_name="promises")
    index = models.PositiveBigIntegerField()
    media = models.CharField(max_length=200)
    size_class = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("log", "index", "pk")
        constraints = (
            models.UniqueConstraint(fields=("content", "log", "index"), name="promise_once"),
        )
        # The messages of a case are looked up by their place in the log.
        indexes = (models.Index(fields=("log", "index"), name="promise_by_entry"),)

    def __str__(self) -> str:
        return f"{self.log_id}[{self.index}] promises {self.content_id}"
