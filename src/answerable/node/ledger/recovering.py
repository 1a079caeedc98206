"""Bring back a log that may be older than what was published: ask, adopt, and only then sign.

A node whose database was put back learns its own newest note from the other side's mirror, takes
its own entries and contents back from there, and what it had countersigned before. It signs again
once that is proven; where it cannot be, a person opens the next log (see `epochs`).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.ledger import (
    doubts,
    epochs,
    highwater,
    identities,
    publishing,
    receipts,
    seen,
    statements,
)
from answerable.node.ledger.channels import our_log, peer_of, store_of, their_log
from answerable.node.ledger.errors import PeerFailed
from answerable.node.ledger.models import Channel, LogHead, PeerStatus
from answerable.protocol import checkpoint, history, note, recovery, succession, sync, tiles
from answerable.protocol.errors import BadHighWater, BadNote, HeadMoved, ProtocolError
from answerable.protocol.identity import LogIdentity
from answerable.protocol.recovery import Assessment, HighWater, StartState
from answerable.protocol.store import Cosignature
from answerable.protocol.sync import Step, SyncState
from answerable.protocol.tiles import TileId

# Gives the bytes at a path below a log's prefix; raises PeerFailed.
Source = Callable[[str], bytes]

FORKED: Final = "forked"
# What only the next log can mend, since no answer of anybody will.
HOPELESS: Final = frozenset(
    {FORKED, "published_entries_lost", "roots_differ", "only_the_peers_word", "log_lost"}
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Need:
    """What a channel still needs before its own log is signed again; `code` is for wording."""

    channel: Channel
    reason: str
    code: str
    has_asked: bool

    @property
    def is_hopeless(self) -> bool:
        """Tell whether waiting will not help, and the next log must be opened."""
        return self.code in HOPELESS


def need_of(channel: Channel) -> Need | None:
    """Return what the channel's own log still needs, or None when it may be signed."""
    head = our_log(channel)
    found = publishing.assess(head)
    if found.may_sign and not head.frozen:
        return None
    peer = peer_of(channel)
    asked = peer.own_size_shown
    judged = _judge(channel, head, peer_size=asked, is_moved=False)
    code = judged.reason
    if judged.may_sign:
        code = head.suspect if head.suspect == seen.BEHIND else ""
    return Need(channel, head.frozen or found.reason, code, asked is not None)


def regain(
    channel: Channel, source: Source, *, at: datetime, shown_at: datetime | None = None
) -> Assessment:
    """Take back from the other side's mirror of our log what is missing here, and judge.

    `source` gives what the other side serves as its mirror: over the line now, or out of a pouch
    that it sealed at `shown_at`. One from before the doubt began gives entries back and answers
    nothing: the other side may hold more by now. Raises PeerFailed.
    """
    head = our_log(channel)
    found = publishing.assess(head)
    if not head.suspect and not found.may_sign:
        # Once the entries are back it would look as if there had never been a doubt.
        doubts.record(head, found.reason, at=at)
    shown = adopt(channel, source, at=at)
    peer = peer_of(channel)
    if shown_at is not None and (peer.doubted_since is None or shown_at <= peer.doubted_since):
        log.warning("shown before the doubt began: channel=%s", channel.slug)
        return publishing.assess(our_log(channel))
    peer.own_size_shown = shown
    peer.save(update_fields=["own_size_shown"])
    head.refresh_from_db()
    return settle(channel, at=at)


def settle(
    channel: Channel, *, at: datetime, is_moved: bool = False, by: User | None = None
) -> Assessment:
    """Let our log be signed again if it is proven whole; else say what is still needed."""
    head = our_log(channel)
    peer = peer_of(channel)
    judged = _judge(channel, head, peer_size=peer.own_size_shown, is_moved=is_moved)
    if not judged.may_sign:
        return judged
    wrong = seen.compare(channel, at=at)
    if wrong == seen.BEHIND:
        LogHead.objects.filter(pk=head.pk).update(suspect=wrong)
    if wrong:
        return Assessment(StartState.SUSPECT, wrong)
    with transaction.atomic():
        doubts.settle(head)
        audit.record(by, "regained", "channel", channel.slug, at=at, details={"size": head.size})
    highwater.replace(HighWater(head.origin, head.size, bytes(head.root), highwater.machine()))
    log.warning("own log is whole again: channel=%s size=%d", channel.slug, head.size)
    return judged


def adopt(channel: Channel, source: Source, *, at: datetime) -> int | None:
    """Take our own entries that are missing here; return how much of our log was shown.

    Nothing is adopted that our own key did not sign. A contradiction freezes the channel with its
    evidence. None when the other side has no copy of our log yet.
    """
    head = our_log(channel)
    store, readings = store_of(channel), statements.Readings()
    try:
        newest = source("checkpoint")
        identity = _identity(channel, head, source)
        shown = identity.open_note(newest).checkpoint.size
        step = sync.take_note(store, identity, newest, time=int(at.timestamp()))
        while step.state in (SyncState.FETCH, SyncState.CHECK):
            if step.state is SyncState.FETCH:
                bundles = [_tile(source, tile) for tile in step.fetch]
                known = identities.our_identity(channel)
                identity = known if known.origin == head.origin else identity
                step = sync.take_bundles(store, identity, bundles, look=readings.keep)
            else:
                found = {tile.path: _tile(source, tile) for tile in step.fetch}
                step = sync.take_tiles(store, identity, found, time=int(at.timestamp()))
    except BadNote as exc:
        raise PeerFailed("bad_receipt") from exc
    except HeadMoved as exc:
        raise PeerFailed("busy") from exc
    except PeerFailed as exc:
        if exc.reason == "not_found" and head.size <= 1:
            return 0
        raise
    return _adopted(channel, head, step, shown, readings, at=at)


