"""Changes of our keys that a second person has to confirm, and comparisons by telephone."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import User
from answerable.node.ledger.models.channels import Channel


class KeyOrder(models.Model):
    """A change of a key of ours that one administrator asked for and another decides."""

    class Deed(models.TextChoices):
        """What is to be done."""

        ROTATE = "rotate", _("Replace the key")
        STOLEN = "stolen", _("Revoke the key: it was stolen")
        LOST = "lost", _("Revoke the key: it was lost")
        GIVE = "give", _("Give the office its key in every channel")

    class State(models.TextChoices):
        """Whether a second person has looked at it."""

        WAITING = "waiting", _("Waits for a second administrator")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Given up")

    deed = models.CharField(max_length=8, choices=Deed.choices)
    role = models.CharField(max_length=12)
    # The code of the office of an author key; the channel of a log key.
    office = models.CharField(max_length=32, blank=True)
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, related_name="key_orders")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # Why nobody else confirmed it: there was no second administrator.
    waiver = models.CharField(max_length=300, blank=True, default="")
    # The id of the new key, once it counts.
    keyid = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("role", "office"),
                condition=Q(state="waiting", channel__isnull=True),
                name="key_order_waits_once",
            ),
            models.UniqueConstraint(
                fields=("channel",),
                condition=Q(state="waiting", channel__isnull=False),
                name="key_order_waits_once_a_log",
            ),
            models.CheckConstraint(
                condition=Q(deed__in=("rotate", "stolen", "lost", "give")),
                name="key_order_deed_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "done", "dropped")), name="key_order_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="key_order_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(decided_by=F("asked_by")) | ~Q(waiver=""),
                name="key_order_done_by_a_second",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(keyid=""), name="key_order_done_has_key"
            ),
        )

    def __str__(self) -> str:
        return f"{self.deed} {self.role} {self.state}"


class KeyComparison(models.Model):
    """A person of ours heard the words of a key from a person of the other side."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="key_comparisons")
    keyid = models.CharField(max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("channel", "keyid"), name="key_compared_once"),
        )

    def __str__(self) -> str:
        return f"{self.keyid} in {self.channel_id}"
