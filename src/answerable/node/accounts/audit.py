"""Append what people did to a trail that shows it when a row is changed or missing."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from answerable.node.accounts.models import AuditEvent, AuditHead, User
from answerable.safekeeping import trail
from answerable.safekeeping.trail import START, BrokenTrail

__all__ = ["START", "BrokenTrail", "as_fields", "check_trail", "digest_of", "record"]


@transaction.atomic
def record(
    by: User | None,
    verb: str,
    subject_kind: str,
    subject_id: str,
    *,
    at: datetime,
    details: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append one deed, in the transaction of the deed itself; also that somebody read the vault.

    `by` is None when the node acted by itself. `details` holds codes, ids and numbers, never the
    words of a case: the trail is read by auditors and administrators, who see no cases.
    """
    held = AuditHead.objects.select_for_update()
    head = held.filter(pk=1).first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1)
        head = held.get(pk=1)
    event = AuditEvent(
        number=head.number + 1,
        at=at,
        by=by,
        verb=verb,
        subject_kind=subject_kind,
        subject_id=subject_id,
        details=dict(details or {}),
        previous=head.digest,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    head.number, head.digest = event.number, event.digest
    head.save(update_fields=["number", "digest"])
    return event


def check_trail() -> int:
    """Return how many events the trail holds, or raise `BrokenTrail` naming the first wrong one."""
    expected, previous = 1, START
    for event in AuditEvent.objects.order_by("number").iterator():
        if event.number != expected:
            raise BrokenTrail(f"event {expected} is missing")
        if event.previous != previous or digest_of(event) != event.digest:
            raise BrokenTrail(f"event {event.number} was changed")
        expected, previous = expected + 1, event.digest
    head = AuditHead.objects.filter(pk=1).first()
    number, digest = (head.number, head.digest) if head else (0, START)
    if (number, digest) != (expected - 1, previous):
        raise BrokenTrail(f"events after {expected - 1} are missing")
    return number


def digest_of(event: AuditEvent) -> str:
    """Return the SHA-256 over the event and the digest of the one before it."""
    return trail.digest_of(as_fields(event))


def as_fields(event: AuditEvent) -> dict[str, Any]:
    """Return an event as the chain takes it, in plain values."""
    return {
        "number": event.number,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": event.by_id,
        "verb": event.verb,
        "subject_kind": event.subject_kind,
        "subject_id": event.subject_id,
        "details": event.details,
        "previous": event.previous,
    }
