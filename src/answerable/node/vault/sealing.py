"""Seal who a source is, and open it again: age files for the vault's key, bound to the source.

Knows no rows and no settings: keys, passphrases and bytes are handed in.
"""

from __future__ import annotations

import json
from typing import Final

import msgspec
import pyrage

from answerable.node.vault.errors import Tampered
from answerable.safekeeping import sealed

# The length of a sealed identity says nothing below this.
_BLOCK: Final = 1024


class Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who a source is and how to reach them. Lines of `other_names` are names, one each.

    `mentioned` are addresses and numbers that stood in an e-mail of theirs, one a line; whose they
    are nobody knows.
    """

    name: str
    other_names: str = ""
    contact: str = ""
    note: str = ""
    mentioned: str = ""

    def names(self) -> list[str]:
        """Return every name of the source."""
        return [one.strip() for one in (self.name, *self.other_names.splitlines()) if one.strip()]

    def contacts(self) -> list[str]:
        """Return every way to reach the source, and what an e-mail of theirs mentioned."""
        lines = [*self.contact.splitlines(), *self.mentioned.splitlines()]
        return [one.strip() for one in lines if one.strip()]


class _Bound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    version: int
    identity: Identity


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of a sealed e-mail: of which one, which part, and its bytes."""

    name: str
    part: str
    data: bytes


def make_key() -> tuple[str, str]:
    """Make a key pair; return its secret and its public half."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def public_half(secret: str) -> str:
    """Return the public half of a key; raises Tampered for what is none."""
    try:
        return str(pyrage.x25519.Identity.from_str(secret).to_public())
    except pyrage.IdentityError as exc:
        raise Tampered from exc


def seal_key(secret: str, recipient: str) -> bytes:
    """Seal the secret half of a key for another key."""
    return _encrypt(secret.encode(), recipient)


def open_key(data: bytes, secret: str) -> str:
    """Open a key that was sealed for this one."""
    try:
        return _decrypt(data, secret).decode("ascii")
    except UnicodeDecodeError as exc:
        raise Tampered from exc


def lock_key(secret: str, passphrase: str, draw: sealed.Draw, work: int) -> bytes:
    """Seal the secret half of a key with a passphrase."""
    return sealed.seal(secret.encode(), passphrase, draw, work)


def seal(identity: Identity, code: str, version: int, recipient: str) -> bytes:
    """Seal an identity for the vault, bound to the source's code and the version of its row."""
    plain = msgspec.json.encode(_Bound(code, version, identity))
    return _encrypt(plain + b" " * (-len(plain) % _BLOCK), recipient)


def unseal(data: bytes, code: str, version: int, secret: str) -> Identity:
    """Open an identity; raises Tampered if it is damaged or was sealed for another row."""
    try:
        bound = msgspec.json.decode(_decrypt(data, secret), type=_Bound)
    except (msgspec.MsgspecError, json.JSONDecodeError) as exc:
        raise Tampered from exc
    if (bound.code, bound.version) != (code, version):
        raise Tampered
    return bound.identity


def seal_part(data: bytes, name: str, part: str, recipient: str) -> bytes:
    """Seal a part of an e-mail for the vault, bound to the e-mail's name and the part's."""
    plain = msgspec.msgpack.encode(_Part(name, part, data))
    # Behind the value, where the decoder of one value would stop: the length says little then.
    return _encrypt(len(plain).to_bytes(8, "big") + plain + bytes(-len(plain) % _BLOCK), recipient)


def unseal_part(sealed_part: bytes, name: str, part: str, secret: str) -> bytes:
    """Open a part of an e-mail; raises Tampered if it is damaged or of another e-mail."""
    opened = _decrypt(sealed_part, secret)
    length = int.from_bytes(opened[:8], "big")
    try:
        found = msgspec.msgpack.decode(opened[8 : 8 + length], type=_Part)
    except msgspec.MsgspecError as exc:
        raise Tampered from exc
    if (found.name, found.part) != (name, part):
        raise Tampered
    return found.data


def _encrypt(plain: bytes, recipient: str) -> bytes:
    try:
        return bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(recipient)]))
    except (pyrage.RecipientError, pyrage.EncryptError) as exc:
        raise Tampered from exc


def _decrypt(data: bytes, secret: str) -> bytes:
    try:
        return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(secret)]))
    except (pyrage.IdentityError, pyrage.DecryptError) as exc:
        raise Tampered from exc
