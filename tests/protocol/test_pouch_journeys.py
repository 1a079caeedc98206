"""Whatever happens to pouches on their way, beside the network: both sides end alike."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import (
    envelope,
    receipts,
)
from answerable.protocol.content import ContentState
from tests.protocol import make
from tests.protocol.make import NOW, Node, two_nodes
from tests.protocol.pouches import say_with_content, seal, take


class World:
    """Two nodes, and the pouches that are on their way between them."""

    def __init__(self) -> None:
        self.alice, self.bob = two_nodes()
        self.said = 0
        self.sealed: dict[str, list[bytes]] = {"alice": [], "bob": []}

    def node(self, name: str) -> Node:
        return self.alice if name == "alice" else self.bob

    def other(self, name: str) -> Node:
        return self.bob if name == "alice" else self.alice

    def say(self, name: str) -> None:
        self.said += 1
        say_with_content(self.node(name), self.said)

    def seal(self, name: str, *, receipt_first: bool = False) -> bytes:
        """Pack what the other side lacks, by its receipts."""
        node, other = self.node(name), self.other(name)
        last = node.store.last_cosignature(node.own.origin, other.mirror.name)
        delivered = node.store.last_cosignature(node.own.origin, other.delivery.name)
        mirrored = last.size if last else 0
        first, end = delivered.size if delivered else 0, node.size()
        commits = commits_of(node, first, mirrored if receipt_first else end)
        data = seal(node, mirrored, commits=commits)
        self.sealed[name].append(data)
        return data

    def carry(self, name: str, which: int) -> None:
        """Let one of a node's pouches arrive; it may arrive again, or another before it."""
        if self.sealed[name]:
            take(self.other(name), self.sealed[name][which % len(self.sealed[name])])

    def online(self, name: str) -> None:
        """One round over the network: entries, receipts, then contents."""
        reader, owner = self.other(name), self.node(name)
        make.follow(reader, owner)
        receipts.cosign_mirror(
            reader.store, owner.own.origin, reader.mirror, time=NOW, permit=make.CLEAN
        )
        for commit in commits_of(owner, 0, owner.size()):
            held = owner.store.content(commit)
            assert held is not None
            assert held.salt is not None
            assert held.record is not None
            reader.store.hold(commit, held.salt, held.record)
        make.exchange_receipts(owner, reader)

    def settle(self) -> None:
        """What the last three journeys bring: one each way, and a receipt back."""
        for name in ("alice", "bob", "alice", "bob"):
            self.seal(name)
            self.carry(name, len(self.sealed[name]) - 1)

    def state(self, name: str) -> tuple[object, ...]:
        """All that both sides must agree on about a node's log."""
        owner, reader, origin = self.node(name), self.other(name), self.node(name).own.origin
        commits = commits_of(owner, 0, owner.size())
        return (
            [each.store.head(origin) and each.store.head(origin).root for each in (owner, reader)],  # type: ignore[union-attr] # checked
            [reader.store.content(commit) for commit in commits],
            {c.name: c.size for c in owner.store.cosignatures(origin) if c.size == owner.size()},
            [each.store.mirror(origin).frozen for each in (owner, reader)],
        )


def commits_of(node: Node, start: int, end: int) -> list[bytes]:
    found = []
    for index in range(start, end):
        entry = node.store.entries(node.own.origin, index, index + 1)[0]
        said = envelope.open_entry(entry).statement
        found += [bytes.fromhex(each.commit) for each in said.content]
    return found


Act = Callable[[World], object]
NAMES = st.sampled_from(["alice", "bob"])
ACTS = st.one_of(
    st.builds(lambda name: lambda world: world.say(name), NAMES),
    st.builds(lambda name, first: lambda world: world.seal(name, receipt_first=first),
              NAMES, st.booleans()),
    st.builds(lambda name, which: lambda world: world.carry(name, which),
              NAMES, st.integers(0, 5)),
    st.builds(lambda name: lambda world: world.online(name), NAMES),
)  # fmt: skip


@given(st.lists(ACTS, max_size=14))
def test_scenario_51_any_journey_of_pouches_beside_the_network_ends_alike(acts: list[Act]) -> None:
    world = World()
    world.say("alice")
    for act in acts:
        act(world)

    world.settle()

    for name in ("alice", "bob"):
        roots, contents, covered, frozen = world.state(name)
        owner, reader = world.node(name), world.other(name)
        assert isinstance(roots, list)
        assert isinstance(contents, list)
        assert roots[0] == roots[1]
        assert all(each and each.state is ContentState.HELD for each in contents)
        assert frozen == [None, None]
        if owner.size():
            assert covered == dict.fromkeys(
                (reader.mirror.name, reader.delivery.name), owner.size()
            )
