"""What holds of a log, its proofs and its contents after an erasure."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from answerable.protocol import content, envelope, history, holdings, log, verify
from answerable.protocol.content import ContentState
from answerable.protocol.erasure import (
    Basis,
    HoldReason,
    Outcome,
    Reason,
    Redact,
    Redacted,
    Target,
)
from answerable.protocol.errors import BadContent
from answerable.protocol.holdings import Account, Misfit
from answerable.protocol.proof import check_file
from tests.protocol import make
from tests.protocol.make import Node, key, seed

FILE = Path(__file__).parent.parent / "vectors" / "erasure.json"
VECTORS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
ALICE, BOB = "alice.example/log", "bob.example/log"
COMMIT, OTHER = "aa" * 32, "bb" * 32
LEAF = "cc" * 32
TARGET = Target(ALICE, 3, LEAF, COMMIT)
WRITERS = {ALICE: "alice", BOB: "bob"}
ASK = Redact(TARGET, Reason.VICTIM_DIGNITY, Basis.OWN_POLICY)
DONE = Redacted(TARGET, Outcome.ERASED, Reason.AUTHOR_REQUEST, Basis.AGREED_TERMS)
HOLD = Redacted(TARGET, Outcome.KEPT, HoldReason.LEGAL_HOLD_LITIGATION, Basis.LEGAL_CLAIMS)


def erase_one(text: bytes = b"the name of a witness") -> tuple[Node, Node, content.Content]:
    """Alice says something with a content, Bob holds it, Alice erases it and says so."""
    alice, bob = make.two_nodes()
    sealed = content.seal("text/plain", text, seed("salt"))
    [place] = alice.say(1, content=(content.reference(sealed),))
    alice.store.hold(sealed.commit, sealed.salt, sealed.record)
    make.follow(bob, alice)
    bob.store.hold(sealed.commit, sealed.salt, sealed.record)
    make.exchange_receipts(alice, bob)
    target = Target(alice.own.origin, place.index, place.leaf_hash.hex(), sealed.commit.hex())
    body = Redact(target, Reason.SOURCE_PROTECTION, Basis.WITNESS_PROTECTION)
    said = make.statement(alice.own, 2, type="redact", thread=None, body=body.encode())
    entry = envelope.sign(said, [key("alice office")])
    with alice.store.transaction():
        log.append(alice.store, alice.own, [entry], alice.log_key, permit=make.CLEAN)
        alice.store.mark(sealed.commit, ContentState.REDACTED)
    make.follow(bob, alice, time=make.NOW + 1)
    make.exchange_receipts(alice, bob, time=make.NOW + 1)
    return alice, bob, sealed


def test_scenario_54_the_tree_its_proofs_and_both_receipts_hold_after_an_erasure() -> None:
    alice, bob, sealed = erase_one()

    for store in (alice.store, bob.store):
        report, found = verify.full(history.reader(store, alice.own.origin), alice.own)
        assert (report.checkpoint.size, found.statements, found.not_understood) == (2, 2, 0)
        assert (found.contents, found.redacted) == (1, 1)
        assert len(report.receipts) == 2
        entry = store.entries(alice.own.origin, 0, 1)[0]
        check_file(
            history.proof_file(store, alice.own.origin, 0),
            entry,
            alice.own.key,
            alice.own.cosigners,
        )
    held = alice.store.content(sealed.commit)
    assert held is not None
    assert (held.state, held.salt, held.record) == (ContentState.REDACTED, None, None)


def test_scenario_54_what_was_erased_is_not_taken_back() -> None:
    alice, _bob, sealed = erase_one()

    alice.store.hold(sealed.commit, sealed.salt, sealed.record)

    held = alice.store.content(sealed.commit)
    assert held is not None
    assert held.record is None


def test_scenario_54_no_word_of_a_dictionary_fits_the_commitment_without_its_salt() -> None:
    words = [f"witness {number}".encode() for number in range(200)]
    _alice, _bob, sealed = erase_one(words[7])
    guessed_salts = [bytes(32), hashlib.sha256(sealed.commit).digest(), sealed.commit]

    fitting = [
        word
        for word in words
        for salt in guessed_salts
        if content.commit(salt, content.record("text/plain", word)) == sealed.commit
    ]

    assert fitting == []
    assert content.commit(sealed.salt, content.record("text/plain", words[7])) == sealed.commit


def test_scenario_57_another_content_of_the_same_size_is_not_what_was_committed_to() -> None:
    sealed = content.seal("text/plain", b"one", seed("salt"))

    with pytest.raises(BadContent):
        content.decode_transfer(sealed.commit, sealed.salt + content.record("text/plain", b"two"))


def test_scenario_57_a_missing_content_has_a_mirror_receipt_and_no_delivery_receipt() -> None:
    alice, bob = make.two_nodes()
    alice.say(1, content=(make.content_of("never comes"),))
    make.follow(bob, alice)
    bob.store.mark(bytes.fromhex(make.content_of("never comes").commit), ContentState.MISSING)

    got = make.exchange_receipts(alice, bob)

    assert [each.name for each in got.new if each.size] == [bob.mirror.name]


def test_both_stores_fold_to_the_same_account() -> None:
    alice, bob, sealed = erase_one()

    accounts = [holdings.read(each.store, [alice.own, bob.own]) for each in (alice, bob)]

    assert accounts[0] == accounts[1]
    [holding] = accounts[0].of(sealed.commit.hex())
    assert holding.awaits("bob")


def test_entries_that_are_no_erasures_or_of_a_case_say_nothing_of_one() -> None:
    alice, bob = make.two_nodes()
    alice.say(1)
    alice.say(2, type="redact", body=ASK.encode())
    alice.say(3, type="session", thread=None)

    assert holdings.read(alice.store, [alice.own, bob.own]) == Account({}, ())


def test_a_statement_about_an_entry_that_is_not_understood_or_of_no_log_does_not_count() -> None:
    alice, bob = make.two_nodes()
    make.follow(alice, bob)
    own = alice.own.origin
    again = make.entry(alice.own, 1, body={"number": 1, "again": 1})
    for number, target in enumerate(
        [Target(own, 1, LEAF, COMMIT), Target("x", 0, LEAF, COMMIT), Target(own, 9, LEAF, COMMIT)]
    ):
        body = Redact(target, Reason.MISTAKE, Basis.OWN_POLICY).encode()
        alice.say(10 + number, type="redact", thread=None, body=body)
    make.grow(alice.store, own, alice.log_key, [again, b"no envelope"])
    target = Target(own, 4, LEAF, COMMIT)
    done = Redacted(target, Outcome.ERASED, Reason.MISTAKE, Basis.CONSENT)
    alice.say(20, type="redacted", thread=None, body=done.encode())

    account = holdings.read(alice.store, [alice.own, bob.own])

    assert account.holdings == {}
    assert {why for _told, why in account.misfits} <= {
        Misfit.UNKNOWN_REFERENCE,
        Misfit.NOT_ITS_CONTENT,
    }
    assert len(account.misfits) == 4


def test_a_log_counts_only_what_it_may_say_of_its_own_contents() -> None:
    alice, bob = make.two_nodes()
    sealed = content.seal("text/plain", b"x", seed("salt"))
    [place] = alice.say(1, content=(content.reference(sealed),))
    make.follow(bob, alice)
    bob.say(1)
    target = Target(alice.own.origin, place.index, place.leaf_hash.hex(), sealed.commit.hex())
    for number, body in enumerate(
        [
            Redact(target, Reason.MISTAKE, Basis.OWN_POLICY).encode(),
            Redact(Target(bob.own.origin, 0, LEAF, COMMIT), Reason.MISTAKE, Basis.CONSENT).encode(),
            Redact(Target(bob.own.origin, 9, LEAF, COMMIT), Reason.MISTAKE, Basis.CONSENT).encode(),
        ]
    ):
        bob.say(10 + number, type="redact", thread=None, body=body)

    _report, found = verify.full(history.reader(bob.store, bob.own.origin), bob.own)

    assert found.redacted == 0
