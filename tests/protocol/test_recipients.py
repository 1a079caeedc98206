"""To whom pouches are sealed, what a party can make others keep, and what a log is judged by."""

from answerable.protocol import identity, standing
from answerable.protocol.canonical import JsonObject
from answerable.protocol.changes import KeyChange, KeyRole
from answerable.protocol.keys import encode_base64, keyid
from answerable.protocol.standing import MAX_CHANGES, MAX_REFUSED, Standing
from tests.protocol.keychanges import (
    FOUNDED,
    IDENTITY,
    RECIPIENT,
    alice,
    new_key,
    revoked,
    said,
    saying,
)
from tests.protocol.make import key
from tests.protocol.test_standing import why

ROTATED = [
    (KeyRole.LOG, "alice log", None),
    (KeyRole.MIRROR, "alice mirror", None),
    (KeyRole.DELIVERY, "alice delivery", None),
    (KeyRole.NODE, "alice node", None),
    (KeyRole.AUTHOR, "alice office", "office"),
]


# Recipients of pouches.


def recipient(at: int, new: str, old: str | None = None) -> bytes:
    named = None if old is None else keyid(old.encode())
    return said(alice(), KeyChange(at, KeyRole.AGE, None, named, new), IDENTITY)


OTHER_RECIPIENT = "age1" + "p" * 58


def test_recipients_are_added_replaced_and_taken_away() -> None:
    found = alice().after(1, recipient(1, RECIPIENT))
    assert found.age == (RECIPIENT,)
    found = found.after(2, recipient(2, OTHER_RECIPIENT))
    assert found.age == (OTHER_RECIPIENT, RECIPIENT)
    third = "age1" + "z" * 58
    found = found.after(3, recipient(3, third, RECIPIENT))
    assert found.age == (third, OTHER_RECIPIENT)
    gone: JsonObject = {"at": 4, "key": keyid(OTHER_RECIPIENT.encode()), "sizes": []}
    found = found.after(4, saying(alice(), "revoke", gone, IDENTITY))
    assert found.age == (third,)
    assert found.refused == ()


def test_a_recipient_stands_once_and_only_one_that_is_there_is_replaced() -> None:
    found = alice().after(1, recipient(1, RECIPIENT))

    assert "there already" in why(found.after(2, recipient(2, RECIPIENT)))
    assert "no such recipient" in why(found.after(2, recipient(2, OTHER_RECIPIENT, "age1x")))


def test_there_are_no_more_recipients_than_a_party_may_be_founded_with() -> None:
    found = alice()
    for at, letter in enumerate("acdefghj"):
        found = found.after(at, recipient(at, "age1" + letter * 58))

    assert len(found.age) == 8
    assert "8 recipients" in why(found.after(8, recipient(8, RECIPIENT)))
    assert found.after(8, recipient(8, RECIPIENT, found.age[0])).age[0] == RECIPIENT


# What a hostile party can make others keep.


def test_of_what_does_not_fit_only_the_first_are_kept() -> None:
    found = alice()
    wrong = said(alice(), revoked(0, "nobody"), IDENTITY)
    for index in range(MAX_REFUSED + 5):
        found = found.after(index, wrong)

    assert len(found.refused) == MAX_REFUSED
    assert found.after(99, wrong) is found


def test_a_log_changes_keys_only_so_often() -> None:
    found = Standing(**{**vars(alice()), "count": MAX_CHANGES - 1})
    found = found.after(1, recipient(1, RECIPIENT))

    assert found.count == MAX_CHANGES
    assert "512 times" in why(found.after(2, recipient(2, OTHER_RECIPIENT)))


# What a log is judged by.


def test_a_policy_names_the_keys_that_count_at_a_size() -> None:
    bob = FOUNDED.standing("bob")
    change = new_key(7, KeyRole.MIRROR, "new", "bob mirror", alice=4)
    bob = bob.after(7, said(bob, change, "bob identity", "bob mirror", "new"))
    own = identity.of([alice(), bob], "alice")

    before, now = own.policy(3), own.policy()

    new = encode_base64(b"\x04" + key("new").public)
    assert new not in before
    assert "witness bob-mirror bob.example/answerable/mirror+" in now
    assert new in now
    assert now.endswith("group mirrors all bob-mirror\nquorum mirrors\n")


def test_witnesses_are_named_and_asked_for_nothing() -> None:
    witness = FOUNDED.mirror_key("bob")
    own = identity.LogIdentity(alice(), (), (witness,))

    assert f"witness witness-1 {witness.format()}\n" in own.policy()
    assert own.cosigners == ()


def test_sizes_are_written_in_the_order_of_their_logs() -> None:
    found = standing.sizes_of({"b": 2, "a": 1})

    assert [(each.log, each.size) for each in found] == [("a", 1), ("b", 2)]
