"""Write and read an archive that can be checked: zstd of tar, with one accepted form.

First member `about.json`, then the files in ascending order of their names, last `SHA256SUMS` with
a line for each file before it. `zstd -d | tar x` unpacks it, `sha256sum -c SHA256SUMS` checks it.
Both ways stream: no file and no list of files is held in memory.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final, TypeAlias

import zstandard

from answerable.safekeeping.errors import BadName, DamagedArchive, NewerArchive
from answerable.safekeeping.sealed import read_up_to

FORMAT: Final = "answerable-archive"
VERSION: Final = 1
ABOUT: Final = "about.json"
SUMS: Final = "SHA256SUMS"

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
_LONGEST_NAME = 100
_BLOCK = 512
_PIECE = 1024 * 1024
_MOST_ABOUT = 4 * 1024 * 1024
_WINDOW = 8 * 1024 * 1024
_END = bytes(2 * _BLOCK)

About: TypeAlias = dict[str, Any]


class Writer:
    """Writes one archive into a file; only `close` makes it whole."""

    def __init__(self, out: BinaryIO, about: About) -> None:
        self._out = zstandard.ZstdCompressor(level=3, write_checksum=True).stream_writer(
            out, closefd=False
        )
        self._sums = tempfile.SpooledTemporaryFile(_PIECE)  # noqa: SIM115 # Closed in close().
        self._last: list[str] = []
        text = json.dumps({**about, "format": FORMAT, "version": VERSION}, sort_keys=True)
        data = text.encode()
        self._write(ABOUT, len(data), io.BytesIO(data))

    def add(self, name: str, size: int, source: BinaryIO) -> str:
        """Add a file of exactly this size, and return the SHA-256 of what was added.

        Raises BadName for a name out of form or order, and DamagedArchive if the source is shorter.
        """
        check_name(name)
        if name.split("/") <= self._last:
            raise BadName(f"{name} comes too late: files stand in ascending order")
        self._last = name.split("/")
        return self._write(name, size, source)

    def close(self) -> None:
        """Write the sums and the end. The file beneath stays open."""
        size = self._sums.tell()
        self._sums.seek(0)
        self._out.write(_header(SUMS, size))
        for piece in iter(lambda: self._sums.read(_PIECE), b""):
            self._out.write(piece)
        self._out.write(_padding(size) + _END)
        self._out.close()  # type: ignore[no-untyped-call]
        self._sums.close()

    def _write(self, name: str, size: int, source: BinaryIO) -> str:
        self._out.write(_header(name, size))
        found, left = hashlib.sha256(), size
        while left:
            piece = source.read(min(left, _PIECE))
            if not piece:
                raise DamagedArchive(f"{name} became shorter while it was read")
            found.update(piece)
            self._out.write(piece)
            left -= len(piece)
        self._out.write(_padding(size))
        self._sums.write(_line(found.hexdigest(), name))
        return found.hexdigest()


@dataclass
class Member:
    """One file of an archive that is being read; its bytes come once, before the next member."""

    name: str
    size: int
    _fetch: Callable[[int], bytes] = field(repr=False)
    _left: int = 0
    _found: hashlib._Hash = field(default_factory=hashlib.sha256, repr=False)

    def read(self, size: int) -> bytes:
        """Give the next bytes, and none at the end."""
        piece = self._fetch(min(size, self._left, _PIECE))
        self._left -= len(piece)
        self._found.update(piece)
        return piece

    def copy(self, out: BinaryIO) -> None:
        """Write the file's bytes into another file."""
        for piece in iter(lambda: self.read(_PIECE), b""):
            out.write(piece)

    @property
    def sha256(self) -> str:
        """The hash of the bytes that were read so far."""
        return self._found.hexdigest()


