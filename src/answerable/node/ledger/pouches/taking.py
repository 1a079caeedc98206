"""Take what an unpacked pouch brings, step by step as `syncing.follow` does with a peer's node."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from answerable.node.ledger import (
    epochs,
    identities,
    projecting,
    publishing,
    receipts,
    recovering,
    settling,
    statements,
    syncing,
)
from answerable.node.ledger.channels import our_log, peer_of, store_of, their_code, their_log
from answerable.node.ledger.errors import PeerFailed
from answerable.node.ledger.models import Channel, LogHead, Pouch
from answerable.protocol import names, succession
from answerable.protocol.errors import BadContent, BadNote, HeadMoved, Missing, ProtocolError
from answerable.protocol.identity import LogIdentity
from answerable.protocol.pouch import layout, taking
from answerable.protocol.pouch.layout import LogRange
from answerable.protocol.pouch.opening import Unpacked
from answerable.protocol.pouch.taking import Followed
from answerable.protocol.sync import SyncState

# Another process may follow the same log over the network at this moment.
_TRIES = 8

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Taken:
    """What became of a pouch, and why; from which entry on another is needed first."""

    state: Pouch.State
    reason: str = ""
    needed: int | None = None


def take(channel: Channel, pouch: Unpacked, *, at: datetime) -> Taken:
    """Take receipts, entries and contents, and countersign; all of it may be repeated.

    `at` is the time that our receipts will state. A frozen channel takes nothing, unless the other
    side begins its next log.
    """
    try:
        _take_back_next(channel, pouch, at=at)
        _follow_next(channel, pouch, at=at)
        if channel.state == Channel.State.FROZEN or our_log(channel).frozen:
            return Taken(Pouch.State.REFUSED, "fork")
        # The keys of a log of ours whose first entry is still to come back are not known yet.
        is_lost = our_log(channel).size == 0
        if not is_lost:
            _take_receipts(channel, pouch, at=at)
        followed = _follow(channel, pouch, at=at)
        channel.refresh_from_db(fields=("state",))
        if followed.step.state is SyncState.FORKED or channel.state == Channel.State.FROZEN:
            receipts.freeze(channel)
            return Taken(Pouch.State.REFUSED, "fork")
        if followed.step.state is SyncState.STALLED:
            return Taken(Pouch.State.REFUSED, "bad_entries")
        _regain(channel, pouch, at=at)
        if is_lost and our_log(channel).size:
            _take_receipts(channel, pouch, at=at)
        channel.refresh_from_db(fields=("state",))
        if channel.state == Channel.State.FROZEN:
            return Taken(Pouch.State.REFUSED, "fork")
    except (BadNote, PeerFailed) as exc:
        reason = exc.reason if isinstance(exc, PeerFailed) else "bad_note"
        log.warning("pouch does not hold: channel=%s why=%s", channel.slug, reason)
        return Taken(Pouch.State.REFUSED, reason)
    except Missing:
        # Its note is of more entries than the manifest says, or leads elsewhere.
        log.warning("pouch does not hold: channel=%s why=bad_entries", channel.slug)
        return Taken(Pouch.State.REFUSED, "bad_entries")
    _countersign(channel, their_log(channel), at=at)
    _take_contents(channel, pouch, at=at)
    if followed.needed is not None:
        return Taken(Pouch.State.WAITING, taking.GAP, followed.needed)
    return Taken(Pouch.State.OPENED)


def _take_back_next(channel: Channel, pouch: Unpacked, *, at: datetime) -> None:
    """Take back the beginning of our own next log, if it was lost here and the pouch has it."""
    ours = our_log(channel)
    held = pouch.manifest.log(succession.next_origin(ours.origin))
    if held is None or (publishing.assess(ours).may_sign and not ours.frozen):
        return
    with suppress(PeerFailed):
        recovering.take_back_next(channel, lambda path: _file(pouch, held, path), at=at)
        channel.refresh_from_db(fields=("state",))


def _follow_next(channel: Channel, pouch: Unpacked, *, at: datetime) -> None:
    """Begin to follow the other side's next log, if the pouch has one."""
    origin = identities.standing_of(channel, their_code(channel)).next_origin
    given = pouch.file(layout.keys_name(origin))
    if given is not None and pouch.manifest.log(origin) is not None:
        epochs.follow_next(channel, given, at=at)
        channel.refresh_from_db(fields=("state",))


