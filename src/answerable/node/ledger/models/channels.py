"""Who talks with whom: parties, the channels between them, and how contact stands."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CODE = RegexValidator(r"\A[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?\Z")


class Party(models.Model):
    """A party as this node knows it. Its keys are not here: each channel's genesis holds them."""

    code = models.CharField(max_length=32, validators=[CODE])
    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=120, blank=True)
    is_self = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("code", "domain"), name="party_once"),
            models.UniqueConstraint(
                fields=("is_self",), condition=Q(is_self=True), name="party_one_self"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Channel(models.Model):
    """An agreed link between two parties, a counterpart on paper, or an observer's record."""

    class Kind(models.TextChoices):
        """What stands behind the channel."""

        SIGNED = "signed", _("Signed channel")
        PAPER = "paper", _("Counterpart on paper")
        RECORD = "record", _("Public record")

    class State(models.TextChoices):
        """How far the channel has come into being."""

        DRAFT = "draft", _("In preparation")
        PROPOSED = "proposed", _("Proposed")
        ACCEPTED = "accepted", _("Accepted, not yet signed by both")
        ESTABLISHED = "established", pgettext_lazy("channel", "Established")
        FROZEN = "frozen", _("Frozen")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    channel_id = models.CharField(max_length=26, unique=True, null=True, blank=True)
    # The exact bytes both identity keys signed; while it is being agreed, the last file exchanged.
    genesis = models.BinaryField(default=bytes)
    exchange = models.BinaryField(default=bytes)
    terms = models.JSONField(default=dict)
    ours = models.ForeignKey(
        Party, models.PROTECT, related_name="channels_as_ours", null=True, blank=True
    )
    theirs = models.ForeignKey(
        Party, models.PROTECT, related_name="channels_as_theirs", null=True, blank=True
    )
    parties = models.ManyToManyField(Party, related_name="channels", blank=True)
    peer_url = models.CharField(max_length=300, blank=True)
    # Name of the key that signs the other side's requests (SHA-256 of it, hex), from the genesis.
    peer_keyid = models.CharField(max_length=64, blank=True, db_index=True)
    # The one before, until the other side has shown that it uses the new one.
    peer_keyid_before = models.CharField(max_length=64, blank=True, db_index=True)
    highest_marking = models.CharField(max_length=16, blank=True)
    authentic_language = models.CharField(max_length=8, blank=True)
    created_at = models.DateTimeField()
    established_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("title",)
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=("signed", "paper", "record")), name="channel_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "proposed", "accepted", "established", "frozen")),
                name="channel_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="signed", state__in=("established", "frozen"))
                | Q(channel_id__isnull=False),
                name="channel_signed_has_id",
            ),
            models.CheckConstraint(
                condition=Q(kind="record") | Q(ours__isnull=False), name="channel_has_own_party"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_signed(self) -> bool:
        """Tell whether statements of this channel are signed and countersigned."""
        return self.kind == self.Kind.SIGNED

    @property
    def is_open(self) -> bool:
        """Tell whether something can be said in this channel now."""
        return self.state == self.State.ESTABLISHED


class PeerStatus(models.Model):
    """How contact with the other side's node stands: facts for the page, no rule depends on it."""

    channel = models.OneToOneField(Channel, models.CASCADE, related_name="peer")
    last_try = models.DateTimeField(null=True, blank=True)
    last_contact = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=40, blank=True)
    # What is odd about the time of a receipt that we took: "future" or "earlier"; kept to be shown.
    odd_receipt = models.CharField(max_length=16, blank=True)
    # Seconds by which the other side's clock is ahead of ours, as its last answer said.
    clock_skew = models.IntegerField(null=True, blank=True)
    next_try = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    # Up to which size of our log the other side has countersigned, and hers as last seen.
    ours_mirrored = models.PositiveBigIntegerField(default=0)
    theirs_seen = models.PositiveBigIntegerField(default=0)
    # How much of our own log the other side showed since ours came into doubt; None: not asked yet.
    own_size_shown = models.PositiveBigIntegerField(null=True, blank=True)
    # The same of a witness: what it signed since. An older line of it proves nothing now.
    own_size_witnessed = models.PositiveBigIntegerField(null=True, blank=True)
    # When ours came into doubt; None: it is in none, or nobody knows since when.
    doubted_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "peer statuses"

    def __str__(self) -> str:
        return f"contact of {self.channel_id}"


class UsedNonce(models.Model):
    """A nonce that a signed request has used up; kept until its window has passed."""

    key_id = models.CharField(max_length=64)
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key_id", "nonce"), name="nonce_used_once"),)

    def __str__(self) -> str:
        return self.nonce
