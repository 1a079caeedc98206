"""Receipts: given for what is stored, never backwards, and kept by the one who needs them."""

import pytest

from answerable.protocol import checkpoint, content, evidence, history, keys, note, receipts
from answerable.protocol.content import ContentState
from answerable.protocol.errors import BadNote, DamagedStore, NotAllowedToSign
from answerable.protocol.memory import MemoryStore
from answerable.protocol.receipts import Cosigner
from answerable.protocol.store import Cosignature
from answerable.protocol.sync import SyncState
from tests.protocol import make
from tests.protocol.broken import FlippingHashes
from tests.protocol.make import CLEAN, NOW, SUSPECT, Node, channel, flipped, key, two_nodes

FOUNDED = channel()
ORIGIN = FOUNDED.origin("alice")


def mirrored(*numbers: int) -> tuple[Node, Node]:
    alice, bob = two_nodes()
    alice.say(*numbers)
    make.follow(bob, alice)
    return alice, bob


def cosign(bob: Node, time: int = NOW) -> Cosignature | None:
    return receipts.cosign_mirror(bob.store, ORIGIN, bob.mirror, time=time, permit=CLEAN)


def deliver(bob: Node, time: int = NOW) -> Cosignature | None:
    return receipts.cosign_delivery(bob.store, ORIGIN, bob.delivery, time=time, permit=CLEAN)


def test_a_receipt_covers_what_is_stored_and_tells_the_time() -> None:
    _, bob = mirrored(1, 2)

    given = cosign(bob)

    assert given is not None
    assert (given.size, given.time, given.name) == (2, NOW, "bob.example/answerable/mirror")


def test_the_owner_keeps_the_receipts_that_verify() -> None:
    alice, bob = mirrored(1, 2)

    found = make.exchange_receipts(alice, bob)

    assert found.state is SyncState.IDLE
    assert {each.name for each in found.new} == {bob.mirror.name, bob.delivery.name}
    assert found.flags == ()
    log_key = FOUNDED.log_key("alice")
    served = history.with_receipts(alice.store, ORIGIN, alice.note())
    opened = checkpoint.open_note(served, log_key, FOUNDED.cosigners("alice"))
    assert len(opened.verified) == 3


def test_the_same_receipts_again_are_nothing_new() -> None:
    alice, bob = mirrored(1)
    make.exchange_receipts(alice, bob)

    assert make.exchange_receipts(alice, bob).new == ()
    assert len(alice.store.cosignatures(ORIGIN)) == 2


def test_a_size_is_countersigned_once() -> None:
    _, bob = mirrored(1)

    assert cosign(bob) is not None
    assert cosign(bob, NOW + 60) is None


def test_nothing_is_countersigned_of_which_there_is_no_note() -> None:
    _, bob = two_nodes()

    assert cosign(bob) is None
    assert deliver(bob) is None
    assert receipts.mirror_note(bob.store, ORIGIN) is None
    assert receipts.mirror_note(MemoryStore(), ORIGIN) is None


def test_scenario_45_the_time_never_goes_back() -> None:
    alice, bob = mirrored(1)
    cosign(bob, NOW)
    alice.say(2)
    make.follow(bob, alice)

    later = cosign(bob, NOW - 86_400)

    assert later is not None
    assert later.time == NOW


def test_scenario_26_a_smaller_size_than_before_is_not_countersigned() -> None:
    _, bob = mirrored(1)
    bob.store.add_cosignature(
        Cosignature(ORIGIN, 5, bob.mirror.name, b"1234", NOW, "\u2014 x QUFBQUFB")
    )

    with pytest.raises(NotAllowedToSign, match="size 5"):
        cosign(bob)


def test_scenario_23_a_restored_node_countersigns_nothing() -> None:
    _, bob = mirrored(1)

    with pytest.raises(NotAllowedToSign):
        receipts.cosign_mirror(bob.store, ORIGIN, bob.mirror, time=NOW, permit=SUSPECT)
    with pytest.raises(NotAllowedToSign):
        receipts.cosign_delivery(bob.store, ORIGIN, bob.delivery, time=NOW, permit=SUSPECT)


