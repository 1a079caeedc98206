"""Lines of third parties are kept, carried and proven, and never count as a receipt."""

from dataclasses import replace

import pytest

from answerable.protocol import checkpoint, history, note, policy, receipts
from answerable.protocol.errors import BadKey, BadNote
from answerable.protocol.keys import COSIGNER, LOG, VerifierKey
from answerable.protocol.sync import SyncState
from answerable.protocol.witnesses import check_witness
from tests.protocol import make, packages
from tests.protocol.make import NOW, Node, channel, flipped, key
from tests.protocol.packages import WITNESS, witness_line, witnessed_note

FOUNDED = channel()
ALICE = FOUNDED.log("alice")


def node() -> Node:
    alice, _ = make.two_nodes()
    alice.say(1, 2)
    return alice


def take(alice: Node, data: bytes, *, time: int = NOW) -> receipts.Receipts:
    return receipts.take_witnessed(alice.store, alice.own, [WITNESS], data, time=time)


def test_a_witness_line_is_kept_and_carried_by_the_note_and_the_proof() -> None:
    alice = node()

    found = take(alice, witnessed_note(alice.note()))

    assert [each.name for each in found.new] == [WITNESS.name]
    served = history.with_receipts(alice.store, alice.own.origin, alice.note())
    opened = checkpoint.open_note(served, alice.own.key, [WITNESS])
    assert WITNESS in {each.key for each in opened.verified}
    proof = history.proof_file(alice.store, alice.own.origin, 0)
    assert WITNESS.name.encode() in proof


def test_the_same_line_again_is_nothing_new() -> None:
    alice = node()
    take(alice, witnessed_note(alice.note()))

    assert take(alice, witnessed_note(alice.note(), time=NOW + 5)).new == ()


def test_a_line_for_an_older_size_that_we_hold_is_kept_under_that_size() -> None:
    alice = node()
    older = alice.note()
    alice.say(3)

    found = take(alice, witnessed_note(older))

    assert [each.size for each in found.new] == [2]


def test_a_note_without_a_line_of_a_witness_is_refused() -> None:
    alice = node()

    with pytest.raises(BadNote, match="no witness"):
        take(alice, alice.note())


def test_a_line_that_does_not_verify_is_refused() -> None:
    alice = node()
    line = witness_line(alice.note(), by="somebody else")
    forged = note.parse(alice.note()).plus([line]).format()
    broken = flipped(witnessed_note(alice.note()), -10)

    with pytest.raises(BadNote):
        take(alice, forged)
    with pytest.raises(BadNote):
        take(alice, broken)


def test_a_line_under_another_root_of_our_key_is_evidence_of_a_fork() -> None:
    alice, other = node(), make.two_nodes()[0]
    other.say(8, 9)

    found = take(alice, witnessed_note(other.note()))

    assert found.state is SyncState.FORKED
    assert alice.store.evidence(alice.own.origin)


def test_a_line_for_more_than_we_have_makes_us_doubt_our_own_log() -> None:
    alice, other = node(), make.two_nodes()[0]
    other.say(1, 2, 3)

    assert take(alice, witnessed_note(other.note())).state is SyncState.SUSPECT


def test_a_witness_that_the_log_knows_already_is_not_counted_twice() -> None:
    alice = node()
    own = replace(alice.own, witnesses=(WITNESS,))

    found = receipts.take_witnessed(
        alice.store, own, [WITNESS], witnessed_note(alice.note()), time=NOW
    )

    assert len(found.new) == 1


def test_a_receipt_that_brings_a_witness_line_along_keeps_it() -> None:
    alice, bob = make.two_nodes()
    alice.say(1)
    make.follow(bob, alice)
    make.exchange_receipts(alice, bob)
    own = replace(alice.own, witnesses=(WITNESS,))

    found = receipts.take_receipts(alice.store, own, witnessed_note(alice.note()), time=NOW)

    assert [each.name for each in found.new] == [WITNESS.name]


