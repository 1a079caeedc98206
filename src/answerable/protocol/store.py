"""Where logs live: what the library asks of a store, and the rows it exchanges with one.

A store keeps own and mirrored logs alike, each under its origin. It hashes and judges nothing:
it keeps rows, compares and swaps, and gives back the bytes it was given.

A log's *head* is what is signed: size, root, note. Rows at or beyond the head's size are
*staged*: entries of a peer that were fetched but are not yet under a checked note. `memory` is
the reference; `tests/protocol/store_contract.py` says what every store must do.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from answerable.protocol.content import ContentState


@dataclass(frozen=True, slots=True)
class Head:
    """A log as far as it is signed, and how far its rows reach.

    `note` is empty for a mirror that has no note yet. `edge` and `next_edge` are the roots of the
    perfect subtrees of the trees of `size` and `next_index` leaves, largest first.
    """

    origin: str
    size: int
    root: bytes
    note: bytes
    edge: tuple[bytes, ...]
    next_index: int
    next_edge: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as it goes in. `statement_id` is None where none could be read."""

    index: int
    data: bytes
    leaf_hash: bytes
    statement_id: str | None


@dataclass(frozen=True, slots=True)
class StoredNode:
    """Root of a full tile's subtree: level 8, 16, 24 and so on. Level 0 is the entries' hashes."""

    level: int
    index: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A receipt: a cosigner's line under the checkpoint of this size. `time` in POSIX seconds."""

    origin: str
    size: int
    name: str
    key_id: bytes
    time: int
    line: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """What is under way with a log: a note whose entries are being fetched; why it is frozen."""

    pending: bytes | None = None
    frozen: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Bytes that show a fault of somebody's, kept for ever. `time` in POSIX seconds."""

    origin: str
    code: str
    data: bytes
    time: int


@dataclass(frozen=True, slots=True)
class Promise:
    """A committed entry refers to this content. `commit` in raw bytes."""

    commit: bytes
    origin: str
    index: int
    media: str
    size_class: int


@dataclass(frozen=True, slots=True)
class HeldContent:
    """A content by its commitment. Salt and record are None unless it is held."""

    commit: bytes
    state: ContentState
    salt: bytes | None = None
    record: bytes | None = None


class Store(Protocol):
    """What the library needs kept. Every method may run inside the caller's transaction."""

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing of what happens within; joins a transaction that is open already."""
        ...

    def create(self, head: Head) -> None:
        """Begin a log of size 0; raises HeadMoved if there is one under that origin."""
        ...

    def head(self, origin: str) -> Head | None:
        """The log's head, or None if there is no such log."""
        ...

    def lock(self, origin: str) -> Head:
        """The head, held until the transaction ends; raises NoSuchLog."""
        ...

    def append(
        self,
        origin: str,
        expected_next: int,
        entries: Sequence[StoredEntry],
        nodes: Sequence[StoredNode],
        edge: tuple[bytes, ...],
    ) -> None:
        """Add rows from `expected_next` on, and set next_index and next_edge.

        Raises HeadMoved, and writes nothing, unless next_index was `expected_next`.
        """
        ...

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
        """Swap the head and remember the note under its size.

        Raises HeadMoved, and writes nothing, unless the head's size was `expected_size`.
        """
        ...

    def discard_staged(self, origin: str) -> None:
        """Drop every row at or beyond the head's size."""
        ...

    def entries(self, origin: str, start: int, end: int) -> list[bytes]:
        """The entries' bytes as they are stored, in order; fewer where rows end early."""
        ...

    def hashes(self, origin: str, level: int, start: int, end: int) -> bytes:
        """Hashes at level 0, 8, 16 and so on, concatenated; fewer where rows end early."""
        ...

    def find(self, origin: str, statement_id: str) -> int | None:
        """Lowest index of an entry with that statement id. A peer may repeat one."""
        ...

    def find_leaf(self, origin: str, leaf_hash: bytes) -> int | None:
        """Lowest index of an entry with that leaf hash."""
        ...

    def mark_change(self, origin: str, index: int) -> None:
        """Note that the entry at this index changes keys; does nothing the second time."""
        ...

    def changes(self, origin: str) -> list[tuple[int, bytes]]:
        """The entries that change keys, staged ones too, with their indices, in order."""
        ...

    def note(self, origin: str, at_most: int) -> bytes | None:
        """The newest note that was a head's and whose size is not above `at_most`."""
        ...

    def add_cosignature(self, cosignature: Cosignature) -> None:
        """Keep a receipt; does nothing if this size has one of that name and key already."""
        ...

    def cosignatures(
        self,
        origin: str,
        min_size: int = 0,
        max_size: int | None = None,
        *,
        limit: int | None = None,
    ) -> list[Cosignature]:
        """Receipts for sizes from `min_size` to `max_size`, by size and name; the first `limit`."""
        ...

    def last_cosignature(self, origin: str, name: str) -> Cosignature | None:
        """The cosigner's receipt for the largest size."""
        ...

    def mirror(self, origin: str) -> Mirror:
        """What is under way with the log."""
        ...

    def set_pending(self, origin: str, note: bytes | None) -> None:
        """Remember the note whose entries are being fetched."""
        ...

    def freeze(self, origin: str, code: str) -> None:
        """Stop the log for good, with the reason. The library never undoes it."""
        ...

    def add_evidence(self, evidence: Evidence) -> None:
        """Keep evidence; does nothing if the same bytes are kept already."""
        ...

    def evidence(self, origin: str) -> list[Evidence]:
        """All evidence about the log, oldest first."""
        ...

    def promise(self, promise: Promise) -> None:
        """Note that an entry refers to a content; does nothing the second time."""
        ...

    def hold(self, commit: bytes, salt: bytes, record: bytes) -> None:
        """Keep a content. One that was redacted is not taken back."""
        ...

    def mark(self, commit: bytes, state: ContentState) -> None:
        """Set a content's state; any state but held drops salt and record."""
        ...

    def content(self, commit: bytes) -> HeldContent | None:
        """What is known of a content; None if nothing refers to it and nothing is held."""
        ...

    def references(self, commit: bytes) -> list[Promise]:
        """The entries that refer to a content, by origin and index."""
        ...

    def first_unheld(self, origin: str) -> int | None:
        """Lowest index of an entry one of whose contents is promised or missing."""
        ...
