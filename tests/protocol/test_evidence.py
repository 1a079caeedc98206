"""Evidence of a fork: it convinces whoever knows the log's key, and shows nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import canonical, evidence, history, tree
from answerable.protocol.canonical import JsonObject
from answerable.protocol.errors import BadEvidence
from answerable.protocol.memory import MemoryStore
from tests.protocol.make import channel, flipped, key, raw_entries, raw_log

ORIGIN = channel().origin("alice")


def log_of(entries: list[bytes]) -> tuple[MemoryStore, bytes]:
    store = MemoryStore()
    raw_log(store, ORIGIN, key("alice log"), entries)
    return store, store.lock(ORIGIN).note


KEY = channel().log_key("alice")
LARGER, NOTE_9 = log_of(raw_entries(9))
_, NOTE_5 = log_of(raw_entries(5))
_, OTHER_5 = log_of([*raw_entries(4), b"another"])
ROOT_5 = tree.root_hash(raw_entries(5))
PROOF = history.consistency(LARGER, ORIGIN, 5, 9)
SHOWN = evidence.fork(OTHER_5, NOTE_9, ROOT_5, PROOF)


def test_two_notes_that_cannot_both_be_true_are_a_fork() -> None:
    found = evidence.check_fork(SHOWN, KEY)

    assert (found.smaller, found.larger, found.root) == (OTHER_5, NOTE_9, ROOT_5)


def test_two_roots_of_one_size_are_a_fork() -> None:
    evidence.check_fork(evidence.fork(OTHER_5, NOTE_5, ROOT_5, []), KEY)


@pytest.mark.parametrize(
    "shown",
    [
        evidence.fork(NOTE_5, NOTE_9, ROOT_5, PROOF),
        evidence.fork(NOTE_5, NOTE_5, ROOT_5, []),
        evidence.fork(OTHER_5, NOTE_9, ROOT_5, PROOF[:-1]),
        evidence.fork(OTHER_5, NOTE_9, bytes(32), PROOF),
        evidence.fork(NOTE_9, OTHER_5, ROOT_5, PROOF),
        evidence.fork(OTHER_5.replace(b"\n5\n", b"\n6\n"), NOTE_9, ROOT_5, PROOF),
    ],
)
def test_notes_that_agree_or_do_not_hold_show_nothing(shown: bytes) -> None:
    with pytest.raises(BadEvidence):
        evidence.check_fork(shown, KEY)


def test_evidence_against_one_log_shows_nothing_of_another() -> None:
    with pytest.raises(BadEvidence):
        evidence.check_fork(SHOWN, channel().log_key("bob"))


@given(st.integers(0, len(SHOWN) - 1), st.integers(0, 7))
def test_no_changed_bit_makes_other_evidence(at: int, bit: int) -> None:
    with pytest.raises(BadEvidence):
        evidence.check_fork(flipped(SHOWN, at, bit), KEY)


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": True},
        {"type": "spoon"},
        {"more": 1},
        {"smaller": 5},
        {"root": "?"},
        {"proof": {}},
        {"proof": [5]},
    ],
)
def test_evidence_of_another_form_is_refused(change: JsonObject) -> None:
    data = canonical.encode(canonical.decode_object(SHOWN) | change)

    with pytest.raises(BadEvidence):
        evidence.parse(data)
