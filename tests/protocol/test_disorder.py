"""Messages lost, doubled, late and damaged on the way: the follower ends with the same log."""

from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.protocol import (
    receipts,
    sync,
)
from answerable.protocol.sync import Step, SyncState
from tests.protocol import make
from tests.protocol.following import ALICE, ORIGIN, frozen, tiles_for
from tests.protocol.make import NOW, flipped, serve, two_nodes


@given(
    st.lists(
        st.sampled_from(["say", "note", "old note", "bundles", "twice", "damaged", "receipt"]),
        max_size=40,
    )
)
@settings(max_examples=60, deadline=None)
def test_scenario_37_lost_doubled_late_and_damaged_messages_end_in_the_same_log(
    schedule: list[str],
) -> None:
    alice, bob = two_nodes()
    notes = [alice.note()]
    step = Step(SyncState.IDLE)
    for number, event in enumerate(schedule):
        if event == "say":
            alice.say(number)
            notes.append(alice.note())
        elif event in {"note", "old note"}:
            step = sync.take_note(
                bob.store, ALICE, notes[-1 if event == "note" else number % len(notes)], time=NOW
            )
        elif event == "receipt":
            receipts.cosign_mirror(bob.store, ORIGIN, bob.mirror, time=NOW, permit=make.CLEAN)
            if note := receipts.mirror_note(bob.store, ORIGIN):
                receipts.take_receipts(alice.store, alice.own, note, time=NOW)
        elif step.state is SyncState.FETCH:
            bundles = serve(alice, step)
            if event == "damaged":
                bundles = [flipped(bundles[0], number % len(bundles[0])), *bundles[1:]]
            step = sync.take_bundles(bob.store, ALICE, bundles)
            if event == "twice":
                sync.take_bundles(bob.store, ALICE, bundles)
        if step.state is SyncState.CHECK:
            step = sync.take_tiles(bob.store, ALICE, tiles_for(alice, step), time=NOW)

    for _ in range(3):
        last = make.follow(bob, alice)
    make.exchange_receipts(alice, bob)

    assert last.state is SyncState.IDLE
    assert frozen(bob) is None
    assert bob.store.head(ORIGIN) == alice.store.head(ORIGIN)
    last_receipt = alice.store.last_cosignature(ORIGIN, bob.mirror.name)
    assert last_receipt is not None
    assert last_receipt.size == alice.size()
