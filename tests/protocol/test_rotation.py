"""Keys that change while a log is written, followed, receipted and verified."""

from collections.abc import Sequence

import pytest

from answerable.protocol import (
    checkpoint,
    envelope,
    growth,
    history,
    log,
    receipts,
    succession,
    sync,
    tiles,
    verify,
)
from answerable.protocol.changes import KeyRole
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.errors import BadNote, BadStatement, HeadMoved
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import LOG, VerifierKey
from answerable.protocol.memory import MemoryStore
from answerable.protocol.receipts import Cosigner
from answerable.protocol.sync import Step, SyncState
from tests.protocol import make
from tests.protocol.keychanges import (
    ALICE_LOG,
    FOUNDED,
    IDENTITY,
    alice,
    new_key,
    revoked,
    rotated,
    said,
    saying,
)
from tests.protocol.make import CLEAN, NOW, Node, entry, key, two_nodes

OLD, NEW = (VerifierKey(ALICE_LOG, LOG, key(name).public) for name in ("alice log", "new log"))


def known(node: Node, party: str = "alice") -> LogIdentity:
    """What a node knows of a party's log by what it stores."""
    return succession.identity_of(FOUNDED, party, succession.read_store(node.store))


def append(owner: Node, entries: Sequence[bytes], signer: str, *also: str) -> None:
    log.append(
        owner.store,
        known(owner),
        entries,
        key(signer),
        permit=CLEAN,
        also=[key(name) for name in also],
    )


def follow(follower: Node, owner: Node) -> Step:
    """Follow as a node does: what is known of the keys is folded anew for every step."""
    step = sync.take_note(follower.store, known(follower), owner.note(), time=NOW)
    while step.state is SyncState.FETCH:
        step = sync.take_bundles(follower.store, known(follower), make.serve(owner, step))
    return step


def rotate_log(owner: Node, *also: str) -> None:
    at = owner.size()
    change = rotated(alice(), at, KeyRole.LOG, "new log", "alice log")
    append(owner, [change, entry(owner.own, at + 1)], "new log", *also)


def test_scenario_43_a_follower_learns_the_new_key_from_the_log_itself() -> None:
    owner, follower = two_nodes()
    owner.say(0, 1, 2)
    follow(follower, owner)
    old_note = owner.note()

    rotate_log(owner, "alice log")
    knew = known(follower)
    step = follow(follower, owner)

    # By the old key's line it took the note; from now on it asks for the new one's.
    assert [each.public for each in knew.owner.log_keys(9)] == [OLD.public]
    assert step.state is SyncState.STORED
    assert known(follower).key == NEW
    assert follower.store.head(ALICE_LOG) == owner.store.head(ALICE_LOG)
    append(owner, [entry(owner.own, 9)], "new log")
    assert follow(follower, owner).state is SyncState.STORED
    # An old note is still one of this log.
    assert known(follower).open_note(old_note).checkpoint.size == 3
    assert sync.take_note(follower.store, known(follower), old_note, time=NOW).reason == (
        "peer_behind"
    )


def test_scenario_43_a_verifier_with_either_key_accepts_what_both_signed() -> None:
    owner, _ = two_nodes()
    owner.say(0, 1, 2)
    before = owner.note()
    rotate_log(owner, "alice log")

    read = history.reader(owner.store, ALICE_LOG)

    assert verify.structure(read, OLD).checkpoint == verify.structure(read, NEW).checkpoint
    report, contents = verify.full(read, FOUNDED.log("alice"))
    assert report.checkpoint.size == 5
    assert (contents.statements, contents.not_understood) == (5, 0)
    assert checkpoint.open_note(before, OLD).checkpoint.size == 3
    with pytest.raises(BadNote):
        checkpoint.open_note(before, NEW)


def test_scenario_43_the_old_key_alone_signs_no_later_size() -> None:
    owner, follower = two_nodes()
    owner.say(0)
    rotate_log(owner, "alice log")
    follow(follower, owner)
    head = owner.store.lock(ALICE_LOG)
    by_old = checkpoint.sign(Checkpoint(ALICE_LOG, head.size, head.root), key("alice log"))

    with pytest.raises(BadNote):
        sync.take_note(follower.store, known(follower), by_old, time=NOW)
    with pytest.raises(BadStatement, match="not the key that signs"):
        append(owner, [entry(owner.own, 9)], "alice log")


