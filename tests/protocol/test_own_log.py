"""Writing our own log: what is signed is what is stored, once, and never when in doubt."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.protocol import checkpoint, content, envelope, history, log, recovery, tree
from answerable.protocol.errors import (
    BadStatement,
    DamagedStore,
    HeadMoved,
    IdConflict,
    NoSuchLog,
    NotAllowedToSign,
)
from answerable.protocol.memory import MemoryStore
from answerable.protocol.recovery import HighWater
from tests.protocol import make
from tests.protocol.broken import FailingStore, FlippingHashes, FlippingStore
from tests.protocol.make import CLEAN, SUSPECT, Node, channel, entry, key

FOUNDED = channel()


def node(store: MemoryStore | None = None) -> Node:
    return Node("alice", FOUNDED, store or MemoryStore()).begin()


def signed_head(of: Node) -> checkpoint.Checkpoint:
    return checkpoint.open_note(of.note(), of.own.key).checkpoint


def test_an_empty_log_is_signed_at_its_beginning() -> None:
    assert signed_head(node()) == checkpoint.Checkpoint(FOUNDED.origin("alice"), 0, tree.EMPTY_ROOT)


def test_statements_stand_where_it_was_answered() -> None:
    alice = node()

    first, second = alice.say(1, 2)

    assert (first.index, second.index) == (0, 1)
    assert first.leaf_hash == tree.hash_leaf(entry(alice.own, 1))
    assert signed_head(alice).root == tree.root_hash([entry(alice.own, n) for n in (1, 2)])


@given(st.lists(st.integers(1, 40), min_size=1, max_size=8))
@settings(max_examples=15, deadline=None)
def test_batches_of_any_size_give_the_same_log(sizes: list[int]) -> None:
    numbers = list(range(sum(sizes)))
    alice, at = node(), 0
    for size in sizes:
        alice.say(*numbers[at : at + size])
        at += size

    expected = tree.root_hash([entry(alice.own, number) for number in numbers])

    assert signed_head(alice) == checkpoint.Checkpoint(alice.own.origin, len(numbers), expected)
    log.scrub(alice.store, alice.own.origin)


def test_scenario_14_the_same_statement_again_is_answered_with_its_place() -> None:
    alice = node()
    alice.say(1, 2)

    again = alice.say(2, 3, 3)

    assert [(each.index, each.is_new) for each in again] == [(1, False), (2, True), (2, False)]
    assert alice.size() == 3


def test_nothing_new_signs_nothing_new() -> None:
    alice = node()
    alice.say(1)
    before = alice.store.head(alice.own.origin)

    alice.say(1)

    assert alice.store.head(alice.own.origin) == before


def test_scenario_14_the_same_id_with_other_bytes_is_a_conflict() -> None:
    alice = node()
    alice.say(1)

    with pytest.raises(IdConflict):
        alice.say(1, body={"other": True})
    with pytest.raises(IdConflict):
        log.append(
            alice.store,
            alice.own,
            [entry(alice.own, 2), entry(alice.own, 2, thread=None)],
            alice.log_key,
            permit=CLEAN,
        )
    assert alice.size() == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        entry(FOUNDED.log("bob")),
        entry(FOUNDED.log("alice"), channel="a" * 26),
        entry(FOUNDED.log("alice")).replace(b"A", b"B", 1),
        envelope.sign(
            make.statement(FOUNDED.log("alice"), key=key("alice log").keyid), [key("alice log")]
        ),
    ],
)
def test_what_is_no_statement_of_this_log_is_not_appended(data: bytes) -> None:
    alice = node()

    with pytest.raises(BadStatement):
        log.append(alice.store, alice.own, [data], alice.log_key, permit=CLEAN)


def test_more_than_a_batch_at_once_is_refused() -> None:
    with pytest.raises(BadStatement, match="256"):
        log.append(MemoryStore(), FOUNDED.log("alice"), [b""] * 257, key("x"), permit=CLEAN)


def test_a_log_that_was_not_begun_cannot_be_written() -> None:
    own = FOUNDED.log("alice")

    with pytest.raises(NoSuchLog):
        log.append(MemoryStore(), own, [entry(own)], key("alice log"), permit=CLEAN)


def test_contents_are_promised_with_the_statement_that_names_them() -> None:
    alice = node()
    sealed = content.seal("a/b", b"words", bytes(32))

    alice.say(1, content=(content.reference(sealed),))

    assert [each.index for each in alice.store.references(sealed.commit)] == [0]
    assert alice.store.first_unheld(alice.own.origin) == 0


def test_a_suspect_log_is_not_signed() -> None:
    alice = node()

    with pytest.raises(NotAllowedToSign, match="restored"):
        log.append(alice.store, alice.own, [entry(alice.own)], alice.log_key, permit=SUSPECT)
    with pytest.raises(NotAllowedToSign):
        log.create(MemoryStore(), alice.own.origin, alice.log_key, permit=SUSPECT)


def test_a_frozen_log_is_not_signed() -> None:
    alice = node()
    alice.store.freeze(alice.own.origin, "fork")

    with pytest.raises(NotAllowedToSign, match="frozen: fork"):
        alice.say(1)


def test_a_log_is_begun_once() -> None:
    alice = node()

    with pytest.raises(HeadMoved):
        log.create(alice.store, alice.own.origin, alice.log_key, permit=CLEAN)


def test_another_key_than_the_logs_is_noticed_before_signing() -> None:
    alice = node()

    with pytest.raises(BadStatement, match="not the key"):
        log.append(alice.store, alice.own, [entry(alice.own)], key("other"), permit=CLEAN)

    assert alice.size() == 0


def test_scenario_32_a_bit_that_flips_while_storing_is_noticed_before_signing() -> None:
    store = FlippingStore()
    alice = node(store)
    alice.say(0, 1, 2)
    before = alice.note()
    store.flip = 4

    with pytest.raises(DamagedStore) as caught:
        alice.say(3, 4, 5)

    assert caught.value.index == 4
    assert alice.note() == before


def test_scenario_32_an_entry_that_is_lost_while_storing_is_noticed_before_signing() -> None:
    store = FlippingStore()
    alice = node(store)
    store.lose = 1

    with pytest.raises(DamagedStore) as caught:
        alice.say(0, 1, 2)

    assert caught.value.index == 1


@pytest.mark.parametrize("change", ["root", "edge", "note", "other note", "next"])
def test_scenario_32_a_head_that_no_longer_holds_is_not_built_upon(change: str) -> None:
    alice = node()
    alice.say(1, 2, 3)
    head = alice.store.lock(alice.own.origin)
    changed = {
        "root": replace(head, root=bytes(32)),
        "edge": replace(head, edge=head.edge[::-1]),
        "note": replace(head, note=head.note.replace(b"3\n", b"4\n")),
        "other note": replace(head, note=node().note()),
        "next": replace(head, next_index=5),
    }[change]
    alice.store._log(alice.own.origin).head = changed  # type: ignore[attr-defined]

    with pytest.raises(DamagedStore):
        alice.say(4)


@pytest.mark.parametrize("fail_at", range(4))
def test_scenario_33_a_disk_that_is_full_leaves_the_log_as_it_was(fail_at: int) -> None:
    store = FailingStore()
    alice = node(store)
    alice.say(1)
    before = alice.note()
    store.fail_at = fail_at

    with pytest.raises(OSError, match="no space"):
        alice.say(2, 3)

    assert alice.note() == before
    assert alice.size() == 1
    store.fail_at = -1
    alice.say(2, 3)
    log.scrub(store, alice.own.origin)


def test_scenario_30_only_notes_at_or_below_the_mark_are_served() -> None:
    alice = node()
    alice.say(1)
    mark = HighWater.of(alice.store.lock(alice.own.origin), "machine")
    first = alice.note()

    alice.say(2)

    assert log.servable_note(alice.store, alice.own.origin, mark) == first
    later = HighWater.of(alice.store.lock(alice.own.origin), "machine")
    assert log.servable_note(alice.store, alice.own.origin, later) == alice.note()


def test_nothing_is_served_of_a_log_without_notes() -> None:
    bob = Node("bob", FOUNDED).begin()
    mark = HighWater(FOUNDED.origin("alice"), 5, bytes(32), "machine")

    assert log.servable_note(bob.store, FOUNDED.origin("alice"), mark) is None


@pytest.mark.parametrize("index", [0, 255, 256, 599])
def test_scenario_32_scrubbing_names_the_entry_that_changed(index: int) -> None:
    store = FlippingStore()
    alice = node(store)
    for at in range(0, 600, 200):
        alice.say(*range(at, at + 200))
    store.flip = index

    with pytest.raises(DamagedStore) as caught:
        log.scrub(store, alice.own.origin)

    assert caught.value.index == index


def test_scrubbing_names_the_entry_that_is_missing() -> None:
    store = FlippingStore()
    alice = node(store)
    alice.say(*range(10))
    store.lose = 7

    with pytest.raises(DamagedStore) as caught:
        log.scrub(store, alice.own.origin)

    assert caught.value.index == 7


@pytest.mark.parametrize(("level", "place", "index"), [(0, 3, 3), (8, 1, 256)])
def test_scrubbing_finds_a_changed_hash(level: int, place: int, index: int) -> None:
    store = FlippingHashes()
    alice = node(store)
    for at in range(0, 600, 200):
        alice.say(*range(at, at + 200))
    store.level, store.place = level, place

    with pytest.raises(DamagedStore) as caught:
        log.scrub(store, alice.own.origin)

    assert caught.value.index == index


def test_scrubbing_finds_a_head_that_is_not_that_of_the_entries() -> None:
    alice = node()
    alice.say(1, 2)
    head = alice.store.lock(alice.own.origin)
    alice.store._log(alice.own.origin).head = replace(head, root=bytes(32))  # type: ignore[attr-defined]

    with pytest.raises(DamagedStore):
        log.scrub(alice.store, alice.own.origin)


def test_an_empty_mirror_can_be_scrubbed_and_no_log_cannot() -> None:
    bob = Node("bob", FOUNDED).begin()

    log.scrub(bob.store, FOUNDED.origin("alice"))
    with pytest.raises(NoSuchLog):
        log.scrub(bob.store, "nobody")


def test_a_permit_follows_from_the_assessment_at_the_start() -> None:
    alice = node()
    alice.say(1)
    behind = HighWater(alice.own.origin, 2, bytes(32), "m")

    permit = recovery.assess(alice.store, alice.own.origin, behind, machine="m")

    with pytest.raises(NotAllowedToSign, match="database_behind"):
        log.append(alice.store, alice.own, [entry(alice.own, 2)], alice.log_key, permit=permit)
    assert history.root_at(alice.store, alice.own.origin, 1) == signed_head(alice).root
