"""Make parties, channels, statements and logs for tests; everything follows from names."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from answerable.protocol import (
    checkpoint,
    content,
    dsse,
    envelope,
    genesis,
    growth,
    history,
    log,
    receipts,
    sync,
    tree,
)
from answerable.protocol.canonical import JsonObject
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.envelope import ContentRef, Statement
from answerable.protocol.errors import Missing
from answerable.protocol.files import Reader
from answerable.protocol.genesis import Genesis, OfficeKey, Party
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import LOG, SigningKey, VerifierKey
from answerable.protocol.memory import MemoryStore
from answerable.protocol.receipts import Cosigner
from answerable.protocol.recovery import Assessment, StartState
from answerable.protocol.store import Store
from answerable.protocol.sync import Step, SyncState

THREAD = "ab" * 16
CREATED = "2026-01-02T03:04:05Z"
NOW = 1_767_323_045
CLEAN = Assessment(StartState.CLEAN)
SUSPECT = Assessment(StartState.SUSPECT, "restored")


def seed(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


@lru_cache
def key(name: str) -> SigningKey:
    return SigningKey.from_seed(seed(name))


def party(name: str, *offices: str, prefix: str = "", age: tuple[str, ...] = ()) -> Party:
    return Party(
        id=name,
        domain=f"{name}.example",
        name=f"State of {name.title()}",
        identity=key(f"{name} identity").public,
        log=key(f"{name} log").public,
        mirror=key(f"{name} mirror").public,
        delivery=key(f"{name} delivery").public,
        node=key(f"{name} node").public,
        authors=tuple(
            OfficeKey(office, key(f"{name} {office}").public) for office in offices or ("office",)
        ),
        prefix=prefix,
        age=age,
    )


def channel(*names: str, terms: JsonObject | None = None) -> Genesis:
    """A founded channel; nobody's signature is asked for."""
    parties = tuple(party(name) for name in sorted(names or ("alice", "bob")))
    return Genesis(parties, terms or {}, seed("nonce"), CREATED)


def signed_genesis(founded: Genesis) -> bytes:
    """The complete document of a channel made here."""
    signers = [key(f"{each.id} identity") for each in founded.parties]
    signed = dsse.sign(genesis.GENESIS_TYPE, founded.payload(), signers)
    return signed.format()


def statement(own: LogIdentity, number: int = 0, **changed: object) -> Statement:
    fields: dict[str, object] = {
        "channel": own.channel,
        "log": own.origin,
        "id": envelope.statement_id(
            hashlib.sha256(f"{own.origin} {number}".encode()).digest()[:16]
        ),
        "type": "raise",
        "ts": CREATED,
        "thread": THREAD,
        "body": {"number": number},
        "key": key(f"{own.party} office").keyid,
    }
    return Statement(**(fields | changed))  # type: ignore[arg-type] # what a test wants changed


_SIGNED: dict[tuple[str, int], bytes] = {}


def entry(own: LogIdentity, number: int = 0, **changed: object) -> bytes:
    """A signed statement; those that nobody wants changed are signed once."""
    place = (own.origin, number)
    if changed:
        return _sign(own, number, **changed)
    if place not in _SIGNED:
        _SIGNED[place] = _sign(own, number)
    return _SIGNED[place]


def _sign(own: LogIdentity, number: int, **changed: object) -> bytes:
    return envelope.sign(statement(own, number, **changed), [key(f"{own.party} office")])


def raw_entries(count: int) -> list[bytes]:
    return [b"entry %d" % index for index in range(count)]


