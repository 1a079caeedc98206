"""Consents of a source: record one, withdraw it, and let what rests on it stop at once."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from answerable.casework.consent import Consent, Purpose
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.jobs import queue
from answerable.node.vault.codes import How
from answerable.node.vault.errors import NotPossible
from answerable.node.vault.happenings import WITHDRAWN_JOB
from answerable.node.vault.models import ConsentRecord, Source
from answerable.node.vault.permissions import require_custodian, require_sealer

# The columns of a consent that the rule asks, in its order.
FACTS: Final = ("purpose", "given_at", "withdrawn_at")


@transaction.atomic
def record(
    source: Source, purpose: str, *, how: str, given_at: datetime, by: User, at: datetime
) -> ConsentRecord:
    """Record that a source agreed to a purpose: how, and when."""
    require_sealer(by)
    if given_at > at:
        raise NotPossible("not_yet")
    try:
        with transaction.atomic():
            made = ConsentRecord.objects.create(
                source=source,
                purpose=Purpose(purpose),
                how=How(how),
                given_at=given_at,
                recorded_by=by,
                recorded_at=at,
            )
    except IntegrityError as exc:
        raise NotPossible("consent_stands") from exc
    details = {"purpose": str(made.purpose)}
    audit.record(by, "consent recorded", "source", source.code, at=at, details=details)
    return made


@transaction.atomic
def withdraw(consent: ConsentRecord, *, withdrawn_at: datetime, by: User, at: datetime) -> None:
    """Record that a source took a consent back. What rests on it is not sent from this moment."""
    require_sealer(by)
    if not consent.given_at <= withdrawn_at <= at:
        raise NotPossible("not_in_time")
    changed = ConsentRecord.objects.filter(pk=consent.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=withdrawn_at, withdrawn_by=by
    )
    if not changed:
        raise NotPossible("already_withdrawn")
    source = consent.source
    details = {"purpose": consent.purpose}
    audit.record(by, "consent withdrawn", "source", source.code, at=at, details=details)
    receipts = sorted(source.reports.values_list("receipt", flat=True))
    queue.enqueue(WITHDRAWN_JOB, {"receipts": receipts, "by": by.pk}, at=at)
    consent.refresh_from_db()


@transaction.atomic
def withdraw_all(source: Source, *, by: User, at: datetime) -> int:
    """Withdraw every consent that stands; a custodian's deed when a source wants out altogether."""
    require_custodian(by)
    standing = list(source.consents.filter(withdrawn_at__isnull=True))
    for consent in standing:
        withdraw(consent, withdrawn_at=at, by=by, at=at)
    return len(standing)


def of(source: Source) -> list[Consent]:
    """Return a source's consents as facts for the rule."""
    return [
        Consent(Purpose(one.purpose), one.given_at, one.withdrawn_at)
        for one in source.consents.all()
    ]
