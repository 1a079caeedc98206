"""Append what people did to a trail that shows it when a row is changed or missing."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from answerable.node.accounts.models import AuditEvent, AuditHead, User

START = "0" * 64


class BrokenTrail(Exception):
    """The trail does not hold: an event was changed, removed or put in between."""


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
    """Append one deed, in the transaction of the deed itself.

    `by` is None when the node acted by itself. `details` holds codes, ids and numbers, never the
    words of a case: the trail is read by administrators, who see no cases.
    """
    AuditHead.objects.get_or_create(pk=1)
    head = AuditHead.objects.select_for_update().get(pk=1)
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
    parts = [
        event.number,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.by_id,
        event.verb,
        event.subject_kind,
        event.subject_id,
        event.details,
        event.previous,
    ]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
