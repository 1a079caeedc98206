"""Give and take receipts: countersign a peer's log, and keep what peers countersigned of ours.

The mirror key says: every entry below this size is stored here. The delivery key says: and
every content they refer to is held, or was erased. The time is when; it never goes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from answerable.protocol import checkpoint, cosignature, evidence, history, note, recovery
from answerable.protocol.checkpoint import SignedCheckpoint
from answerable.protocol.errors import BadNote, DamagedStore, NotAllowedToSign
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import COSIGNER, SigningKey, VerifierKey
from answerable.protocol.note import SignatureLine
from answerable.protocol.recovery import Assessment
from answerable.protocol.store import Cosignature, Evidence, Head, Store
from answerable.protocol.sync import FORK, SyncState

OWN_LOG_AHEAD: Final = "own_log_ahead"


@dataclass(frozen=True, slots=True)
class Cosigner:
    """A name and key of ours that give one kind of receipt."""

    name: str
    key: SigningKey


@dataclass(frozen=True, slots=True)
class Receipts:
    """What a peer's copy of our log told.

    IDLE: `new` holds the receipts that were not known yet, and `flags` what is odd about their
    times, by cosigner. SUSPECT: the peer holds more of our log than we do; sign nothing. FORKED:
    it holds another log under our key.
    """

    state: SyncState
    size: int
    new: tuple[Cosignature, ...] = ()
    flags: tuple[tuple[str, str], ...] = ()


def cosign_mirror(
    store: Store, origin: str, cosigner: Cosigner, *, time: int, permit: Assessment
) -> Cosignature | None:
    """Countersign a peer's log as stored here; None if that size is countersigned already.

    `time` is now in POSIX seconds; where it is earlier than the last receipt's, the last one's is
    used. Raises NotAllowedToSign when this node is suspect, the log is frozen, or is smaller than
    what was countersigned before.
    """
    with store.transaction():
        head = store.lock(origin)
        return _cosign(store, head, head.note, cosigner, time, permit)


def cosign_delivery(
    store: Store, origin: str, cosigner: Cosigner, *, time: int, permit: Assessment
) -> Cosignature | None:
    """Countersign the newest note of a peer's log all of whose contents are held or erased."""
    with store.transaction():
        head = store.lock(origin)
        unheld = store.first_unheld(origin)
        size = head.size if unheld is None else min(unheld, head.size)
        data = store.note(origin, size)
        last = store.last_cosignature(origin, cosigner.name)
        # A content that went missing later takes no receipt back.
        if data is not None and last is not None and _size(data) < last.size <= head.size:
            return None
        return _cosign(store, head, data, cosigner, time, permit)


def mirror_note(store: Store, origin: str) -> bytes | None:
    """What this node serves to a log's owner: its newest note, with our lines."""
    head = store.head(origin)
    if head is None or not head.note:
        return None
    return history.with_receipts(store, origin, head.note)


def delivery_note(store: Store, origin: str, name: str) -> bytes | None:
    """The newest note that our delivery key countersigned; it may be older than the mirror's."""
    last = store.last_cosignature(origin, name)
    data = None if last is None else store.note(origin, last.size)
    return None if data is None else history.with_receipts(store, origin, data)


def take_receipts(store: Store, own: LogIdentity, data: bytes, *, time: int) -> Receipts:
    """Take a peer's copy of a note of ours with its receipts; `time` is now in POSIX seconds.

    Raises BadNote or BadCheckpoint for a note that we did not sign or whose known lines fail.
    """
    return _take(store, own, own.open_note(data), data, time)


def take_witnessed(
    store: Store, own: LogIdentity, witnesses: Sequence[VerifierKey], data: bytes, *, time: int
) -> Receipts:
    """Take a note of ours that a witness countersigned, whoever brought it.

    Like `take_receipts`, and at least one of these witnesses must have signed: BadNote otherwise.
    """
    opened = replace(own, witnesses=tuple(witnesses)).open_note(data)
    if all(each.key not in witnesses for each in opened.verified):
        raise BadNote("no witness of this channel signed this note")
    return _take(store, own, opened, data, time)


