"""Keys that must not be registered, signatures that must not count, words read by telephone."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from answerable.protocol import keys
from answerable.protocol.errors import BadKey, BadSignature
from answerable.protocol.keys import SigningKey, VerifierKey
from answerable.protocol.words import WORDS
from tests.protocol.make import key

IDENTITY_POINT = b"\x01" + bytes(31)
SMALL_ORDER = [
    IDENTITY_POINT,
    bytes(32),
    bytes(31) + b"\x80",
    bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
]
# The same points, written with a y that is not below the field's prime.
NOT_CANONICAL = [
    bytes.fromhex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    b"\xff" * 32,
]
NOT_ON_THE_CURVE = [b"\x02" + bytes(31)]


@given(st.binary(max_size=200))
def test_a_signature_verifies_for_its_key_and_message_alone(message: bytes) -> None:
    signature = key("alice").sign(message)

    keys.verify(key("alice").public, message, signature)
    with pytest.raises(BadSignature):
        keys.verify(key("bob").public, message, signature)
    with pytest.raises(BadSignature):
        keys.verify(key("alice").public, message + b"!", signature)


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(BadSignature):
        keys.verify(key("alice").public, b"", bytes(length))


@pytest.mark.parametrize(
    "public", SMALL_ORDER + NOT_CANONICAL + NOT_ON_THE_CURVE + [b"", bytes(31), bytes(33)]
)
def test_scenario_09_an_unsound_key_cannot_be_registered(public: bytes) -> None:
    with pytest.raises(BadKey):
        keys.check_public_key(public)
    with pytest.raises(BadKey):
        VerifierKey("somebody", keys.LOG, public)


def test_a_small_order_key_signs_nothing_here_though_another_library_takes_it() -> None:
    signature = IDENTITY_POINT + bytes(32)
    # What another library accepts for any message at all: the trap is real.
    Ed25519PublicKey.from_public_bytes(IDENTITY_POINT).verify(signature, b"anything")

    with pytest.raises(BadSignature):
        keys.verify(IDENTITY_POINT, b"anything", signature)


def test_a_seed_has_32_bytes() -> None:
    with pytest.raises(BadKey):
        SigningKey.from_seed(bytes(31))


def test_a_signing_key_does_not_show_itself() -> None:
    made = SigningKey.from_seed(bytes(32))

    assert made.keyid == hashlib.sha256(made.public).hexdigest()
    assert repr(made) == f"SigningKey({made.keyid[:8]})"


VKEY = VerifierKey("a.example/log", keys.LOG, key("alice").public).format()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.example/log",
        VKEY.replace("a.example", "b.example"),
        VKEY.replace("+", "+0", 1),
        VKEY[:-4],
        VKEY + "=",
        VKEY.upper(),
        VKEY.replace("log+", "log +"),
        "a+00000000+",
        "a+00000000+é",
        VerifierKey("x", keys.COSIGNER, key("a").public).format().replace("+B", "+C"),
    ],
)
def test_scenario_09_a_verifier_key_that_does_not_fit_itself_is_refused(text: str) -> None:
    with pytest.raises(BadKey):
        VerifierKey.parse(text)


def test_scenario_09_a_key_type_that_is_not_known_is_refused() -> None:
    with pytest.raises(BadKey, match="0x02"):
        VerifierKey("a", 2, key("alice").public)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\tb", "a\u00a0b", "a\nb", "x" * 256])
def test_a_name_that_a_signature_line_cannot_carry_is_refused(name: str) -> None:
    with pytest.raises(BadKey):
        VerifierKey(name, keys.LOG, key("alice").public)


@given(st.binary(max_size=80))
def test_base64_has_one_form(data: bytes) -> None:
    text = keys.encode_base64(data)

    assert keys.decode_base64(text) == data


@pytest.mark.parametrize("text", ["QQ", "QR==", "Q Q=", "QQ==\n", "_-8=", "é", "QQ===", "===="])
def test_another_form_of_base64_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base64"):
        keys.decode_base64(text)


def test_a_fingerprint_is_twelve_words_that_change_with_every_byte() -> None:
    digest = hashlib.sha256(b"genesis").digest()

    words = keys.fingerprint_words(digest)

    assert len(words) == 12
    for at in range(12):
        changed = bytearray(digest)
        changed[at] ^= 1
        assert keys.fingerprint_words(bytes(changed))[at] != words[at]


def test_no_two_words_begin_alike() -> None:
    assert len({word[:3] for word in WORDS}) == 256


def test_a_digest_that_is_too_short_has_no_fingerprint() -> None:
    with pytest.raises(ValueError, match="12 bytes"):
        keys.fingerprint_words(bytes(11))
