"""Under which size an entry is proven, in a log that was countersigned many thousand times."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from answerable.protocol import history
from answerable.protocol.memory import MemoryStore
from answerable.protocol.store import Cosignature
from tests.protocol.make import channel, key, raw_entries, raw_log

ORIGIN = channel().origin("alice")
SIZES = 1500


class CountingStore(MemoryStore):
    """Counts the receipts that were read from it."""

    seen = 0

    def cosignatures(
        self,
        origin: str,
        min_size: int = 0,
        max_size: int | None = None,
        *,
        limit: int | None = None,
    ) -> list[Cosignature]:
        found = super().cosignatures(origin, min_size, max_size, limit=limit)
        self.seen += len(found)
        return found


@pytest.fixture
def store() -> CountingStore:
    """A log of which one side countersigned every size."""
    begun = CountingStore()
    raw_log(begun, ORIGIN, key("alice log"), raw_entries(SIZES))
    for size in range(1, SIZES + 1):
        add(begun, size, "mirror")
    return begun


def add(store: MemoryStore, size: int, *names: str) -> None:
    for name in names:
        store.add_cosignature(Cosignature(ORIGIN, size, name, b"1234", 5, "line"))


@contextmanager
def reading_at_most(store: CountingStore, count: int) -> Iterator[None]:
    store.seen = 0
    yield
    assert store.seen <= count


def test_the_first_receipt_is_found_without_reading_all(store: CountingStore) -> None:
    with reading_at_most(store, 8):
        assert history.proof_size(store, ORIGIN, 0) == 1
        assert history.proof_size(store, ORIGIN, 700, needed=["mirror"]) == 701


def test_the_first_of_a_rarer_signer_is_found_however_late(store: CountingStore) -> None:
    add(store, 1400, "delivery")

    assert history.proof_size(store, ORIGIN, 0, needed=["mirror", "delivery"]) == 1400
    assert history.proof_size(store, ORIGIN, 1399, needed=["delivery"]) == 1400


def test_what_nobody_gave_is_not_looked_for(store: CountingStore) -> None:
    add(store, 30, "delivery")

    with reading_at_most(store, 8):
        assert history.proof_size(store, ORIGIN, 0, needed=["witness"]) == 1
        assert history.proof_size(store, ORIGIN, 30, needed=["delivery"]) == 31


def test_the_most_signers_are_looked_for_among_the_first_sizes(store: CountingStore) -> None:
    add(store, 20, "delivery")
    add(store, 1400, "delivery", "witness")

    with reading_at_most(store, 200):
        assert history.proof_size(store, ORIGIN, 0, most=True) == 20
    assert history.proof_size(store, ORIGIN, 0, needed=["witness"], most=True) == 1400


def test_a_size_with_more_signers_than_are_read_at_once_is_seen_whole(
    store: CountingStore,
) -> None:
    add(store, 500, *(f"witness {number}" for number in range(40)))

    assert history.proof_size(store, ORIGIN, 499, needed=["witness 39"]) == 500
    assert history.proof_size(store, ORIGIN, 480, needed=["witness 39"], most=True) == 500


def test_without_any_receipt_it_is_the_head(store: CountingStore) -> None:
    bare = MemoryStore()
    raw_log(bare, ORIGIN, key("alice log"), raw_entries(3))

    assert history.proof_size(bare, ORIGIN, 1, needed=["mirror"]) == 3