def keep_witnessed(
    store: Store, peer: LogIdentity, witnesses: Sequence[VerifierKey], data: bytes, *, time: int
) -> Receipts:
    """Keep the witnesses' lines under a note of a mirrored log that we hold up to there.

    A note of another root, or of more than is here, keeps nothing: following the log judges it.
    """
    opened = replace(peer, witnesses=tuple(witnesses)).open_note(data)
    lines = tuple(each for each in opened.verified if each.key in witnesses)
    found = opened.checkpoint
    with store.transaction():
        head = store.lock(peer.origin)
        if found.size > head.size:
            return Receipts(SyncState.IDLE, found.size)
        if history.root_at(store, peer.origin, found.size) != found.root:
            return Receipts(SyncState.IDLE, found.size)
        return _keep(store, peer, replace(opened, verified=lines), time)


def _take(
    store: Store, own: LogIdentity, opened: SignedCheckpoint, data: bytes, time: int
) -> Receipts:
    found = opened.checkpoint
    with store.transaction():
        head = store.lock(own.origin)
        if found.size > head.size:
            store.add_evidence(Evidence(own.origin, OWN_LOG_AHEAD, data, time))
            return Receipts(SyncState.SUSPECT, found.size)
        ours = history.root_at(store, own.origin, found.size)
        if ours != found.root:
            path = history.consistency(store, own.origin, found.size, head.size)
            shown = evidence.fork(data, head.note, ours, path)
            store.add_evidence(Evidence(own.origin, FORK, shown, time))
            store.freeze(own.origin, FORK)
            return Receipts(SyncState.FORKED, found.size)
        return _keep(store, own, opened, time)


def _keep(store: Store, own: LogIdentity, opened: SignedCheckpoint, time: int) -> Receipts:
    size = opened.checkpoint.size
    known = {(each.name, each.key_id) for each in store.cosignatures(own.origin, size, size)}
    new: list[Cosignature] = []
    flags: list[tuple[str, str]] = []
    for verified in opened.verified:
        if verified.time is None or (verified.key.name, verified.key.key_id) in known:
            continue
        last = store.last_cosignature(own.origin, verified.key.name)
        previous = last.time if last is not None and last.size < size else None
        fault = cosignature.time_fault(verified.time, now=time, previous=previous)
        if fault is not None:
            flags.append((verified.key.name, fault))
        new.append(_row(own.origin, size, verified.key, verified.line, verified.time))
    for each in new:
        store.add_cosignature(each)
    return Receipts(SyncState.IDLE, size, tuple(new), tuple(flags))


def _cosign(
    store: Store,
    head: Head,
    data: bytes | None,
    cosigner: Cosigner,
    time: int,
    permit: Assessment,
) -> Cosignature | None:
    recovery.check_may_sign(permit)
    frozen = store.mirror(head.origin).frozen
    if frozen is not None:
        raise NotAllowedToSign(f"frozen: {frozen}")
    if not data:
        return None
    found = checkpoint.parse(note.parse(data).text)
    last = store.last_cosignature(head.origin, cosigner.name)
    if last is not None and last.size > found.size:
        raise NotAllowedToSign(f"size {last.size} was countersigned before")
    if last is not None and last.size == found.size:
        return None
    if history.root_at(store, head.origin, found.size) != found.root:
        raise DamagedStore("the stored hashes do not give the root of the stored note")
    at = time if last is None else max(time, last.time)
    line = checkpoint.cosign(found, cosigner.name, cosigner.key, at)
    key = VerifierKey(cosigner.name, COSIGNER, cosigner.key.public)
    given = _row(head.origin, found.size, key, line, at)
    store.add_cosignature(given)
    return given


def _row(origin: str, size: int, key: VerifierKey, line: SignatureLine, at: int) -> Cosignature:
    return Cosignature(origin, size, key.name, key.key_id, at, line.format())


def _size(data: bytes) -> int:
    return checkpoint.parse(note.parse(data).text).size
