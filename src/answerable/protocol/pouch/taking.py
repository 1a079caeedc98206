"""Take what a pouch brings through the same steps as what is fetched over the network.

Nothing here trusts the pouch: notes, entries, receipts and contents are checked as if they came
from anywhere. Each step may be repeated, so a pouch that comes twice, late or out of order, or
beside contact over the network, ends in the same state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from answerable.protocol import content, receipts, sync
from answerable.protocol.content import ContentState
from answerable.protocol.errors import BadContent, NoSuchLog
from answerable.protocol.identity import LogIdentity
from answerable.protocol.pouch import layout
from answerable.protocol.pouch.layout import LogRange
from answerable.protocol.pouch.opening import Unpacked
from answerable.protocol.receipts import Receipts
from answerable.protocol.store import Store
from answerable.protocol.sync import Look, Step, SyncState

GAP = "gap"
# Gives what the sender's log is judged by, as it is known at this moment.
Identity: TypeAlias = Callable[[], LogIdentity]


@dataclass(frozen=True, slots=True)
class Followed:
    """How a log stands after a pouch: the last step, and from which entry on one is needed.

    `needed` is None unless the pouch begins beyond what is here.
    """

    step: Step
    needed: int | None = None


def follow(
    store: Store, identity: Identity, pouch: Unpacked, *, time: int, look: Look | None = None
) -> Followed:
    """Take the entries of the sender's log; see `sync`. `time` is only kept with evidence.

    `identity` is asked anew before each step: what was stored may have changed keys. An older
    pouch than what is here is fine, if it agrees. Raises BadNote and HeadMoved like the steps
    themselves, and Missing where a file that a step asks for is not in the pouch.
    """
    origin = identity().origin
    log = pouch.manifest.log(origin)
    head = store.head(origin)
    if head is None:
        raise NoSuchLog(origin)
    idle = Step(SyncState.IDLE, our_size=head.size, peer_size=head.size)
    if log is None:
        return Followed(idle)
    if log.start > head.size:
        return Followed(idle, needed=head.size)
    while True:
        step = _one_note(store, identity, pouch, log, time=time, look=look)
        # A larger note may have been pending from before: then this one's turn comes after it.
        if step.state is not SyncState.STORED or step.our_size >= log.size:
            break
    if step.state is SyncState.SUSPECT:
        # Carried things come late. That it agrees with what is here was checked.
        return Followed(Step(SyncState.IDLE, our_size=step.our_size, peer_size=step.peer_size))
    return Followed(step)


def take_receipts(
    store: Store, own: LogIdentity, pouch: Unpacked, *, time: int
) -> tuple[Receipts, ...]:
    """Take the receipts for our own log; see `receipts.take_receipts`."""
    notes = receipt_notes(pouch, own.origin)
    return tuple(receipts.take_receipts(store, own, each, time=time) for each in notes)


def receipt_notes(pouch: Unpacked, origin: str) -> tuple[bytes, ...]:
    """The sender's copies of our log's notes, with its lines, as far as they are in the pouch."""
    found = [pouch.file(layout.receipt_name(origin, kind)) for kind in ("mirror", "delivery")]
    log = pouch.manifest.log(origin)
    if log is not None:
        found.append(pouch.log_file(log, layout.CHECKPOINT))
    return tuple(each for each in found if each is not None)


def take_content(store: Store, pouch: Unpacked, commit: bytes) -> bool:
    """Keep a content that a committed entry promises; tell whether it is new here.

    One that nothing refers to, or that was erased, is not taken. Raises BadContent for another
    than the one committed to.
    """
    known = store.content(commit)
    if known is None or known.state in (ContentState.HELD, ContentState.REDACTED):
        return False
    held = content.decode_transfer(commit, pouch.content(commit))
    store.hold(held.commit, held.salt, held.record)
    return True


def take_contents(store: Store, pouch: Unpacked) -> int:
    """Keep all contents that are promised here; one that is another holds up none of the rest."""
    taken = 0
    for commit in pouch.commits():
        try:
            taken += take_content(store, pouch, commit)
        except BadContent:
            continue
    return taken


def _one_note(
    store: Store,
    identity: Identity,
    pouch: Unpacked,
    log: LogRange,
    *,
    time: int,
    look: Look | None,
) -> Step:
    note = pouch.log_file(log, layout.CHECKPOINT)
    step = sync.take_note(store, identity(), note, time=time)
    while step.state in (SyncState.FETCH, SyncState.CHECK):
        files = {tile.path: pouch.log_file(log, tile.path) for tile in step.fetch}
        if step.state is SyncState.FETCH:
            step = sync.take_bundles(store, identity(), list(files.values()), look=look)
        else:
            step = sync.take_tiles(store, identity(), files, time=time)
    return step
