"""The vault's tables: keys of custodians, sources under a code, their consents and notices.

A row here is tied to a report by its receipt number, never by a foreign key: the vault knows
nothing of cases. Who a source is stands in `Source.sealed` alone, which no key of this node opens.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from answerable.casework.consent import Purpose
from answerable.node.accounts.models import User
from answerable.node.vault.codes import (
    LANGUAGES,
    How,
    NoticeKind,
    NoticeState,
    QuestionState,
    Reach,
    Reliability,
    SourceRole,
)


class Vault(models.Model):
    """The public half of the vault's key: everybody at intake seals with it. One row.

    `seal` is made with a key of this node outside the database, so that whoever can write to the
    database cannot have sources sealed for himself.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    recipient = models.CharField(max_length=80)
    seal = models.CharField(max_length=64)
    keeps_index = models.BooleanField(default=True)
    founded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    founded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="vault_is_one_row")]

    def __str__(self) -> str:
        return self.recipient


class Custodian(models.Model):
    """A custodian's own key, sealed with a passphrase, and the vault's key sealed for it.

    `vault_key` is empty until a custodian who has the key admits this one.
    """

    user = models.OneToOneField(User, models.PROTECT, related_name="vault_custodian")
    recipient = models.CharField(max_length=80)
    own_key = models.BinaryField()
    vault_key = models.BinaryField(default=b"")
    asked_at = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True, blank=True)
    admitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    blocked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(admitted_at__isnull=True, admitted_by__isnull=True)
                | Q(admitted_at__isnull=False, admitted_by__isnull=False),
                name="vault_admission_has_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"custodian {self.pk}"

    @property
    def is_admitted(self) -> bool:
        """Tell whether this custodian's passphrase opens the vault."""
        return self.admitted_at is not None


class Source(models.Model):
    """A source under its code. Nothing that is not sealed here says who it is."""

    code = models.CharField(max_length=12, unique=True)
    sealed = models.BinaryField(default=b"")
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=12, choices=SourceRole)
    reliability = models.CharField(max_length=1, choices=Reliability, default=Reliability.F)
    independence = models.SlugField(max_length=20, blank=True, default="")
    reach = models.CharField(max_length=8, choices=Reach, default=Reach.UNKNOWN)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    version = models.PositiveIntegerField(default=1)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-added_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(code=""), name="source_has_a_code"),
            models.CheckConstraint(
                condition=Q(role__in=SourceRole.values), name="source_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(reliability__in=Reliability.values),
                name="source_reliability_is_known",
            ),
            models.CheckConstraint(
                condition=Q(reach__in=Reach.values), name="source_reach_is_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-added_at", "-id"], name="source_by_time")]

    def __str__(self) -> str:
        return self.code

    @property
    def is_sealed(self) -> bool:
        """Tell whether an identity is kept."""
        return self.sealed_at is not None and self.erased_at is None


class SourceReport(models.Model):
    """A report that came from a source, by the report's receipt number."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="reports")
    receipt = models.CharField(max_length=20)
    linked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["receipt", "source"], name="source_once_a_report")
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.receipt}"


class ConsentRecord(models.Model):
    """A source's consent to one purpose; withdrawn, it stays with the date."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=24)
    how = models.CharField(max_length=12, choices=How)
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["recorded_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(purpose__in=[str(one) for one in Purpose]),
                name="consent_purpose_is_known",
            ),
            models.CheckConstraint(condition=Q(how__in=How.values), name="consent_way_is_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & Q(withdrawn_at__gte=F("given_at"))
                ),
                name="consent_withdrawal_has_who_and_when",
            ),
            models.UniqueConstraint(
                fields=["source", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_consent_a_purpose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.purpose}"


class NameTrace(models.Model):
    """A keyed hash of one way to write a name or a contact of a source: compared, never read."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="traces")
    digest = models.BinaryField(max_length=16)

    def __str__(self) -> str:
        return f"trace {self.pk}"


class SealedMail(models.Model):
    """An e-mail by which a report came, sealed as it came. No key of this node opens it.

    What is sealed is bound to `name`. The digests are keyed, like traces: they tell a message that
    comes a second time, and nothing to whoever has the database alone.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="mails")
    receipt = models.CharField(max_length=20)
    name = models.CharField(max_length=32, unique=True)
    # Its fields apart from the whole, so that they can be shown without opening 20 MB.
    head = models.BinaryField()
    original = models.BinaryField()
    bytes_digest = models.CharField(max_length=32, unique=True)
    message_digest = models.CharField(max_length=32, unique=True, null=True, blank=True)
    sealed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"sealed mail {self.pk}"


class Notice(models.Model):
    """Something a source should be told by a person; the node sends nothing."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="notices")
    receipt = models.CharField(max_length=20)
    kind = models.CharField(max_length=8, choices=NoticeKind)
    # Which case of the report: a key, never its words.
    about = models.CharField(max_length=80, blank=True, default="")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=NoticeState, default=NoticeState.OPEN)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values), name="notice_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", done_at__isnull=True, done_by__isnull=True)
                | Q(
                    state__in=["given", "not_possible"],
                    done_at__isnull=False,
                    done_by__isnull=False,
                ),
                name="notice_done_has_who_and_when",
            ),
            models.UniqueConstraint(
                fields=["source", "receipt", "kind", "about"], name="notice_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "made_at"], name="notice_by_state")]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.kind}"


class SourceQuestion(models.Model):
    """Something that those who work on a report want to know of its source.

    A custodian decides whether it can be asked, asks, and writes what may be known of the answer.
    """

    receipt = models.CharField(max_length=20)
    words = models.TextField()
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=QuestionState, default=QuestionState.OPEN)
    answer = models.TextField(blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="source_question_has_words"),
            models.CheckConstraint(
                condition=Q(state__in=QuestionState.values), name="source_question_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", done_at__isnull=True, done_by__isnull=True)
                | (~Q(state="open") & Q(done_at__isnull=False, done_by__isnull=False)),
                name="source_question_done_has_who_and_when",
            ),
            models.UniqueConstraint(
                fields=["receipt"],
                condition=Q(state="open"),
                name="one_open_question_a_report",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["receipt"], name="source_question_by_report"),
            models.Index(fields=["state", "asked_at"], name="source_question_by_state"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk}"