def test_a_frozen_log_is_not_countersigned() -> None:
    _, bob = mirrored(1)
    bob.store.freeze(ORIGIN, "fork")

    with pytest.raises(NotAllowedToSign, match="fork"):
        cosign(bob)


def test_scenario_32_damaged_hashes_are_noticed_before_countersigning() -> None:
    store = FlippingHashes()
    alice, bob = two_nodes()[0], Node("bob", FOUNDED, store).begin()
    alice.say(1, 2)
    make.follow(bob, alice)
    store.level = 0

    with pytest.raises(DamagedStore):
        cosign(bob)


def sealed(name: str) -> content.Content:
    return content.seal("a/b", name.encode(), make.seed(name))


def test_scenario_57_without_its_content_an_entry_is_mirrored_but_not_delivered() -> None:
    alice, bob = two_nodes()
    one, two = sealed("one"), sealed("two")
    make.follow(bob, alice)
    for number, each in enumerate((one, two)):
        alice.say(number, content=(content.reference(each),))
        make.follow(bob, alice)

    assert cosign(bob) is not None
    empty = deliver(bob)
    assert empty is not None
    assert empty.size == 0
    assert deliver(bob) is None
    bob.store.hold(one.commit, one.salt, one.record)
    first = deliver(bob)
    bob.store.hold(two.commit, two.salt, two.record)
    second = deliver(bob)

    assert first is not None
    assert second is not None
    assert (first.size, second.size) == (1, 2)


def test_an_erased_content_holds_up_no_delivery() -> None:
    alice, bob = two_nodes()
    one = sealed("one")
    alice.say(1, content=(content.reference(one),))
    make.follow(bob, alice)
    assert deliver(bob) is None

    bob.store.mark(one.commit, ContentState.REDACTED)

    assert deliver(bob) is not None


def test_a_content_that_goes_missing_later_takes_no_receipt_back() -> None:
    alice, bob = two_nodes()
    one = sealed("one")
    make.follow(bob, alice)
    alice.say(1, content=(content.reference(one),))
    make.follow(bob, alice)
    bob.store.hold(one.commit, one.salt, one.record)
    deliver(bob)

    bob.store.mark(one.commit, ContentState.MISSING)

    assert deliver(bob) is None


def test_the_delivery_line_can_be_served_for_an_older_size() -> None:
    alice, bob = mirrored(1)
    deliver(bob)
    alice.say(2, content=(content.reference(sealed("late")),))
    make.follow(bob, alice)
    cosign(bob)

    served = receipts.delivery_note(bob.store, ORIGIN, bob.delivery.name)

    assert served is not None
    found = receipts.take_receipts(alice.store, alice.own, served, time=NOW)
    assert [(each.name, each.size) for each in found.new] == [(bob.delivery.name, 1)]


def test_without_a_delivery_line_there_is_nothing_to_serve() -> None:
    _, bob = mirrored(1)

    assert receipts.delivery_note(bob.store, ORIGIN, bob.delivery.name) is None


@pytest.mark.parametrize(
    ("second", "flag"), [(NOW + 3600, "future"), (NOW - 60, "earlier"), (NOW + 60, None)]
)
def test_scenario_10_an_odd_time_is_flagged_and_the_receipt_kept(
    second: int, flag: str | None
) -> None:
    alice, bob = mirrored(1)
    make.exchange_receipts(alice, bob)
    alice.say(2)
    line = checkpoint.cosign(
        checkpoint.parse(note.parse(alice.note()).text), bob.mirror.name, bob.mirror.key, second
    )
    odd = note.parse(alice.note()).plus([line]).format()

    found = receipts.take_receipts(alice.store, alice.own, odd, time=NOW)

    assert found.flags == (((bob.mirror.name, flag),) if flag else ())
    assert len(found.new) == 1


