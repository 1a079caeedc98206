"""Partners whose programs send reports: into which office's inbox, by which tokens, what came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts.models import Office, Role, User
from answerable.node.accounts.roles import has_role, offices_of
from answerable.node.desk.models.base import closed_set, filled
from answerable.node.intake.models.datasets import DataFile, DataSet


class FeedQuerySet(models.QuerySet["Feed"]):
    """Feeds: an administrator knows all, intake those of their offices."""

    def visible_to(self, user: User) -> FeedQuerySet:
        """Keep the feeds that the person may know of."""
        if not user.is_active:
            return self.none()
        if has_role(user, Role.ADMINISTRATOR):
            return self
        return self.filter(office__in=offices_of(user, Role.INTAKE))


class Feed(models.Model):
    """A partner whose program sends reports into the inbox of one office."""

    name = models.CharField(max_length=200, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    # Its reports are rows of this: kept as they came, told anew by the next of the same id.
    data_set = models.OneToOneField(DataSet, models.PROTECT, related_name="feed")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            filled("name", "feed_has_a_name"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="feed_closed_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"feed {self.pk}"


class FeedToken(models.Model):
    """What a partner's program proves itself with; only a hash of it is here."""

    feed = models.ForeignKey(Feed, models.PROTECT, related_name="tokens")
    # The open beginning, by which the row is found.
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            filled("prefix", "feed_token_has_a_prefix"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="feed_token_revoked_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"feed token {self.pk}"


class DeliveryState(models.TextChoices):
    """What became of a delivery."""

    RECEIVED = "received", _("Taken in")
    REFUSED = "refused", _("Refused")


class Delivery(models.Model):
    """A request of a partner's program and what was answered; of a refused one no word is kept."""

    feed = models.ForeignKey(Feed, models.PROTECT, related_name="deliveries")
    token = models.ForeignKey(FeedToken, models.PROTECT, related_name="+")
    name = models.CharField(max_length=32, unique=True)
    # Hash of the request's idempotency key; emptied when its time is over.
    key = models.CharField(max_length=64, null=True, blank=True)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10)
    # Of a refusal: the status, a code, and pointers with sentences that hold nothing of the body.
    status = models.PositiveSmallIntegerField(default=201)
    reason = models.CharField(max_length=40, blank=True, default="")
    problems = models.JSONField(default=list, blank=True)
    # The partner's own ids with what each became: new, changed, same.
    outcomes = models.JSONField(default=list, blank=True)
    file = models.OneToOneField(
        DataFile, models.PROTECT, null=True, blank=True, related_name="delivery"
    )
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            closed_set("state", DeliveryState.values, "delivery_state_is_known"),
            models.UniqueConstraint(fields=["feed", "key"], name="delivery_once_a_key"),
            models.CheckConstraint(
                condition=Q(state="received", file__isnull=False, reason="")
                | (Q(state="refused", file__isnull=True) & ~Q(reason="")),
                name="delivery_received_or_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["feed", "-at", "-id"], name="delivery_by_feed"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Return what became of it, in words."""
        return str(DeliveryState(self.state).label)