def test_a_follower_that_knows_only_the_old_key_asks_for_the_change_first() -> None:
    owner, follower = two_nodes()
    owner.say(0)
    follow(follower, owner)
    rotate_log(owner)

    with pytest.raises(BadNote):
        follow(follower, owner)

    changes = succession.decode(succession.encode(owner.store.changes(ALICE_LOG)))
    told = succession.identity_of(FOUNDED, "alice", {ALICE_LOG: changes}.get)
    step = sync.take_note(follower.store, told, owner.note(), time=NOW)
    assert step.state is SyncState.FETCH
    step = sync.take_bundles(follower.store, known(follower), make.serve(owner, step))
    assert step.state is SyncState.STORED


def test_a_change_under_a_note_that_only_the_old_key_signed_is_not_taken() -> None:
    owner, follower = two_nodes()
    owner.say(0)
    change = rotated(alice(), 1, KeyRole.LOG, "new log", "alice log")
    # A node that a thief drives, or a wrong one: it goes on with the key that it replaced.
    make.grow(owner.store, ALICE_LOG, key("alice log"), [change])

    step = follow(follower, owner)

    assert (step.state, step.reason) == (SyncState.STALLED, "key_not_valid")
    assert follower.store.changes(ALICE_LOG) == []
    assert follower.size(ALICE_LOG) == 0
    assert sync.resume(follower.store, known(follower)).state is SyncState.IDLE


def test_scenario_44_what_a_stolen_key_signs_later_is_ignored() -> None:
    owner, follower = two_nodes()
    owner.say(0, 1, 2)
    follow(follower, owner)
    thief = Node("alice", FOUNDED, MemoryStore()).begin()
    thief.say(0, 1, 2, 77, 78)
    stolen = thief.note()
    cure = [
        said(alice(), revoked(3, "alice log", alice=3), IDENTITY),
        said(alice(), new_key(4, KeyRole.LOG, "new log", None), IDENTITY, "new log"),
    ]

    append(owner, cure, "new log", "alice log")
    assert follow(follower, owner).state is SyncState.STORED

    for note in (stolen, _signed(thief, 4), _signed(thief, 5)):
        with pytest.raises(BadNote):
            sync.take_note(follower.store, known(follower), note, time=NOW)
    assert follower.store.mirror(ALICE_LOG).frozen is None
    # What was trusted still is, and a fork below it still counts as one.
    assert known(follower).open_note(_signed(thief, 3)).checkpoint.size == 3


def _signed(of: Node, size: int) -> bytes:
    root = history.root_at(of.store, ALICE_LOG, size)
    return checkpoint.sign(Checkpoint(ALICE_LOG, size, root), key("alice log"))


def test_a_revocation_without_a_new_key_cannot_be_signed() -> None:
    owner, _ = two_nodes()
    owner.say(0)

    with pytest.raises(BadStatement, match="not the key that signs"):
        append(owner, [said(alice(), revoked(1, "alice log"), IDENTITY)], "alice log")

    assert owner.size() == 1


def test_our_own_pen_writes_no_change_that_does_not_fit() -> None:
    owner, _ = two_nodes()
    owner.say(0)
    wrong = said(alice(), new_key(1, KeyRole.NODE, "new", "alice node"), IDENTITY, "new")

    with pytest.raises(BadStatement, match="did not sign"):
        append(owner, [wrong], "alice log")
    with pytest.raises(BadStatement, match="stands at 9"):
        append(owner, [rotated(alice(), 9, KeyRole.NODE, "new", "alice node")], "alice log")
    assert owner.store.changes(ALICE_LOG) == []


def test_a_change_that_was_said_already_is_not_said_again() -> None:
    owner, _ = two_nodes()
    change = rotated(alice(), 0, KeyRole.NODE, "new", "alice node")
    append(owner, [change], "alice log")

    with pytest.raises(BadStatement):
        append(owner, [change], "alice log")


def test_a_change_behind_a_statement_that_stands_already_is_refused() -> None:
    owner, _ = two_nodes()
    owner.say(0)
    change = rotated(alice(), 2, KeyRole.NODE, "new", "alice node")

    with pytest.raises(HeadMoved):
        append(owner, [entry(owner.own, 0), change], "alice log")


