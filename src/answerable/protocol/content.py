"""Keep words and files outside the log, behind a salted commitment that erasure makes blank.

The salt lives and dies with the content: once both are gone, the commitment in the log
confirms no guess about what it was.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from answerable.protocol import canonical, names
from answerable.protocol.errors import BadContent, NotCanonical
from answerable.protocol.statement import MAX_SIZE_CLASS, ContentRef

SALT_SIZE: Final = 32
_CONTEXT: Final = b"answerable-content-v1"
_MAX_HEADER: Final = 512
# Below this, sizes are not told apart: 2^10 bytes.
_MIN_SIZE_CLASS: Final = 10


class ContentState(StrEnum):
    """What is known of a content here."""

    PROMISED = "promised"
    HELD = "held"
    REDACTED = "redacted"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Content:
    """A content with all that its commitment takes."""

    commit: bytes
    salt: bytes
    record: bytes


def seal(media: str, data: bytes, salt: bytes) -> Content:
    """Commit to these bytes of this media type with a fresh random salt of 32 bytes."""
    written = record(media, data)
    return Content(commit(salt, written), salt, written)


def record(media: str, data: bytes) -> bytes:
    """Write the bytes that are committed to: a canonical header, a newline, the data."""
    if not names.MEDIA.fullmatch(media):
        raise BadContent("a media type in lower case, without parameters")
    return canonical.encode({"media": media, "size": len(data)}) + b"\n" + data


def open_record(written: bytes) -> tuple[str, bytes]:
    """Give the media type and the data; raises BadContent."""
    header, separator, data = written.partition(b"\n")
    try:
        found = canonical.decode_object(header, max_bytes=_MAX_HEADER)
    except NotCanonical as exc:
        raise BadContent(f"the header is not canonical: {exc}") from exc
    media, size = found.get("media"), found.get("size")
    if not separator or found.keys() != {"media", "size"}:
        raise BadContent("a header has a media type and a size")
    if not isinstance(media, str) or not names.MEDIA.fullmatch(media):
        raise BadContent("not a media type")
    if isinstance(size, bool) or size != len(data):
        raise BadContent("the header tells another size")
    return media, data


def commit(salt: bytes, written: bytes) -> bytes:
    """The 32 bytes that stand for a record in the log."""
    if len(salt) != SALT_SIZE:
        raise BadContent(f"a salt has {SALT_SIZE} bytes")
    return hashlib.sha256(_CONTEXT + salt + hashlib.sha256(written).digest()).digest()


def check(committed: bytes, salt: bytes, written: bytes) -> None:
    """Raise BadContent unless this record with this salt is what was committed to."""
    if commit(salt, written) != committed:
        raise BadContent("not the content that was committed to")
    open_record(written)


def size_class(size: int) -> int:
    """The power of two that bounds a record's size: all that the log tells of it."""
    bits = max(size - 1, 0).bit_length()
    if bits > MAX_SIZE_CLASS:
        raise BadContent("too large")
    return max(bits, _MIN_SIZE_CLASS)


def reference(content: Content) -> ContentRef:
    """What a statement says of a content."""
    media, _ = open_record(content.record)
    return ContentRef(content.commit.hex(), size_class(len(content.record)), media)


def encode_transfer(content: Content) -> bytes:
    """Write a content as it is handed over: salt, then record."""
    return content.salt + content.record


def decode_transfer(committed: bytes, data: bytes) -> Content:
    """Take a content that was handed over; raises BadContent unless it is the one committed to."""
    salt, written = data[:SALT_SIZE], data[SALT_SIZE:]
    check(committed, salt, written)
    return Content(committed, salt, written)
