"""Small bytes that claim much are refused within bounded memory; the table prints what it took."""

from collections.abc import Callable

import pytest

from tests.faults import bombs
from tests.faults.bombs import ANSWERS, BYTES, MOST_MEMORY, measure


@pytest.mark.parametrize("name", BYTES)
def test_scenario_12_bytes_that_claim_much_are_refused_in_bounded_memory(name: str) -> None:
    cost = measure(name, BYTES[name])

    assert cost.refused
    assert cost.memory < MOST_MEMORY


def test_scenario_36_a_size_of_two_to_the_62_costs_nothing() -> None:
    cost = measure("claim", bombs.claimed_size)

    assert cost.refused == "asks for 32 bundles, then stalled"
    assert cost.memory < MOST_MEMORY


@pytest.mark.parametrize("name", ANSWERS)
def test_scenario_35_an_answer_without_end_is_given_up_in_bounded_memory(name: str) -> None:
    ask: Callable[[], object] = lambda: bombs.ask_hostile(*ANSWERS[name])  # noqa: E731

    cost = measure(name, ask)

    assert cost.refused in {"too_large", "timed_out", "broken_off", "bad_answer"}
    assert cost.memory < 8 * 1024 * 1024
