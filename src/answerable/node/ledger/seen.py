"""Hold what our own statements say of the other side's log against our mirror of it.

Each statement names the newest checkpoints that its author had verified. Where a database was put
back, these tell what the mirror had countersigned, also when the other side hides the receipts.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from answerable.node.ledger import receipts
from answerable.node.ledger.channels import store_of
from answerable.node.ledger.models import Channel, LogHead, Statement
from answerable.protocol import canonical, envelope, history, keys
from answerable.protocol.errors import BadEnvelope
from answerable.protocol.statement import SeenHead
from answerable.protocol.store import Evidence
from answerable.protocol.sync import FORK

# Reasons for which a mirror waits, or stops.
BEHIND = "peer_behind"
CONTRADICTED = "their_log_contradicted"
CODE = "seen_otherwise"
_BATCH = 256

log = logging.getLogger(__name__)


def compare(channel: Channel, *, at: datetime) -> str:
    """Tell by a code why our mirror must not be countersigned; "" where nothing speaks against it.

    A head of ours that the mirror contradicts freezes the channel, with the evidence.
    """
    store, missing = store_of(channel), ""
    logs = {head.origin: head for head in channel.logs.all()}
    for entry, seen in _doubtful(channel):
        head = logs.get(seen.origin)
        if head is not None and (head.is_ours or head.counts_to is not None):
            # Of a log that ended, its party's next log said what counts; that was judged then.
            continue
        if head is None or seen.size > head.size:
            missing = BEHIND
        elif keys.encode_base64(history.root_at(store, head.origin, seen.size)) != seen.root:
            _freeze(channel, head, entry, seen, at=at)
            return CONTRADICTED
    return missing


def _doubtful(channel: Channel) -> Iterator[tuple[bytes, SeenHead]]:
    """Give the heads in our own statements that were not found in the mirror when these were read.

    The others were compared with it then, and a mirror only grows.
    """
    own = Statement.objects.filter(log__channel=channel, log__is_ours=True, fault="")
    given = set[SeenHead]()
    rows = own.order_by("pk").values_list("entry__data", "heads").iterator(chunk_size=_BATCH)
    for data, known in rows:
        try:
            said = envelope.open_entry(bytes(data)).statement
        except BadEnvelope:
            continue
        for seen in said.heads:
            if seen.size and [seen.origin, seen.size] not in known and seen not in given:
                given.add(seen)
                yield bytes(data), seen


def _freeze(channel: Channel, head: LogHead, entry: bytes, seen: SeenHead, *, at: datetime) -> None:
    """Keep our statement, their note and the proof that links both, and stop."""
    store = store_of(channel)
    proof = history.consistency(store, head.origin, seen.size, head.size)
    shown = canonical.encode(
        {
            "v": 1,
            "type": CODE,
            "entry": keys.encode_base64(entry),
            "note": keys.encode_base64(bytes(head.note)),
            "size": seen.size,
            "root": keys.encode_base64(history.root_at(store, head.origin, seen.size)),
            "proof": [keys.encode_base64(each) for each in proof],
        }
    )
    with transaction.atomic():
        store.add_evidence(Evidence(head.origin, CODE, shown, int(at.timestamp())))
        store.freeze(head.origin, FORK)
        receipts.freeze(channel)
    log.error("their log is not what we had verified: channel=%s", channel.slug)
