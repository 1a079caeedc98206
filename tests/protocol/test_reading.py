"""Reading a log's entries in their places."""

from dataclasses import replace

import pytest

from answerable.protocol import dsse, envelope, growth, history, reading, verify
from answerable.protocol.errors import Fault, NoSuchLog
from answerable.protocol.memory import MemoryStore
from tests.protocol import make
from tests.protocol.make import Node, channel, key, two_nodes

FOUNDED = channel()
ALICE = FOUNDED.log("alice")


def test_own_and_mirrored_entries_read_alike() -> None:
    alice, bob = two_nodes()
    alice.say(1, 2, 3)
    make.follow(bob, alice)

    ours = list(reading.read_entries(alice.store, ALICE))

    assert [each.index for each in ours] == [0, 1, 2]
    assert [each.fault for each in ours] == [None] * 3
    assert list(reading.read_entries(bob.store, ALICE)) == ours
    assert list(reading.read_entries(bob.store, ALICE, 1, 2)) == ours[1:2]
    assert list(reading.read_entries(bob.store, ALICE, 2, 99)) == ours[2:]


def test_what_is_not_under_a_checked_note_yet_is_not_read() -> None:
    alice, bob = two_nodes()
    alice.say(1)
    make.follow(bob, alice)
    head = bob.store.lock(ALICE.origin)
    growth.add_rows(bob.store, head, [(b"staged", None)])

    assert len(list(reading.read_entries(bob.store, ALICE))) == 1


def test_scenario_14_a_peer_that_uses_an_id_twice_is_heard_once() -> None:
    first, other = make.entry(ALICE, 1), make.entry(ALICE, 1, body={"other": True})
    owner = Node("alice", FOUNDED, MemoryStore())
    make.raw_log(owner.store, ALICE.origin, key("alice log"), [first, b"?", other, first])

    make.follow(bob := Node("bob", FOUNDED).begin(), owner)
    found = list(reading.read_entries(bob.store, ALICE))
    assert [each.fault for each in found] == [
        None,
        Fault.NOT_CANONICAL,
        Fault.DUPLICATE_ID,
        Fault.DUPLICATE_ID,
    ]
    assert found[2].detail == "has the id of entry 0"
    assert found[3].detail == "repeats entry 0"
    assert found[3].signer is None


def test_scenario_14_an_id_is_taken_also_by_a_statement_that_does_not_count() -> None:
    good, other = (
        dsse.parse(make.entry(ALICE, number), envelope.PAYLOAD_TYPE, max_bytes=9999)
        for number in (1, 2)
    )
    forged = replace(good, signatures=other.signatures).format()
    owner = Node("alice", FOUNDED, MemoryStore())
    make.raw_log(owner.store, ALICE.origin, key("alice log"), [forged, good.format()])

    make.follow(bob := Node("bob", FOUNDED).begin(), owner)
    mirrored = list(reading.read_entries(bob.store, ALICE))
    _report, exported = verify.full(history.reader(owner.store, ALICE.origin), ALICE)

    # Whoever reads the log says the same of it.
    faults = [Fault.BAD_SIGNATURE, Fault.DUPLICATE_ID]
    assert [each.fault for each in mirrored] == faults
    assert [each.fault for each in exported.faults] == faults


def test_no_log_has_no_entries() -> None:
    with pytest.raises(NoSuchLog):
        list(reading.read_entries(MemoryStore(), ALICE))
