"""Who may sign for a party: what its log changes of its founding keys, and what it cannot."""

import pytest

from answerable.protocol import envelope, identity, standing
from answerable.protocol.canonical import JsonObject
from answerable.protocol.changes import KeyChange, KeyRole
from answerable.protocol.envelope import Fault
from answerable.protocol.errors import BadCheckpoint
from answerable.protocol.keys import encode_base64
from answerable.protocol.standing import Standing
from tests.protocol.keychanges import (
    ALICE_LOG,
    BOB_LOG,
    FOUNDED,
    IDENTITY,
    alice,
    new_key,
    revoked,
    rotated,
    said,
    saying,
)
from tests.protocol.make import entry, key

ROTATED = [
    (KeyRole.LOG, "alice log", None),
    (KeyRole.MIRROR, "alice mirror", None),
    (KeyRole.DELIVERY, "alice delivery", None),
    (KeyRole.NODE, "alice node", None),
    (KeyRole.AUTHOR, "alice office", "office"),
]


def why(found: Standing) -> str:
    """Why the last change was refused."""
    return found.refused[-1][1]


@pytest.mark.parametrize(("role", "old", "office"), ROTATED)
def test_a_new_key_counts_from_the_next_index_on_and_the_old_no_more(
    role: KeyRole, old: str, office: str | None
) -> None:
    found = alice().after(7, rotated(alice(), 7, role, "new", old))

    former, fresh = found.keyring[key(old).keyid], found.keyring[key("new").keyid]
    assert found.current(role, office) == key("new").public
    assert (former.from_index, former.to_index) == (0, 8)
    assert (fresh.role, fresh.office, fresh.from_index, fresh.to_index) == (role, office, 8, None)
    assert found.refused == ()


def test_another_identity_signs_from_then_on() -> None:
    change = new_key(3, KeyRole.IDENTITY, "second identity", IDENTITY)
    found = alice().after(3, said(alice(), change, IDENTITY, "second identity"))

    by_old = found.after(4, rotated(found, 4, KeyRole.LOG, "new", "alice log"))
    change = new_key(4, KeyRole.LOG, "new", "alice log")
    by_new = found.after(4, said(found, change, "second identity", "alice log", "new"))

    assert by_old.keyring == found.keyring
    assert Fault.KEY_NOT_VALID in why(by_old)
    assert by_new.current(KeyRole.LOG) == key("new").public


def test_the_identity_before_signs_nothing_in_the_same_batch_either() -> None:
    change = new_key(3, KeyRole.IDENTITY, "second identity", IDENTITY)
    entries = [
        (3, said(alice(), change, IDENTITY, "second identity")),
        (4, said(alice(), revoked(4, "alice log"), IDENTITY)),
    ]

    assert standing.fold(alice(), entries).current(KeyRole.LOG) is not None


def test_an_office_that_was_made_later_gets_a_key() -> None:
    change = new_key(5, KeyRole.AUTHOR, "embassy", None, "embassy")

    found = alice().after(5, said(alice(), change, IDENTITY, "embassy"))

    assert found.current(KeyRole.AUTHOR, "embassy") == key("embassy").public
    assert found.current(KeyRole.AUTHOR, "office") == key("alice office").public


def test_scenario_15_an_office_signs_only_while_its_key_counts() -> None:
    def fault(found: Standing, index: int, office: str) -> Fault | None:
        own = identity.LogIdentity(found)
        author = key(office)
        statement = envelope.open_entry(entry(own)).statement
        signed = envelope.sign(
            envelope.Statement(
                channel=statement.channel,
                log=statement.log,
                id=statement.id,
                type=statement.type,
                ts=statement.ts,
                thread=statement.thread,
                body=statement.body,
                key=author.keyid,
            ),
            [author],
        )
        return envelope.read(
            signed, channel=found.channel, log=found.origin, index=index, keyring=found.keyring
        ).fault

    found = alice().after(7, rotated(alice(), 7, KeyRole.AUTHOR, "new office", "alice office"))
    found = found.after(20, said(found, revoked(20, "new office"), IDENTITY))

    assert [fault(found, at, "alice office") for at in (0, 7, 8, 99)] == [
        None,
        None,
        Fault.KEY_NOT_VALID,
        Fault.KEY_NOT_VALID,
    ]
    assert [fault(found, at, "new office") for at in (7, 8, 19, 20)] == [
        Fault.KEY_NOT_VALID,
        None,
        None,
        Fault.KEY_NOT_VALID,
    ]


