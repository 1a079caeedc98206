"""Sources under their codes: add, seal who they are, reveal with a reason, erase."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.jobs import queue
from answerable.node.ledger import scrubbing
from answerable.node.vault import sealing
from answerable.node.vault.errors import NothingSealed, NotPossible
from answerable.node.vault.happenings import ERASED_JOB
from answerable.node.vault.models import (
    NameTrace,
    SealedMail,
    Source,
    SourceQuestion,
    SourceReport,
)
from answerable.node.vault.permissions import require_custodian, require_sealer
from answerable.node.vault.sealing import Identity
from answerable.node.vault.services import consents, keys, mails

# Without letters that are taken for another; drawn, since a running number tells an order.
_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH: Final = 5
MAILS_SHOWN: Final = 20
# Stands where a text was that may not be empty.
ERASED: Final = "–"


@dataclass(frozen=True, slots=True)
class About:
    """What may stand outside the vault, as it identifies nobody."""

    role: str
    reliability: str = "F"
    independence: str = ""
    reach: str = "unknown"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Revealed:
    """Who a source is, and the e-mails that came from it with their fields."""

    identity: Identity
    mails: list[tuple[SealedMail, mails.Head]]


@transaction.atomic
def add(
    about: About, *, receipt: str = "", identity: Identity | None = None, by: User, at: datetime
) -> Source:
    """Add a source, of a report and with who it is where that is known; return it with its code."""
    require_sealer(by)
    source = _create(about, by, at)
    audit.record(by, "source added", "source", source.code, at=at)
    if receipt:
        link(source, receipt, by=by, at=at)
    if identity is not None:
        seal(source, identity, by=by, at=at)
    return source


@transaction.atomic
def take_in(
    about: About,
    identity: Identity,
    receipt: str,
    *,
    purposes: Iterable[str],
    how: str,
    by: User,
    at: datetime,
) -> Source:
    """Add the source of a report with what it agreed to when the report was taken."""
    source = add(about, receipt=receipt, identity=identity, by=by, at=at)
    for purpose in purposes:
        consents.record(source, purpose, how=how, given_at=at, by=by, at=at)
    return source


@transaction.atomic
def change(source: Source, about: About, *, by: User, at: datetime) -> None:
    """Change what stands outside the vault."""
    require_sealer(by)
    Source.objects.filter(pk=source.pk).update(
        role=about.role,
        reliability=about.reliability,
        independence=about.independence,
        reach=about.reach,
        language=about.language,
    )
    audit.record(by, "source changed", "source", source.code, at=at)


@transaction.atomic
def link(source: Source, receipt: str, *, by: User, at: datetime) -> None:
    """Say that a report came from a source; saying it twice changes nothing."""
    require_sealer(by)
    _, is_new = SourceReport.objects.get_or_create(
        source=source, receipt=receipt, defaults={"linked_by": by, "linked_at": at}
    )
    if is_new:
        details = {"report": receipt}
        audit.record(by, "source linked", "source", source.code, at=at, details=details)


@transaction.atomic
def unlink(linked: SourceReport, *, by: User, at: datetime) -> None:
    """Take back that a report came from a source. Only a custodian may: a consent hangs on it."""
    require_custodian(by)
    linked.delete()
    audit.record(
        by, "source unlinked", "source", linked.source.code, at=at,
        details={"report": linked.receipt},
    )  # fmt: skip


@transaction.atomic
def seal(source: Source, identity: Identity, *, by: User, at: datetime) -> None:
    """Keep who a source is, in place of what was kept. Needs no passphrase, and reads nothing."""
    require_sealer(by)
    if not identity.names():
        raise NotPossible("name_needed")
    vault = keys.current()
    row = Source.objects.select_for_update().get(pk=source.pk)
    if row.is_sealed and row.sealed_by_id != by.pk:
        # Else whoever takes reports in could put another person in the place of a source.
        require_custodian(by)
    version = row.version + 1
    sealed = sealing.seal(identity, row.code, version, vault.recipient)
    changed = Source.objects.filter(pk=row.pk, version=row.version).update(
        sealed=sealed,
        version=F("version") + 1,
        sealed_at=at,
        sealed_by=by,
        erased_at=None,
        erased_by=None,
    )
    if not changed:
        raise NotPossible("changed_meanwhile")
    if vault.keeps_index:
        keys.trace(row, identity)
    audit.record(by, "source sealed", "source", row.code, at=at)
    scrubbing.scrub_after_commit(at=at)
    source.refresh_from_db()


def reveal(source: Source, passphrase: str, *, reason: str, by: User, at: datetime) -> Identity:
    """Open who a source is, with a reason that the other custodians read. Not in a transaction."""
    return reveal_all(source, passphrase, reason=reason, by=by, at=at).identity


def reveal_all(source: Source, passphrase: str, *, reason: str, by: User, at: datetime) -> Revealed:
    """Open who a source is, and the fields of the newest e-mails that came from it.

    The reading is in the trail before anything is shown.
    """
    require_custodian(by)
    if not reason.strip():
        raise NotPossible("reason_needed")
    secret = keys.open_vault(passphrase, by=by, at=at)
    row = Source.objects.get(pk=source.pk)
    if not row.is_sealed:
        raise NothingSealed
    identity = sealing.unseal(bytes(row.sealed), row.code, row.version, secret)
    with transaction.atomic():
        details = {"reason": reason.strip()[:300]}
        audit.record(by, "source revealed", "source", row.code, at=at, details=details)
    newest = row.mails.defer("original").order_by("-id")[:MAILS_SHOWN]
    return Revealed(identity, mails.heads(newest, secret))


@transaction.atomic
def erase(source: Source, *, by: User, at: datetime) -> None:
    """Erase who a source is, for good. The code, its consents and its reports stay."""
    require_custodian(by)
    changed = Source.objects.filter(
        pk=source.pk, sealed_at__isnull=False, erased_at__isnull=True
    ).update(sealed=b"", version=F("version") + 1, erased_at=at, erased_by=by)
    if not changed:
        raise NothingSealed
    NameTrace.objects.filter(source=source).delete()
    SealedMail.objects.filter(source=source).delete()
    # What a source was asked and answered may say who it is, however careful people were.
    receipts = sorted(source.reports.values_list("receipt", flat=True))
    said = SourceQuestion.objects.filter(receipt__in=receipts)
    said.update(words=ERASED, answer="")
    if receipts:
        queue.enqueue(ERASED_JOB, {"receipts": receipts}, at=at)
    audit.record(by, "source erased", "source", source.code, at=at)
    scrubbing.scrub_after_commit(at=at)
    source.refresh_from_db()


def _create(about: About, by: User, at: datetime) -> Source:
    while True:
        code = "S-" + "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        try:
            with transaction.atomic():
                return Source.objects.create(
                    code=code,
                    role=about.role,
                    reliability=about.reliability,
                    independence=about.independence,
                    reach=about.reach,
                    language=about.language,
                    added_by=by,
                    added_at=at,
                )
        except IntegrityError:
            if not Source.objects.filter(code=code).exists():
                raise
