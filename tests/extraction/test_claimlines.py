"""Claims cross from one reader to another as lines of JSON, and nothing of theirs is guessed."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.extraction.assembly import read
from answerable.extraction.claimlines import (
    LONGEST_LINE,
    NotClaims,
    lines_of,
    parse,
    published_schema,
    schema,
)
from answerable.extraction.lexicons import words

TEXT = "At least five people, including two children, were killed on Monday, the mayor said."
CLAIMS = list(read(TEXT, words, published=date(2026, 3, 5)).claims)
LINE = next(iter(lines_of(CLAIMS, document="a")))


def test_what_is_written_is_read_again() -> None:
    lines = [
        *lines_of(CLAIMS, document="one", published=date(2026, 3, 5)),
        b"",
        *lines_of(CLAIMS[:1], document="two", sha256="00"),
    ]

    assert parse(lines) == {"one": CLAIMS, "two": CLAIMS[:1]}


def test_the_schema_that_comes_with_the_package_is_that_of_the_code() -> None:
    assert json.loads(published_schema()) == schema()


def test_every_field_of_a_line_is_in_the_schema() -> None:
    described = schema()["$defs"]["ClaimLine"]

    assert set(json.loads(LINE)) == set(described["properties"])
    assert set(described["required"]) <= set(json.loads(LINE))


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"schema": "answerable.claim/2"}, "its schema"),
        ({"number": 1}, "its number"),
        ({"kind": "rumour"}, "Invalid enum value"),
        ({"start": "0"}, "Expected `int`"),
        ({"first_day": "Monday"}, "Invalid RFC3339"),
        ({"score": 1}, "unknown field"),
        ({"rule": "x" * LONGEST_LINE}, "longer than"),
    ],
)
def test_a_line_that_does_not_fit_is_refused_by_its_number(
    changed: dict[str, object], complaint: str
) -> None:
    line = json.dumps({**json.loads(LINE), **changed}).encode()

    with pytest.raises(NotClaims, match=f"line 1: .*{complaint}"):
        parse([line])


@given(st.binary(max_size=200))
def test_any_bytes_are_claims_or_are_refused(raw: bytes) -> None:
    try:
        parse([raw, b"[" * 5000])
    except NotClaims:
        return
    assert not raw.strip()
