"""Read the files in a ZIP archive, one after the other, without believing a word of it.

Nothing is ever written to a path from the archive: a name in it is a label, and each file is bytes
(APPNOTE 6.3). What a header says of sizes is a reason to refuse and never a reason to trust.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec

from answerable.extraction.errors import (
    BLANK,
    ArchiveInside,
    Damaged,
    Empty,
    Encrypted,
    HiddenFile,
    NoPlainFile,
    TooLarge,
    TooManyFiles,
    TooMuchMemory,
    Unreadable,
    UnsupportedType,
)

# Deflate reaches a thousand to one on nothing but blanks; texts stay far below a hundred.
_MOST_RATIO, _SMALL = 200, 1024 * 1024
_CHUNK = 256 * 1024
_IS_ENCRYPTED, _IS_UTF8 = 0x1, 0x800
_PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FAULTS = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError,
    OSError, LookupError, TypeError,
)  # fmt: skip
OFFICE_DOCUMENT: Final = "office document"
_SLASHES = re.compile(r"[/\\]+")
_OFFICE_PARTS = frozenset({"word/document.xml", "content.xml", "[Content_Types].xml"})


class ArchiveLimits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much one archive may cost."""

    max_bytes: int = 200 * 1024 * 1024
    """Of the archive itself."""
    max_files: int = 20_000
    max_file_bytes: int = 20 * 1024 * 1024
    max_total_bytes: int = 4 * 1024 * 1024 * 1024
    memory_bytes: int = 512 * 1024 * 1024
    cpu_seconds: int = 60
    wall_seconds: float = 60.0
    """For one file of it, so that who takes the files may take their time."""


STANDARD: Final = ArchiveLimits()


class Packed(msgspec.Struct, frozen=True):
    """One file of an archive: its bytes, or the code of the reason why it is not taken.

    `name` is what the archive calls it, with folders, unchecked. `number` counts from 0 and tells
    files of one name apart.
    """

    number: int
    name: str
    data: bytes = b""
    problem: str = ""
    detail: str = ""


def is_archive(head: bytes) -> bool:
    """Tell whether bytes begin like a ZIP archive; an office document does so, too."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def open_archive(file: BinaryIO, limits: ArchiveLimits = STANDARD) -> Archive:
    """Open an archive, or raise the `Unreadable` that says why it is none."""
    if file.seek(0, 2) > limits.max_bytes:
        raise TooLarge("archive")
    try:
        opened = zipfile.ZipFile(file)
    except _FAULTS as error:
        raise Damaged("archive") from error
    parts = [part for part in opened.infolist() if not part.is_dir()]
    if len(parts) > limits.max_files:
        raise TooManyFiles
    if not parts:
        raise Empty(BLANK)
    if not _OFFICE_PARTS.isdisjoint(part.filename for part in parts):
        raise UnsupportedType(OFFICE_DOCUMENT)
    return Archive(opened, parts, limits)


class Archive:
    """An archive that was opened; `files` may be asked for from any number on."""

    def __init__(
        self, opened: zipfile.ZipFile, parts: list[zipfile.ZipInfo], limits: ArchiveLimits
    ) -> None:
        self._opened, self._parts, self._limits = opened, parts, limits

    def __len__(self) -> int:
        return len(self._parts)

    def files(self, start: int = 0) -> Iterator[Packed]:
        """Give each file from a number on, or the reason why it is not taken; never raises one.

        The bound on all of them together counts what was unpacked, not what the headers say.
        """
        left = self._limits.max_total_bytes
        # What headers say decides where to begin counting, since what came before is not read.
        left -= sum(min(one.file_size, self._limits.max_file_bytes) for one in self._parts[:start])
        for number, part in enumerate(self._parts[start:], start):
            name = name_of(part)
            try:
                data = self._unpacked(part, left)
            except Unreadable as refusal:
                yield Packed(number, name, problem=refusal.code, detail=refusal.detail)
                continue
            left -= len(data)
            yield Packed(number, name, data)

    def _unpacked(self, part: zipfile.ZipInfo, left: int) -> bytes:
        self._check(part)
        most = min(self._limits.max_file_bytes, max(left, 0))
        data = bytearray()
        try:
            with self._opened.open(part) as file:
                # In pieces, since one call for all of them would believe the header.
                while len(data) <= most and (chunk := file.read(_CHUNK)):
                    data += chunk
        except _FAULTS as error:
            raise Damaged("archive") from error
        if len(data) > most:
            raise TooManyFiles("unpacked") if most < self._limits.max_file_bytes else TooLarge
        if len(data) != part.file_size:
            raise Damaged("size")
        if not data:
            raise Empty(BLANK)
        whole = bytes(data)
        if is_archive(whole) and _is_plain_archive(whole):
            raise ArchiveInside
        return whole

    def _check(self, part: zipfile.ZipInfo) -> None:
        """Refuse what need not be unpacked to be refused."""
        kind = stat.S_IFMT(part.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise NoPlainFile
        if is_hidden(name_of(part)):
            raise HiddenFile
        if part.flag_bits & _IS_ENCRYPTED:
            raise Encrypted
        if part.compress_type not in _PACKED_AS:
            raise UnsupportedType("packed in an unusual way")
        if part.file_size > self._limits.max_file_bytes:
            raise TooLarge
        if part.file_size > max(_SMALL, part.compress_size * _MOST_RATIO):
            raise TooMuchMemory("ratio")


def name_of(part: zipfile.ZipInfo) -> str:
    """Give the name in an archive. Old programs write UTF-8 without saying so."""
    # The library cuts at NUL; what came before is the name that everyone else would show.
    if part.flag_bits & _IS_UTF8:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return part.filename


def is_hidden(name: str) -> bool:
    """Tell whether a name, or a folder in it, is one that systems keep for themselves."""
    pieces = _SLASHES.split(name)
    return any(
        piece == "__MACOSX" or (piece.startswith(".") and piece.strip(".")) for piece in pieces
    )


def _is_plain_archive(data: bytes) -> bool:
    """Tell an archive from an office document, which is one, too."""
    # Only here: the parser of XML takes its time to load.
    from answerable.extraction.documents import office

    # A workbook says of itself what it is, too; the reader knows what to say of that.
    return not office.is_paper(data) and b"[Content_Types].xml" not in data
