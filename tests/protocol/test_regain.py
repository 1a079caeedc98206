"""When a log in doubt may be signed again, and what is still needed where it may not."""

import pytest

from answerable.protocol import recovery
from answerable.protocol.memory import MemoryStore
from answerable.protocol.recovery import HighWater, StartState
from tests.protocol.make import channel, key, raw_entries, raw_log
from tests.protocol.test_recovery import ORIGIN, log_of, mark_of

HERE = mark_of(5)


def regain(size: int, mark: HighWater | None, peer: int | None, **more: object) -> str:
    """Give the reason why a log of this size may not be signed; empty where it may."""
    found = recovery.regain(
        log_of(size),
        ORIGIN,
        mark,
        machine="here",
        peer_size=peer,
        **more,  # type: ignore[arg-type] # what a test is about
    )
    assert found.may_sign == (found.state is StartState.CLEAN) == (not found.reason)
    return found.reason


def test_with_the_mark_reached_and_the_other_side_asked_it_is_signed_again() -> None:
    assert regain(5, HERE, 5) == ""
    assert regain(5, HERE, 3) == ""
    assert regain(6, HERE, 5) == ""


def test_scenario_60_before_the_other_side_was_asked_it_is_not() -> None:
    assert regain(5, HERE, None) == "peer_not_asked"


def test_what_the_other_side_holds_more_of_is_fetched_first() -> None:
    assert regain(5, HERE, 6) == "peer_ahead"


def test_scenario_60_what_was_published_and_nobody_shows_needs_the_next_log() -> None:
    assert regain(4, HERE, 4) == "published_entries_lost"


def test_a_mark_that_contradicts_the_log_needs_the_next_log() -> None:
    assert regain(5, HighWater(ORIGIN, 5, bytes(32), "here"), 5) == "roots_differ"


@pytest.mark.parametrize("machine", ["there", "here.12345678"])
def test_a_mark_of_another_machine_takes_the_operators_word(machine: str) -> None:
    moved = HighWater(ORIGIN, 5, HERE.root, machine)

    assert regain(5, moved, 5) == "other_machine"
    assert regain(5, moved, 5, is_moved=True) == ""


def test_scenario_60_without_a_mark_the_other_sides_word_is_not_enough() -> None:
    assert regain(5, None, 5) == "only_the_peers_word"
    assert regain(5, HighWater("another", 5, HERE.root, "here"), 5) == "only_the_peers_word"
    assert regain(5, None, 5, is_moved=True) == "only_the_peers_word"


def test_without_a_mark_a_witness_decides() -> None:
    assert regain(5, None, 5, witness_size=5) == ""
    assert regain(5, None, 5, witness_size=6) == "published_entries_lost"


def test_a_frozen_log_is_never_signed_again() -> None:
    store = log_of(5)
    store.freeze(ORIGIN, "fork")

    found = recovery.regain(store, ORIGIN, HERE, machine="here", peer_size=5)

    assert found.reason == "forked"


def test_a_log_that_is_not_there_is_lost() -> None:
    found = recovery.regain(MemoryStore(), ORIGIN, HERE, machine="here", peer_size=0)

    assert found.reason == "log_lost"


def test_another_partys_log_in_the_store_changes_nothing() -> None:
    store = log_of(5)
    raw_log(store, channel().origin("bob"), key("bob log"), raw_entries(9))

    found = recovery.regain(store, ORIGIN, HERE, machine="here", peer_size=5)

    assert found.may_sign
