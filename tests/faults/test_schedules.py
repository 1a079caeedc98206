"""Whatever a line does to messages, both sides end with the same logs and the same account.

A machine of Hypothesis plays the line: it delivers, loses, doubles, delays, reorders, cuts and
damages, and restarts either side, at every moment of following a log. In process, so that
thousands of schedules fit into a minute; `ANSWERABLE_TEST_SOAK` makes ten thousand.
"""

import os
from collections.abc import Callable
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from answerable.protocol import history, log
from answerable.protocol.sync import SyncState
from tests.faults.line import BODIES, End, Message, two_ends

SCHEDULES = 10_000 if os.environ.get("ANSWERABLE_TEST_SOAK") else 2_000

sides = st.sampled_from(["alice", "bob"])
places = st.integers(0, 99)
bodies = st.integers(0, len(BODIES) - 1)
depths = st.integers(0, 20_000)


def on_the_way(line: "Line") -> bool:
    return bool(line.under_way)


class Line(RuleBasedStateMachine):
    """Two nodes, and everything that is on the way between them."""

    def __init__(self) -> None:
        super().__init__()
        alice, bob = two_ends()
        self.ends = {"alice": alice, "bob": bob}
        self.under_way: list[Message] = []
        self.receipted = dict.fromkeys(self.ends, 0)

    # -- what the nodes do ----------------------------------------------------------------------

    @initialize(which=bodies, words=st.booleans())
    def begin(self, which: int, words: bool) -> None:
        for side in self.ends:
            self.say(side, which, words)

    @rule(side=sides, which=bodies, with_words=st.booleans())
    def say(self, side: str, which: int, with_words: bool) -> None:
        self.ends[side].say(which, with_words=with_words)

    @rule(side=sides)
    def ask(self, side: str) -> None:
        self.under_way.append(self.ends[side].ask())

    @rule(side=sides)
    def countersign(self, side: str) -> None:
        self.ends[side].countersign()

    @rule(side=sides)
    def restart(self, side: str) -> None:
        self.ends[side].restart()

    # -- what the line does ---------------------------------------------------------------------

    @precondition(on_the_way)
    @rule(place=places)
    def deliver(self, place: int) -> None:
        self.arrive(place, keep=False)

    @rule(side=sides, times=st.integers(1, 3))
    def exchange(self, side: str, times: int) -> None:
        """Let some requests and their answers through, as a line mostly does."""
        for _ in range(times):
            self.under_way.append(self.ends[side].ask())
            self.arrive(-1, keep=False)
            self.arrive(-1, keep=False)

    @rule(
        side=sides,
        before=st.integers(0, 4),
        how=st.sampled_from(["damage", "cut", "nothing", "late"]),
        at=depths,
    )
    def exchange_badly(self, side: str, before: int, how: str, at: int) -> None:
        """Let requests through well until entries come, or enough went, and spoil the next."""
        for _ in range(before):
            if not self.ends[side].step.fetch:
                self.exchange(side, 1)
        self.under_way.append(self.ends[side].ask())
        self.arrive(-1, keep=False)
        if how == "damage":
            self.spoil(-1, lambda data: flip(data, at))
        elif how == "cut":
            self.spoil(-1, lambda data: data[: at % (len(data) or 1)])
        elif how == "nothing":
            self.change(-1, {})
        if how != "late":
            self.arrive(-1, keep=bool(at % 2))

    @precondition(on_the_way)
    @rule(place=places)
    def deliver_and_keep_to_deliver_again(self, place: int) -> None:
        self.arrive(place, keep=True)

    @precondition(on_the_way)
    @rule(place=places)
    def lose(self, place: int) -> None:
        if self.under_way:
            del self.under_way[place % len(self.under_way)]

    @precondition(on_the_way)
    @rule()
    def part(self) -> None:
        self.under_way.clear()

    def arrive(self, place: int, *, keep: bool) -> None:
        if not self.under_way:
            return
        at = place % len(self.under_way)
        message = self.under_way[at] if keep else self.under_way.pop(at)
        end = self.ends[message.to]
        if message.data is None:
            self.under_way.append(end.serve(message))
        else:
            end.take(message)

    def spoil(self, place: int, change: Callable[[bytes], bytes]) -> None:
        if self.under_way and (data := self.under_way[place % len(self.under_way)].data):
            self.change(place, {path: change(each) for path, each in data.items()})

    def change(self, place: int, data: dict[str, bytes]) -> None:
        if self.under_way and self.under_way[place % len(self.under_way)].data is not None:
            at = place % len(self.under_way)
            self.under_way[at] = replace(self.under_way[at], data=data)

    # -- what holds at every moment -------------------------------------------------------------

    @invariant()
    def nobody_is_taken_for_a_liar(self) -> None:
        for end in self.ends.values():
            for party in end.node.founded.parties:
                origin = end.node.founded.origin(party.id)
                assert end.node.store.mirror(origin).frozen is None
                assert end.node.store.evidence(origin) == []

    @invariant()
    def a_mirror_is_a_beginning_of_the_log(self) -> None:
        for end in self.ends.values():
            owner = self.ends[end.peer].node.store
            mirrored = end.node.store.lock(end.their_origin)
            assert history.root_at(owner, end.their_origin, mirrored.size) == mirrored.root

    @invariant()
    def receipts_never_go_back(self) -> None:
        for name, end in self.ends.items():
            cosigner = self.ends[end.peer].node.mirror.name
            last = end.node.store.last_cosignature(end.node.own.origin, cosigner)
            size = last.size if last else 0
            assert self.receipted[name] <= size <= end.node.size()
            self.receipted[name] = size

    # -- the end of every schedule --------------------------------------------------------------

    def teardown(self) -> None:
        # The line is good again; what is left on it arrives late.
        while self.under_way:
            self.arrive(0, keep=False)
        for end in self.ends.values():
            catch_up(end, self.ends[end.peer])
        for end in self.ends.values():
            end.take(self.ends[end.peer].serve(end.ask_for_receipts()))
        alice, bob = self.ends.values()
        for end, other in ((alice, bob), (bob, alice)):
            own = end.node.own.origin
            assert other.node.store.head(own) == end.node.store.head(own)
            log.scrub(other.node.store, own)
            assert other.node.store.first_unheld(own) is None
            for cosigner in (other.node.mirror, other.node.delivery):
                last = end.node.store.last_cosignature(own, cosigner.name)
                assert last is not None
                assert last.size == end.node.size()
        assert alice.account() == bob.account()


def catch_up(end: End, other: End) -> None:
    """Ask and be answered until nothing is missing, then countersign, as on a good line."""
    for _ in range(4):
        end.take(other.serve(end.ask_for_note()))
        while end.step.fetch:
            end.take(other.serve(end.ask()))
        assert end.step.state is not SyncState.FORKED
        if end.node.size(end.their_origin) == other.node.size():
            break
    while end.missing():
        end.take(other.serve(end.ask_for_content()))
    end.countersign()


def flip(data: bytes, at: int) -> bytes:
    changed = bytearray(data)
    if changed:
        changed[at % len(changed)] ^= 1 << at % 8
    return bytes(changed)


class TestLine(Line.TestCase):  # type: ignore[valid-type,misc] # made by Hypothesis
    settings = settings(
        max_examples=SCHEDULES,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