@pytest.mark.parametrize(
    ("signers", "complaint"),
    [
        ((IDENTITY, "new"), "did not sign"),
        ((IDENTITY, "alice log"), "did not sign"),
        ((IDENTITY,), "did not sign"),
        (("alice log", "new"), Fault.WRONG_ROLE),
        (("alice office", "alice log", "new"), Fault.WRONG_ROLE),
        (("bob identity", "alice log", "new"), Fault.UNKNOWN_KEY),
        (("new", "alice log", IDENTITY), Fault.UNKNOWN_KEY),
    ],
)
def test_identity_old_and_new_key_all_sign(signers: tuple[str, ...], complaint: str) -> None:
    change = new_key(7, KeyRole.LOG, "new", "alice log")

    found = alice().after(7, said(alice(), change, *signers))

    assert found.keyring == alice().keyring
    assert complaint in why(found)


def test_a_signature_of_the_new_key_that_does_not_hold_is_none() -> None:
    change = new_key(7, KeyRole.LOG, "new", "alice log")
    good = said(alice(), change, IDENTITY, "alice log", "new")
    other = said(alice(), new_key(8, KeyRole.LOG, "new", "alice log"), IDENTITY, "alice log", "new")
    mark = key("new").keyid.encode()
    forged = good[: good.index(mark)] + other[other.index(mark) :]

    found = alice().after(7, forged)

    assert Fault.BAD_SIGNATURE in why(found)


@pytest.mark.parametrize(
    ("change", "signers", "complaint"),
    [
        (new_key(7, KeyRole.LOG, "new", None), (IDENTITY, "new"), "not the key that counts"),
        (
            new_key(7, KeyRole.LOG, "new", "alice node"),
            (IDENTITY, "alice node", "new"),
            "not the key that counts",
        ),
        (
            new_key(7, KeyRole.AUTHOR, "new", "alice office", "other"),
            (IDENTITY, "alice office", "new"),
            "not the key that counts",
        ),
        (revoked(7, "new"), (IDENTITY,), "no key of that id"),
        (revoked(7, "bob log"), (IDENTITY,), "no key of that id"),
        (revoked(7, IDENTITY), (IDENTITY,), "replaced, never revoked"),
    ],
)
def test_only_a_key_that_counts_is_replaced_or_revoked(
    change: KeyChange, signers: tuple[str, ...], complaint: str
) -> None:
    found = alice().after(7, said(alice(), change, *signers))

    assert complaint in why(found)


@pytest.mark.parametrize("taken", ["alice mirror", "alice log", IDENTITY, "bob mirror", "bob log"])
def test_scenario_46_no_key_stands_in_two_places(taken: str) -> None:
    change = new_key(7, KeyRole.NODE, taken, "alice node")
    signers = dict.fromkeys((IDENTITY, "alice node", taken))

    found = alice().after(7, said(alice(), change, *signers))

    assert "in use, or was" in why(found)


def test_a_key_never_comes_back() -> None:
    found = alice().after(7, rotated(alice(), 7, KeyRole.NODE, "new", "alice node"))
    found = found.after(8, said(found, revoked(8, "new"), IDENTITY))

    for old in ("alice node", "new"):
        change = new_key(9, KeyRole.NODE, old, None)
        again = found.after(9, said(found, change, IDENTITY, old))
        assert "in use, or was" in why(again)


def test_a_change_stands_where_it_says() -> None:
    change = rotated(alice(), 7, KeyRole.LOG, "new", "alice log")

    assert "says that it stands at 7" in why(alice().after(8, change))
    assert "says that it stands at 7" in why(alice().after(6, change))


def test_a_change_of_another_log_or_channel_changes_nothing() -> None:
    other = FOUNDED.standing("bob")
    strange = Standing(**{**vars(alice()), "channel": "a" * 26})

    by_log = alice().after(7, said(other, revoked(7, "alice log"), IDENTITY))
    by_channel = alice().after(7, said(strange, revoked(7, "alice log"), IDENTITY))

    assert Fault.OTHER_LOG in why(by_log)
    assert Fault.OTHER_CHANNEL in why(by_channel)


