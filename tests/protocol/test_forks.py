"""A log that contradicts itself or falls behind: told apart, frozen, and kept as evidence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.protocol import (
    evidence,
    sync,
)
from answerable.protocol.sync import Step, SyncState
from tests.protocol import make
from tests.protocol.following import ALICE, FOUNDED, ORIGIN, branch, frozen, raw_branch, tiles_for
from tests.protocol.make import NOW, Node, flipped, raw_entries, serve, two_nodes


def spoiled(alice: Node, bob: Node) -> Step:
    """Let bob take two entries well, and then a changed third."""
    alice.say(1, 2)
    make.follow(bob, alice)
    alice.say(0, 1, 2)
    step = sync.take_note(bob.store, ALICE, alice.note(), time=NOW)
    return sync.take_bundles(bob.store, ALICE, [flipped(serve(alice, step)[0], -1)])


def test_damaged_entries_are_told_from_a_fork_by_the_peers_own_tiles() -> None:
    alice, bob = two_nodes()
    step = spoiled(alice, bob)
    assert step.state is SyncState.CHECK

    found = sync.take_tiles(bob.store, ALICE, tiles_for(alice, step), time=NOW)

    assert (found.state, found.reason) == (SyncState.STALLED, "entries_damaged")
    assert frozen(bob) is None
    assert make.follow(bob, alice).stored == (2, 3)


@pytest.mark.parametrize("change", ["missing", "changed"])
def test_tiles_that_do_not_lead_to_the_note_decide_nothing(change: str) -> None:
    alice, bob = two_nodes()
    step = spoiled(alice, bob)
    given_tiles = tiles_for(alice, step)
    path = step.fetch[0].path
    given_tiles[path] = b"" if change == "missing" else flipped(given_tiles[path], 0)

    found = sync.take_tiles(bob.store, ALICE, given_tiles, time=NOW)

    assert (found.state, found.reason) == (SyncState.STALLED, "tiles_damaged")
    assert frozen(bob) is None


def test_scenario_17_a_longer_log_on_another_branch_is_a_fork() -> None:
    alice, bob = two_nodes()
    alice.say(1, 2)
    make.follow(bob, alice)
    liar = branch(1, 9, 3, 4)
    step = sync.take_note(bob.store, ALICE, liar.note(), time=NOW)
    step = sync.take_bundles(bob.store, ALICE, serve(liar, step))
    assert step.state is SyncState.CHECK

    found = sync.take_tiles(bob.store, ALICE, tiles_for(liar, step), time=NOW)

    assert (found.state, frozen(bob)) == (SyncState.FORKED, "fork")
    assert bob.size(ORIGIN) == 2
    [shown] = bob.store.evidence(ORIGIN)
    fork = evidence.check_fork(shown.data, ALICE.key)
    assert fork.larger == liar.note()


@given(st.integers(1, 40), st.data())
@settings(max_examples=25, deadline=None)
def test_any_longer_branch_is_found_to_be_a_fork(size: int, data: st.DataObject) -> None:
    parting = data.draw(st.integers(0, size - 1))
    longer = data.draw(st.integers(1, 300))
    bob = Node("bob", FOUNDED).begin()
    ours, theirs = raw_entries(size), raw_entries(size + longer)
    theirs[parting] = b"another"
    honest, liar = raw_branch(ours), raw_branch(theirs)
    make.follow(bob, honest)
    step = sync.take_note(bob.store, ALICE, liar.note(), time=NOW)
    step = sync.take_bundles(bob.store, ALICE, serve(liar, step))

    found = sync.take_tiles(bob.store, ALICE, tiles_for(liar, step), time=NOW)

    assert found.state is SyncState.FORKED
    evidence.check_fork(bob.store.evidence(ORIGIN)[0].data, ALICE.key)


@pytest.mark.parametrize("numbers", [(1, 9), (9,), (1, 2, 9)])
def test_scenario_18_a_note_no_longer_than_ours_on_another_branch_is_a_fork(
    numbers: tuple[int, ...],
) -> None:
    alice, bob = two_nodes()
    alice.say(1, 2, 3)
    make.follow(bob, alice)

    found = sync.take_note(bob.store, ALICE, branch(*numbers).note(), time=NOW)

    assert (found.state, frozen(bob)) == (SyncState.FORKED, "fork")
    [shown] = bob.store.evidence(ORIGIN)
    assert shown.time == NOW
    assert evidence.check_fork(shown.data, ALICE.key).larger == alice.note()


def test_a_frozen_log_takes_no_more_and_everything_else_goes_on() -> None:
    alice, bob = two_nodes()
    alice.say(1)
    make.follow(bob, alice)
    sync.take_note(bob.store, ALICE, branch(9).note(), time=NOW)

    alice.say(2)
    bob.say(1)

    assert make.follow(bob, alice).state is SyncState.FORKED
    assert sync.resume(bob.store, ALICE).state is SyncState.FORKED
    assert bob.size(ORIGIN) == 1
    assert make.follow(alice, bob).state is SyncState.STORED


def test_scenario_18_a_shorter_note_of_the_same_log_makes_the_peer_suspect() -> None:
    alice, bob = two_nodes()
    alice.say(1)
    old = alice.note()
    alice.say(2)
    make.follow(bob, alice)

    found = sync.take_note(bob.store, ALICE, old, time=NOW)

    assert (found.state, found.our_size, found.peer_size) == (SyncState.SUSPECT, 2, 1)
    assert sync.take_note(bob.store, ALICE, branch().note(), time=NOW).state is SyncState.SUSPECT
    assert frozen(bob) is None
    assert make.follow(bob, alice).state is SyncState.IDLE


def test_scenario_17_two_roots_at_one_size_not_fetched_yet_are_a_fork() -> None:
    alice, bob = two_nodes()
    alice.say(1, 2)
    sync.take_note(bob.store, ALICE, alice.note(), time=NOW)

    found = sync.take_note(bob.store, ALICE, branch(1, 9).note(), time=NOW)

    assert found.state is SyncState.FORKED
    evidence.check_fork(bob.store.evidence(ORIGIN)[0].data, ALICE.key)
