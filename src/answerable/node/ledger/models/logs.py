"""The logs themselves: heads, entries, tree hashes, notes, countersignatures, evidence."""

from django.db import models
from django.db.models import F, Q

from answerable.node.ledger.models.channels import Channel, Party


class LogHead(models.Model):
    """One party's log in one channel: how far it is signed, and whether it may still move."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="logs")
    party = models.ForeignKey(Party, models.PROTECT, related_name="logs")
    origin = models.CharField(max_length=200, unique=True)
    # SHA-256 of the origin in hex: the name of this log in addresses and files.
    origin_hash = models.CharField(max_length=64, unique=True)
    is_ours = models.BooleanField()
    size = models.PositiveBigIntegerField(default=0)
    root = models.BinaryField(max_length=32)
    note = models.BinaryField(default=bytes)
    # Roots of the perfect subtrees at the right edge, 32 bytes each, largest first.
    edge = models.BinaryField(default=bytes)
    # A mirror's rows that are here but not yet under a checked note: size <= index < next_index.
    next_index = models.PositiveBigIntegerField(default=0)
    next_edge = models.BinaryField(default=bytes)
    # A larger note of the peer that was verified but whose entries are not all here yet.
    pending = models.BinaryField(null=True, blank=True)
    # Why the log was frozen (a code); a frozen log moves no more and its evidence is kept.
    frozen = models.CharField(max_length=40, blank=True)
    # Why this log is doubted for now (a code); while our own is doubted nothing is signed.
    suspect = models.CharField(max_length=40, blank=True)
    # How many of its entries count, once another log of the same party followed this one.
    counts_to = models.PositiveBigIntegerField(null=True, blank=True)
    # How many committed entries have been read into statements.
    read_to = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(next_index__gte=F("size")), name="log_next_after"),
            models.CheckConstraint(condition=Q(read_to__lte=F("size")), name="log_read_committed"),
        )

    def __str__(self) -> str:
        return self.origin


class Checkpoint(models.Model):
    """A note that the log's owner signed for one size, byte for byte."""

    log = models.ForeignKey(LogHead, models.PROTECT, related_name="checkpoints")
    size = models.PositiveBigIntegerField()
    note = models.BinaryField()

    class Meta:
        constraints = (
            # Two notes of ours for one size would be a fork of our own making.
            models.UniqueConstraint(fields=("log", "size"), name="checkpoint_once_per_size"),
        )

    def __str__(self) -> str:
        return f"{self.log_id}@{self.size}"


class Entry(models.Model):
    """One leaf of a log, its bytes unchanged."""

    log = models.ForeignKey(LogHead, models.PROTECT, related_name="entries")
    index = models.PositiveBigIntegerField()
    leaf_hash = models.BinaryField(max_length=32, db_index=True)
    data = models.BinaryField()
    # As read from the bytes; a peer may repeat one, so it is no key.
    statement_id = models.CharField(max_length=32, null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=("log", "statement_id"), name="entry_by_statement"),)
        constraints = (
            models.UniqueConstraint(fields=("log", "index"), name="entry_once_per_index"),
        )

    def __str__(self) -> str:
        return f"{self.log_id}[{self.index}]"


class KeyChange(models.Model):
    """An entry that changes its party's keys, or begins its next log: found without a search."""

    log = models.ForeignKey(LogHead, models.PROTECT, related_name="key_changes")
    index = models.PositiveBigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("log", "index"), name="key_change_once"),)

    def __str__(self) -> str:
        return f"{self.log_id}[{self.index}]"


class Node(models.Model):
    """A hash above the leaves, kept for every eighth level; the rest is computed."""

    log = models.ForeignKey(LogHead, models.PROTECT, related_name="nodes")
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("log", "level", "index"), name="node_once"),
            models.CheckConstraint(condition=Q(level__gt=0), name="node_above_leaves"),
        )

    def __str__(self) -> str:
        return f"{self.log_id}/{self.level}/{self.index}"


class Cosignature(models.Model):
    """A countersignature line on one of a log's notes: the receipt, ours or theirs."""

    log = models.ForeignKey(LogHead, models.PROTECT, related_name="cosignatures")
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200)
    key_id = models.CharField(max_length=8)
    time = models.PositiveBigIntegerField(help_text="POSIX seconds, as signed")
    line = models.CharField(max_length=500)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("log", "name", "key_id", "size"), name="cosignature_once"
            ),
        )
        indexes = (
            models.Index(fields=("log", "name", "size"), name="cosignature_by_size"),
            models.Index(fields=("log", "size"), name="cosignature_covering"),
        )

    def __str__(self) -> str:
        return f"{self.name} on {self.log_id}@{self.size}"


class Evidence(models.Model):
    """Bytes that show what a log's owner did wrong. Rows are only ever added."""

    log = models.ForeignKey(LogHead, models.PROTECT, related_name="evidence")
    code = models.CharField(max_length=40)
    data = models.BinaryField()
    digest = models.CharField(max_length=64)
    time = models.PositiveBigIntegerField(help_text="POSIX seconds when it was seen")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("log", "code", "digest"), name="evidence_once"),
        )

    def __str__(self) -> str:
        return f"{self.code} of {self.log_id}"
