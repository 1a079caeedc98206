"""What a peer may fetch here: our log, our mirror of its log with the receipts, and contents."""

import base64
import binascii
import logging
import time

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from answerable.node.ledger import highwater, identities, publishing, receipts
from answerable.node.ledger.channels import our_code, store_of, their_code
from answerable.node.ledger.models import Channel, Content, LogHead
from answerable.node.ledger.peer_access import Buckets, for_parties, refuse
from answerable.node.ledger.peer_client import NOTE_LIMIT, RECEIPT_FIELD
from answerable.protocol import checkpoint, history, succession
from answerable.protocol import content as contents
from answerable.protocol import log as own_log
from answerable.protocol import receipts as protocol_receipts
from answerable.protocol.errors import BadTile, Missing, ProtocolError

_NUDGES = Buckets(rate=4, burst=12)
_NOTE_TYPE = "text/plain; charset=utf-8"
_BYTES = "application/octet-stream"

log = logging.getLogger(__name__)


@for_parties("GET")
def own_checkpoint(
    request: HttpRequest, channels: tuple[Channel, ...], origin_hash: str
) -> HttpResponse:
    """Give our newest published note with every receipt on it."""
    head = _log(channels, origin_hash, is_ours=True)
    note = head and _published(head)
    # A log that another followed is not given any more: whoever asks then looks for the next.
    if head is None or not note or head.counts_to is not None:
        return refuse(request)
    publishing.heard_from(head.channel, at=timezone.now())
    return HttpResponse(note, content_type=_NOTE_TYPE)


@for_parties("GET")
def own_keys(request: HttpRequest, channels: tuple[Channel, ...], origin_hash: str) -> HttpResponse:
    """Give the entries of our log that change keys: for whoever meets a note by a key unknown."""
    head = _log(channels, origin_hash, is_ours=True)
    note = head and _published(head)
    if head is None or not note:
        return refuse(request)
    changes = store_of(head.channel).changes(head.origin)
    published = [each for each in changes if each[0] < _size(note)]
    return HttpResponse(succession.encode(published), content_type=_BYTES)


@for_parties("GET")
def own_receipt(
    request: HttpRequest, channels: tuple[Channel, ...], origin_hash: str, kind: str
) -> HttpResponse:
    """Give the caller its own newest countersignature of our log, in case it lost its state."""
    head = _log(channels, origin_hash, is_ours=True)
    if head is None:
        return refuse(request)
    names = {"mirror": identities.mirror_name, "delivery": identities.delivery_name}
    name = names[kind](head.channel, their_code(head.channel))
    note = protocol_receipts.delivery_note(store_of(head.channel), head.origin, name)
    return HttpResponse(note, content_type=_NOTE_TYPE) if note else refuse(request)


@for_parties("GET")
def own_tile(
    request: HttpRequest, channels: tuple[Channel, ...], origin_hash: str, path: str
) -> HttpResponse:
    """Give a tile or an entry bundle of our log, as far as it is published."""
    head = _log(channels, origin_hash, is_ours=True)
    note = head and _published(head)
    if head is None or not note:
        return refuse(request)
    return _tile(request, head, path, _size(note))


@for_parties("GET")
def mirror_checkpoint(
    request: HttpRequest, channels: tuple[Channel, ...], origin_hash: str
) -> HttpResponse:
    """Give the peer its own note back with our countersignatures: here it finds its receipts."""
    head = _log(channels, origin_hash, is_ours=False)
    note = head and protocol_receipts.mirror_note(store_of(head.channel), head.origin)
    return HttpResponse(note, content_type=_NOTE_TYPE) if note else refuse(request)


@for_parties("GET")
def mirror_delivery(
    request: HttpRequest, channels: tuple[Channel, ...], origin_hash: str
) -> HttpResponse:
    """Give the peer's newest note all of whose contents are held here."""
    head = _log(channels, origin_hash, is_ours=False)
    note = head and _delivery_note(head)
    return HttpResponse(note, content_type=_NOTE_TYPE) if note else refuse(request)


@for_parties("GET")
def mirror_tile(
    request: HttpRequest, channels: tuple[Channel, ...], origin_hash: str, path: str
) -> HttpResponse:
    """Give a tile or bundle of our mirror, so that the peer can get its own log back."""
    head = _log(channels, origin_hash, is_ours=False)
    return _tile(request, head, path, head.size) if head else refuse(request)


@for_parties("GET")
def content(request: HttpRequest, channels: tuple[Channel, ...], commit: str) -> HttpResponse:
    """Give a content of ours, only once the caller's receipt for its entry is stored here.

    One of the caller's own is given back to it at once: it may have lost its copy.
    """
    found = Content.objects.filter(
        channel__in=channels, commit=commit, state=Content.State.HELD
    ).select_related("channel")
    held = found.filter(promises__log__is_ours=True).first()
    if held is not None:
        _take_carried_receipt(request, held.channel)
        if not receipts.covers(held):
            return refuse(request)
    else:
        held = found.filter(promises__index__lt=F("promises__log__size")).first()
    if held is None or held.salt is None or held.record is None:
        return refuse(request)
    sealed = contents.Content(bytes.fromhex(commit), bytes(held.salt), bytes(held.record))
    return HttpResponse(contents.encode_transfer(sealed), content_type=_BYTES)


@for_parties("POST")
def nudge(request: HttpRequest, channels: tuple[Channel, ...]) -> HttpResponse:
    """Be told that there is something to fetch; it says nothing of what, and promises nothing."""
    if not _NUDGES.take(channels[0].peer_keyid, time.monotonic()):
        return HttpResponse(status=429)
    now = timezone.now()
    for channel in channels:
        publishing.wake_ourselves(channel, at=now)
    return HttpResponse(status=204)


def _log(channels: tuple[Channel, ...], origin_hash: str, *, is_ours: bool) -> LogHead | None:
    return (
        LogHead.objects.filter(channel__in=channels, origin_hash=origin_hash, is_ours=is_ours)
        .select_related("channel__ours", "channel__theirs")
        .first()
    )


def _published(head: LogHead) -> bytes | None:
    """Return our newest note at or below the high-water mark: nothing else ever leaves."""
    mark = highwater.read(head.origin)
    if mark is None:
        return None
    return own_log.servable_note(store_of(head.channel), head.origin, mark)


def _delivery_note(head: LogHead) -> bytes | None:
    name = identities.delivery_name(head.channel, our_code(head.channel))
    return protocol_receipts.delivery_note(store_of(head.channel), head.origin, name)


def _size(note: bytes) -> int:
    text, _, _ = note.decode().rpartition("\n\n")
    return checkpoint.parse(text + "\n").size


def _tile(request: HttpRequest, head: LogHead, path: str, size: int) -> HttpResponse:
    try:
        tile = history.tile(store_of(head.channel), head.origin, path, size)
    except (BadTile, Missing):
        return refuse(request)
    answer = HttpResponse(tile, content_type=_BYTES)
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def _take_carried_receipt(request: HttpRequest, channel: Channel) -> None:
    """Merge the receipt that the request brings; a bad one is as good as none."""
    carried = request.headers.get(RECEIPT_FIELD, "")
    if not carried or len(carried) > NOTE_LIMIT:
        return
    try:
        note = base64.b64decode(carried, validate=True)
        receipts.take(channel, note, at=timezone.now())
    except (binascii.Error, ProtocolError) as exc:
        log.info("carried receipt refused: channel=%s why=%s", channel.slug, type(exc).__name__)
