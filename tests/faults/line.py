"""Two nodes made of the libraries alone, and a line between them that does what it likes.

Nothing waits: what is asked lies on the line until somebody delivers it, doubles it, cuts it
short or loses it, and so does the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from answerable.casework.bodies import Body, encode_body, kind_of
from answerable.casework.codes import Kind
from answerable.casework.thread import Entry, Head, Ref, Thread, replay
from answerable.protocol import content, history, keys, log, reading, receipts, sync
from answerable.protocol.content import Content
from answerable.protocol.envelope import Reading
from answerable.protocol.errors import BadContent, BadNote, Missing
from answerable.protocol.names import parse_time
from answerable.protocol.statement import Ref as SignedRef
from answerable.protocol.statement import SeenHead
from answerable.protocol.store import Store
from answerable.protocol.sync import Step, SyncState
from tests.casework import cases
from tests.protocol import make
from tests.protocol.make import CLEAN, NOW, Node, seed

# What may be said, in an order that makes sense as often as not.
BODIES: tuple[Body, ...] = (
    cases.raising(),
    cases.received(cases.START),
    cases.STILL_EXAMINING,
    cases.response(q1=cases.ANSWERED, q2=cases.DECLINED),
    cases.CLOSE,
    cases.REOPEN,
)


@dataclass(frozen=True, slots=True)
class Message:
    """Something on the line: a request to a side, or the answer to it (`data`, by path)."""

    to: str
    what: str
    paths: tuple[str, ...]
    data: Mapping[str, bytes] | None = None


@dataclass
class End:
    """One party's node. `step` and `turn` are what a restart forgets."""

    node: Node
    peer: str
    step: Step = field(default_factory=lambda: Step(SyncState.IDLE))
    turn: int = 0
    said: int = 0
    now: int = NOW

    @property
    def name(self) -> str:
        return self.node.name

    @property
    def their_origin(self) -> str:
        return self.node.founded.origin(self.peer)

    # -- saying and countersigning ----------------------------------------------------------

    def say(self, which: int, *, with_words: bool) -> None:
        """Say one thing about the case, in view of what is here of the other log."""
        store, own = self.node.store, self.node.own
        self.said += 1
        body, seen = BODIES[which], store.lock(self.their_origin)
        sealed = content.seal("a/b", f"{self.name} {self.said}".encode(), seed(f"{self.said}"))
        entry = make.entry(
            own,
            1000 * which + self.said,
            type=kind_of(body),
            body=encode_body(body),
            refs=self._inquiry() if kind_of(body) == Kind.ACK else (),
            content=(content.reference(sealed),) if with_words else (),
            heads=(SeenHead(self.their_origin, seen.size, keys.encode_base64(seen.root)),)
            if seen.size
            else (),
        )
        log.append(store, own, [entry], self.node.log_key, permit=CLEAN)
        if with_words:
            store.hold(sealed.commit, sealed.salt, sealed.record)

    def _inquiry(self) -> tuple[SignedRef, ...]:
        for entry in self.entries():
            if entry.kind == Kind.RAISE:
                return (SignedRef(entry.origin, entry.index, entry.leaf),)
        return ()

    def countersign(self) -> None:
        """Give both receipts for what is here, as far as they are due."""
        self.now += 1
        for give, cosigner in (
            (receipts.cosign_mirror, self.node.mirror),
            (receipts.cosign_delivery, self.node.delivery),
        ):
            give(self.node.store, self.their_origin, cosigner, time=self.now, permit=CLEAN)

    # -- asking, serving, taking ------------------------------------------------------------

    def ask(self) -> Message:
        """Ask for what comes next: the step's files, else a note, receipts or a content in turn."""
        if self.step.fetch:
            kind = "bundles" if self.step.state is SyncState.FETCH else "tiles"
            return Message(self.peer, kind, tuple(tile.path for tile in self.step.fetch))
        self.turn += 1
        if self.turn % 3 == 2 and self.missing():
            return self.ask_for_content()
        return self.ask_for_note() if self.turn % 3 == 1 else self.ask_for_receipts()

    def ask_for_note(self) -> Message:
        return Message(self.peer, "note", ("checkpoint",))

    def ask_for_receipts(self) -> Message:
        return Message(self.peer, "receipts", ("checkpoint", "delivery"))

    def ask_for_content(self) -> Message:
        return Message(self.peer, "content", (self.missing()[0].hex(),))

    def missing(self) -> list[bytes]:
        """Name the contents of the first entry here that lacks one."""
        store, log_of = self.node.store, self.node.founded.log(self.peer)
        index = store.first_unheld(self.their_origin)
        if index is None or index >= store.lock(self.their_origin).size:
            return []
        [found] = reading.read_entries(store, log_of, index, index + 1)
        commits = [bytes.fromhex(each.commit) for each in found.statement.content]  # type: ignore[union-attr] # it promises
        return [commit for commit in commits if _transfer(store, commit) is None]

    def serve(self, request: Message) -> Message:
        """Answer from what is here now, as a node's listener does."""
        found = {path: self._find(request.what, path) for path in request.paths}
        data = {path: each for path, each in found.items() if each is not None}
        return replace(request, to=self.peer, data=data)

    def _find(self, what: str, path: str) -> bytes | None:
        store, own = self.node.store, self.node.own.origin
        if what == "receipts" and path == "delivery":
            return receipts.delivery_note(store, self.their_origin, self.node.delivery.name)
        if what == "receipts":
            return receipts.mirror_note(store, self.their_origin)
        if what == "content":
            return _transfer(store, bytes.fromhex(path))
        read = history.reader(store, own)
        try:
            return read(path)
        except Missing:
            return None

    def take(self, answer: Message) -> None:
        """Take what the line delivered, whatever it is by now."""
        store, theirs, data = self.node.store, self.node.founded.log(self.peer), answer.data or {}
        self.now += 1
        try:
            if answer.what == "note":
                self.step = sync.take_note(
                    store, theirs, data.get("checkpoint", b""), time=self.now
                )
            elif answer.what == "bundles":
                self.step = sync.take_bundles(store, theirs, list(data.values()))
            elif answer.what == "tiles":
                self.step = sync.take_tiles(store, theirs, data, time=self.now)
            elif answer.what == "receipts":
                for note in data.values():
                    receipts.take_receipts(store, self.node.own, note, time=self.now)
            else:
                for commit, given in data.items():
                    held = content.decode_transfer(bytes.fromhex(commit), given)
                    store.hold(held.commit, held.salt, held.record)
        except (BadNote, BadContent):
            # Not what was asked for: nothing was kept, and it is asked for again.
            self.step = Step(SyncState.STALLED)

    def restart(self) -> None:
        """Forget what was not stored, and take up from what was."""
        self.step, self.turn = sync.resume(self.node.store, self.node.founded.log(self.peer)), 0

    # -- what is here -----------------------------------------------------------------------

    def entries(self) -> list[Entry]:
        """Everything that is here of the case, from both logs, as replay takes it."""
        return [
            _entry(party.id, found)
            for party in self.node.founded.parties
            for found in reading.read_entries(self.node.store, self.node.founded.log(party.id))
        ]

    def account(self) -> Thread:
        """Replay the case."""
        parties = [party.id for party in self.node.founded.parties]
        return replay(self.entries(), parties)


def _entry(party: str, found: Reading) -> Entry:
    said = found.statement
    assert said is not None
    assert found.fault is None
    return Entry(
        origin=said.log,
        index=found.index,
        leaf=found.leaf_hash.hex(),
        party=party,
        kind=said.type,
        ts=parse_time(said.ts),
        body=said.body,
        refs=tuple(Ref(ref.log, ref.index, ref.leaf) for ref in said.refs),
        heads=tuple(Head(seen.origin, seen.size) for seen in said.heads),
    )


def _transfer(store: Store, commit: bytes) -> bytes | None:
    held = store.content(commit)
    if held is None or held.salt is None or held.record is None:
        return None
    return content.encode_transfer(Content(held.commit, held.salt, held.record))


def two_ends() -> tuple[End, End]:
    alice, bob = make.two_nodes()
    return End(alice, "bob"), End(bob, "alice")
