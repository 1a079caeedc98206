"""A store in memory: the reference for what every store must do, and the one for tests."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from math import inf

from answerable.protocol.content import ContentState
from answerable.protocol.errors import HeadMoved, NoSuchLog
from answerable.protocol.store import (
    Cosignature,
    Evidence,
    Head,
    HeldContent,
    Mirror,
    Promise,
    StoredEntry,
    StoredNode,
)


@dataclass
class _Log:
    head: Head
    entries: list[StoredEntry] = field(default_factory=list)
    nodes: dict[int, list[bytes]] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)
    notes: dict[int, bytes] = field(default_factory=dict)
    cosignatures: dict[tuple[int, str, bytes], Cosignature] = field(default_factory=dict)
    mirror: Mirror = field(default_factory=Mirror)
    evidence: list[Evidence] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)

    def copy(self) -> _Log:
        """A copy that later changes of this one leave alone; the rows themselves never change."""
        return replace(
            self,
            entries=list(self.entries),
            nodes={level: list(hashes) for level, hashes in self.nodes.items()},
            sizes=list(self.sizes),
            notes=dict(self.notes),
            cosignatures=dict(self.cosignatures),
            evidence=list(self.evidence),
            changes=list(self.changes),
        )

    def remember(self, size: int, note: bytes) -> None:
        """Keep a head's note under its size, the newest of that size."""
        if size not in self.notes:
            insort(self.sizes, size)
        self.notes[size] = note


