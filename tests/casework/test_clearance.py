"""Clearance: by another person in another office, bound to every byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.casework.bodies import encode_body
from answerable.casework.clearance import (
    check_clearer,
    check_waiver,
    clearance_digest,
    needs_clearance,
)
from answerable.casework.codes import ClearanceFault
from answerable.casework.errors import ClearanceRefused
from tests.casework.cases import raising


def test_what_says_something_of_substance_is_cleared_and_routine_is_not() -> None:
    assert all(map(needs_clearance, ["raise", "response", "follow_up", "information", "correct"]))
    assert not any(map(needs_clearance, ["ack", "interim", "extension", "close", "gossip"]))


def test_another_person_in_another_office_clears() -> None:
    check_clearer(author="ana", author_office="desk", clearer="ben", clearer_office="legal")


@pytest.mark.parametrize(
    ("clearer", "office", "fault"),
    [
        ("ana", "legal", ClearanceFault.SAME_PERSON),
        ("ben", "desk", ClearanceFault.SAME_OFFICE),
    ],
)
def test_nobody_clears_for_oneself_or_ones_own_office(
    clearer: str, office: str, fault: ClearanceFault
) -> None:
    with pytest.raises(ClearanceRefused) as refusal:
        check_clearer(author="ana", author_office="desk", clearer=clearer, clearer_office=office)

    assert refusal.value.code is fault


def test_only_a_party_of_one_may_waive() -> None:
    check_waiver(1)
    with pytest.raises(ClearanceRefused) as refusal:
        check_waiver(2)

    assert refusal.value.code is ClearanceFault.NOT_ALONE


def test_the_digest_is_the_same_on_every_node() -> None:
    body = encode_body(raising())
    turned = dict(reversed(body.items()))

    assert clearance_digest("raise", body, b"words") == clearance_digest("raise", turned, b"words")
    assert clearance_digest("close", {"reason": "error"}, None) == (
        "a42c26c6f46cfac0cb46dba8bc5b4e51d65d31b7cc8a97d7908fb9ee880b2e0e"
    )


@given(st.binary(max_size=30), st.binary(max_size=30))
def test_another_content_is_another_digest(one: bytes, other: bytes) -> None:
    same = clearance_digest("raise", {}, one) == clearance_digest("raise", {}, other)

    assert same == (one == other)


def test_any_edit_voids_the_clearance() -> None:
    body = encode_body(raising())
    digests = {
        clearance_digest("raise", body, b"words"),
        clearance_digest("raise", body, b"words."),
        clearance_digest("raise", body | {"reference": "AST-8"}, b"words"),
        clearance_digest("follow_up", body, b"words"),
        clearance_digest("raise", body, b""),
        clearance_digest("raise", body, None),
    }

    assert len(digests) == 6
