"""Do a round with the other side: follow its log, countersign it, and take our receipts.

The protocol library decides; this fetches what it asks for, outside of any transaction. Every
step may be interrupted and is repeated harmlessly.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from answerable.node.ledger import (
    epochs,
    fetching,
    identities,
    nudging,
    projecting,
    publishing,
    receipts,
    recovering,
    settling,
    statements,
)
from answerable.node.ledger.channels import our_log, store_of, their_code, their_log
from answerable.node.ledger.errors import PeerFailed
from answerable.node.ledger.models import Channel, LogHead
from answerable.node.ledger.peer_client import (
    BUNDLE_LIMIT,
    NOTE_LIMIT,
    PeerClient,
)
from answerable.node.ledger.storage import DjangoStore
from answerable.protocol import receipts as protocol_receipts
from answerable.protocol import succession, sync
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.errors import (
    BadNote,
    HeadMoved,
    NotAllowedToSign,
    ProtocolError,
)
from answerable.protocol.identity import LogIdentity
from answerable.protocol.recovery import Assessment
from answerable.protocol.sync import Step, SyncState
from answerable.protocol.tiles import TileId

KEYS_LIMIT = succession.MAX_FILE
STEPS_AT_ONCE = 64

log = logging.getLogger(__name__)


@dataclass
class Outcome:
    """What one round brought."""

    state: SyncState = SyncState.IDLE
    entries: int = 0
    contents: int = 0
    cosigned: bool = False
    reason: str = ""
    # How large the other side's log is here after it.
    size: int = 0


def follow(
    channel: Channel, client: PeerClient, *, at: datetime, steps: int = STEPS_AT_ONCE
) -> Outcome:
    """Do one round with the other side's node. `at` is the time that our receipts will state.

    A log that takes more than `steps` of 8,192 entries takes more than one round. Raises
    PeerFailed when the other side did not give what was asked; what was stored until then stays.
    """
    ours = _take_back_next(channel, client, at=at)
    if ours.frozen:
        # Until a person begins our next log, nothing of this channel moves.
        return Outcome(SyncState.FORKED, reason=ours.frozen)
    readings = statements.Readings()
    head, before, step = _fetch_newest(channel, client, readings, at=at, steps=steps)
    outcome = Outcome(step.state, reason=step.reason)
    if step.state is SyncState.FORKED:
        receipts.freeze(channel)
        return outcome
    suspect = step.reason if step.state is SyncState.SUSPECT else ""
    if head.suspect != suspect:
        LogHead.objects.filter(pk=head.pk).update(suspect=suspect)
    kinds = statements.read_new(channel, head, readings, at=at)
    settling.settle_soon(channel, kinds, at=at)
    outcome.size, outcome.entries = head.size, head.size - before
    projecting.moved(channel, epochs.moves(channel, head, before, head.size), at=at)
    ours = our_log(channel)
    permit = publishing.assess(ours)
    if not permit.may_sign:
        permit = _regain(channel, client, at=at)
    outcome.cosigned = _countersign(channel, head, permit, client, at=at)
    outcome.contents = fetching.fetch_contents(channel, head, client, at=at)
    if outcome.contents:
        # Fetching took its time: the leave from before it may be gone.
        permit = publishing.assess(our_log(channel))
        outcome.cosigned |= _countersign(channel, head, permit, client, at=at)
    _take_receipts(channel, ours, client, at=at)
    return outcome


def _fetch_newest(
    channel: Channel,
    client: PeerClient,
    readings: statements.Readings,
    *,
    at: datetime,
    steps: int,
) -> tuple[LogHead, int, Step]:
    """Follow the other side's newest log; where its log ended or forked, look for the next one.

    Returns the log, its size before, and the last step.
    """
    head = their_log(channel)
    before = head.size
    # A log that does not come, or comes signed by somebody else, is not one that forked.
    step = Step(SyncState.FORKED if head.frozen else SyncState.STALLED, reason=head.frozen)
    failure = None
    if not head.frozen:
        try:
            step = _fetch_entries(channel, head, client, readings, at=at, steps=steps)
            if step.state not in (SyncState.FORKED, SyncState.SUSPECT):
                return head, before, step
        except PeerFailed as exc:
            if exc.reason not in ("not_found", "bad_note"):
                raise
            failure = exc
    if step.state is SyncState.FORKED:
        receipts.freeze(channel)
    following = _next_log(channel, client, at=at)
    if following is not None:
        step = _fetch_entries(channel, following, client, readings, at=at, steps=steps)
        return following, 0, step
    if failure is not None:
        raise failure
    return head, before, step


def _next_log(channel: Channel, client: PeerClient, *, at: datetime) -> LogHead | None:
    """Begin to follow the other side's next log, if there is one."""
    origin = identities.standing_of(channel, their_code(channel)).next_origin
    try:
        given = client.get(f"log/{origin_hash(origin)}/keys", KEYS_LIMIT)
        return epochs.follow_next(channel, given, at=at)
    except PeerFailed as exc:
        # A beginning that contradicts what is here must be seen; anything else is no beginning.
        if exc.reason == "bad_epoch":
            raise
        return None