def _take_receipts(channel: Channel, pouch: Unpacked, *, at: datetime) -> None:
    for note in taking.receipt_notes(pouch, our_log(channel).origin):
        receipts.take(channel, note, at=at)


def _follow(channel: Channel, pouch: Unpacked, *, at: datetime) -> Followed:
    """Take the entries of the other side's log, and read them."""
    head = their_log(channel)
    before = head.size
    readings = statements.Readings()
    followed = _steps(channel, head, pouch, readings, at=at)
    kinds = statements.read_new(channel, head, readings, at=at)
    settling.settle_soon(channel, kinds, at=at)
    projecting.moved(channel, epochs.moves(channel, head, before, head.size), at=at)
    peer = peer_of(channel)
    if peer.theirs_seen < head.size:
        peer.theirs_seen = head.size
        peer.save(update_fields=["theirs_seen"])
    return followed


def _steps(
    channel: Channel,
    head: LogHead,
    pouch: Unpacked,
    readings: statements.Readings,
    *,
    at: datetime,
) -> Followed:
    for left in reversed(range(_TRIES)):
        try:
            return taking.follow(
                store_of(channel),
                lambda: _identity(channel, head, pouch),
                pouch,
                time=int(at.timestamp()),
                look=readings.keep,
            )
        except (HeadMoved, Missing):
            if not left:
                raise
    raise HeadMoved(head.origin)


def _identity(channel: Channel, head: LogHead, pouch: Unpacked) -> LogIdentity:
    """Return what the other side's log is judged by, with the changes of keys in the pouch."""
    known = identities.their_identity(channel)
    given = pouch.file(layout.keys_name(head.origin))
    if given is None:
        return known
    try:
        return succession.ahead(known, head.origin, succession.decode(given))
    except ProtocolError as exc:
        raise PeerFailed("bad_keys") from exc


def _regain(channel: Channel, pouch: Unpacked, *, at: datetime) -> None:
    """Take back what is missing of our own log, if this node is suspect and the pouch has it."""
    ours, theirs = our_log(channel), their_log(channel)
    held = pouch.manifest.log(ours.origin)
    if held is None or publishing.assess(ours).may_sign:
        return

    def as_owner(path: str) -> bytes:
        found = pouch.file(layout.receipt_name(theirs.origin, path.removeprefix("receipt/")))
        if found is None:
            raise PeerFailed("not_found")
        return found

    recovering.relearn_receipts(channel, as_owner, at=at)
    recovering.regain(
        channel,
        lambda path: _file(pouch, held, path),
        at=at,
        shown_at=names.parse_time(pouch.manifest.created),
    )


def _file(pouch: Unpacked, held: LogRange, path: str) -> bytes:
    try:
        return pouch.log_file(held, path)
    except Missing as exc:
        raise PeerFailed("not_found") from exc


def _take_contents(channel: Channel, pouch: Unpacked, *, at: datetime) -> None:
    """Keep the contents that are promised here; one that is another holds up none of the rest."""
    store = store_of(channel)
    for commit in pouch.commits():
        with transaction.atomic():
            try:
                is_new = taking.take_content(store, pouch, commit)
            except BadContent:
                log.warning("content in a pouch is another: channel=%s", channel.slug)
                continue
            for each in store.references(commit) if is_new else ():
                head = LogHead.objects.get(channel=channel, origin=each.origin)
                projecting.project_entries(channel, head, each.index, each.index + 1, at=at)
    _countersign(channel, their_log(channel), at=at)


def _countersign(channel: Channel, head: LogHead, *, at: datetime) -> None:
    permit = publishing.assess(our_log(channel))
    if syncing.countersign(channel, head, permit, at=at):
        publishing.wake_peer(channel, at=at)
