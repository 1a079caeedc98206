"""Have documents stamped by the authority that the operator chose, one job a document."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import httpx
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk import keeping
from answerable.node.desk.errors import NotPossible
from answerable.node.desk.permissions import Deed, require
from answerable.node.intake import stamping
from answerable.node.intake.models import Document, TimeStamp
from answerable.node.jobs import queue

STAMP_JOB: Final = "intake.timestamp"


def is_set_up() -> bool:
    """Tell whether the operator chose an authority."""
    return bool(settings.NODE.timestamp_url)


def ask_later(document: Document, *, at: datetime) -> None:
    """Put a job on the table that has a document stamped, where there is an authority."""
    if is_set_up():
        args = {"sha256": document.sha256}
        queue.enqueue(STAMP_JOB, args, at=at, unique_key=f"{STAMP_JOB}:{document.sha256}")


@transaction.atomic
def ask(document: Document, *, by: User, at: datetime) -> None:
    """Have a document stamped that came before there was an authority, or when none answered."""
    require(by, Deed.REPORT)
    if not is_set_up():
        raise NotPossible("no_time_stamp_authority")
    if TimeStamp.objects.filter(document=document).exists():
        raise NotPossible("time_stamped_already")
    ask_later(document, at=at)
    audit.record(by, "time stamp asked for", "document", document.sha256, at=at)


def stamp(
    document: Document,
    *,
    at: datetime,
    authority: stamping.Authority | None = None,
    transport: httpx.BaseTransport | None = None,
) -> None:
    """Ask the authority about a document and keep its answer if it verifies.

    Raises StampFailed, BadAuthority, or OriginalChanged; nothing is kept then. Not in a
    transaction. A document that has a time stamp is left as it is.
    """
    if TimeStamp.objects.filter(document=document).exists():
        return
    asked = authority or configured()
    data = keeping.fetch(default_storage, document.sha256)
    found = stamping.stamp(data, asked, transport=transport)
    TimeStamp.objects.get_or_create(
        document=document,
        defaults={
            "authority": asked.host[:255],
            "signer": found.signer,
            "policy": found.policy,
            "serial": found.serial,
            "stamped_at": found.at,
            "verified_at": at,
            "response": found.response,
        },
    )


def configured() -> stamping.Authority:
    """Return the authority of the settings; raises BadAuthority where they cannot be meant."""
    node = settings.NODE
    if not node.timestamp_url or node.timestamp_certificates is None:
        raise stamping.BadAuthority("no authority is set")
    return stamping.authority_of(
        node.timestamp_url, node.timestamp_certificates.read_bytes(), node.timestamp_policy
    )
