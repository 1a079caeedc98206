"""Follow the other side's log, countersign it, fetch its contents, and take our receipts.

The protocol library decides; this fetches what it asks for, outside of any transaction. Every
step may be interrupted and is repeated harmlessly.
"""

import base64
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
)
from answerable.node.ledger.channels import our_log, store_of, their_code, their_log
from answerable.node.ledger.errors import PeerFailed
from answerable.node.ledger.models import Channel, Content, LogHead, Promise
from answerable.node.ledger.peer_client import (
    BUNDLE_LIMIT,
    CONTENT_LIMIT,
    NOTE_LIMIT,
    RECEIPT_FIELD,
    PeerClient,
)
from answerable.protocol import content, succession, sync
from answerable.protocol import receipts as protocol_receipts
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.errors import (
    BadContent,
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
CONTENTS_AT_ONCE = 64
STEPS_AT_ONCE = 64
CONTENT_TRIES = 8
FAILURES_AT_ONCE = 128

log = logging.getLogger(__name__)


@dataclass
class Outcome:
    """What one round brought."""

    state: SyncState = SyncState.IDLE
    entries: int = 0
    contents: int = 0
    cosigned: bool = False
    reason: str = ""


def follow(
    channel: Channel, client: PeerClient, *, at: datetime, steps: int = STEPS_AT_ONCE
) -> Outcome:
    """Do one round with the other side's node. `at` is the time that our receipts will state.

    A log that takes more than `steps` of 8,192 entries takes more than one round. Raises
    PeerFailed when the other side did not give what was asked; what was stored until then stays.
    """
    outcome = Outcome()
    _take_back_next(channel, client, at=at)
    if our_log(channel).frozen:
        # Until a person begins our next log, nothing of this channel moves.
        return Outcome(SyncState.FORKED, reason=our_log(channel).frozen)
    readings = statements.Readings()
    head, before, step = _fetch_newest(channel, client, readings, at=at, steps=steps)
    outcome.state, outcome.reason = step.state, step.reason
    if step.state is SyncState.FORKED:
        receipts.freeze(channel)
        return outcome
    LogHead.objects.filter(pk=head.pk).update(
        suspect=step.reason if step.state is SyncState.SUSPECT else ""
    )
    statements.read_new(channel, head, readings, at=at)
    head.refresh_from_db()
    settling.settle_soon(channel, before, at=at)
    outcome.entries = head.size - before
    projecting.moved(channel, epochs.moves(channel, head, before, head.size), at=at)
    permit = publishing.assess(our_log(channel))
    if not permit.may_sign:
        permit = _regain(channel, client, at=at)
    outcome.cosigned = countersign(channel, head, permit, at=at, with_contents=False)
    outcome.contents = _fetch_contents(channel, head, client, at=at)
    # Fetching took its time: the leave from before it may be gone.
    permit = publishing.assess(our_log(channel))
    outcome.cosigned |= countersign(channel, head, permit, at=at, with_contents=True)
    _take_receipts(channel, client, at=at)
    if outcome.cosigned:
        publishing.wake_peer(channel, at=at)
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


def _take_back_next(channel: Channel, client: PeerClient, *, at: datetime) -> None:
    """Take back our next log where the database may be one from before it was begun."""
    ours = our_log(channel)
    if publishing.assess(ours).may_sign and not ours.frozen:
        return
    place = f"mirror/{origin_hash(succession.next_origin(ours.origin))}"
    with suppress(PeerFailed):
        recovering.take_back_next(
            channel, lambda path: client.get(f"{place}/{path}", BUNDLE_LIMIT), at=at
        )


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
    _fetch_contents(channel, ours, client, at=at)
    return permit


def _identity(channel: Channel, head: LogHead, client: PeerClient) -> LogIdentity:
    """Return what the other side's log is judged by; ask for the beginning of a new one."""
    identity = identities.their_identity(channel)
    if identity.origin == head.origin:
        return identity
    return _with_keys(identity, client, head.origin)


def _with_keys(identity: LogIdentity, client: PeerClient, origin: str) -> LogIdentity:
    """Add the changes of keys that its owner gives ahead of the log; its identity signed them."""
    given = client.get(f"log/{origin_hash(origin)}/keys", KEYS_LIMIT)
    try:
        return succession.ahead(identity, origin, succession.decode(given))
    except ProtocolError as exc:
        raise PeerFailed("bad_keys") from exc


def _take_note(
    channel: Channel, head: LogHead, client: PeerClient, identity: LogIdentity, *, at: datetime
) -> Step:
    """Take the newest note; where no key known here signed it, by the keys that are given ahead."""
    note = client.get(f"log/{head.origin_hash}/checkpoint", NOTE_LIMIT)
    time, store = int(at.timestamp()), store_of(channel)
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
        step = _take_note(channel, head, client, identity, at=at)
        while step.state in (SyncState.FETCH, SyncState.CHECK):
            if steps == 0:
                # What came is kept, and the next round goes on there: a claim without end
                # neither holds a worker for ever nor keeps other channels waiting.
                raise PeerFailed("busy")
            steps -= 1
            if step.state is SyncState.FETCH:
                bundles = [_tile(client, place, tile) for tile in step.fetch]
                # The round before may have changed keys.
                known = identities.their_identity(channel)
                identity = known if known.origin == head.origin else identity
                step = sync.take_bundles(store, identity, bundles, look=readings.keep)
                # What was stored may have changed the keys by which the rest is judged.
                identity = identities.their_identity(channel)
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


def countersign(
    channel: Channel, head: LogHead, permit: Assessment, *, at: datetime, with_contents: bool
) -> bool:
    """Countersign if there is something new; a node that must not sign keeps the mirror only."""
    if not permit.may_sign:
        log.error("not countersigned: channel=%s reason=%s", channel.slug, permit.reason)
        return False
    store, time = store_of(channel), int(at.timestamp())
    give = protocol_receipts.cosign_delivery if with_contents else protocol_receipts.cosign_mirror
    cosigner = identities.delivery if with_contents else identities.mirror
    try:
        with transaction.atomic():
            # The key is looked up once nobody can replace it meanwhile (see `rotation`).
            store.lock(head.origin)
            given = give(store, head.origin, cosigner(channel), time=time, permit=permit)
    except NotAllowedToSign:
        log.exception("not countersigned: channel=%s", channel.slug)
        return False
    # Entry 0 alone, or nothing at all, needs no waking; the next round will find it.
    return given is not None and given.size > 0


def _fetch_contents(channel: Channel, head: LogHead, client: PeerClient, *, at: datetime) -> int:
    """Fetch what the committed entries promise, showing our receipt for them."""
    store = store_of(channel)
    note = protocol_receipts.mirror_note(store, head.origin)
    if not note:
        return 0
    fields = {RECEIPT_FIELD: base64.b64encode(note).decode()}
    fetched, failed = 0, set[int]()
    while len(failed) < FAILURES_AT_ONCE and (waiting := _awaited(head, failed)):
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


def _take_receipts(channel: Channel, client: PeerClient, *, at: datetime) -> None:
    """Look at the other side's mirror of our log for new countersignatures."""
    place = f"mirror/{our_log(channel).origin_hash}"
    for name in ("checkpoint", "delivery"):
        try:
            note = client.get(f"{place}/{name}", NOTE_LIMIT)
        except PeerFailed as exc:
            if exc.reason != "not_found":
                raise
            continue
        try:
            receipts.take(channel, note, at=at)
        except BadNote as exc:
            raise PeerFailed("bad_receipt") from exc
