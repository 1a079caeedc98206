"""Write and read ZIP files in one form: nothing compressed, nothing dated, nothing optional.

Any ZIP program opens them. A reader writes again what it read and compares, so two byte strings
never hold the same members, no size is a claim, and there is nothing to unpack that could swell.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from answerable.protocol.errors import BadPackage

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_MEMBERS: Final = 256
MAX_NAME: Final = 120
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
# Version 2.0, no flags, stored, 1980-01-01 00:00: the first instant that the format knows.
_VERSION: Final = 20
_UNIX: Final = 3 << 8
_DATE: Final = 1 << 5 | 1
_READABLE: Final = 0o100644 << 16


def write(members: Mapping[str, bytes]) -> bytes:
    """Write these members in their order; the same members always give the same bytes."""
    body, directory = bytearray(), bytearray()
    for name, data in members.items():
        sums = (zlib.crc32(data), len(data), len(data))
        place = len(body)
        body += _LOCAL.pack(
            b"PK\x03\x04", _VERSION, 0, 0, 0, _DATE, *sums, len(name), 0
        )  # no extra field
        body += name.encode("ascii") + data
        directory += _CENTRAL.pack(
            b"PK\x01\x02",
            _UNIX | _VERSION,
            _VERSION,
            *(0, 0, 0, _DATE),
            *sums,
            len(name),
            *(0, 0, 0, 0),
            _READABLE,
            place,
        )
        directory += name.encode("ascii")
    count = len(members)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def read(data: bytes) -> dict[str, bytes]:
    """Give the members of a file that `write` made; raises BadPackage for any other bytes."""
    if len(data) > MAX_BYTES:
        raise BadPackage(f"larger than any package ({MAX_BYTES:,} bytes)")
    members: dict[str, bytes] = {}
    for name, content in _members(data):
        if name in members or len(members) == MAX_MEMBERS:
            raise BadPackage("a member twice, or too many of them")
        members[name] = content
    if not members or write(members) != data:
        raise BadPackage("not a package in plain form; was it packed anew?")
    return members


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Walk the local headers; what they claim is bounded by the bytes that are here."""
    at = 0
    while data.startswith(b"PK\x03\x04", at) and len(data) - at >= _LOCAL.size:
        *_, size, _, name_size, _ = _LOCAL.unpack_from(data, at)
        start = at + _LOCAL.size
        at = start + name_size + size
        name = data[start : start + name_size]
        if at > len(data) or name_size > MAX_NAME or not name.isascii():
            raise BadPackage("a member that is not wholly here, or has no plain name")
        yield name.decode("ascii"), data[start + name_size : at]
