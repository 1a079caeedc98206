"""The entries of one case, as they come from the logs, and the causal order between them."""

from __future__ import annotations

import bisect
import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Ref:
    """Another entry that a statement is about. `leaf` is the leaf hash in hex."""

    origin: str
    index: int
    leaf: str


@dataclass(frozen=True, slots=True)
class Head:
    """What the author had of another log: its first `size` entries.

    Give only heads whose root is that log's root at that size; a false claim orders nothing.
    """

    origin: str
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One statement of a case: where it stands, whose log it is, and what it carries.

    `ts` is the author's claim. `body` is None where the statement could not be read.
    """

    origin: str
    index: int
    leaf: str
    party: str
    kind: str
    ts: datetime | None
    body: Mapping[str, object] | None
    refs: tuple[Ref, ...] = ()
    heads: tuple[Head, ...] = ()

    @property
    def ref(self) -> Ref:
        """Return how another statement refers to this one."""
        return Ref(self.origin, self.index, self.leaf)

    def has_seen(self, other: Entry) -> bool:
        """Tell whether the author had the other entry when writing this one."""
        if self.origin == other.origin:
            return other.index < self.index
        return other.ref in self.refs or any(
            head.origin == other.origin and other.index < head.size for head in self.heads
        )


def _total_key(entry: Entry) -> tuple[str, int, str, str, str, str, str]:
    """Order any entries whatever, so that the order they came in cannot matter."""
    return (
        entry.origin,
        entry.index,
        entry.leaf,
        entry.party,
        entry.kind,
        str(entry.ts),
        repr((entry.body, entry.refs, entry.heads)),
    )


def in_causal_order(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries so that each comes after everything its author had seen.

    Ties are broken by (origin, index). An entry given twice comes once. Claims that run in a
    circle cannot all be true; the circle is cut at the smallest (origin, index).
    """
    known: dict[Ref, Entry] = {}
    for entry in sorted(entries, key=_total_key):
        known.setdefault(entry.ref, entry)
    nodes = list(known.values())
    waits_for = _edges(nodes)
    followers: list[list[int]] = [[] for _ in nodes]
    for later, earlier in enumerate(waits_for):
        for number in earlier:
            followers[number].append(later)
    missing = [len(earlier) for earlier in waits_for]
    # Positions in `nodes` are already sorted by (origin, index), so the heap breaks ties by them.
    ready = [number for number, count in enumerate(missing) if count == 0]
    order: list[int] = []
    done = [False] * len(nodes)
    while len(order) < len(nodes):
        number = heapq.heappop(ready) if ready else done.index(False)
        if done[number]:
            continue
        done[number] = True
        order.append(number)
        for later in followers[number]:
            missing[later] -= 1
            if missing[later] == 0:
                heapq.heappush(ready, later)
    return [nodes[number] for number in order]


def _edges(nodes: list[Entry]) -> list[set[int]]:
    """Say for each node which other nodes it comes after: those nearest in each log."""
    by_ref = {entry.ref: number for number, entry in enumerate(nodes)}
    # Nodes are sorted, so each log is a run of them and its indexes ascend.
    begins: dict[str, int] = {}
    indexes: dict[str, list[int]] = {}
    for number, entry in enumerate(nodes):
        begins.setdefault(entry.origin, number)
        indexes.setdefault(entry.origin, []).append(entry.index)
    edges: list[set[int]] = []
    for number, entry in enumerate(nodes):
        before = {by_ref[ref] for ref in entry.refs if ref in by_ref}
        for head in entry.heads:
            seen = bisect.bisect_left(indexes.get(head.origin, []), head.size)
            if seen:
                before.add(begins[head.origin] + seen - 1)
        if number > begins[entry.origin]:
            before.add(number - 1)
        before.discard(number)
        edges.append(before)
    return edges
