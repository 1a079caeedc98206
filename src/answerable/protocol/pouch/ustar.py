"""Write the headers of a POSIX ustar archive in one form, so that reading is a comparison.

Nothing varies but a name and a size: no owner, no time, no link, no extension. A reader knows what
must come and compares; only the manifest's size is read from an archive.
"""

from __future__ import annotations

import re
from typing import Final

from answerable.protocol.errors import BadPouch, PouchFault

BLOCK: Final = 512
# Two empty blocks end an archive.
END: Final = bytes(2 * BLOCK)
MAX_SIZE: Final = 8**11 - 1
_NAME: Final = 100
_PREFIX: Final = 155
_SIZE: Final = slice(124, 136)
_OCTAL: Final = re.compile(rb"[0-7]{11}\0")


def header(name: str, size: int) -> bytes:
    """Write the header of a regular file.

    A name of more than 100 bytes is divided behind its second part, as tar programs read it.
    """
    prefix, last = b"", name.encode("ascii")
    if len(last) > _NAME:
        parts = name.split("/", 2)
        prefix, last = "/".join(parts[:2]).encode(), parts[2].encode()
    fields = b"%b0000644\x000000000\x000000000\x00%011o\x0000000000000\x00" % (
        last.ljust(_NAME, b"\0"),
        size,
    )
    tail = b"ustar\x0000" + bytes(64) + b"0000000\x000000000\x00" + prefix.ljust(_PREFIX, b"\0")
    whole = fields + b"        0" + bytes(100) + tail + bytes(12)
    checksum = b"%06o\0 " % sum(whole)
    return whole[:148] + checksum + whole[156:]


def padding(size: int) -> int:
    """Count the zero bytes that follow a file of this size."""
    return -size % BLOCK


def read_size(block: bytes, name: str) -> int:
    """Give the size of the file of this name; raises BadPouch for any other header."""
    digits = block[_SIZE]
    if not _OCTAL.fullmatch(digits):
        raise BadPouch(PouchFault.BAD_ARCHIVE, f"{name} does not come first")
    size = int(digits[:-1], 8)
    if block != header(name, size):
        raise BadPouch(PouchFault.BAD_ARCHIVE, f"{name} does not come first, in plain form")
    return size


def explain(block: bytes) -> str:
    """Say what is wrong with a header that is not the expected one, for people."""
    if not block.strip(b"\0"):
        return "the archive ends early"
    kinds = {b"1": "a link", b"2": "a link", b"5": "a folder", b"x": "a pax header"}
    kind = block[156:157]
    if kind != b"0":
        return kinds.get(kind, "not a regular file")
    name = block[:_NAME].rstrip(b"\0").decode("ascii", "replace")
    return f"{name!r} where another file is due"
