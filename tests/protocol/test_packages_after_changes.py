"""A package carries what changed keys, so that a message signed later can still be judged."""

from dataclasses import replace
from pathlib import Path

import pytest

from answerable.protocol import (
    changes,
    envelope,
    history,
    keys,
    log,
    package,
    stored_zip,
    succession,
)
from answerable.protocol.changes import EpochReason, KeyChange, KeyRole
from answerable.protocol.channel_logs import fitting
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.errors import BadPackage, Fault
from answerable.protocol.memory import MemoryStore
from answerable.protocol.package import Package
from tests.protocol import make
from tests.protocol.make import Node, channel, flipped, key, signed_genesis
from tests.protocol.packages import changed, packed
from tests.protocol.test_command_line import run, write

FOUNDED = channel()
ORIGIN = FOUNDED.origin("alice")


def change_entry(at: int, role: KeyRole, office: str | None, old: str, new: str) -> bytes:
    """Alice's entry that replaces one of her keys, signed by all who must."""
    body = KeyChange(at, role, office, key(old).keyid, keys.encode_base64(key(new).public)).body()
    said = make.statement(
        FOUNDED.log("alice"),
        100 + at,
        type="key",
        thread=None,
        body=body,
        key=key("alice identity").keyid,
    )
    return envelope.sign(said, [key("alice identity"), key(old), key(new)])


def signed_later() -> tuple[Node, Package]:
    """Alice's office changes its key and then says something; Bob countersigns it."""
    alice, bob = make.two_nodes()
    alice.say(1)
    turn = change_entry(1, KeyRole.AUTHOR, "office", "alice office", "new office")
    log.append(alice.store, alice.own, [turn], alice.log_key, permit=make.CLEAN)
    grown = alice.own.after(1, turn)
    said = make.statement(grown, 2, key=key("new office").keyid)
    entry = envelope.sign(said, [key("new office")])
    log.append(alice.store, grown, [entry], alice.log_key, permit=make.CLEAN)
    make.follow(bob, alice)
    make.exchange_receipts(alice, bob)
    return alice, Package(
        entry,
        history.proof_file(alice.store, ORIGIN, 2),
        signed_genesis(FOUNDED),
        changes=((origin_hash(ORIGIN), ((1, turn),)),),
    )


def test_a_message_of_a_later_key_is_judged_by_the_change_that_lies_in_it() -> None:
    _, found = signed_later()

    data = packed(found)

    report = package.check(data)
    assert report.reading.fault is None
    assert report.package.changes == found.changes
    assert f"changes/{origin_hash(ORIGIN)}" in stored_zip.read(data)


def test_without_the_change_the_key_is_unknown() -> None:
    _, found = signed_later()

    report = package.check(packed(replace(found, changes=())))

    assert report.reading.fault is Fault.UNKNOWN_KEY


@pytest.mark.parametrize("at", [0, 1, 3, 40, 200, -60, -200, -400])
def test_a_damaged_change_is_named(at: int) -> None:
    _, found = signed_later()
    data, name = packed(found), f"changes/{origin_hash(ORIGIN)}"
    broken = flipped(stored_zip.read(data)[name], at)

    with pytest.raises(BadPackage) as caught:
        package.check(changed(data, **{name: broken}))

    assert caught.value.member == name


def test_a_log_that_followed_another_is_judged_and_so_is_the_one_before() -> None:
    before, bob = make.two_nodes()
    before.say(1)
    make.follow(bob, before)
    make.exchange_receipts(before, bob)
    standing = FOUNDED.standing("alice")
    root = keys.encode_base64(history.root_at(before.store, ORIGIN, 1))
    body = changes.Epoch(
        ORIGIN, 1, root, EpochReason.STATE_LOST, keys.encode_base64(key("second log").public)
    ).body()
    own = FOUNDED.log("alice")
    begun = envelope.sign(
        make.statement(
            own,
            50,
            log=standing.next_origin,
            type="epoch",
            thread=None,
            body=body,
            key=key("alice identity").keyid,
        ),
        [key("alice identity"), key("second log")],
    )
    store = MemoryStore()
    make.raw_log(store, standing.next_origin, key("second log"), [begun])
    known = ((origin_hash(standing.next_origin), ((0, begun),)),)
    document = signed_genesis(FOUNDED)
    later = Package(
        begun, history.proof_file(store, standing.next_origin, 0), document, changes=known
    )
    earlier = Package(
        before.store.entries(ORIGIN, 0, 1)[0],
        history.proof_file(before.store, ORIGIN, 0),
        document,
        changes=known,
    )

    found = package.check(packed(later))
    assert found.identity.origin == f"{ORIGIN}/e2"
    assert found.reading.fault is None
    assert package.check(packed(earlier)).is_receipted
    with pytest.raises(BadPackage, match="has no log"):
        package.judge(replace(later, changes=()))


def test_a_change_that_did_not_fit_is_left_out_and_the_rest_kept() -> None:
    _, found = signed_later()
    [(name, (turn,))] = found.changes
    late = (2, change_entry(2, KeyRole.AUTHOR, "office", "alice office", "new office"))

    kept = fitting(FOUNDED, {name: (turn, late), "ab" * 32: (turn,)})

    assert kept == {name: (turn,), "ab" * 32: (turn,)}
    with pytest.raises(BadPackage, match="entry 2") as caught:
        package.judge(replace(found, changes=((name, (turn, late)),)))
    assert caught.value.member == f"changes/{name}"


def test_a_package_is_made_from_an_exported_log_whose_keys_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alice, found = signed_later()
    [(name, said)] = found.changes
    extra = {
        "genesis.json": found.genesis,
        "policy": alice.own.policy().encode(),
        f"changes/{name}": succession.encode(said),
    }
    folder = write(tmp_path / "log", dict(history.export(alice.store, ORIGIN, extra=extra)))

    assert run(capsys, "proof", folder, "--index", "2", "--zip", tmp_path / "m.zip")[0] == 0

    report = package.check((tmp_path / "m.zip").read_bytes())
    assert (report.reading.fault, report.package.changes) == (None, found.changes)