class MemoryStore:
    """A `Store` that forgets everything with the process. Not for use by several threads."""

    def __init__(self) -> None:
        self._logs: dict[str, _Log] = {}
        self._promises: dict[tuple[bytes, str, int], Promise] = {}
        self._contents: dict[bytes, HeldContent] = {}
        self._is_open = False

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what happens within; joins a transaction that is open already."""
        if self._is_open:
            yield
            return
        before = (
            {origin: log.copy() for origin, log in self._logs.items()},
            dict(self._promises),
            dict(self._contents),
        )
        self._is_open = True
        try:
            yield
        except BaseException:
            self._logs, self._promises, self._contents = before
            raise
        finally:
            self._is_open = False

    def create(self, head: Head) -> None:
        """Begin a log of size 0; raises HeadMoved if there is one under that origin."""
        if head.origin in self._logs:
            raise HeadMoved(f"{head.origin} exists")
        log = self._logs[head.origin] = _Log(head)
        if head.note:
            log.remember(head.size, head.note)

    def head(self, origin: str) -> Head | None:
        """The log's head, or None if there is no such log."""
        log = self._logs.get(origin)
        return None if log is None else log.head

    def lock(self, origin: str) -> Head:
        """The head, held until the transaction ends; raises NoSuchLog."""
        return self._log(origin).head

    def append(
        self,
        origin: str,
        expected_next: int,
        entries: Sequence[StoredEntry],
        nodes: Sequence[StoredNode],
        edge: tuple[bytes, ...],
    ) -> None:
        """Add rows from `expected_next` on, or raise HeadMoved."""
        log = self._log(origin)
        if log.head.next_index != expected_next:
            raise HeadMoved(f"next is {log.head.next_index}, not {expected_next}")
        log.entries += entries
        for node in nodes:
            log.nodes.setdefault(node.level, []).append(node.hash)
        log.head = replace(log.head, next_index=expected_next + len(entries), next_edge=edge)

    def advance(
        self,
        origin: str,
        expected_size: int,
        *,
        size: int,
        root: bytes,
        note: bytes,
        edge: tuple[bytes, ...],
    ) -> None:
        """Swap the head and remember the note, or raise HeadMoved."""
        log = self._log(origin)
        if log.head.size != expected_size:
            raise HeadMoved(f"size is {log.head.size}, not {expected_size}")
        log.head = replace(log.head, size=size, root=root, note=note, edge=edge)
        log.remember(size, note)

    def discard_staged(self, origin: str) -> None:
        """Drop every row at or beyond the head's size."""
        log = self._log(origin)
        size = log.head.size
        del log.entries[size:]
        log.changes = [index for index in log.changes if index < size]
        for level, hashes in log.nodes.items():
            del hashes[size >> level :]
        log.head = replace(log.head, next_index=size, next_edge=log.head.edge)
        for promise in list(self._promises.values()):
            if promise.origin == origin and promise.index >= size:
                del self._promises[promise.commit, origin, promise.index]

    def entries(self, origin: str, start: int, end: int) -> list[bytes]:
        """The entries' bytes as they are stored, in order."""
        return [entry.data for entry in self._log(origin).entries[start:end]]

    def hashes(self, origin: str, level: int, start: int, end: int) -> bytes:
        """Hashes at level 0, 8, 16 and so on, concatenated."""
        log = self._log(origin)
        if level == 0:
            return b"".join(entry.leaf_hash for entry in log.entries[start:end])
        return b"".join(log.nodes.get(level, [])[start:end])

    def find(self, origin: str, statement_id: str) -> int | None:
        """Lowest index of an entry with that statement id."""
        rows = self._log(origin).entries
        return next((row.index for row in rows if row.statement_id == statement_id), None)

    def find_leaf(self, origin: str, leaf_hash: bytes) -> int | None:
        """Lowest index of an entry with that leaf hash."""
        rows = self._log(origin).entries
        return next((row.index for row in rows if row.leaf_hash == leaf_hash), None)

    def mark_change(self, origin: str, index: int) -> None:
        """Note that the entry at this index changes keys."""
        log = self._log(origin)
        if index not in log.changes:
            insort(log.changes, index)

    def changes(self, origin: str) -> list[tuple[int, bytes]]:
        """The entries that change keys, with their indices, in order."""
        log = self._log(origin)
        return [(index, log.entries[index].data) for index in log.changes]

    def note(self, origin: str, at_most: int) -> bytes | None:
        """The newest note that was a head's and whose size is not above `at_most`."""
        log = self._log(origin)
        at = bisect_right(log.sizes, at_most)
        return log.notes[log.sizes[at - 1]] if at else None

    def add_cosignature(self, cosignature: Cosignature) -> None:
        """Keep a receipt; does nothing if this size has one of that name and key already."""
        key = (cosignature.size, cosignature.name, cosignature.key_id)
        self._log(cosignature.origin).cosignatures.setdefault(key, cosignature)

    def cosignatures(
        self,
        origin: str,
        min_size: int = 0,
        max_size: int | None = None,
        *,
        limit: int | None = None,
    ) -> list[Cosignature]:
        """Receipts for sizes from `min_size` to `max_size`, by size and name; the first `limit`."""
        kept = self._log(origin).cosignatures
        most = inf if max_size is None else max_size
        return [kept[key] for key in sorted(kept) if min_size <= key[0] <= most][:limit]

    def last_cosignature(self, origin: str, name: str) -> Cosignature | None:
        """The cosigner's receipt for the largest size."""
        kept = self._log(origin).cosignatures
        last = max((key for key in kept if key[1] == name), default=None)
        return None if last is None else kept[last]

    def mirror(self, origin: str) -> Mirror:
        """What is under way with the log."""
        return self._log(origin).mirror

    def set_pending(self, origin: str, note: bytes | None) -> None:
        """Remember the note whose entries are being fetched."""
        log = self._log(origin)
        log.mirror = replace(log.mirror, pending=note)

    def freeze(self, origin: str, code: str) -> None:
        """Stop the log for good, with the first reason given."""
        log = self._log(origin)
        log.mirror = replace(log.mirror, frozen=log.mirror.frozen or code)

    def add_evidence(self, evidence: Evidence) -> None:
        """Keep evidence; does nothing if the same bytes are kept already."""
        kept = self._log(evidence.origin).evidence
        if all((each.code, each.data) != (evidence.code, evidence.data) for each in kept):
            kept.append(evidence)

    def evidence(self, origin: str) -> list[Evidence]:
        """All evidence about the log, oldest first."""
        return list(self._log(origin).evidence)

    def promise(self, promise: Promise) -> None:
        """Note that an entry refers to a content; does nothing the second time."""
        self._promises.setdefault((promise.commit, promise.origin, promise.index), promise)
        promised = HeldContent(promise.commit, ContentState.PROMISED)
        self._contents.setdefault(promise.commit, promised)

    def hold(self, commit: bytes, salt: bytes, record: bytes) -> None:
        """Keep a content. One that was redacted is not taken back."""
        known = self._contents.get(commit)
        if known is None or known.state != ContentState.REDACTED:
            self._contents[commit] = HeldContent(commit, ContentState.HELD, salt, record)

    def mark(self, commit: bytes, state: ContentState) -> None:
        """Set a content's state; any state but held drops salt and record."""
        self._contents[commit] = HeldContent(commit, state)

    def content(self, commit: bytes) -> HeldContent | None:
        """What is known of a content."""
        return self._contents.get(commit)

    def references(self, commit: bytes) -> list[Promise]:
        """The entries that refer to a content, by origin and index."""
        return [self._promises[key] for key in sorted(self._promises) if key[0] == commit]

    def first_unheld(self, origin: str) -> int | None:
        """Lowest index of an entry one of whose contents is promised or missing."""
        open_states = {ContentState.PROMISED, ContentState.MISSING}
        indices = [
            promise.index
            for promise in self._promises.values()
            if promise.origin == origin and self._contents[promise.commit].state in open_states
        ]
        return min(indices, default=None)

    def _log(self, origin: str) -> _Log:
        try:
            return self._logs[origin]
        except KeyError:
            raise NoSuchLog(origin) from None
