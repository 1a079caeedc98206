"""Following a peer's log: what is taken, what is refused, and what freezes it with evidence."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from answerable.protocol import (
    content,
    history,
    log,
    receipts,
    sync,
    tiles,
    tree,
)
from answerable.protocol.envelope import Reading
from answerable.protocol.errors import BadCheckpoint, BadNote, HeadMoved, NoSuchLog
from answerable.protocol.memory import MemoryStore
from answerable.protocol.sync import Step, SyncState
from tests.protocol import make
from tests.protocol.broken import FailingStore
from tests.protocol.following import ALICE, FOUNDED, ORIGIN, raw_branch, signed
from tests.protocol.make import NOW, Node, flipped, key, raw_entries, serve, two_nodes


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 600])
def test_a_follower_ends_with_the_same_log(count: int) -> None:
    alice, bob = two_nodes()
    for at in range(0, count, 250):
        alice.say(*range(at, min(at + 250, count)))

    step = make.follow(bob, alice)

    assert step.state is (SyncState.STORED if count else SyncState.IDLE)
    assert step.stored == ((0, count) if count else None)
    assert bob.store.head(ORIGIN) == alice.store.head(ORIGIN)
    assert make.follow(bob, alice).state is SyncState.IDLE
    log.scrub(bob.store, ORIGIN)


def test_a_follower_takes_up_where_it_stopped() -> None:
    alice, bob = two_nodes()
    alice.say(*range(100))
    make.follow(bob, alice)
    alice.say(*range(100, 300))

    step = make.follow(bob, alice)

    assert step.stored == (100, 300)
    assert bob.store.head(ORIGIN) == alice.store.head(ORIGIN)


def test_scenario_36_no_more_is_asked_for_at_once_than_32_bundles() -> None:
    _, bob = two_nodes()
    claim = signed(2**62, bytes(32))

    step = sync.take_note(bob.store, ALICE, claim, time=NOW)

    assert step.state is SyncState.FETCH
    assert len(step.fetch) == sync.MAX_BUNDLES
    assert step.fetch[-1].end == 8192
    assert step.peer_size == 2**62


def test_a_long_log_comes_in_several_rounds() -> None:
    owner = raw_branch(raw_entries(20_000))
    _, bob = two_nodes()
    rounds = 0
    step = sync.take_note(bob.store, ALICE, owner.note(), time=NOW)

    while step.state is SyncState.FETCH:
        rounds += 1
        step = sync.take_bundles(bob.store, ALICE, serve(owner, step))

    assert (rounds, step.state) == (3, SyncState.STORED)
    assert bob.store.head(ORIGIN) == owner.store.head(ORIGIN)


def test_scenario_38_after_a_pause_it_goes_on_at_the_next_entry() -> None:
    owner = raw_branch(raw_entries(9000))
    _, bob = two_nodes()
    assert sync.resume(bob.store, ALICE).state is SyncState.IDLE
    step = sync.take_note(bob.store, ALICE, owner.note(), time=NOW)
    sync.take_bundles(bob.store, ALICE, serve(owner, step))

    step = sync.resume(bob.store, ALICE)

    assert (step.state, step.fetch[0].start) == (SyncState.FETCH, 8192)
    assert bob.size(ORIGIN) == 0
    assert sync.take_bundles(bob.store, ALICE, serve(owner, step)).stored == (0, 9000)


def test_a_note_that_the_log_did_not_sign_is_refused_and_changes_nothing() -> None:
    _, bob = two_nodes()
    before = bob.store.head(ORIGIN)

    with pytest.raises(BadNote):
        sync.take_note(bob.store, ALICE, signed(5, bytes(32), "stranger"), time=NOW)
    other = FOUNDED.origin("bob")
    with pytest.raises(BadCheckpoint):
        sync.take_note(bob.store, ALICE, signed(5, bytes(32), "bob log", other), time=NOW)
    with pytest.raises(BadNote):
        sync.take_note(bob.store, ALICE, b"", time=NOW)

    assert bob.store.head(ORIGIN) == before
    assert bob.store.mirror(ORIGIN).pending is None


def test_what_is_not_followed_cannot_be_synced() -> None:
    store = MemoryStore()

    with pytest.raises(NoSuchLog):
        sync.take_note(store, ALICE, signed(0, tree.EMPTY_ROOT), time=NOW)
    with pytest.raises(NoSuchLog):
        sync.take_bundles(store, ALICE, [])
    with pytest.raises(NoSuchLog):
        sync.resume(store, ALICE)


def test_a_log_is_followed_once() -> None:
    _, bob = two_nodes()

    with pytest.raises(HeadMoved):
        sync.start_mirror(bob.store, ALICE)


def test_entries_that_are_not_understood_are_stored_like_all_others() -> None:
    owner = Node("alice", FOUNDED, MemoryStore())
    strange = [b"", b"hello", bytes(20_000), make.entry(FOUNDED.log("bob")), b"\xff" * 9]
    make.raw_log(owner.store, ORIGIN, key("alice log"), strange)
    _, bob = two_nodes()

    step = make.follow(bob, owner)

    assert step.stored == (0, 5)
    assert bob.store.entries(ORIGIN, 0, 9) == strange
    assert receipts.cosign_mirror(bob.store, ORIGIN, bob.mirror, time=NOW, permit=make.CLEAN)


def test_contents_are_promised_by_statements_that_are_understood_alone() -> None:
    sealed = [content.seal("a/b", data, bytes(32)) for data in (b"one", b"two")]
    good = make.entry(ALICE, 1, content=(content.reference(sealed[0]),))
    foreign = make.entry(FOUNDED.log("bob"), 2, content=(content.reference(sealed[1]),))
    owner = raw_branch([good, foreign])
    _, bob = two_nodes()

    make.follow(bob, owner)

    assert [each.index for each in bob.store.references(sealed[0].commit)] == [0]
    assert bob.store.references(sealed[1].commit) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda bundles: bundles[:-1],
        lambda bundles: [*bundles, b""],
        lambda bundles: [b"", *bundles[1:]],
        lambda bundles: [bundles[0][:-1], *bundles[1:]],
        lambda bundles: [bundles[0] + b"\0", *bundles[1:]],
        lambda bundles: [bytes(tiles.MAX_BUNDLE + 1), *bundles[1:]],
        lambda bundles: bundles[::-1],
    ],
)
def test_scenario_35_bytes_that_are_no_bundles_are_not_kept(
    spoil: Callable[[list[bytes]], list[bytes]],
) -> None:
    alice, bob = two_nodes()
    alice.say(*range(200))
    alice.say(*range(200, 300))
    step = sync.take_note(bob.store, ALICE, alice.note(), time=NOW)

    bad = sync.take_bundles(bob.store, ALICE, spoil(serve(alice, step)))

    assert bad.state is SyncState.STALLED
    assert bob.store.lock(ORIGIN).next_index == 0
    again = sync.resume(bob.store, ALICE)
    assert sync.take_bundles(bob.store, ALICE, serve(alice, again)).state is SyncState.STORED


def test_scenario_04_a_bundle_that_is_full_by_now_serves_too() -> None:
    alice, bob = two_nodes()
    alice.say(*range(100))
    step = sync.take_note(bob.store, ALICE, alice.note(), time=NOW)
    alice.say(*range(100, 256))
    full = history.tile(alice.store, ORIGIN, step.fetch[0].full.path, 256)

    stored = sync.take_bundles(bob.store, ALICE, [full])

    assert stored.stored == (0, 100)
    assert bob.store.entries(ORIGIN, 0, 300) == alice.store.entries(ORIGIN, 0, 100)


def test_damaged_entries_of_a_new_log_are_fetched_again() -> None:
    alice, bob = two_nodes()
    alice.say(1, 2)
    step = sync.take_note(bob.store, ALICE, alice.note(), time=NOW)
    bundle = serve(alice, step)[0]

    bad = sync.take_bundles(bob.store, ALICE, [flipped(bundle, 9)])

    assert (bad.state, bad.reason) == (SyncState.STALLED, "entries_damaged")
    assert make.follow(bob, alice).stored == (0, 2)


def test_what_was_signed_first_is_fetched_to_its_end_first() -> None:
    alice, bob = two_nodes()
    alice.say(1, 2)
    sync.take_note(bob.store, ALICE, alice.note(), time=NOW)
    alice.say(0, 1, 2)

    step = sync.take_note(bob.store, ALICE, alice.note(), time=NOW)

    assert (step.state, step.peer_size) == (SyncState.FETCH, 2)
    assert sync.take_bundles(bob.store, ALICE, serve(alice, step)).stored == (0, 2)
    assert make.follow(bob, alice).stored == (2, 3)


def test_a_note_below_one_that_is_being_fetched_makes_the_peer_suspect() -> None:
    alice, bob = two_nodes()
    alice.say(1)
    old = alice.note()
    alice.say(2)
    sync.take_note(bob.store, ALICE, alice.note(), time=NOW)

    found = sync.take_note(bob.store, ALICE, old, time=NOW)

    assert found.state is SyncState.SUSPECT
    assert sync.resume(bob.store, ALICE).peer_size == 2


def test_the_first_note_of_an_empty_log_is_kept() -> None:
    alice, bob = two_nodes()

    assert make.follow(bob, alice).state is SyncState.IDLE
    assert receipts.mirror_note(bob.store, ORIGIN) == alice.note()
    assert make.follow(bob, alice).state is SyncState.IDLE


def test_bundles_and_tiles_that_nobody_asked_for_change_nothing() -> None:
    alice, bob = two_nodes()
    alice.say(1)
    make.follow(bob, alice)
    before = bob.store.head(ORIGIN)

    assert sync.take_bundles(bob.store, ALICE, [b"x"]).state is SyncState.IDLE
    assert sync.take_tiles(bob.store, ALICE, {}, time=NOW).state is SyncState.IDLE
    assert bob.store.head(ORIGIN) == before


class RacedStore(MemoryStore):
    """Somebody else takes the same bundles while ours are being verified."""

    rival: list[bytes] | None = None

    def transaction(self):  # type: ignore[no-untyped-def] # as in MemoryStore
        bundles, self.rival = self.rival, None
        if bundles is not None:
            sync.take_bundles(self, ALICE, bundles)
        return super().transaction()


def test_scenario_19_who_takes_the_same_bundles_second_is_told() -> None:
    store = RacedStore()
    alice, bob = two_nodes()[0], Node("bob", FOUNDED, store).begin()
    alice.say(1, 2)
    step = sync.take_note(store, ALICE, alice.note(), time=NOW)
    store.rival = serve(alice, step)

    with pytest.raises(HeadMoved):
        sync.take_bundles(store, ALICE, serve(alice, step))

    assert bob.size(ORIGIN) == 2
    log.scrub(store, ORIGIN)


@pytest.mark.parametrize("fail_at", range(4))
def test_scenario_33_a_full_disk_while_following_leaves_what_was(fail_at: int) -> None:
    store = FailingStore()
    alice, bob = two_nodes()[0], Node("bob", FOUNDED, store).begin()
    alice.say(1, 2)
    step = sync.take_note(store, ALICE, alice.note(), time=NOW)
    store.fail_at = fail_at

    with pytest.raises(OSError, match="no space"):
        sync.take_bundles(store, ALICE, serve(alice, step))

    assert bob.size(ORIGIN) == 0
    store.fail_at = -1
    assert make.follow(bob, alice).stored == (0, 2)


@pytest.mark.parametrize(
    ("failures", "jitter", "seconds"),
    [(0, 0.0, 2.5), (0, 0.99, 4.975), (3, 0.0, 20.0), (50, 0.0, 450.0), (50, 1.0, 900.0)],
)
def test_waiting_grows_and_is_spread(failures: int, jitter: float, seconds: float) -> None:
    assert sync.retry_delay(failures, jitter) == pytest.approx(seconds)


def test_a_step_is_a_value() -> None:
    assert replace(Step(SyncState.IDLE), our_size=1) == Step(SyncState.IDLE, our_size=1)


def test_the_caller_is_shown_what_was_read_so_that_it_need_not_read_again() -> None:
    alice, bob = two_nodes()
    alice.say(0, 1, 2)
    shown: list[Reading] = []
    step = sync.take_note(bob.store, ALICE, alice.note(), time=NOW)

    sync.take_bundles(bob.store, ALICE, serve(alice, step), look=shown.extend)

    assert [reading.index for reading in shown] == [0, 1, 2]
    assert all(reading.fault is None for reading in shown)
