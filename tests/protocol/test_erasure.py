"""Erasures: what is said of them, what comes of it, and what does not fit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import erasure, holdings
from answerable.protocol.erasure import (
    Basis,
    HoldReason,
    Outcome,
    Reason,
    Redact,
    Redacted,
    Target,
)
from answerable.protocol.errors import BadErasure
from answerable.protocol.holdings import Account, Entry, Folding, Misfit, Told
from tests.protocol import make

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


def lookup(origin: str, index: int) -> Entry | None:
    """Alice's entries 0 to 4 refer to one content each; Bob's refer to another."""
    if origin not in WRITERS or index > 4:
        return None
    return Entry(WRITERS[origin], LEAF, frozenset({COMMIT if origin == ALICE else OTHER}))


def say(party: str, index: int, body: Redact | Redacted | dict[str, Any], kind: str = "") -> Told:
    if not isinstance(body, dict):
        kind = "redact" if isinstance(body, Redact) else "redacted"
        body = dict(body.encode())
    origin = ALICE if party == "alice" else BOB
    return Told(party, origin, index, f"{index:064x}", kind, make.CREATED, body)


def fold(*told: Told) -> Account:
    return holdings.fold(told, lookup)


def only_misfit(account: Account) -> Misfit:
    [(_told, why)] = account.misfits
    return why


@pytest.mark.parametrize("body", [ASK, DONE, HOLD])
def test_what_is_written_reads_back_the_same(body: Redact | Redacted) -> None:
    kind = "redact" if isinstance(body, Redact) else "redacted"

    assert erasure.parse(kind, body.encode()) == body


@pytest.mark.parametrize("case", VECTORS["accepted"], ids=lambda case: str(case["why"]))
def test_bodies_of_the_vectors_are_read(case: dict[str, Any]) -> None:
    assert erasure.parse(case["kind"], case["body"]).encode() == case["body"]


@pytest.mark.parametrize("case", VECTORS["refused"], ids=lambda case: str(case["why"]))
def test_bodies_that_must_fail_are_refused(case: dict[str, Any]) -> None:
    with pytest.raises(BadErasure):
        erasure.parse(case["kind"], case["body"])


@pytest.mark.parametrize("case", VECTORS["folds"], ids=lambda case: str(case["why"]))
def test_folds_of_the_vectors_come_out_as_they_say(case: dict[str, Any]) -> None:
    entries = {
        (each["log"], each["index"]): Entry(each["party"], each["leaf"], frozenset(each["commits"]))
        for each in case["entries"]
    }
    told = [Told(**each) for each in case["told"]]

    account = holdings.fold(told, lambda origin, index: entries.get((origin, index)))

    assert [
        {
            "commit": each.target.commit,
            "author": each.author,
            "requested": each.request is not None,
            "outcomes": {party: deed.outcome.value for party, deed in each.deeds.items()},
        }
        for each in account.holdings.values()
    ] == case["holdings"]
    assert [[said.log, said.index, why.value] for said, why in account.misfits] == case["misfits"]


def test_what_has_no_form_is_not_written() -> None:
    with pytest.raises(BadErasure):
        Redact(TARGET, Reason.AUTHOR_REQUEST, Basis.OWN_POLICY).encode()
    with pytest.raises(BadErasure):
        Redacted(TARGET, Outcome.KEPT, Reason.MISTAKE, Basis.OWN_POLICY).encode()


def test_an_author_erases_and_the_other_side_is_asked() -> None:
    account = fold(say("alice", 9, ASK))

    [holding] = account.of(COMMIT)
    assert (holding.author, holding.outcome("alice")) == ("alice", Outcome.ERASED)
    assert holding.awaits("bob")
    assert not holding.awaits("alice")
    assert account.of(OTHER) == []


def test_the_other_side_confirms() -> None:
    [holding] = fold(say("alice", 9, ASK), say("bob", 1, DONE)).of(COMMIT)

    assert not holding.awaits("bob")
    assert holding.outcome("bob") is Outcome.ERASED


def test_the_other_side_keeps_under_a_hold_and_erases_when_it_ends() -> None:
    held = fold(say("alice", 9, ASK), say("bob", 1, HOLD))
    ended = fold(say("alice", 9, ASK), say("bob", 1, HOLD), say("bob", 2, DONE))

    assert held.of(COMMIT)[0].outcome("bob") is Outcome.KEPT
    assert held.of(COMMIT)[0].deeds["bob"].reason is HoldReason.LEGAL_HOLD_LITIGATION
    assert ended.of(COMMIT)[0].outcome("bob") is Outcome.ERASED
    assert ended.misfits == ()


def test_scenario_55_a_holder_may_erase_its_own_copy_unasked() -> None:
    alone = Redacted(TARGET, Outcome.ERASED, Reason.RETENTION_PERIOD, Basis.ARCHIVE_LAW)

    [holding] = fold(say("bob", 1, alone)).of(COMMIT)

    assert holding.request is None
    assert holding.outcome("bob") is Outcome.ERASED
    assert holding.outcome("alice") is None


def test_scenario_55_only_the_author_may_ask() -> None:
    account = fold(say("bob", 1, ASK))

    assert only_misfit(account) is Misfit.NOT_YOURS
    assert account.holdings == {}


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (say("alice", 9, {}, "redact"), Misfit.MALFORMED),
        (say("alice", 9, Redact(Target(ALICE, 7, LEAF, COMMIT), Reason.MISTAKE, Basis.CONSENT)),
         Misfit.UNKNOWN_REFERENCE),
        (say("alice", 9, Redact(Target("x", 3, LEAF, COMMIT), Reason.MISTAKE, Basis.CONSENT)),
         Misfit.UNKNOWN_REFERENCE),
        (say("alice", 9, Redact(Target(ALICE, 3, OTHER, COMMIT), Reason.MISTAKE, Basis.CONSENT)),
         Misfit.UNKNOWN_REFERENCE),
        (say("alice", 3, ASK), Misfit.UNKNOWN_REFERENCE),
        (say("alice", 9, Redact(Target(ALICE, 3, LEAF, OTHER), Reason.MISTAKE, Basis.CONSENT)),
         Misfit.NOT_ITS_CONTENT),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_listed_and_changes_nothing(told: Told, why: Misfit) -> None:
    account = fold(told)

    assert only_misfit(account) is why
    assert account.holdings == {}


def test_what_is_said_twice_counts_once() -> None:
    assert only_misfit(fold(say("alice", 8, ASK), say("alice", 9, ASK))) is Misfit.DUPLICATE
    assert only_misfit(fold(say("bob", 1, DONE), say("bob", 2, DONE))) is Misfit.DUPLICATE


def test_what_was_erased_is_not_kept_again() -> None:
    account = fold(say("bob", 1, DONE), say("bob", 2, HOLD))

    assert only_misfit(account) is Misfit.ERASED_BEFORE
    assert account.of(COMMIT)[0].outcome("bob") is Outcome.ERASED


def test_an_author_that_erased_alone_may_ask_later() -> None:
    alone = Redacted(TARGET, Outcome.ERASED, Reason.MISTAKE, Basis.OWN_POLICY)

    [holding] = fold(say("alice", 8, alone), say("alice", 9, ASK)).of(COMMIT)

    assert holding.awaits("bob")
    assert holding.deeds["alice"].reason is Reason.MISTAKE


TARGETS = st.builds(
    Target,
    st.sampled_from([ALICE, BOB, "other.example/log"]),
    st.integers(0, 6),
    st.sampled_from([LEAF, OTHER]),
    st.sampled_from([COMMIT, OTHER]),
)
BODIES = st.one_of(
    st.builds(Redact, TARGETS, st.sampled_from([Reason.MISTAKE]), st.sampled_from(Basis)),
    st.builds(
        Redacted, TARGETS, st.just(Outcome.ERASED), st.sampled_from(Reason), st.sampled_from(Basis)
    ),
    st.builds(
        Redacted,
        TARGETS,
        st.just(Outcome.KEPT),
        st.sampled_from(HoldReason),
        st.just(Basis.CONSENT),
    ),
    st.dictionaries(st.sampled_from(["log", "index", "leaf", "x"]), st.none() | st.integers()),
)
STATEMENTS = st.lists(
    st.builds(
        say,
        st.sampled_from(["alice", "bob"]),
        st.integers(0, 9),
        BODIES,
        st.sampled_from(["redact", "redacted", "raise"]),
    ),
    max_size=12,
    unique_by=lambda each: (each.log, each.index),
)


@given(STATEMENTS, st.randoms())
def test_the_fold_is_total_and_the_order_of_reading_does_not_matter(
    told: list[Told], chance: Any
) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)

    account = fold(*told)

    assert fold(*shuffled) == account
    for holding in account.holdings.values():
        assert holding.request is None or holding.request.party == holding.author
        assert holding.request is None or holding.outcome(holding.author) is Outcome.ERASED
    # What was said is either acted on or listed, never both and never lost.
    wrong = {(each.log, each.index) for each, _why in account.misfits}
    assert len(account.misfits) == len(wrong)
    fitting = [each for each in told if (each.log, each.index) not in wrong]
    assert fold(*fitting).holdings == account.holdings
    assert fold(*fitting).misfits == ()


@given(STATEMENTS, st.randoms(), st.integers(1, 4), st.integers(0, 5))
def test_a_fold_that_grows_ends_where_the_fold_of_all_ends(
    told: list[Told], chance: Any, portion: int, here: int
) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)
    folding, asked = Folding(), list[tuple[str, int]]()

    def look(origin: str, index: int, size: int = 5) -> Entry | None:
        asked.append((origin, index))
        return lookup(origin, index) if index < size else None

    for start in range(0, len(shuffled), portion):
        folding.take(shuffled[start : start + portion], lambda o, i: look(o, i, here))
    once = len(asked)
    folding.look_again({ALICE: here, BOB: here}, look)
    folding.look_again({ALICE: 7, BOB: 7}, look)

    assert folding.account() == fold(*told)
    # No more than one look for each content, however many portions there were.
    assert once <= len({repr(each.body) for each in told})


def test_a_statement_more_takes_one_step_more_however_many_there_were() -> None:
    folding, asked = Folding(), list[int]()

    def look(origin: str, index: int) -> Entry | None:
        asked.append(index)
        return lookup(origin, index)

    class Counted(dict[str, Any]):
        """A body that counts how often somebody reads it."""

        read = 0

        def keys(self) -> Any:
            Counted.read += 1
            return super().keys()

    many = [say("bob", index, Counted(DONE.encode()), "redacted") for index in range(500)]
    for each in many:
        folding.take([each], look)

    assert 0 < Counted.read <= 2 * len(many)
    assert asked == [TARGET.index]
    assert len(folding.account().misfits) == len(many) - 1


@given(STATEMENTS)
def test_what_was_erased_stays_erased_whatever_follows(told: list[Told]) -> None:
    ordered = sorted(told, key=lambda each: (each.log, each.index))

    for count in range(len(ordered)):
        before, after = fold(*ordered[:count]), fold(*ordered)
        for target, holding in before.holdings.items():
            for party, deed in holding.deeds.items():
                if deed.outcome is Outcome.ERASED:
                    assert after.holdings[target].outcome(party) is Outcome.ERASED


def test_what_was_said_before_comes_later_and_counts_in_its_place() -> None:
    told = [say("alice", 9, ASK), say("bob", 1, HOLD), say("bob", 2, DONE)]
    folding = Folding()

    for each in reversed(told):
        folding.take([each], lookup)

    assert folding.account() == fold(*told)
    [holding] = folding.account().of(COMMIT)
    assert holding.outcome("bob") is Outcome.ERASED
