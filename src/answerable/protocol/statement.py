"""What a party says in its log: a closed set of fields around a body that others define."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from answerable.protocol import canonical, keys, names
from answerable.protocol.canonical import Json, JsonObject
from answerable.protocol.errors import BadEnvelope, Fault, NotCanonical

VERSION: Final = 1
MAX_DEPTH: Final = 6
MAX_REFS: Final = 64
MAX_HEADS: Final = 16
MAX_CONTENTS: Final = 64
MAX_SIZE_CLASS: Final = 62

# Every kind of the first version. One that is not here is stored, receipted and shown as unknown.
_KINDS: Final = """
    open terms raise ack interim response follow_up extension information_request information
    representation self_report objection correct withdraw close reopen session notify_site attach
    suspend resume redact redacted key revoke epoch recover receipt member
"""
KINDS: Final = frozenset(_KINDS.split())
IDENTITY_KINDS: Final = frozenset({"open", "key", "revoke", "epoch", "recover", "member"})

FIELDS: Final = frozenset(
    {"v", "channel", "log", "id", "type", "ts", "thread"}
    | {"refs", "heads", "content", "body", "key"}
)


@dataclass(frozen=True, slots=True)
class Ref:
    """An entry that this statement speaks of: log origin, index, and leaf hash in hex."""

    log: str
    index: int
    leaf: str


@dataclass(frozen=True, slots=True)
class SeenHead:
    """The latest checkpoint of a peer's log that the author had verified; root in base64."""

    origin: str
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class ContentRef:
    """A content behind its commitment: hex commit, upper bound of its size, media type."""

    commit: str
    size_class: int
    media: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. `body` is opaque here; it holds codes, ids, dates and numbers only.

    `key` is the keyid that signs; `thread` is 32 hex digits, or None for the channel itself.
    """

    channel: str
    log: str
    id: str
    type: str
    ts: str
    thread: str | None
    body: JsonObject
    key: str
    refs: tuple[Ref, ...] = ()
    heads: tuple[SeenHead, ...] = ()
    content: tuple[ContentRef, ...] = ()

    def payload(self) -> bytes:
        """Write the canonical bytes that are signed; raises NotCanonical."""
        return canonical.encode(
            {
                "v": VERSION,
                "channel": self.channel,
                "log": self.log,
                "id": self.id,
                "type": self.type,
                "ts": self.ts,
                "thread": self.thread,
                "refs": [{"log": r.log, "index": r.index, "leaf": r.leaf} for r in self.refs],
                "heads": [{"origin": h.origin, "size": h.size, "root": h.root} for h in self.heads],
                "content": [
                    {"commit": c.commit, "size_class": c.size_class, "media": c.media}
                    for c in self.content
                ],
                "body": self.body,
                "key": self.key,
            },
            max_depth=MAX_DEPTH,
        )


def roles_for(kind: str) -> frozenset[str]:
    """Which roles of key may sign a kind; an unknown kind may be of either."""
    if kind in IDENTITY_KINDS:
        return frozenset({"identity"})
    if kind == "terms" or kind not in KINDS:
        return frozenset({"identity", "author"})
    return frozenset({"author"})


def parse(payload: bytes, *, max_bytes: int) -> Statement:
    """Read a payload; raises BadEnvelope with the fault."""
    try:
        value = canonical.decode_object(payload, max_bytes=max_bytes, max_depth=MAX_DEPTH)
    except NotCanonical as exc:
        raise BadEnvelope(Fault.NOT_CANONICAL, str(exc)) from exc
    if not _is(value.get("v"), VERSION):
        raise BadEnvelope(Fault.UNKNOWN_VERSION, "a version that is not known here")
    if value.keys() != FIELDS:
        raise BadEnvelope(Fault.WRONG_FORM, "a statement has exactly its twelve fields")
    try:
        return _statement(value)
    except ValueError as exc:
        raise BadEnvelope(Fault.WRONG_FORM, str(exc)) from exc


def _statement(value: JsonObject) -> Statement:
    body = value["body"]
    if not isinstance(body, dict):
        raise ValueError("body is an object")
    return Statement(
        channel=_text(value["channel"], "channel"),
        log=_text(value["log"], "log"),
        id=_text(value["id"], "id"),
        type=_text(value["type"], "type"),
        ts=_time(value["ts"]),
        thread=None if value["thread"] is None else _text(value["thread"], "thread"),
        body=body,
        key=_text(value["key"], "key"),
        refs=tuple(_ref(each) for each in _list(value["refs"], MAX_REFS)),
        heads=tuple(_head(each) for each in _list(value["heads"], MAX_HEADS)),
        content=_contents(value["content"]),
    )


_FORMS: Final = {
    "channel": names.CHANNEL,
    "log": names.ORIGIN,
    "origin": names.ORIGIN,
    "id": names.HEX16,
    "type": names.KIND,
    "thread": names.HEX16,
    "key": names.HEX32,
    "leaf": names.HEX32,
    "commit": names.HEX32,
    "media": names.MEDIA,
}


def _text(value: Json, field: str) -> str:
    if not isinstance(value, str) or not _FORMS[field].fullmatch(value):
        raise ValueError(f"{field} is not in its form")
    return value


def _time(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError("ts is text")
    names.parse_time(value)
    return value


def _list(value: Json, limit: int) -> list[Json]:
    if not isinstance(value, list) or len(value) > limit:
        raise ValueError(f"a list of at most {limit}")
    return value


def _members(value: Json, *fields: str) -> JsonObject:
    if not isinstance(value, dict) or value.keys() != set(fields):
        raise ValueError(f"an object of {', '.join(fields)}")
    return value


def _number(value: Json, limit: int = canonical.MAX_INTEGER) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= limit:
        raise ValueError("a number out of range")
    return value


def _is(value: Json, number: int) -> bool:
    # True equals 1 in Python, not in JSON.
    return value == number and not isinstance(value, bool)


def _ref(value: Json) -> Ref:
    it = _members(value, "log", "index", "leaf")
    return Ref(_text(it["log"], "log"), _number(it["index"]), _text(it["leaf"], "leaf"))


def _head(value: Json) -> SeenHead:
    it = _members(value, "origin", "size", "root")
    root = it["root"]
    if not isinstance(root, str) or len(keys.decode_base64(root)) != 32:
        raise ValueError("a root is 32 bytes in base64")
    return SeenHead(_text(it["origin"], "origin"), _number(it["size"]), root)


def _contents(value: Json) -> tuple[ContentRef, ...]:
    contents = tuple(_content(each) for each in _list(value, MAX_CONTENTS))
    if len({each.commit for each in contents}) != len(contents):
        raise ValueError("a content is named twice")
    return contents


def _content(value: Json) -> ContentRef:
    it = _members(value, "commit", "size_class", "media")
    size_class = _number(it["size_class"], MAX_SIZE_CLASS)
    return ContentRef(_text(it["commit"], "commit"), size_class, _text(it["media"], "media"))
