"""Fetch the contents that the other side's entries promise, each behind our receipt for it."""

import base64
from datetime import datetime

from django.db import transaction

from answerable.node.ledger import projecting
from answerable.node.ledger.channels import store_of
from answerable.node.ledger.errors import PeerFailed
from answerable.node.ledger.models import Channel, Content, LogHead, Promise
from answerable.node.ledger.peer_client import CONTENT_LIMIT, RECEIPT_FIELD, PeerClient
from answerable.protocol import content
from answerable.protocol import receipts as protocol_receipts
from answerable.protocol.errors import BadContent

CONTENTS_AT_ONCE = 64
CONTENT_TRIES = 8
FAILURES_AT_ONCE = 128


def fetch_contents(channel: Channel, head: LogHead, client: PeerClient, *, at: datetime) -> int:
    """Fetch what the committed entries promise, showing our receipt; return how many came."""
    fetched, failed, fields = 0, set[int](), dict[str, str]()
    while len(failed) < FAILURES_AT_ONCE and (waiting := _awaited(head, failed)):
        fields = fields or _receipt_for(channel, head)
        if not fields:
            return 0
        for promise in waiting:
            if _fetch_content(channel, head, promise, client, fields, at=at):
                fetched += 1
            else:
                failed.add(promise.content_id)
    return fetched


def _fetch_content(
    channel: Channel,
    head: LogHead,
    promise: Promise,
    client: PeerClient,
    fields: dict[str, str],
    *,
    at: datetime,
) -> bool:
    """Fetch one content; one that does not come, or is another, holds up no other."""
    commit = promise.content.commit
    limit = min(content.SALT_SIZE + 2**promise.size_class, CONTENT_LIMIT)
    try:
        data = client.get(f"content/{commit}", limit, fields)
        held = content.decode_transfer(bytes.fromhex(commit), data)
    except PeerFailed as exc:
        if exc.reason not in ("not_found", "too_large", "bad_answer"):
            raise
        _note_failure(promise.content)
        return False
    except BadContent:
        _note_failure(promise.content)
        return False
    with transaction.atomic():
        store_of(channel).hold(held.commit, held.salt, held.record)
        projecting.project_entries(channel, head, promise.index, promise.index + 1, at=at)
    return True


def _receipt_for(channel: Channel, head: LogHead) -> dict[str, str]:
    note = protocol_receipts.mirror_note(store_of(channel), head.origin)
    return {RECEIPT_FIELD: base64.b64encode(note).decode()} if note else {}


def _awaited(head: LogHead, failed: set[int]) -> list[Promise]:
    promised = Content.objects.filter(channel=head.channel_id, state=Content.State.PROMISED)
    if not promised.exists():
        return []
    rows = Promise.objects.filter(
        log=head, index__lt=head.size, content__state=Content.State.PROMISED
    ).select_related("content")
    waiting = rows.exclude(content__in=failed).order_by("content__failures", "index")
    return list(waiting[:CONTENTS_AT_ONCE])


def _note_failure(held: Content) -> None:
    held.failures += 1
    if held.failures >= CONTENT_TRIES:
        held.state = Content.State.MISSING
    held.save(update_fields=["failures", "state"])


def ask_again(channel: Channel) -> None:
    """Ask anew for the contents that were given up."""
    missing = Content.objects.filter(channel=channel, state=Content.State.MISSING)
    missing.update(state=Content.State.PROMISED, failures=0)
