"""Merge the receipts that a peer gave us, and tell what is covered by one."""

import logging
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import F, QuerySet

from answerable.node.ledger import doubts, identities, projecting
from answerable.node.ledger.channels import our_code, our_log, peer_of, store_of, their_code
from answerable.node.ledger.models import (
    Channel,
    Content,
    Cosignature,
    LogHead,
    Promise,
)
from answerable.protocol import receipts as protocol_receipts
from answerable.protocol.sync import SyncState

log = logging.getLogger(__name__)


def take(channel: Channel, note: bytes, *, at: datetime) -> int:
    """Keep what a peer's copy of our log's note proves; return up to which size it is receipted.

    Raises the protocol's errors for a note that is not ours or was tampered with. If the peer
    knows more of our log than we do, our log becomes suspect and nothing is signed any more; if
    it holds another log under our key, the channel is frozen with the evidence.
    """
    store, identity = store_of(channel), identities.our_identity(channel)
    with transaction.atomic():
        head = our_log(channel)
        before = receipted(head)
        found = protocol_receipts.take_receipts(store, identity, note, time=int(at.timestamp()))
        if found.state is SyncState.SUSPECT:
            doubts.record(head, protocol_receipts.OWN_LOG_AHEAD)
        elif found.state is SyncState.FORKED:
            freeze(channel)
        elif found.new:
            _note_progress(channel, head, before, found.flags, at=at)
    return receipted(head)


def receipted(head: LogHead) -> int:
    """Return the largest size of a log that the other side's mirror has countersigned."""
    rows = mirror_receipts(head).order_by("-size").values_list("size", flat=True)
    return rows.first() or 0


def delivered(head: LogHead) -> int:
    """Return the largest size of a log that the other side has countersigned with its contents."""
    rows = delivery_receipts(head).order_by("-size").values_list("size", flat=True)
    return rows.first() or 0


def mirror_receipts(head: LogHead) -> QuerySet[Cosignature]:
    """Return the mirror countersignatures on a log: theirs on ours, ours on theirs."""
    return head.cosignatures.filter(name=identities.mirror_name(head.channel, _cosigner(head)))


def delivery_receipts(head: LogHead) -> QuerySet[Cosignature]:
    """Return the countersignatures that say: with all contents."""
    return head.cosignatures.filter(name=identities.delivery_name(head.channel, _cosigner(head)))


def covers(held: Content) -> bool:
    """Tell whether the other side has countersigned an entry of ours that promises this content."""
    promises = Promise.objects.filter(content=held, log__is_ours=True, index__lt=F("log__size"))
    first = promises.select_related("log__channel").order_by("-log", "index")[:8]
    return any(receipted(each.log) > each.index for each in first)


def time_of(row: Cosignature) -> datetime:
    """Return the instant that a countersignature states."""
    return datetime.fromtimestamp(row.time, UTC)


def freeze(channel: Channel) -> None:
    """Stop a channel one of whose logs was forked; the evidence is kept, all else goes on."""
    Channel.objects.filter(pk=channel.pk).update(state=Channel.State.FROZEN)
    log.error("channel frozen: channel=%s", channel.slug)


def _cosigner(head: LogHead) -> str:
    """Name the party that countersigns a log: the one whose log it is not."""
    return their_code(head.channel) if head.is_ours else our_code(head.channel)


def _note_progress(
    channel: Channel,
    head: LogHead,
    before: int,
    flags: tuple[tuple[str, str], ...],
    *,
    at: datetime,
) -> None:
    peer = peer_of(channel)
    peer.ours_mirrored = receipted(head)
    for cosigner, oddity in flags:
        # Shown, never refused: the receipt holds, whatever its owner's clock says.
        log.warning("odd receipt: channel=%s cosigner=%s why=%s", channel.slug, cosigner, oddity)
        peer.odd_receipt = oddity
    peer.save(update_fields=["ours_mirrored", "odd_receipt"])
    projecting.project_entries(channel, head, before, head.size, at=at)
