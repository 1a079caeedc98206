"""What a party says of its own keys and logs: `key`, `revoke`, `epoch`, signed by its identity.

Each body says at which index it stands, so that it can also be read alone: whoever meets a note
that no known key signed asks for these entries first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from answerable.protocol import keys, names
from answerable.protocol.canonical import MAX_INTEGER, Json, JsonObject
from answerable.protocol.errors import BadKey, BadStatement

KINDS: Final = frozenset({"key", "revoke", "epoch"})
MAX_SIZES: Final = 16
AGE_RECIPIENT: Final = re.compile(r"age1[02-9ac-hj-np-z]{10,4000}")


class KeyRole(StrEnum):
    """What a key is for. All but `age` are Ed25519 keys that sign."""

    IDENTITY = "identity"
    LOG = "log"
    MIRROR = "mirror"
    DELIVERY = "delivery"
    NODE = "node"
    AUTHOR = "author"
    AGE = "age"


COSIGNERS: Final = frozenset({KeyRole.MIRROR, KeyRole.DELIVERY})


class EpochReason(StrEnum):
    """Why a log ended and another begins."""

    FORKED = "forked"
    STATE_LOST = "state_lost"
    KEY_LOST = "key_lost"


@dataclass(frozen=True, slots=True)
class SizeOf:
    """A size of a named log."""

    log: str
    size: int


@dataclass(frozen=True, slots=True)
class KeyChange:
    """A new key counts from the next index on. `old` is the keyid that it follows, if any.

    `new` is a public key in base64, or an age recipient. For countersigners `sizes` says, for each
    log that is countersigned, the first size for which the new key counts and the old no more.
    """

    at: int
    role: KeyRole
    office: str | None
    old: str | None
    new: str
    sizes: tuple[SizeOf, ...] = ()

    @property
    def public(self) -> bytes:
        """The new key's 32 bytes; of an age recipient, its text."""
        if self.role is KeyRole.AGE:
            return self.new.encode()
        return keys.decode_base64(self.new)

    def body(self) -> JsonObject:
        """Write the statement's body."""
        return {
            "at": self.at,
            "role": self.role.value,
            "office": self.office,
            "old": self.old,
            "new": self.new,
            "sizes": _plain(self.sizes),
        }


@dataclass(frozen=True, slots=True)
class Revocation:
    """A key counts no more. `sizes` says how far it is trusted, for the keys that sign sizes."""

    at: int
    key: str
    sizes: tuple[SizeOf, ...] = ()

    def body(self) -> JsonObject:
        """Write the statement's body."""
        return {"at": self.at, "key": self.key, "sizes": _plain(self.sizes)}


@dataclass(frozen=True, slots=True)
class Epoch:
    """The first entry of a new log. Of the log before, its first `size` entries count.

    `new` is the key of the new log, in base64; `root` is in base64.
    """

    log: str
    size: int
    root: str
    reason: EpochReason
    new: str

    def body(self) -> JsonObject:
        """Write the statement's body."""
        return {
            "at": 0,
            "log": self.log,
            "size": self.size,
            "root": self.root,
            "reason": self.reason.value,
            "new": self.new,
        }


Change: TypeAlias = KeyChange | Revocation | Epoch


def parse(kind: str, body: JsonObject) -> Change:
    """Read the body of a `key`, `revoke` or `epoch`; raises BadStatement."""
    readers: dict[str, Callable[[JsonObject], Change]] = {
        "key": _key,
        "revoke": _revocation,
        "epoch": _epoch,
    }
    if kind not in readers:
        raise BadStatement(f"{kind!r} changes no key")
    try:
        return readers[kind](body)
    except (ValueError, BadKey) as exc:
        raise BadStatement(f"{kind}: {exc}") from exc


def _key(body: JsonObject) -> KeyChange:
    _members(body, "at", "role", "office", "old", "new", "sizes")
    role = KeyRole(_text(body["role"]))
    office, old = body["office"], body["old"]
    if (office is not None) != (role is KeyRole.AUTHOR):
        raise ValueError("an office, and only an office, has an author key")
    if office is not None and not names.OFFICE.fullmatch(_text(office)):
        raise ValueError("not an office")
    found = KeyChange(
        at=_number(body["at"]),
        role=role,
        office=None if office is None else _text(office),
        old=None if old is None else _keyid(old),
        new=_text(body["new"]),
        sizes=_sizes(body["sizes"]),
    )
    if role is KeyRole.AGE:
        if not AGE_RECIPIENT.fullmatch(found.new):
            raise ValueError("not a recipient for pouches")
    else:
        keys.check_public_key(found.public)
    if found.sizes and role not in COSIGNERS:
        raise ValueError("only a countersigner's key has sizes")
    return found


def _revocation(body: JsonObject) -> Revocation:
    _members(body, "at", "key", "sizes")
    return Revocation(_number(body["at"]), _keyid(body["key"]), _sizes(body["sizes"]))


def _epoch(body: JsonObject) -> Epoch:
    _members(body, "at", "log", "size", "root", "reason", "new")
    if _number(body["at"]) != 0:
        raise ValueError("an epoch is the first entry of its log")
    found = Epoch(
        log=_origin(body["log"]),
        size=_number(body["size"]),
        root=_text(body["root"]),
        reason=EpochReason(_text(body["reason"])),
        new=_text(body["new"]),
    )
    if len(keys.decode_base64(found.root)) != 32:
        raise ValueError("a root has 32 bytes")
    keys.check_public_key(keys.decode_base64(found.new))
    return found


def _sizes(value: Json) -> tuple[SizeOf, ...]:
    if not isinstance(value, list) or len(value) > MAX_SIZES:
        raise ValueError(f"sizes are a list of at most {MAX_SIZES}")
    found = []
    for each in value:
        if not isinstance(each, dict):
            raise ValueError("a size is an object")
        _members(each, "log", "size")
        found.append(SizeOf(_origin(each["log"]), _number(each["size"])))
    if [each.log for each in found] != sorted({each.log for each in found}):
        raise ValueError("sizes stand once for each log, in the order of their names")
    return tuple(found)


def _plain(sizes: tuple[SizeOf, ...]) -> list[Json]:
    return [{"log": each.log, "size": each.size} for each in sizes]


def _members(value: JsonObject, *fields: str) -> None:
    if value.keys() != set(fields):
        raise ValueError(f"an object of {', '.join(fields)}")


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError("not text")
    return value


def _keyid(value: Json) -> str:
    if not names.HEX32.fullmatch(_text(value)):
        raise ValueError("a keyid is 64 hex digits")
    return _text(value)


def _origin(value: Json) -> str:
    if not names.ORIGIN.fullmatch(_text(value)):
        raise ValueError("not an origin")
    return _text(value)


def _number(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_INTEGER:
        raise ValueError("a number out of range")
    return value