def take_back_next(channel: Channel, source: Source, *, at: datetime) -> None:
    """Take back the beginning of our next log, which this node published and the database lacks.

    `source` gives what the other side serves as its mirror of that log. Our identity signed its
    first entry, so nobody can make one up; the rest comes as `regain` takes it. Raises PeerFailed.
    """
    before, store = our_log(channel), store_of(channel)
    origin = succession.next_origin(before.origin)
    entry = _first_entry(source)
    try:
        followed = succession.ahead(identities.our_identity(channel), origin, [(0, entry)])
        epoch = succession.check_epoch(store, before.origin, entry)
    except ProtocolError as exc:
        raise PeerFailed("bad_receipt") from exc
    with transaction.atomic():
        sync.start_mirror(store, followed)
        epochs.end(channel, before, epoch.size, at=at)
        LogHead.objects.filter(pk=before.pk).update(suspect="")
        begun = our_log(channel)
        doubts.pass_on(begun, "database_behind", at=at)
        PeerStatus.objects.filter(channel=channel).update(ours_mirrored=0)
        epochs.unfreeze(channel)
    log.warning("our next log is taken back: channel=%s origin=%s", channel.slug, begun.origin)


def relearn_receipts(channel: Channel, source: Source, *, at: datetime) -> None:
    """Learn again up to which sizes we had countersigned the other side's log.

    Without that a restored mirror could countersign a size below one that it signed before.
    """
    head = their_log(channel)
    identity, store = identities.their_identity(channel), store_of(channel)
    ours = {key.public for key in identities.cosigner_keys(channel, head.party.code)}
    for path in ("receipt/mirror", "receipt/delivery"):
        try:
            opened = identity.open_note(source(path))
        except PeerFailed as exc:
            if exc.reason != "not_found":
                raise
            continue
        except BadNote as exc:
            raise PeerFailed("bad_receipt") from exc
        at_size = opened.checkpoint.size
        if at_size > head.size:
            # Their log as we countersigned it is not all here yet: the next round brings it.
            raise PeerFailed("busy")
        if history.root_at(store, head.origin, at_size) != opened.checkpoint.root:
            raise PeerFailed("bad_receipt")
        for each in opened.verified:
            if each.time is not None and each.key.public in ours:
                store.add_cosignature(
                    Cosignature(
                        head.origin,
                        at_size,
                        each.key.name,
                        each.key.key_id,
                        each.time,
                        each.line.format(),
                    )
                )


def _adopted(
    channel: Channel,
    head: LogHead,
    step: Step,
    shown: int,
    readings: statements.Readings,
    *,
    at: datetime,
) -> int:
    if step.state is SyncState.FORKED:
        receipts.freeze(channel)
        return shown
    if step.state is SyncState.STALLED:
        raise PeerFailed("bad_entries")
    before = head.size
    head.refresh_from_db()
    if head.size > before:
        statements.read_new(channel, head, readings, at=at)
        log.warning(
            "own entries taken back: channel=%s from=%d to=%d", channel.slug, before, head.size
        )
    return shown


def _identity(channel: Channel, head: LogHead, source: Source) -> LogIdentity:
    """Return what our log is judged by, also while none of its entries is back yet."""
    known = identities.our_identity(channel)
    if known.origin == head.origin:
        return known
    try:
        return succession.ahead(known, head.origin, [(0, _first_entry(source))])
    except ProtocolError as exc:
        raise PeerFailed("bad_receipt") from exc


def _first_entry(source: Source) -> bytes:
    try:
        size = checkpoint.parse(note.parse(source("checkpoint")).text).size
        [first] = tiles.bundles(0, min(size, tiles.WIDTH))
        return tiles.decode_up_to(_tile(source, first), first.width)[0]
    except (ProtocolError, ValueError) as exc:
        raise PeerFailed("bad_receipt") from exc


def _tile(source: Source, tile: TileId) -> bytes:
    try:
        return source(tile.path)
    except PeerFailed as exc:
        if exc.reason != "not_found" or tile == tile.full:
            raise
        return source(tile.full.path)


def _judge(channel: Channel, head: LogHead, *, peer_size: int | None, is_moved: bool) -> Assessment:
    if publishing.is_followed(head.origin):
        return Assessment(StartState.SUSPECT, publishing.NEXT_LOG_LOST)
    try:
        mark = highwater.read(head.origin)
    except BadHighWater:
        mark = None
    return recovery.regain(
        store_of(channel),
        head.origin,
        mark,
        machine=highwater.machine(),
        peer_size=peer_size,
        witness_size=peer_of(channel).own_size_witnessed,
        is_moved=is_moved,
    )