def test_a_receipt_for_an_older_size_that_comes_late_is_not_called_earlier() -> None:
    alice, bob = mirrored(1)
    cosign(bob)
    late = receipts.mirror_note(bob.store, ORIGIN)
    alice.say(2)
    make.follow(bob, alice)
    make.exchange_receipts(alice, bob, time=NOW + 50)
    assert late is not None

    found = receipts.take_receipts(alice.store, alice.own, late, time=NOW + 60)

    assert found.flags == ()
    assert [each.size for each in found.new] == [1]


def test_a_line_that_fails_is_refused_with_the_whole_note() -> None:
    alice, bob = mirrored(1)
    cosign(bob)
    served = receipts.mirror_note(bob.store, ORIGIN)
    assert served is not None

    with pytest.raises(BadNote):
        receipts.take_receipts(alice.store, alice.own, flipped(served, -12), time=NOW)
    assert alice.store.cosignatures(ORIGIN) == []


def test_a_strangers_receipt_is_not_kept() -> None:
    alice, _ = mirrored(1)
    at = checkpoint.parse(note.parse(alice.note()).text)
    stranger = Cosigner("carol.example/mirror", key("carol"))
    line = checkpoint.cosign(at, stranger.name, stranger.key, NOW)

    found = receipts.take_receipts(
        alice.store, alice.own, note.parse(alice.note()).plus([line]).format(), time=NOW
    )

    assert found.new == ()


def test_scenario_21_a_peer_that_holds_more_of_our_log_makes_us_suspect() -> None:
    alice, bob = mirrored(1, 2)
    cosign(bob)
    served = receipts.mirror_note(bob.store, ORIGIN)
    assert served is not None
    restored = Node("alice", FOUNDED).begin()
    restored.say(1)

    found = receipts.take_receipts(restored.store, restored.own, served, time=NOW)

    assert (found.state, found.size) == (SyncState.SUSPECT, 2)
    [shown] = restored.store.evidence(ORIGIN)
    assert (shown.code, shown.data) == (receipts.OWN_LOG_AHEAD, served)
    assert alice.size() == 2


def test_scenario_24_a_peer_that_holds_another_log_under_our_key_stops_us() -> None:
    _, bob = mirrored(1)
    clone = Node("alice", FOUNDED).begin()
    clone.say(9, 10)
    cosign(bob)
    served = receipts.mirror_note(bob.store, ORIGIN)
    assert served is not None

    found = receipts.take_receipts(clone.store, clone.own, served, time=NOW)

    assert found.state is SyncState.FORKED
    [shown] = clone.store.evidence(ORIGIN)
    assert evidence.check_fork(shown.data, FOUNDED.log_key("alice")).larger == clone.note()
    with pytest.raises(NotAllowedToSign):
        clone.say(11)


def test_a_cosigner_is_named_by_role() -> None:
    names = {key.name for key in FOUNDED.cosigners("alice")}

    assert names == {"bob.example/answerable/mirror", "bob.example/answerable/delivery"}
    assert {key.type for key in FOUNDED.cosigners("alice")} == {keys.COSIGNER}


def test_scenario_31_a_receipt_that_a_crash_prevented_is_given_at_the_next_try() -> None:
    alice, bob = mirrored(1, 2)

    again = make.follow(bob, alice)
    first, second = cosign(bob), cosign(bob)

    assert again.state is SyncState.IDLE
    assert bob.size(ORIGIN) == 2
    assert first is not None
    assert second is None


def test_scenario_41_two_idle_nodes_stay_idle() -> None:
    alice, bob = mirrored(1)
    bob.say(1)
    for each, other in ((alice, bob), (bob, alice)):
        make.follow(each, other)
        make.exchange_receipts(other, each)
    before = [node.store.head(node.own.origin) for node in (alice, bob)]

    for minute in range(60):
        for each, other in ((alice, bob), (bob, alice)):
            assert make.follow(each, other).state is SyncState.IDLE
            assert make.exchange_receipts(other, each, time=NOW + 60 * minute).new == ()

    assert [node.store.head(node.own.origin) for node in (alice, bob)] == before
    assert len(alice.store.cosignatures(ORIGIN)) == 2
