"""Two real nodes over a bad line: forty plans of faults, and each time both sides end equal."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.faults.conftest import Side
from tests.faults.host import kill
from tests.faults.proxy import FAULTS, Proxy
from tests.stories.nodes import until

SCHEDULES = 40
Plan = list[tuple[str, int]]
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


def go(pair: Pair, said: tuple[int, int], there: Plan, back: Plan) -> None:
    """Say so much on either side, do a round each over the bad line, and mend it."""
    for side, count in zip(pair.sides, said, strict=True):
        side.host.call("say_all", ["Over a bad line"] * count, side.office)
    for line, plan in zip(pair.lines, (there, back), strict=True):
        line.plan = list(plan)

    for side in pair.sides:
        side.host.call("go_round")
    for line in pair.lines:
        line.plan = []

    until(pair.is_equal, "equal logs, accounts and receipts")


@pytest.mark.parametrize("fault", FAULTS)
def test_scenario_37_each_fault_at_the_first_request(pair: Pair, fault: str) -> None:
    before = pair.lines[0].met[fault]

    go(pair, (1, 1), [(fault, 37)], [])

    assert pair.lines[0].met[fault] > before


@given(said=st.tuples(st.integers(0, 2), st.integers(1, 2)), there=plans, back=plans)
@settings(
    max_examples=SCHEDULES - len(FAULTS),
    # The nodes live on from one schedule to the next, so none can be tried once more.
    phases=[Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_scenario_37_real_nodes_over_a_bad_line_end_equal(
    pair: Pair, said: tuple[int, int], there: Plan, back: Plan
) -> None:
    go(pair, said, there, back)


def test_after_all_of_it_nothing_is_doubted(pair: Pair) -> None:
    for side in pair.sides:
        found = side.host.call("check")
        assert (found["faults"], found["frozen"], found["start"]) == ([], False, [])