def _take_back_next(channel: Channel, client: PeerClient, *, at: datetime) -> LogHead:
    """Take back our next log where the database may be one from before it was begun.

    Returns our newest log.
    """
    ours = our_log(channel)
    if publishing.assess(ours).may_sign and not ours.frozen:
        return ours
    place = f"mirror/{origin_hash(succession.next_origin(ours.origin))}"
    with suppress(PeerFailed):
        recovering.take_back_next(
            channel, lambda path: client.get(f"{place}/{path}", BUNDLE_LIMIT), at=at
        )
    return our_log(channel)


def _regain(channel: Channel, client: PeerClient, *, at: datetime) -> Assessment:
    """Take back what is missing of our own log, and what we had countersigned."""
    theirs, ours = their_log(channel), our_log(channel)

    def as_owner(path: str) -> bytes:
        return client.get(f"log/{theirs.origin_hash}/{path}", NOTE_LIMIT)

    def as_mirror(path: str) -> bytes:
        return client.get(f"mirror/{ours.origin_hash}/{path}", BUNDLE_LIMIT)

    recovering.relearn_receipts(channel, as_owner, at=at)
    permit = recovering.regain(channel, as_mirror, at=at)
    ours.refresh_from_db()
    fetching.fetch_contents(channel, ours, client, at=at)
    return permit


def _identity(channel: Channel, head: LogHead, client: PeerClient) -> LogIdentity:
    """Return what the other side's log is judged by; ask for the beginning of a new one."""
    known = _known(channel, head)
    return known or _with_keys(identities.their_identity(channel), client, head.origin)


def _known(channel: Channel, head: LogHead) -> LogIdentity | None:
    """Return what the log is judged by; None while its beginning, which says so, is not here."""
    known = identities.their_identity(channel)
    return known if known.origin == head.origin else None


def _with_keys(identity: LogIdentity, client: PeerClient, origin: str) -> LogIdentity:
    """Add the changes of keys that its owner gives ahead of the log; its identity signed them."""
    given = client.get(f"log/{origin_hash(origin)}/keys", KEYS_LIMIT)
    try:
        return succession.ahead(identity, origin, succession.decode(given))
    except ProtocolError as exc:
        raise PeerFailed("bad_keys") from exc


def _take_note(
    store: DjangoStore, head: LogHead, client: PeerClient, identity: LogIdentity, *, time: int
) -> Step:
    """Take the newest note; where no key known here signed it, by the keys that are given ahead."""
    note = client.get(f"log/{head.origin_hash}/checkpoint", NOTE_LIMIT)
    try:
        step = sync.take_note(store, identity, note, time=time)
    except BadNote as exc:
        try:
            identity = _with_keys(identity, client, head.origin)
        except PeerFailed:
            raise exc from None
        step = sync.take_note(store, identity, note, time=time)
    if identity.witnesses:
        # Of a note whose entries are still to come nothing is kept; the next round brings it again.
        witnesses = identity.witnesses
        protocol_receipts.keep_witnessed(store, identity, witnesses, note, time=time)
    return step


