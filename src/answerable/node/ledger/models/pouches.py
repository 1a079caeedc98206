"""The pouches that were sealed here and opened here: what they hold, and what became of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from answerable.node.ledger.models.channels import Channel


class Pouch(models.Model):
    """A pouch of a channel, on its way out or in. The file itself is carried by people."""

    class Direction(models.TextChoices):
        """Who sealed it."""

        OUT = "out", _("sealed here")
        IN = "in", _("opened here")

    class State(models.TextChoices):
        """What became of it."""

        SEALED = "sealed", _("sealed")
        ERASED = "erased", _("deleted here: it held a text that was erased since")
        OPENED = "opened", _("taken")
        WAITING = "waiting", _("waits for an earlier pouch")
        REFUSED = "refused", _("refused")

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="pouches")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    # As the sender counts them; None for a file that told nothing that could be believed.
    number = models.PositiveBigIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    state = models.CharField(max_length=8, choices=State.choices)
    # Why it was refused, or what it waits for: a code.
    reason = models.CharField(max_length=40, blank=True)
    # From which entry of the sender's log on a pouch is needed first.
    needed = models.PositiveBigIntegerField(null=True, blank=True)
    name = models.CharField(max_length=200)
    bytes = models.PositiveBigIntegerField()
    contents = models.PositiveIntegerField(default=0)
    # What it has of each log: [{"origin", "from", "to"}]; `words_from` tells of which contents.
    logs = models.JSONField(default=list)
    created = models.DateTimeField(null=True, blank=True, help_text="as the sender says")
    at = models.DateTimeField(help_text="when it was sealed or opened here")
    # Whether the file still lies in the out-tray.
    kept = models.BooleanField(default=False)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "pouches"
        constraints = (
            models.UniqueConstraint(
                fields=("channel", "number"),
                condition=Q(direction="out"),
                name="pouch_out_numbered_once",
            ),
            models.UniqueConstraint(
                fields=("channel", "direction", "digest"), name="pouch_once_per_file"
            ),
            models.CheckConstraint(
                condition=Q(direction="out", state__in=("sealed", "erased"))
                | Q(direction="in", state__in=("opened", "waiting", "refused", "erased")),
                name="pouch_state_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.direction} {self.number} of {self.channel_id}"
