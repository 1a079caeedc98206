"""Erasures that a person asked for and a second person has to confirm: private to this node."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import Office, User
from answerable.node.ledger.models.logs import LogHead
from answerable.node.ledger.models.statements import Content


class ErasureRequest(models.Model):
    """What is to happen with our copy of one content. What was done stands in the log itself."""

    class Deed(models.TextChoices):
        """What we would say in our log."""

        ERASE = "erase", _("Erase here, and ask the other side to erase")
        ERASE_COPY = "erase_copy", _("Erase here")
        KEEP = "keep", _("Keep")

    class State(models.TextChoices):
        """Whether a second person has looked at it."""

        WAITING = "waiting", _("Waits for a second person")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Given up")

    content = models.ForeignKey(Content, models.PROTECT, related_name="erasures")
    # The entry that refers to the content, as both sides name it.
    log = models.ForeignKey(LogHead, models.PROTECT, related_name="+")
    index = models.PositiveBigIntegerField()
    leaf = models.CharField(max_length=64)
    deed = models.CharField(max_length=12, choices=Deed.choices)
    reason = models.CharField(max_length=32)
    basis = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # Why nobody else confirmed it: a party of one person has nobody.
    waiver = models.CharField(max_length=300, blank=True, default="")
    said_leaf = models.CharField(max_length=64, blank=True, default="")
    # Where the same words still stood afterwards: [table, key of the row, [columns]], ...
    left = models.JSONField(default=list)

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("content", "log", "index"),
                condition=Q(state="waiting"),
                name="erasure_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(deed__in=("erase", "erase_copy", "keep")), name="erasure_deed_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "done", "dropped")), name="erasure_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="erasure_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(said_leaf=""), name="erasure_done_was_said"
            ),
        )

    def __str__(self) -> str:
        return f"{self.deed} {self.content_id} {self.state}"
