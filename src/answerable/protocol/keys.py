"""Sign with Ed25519, and verify so that no key can disown or fabricate a signature.

`cryptography` signs and libsodium verifies: OpenSSL accepts small-order public keys, whose
owner could later show any message as signed.
"""

from __future__ import annotations

import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

import nacl.bindings
import nacl.exceptions
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from answerable.protocol.errors import BadKey, BadSignature
from answerable.protocol.words import WORDS

LOG: Final = 0x01
COSIGNER: Final = 0x04
_TYPES: Final = frozenset({LOG, COSIGNER})
_MAX_NAME = 255


class SigningKey:
    """A private Ed25519 key, made from the 32-byte seed that its owner keeps."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public: Final[bytes] = private.public_key().public_bytes_raw()
        self.keyid: Final[str] = keyid(self.public)

    @classmethod
    def from_seed(cls, seed: bytes) -> SigningKey:
        """Load a key from its 32-byte seed; raises BadKey for another length."""
        if len(seed) != 32:
            raise BadKey("a seed has 32 bytes")
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    def sign(self, message: bytes) -> bytes:
        """Give the 64-byte signature over these bytes."""
        return self._private.sign(message)

    def __repr__(self) -> str:
        return f"SigningKey({self.keyid[:8]})"


def keyid(public: bytes) -> str:
    """Name a public key by the hex SHA-256 of its bytes, as DSSE signatures do here."""
    return hashlib.sha256(public).hexdigest()


def check_public_key(public: bytes) -> None:
    """Raise BadKey unless this is a canonical point of the prime-order group."""
    if len(public) != 32:
        raise BadKey("a public key has 32 bytes")
    if not nacl.bindings.crypto_core_ed25519_is_valid_point(public):
        raise BadKey("not a canonical point of the prime-order group")


def verify(public: bytes, message: bytes, signature: bytes) -> None:
    """Raise BadSignature unless the key signed exactly this message."""
    if len(signature) != 64 or len(public) != 32:
        raise BadSignature("a signature has 64 bytes and a key 32")
    try:
        nacl.bindings.crypto_sign_open(signature + message, public)
    except nacl.exceptions.BadSignatureError as exc:
        raise BadSignature("the signature does not fit") from exc


def decode_base64(text: str) -> bytes:
    """Read padded standard base64 in its one canonical form; raises ValueError otherwise."""
    try:
        data = binascii.a2b_base64(text, strict_mode=True)
    except ValueError as exc:
        raise ValueError("not base64") from exc
    # Bits beyond the last byte would make two texts of one value.
    if encode_base64(data) != text:
        raise ValueError("not canonical base64")
    return data


def encode_base64(data: bytes) -> str:
    """Write padded standard base64."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def is_key_name(name: str) -> bool:
    """Tell whether a note's signature line may carry this name."""
    return (
        0 < len(name) <= _MAX_NAME
        and "+" not in name
        and not any(c.isspace() or ord(c) < 0x20 for c in name)
    )


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A named public key of a log (0x01) or a cosigner (0x04), checked when it is made."""

    name: str
    type: int
    public: bytes

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise BadKey("a key's name has no space and no plus sign")
        if self.type not in _TYPES:
            raise BadKey(f"key type {self.type:#04x} is not known here")
        check_public_key(self.public)

    @property
    def key_id(self) -> bytes:
        """The four bytes that signature lines of this key begin with."""
        named = self.name.encode() + b"\n" + bytes([self.type]) + self.public
        return hashlib.sha256(named).digest()[:4]

    def format(self) -> str:
        """Write the key as C2SP signed-note does: name, key id and key, joined by plus signs."""
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(bytes([self.type]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read a verifier key; its id is computed again and must fit. Raises BadKey."""
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise BadKey("a verifier key is name+id+key")
        try:
            raw = decode_base64(parts[2])
        except ValueError as exc:
            raise BadKey(str(exc)) from exc
        if not raw:
            raise BadKey("the key is empty")
        key = cls(parts[0], raw[0], raw[1:])
        if key.format() != text:
            raise BadKey("the key id does not fit the key")
        return key


def fingerprint_words(digest: bytes) -> tuple[str, ...]:
    """Turn the first 12 bytes of a digest into twelve words that two people read to each other."""
    if len(digest) < 12:
        raise ValueError("a digest of at least 12 bytes")
    return tuple(WORDS[byte] for byte in digest[:12])
