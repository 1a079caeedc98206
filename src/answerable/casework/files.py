"""What a file that goes with a statement may be: three plain types, bounded, and what they say."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from answerable.casework.text import is_bad_character

MOST_BYTES: Final = 8 * 1024 * 1024
MOST_FILES: Final = 8
# Characters of a text that a page shows; whoever wants more takes the file.
SHOWN: Final = 20_000
_JPEG: Final = b"\xff\xd8\xff"
_PNG: Final = b"\x89PNG\r\n\x1a\n"


class FileMedia(StrEnum):
    """The media types that travel: of these everything that is in them can be seen."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    TEXT = "text/plain"

    @property
    def is_picture(self) -> bool:
        """Tell whether it is looked at rather than read."""
        return self is not FileMedia.TEXT

    @property
    def extension(self) -> str:
        """Return how the name ends under which it is saved."""
        return {FileMedia.JPEG: "jpg", FileMedia.PNG: "png", FileMedia.TEXT: "txt"}[self]


def media_of(medias: Iterable[str], words: str) -> FileMedia | None:
    """Return the type of the file among a statement's contents; None where they offer no file.

    They do where there are exactly two: the words, of the media type given, and then a file.
    """
    first, *others = [*medias, "", ""][:3]
    if first != words or others[1:] != [""] or others[0] not in list(FileMedia):
        return None
    return FileMedia(others[0])


def is_what_it_says(media: FileMedia, data: bytes) -> bool:
    """Tell whether the bytes begin as their type does; of a text, whether it is one.

    A type is a claim: what is not of its type is given to no reader of that type.
    """
    if len(data) > MOST_BYTES:
        return False
    if media is FileMedia.TEXT:
        return b"\x00" not in data and _is_utf8(data)
    return data.startswith(_JPEG if media is FileMedia.JPEG else _PNG)


def beginning_of(data: bytes) -> str:
    """Return the beginning of a text, as far as a page shows it, and harmless to its neighbours."""
    text = data[: SHOWN * 4].decode(errors="ignore")[:SHOWN]
    return "".join("\N{REPLACEMENT CHARACTER}" if is_bad_character(each) else each for each in text)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
