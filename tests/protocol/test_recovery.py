"""What a node may do after it started: the database held against its high-water mark."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import recovery
from answerable.protocol.errors import BadHighWater, NotAllowedToSign
from answerable.protocol.memory import MemoryStore
from answerable.protocol.recovery import HighWater, StartState
from tests.protocol.make import Node, channel, flipped, grow, key, raw_entries, raw_log

ORIGIN = channel().origin("alice")


def log_of(size: int) -> MemoryStore:
    store = MemoryStore()
    raw_log(store, ORIGIN, key("alice log"), raw_entries(size))
    return store


def mark_of(size: int) -> HighWater:
    return HighWater.of(log_of(size).lock(ORIGIN), "here")


def test_without_log_and_mark_a_node_is_fresh() -> None:
    found = recovery.assess(MemoryStore(), ORIGIN, None, machine="here")

    assert found.state is StartState.FRESH
    assert found.may_sign


@pytest.mark.parametrize(("size", "marked"), [(0, 0), (5, 5), (6, 5), (300, 44)])
def test_a_log_at_its_mark_or_one_batch_ahead_is_clean(size: int, marked: int) -> None:
    found = recovery.assess(log_of(size), ORIGIN, mark_of(marked), machine="here")

    assert found.state is StartState.CLEAN
    recovery.check_may_sign(found)


@pytest.mark.parametrize(
    ("size", "mark", "machine", "reason"),
    [
        (5, None, "here", "mark_missing"),
        (5, mark_of(6), "here", "database_behind"),
        (300, mark_of(43), "here", "database_ahead"),
        (5, mark_of(5), "there", "other_machine"),
        (5, mark_of(5), "there.1234abcd", "other_machine"),
        (5, replace(mark_of(5), machine="here.00000000"), "here.1234abcd", "other_machine"),
        (5, replace(mark_of(5), machine="here.00000000"), "here", "other_machine"),
        (5, HighWater(ORIGIN, 5, bytes(32), "here"), "here", "roots_differ"),
        (6, HighWater(ORIGIN, 5, bytes(32), "here"), "here", "roots_differ"),
        (5, HighWater("another", 5, bytes(32), "here"), "here", "mark_of_another_log"),
    ],
)
def test_scenario_25_a_mark_that_does_not_fit_makes_the_node_suspect(
    size: int, mark: HighWater | None, machine: str, reason: str
) -> None:
    found = recovery.assess(log_of(size), ORIGIN, mark, machine=machine)

    assert (found.state, found.reason) == (StartState.SUSPECT, reason)
    with pytest.raises(NotAllowedToSign, match=reason):
        recovery.check_may_sign(found)


def test_scenario_21_a_database_put_back_from_yesterday_is_suspect() -> None:
    alice = Node("alice", channel()).begin()
    alice.say(1, 2, 3)
    published = HighWater.of(alice.store.lock(ORIGIN), "here")

    restored = Node("alice", channel()).begin()
    restored.say(1, 2)
    found = recovery.assess(restored.store, ORIGIN, published, machine="here")

    assert found.reason == "database_behind"


def test_a_mark_without_a_log_is_a_lost_database() -> None:
    found = recovery.assess(MemoryStore(), ORIGIN, mark_of(1), machine="here")

    assert found.reason == "database_behind"


def test_the_operators_word_makes_a_node_suspect() -> None:
    found = recovery.assess(log_of(5), ORIGIN, mark_of(5), machine="here", is_restored=True)

    assert found.reason == "restored"


def test_scenario_24_two_that_grew_from_one_snapshot_do_not_share_a_mark() -> None:
    other = log_of(5)
    grow(other, ORIGIN, key("alice log"), [b"something else"])

    found = recovery.assess(other, ORIGIN, mark_of(6), machine="here")

    assert found.reason == "roots_differ"


@given(st.integers(0, 2**53 - 1), st.binary(min_size=32, max_size=32))
def test_a_mark_reads_back(size: int, root: bytes) -> None:
    mark = HighWater(ORIGIN, size, root, "a machine")

    assert HighWater.decode(mark.encode()) == mark


GOOD = mark_of(5).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        GOOD[:-1],
        GOOD + b"\n",
        GOOD.replace(b'"size":5', b'"size":-5'),
        GOOD.replace(b'"size":5', b'"size":true'),
        GOOD.replace(b'"size":5', b'"size":"5"'),
        GOOD.replace(b'"origin":"alice', b'"origin":"Alice'),
        GOOD.replace(b'"machine":"here"', b'"machine":5'),
        GOOD.replace(b'"machine"', b'"machinf"'),
        GOOD.replace(b'"size":5', b'"size":5,"x":1'),
        GOOD.replace(b'"root":"', b'"root":"A'),
        HighWater(ORIGIN, 5, bytes(31), "here").encode(),
        GOOD.replace(b'"size"', b'"sizf"'),
        flipped(GOOD, 3, 7),
    ],
)
def test_scenario_25_a_damaged_mark_is_refused(data: bytes) -> None:
    with pytest.raises(BadHighWater):
        HighWater.decode(data)


@pytest.mark.parametrize("machine", ["here", "here.1234abcd"])
def test_a_mark_from_before_machines_were_named_fits_its_installation(machine: str) -> None:
    found = recovery.assess(log_of(5), ORIGIN, mark_of(5), machine=machine)

    assert found.state is StartState.CLEAN
