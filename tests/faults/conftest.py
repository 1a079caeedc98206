"""Two nodes with a channel between them, made once, for tests that need real ones."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.faults.host import Host
from tests.stories.nodes import Node, close, create_pair, establish

OFFICES = {"alice": "embassy", "bob": "liaison"}


@dataclass(frozen=True)
class Side:
    """One of the two: its folder and ports, and the process that forks for it."""

    name: str
    node: Node
    host: Host

    @property
    def office(self) -> str:
        return OFFICES[self.name]


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Side, Side]]:
    a, b = create_pair(tmp_path_factory.mktemp("faults"))
    hosts: list[Host] = []
    try:
        establish(a, b)
        hosts += [Host.start(a), Host.start(b)]
        yield Side("alice", a, hosts[0]), Side("bob", b, hosts[1])
    finally:
        for host in hosts:
            host.close()
        close(a, b)
