"""Make logs for the programs of others: of every size, after a change of keys, and a next log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from answerable.protocol import history, identity, keys, log, succession
from answerable.protocol.changes import Epoch, EpochReason, KeyRole
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import VerifierKey
from answerable.protocol.memory import MemoryStore
from answerable.protocol.store import Store
from tests.protocol import make
from tests.protocol.keychanges import ALICE_LOG, FOUNDED, IDENTITY, alice, rotated, said
from tests.protocol.make import CLEAN, Node, key, raw_entries

SIZES = (0, 1, 255, 256, 257, 65_535, 65_536, 70_000)
LOG_VKEY = FOUNDED.log("alice").key.format()
MIRROR_VKEY, DELIVERY_VKEY = (each.format() for each in FOUNDED.log("alice").cosigners)


def write(folder: Path, store: Store, origin: str = ALICE_LOG, size: int | None = None) -> Path:
    """Write a log's files, as it stands or as it stood when it had a note of this size."""
    for path, data in history.export(store, origin, size=size):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


@cache
def raw_log() -> MemoryStore:
    """One log of the entries `entry 0` …, grown through every size, with a note at each."""
    store = MemoryStore()
    make.raw_log(store, ALICE_LOG, key("alice log"), ())
    entries = raw_entries(max(SIZES))
    for start, end in pairwise(SIZES):
        make.grow(store, ALICE_LOG, key("alice log"), entries[start:end])
    return store


def known(store: Store) -> LogIdentity:
    """What a store's own entries make of Alice's newest log."""
    return succession.identity_of(FOUNDED, "alice", succession.read_store(store))


@dataclass(frozen=True)
class Rotated:
    """Alice's log after its key changed, and her next log."""

    alice: Node
    switched: bytes
    second: str


NEW_VKEY = VerifierKey(ALICE_LOG, keys.LOG, key("new log").public).format()
BEFORE = 255


@cache
def rotated_log() -> Rotated:
    """A log of 255 statements whose key is replaced at the 256th, and goes on by the new alone.

    The checkpoint at which it changes carries both keys' lines, and Bob's receipts.
    """
    owner, bob = make.two_nodes()
    owner.say(*range(BEFORE))
    change = rotated(alice(), BEFORE, KeyRole.LOG, "new log", "alice log")
    _append(owner, [change], "new log", "alice log")
    make.follow(bob, owner)
    make.exchange_receipts(owner, bob)
    switched = history.with_receipts(owner.store, ALICE_LOG, owner.note())
    _append(owner, [make.entry(owner.own, BEFORE + number) for number in range(1, 4)], "new log")
    return Rotated(owner, switched, _next_log(owner))


def _append(owner: Node, entries: list[bytes], signer: str, *also: str) -> None:
    own = known(owner.store)
    log.append(
        owner.store, own, entries, key(signer), permit=CLEAN, also=[key(name) for name in also]
    )


def epoch_entry(store: Store) -> bytes:
    """The entry that begins Alice's next log, at what her log is now."""
    head = store.head(ALICE_LOG)
    assert head is not None
    standing = known(store).owner
    change = Epoch(
        ALICE_LOG,
        head.size,
        keys.encode_base64(head.root),
        EpochReason.STATE_LOST,
        keys.encode_base64(key("log 2").public),
    )
    return said(replace(standing, epoch=2), change, IDENTITY, "log 2")


def _next_log(owner: Node) -> str:
    begun = epoch_entry(owner.store)
    owned = known(owner.store).owner.next_epoch(begun)
    log.create(owner.store, owned.origin, key("log 2"), permit=CLEAN)
    own = identity.of([owned, FOUNDED.standing("bob")], "alice")
    log.append(owner.store, own, [begun], key("log 2"), permit=CLEAN)
    entries = [make.entry(own, number) for number in range(2)]
    log.append(owner.store, own, entries, key("log 2"), permit=CLEAN)
    return owned.origin