def read(source: BinaryIO) -> tuple[About, Iterator[Member]]:
    """Read what an archive says about itself, and then its files, each checked.

    Raises DamagedArchive for anything that `Writer` did not write; what was read before counts only
    once the iterator has ended. A file that is not read by the caller is skipped and checked too.
    """
    try:
        stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(
            source, read_across_frames=True
        )
        fetch = _fetcher(stream)
        name, size = _parse_header(fetch(_BLOCK))
        if name != ABOUT or size > _MOST_ABOUT:
            raise DamagedArchive("this is no archive of ours")
        data = fetch(size)
        _end_of(fetch, size)
    except zstandard.ZstdError as exc:
        raise DamagedArchive("this is no archive, or it is damaged") from exc
    sums = hashlib.sha256(_line(hashlib.sha256(data).hexdigest(), ABOUT))
    return _about(data), _members(fetch, stream, sums)


def check_name(name: str) -> None:
    """Raise BadName unless a file of this name can stand in an archive."""
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(name) or name in (ABOUT, SUMS):
        raise BadName(f"a file of the name {name!r} cannot stand in an archive")


def _members(
    fetch: Callable[[int], bytes], stream: zstandard.ZstdDecompressionReader, sums: hashlib._Hash
) -> Iterator[Member]:
    last: list[str] = []
    try:
        while True:
            name, size = _parse_header(fetch(_BLOCK))
            if name == SUMS:
                break
            parts = name.split("/")
            if not _NAME.fullmatch(name) or name == ABOUT or parts <= last:
                raise DamagedArchive(f"the archive holds {name!r}, out of form or order")
            last = parts
            member = Member(name, size, fetch, size)
            yield member
            while member.read(_PIECE):
                pass
            _end_of(fetch, size)
            sums.update(_line(member.sha256, name))
        listed = Member(name, size, fetch, size)
        while listed.read(_PIECE):
            pass
        _end_of(fetch, size)
        if listed.sha256 != sums.hexdigest():
            raise DamagedArchive("the files of the archive do not fit its sums")
        if fetch(len(_END)) != _END or stream.read(1):
            raise DamagedArchive("the archive does not end where it should")
    except zstandard.ZstdError as exc:
        raise DamagedArchive("the archive is damaged") from exc


def _fetcher(stream: zstandard.ZstdDecompressionReader) -> Callable[[int], bytes]:
    def fetch(size: int) -> bytes:
        try:
            data = read_up_to(stream, size)
        except zstandard.ZstdError as exc:
            # Here, and not in the generator: whoever copies a member reads outside of it.
            raise DamagedArchive("the archive is damaged") from exc
        if len(data) != size:
            raise DamagedArchive("the archive is cut short")
        return data

    return fetch


def _end_of(fetch: Callable[[int], bytes], size: int) -> None:
    padding = _padding(size)
    if fetch(len(padding)) != padding:
        raise DamagedArchive("the archive is damaged between two files")


def _about(data: bytes) -> About:
    try:
        about = json.loads(data)
    except (ValueError, RecursionError) as exc:
        raise DamagedArchive("the archive does not say what it is") from exc
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise DamagedArchive("this is no archive of ours")
    if about.get("version") != VERSION:
        raise NewerArchive("the archive was written by another version; install a newer one")
    return about


def _header(name: str, size: int) -> bytes:
    """The one header of a file: no times, no owner, no links."""
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


def _parse_header(block: bytes) -> tuple[str, int]:
    """Read a header, and refuse it unless `_header` writes the same bytes."""
    try:
        name = block[:_LONGEST_NAME].rstrip(b"\0").decode("ascii")
        size = tarfile.nti(block[124:136])  # type: ignore[attr-defined]
        if size < 0 or _header(name, size) != block:
            raise DamagedArchive("the archive holds something that is not a plain file")
    except (ValueError, tarfile.TarError) as exc:
        raise DamagedArchive("the archive is damaged") from exc
    return name, size


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


def _line(digest: str, name: str) -> bytes:
    return f"{digest}  {name}\n".encode("ascii")
