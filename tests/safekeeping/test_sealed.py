"""Files sealed with a passphrase: whole or refused, and open to other programs."""

import io
import secrets

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.safekeeping import sealed
from answerable.safekeeping.errors import (
    DamagedSeal,
    NoPassphrase,
    SafekeepingError,
    TooCostly,
    WrongPassphrase,
)

WORK = 10
CHUNK = sealed.CHUNK


def seal(data: bytes, passphrase: str = "correct horse battery") -> bytes:
    return sealed.seal(data, passphrase, secrets.token_bytes, WORK)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])
def test_what_was_sealed_comes_out_again(size: int) -> None:
    data = secrets.token_bytes(size)

    assert sealed.unseal(seal(data), "correct horse battery") == data


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1])
def test_another_age_program_opens_what_was_sealed(size: int) -> None:
    pyrage = pytest.importorskip("pyrage")
    data = secrets.token_bytes(size)

    assert pyrage.passphrase.decrypt(seal(data, "pässwörter"), "pässwörter") == data


def test_nothing_is_held_beyond_a_few_chunks() -> None:
    out = io.BytesIO()
    sealer = sealed.Sealer(out, "p" * 12, secrets.token_bytes, WORK)

    for _ in range(64):
        sealer.write(bytes(CHUNK))
        assert out.tell() >= 0

    assert len(out.getvalue()) >= 62 * CHUNK


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(WrongPassphrase):
        sealed.unseal(seal(b"secret"), "another passphrase")


@given(st.data())
def test_a_changed_bit_is_found(data: st.DataObject) -> None:
    whole = seal(b"what was said " * 8)
    at = data.draw(st.integers(0, len(whole) * 8 - 1))
    changed = bytearray(whole)
    changed[at // 8] ^= 1 << at % 8

    with pytest.raises(SafekeepingError):
        sealed.unseal(bytes(changed), "correct horse battery")


@pytest.mark.parametrize("left", [0, 10, 100, 151, 170, CHUNK, CHUNK + 200, 2 * CHUNK + 183])
def test_a_file_that_is_cut_short_is_refused(left: int) -> None:
    whole = seal(bytes(2 * CHUNK + 1))

    with pytest.raises(DamagedSeal):
        sealed.unseal(whole[:left], "correct horse battery")


def test_a_file_cut_between_two_chunks_is_refused() -> None:
    whole = seal(bytes(2 * CHUNK))

    with pytest.raises(DamagedSeal):
        sealed.unseal(whole[: -CHUNK - 16], "correct horse battery")


def test_something_behind_the_end_is_refused() -> None:
    with pytest.raises(DamagedSeal):
        sealed.unseal(seal(b"secret") + b"x", "correct horse battery")


def test_a_file_that_asks_for_gigabytes_is_not_tried() -> None:
    head, rest = seal(b"secret").split(f" {WORK}\n".encode(), 1)

    with pytest.raises(TooCostly, match=r"2\^30"):
        sealed.unseal(head + b" 30\n" + rest, "correct horse battery")


def test_a_file_for_a_key_says_so() -> None:
    other = b"age-encryption.org/v1\n-> X25519 abc\nabc\n--- abc\n"

    with pytest.raises(NoPassphrase):
        sealed.unseal(other, "correct horse battery")


@given(st.binary(max_size=400))
@example(b"age-encryption.org/v1\n-> scrypt " + b"A" * 300)
def test_any_bytes_are_refused_in_our_words(data: bytes) -> None:
    with pytest.raises(SafekeepingError):
        sealed.unseal(data, "correct horse battery")