def test_the_mirror_keeps_the_lines_that_its_owner_shows() -> None:
    alice, bob = make.two_nodes()
    alice.say(1)
    make.follow(bob, alice)
    shown = witnessed_note(alice.note())

    def keep(data: bytes) -> int:
        found = receipts.keep_witnessed(bob.store, alice.own, [WITNESS], data, time=NOW)
        return len(found.new)

    assert keep(shown) == 1
    assert keep(shown) == 0
    served = receipts.mirror_note(bob.store, alice.own.origin)
    assert served is not None
    assert WITNESS.name.encode() in served


def test_the_mirror_keeps_no_line_of_what_is_not_here_or_is_another_log() -> None:
    alice, bob = make.two_nodes()
    other = make.two_nodes()[0]
    alice.say(1)
    other.say(9)
    make.follow(bob, alice)
    alice.say(2)

    for data in (witnessed_note(alice.note()), witnessed_note(other.note()), alice.note()):
        found = receipts.keep_witnessed(bob.store, alice.own, [WITNESS], data, time=NOW)
        assert found.new == ()


def test_a_line_ahead_of_our_clock_is_kept_and_flagged() -> None:
    alice = node()

    found = take(alice, witnessed_note(alice.note(), time=NOW + 9999))

    assert found.flags == ((WITNESS.name, "future"),)


@pytest.mark.parametrize("role", ["identity", "log", "mirror", "delivery", "node", "office"])
@pytest.mark.parametrize("party", ["alice", "bob"])
def test_scenario_46_no_key_of_a_party_is_a_witness(party: str, role: str) -> None:
    reused = VerifierKey("w.example/w", COSIGNER, key(f"{party} {role}").public)

    with pytest.raises(BadKey, match="cannot witness itself"):
        check_witness(ALICE, reused)


def test_a_witness_has_a_key_and_a_name_of_its_own() -> None:
    check_witness(ALICE, WITNESS)
    fresh = key("fresh").public

    with pytest.raises(BadKey, match="0x04"):
        check_witness(ALICE, VerifierKey(WITNESS.name, LOG, fresh))
    with pytest.raises(BadKey, match="one of bob's"):
        check_witness(ALICE, VerifierKey("bob.example/answerable/mirror", COSIGNER, fresh))
    for again in (
        VerifierKey(WITNESS.name, COSIGNER, fresh),
        VerifierKey("w.example/2", COSIGNER, WITNESS.public),
    ):
        with pytest.raises(BadKey, match="already"):
            check_witness(ALICE, again, [WITNESS])


def test_a_policy_names_its_witnesses_and_asks_no_more_than_before() -> None:
    plain = ALICE.policy()

    found = policy.parse(replace(ALICE, witnesses=(WITNESS,)).policy().encode())

    assert found.witnesses["witness-1"] == WITNESS
    assert found.quorum == policy.parse(plain.encode()).quorum
    assert not found.is_met_by(frozenset([WITNESS]))


def test_a_proof_prefers_the_receipt_to_a_line_that_is_none() -> None:
    alice, bob = make.two_nodes()
    alice.say(1)
    take(alice, witnessed_note(alice.note()))
    alice.say(2)
    make.follow(bob, alice)
    make.exchange_receipts(alice, bob)
    mirror = FOUNDED.mirror_key("bob").name

    def size(**how: bool) -> int:
        return history.proof_size(alice.store, alice.own.origin, 0, needed=[mirror], **how)

    assert size() == 2
    assert history.proof_size(alice.store, alice.own.origin, 0) == 1


def test_a_proof_with_the_most_lines_can_be_asked_for() -> None:
    alice, bob = make.two_nodes()
    alice.say(1)
    make.follow(bob, alice)
    receipts.cosign_mirror(bob.store, alice.own.origin, bob.mirror, time=NOW, permit=make.CLEAN)
    shown = receipts.mirror_note(bob.store, alice.own.origin)
    assert shown is not None
    receipts.take_receipts(alice.store, alice.own, shown, time=NOW)
    alice.say(2)
    make.follow(bob, alice)
    make.exchange_receipts(alice, bob)

    assert history.proof_size(alice.store, alice.own.origin, 0) == 1
    assert history.proof_size(alice.store, alice.own.origin, 0, most=True) == 2


def test_a_package_shows_the_line() -> None:
    assert packages.parts(witnessed=True).proof.count(b"witness.example/w") == 1
