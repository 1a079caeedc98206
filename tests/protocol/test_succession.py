"""From log to log: where the old one ends, who begins the next, and what is handed ahead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import succession
from answerable.protocol.changes import Epoch, EpochReason, KeyRole
from answerable.protocol.errors import BadEpoch, BadStatement, BadTile
from answerable.protocol.identity import LogIdentity
from answerable.protocol.keys import encode_base64
from answerable.protocol.standing import Standing
from answerable.protocol.succession import Ended
from tests.protocol.keychanges import (
    ALICE_LOG,
    FOUNDED,
    IDENTITY,
    alice,
    new_key,
    revoked,
    rotated,
    said,
)
from tests.protocol.make import Node, entry, key, two_nodes

SECOND = f"{ALICE_LOG}/e2"
THIRD = f"{ALICE_LOG}/e3"
Said = dict[str, list[tuple[int, bytes]]]


def next_log(number: int) -> Standing:
    """The standing whose origin a statement of that epoch names."""
    return Standing(**{**vars(alice()), "epoch": number})


def epoch(
    number: int = 2,
    size: int = 9,
    root: bytes = bytes(32),
    signers: tuple[str, ...] = (IDENTITY, "log 2"),
    new: str = "log 2",
    of: str = "",
) -> bytes:
    before = of or next_log(number - 1).origin
    change = Epoch(
        before, size, encode_base64(root), EpochReason.STATE_LOST, encode_base64(key(new).public)
    )
    return said(next_log(number), change, *signers)


def line(found: Said) -> succession.Line:
    return succession.line(FOUNDED, "alice", found.get)


def test_a_party_has_one_log_until_another_begins() -> None:
    found = line({})

    assert found.ended == ()
    assert found.standing == alice()


def test_the_next_log_is_written_by_its_own_key() -> None:
    found = line({ALICE_LOG: [], SECOND: [(0, epoch())]})

    assert found.ended == (Ended(ALICE_LOG, 9),)
    assert found.standing.origin == SECOND
    assert [each.public for each in found.standing.log_keys(1)] == [key("log 2").public]
    assert found.standing.current(KeyRole.LOG) == key("log 2").public


def test_logs_follow_each_other() -> None:
    third = epoch(3, 4, signers=(IDENTITY, "log 3"), new="log 3")

    found = line({ALICE_LOG: [], SECOND: [(0, epoch())], THIRD: [(0, third)]})

    assert found.ended == (Ended(ALICE_LOG, 9), Ended(SECOND, 4))
    assert found.standing.origin == THIRD
    assert key("log 2").public not in {each.public for each in found.standing.signers}
    assert found.standing.after(0, third) is found.standing


def test_what_the_old_log_said_of_keys_counts_as_far_as_the_log_does() -> None:
    said_before = [
        (3, rotated(alice(), 3, KeyRole.NODE, "new node", "alice node")),
        (9, rotated(alice(), 9, KeyRole.AUTHOR, "new office", "alice office")),
    ]

    found = line({ALICE_LOG: said_before, SECOND: [(0, epoch())]}).standing

    assert found.current(KeyRole.NODE) == key("new node").public
    assert found.current(KeyRole.AUTHOR, "office") == key("alice office").public
    assert {each.from_index for each in found.signers} == {0}
    assert key("alice node").keyid not in found.keyring


def test_changes_go_on_in_the_next_log() -> None:
    begun = line({ALICE_LOG: [], SECOND: [(0, epoch())]}).standing
    change = new_key(5, KeyRole.LOG, "log 2b", "log 2")
    later = (5, said(begun, change, IDENTITY, "log 2", "log 2b"))

    found = line({ALICE_LOG: [], SECOND: [(0, epoch()), later]}).standing

    assert found.current(KeyRole.LOG) == key("log 2b").public
    assert (found.count, found.refused) == (1, ())


@pytest.mark.parametrize(
    "entry_0",
    [
        epoch(signers=("alice log", "log 2")),
        epoch(signers=("alice office", "log 2")),
        epoch(signers=("bob identity", "log 2")),
        epoch(signers=(IDENTITY,)),
        epoch(signers=(IDENTITY, "alice log"), new="alice log"),
        epoch(signers=(IDENTITY, "bob log"), new="bob log"),
        epoch(of=f"{ALICE_LOG}/e7"),
        epoch(3),
        said(next_log(2), revoked(0, "alice log"), IDENTITY),
        b"no entry",
    ],
)
def test_nobody_else_and_nothing_else_begins_the_next_log(entry_0: bytes) -> None:
    found = line({ALICE_LOG: [], SECOND: [(0, entry_0)]})

    assert found.standing == alice()


def test_a_log_whose_first_entry_is_not_known_has_not_begun() -> None:
    assert line({ALICE_LOG: [], SECOND: []}).ended == ()
    assert line({ALICE_LOG: [], SECOND: [(1, epoch())]}).ended == ()


def test_an_identity_that_was_replaced_begins_no_log() -> None:
    change = new_key(20, KeyRole.IDENTITY, "second identity", IDENTITY)
    replaced = (20, said(alice(), change, IDENTITY, "second identity"))

    # Whoever stole the old one would name an end before it was replaced.
    stolen = line({ALICE_LOG: [replaced], SECOND: [(0, epoch(size=15))]})
    honest = line(
        {
            ALICE_LOG: [replaced],
            SECOND: [(0, epoch(size=21, signers=("second identity", "log 2")))],
        }
    )

    assert stolen.ended == ()
    assert honest.ended == (Ended(ALICE_LOG, 21),)


def test_logs_are_followed_only_so_far() -> None:
    found: Said = {ALICE_LOG: []}
    for number in range(2, succession.MAX_EPOCHS + 4):
        name = f"log {number}"
        found[next_log(number).origin] = [(0, epoch(number, 1, signers=(IDENTITY, name), new=name))]

    assert len(line(found).ended) == succession.MAX_EPOCHS


def test_a_log_is_judged_with_the_keys_of_everyone() -> None:
    found = succession.identity_of(FOUNDED, "bob", succession.read_mapping({}))

    assert found.owner == FOUNDED.standing("bob")
    assert [each.party for each in found.others] == ["alice"]


# What an epoch says of the log before.


def followed() -> tuple[Node, bytes]:
    owner, _ = two_nodes()
    owner.say(*range(9))
    return owner, owner.store.lock(ALICE_LOG).root


def test_an_epoch_names_what_is_stored_of_the_log_before() -> None:
    owner, root = followed()

    found = succession.check_epoch(owner.store, ALICE_LOG, epoch(size=9, root=root))

    assert (found.size, found.reason) == (9, EpochReason.STATE_LOST)


def test_an_epoch_that_names_more_or_another_root_is_for_people() -> None:
    owner, root = followed()
    statement = entry(owner.own, 1)

    for wrong in (
        epoch(size=10, root=root),
        epoch(size=9),
        epoch(3, size=9, root=root),
        statement,
        b"no entry",
    ):
        with pytest.raises(BadEpoch):
            succession.check_epoch(owner.store, ALICE_LOG, wrong)
    with pytest.raises(BadEpoch, match="more of the log"):
        succession.check_epoch(owner.store, SECOND, epoch(3, size=0))


# The changes alone, ahead of the log.


def test_changes_are_handed_over_in_the_order_of_the_log() -> None:
    given = [
        (3, rotated(alice(), 3, KeyRole.NODE, "new node", "alice node")),
        (9, said(alice(), revoked(9, "new node"), IDENTITY)),
    ]

    assert succession.decode(succession.encode(given)) == given
    assert succession.decode(succession.encode([(0, epoch())])) == [(0, epoch())]
    assert succession.decode(b"") == []


def test_a_store_is_read_and_a_log_that_is_not_there_is_none() -> None:
    owner, _ = followed()
    read = succession.read_store(owner.store)

    assert read(ALICE_LOG) == []
    assert read(SECOND) is None
    assert succession.read_mapping({ALICE_LOG: [(1, b"x")]})(ALICE_LOG) == [(1, b"x")]


GOOD = succession.encode(
    [(index, said(alice(), revoked(index, "alice node"), IDENTITY)) for index in (3, 9)]
)


@pytest.mark.parametrize(
    "data",
    [
        GOOD[:-1],
        GOOD[:1],
        GOOD + b"\x00",
        GOOD + GOOD,
        b"\x00\x00",
        b"\x00\x02{}",
        succession.encode([(0, entry(FOUNDED.log("alice"), 0))]),
        bytes(succession.MAX_FILE + 1),
    ],
)
def test_a_file_of_changes_that_is_not_whole_and_in_order_is_refused(data: bytes) -> None:
    with pytest.raises((BadTile, BadStatement)):
        succession.decode(data)


@given(
    st.binary(max_size=200)
    | st.builds(lambda at, bit: _flip(at, bit), st.integers(0), st.integers(0, 7))
)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = succession.decode(data)
    except (BadTile, BadStatement):
        return

    assert succession.encode(found) == data


def _flip(at: int, bit: int) -> bytes:
    changed = bytearray(GOOD)
    changed[at % len(changed)] ^= 1 << bit
    return bytes(changed)


# What is given ahead of a log.


def known() -> LogIdentity:
    return FOUNDED.log("alice")


def test_changes_given_ahead_are_added_to_what_is_known() -> None:
    change = rotated(alice(), 3, KeyRole.LOG, "log 2", "alice log")

    found = succession.ahead(known(), ALICE_LOG, [(3, change)])

    assert found.key.public == key("log 2").public
    assert succession.ahead(found, ALICE_LOG, [(3, change)]) == found


def test_scenario_44_what_the_identity_did_not_sign_adds_nothing() -> None:
    forged = said(
        alice(), new_key(3, KeyRole.LOG, "log 2", "alice log"), "alice office", "alice log", "log 2"
    )

    found = succession.ahead(known(), ALICE_LOG, [(3, forged)])

    assert found.key == known().key


def test_the_next_log_is_judged_before_any_of_it_is_here() -> None:
    found = succession.ahead(known(), SECOND, [(0, epoch())])

    assert (found.origin, found.key.public) == (SECOND, key("log 2").public)
    assert found.cosigners == known().cosigners


def test_a_next_log_is_not_judged_without_its_first_entry() -> None:
    change = rotated(alice(), 3, KeyRole.LOG, "log 2", "alice log")

    for given_ahead in ([], [(3, change)]):
        with pytest.raises(BadEpoch, match="not given"):
            succession.ahead(known(), SECOND, given_ahead)


def test_a_log_after_the_next_is_not_jumped_to() -> None:
    with pytest.raises(BadEpoch, match="not the next log"):
        succession.ahead(known(), THIRD, [(0, epoch())])


def test_the_next_log_is_named_after_the_one_before() -> None:
    first = "alice.example/answerable/aaaaaaaaaaaaaaaaaaaaaaaaaa/e2"

    assert succession.next_origin(first) == f"{first}/e2"
    assert succession.next_origin(f"{first}/e2") == f"{first}/e3"
    assert succession.next_origin(f"{first}/e11") == f"{first}/e12"