@dataclass
class Node:
    """One party's node: its store, its keys, its place in the channel."""

    name: str
    founded: Genesis
    store: Store = field(default_factory=MemoryStore)

    @cached_property
    def own(self) -> LogIdentity:
        return self.founded.log(self.name)

    @property
    def log_key(self) -> SigningKey:
        return key(f"{self.name} log")

    @property
    def mirror(self) -> Cosigner:
        return Cosigner(self.founded.mirror_key(self.name).name, key(f"{self.name} mirror"))

    @property
    def delivery(self) -> Cosigner:
        return Cosigner(self.founded.delivery_key(self.name).name, key(f"{self.name} delivery"))

    def begin(self) -> Node:
        log.create(self.store, self.own.origin, self.log_key, permit=CLEAN)
        for other in self.founded.parties:
            if other.id != self.name:
                sync.start_mirror(self.store, self.founded.log(other.id))
        return self

    def say(self, *numbers: int, **changed: object) -> list[log.Appended]:
        entries = [entry(self.own, number, **changed) for number in numbers]
        return log.append(self.store, self.own, entries, self.log_key, permit=CLEAN)

    def note(self) -> bytes:
        head = self.store.head(self.own.origin)
        assert head is not None
        return head.note

    def size(self, origin: str | None = None) -> int:
        head = self.store.head(origin or self.own.origin)
        assert head is not None
        return head.size


def two_nodes() -> tuple[Node, Node]:
    founded = channel()
    return Node("alice", founded).begin(), Node("bob", founded).begin()


def serve(owner: Node, step: Step) -> list[bytes]:
    """What the owner's node answers when the files of a step are asked for."""
    read = history.reader(owner.store, owner.own.origin)
    return [read_either(read, tile.path, tile.full.path) for tile in step.fetch]


def read_either(read: Reader, path: str, other: str) -> bytes:
    try:
        return read(path)
    except Missing:
        return read(other)


def follow(follower: Node, owner: Node, *, time: int = NOW) -> Step:
    """Let one node follow the other's log until there is nothing left to do."""
    peer = owner.own
    step = sync.take_note(follower.store, peer, owner.note(), time=time)
    while step.state is SyncState.FETCH:
        step = sync.take_bundles(follower.store, peer, serve(owner, step))
    return step


def raw_log(
    store: Store, origin: str, log_key: SigningKey, entries: Sequence[bytes]
) -> VerifierKey:
    """Sign a log of entries that are no statements, as C2SP allows."""
    note = checkpoint.sign(Checkpoint(origin, 0, tree.EMPTY_ROOT), log_key)
    store.create(growth.empty_head(origin, note))
    grow(store, origin, log_key, entries)
    return VerifierKey(origin, LOG, log_key.public)


def grow(store: Store, origin: str, log_key: SigningKey, entries: Sequence[bytes]) -> None:
    with store.transaction():
        head = store.lock(origin)
        edge = growth.add_rows(store, head, [(entry, None) for entry in entries])
        note = checkpoint.sign(Checkpoint(origin, edge.size, edge.root), log_key)
        store.advance(origin, head.size, size=edge.size, root=edge.root, note=note, edge=edge.edge)


def files_of(store: Store, origin: str, **options: object) -> dict[str, bytes]:
    return dict(history.export(store, origin, **options))  # type: ignore[arg-type] # passed on


def reader_of(files: dict[str, bytes]) -> Reader:
    def read(path: str) -> bytes:
        if path not in files:
            raise Missing(path)
        return files[path]

    return read


def flipped(data: bytes, at: int, bit: int = 0) -> bytes:
    changed = bytearray(data)
    changed[at] ^= 1 << bit
    return bytes(changed)


def exchange_receipts(owner: Node, follower: Node, *, time: int = NOW) -> receipts.Receipts:
    """The follower countersigns what it holds, and the owner takes the lines."""
    origin = owner.own.origin
    for give, cosigner in (
        (receipts.cosign_mirror, follower.mirror),
        (receipts.cosign_delivery, follower.delivery),
    ):
        give(follower.store, origin, cosigner, time=time, permit=CLEAN)
    note = receipts.mirror_note(follower.store, origin)
    assert note is not None
    return receipts.take_receipts(owner.store, owner.own, note, time=time)


def content_of(name: str) -> ContentRef:
    """What a statement says of a content that is made from its name."""
    return content.reference(content.seal("a/b", name.encode(), seed(name)))
