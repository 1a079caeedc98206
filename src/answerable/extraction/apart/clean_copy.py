"""What cleaning a file gives: closed values that can cross from one process to another."""

from enum import StrEnum
from typing import Final

import msgspec

MOST_BYTES: Final = 160 * 1024 * 1024


class CleanMedia(StrEnum):
    """What a cleaned copy is."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    TEXT = "text/plain"


class CleanCopy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A copy that may leave. It has no name: the old one may be somebody's."""

    media: CleanMedia
    data: bytes
