"""A store whose disk fails in one chosen way, for tests of what is noticed before signing."""

from __future__ import annotations

from collections.abc import Sequence

from answerable.protocol.memory import MemoryStore
from answerable.protocol.store import StoredEntry, StoredNode
from tests.protocol.make import flipped


class FlippingStore(MemoryStore):
    """Gives back the entry at `flip` with one bit changed, or leaves it out."""

    flip: int | None = None
    lose: int | None = None

    def entries(self, origin: str, start: int, end: int) -> list[bytes]:
        found = super().entries(origin, start, end)
        if self.flip is not None and start <= self.flip < end:
            found[self.flip - start] = flipped(found[self.flip - start], 5)
        if self.lose is not None and start <= self.lose < end:
            del found[self.lose - start :]
        return found


class FlippingHashes(MemoryStore):
    """Gives back the hash at `level` and `place` with one bit changed."""

    level: int | None = None
    place = 0

    def hashes(self, origin: str, level: int, start: int, end: int) -> bytes:
        found = super().hashes(origin, level, start, end)
        if level == self.level and start <= self.place < end:
            return flipped(found, 32 * (self.place - start))
        return found


class FailingStore(MemoryStore):
    """Fails at the nth write, as a full disk does; `fail_at` counts down."""

    fail_at = -1

    def _tick(self) -> None:
        self.fail_at -= 1
        if self.fail_at == -1:
            raise OSError("no space left on device")

    def append(
        self,
        origin: str,
        expected_next: int,
        entries: Sequence[StoredEntry],
        nodes: Sequence[StoredNode],
        edge: tuple[bytes, ...],
    ) -> None:
        self._tick()
        super().append(origin, expected_next, entries, nodes, edge)
        self._tick()

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
        self._tick()
        super().advance(origin, expected_size, size=size, root=root, note=note, edge=edge)
        self._tick()