def _fetch_entries(
    channel: Channel,
    head: LogHead,
    client: PeerClient,
    readings: statements.Readings,
    *,
    at: datetime,
    steps: int,
) -> Step:
    """Fetch until our mirror has what the newest note promises, or something is wrong."""
    identity = _identity(channel, head, client)
    store, time = store_of(channel), int(at.timestamp())
    place = f"log/{head.origin_hash}"
    try:
        step = _take_note(store, head, client, identity, time=time)
        while step.state in (SyncState.FETCH, SyncState.CHECK):
            if steps == 0:
                # What came is kept, and the next round goes on there: a claim without end
                # neither holds a worker for ever nor keeps other channels waiting.
                raise PeerFailed("busy")
            steps -= 1
            if step.state is SyncState.FETCH:
                bundles = [_tile(client, place, tile) for tile in step.fetch]
                step = sync.take_bundles(store, identity, bundles, look=readings.keep)
                if readings.change_keys:
                    # What was stored may have changed the keys by which the rest is judged.
                    identity = _known(channel, head) or identity
            else:
                tiles = {tile.path: _tile(client, place, tile) for tile in step.fetch}
                step = sync.take_tiles(store, identity, tiles, time=time)
    except BadNote as exc:
        raise PeerFailed("bad_note") from exc
    except HeadMoved as exc:
        # Another worker is following the same log at this moment; it will go on.
        raise PeerFailed("busy") from exc
    if step.state is SyncState.STALLED:
        raise PeerFailed("bad_entries")
    return step


def _tile(client: PeerClient, place: str, tile: TileId) -> bytes:
    """Fetch a tile; where the partial one is gone, the full one has taken its place."""
    try:
        return client.get(f"{place}/{tile.path}", BUNDLE_LIMIT)
    except PeerFailed as exc:
        if exc.reason != "not_found" or tile == tile.full:
            raise
        return client.get(f"{place}/{tile.full.path}", BUNDLE_LIMIT)


def _countersign(
    channel: Channel, head: LogHead, permit: Assessment, client: PeerClient, *, at: datetime
) -> bool:
    """Countersign, and tell the other side at once, who waits for it."""
    if not countersign(channel, head, permit, at=at):
        return False
    if nudging.is_turn(channel, at=at):
        nudging.nudge(channel, client, at=at)
    return True


def countersign(channel: Channel, head: LogHead, permit: Assessment, *, at: datetime) -> bool:
    """Countersign what is new: the entries, and as far as they are here, with their contents.

    A node that must not sign keeps the mirror only. Tells whether the other side should know.
    """
    if not permit.may_sign:
        log.error("not countersigned: channel=%s reason=%s", channel.slug, permit.reason)
        return False
    store, time, given = store_of(channel), int(at.timestamp()), False
    names = {each.name for each in store.cosignatures(head.origin, head.size, head.size)}
    if identities.our_cosigners(channel) <= names:
        return False
    with transaction.atomic():
        # The keys are looked up once nobody can replace them meanwhile (see `rotation`).
        store.lock(head.origin)
        mirror, delivery = identities.cosigners(channel)
        for give, cosigner in (
            (protocol_receipts.cosign_mirror, mirror),
            (protocol_receipts.cosign_delivery, delivery),
        ):
            try:
                line = give(store, head.origin, cosigner, time=time, permit=permit)
            except NotAllowedToSign:
                log.exception("not countersigned: channel=%s", channel.slug)
                continue
            # Entry 0 alone, or nothing at all, needs no waking; the next round will find it.
            given |= line is not None and line.size > 0
    return given


def _take_receipts(channel: Channel, ours: LogHead, client: PeerClient, *, at: datetime) -> None:
    """Look at the other side's mirror of our log for new countersignatures."""
    for name in ("checkpoint", "delivery"):
        try:
            note = client.get(f"mirror/{ours.origin_hash}/{name}", NOTE_LIMIT)
        except PeerFailed as exc:
            if exc.reason != "not_found":
                raise
            continue
        try:
            size = receipts.take(channel, note, at=at)
        except BadNote as exc:
            raise PeerFailed("bad_receipt") from exc
        if receipts.delivered(ours) >= size:
            # The usual case: no content is under way, and one note has both lines.
            return
