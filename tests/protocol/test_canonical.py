"""One value, one encoding: what is accepted, and what is refused the same way every time."""

import json
import unicodedata
from enum import IntEnum, StrEnum

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.protocol import canonical
from answerable.protocol.errors import NotCanonical

TEXT = st.text().map(lambda text: unicodedata.normalize("NFC", text))
NUMBERS = st.integers(-canonical.MAX_INTEGER, canonical.MAX_INTEGER)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_reads_back_as_the_same_value(value: object) -> None:
    assert canonical.decode(canonical.encode(value)) == value


@given(VALUES)
@example({"\U0001f600": 1, "\ufffd": 2, "é": 3, "\u20ac": 4, "\r": 5, "1": 6, "\x7f": 7})
def test_the_encoding_is_that_of_rfc_8785(value: object) -> None:
    assert canonical.encode(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(st.binary(max_size=60))
@example(b'{"a":1,"a":1}')
def test_no_bytes_are_read_that_would_be_written_otherwise(data: bytes) -> None:
    try:
        value = canonical.decode(data)
    except NotCanonical:
        return
    assert canonical.encode(value) == data


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b' {"a":1}',
        b'{"a":1}\n',
        b'{"a":1}{"a":1}',
        b'"\\u0061"',
        b'"\\/"',
        b"NaN",
        b"Infinity",
        b"-Infinity",
        b"1.0",
        b"1e3",
        b"-0",
        b"01",
        b"+1",
        b"9007199254740992",
        b"-9007199254740992",
        b"1" * 5000,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'"\\ud800"',
        b'"\xed\xa0\x80"',
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"",
        b"nul",
        '"e\u0301"'.encode(),
        '{"e\u0301":1}'.encode(),
        '{"\ufffd":1,"\U0001f600":2}'.encode(),
    ],
    ids=lambda data: repr(data[:20]),
)
def test_scenario_12_bytes_that_are_no_canonical_value_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        canonical.decode(data)


@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), 2**53, -(2**53), {1: 2}, {"a"}, b"a", "\ud800", {"\udc00": 1}, "e\u0301"],
    ids=repr,
)
def test_a_value_without_a_canonical_form_cannot_be_written(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical.encode(value)


def test_scenario_12_names_beyond_the_basic_plane_stand_in_the_order_of_utf_16() -> None:
    data = canonical.encode({"\ufffd": 1, "\U0001f600": 2})

    assert data.decode() == '{"\U0001f600":2,"\ufffd":1}'
    assert canonical.decode(data) == {"\ufffd": 1, "\U0001f600": 2}


def test_nesting_is_limited_when_writing_and_when_reading() -> None:
    three = {"a": {"b": [1]}}

    assert canonical.decode(canonical.encode(three, max_depth=3), max_depth=3) == three
    with pytest.raises(NotCanonical, match="deep"):
        canonical.encode(three, max_depth=2)
    with pytest.raises(NotCanonical, match="deep"):
        canonical.decode(canonical.encode(three), max_depth=2)


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert canonical.decode(b"[[],[],{}]", max_depth=2) == [[], [], {}]


def test_larger_input_than_allowed_is_refused_before_it_is_read() -> None:
    with pytest.raises(NotCanonical, match="at most 4"):
        canonical.decode(b"[1,2]", max_bytes=4)


def test_a_value_that_is_no_object_is_refused_where_one_is_due() -> None:
    assert canonical.decode_object(b"{}") == {}
    with pytest.raises(NotCanonical, match="object"):
        canonical.decode_object(b"[]")


def test_text_and_numbers_of_a_subclass_are_written_as_what_they_are() -> None:
    class Code(StrEnum):
        KILLED = "killed"

    class Low(IntEnum):
        ONE = 1

    class Marked(str):
        __slots__ = ()

    class Count(int):
        pass

    data = canonical.encode([Code.KILLED, Low.ONE, Marked("a"), Count(7), ("tuple",)])

    assert json.loads(data) == ["killed", 1, "a", 7, ["tuple"]]