def test_an_office_signs_by_its_new_key_in_the_same_batch() -> None:
    owner, follower = two_nodes()
    change = rotated(alice(), 0, KeyRole.AUTHOR, "new office", "alice office")
    statement = make.statement(owner.own, 5, key=key("new office").keyid)
    later = envelope.sign(statement, [key("new office")])

    append(owner, [change, later], "alice log")
    follow(follower, owner)

    _, contents = verify.full(history.reader(follower.store, ALICE_LOG), FOUNDED.log("alice"))
    assert contents.not_understood == 0


def test_receipts_change_hands_at_a_size() -> None:
    owner, follower = two_nodes()
    owner.say(0, 1)
    make.follow(follower, owner)
    make.exchange_receipts(owner, follower)
    # Bob replaces the key by which he countersigns: for alice's log from size 3 on.
    bob = FOUNDED.standing("bob")
    change = new_key(0, KeyRole.MIRROR, "new mirror", "bob mirror", alice=3)
    log.append(
        follower.store,
        follower.own,
        [said(bob, change, "bob identity", "bob mirror", "new mirror")],
        key("bob log"),
        permit=CLEAN,
    )
    step = sync.take_note(owner.store, owner.founded.log("bob"), follower.note(), time=NOW)
    sync.take_bundles(owner.store, owner.founded.log("bob"), make.serve(follower, step))

    owner.say(2)
    make.follow(follower, owner)
    replaced = Cosigner(follower.mirror.name, key("new mirror"))
    old = checkpoint.cosign(
        Checkpoint(ALICE_LOG, 3, owner.store.lock(ALICE_LOG).root),
        follower.mirror.name,
        key("bob mirror"),
        NOW,
    )
    receipts.cosign_mirror(follower.store, ALICE_LOG, replaced, time=NOW, permit=CLEAN)
    note = receipts.mirror_note(follower.store, ALICE_LOG)
    assert note is not None
    given = receipts.take_receipts(owner.store, known(owner), note, time=NOW)

    assert [(each.size, each.key_id) for each in given.new] == [
        (3, VerifierKey(replaced.name, 4, key("new mirror").public).key_id)
    ]
    # The line of the old key under that size is no receipt any more; the one under 2 still is.
    late = note + f"{old.format()}\n".encode()
    assert receipts.take_receipts(owner.store, known(owner), late, time=NOW).new == ()
    assert len(known(owner).cosigners_at(2)) == 2
    kept = history.with_receipts(owner.store, ALICE_LOG, _signed(owner, 2))
    assert len(known(owner).open_note(kept).verified) == 3


def test_a_long_log_is_followed_over_a_change_in_the_middle_of_a_step() -> None:
    owner, follower = two_nodes()
    filler = [entry(owner.own, number) for number in range(tiles.WIDTH)]
    append(owner, filler, "alice log")
    rotate_log(owner, "alice log")
    step = sync.take_note(follower.store, known(follower), owner.note(), time=NOW)
    pending = follower.store.mirror(ALICE_LOG).pending
    assert pending is not None
    bundles = make.serve(owner, step)

    # Half of it came before: the rows stand staged, and the change is still to come.
    head = follower.store.lock(ALICE_LOG)
    rows = [(each, None) for each in tiles.decode_up_to(bundles[0], tiles.WIDTH)]
    growth.add_rows(follower.store, head, rows)
    step = sync.take_bundles(follower.store, known(follower), bundles[1:])

    assert step.state is SyncState.STORED
    assert known(follower).key == NEW


def test_what_a_hostile_log_makes_a_follower_keep_is_bounded() -> None:
    owner, follower = two_nodes()
    # Each is signed by the identity, and none of them fits.
    wrong = [
        saying(alice(), "revoke", {"at": index, "key": "0" * 64, "sizes": []}, IDENTITY)
        for index in range(50)
    ]
    make.grow(owner.store, ALICE_LOG, key("alice log"), wrong)

    assert follow(follower, owner).state is SyncState.STORED

    assert len(follower.store.changes(ALICE_LOG)) == 32
    assert known(follower).keyring == FOUNDED.log("alice").keyring