def test_what_is_no_change_gives_the_same_standing() -> None:
    own = identity.LogIdentity(alice())

    assert alice().after(0, entry(own)).refused == ()
    assert own.after(0, entry(own)) is own
    assert own.after(1, said(alice(), revoked(1, "alice log"), IDENTITY)) is not own


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff" * 100, b"[" * 5000])
def test_bytes_that_are_no_entry_change_nothing(data: bytes) -> None:
    assert alice().after(0, data).keyring == alice().keyring


def test_an_epoch_in_the_middle_of_a_log_changes_nothing() -> None:
    body: JsonObject = {
        "at": 0,
        "log": ALICE_LOG,
        "size": 0,
        "root": encode_base64(bytes(32)),
        "reason": "forked",
        "new": encode_base64(key("new").public),
    }

    found = alice().after(0, saying(alice(), "epoch", body, IDENTITY, "new"))

    assert "beginning" in why(found)


# Revocation.


def test_a_revoked_key_counts_no_more_and_nothing_counts_until_another_follows() -> None:
    found = alice().after(9, said(alice(), revoked(9, "alice log"), IDENTITY))

    assert found.current(KeyRole.LOG) is None
    assert found.log_keys(9)
    assert found.log_keys(10) == ()
    with pytest.raises(BadCheckpoint, match="revoked"):
        _ = identity.LogIdentity(found).key


def test_scenario_44_a_stolen_log_key_counts_up_to_the_trusted_size() -> None:
    found = alice().after(9, said(alice(), revoked(9, "alice log", alice=5), IDENTITY))
    change = new_key(10, KeyRole.LOG, "new", None)
    found = found.after(10, said(found, change, IDENTITY, "new"))

    assert found.refused == ()
    assert [[each.public for each in found.log_keys(size)] for size in (5, 6, 10, 11, 99)] == [
        [key("alice log").public],
        [],
        [],
        [key("new").public],
        [key("new").public],
    ]


def test_a_revocation_trusts_no_more_than_its_own_place() -> None:
    found = alice().after(9, said(alice(), revoked(9, "alice log", alice=500), IDENTITY))

    assert found.log_keys(9)
    assert found.log_keys(10) == ()


def test_a_countersigner_gives_receipts_up_to_a_size_and_the_next_from_it() -> None:
    found = alice().after(7, rotated(alice(), 7, KeyRole.MIRROR, "new", "alice mirror", bob=4))

    def names(origin: str, size: int) -> list[bytes]:
        keys = found.cosigner_keys(origin, size)
        return [each.public for each in keys if each.name.endswith("/mirror")]

    assert names(BOB_LOG, 3) == [key("alice mirror").public]
    assert names(BOB_LOG, 4) == [key("new").public]
    assert names(BOB_LOG, 2**62) == [key("new").public]
    # A log that was not countersigned yet.
    assert names(f"{BOB_LOG}/e2", 0) == [key("new").public]


def test_a_revoked_countersigner_counts_as_far_as_it_is_trusted() -> None:
    found = alice().after(7, said(alice(), revoked(7, "alice mirror", bob=4), IDENTITY))

    kept = [len(found.cosigner_keys(BOB_LOG, size)) for size in (0, 4, 5)]

    # The delivery key goes on.
    assert kept == [2, 2, 1]
    assert len(found.cosigner_keys(f"{BOB_LOG}/e2", 0)) == 1
    assert found.current(KeyRole.MIRROR) is None


def test_the_next_countersigner_follows_a_revoked_one() -> None:
    found = alice().after(7, said(alice(), revoked(7, "alice delivery", bob=4), IDENTITY))
    change = new_key(8, KeyRole.DELIVERY, "new", None, bob=5)

    found = found.after(8, said(found, change, IDENTITY, "new"))

    given = [
        [each.public for each in found.cosigner_keys(BOB_LOG, size) if "delivery" in each.name]
        for size in (4, 5)
    ]
    assert given == [[key("alice delivery").public], [key("new").public]]
