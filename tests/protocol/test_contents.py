"""Contents behind their commitments: what is handed over is what was promised, or nothing."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import content
from answerable.protocol.content import Content
from answerable.protocol.errors import BadContent
from tests.protocol.make import flipped, seed

SALT = seed("salt")
MEDIA = "application/vnd.answerable.words.v1+json"
SEALED = content.seal(MEDIA, b"what happened", SALT)


@given(st.binary(max_size=2000))
def test_a_content_reads_back(data: bytes) -> None:
    sealed = content.seal(MEDIA, data, SALT)

    content.check(sealed.commit, sealed.salt, sealed.record)
    assert content.open_record(sealed.record) == (MEDIA, data)


@given(st.integers(0, len(content.encode_transfer(SEALED)) - 1), st.integers(0, 7))
def test_scenario_57_no_changed_bit_of_a_content_goes_unseen(at: int, bit: int) -> None:
    with pytest.raises(BadContent):
        content.decode_transfer(SEALED.commit, flipped(content.encode_transfer(SEALED), at, bit))


def test_scenario_57_another_content_of_the_same_size_is_refused() -> None:
    other = content.seal(MEDIA, b"what happenes", SALT)

    with pytest.raises(BadContent):
        content.decode_transfer(SEALED.commit, content.encode_transfer(other))


def test_what_is_handed_over_is_the_salt_and_the_record() -> None:
    data = content.encode_transfer(SEALED)

    assert data == SALT + SEALED.record
    assert content.decode_transfer(SEALED.commit, data) == SEALED


def test_the_commitment_is_the_one_that_is_described() -> None:
    inner = hashlib.sha256(SEALED.record).digest()

    assert SEALED.commit == hashlib.sha256(b"answerable-content-v1" + SALT + inner).digest()
    assert SEALED.record == b'{"media":"%s","size":13}\nwhat happened' % MEDIA.encode()


def test_scenario_54_without_the_salt_a_right_guess_looks_like_a_wrong_one() -> None:
    guesses = [b"yes", b"no", b"what happened"]

    found = [content.seal(MEDIA, guess, bytes(32)).commit == SEALED.commit for guess in guesses]

    assert found == [False, False, False]


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_salt_has_32_bytes(length: int) -> None:
    with pytest.raises(BadContent):
        content.seal(MEDIA, b"", bytes(length))


def test_too_little_to_hold_a_salt_is_refused() -> None:
    with pytest.raises(BadContent):
        content.decode_transfer(SEALED.commit, SALT[:20])


@pytest.mark.parametrize(
    "media", ["", "text", "Text/plain", "text/plain; charset=x", "a/" + "b" * 99]
)
def test_a_media_type_in_another_form_is_refused(media: str) -> None:
    with pytest.raises(BadContent):
        content.record(media, b"")


@pytest.mark.parametrize(
    "record",
    [
        b"",
        b"data",
        b'{"media":"a/b","size":0}',
        b'{"media":"a/b","size":1}\n',
        b'{"media":"a/b","size":2}\na',
        b'{"media":"a/b","size":true}\na',
        b'{"media":"A/b","size":1}\na',
        b'{"media":5,"size":1}\na',
        b'{"media":"a/b","size":1,"x":1}\na',
        b'{"media":"a/b"}\na',
        b'{"size":1,"media":"a/b"}\na',
        b'{"media":"' + b"a" * 600 + b'/b","size":1}\na',
    ],
)
def test_a_record_in_another_form_is_refused_though_committed_to(record: bytes) -> None:
    with pytest.raises(BadContent):
        content.check(content.commit(SALT, record), SALT, record)


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, 10), (1, 10), (1024, 10), (1025, 11), (2048, 11), (2**20, 20), (2**20 + 1, 21)],
)
def test_a_size_is_told_as_the_power_of_two_that_bounds_it(size: int, expected: int) -> None:
    assert content.size_class(size) == expected


def test_a_size_beyond_all_bounds_is_refused() -> None:
    with pytest.raises(BadContent):
        content.size_class(2**62 + 1)


def test_a_statement_tells_commitment_media_and_size_class_only() -> None:
    told = content.reference(SEALED)

    assert (told.commit, told.size_class, told.media) == (SEALED.commit.hex(), 10, MEDIA)


def test_contents_are_values() -> None:
    assert Content(b"a", b"b", b"c") == Content(b"a", b"b", b"c")
