"""Wrap a payload in a DSSE envelope: the payload's type is signed with it.

The envelope has one accepted encoding, canonical JSON, so that its bytes can be a log's leaf.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from answerable.protocol import canonical, keys
from answerable.protocol.canonical import Json
from answerable.protocol.errors import BadEnvelope, BadSignature, Fault, NotCanonical
from answerable.protocol.keys import SigningKey

MAX_SIGNATURES: Final = 16
_MEMBERS: Final = frozenset({"payload", "payloadType", "signatures"})
_SIGNATURE_MEMBERS: Final = frozenset({"keyid", "sig"})
_KEYID: Final = re.compile(r"[0-9a-f]{64}")
_USUAL: Final = re.compile(
    rb'\{"payload":"([A-Za-z0-9+/]*={0,2})","payloadType":"([a-z0-9./+-]+)",'
    rb'"signatures":\[\{"keyid":"([0-9a-f]{64})","sig":"([A-Za-z0-9+/]*={0,2})"\}\]\}'
)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature and the hex SHA-256 of the public key that made it."""

    keyid: str
    sig: bytes


@dataclass(frozen=True, slots=True)
class Signed:
    """An envelope that is well formed. Its signatures are not verified yet."""

    payload_type: str
    payload: bytes
    signatures: tuple[Signature, ...]

    @property
    def message(self) -> bytes:
        """The bytes that every signature covers."""
        return pre_authentication(self.payload_type, self.payload)

    def format(self) -> bytes:
        """Write the envelope in its one accepted form."""
        signatures = [
            {"keyid": each.keyid, "sig": keys.encode_base64(each.sig)} for each in self.signatures
        ]
        return canonical.encode(
            {
                "payload": keys.encode_base64(self.payload),
                "payloadType": self.payload_type,
                "signatures": signatures,
            }
        )

    def verify(self, signature: Signature, public: bytes) -> None:
        """Raise BadEnvelope unless this key made this signature."""
        try:
            keys.verify(public, self.message, signature.sig)
        except BadSignature as exc:
            raise BadEnvelope(Fault.BAD_SIGNATURE, f"key {signature.keyid[:8]}") from exc


def pre_authentication(payload_type: str, payload: bytes) -> bytes:
    """Bytes to sign for a payload of a type (DSSE version 1)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def sign(payload_type: str, payload: bytes, signers: Sequence[SigningKey]) -> Signed:
    """Sign a payload with each of these keys, in this order."""
    message = pre_authentication(payload_type, payload)
    signatures = tuple(Signature(key.keyid, key.sign(message)) for key in signers)
    return Signed(payload_type, payload, signatures)


def parse(data: bytes, payload_type: str, *, max_bytes: int) -> Signed:
    """Read an envelope that must hold this type of payload; raises BadEnvelope."""
    if len(data) > max_bytes:
        raise BadEnvelope(Fault.TOO_LARGE, f"{len(data)} bytes where {max_bytes} are allowed")
    return _parse_usual(data, payload_type) or _parse_any(data, payload_type)


def _parse_usual(data: bytes, payload_type: str) -> Signed | None:
    """Read an envelope with one signature in a third of the time, or leave it to `_parse_any`.

    Text of this form is canonical JSON: its names are in order, and nothing in it needs escapes.
    """
    found = _USUAL.fullmatch(data)
    if found is None or found[2].decode() != payload_type:
        return None
    try:
        payload, sig = (keys.decode_base64(found[n].decode()) for n in (1, 4))
    except ValueError:
        return None
    return Signed(payload_type, payload, (Signature(found[3].decode(), sig),))


def _parse_any(data: bytes, payload_type: str) -> Signed:
    try:
        outer = canonical.decode_object(data, max_bytes=len(data), max_depth=3)
    except NotCanonical as exc:
        raise BadEnvelope(Fault.NOT_CANONICAL, str(exc)) from exc
    if outer.keys() != _MEMBERS:
        raise BadEnvelope(Fault.WRONG_FORM, "an envelope has three members")
    if outer["payloadType"] != payload_type:
        raise BadEnvelope(Fault.WRONG_PAYLOAD_TYPE, "another type of payload")
    signatures = outer["signatures"]
    if not isinstance(signatures, list) or not 0 < len(signatures) <= MAX_SIGNATURES:
        raise BadEnvelope(Fault.WRONG_FORM, "an envelope has signatures")
    signed = tuple(_signature(value) for value in signatures)
    if len({each.keyid for each in signed}) != len(signed):
        raise BadEnvelope(Fault.WRONG_FORM, "two signatures of one key")
    return Signed(payload_type, _base64(outer["payload"]), signed)


def _signature(value: Json) -> Signature:
    if not isinstance(value, dict) or value.keys() != _SIGNATURE_MEMBERS:
        raise BadEnvelope(Fault.WRONG_FORM, "a signature has a keyid and a sig")
    named = value["keyid"]
    if not isinstance(named, str) or not _KEYID.fullmatch(named):
        raise BadEnvelope(Fault.WRONG_FORM, "a keyid is the hex SHA-256 of a key")
    return Signature(named, _base64(value["sig"]))


def _base64(value: Json) -> bytes:
    if not isinstance(value, str):
        raise BadEnvelope(Fault.WRONG_FORM, "not text")
    try:
        return keys.decode_base64(value)
    except ValueError as exc:
        raise BadEnvelope(Fault.WRONG_FORM, str(exc)) from exc
