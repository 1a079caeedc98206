"""Processes killed at random moments, a hundred times: nothing is lost, nothing signed twice.

Speaking, listening and fetching, each a real process on a real database, killed by SIGKILL while
both sides speak at once. A thousand times in `./run soak`.
"""

import os
import random
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from tests.faults.conftest import Side
from tests.faults.host import kill
from tests.stories.nodes import until

SEED = int(os.environ.get("ANSWERABLE_TEST_SEED", "1"))
KILLS = int(os.environ.get("ANSWERABLE_TEST_KILLS", "100"))


@dataclass
class Process:
    """One process of a side, as often as it was started."""

    side: Side
    doing: str
    arguments: tuple[Any, ...]
    pid: int = 0

    def start(self) -> None:
        self.pid = self.side.host.spawn(self.doing, *self.arguments)


def processes(sides: tuple[Side, Side]) -> list[Process]:
    return [
        process
        for side in sides
        for process in (
            Process(side, "keep_speaking", (str(acks(side)), side.office)),
            Process(side, "keep_serving", (side.node.channel_port,)),
            Process(side, "keep_syncing", ()),
        )
    ]


def acks(side: Side) -> Any:
    return side.node.home / "acks"


def kill_at_random(running: list[Process], times: int) -> None:
    dice = random.Random(SEED)
    for process in running:
        process.start()
    for _ in range(times):
        victim = dice.choice(running)
        time.sleep(dice.uniform(0.02, 0.2))
        kill(victim.pid)
        victim.start()


def check_everything(sides: tuple[Side, Side], running: list[Process]) -> None:
    """Stop speaking, let both sides finish, and compare what is here with what was acknowledged."""
    for process in running:
        if process.doing == "keep_speaking":
            kill(process.pid)
    a, b = sides
    until(lambda: a.host.call("facts") == b.host.call("facts"), "equal logs", within=180)
    until(lambda: all(side.host.call("receipted") for side in sides), "receipts", within=60)
    for process in running:
        kill(process.pid)
    said = {side.name: acks(side).read_text().split() for side in sides}
    for side in sides:
        found = side.host.call("check")
        for name, leaves in said.items():
            assert set(leaves) <= set(found["leaves"]), f"lost on {side.name}: of {name}"
        assert max(Counter(found["leaves"]).values()) == 1
        assert max(Counter(found["texts"]).values()) == 1, "something was signed twice"
        assert (found["faults"], found["frozen"], found["start"]) == ([], False, [])
    # They did speak, whoever was killed meanwhile.
    assert min(map(len, said.values())) > KILLS // 10


def test_scenario_29_a_hundred_kills_lose_and_repeat_nothing(sides: tuple[Side, Side]) -> None:
    running = processes(sides)

    kill_at_random(running, KILLS)

    check_everything(sides, running)


@pytest.mark.soak
def test_scenario_29_a_thousand_kills_lose_and_repeat_nothing(sides: tuple[Side, Side]) -> None:
    running = processes(sides)

    kill_at_random(running, 1000)

    check_everything(sides, running)
