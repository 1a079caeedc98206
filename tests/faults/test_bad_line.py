"""Two real nodes over a bad line: forty plans of faults, and each time both sides end equal."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.faults.conftest import Side
from tests.faults.host import kill
from tests.faults.proxy import FAULTS, Proxy, faults_met
from tests.stories.nodes import until

SCHEDULES = 40
plans = st.lists(st.tuples(st.sampled_from(FAULTS), st.integers(0, 5000)), max_size=10)


@dataclass(frozen=True)
class Pair:
    """Two nodes that reach each other over a line of ours."""

    sides: tuple[Side, Side]
    lines: tuple[Proxy, Proxy]

    def is_equal(self) -> bool:
        """Do a round each, and tell whether everything is on both sides and receipted."""
        a, b = (side.host.call("settle") for side in self.sides)
        return bool(a == b and a["receipted"] and not a["facts"]["unheld"])


@pytest.fixture(scope="module")
def pair(sides: tuple[Side, Side]) -> Iterator[Pair]:
    a, b = sides
    lines = Proxy(b.node.channel_port), Proxy(a.node.channel_port)
    served = [side.host.spawn("keep_serving", side.node.channel_port) for side in sides]
    try:
        for side, line in zip(sides, lines, strict=True):
            side.host.call("move_peer", line.url)
        yield Pair(sides, lines)
    finally:
        for line in lines:
            line.close()
        for pid in served:
            kill(pid)


@given(
    said=st.tuples(st.integers(0, 2), st.integers(1, 2)),
    there=plans,
    back=plans,
)
@settings(
    max_examples=SCHEDULES,
    # The nodes live on from one schedule to the next, so none can be tried once more.
    phases=[Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_scenario_37_real_nodes_over_a_bad_line_end_equal(
    pair: Pair,
    said: tuple[int, int],
    there: list[tuple[str, int]],
    back: list[tuple[str, int]],
) -> None:
    for side, count in zip(pair.sides, said, strict=True):
        side.host.call("say_all", ["Over a bad line"] * count, side.office)
    pair.lines[0].plan, pair.lines[1].plan = list(there), list(back)

    for side in pair.sides:
        side.host.call("go_round")
    for line in pair.lines:
        line.plan = []

    until(pair.is_equal, "equal logs, accounts and receipts")


def test_after_all_of_it_nothing_is_doubted_and_every_kind_of_fault_was_met(pair: Pair) -> None:
    for side in pair.sides:
        found = side.host.call("check")
        assert (found["faults"], found["frozen"], found["start"]) == ([], False, [])
    assert faults_met(pair.lines) == set(FAULTS)
