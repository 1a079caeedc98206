"""Say what a pouch holds, from whom and for whom, signed: the first file of every pouch.

Encryption tells nothing of who sealed a pouch, and whoever can open one can encrypt it again for
somebody else. So sender, recipient and the keys it was encrypted to stand in what is signed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from answerable.protocol import canonical, dsse, keys, names
from answerable.protocol.canonical import Json, JsonObject
from answerable.protocol.checkpoint import MAX_SIZE
from answerable.protocol.dsse import Signed
from answerable.protocol.errors import (
    BadEnvelope,
    BadPouch,
    Fault,
    NotCanonical,
    PouchFault,
)
from answerable.protocol.keys import SigningKey
from answerable.protocol.party import is_recipient
from answerable.protocol.pouch import layout
from answerable.protocol.pouch.layout import LogRange

PAYLOAD_TYPE: Final = "application/vnd.answerable.pouch.v1+json"
VERSION: Final = 1
MAX_MEMBERS: Final = 65_536
MAX_LOGS: Final = 64
MAX_AGE: Final = 16
MAX_BYTES: Final = 24 * 1024 * 1024
_MEMBERS: Final = frozenset(
    {
        *("v", "type", "channel", "sender", "recipient", "age", "number", "previous"),
        *("created", "logs", "members", "total"),
    }
)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the pouch. `digest` is the hex SHA-256 of its bytes."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is signed about a pouch.

    `number` counts the sender's pouches to this recipient from 1; `previous` is the hex SHA-256
    of the file before it, None for the first. `age` are the recipients it is encrypted to.
    """

    channel: str
    sender: str
    recipient: str
    age: tuple[str, ...]
    number: int
    previous: str | None
    created: str
    logs: tuple[LogRange, ...]
    members: tuple[Member, ...]

    @property
    def total(self) -> int:
        """Bytes of all files together."""
        return sum(each.size for each in self.members)

    def log(self, origin: str) -> LogRange | None:
        """What the pouch has of a log."""
        return next((each for each in self.logs if each.origin == origin), None)

    def payload(self) -> bytes:
        """Write the canonical bytes that are signed."""
        return canonical.encode(
            {
                "v": VERSION,
                "type": "pouch",
                "channel": self.channel,
                "sender": self.sender,
                "recipient": self.recipient,
                "age": list(self.age),
                "number": self.number,
                "previous": self.previous,
                "created": self.created,
                "logs": [{"origin": e.origin, "from": e.start, "to": e.size} for e in self.logs],
                "members": [
                    {"name": e.name, "size": e.size, "sha256": e.digest} for e in self.members
                ],
                "total": self.total,
            }
        )


def sign(manifest: Manifest, key: SigningKey) -> bytes:
    """Sign with the sender's `node` key; raises BadPouch for a manifest that no reader takes."""
    data = dsse.sign(PAYLOAD_TYPE, manifest.payload(), [key]).format()
    read(data)
    return data


def read(data: bytes) -> tuple[Manifest, Signed]:
    """Read a manifest without judging who signed it; raises BadPouch."""
    try:
        signed = dsse.parse(data, PAYLOAD_TYPE, max_bytes=MAX_BYTES)
        it = canonical.decode_object(signed.payload, max_bytes=MAX_BYTES)
        found = _manifest(it)
    except (BadEnvelope, NotCanonical, KeyError, TypeError, ValueError) as exc:
        raise BadPouch(PouchFault.BAD_MANIFEST, str(exc)) from exc
    layout.check_names(found.logs, [(each.name, each.size) for each in found.members])
    return found, signed


def check(
    manifest: Manifest,
    signed: Signed,
    *,
    channel: str,
    sender: str,
    recipient: str,
    age: Collection[str],
    node_keys: Iterable[bytes],
) -> None:
    """Raise BadPouch unless the pouch is of this channel, from this sender, and for us.

    1. The channel. 2. The sender. 3. We are the recipient. 4. It was
    sealed for one of `age`, our own recipients. 5. One of the sender's `node` keys signed.
    """
    if manifest.channel != channel:
        raise BadPouch(PouchFault.OTHER_CHANNEL, manifest.channel)
    if manifest.sender != sender:
        raise BadPouch(PouchFault.OTHER_SENDER, manifest.sender)
    if manifest.recipient != recipient or not set(age) & set(manifest.age):
        raise BadPouch(PouchFault.OTHER_RECIPIENT, manifest.recipient)
    _check_signature(signed, list(node_keys))


def _check_signature(signed: Signed, node_keys: Collection[bytes]) -> None:
    known = {keys.keyid(public): public for public in node_keys}
    for signature in signed.signatures:
        if signature.keyid in known:
            try:
                signed.verify(signature, known[signature.keyid])
            except BadEnvelope as exc:
                raise BadPouch(PouchFault.BAD_SIGNATURE, exc.detail) from exc
            return
    raise BadPouch(PouchFault.BAD_SIGNATURE, "no key of the sender's node signed")


def _manifest(it: JsonObject) -> Manifest:
    if it.keys() != _MEMBERS or it["v"] is not VERSION or it["type"] != "pouch":
        raise BadEnvelope(Fault.WRONG_FORM, "not the manifest of a pouch")
    previous = it["previous"]
    found = Manifest(
        channel=_text(it["channel"], names.CHANNEL),
        sender=_text(it["sender"], names.PARTY),
        recipient=_text(it["recipient"], names.PARTY),
        age=tuple(_age(each) for each in _list(it["age"], MAX_AGE)),
        number=_count(it["number"], 1),
        previous=None if previous is None else _text(previous, names.HEX32),
        created=_instant(it["created"]),
        logs=tuple(_log(each) for each in _list(it["logs"], MAX_LOGS)),
        members=tuple(_member(each) for each in _list(it["members"], MAX_MEMBERS)),
    )
    if found.total != it["total"]:
        raise ValueError("the total is not that of its files")
    if not found.age or list(found.age) != sorted(set(found.age)):
        raise ValueError("recipients stand in their order, each once")
    if [e.origin for e in found.logs] != sorted({e.origin for e in found.logs}):
        raise ValueError("logs stand in the order of their origins, each once")
    if (found.number == 1) != (found.previous is None):
        raise ValueError("every pouch but the first names the one before")
    return found


def _log(value: Json) -> LogRange:
    it = _object(value, frozenset({"origin", "from", "to"}))
    found = LogRange(_text(it["origin"], names.ORIGIN), _count(it["from"], 0), _count(it["to"], 0))
    if found.start > found.size:
        raise ValueError("a range ends before it begins")
    return found


def _member(value: Json) -> Member:
    it = _object(value, frozenset({"name", "size", "sha256"}))
    name = it["name"]
    if not isinstance(name, str) or len(name) > 200:
        raise ValueError("not a name")
    return Member(name, _count(it["size"], 0), _text(it["sha256"], names.HEX32))


def _object(value: Json, members: frozenset[str]) -> JsonObject:
    if not isinstance(value, dict) or value.keys() != members:
        raise ValueError(f"an object of {', '.join(sorted(members))}")
    return value


def _list(value: Json, most: int) -> list[Json]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError(f"a list of at most {most}")
    return value


def _text(value: Json, form: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not form.fullmatch(value):
        raise ValueError("a name or id that is not in form")
    return value


def _age(value: Json) -> str:
    if not isinstance(value, str) or not is_recipient(value):
        raise ValueError("not a recipient for pouches")
    return value


def _count(value: Json, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MAX_SIZE:
        raise ValueError("not a count")
    return value


def _instant(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError("not an instant")
    names.parse_time(value)
    return value
