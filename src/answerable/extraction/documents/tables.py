"""Read the cells of a CSV file, a workbook or a JSON list as text, evaluating nothing.

For files of strangers use `sandbox.read_table_apart`: a workbook is an archive of XML, and both
parts can be made to cost far more than their size.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from answerable.extraction.documents import charset, jsonrows
from answerable.extraction.documents.document import Limits, Table
from answerable.extraction.errors import (
    Damaged,
    Empty,
    Encrypted,
    TooLarge,
    TooMuchMemory,
    UnsupportedType,
)

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 20_000, 60, 2_000
MAX_SHEETS = 50
# What one file of a data set may hold. Here nothing is cut off unsaid.
MAX_RECORDS, MAX_FIELDS, MAX_VALUE = 100_000, 256, 32_000
# What a workbook may unpack to, whole and in one part.
_MAX_UNPACKED, _MAX_PARTS = 100 * 1024 * 1024, 500
_ZIP, _OLE, _GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"
# Within a file whose lines end otherwise this is no end of a line.
_LONE_RETURN = re.compile(r"\r(?!\n)")
_SEPARATORS = ",;\t|"
_PARSER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    OSError,
    csv.Error,
    zipfile.BadZipFile,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class _Measure:
    """How much is taken; `is_whole` refuses or tells what goes beyond, where the other cuts."""

    rows: int = MAX_ROWS
    columns: int = MAX_COLUMNS
    cell: int = MAX_CELL
    is_whole: bool = False


_DATA_SET = _Measure(MAX_RECORDS, MAX_FIELDS, MAX_VALUE, is_whole=True)


def read_table(data: bytes, *, sheet: str = "", limits: Limits) -> Table:
    """Return the cells of a sheet, the first one if none is named, or raise an `Unreadable`.

    A formula is its text. An empty row is left out, but counts: `numbers` are the rows in the file.
    """
    return _read(data, sheet, limits, _Measure())


def read_data_set(data: bytes, *, sheet: str = "", limits: Limits) -> Table:
    """Return the cells of a data set: CSV, a workbook, JSON or GeoJSON, each also within gzip.

    More rows or columns than `MAX_RECORDS` and `MAX_FIELDS` are refused; a row whose value had to
    be cut stands in `odd`, so that whoever loads the rows can put it aside.
    """
    return _read(_unpacked(data, limits), sheet, limits, _DATA_SET)


def _read(data: bytes, sheet: str, limits: Limits, most: _Measure) -> Table:
    if len(data) > limits.max_bytes:
        raise TooLarge
    try:
        if data.startswith(_OLE):
            # An old workbook, or a new one with a password: neither can be read.
            raise Encrypted
        if data.startswith(_ZIP):
            found = _workbook(data, sheet, most)
        elif most.is_whole and jsonrows.looks_like(data):
            found = _records(data, most)
        else:
            found = _separated(data, most)
    except MemoryError as error:
        raise TooMuchMemory from error
    except _PARSER_FAULTS as error:
        raise Damaged(type(error).__name__) from error
    if not found.rows:
        raise Empty
    if sum(len(cell) for row in found.rows for cell in row) > limits.max_chars:
        raise TooLarge
    return found


def _unpacked(data: bytes, limits: Limits) -> bytes:
    if not data.startswith(_GZIP):
        return data
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data, limits.max_bytes + 1)
    except zlib.error as error:
        raise Damaged("gzip") from error
    if len(plain) > limits.max_bytes:
        raise TooMuchMemory("unpacked")
    if not unpacker.eof or unpacker.unused_data:
        raise Damaged("gzip")
    return plain


def _records(data: bytes, most: _Measure) -> Table:
    text = charset.decode(data, None).text.lstrip("\ufeff")
    found = jsonrows.read(text, most.rows, most.columns)
    table = _table(found.lines, (), "", most)
    # The heading is a line of ours: the first record of the list is number 1.
    return Table(
        rows=table.rows,
        numbers=tuple(number - 1 for number in table.numbers),
        odd={number - 1: why for number, why in table.odd.items()} | found.odd,
    )


def _separated(data: bytes, most: _Measure) -> Table:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnsupportedType
    text = charset.decode(data, None).text.lstrip("\ufeff")
    if "\n" in text:
        text = _LONE_RETURN.sub(" ", text)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    csv.field_size_limit(most.cell * 10)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    return _table(lines, (), "", most)


def _workbook(data: bytes, sheet: str, most: _Measure) -> Table:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _check_archive(archive)
    # Only here: it takes a third of a second and is needed for workbooks alone.
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=False, keep_links=False
    )
    names = tuple(str(name)[:120] for name in book.sheetnames[:MAX_SHEETS])
    wanted = sheet if sheet in book.sheetnames else book.sheetnames[0]
    page = book[wanted]
    # What a sheet says of its own size is not believed.
    page.reset_dimensions()
    across = most.columns + 1 if most.is_whole else most.columns
    rows = page.iter_rows(max_row=most.rows * 2, max_col=across, values_only=True)
    return _table(rows, names, wanted[:120], most)


def _check_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise TooMuchMemory("unpacked")
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise UnsupportedType
    for part in parts:
        if part.flag_bits & 1:
            raise Encrypted
        if not part.filename.endswith((".xml", ".rels")):
            continue
        with archive.open(part) as file:
            head = file.read(64 * 1024)
        # A workbook declares no types and no entities; UTF-16 would hide that from this look.
        if b"<!DOCTYPE" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Damaged("declarations")


def _table(
    lines: Iterable[Iterable[Any]], sheets: tuple[str, ...], sheet: str, most: _Measure
) -> Table:
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    odd: dict[int, str] = {}
    for number, cells in _filled(lines, most):
        if len(rows) >= most.rows + most.is_whole:
            raise TooLarge("rows")
        if any(len(cell) > most.cell for cell in cells):
            if most.is_whole:
                odd[number] = "cell_too_long"
            cells = [cell[: most.cell] for cell in cells]
        rows.append(tuple(cells))
        numbers.append(number)
    return Table(sheets=sheets, sheet=sheet, rows=tuple(rows), numbers=tuple(numbers), odd=odd)


def _filled(lines: Iterable[Iterable[Any]], most: _Measure) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, 1):
        cells = [_text(cell) for cell in line]
        if not most.is_whole:
            del cells[most.columns :]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > most.columns:
            raise TooLarge("columns")
        if cells:
            yield number, cells


def _text(cell: Any) -> str:
    """Return a cell as text; a workbook's dates without a zone, as it has none."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0).isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    text = str(cell)
    if not text.isprintable():
        text = "".join(sign for sign in text if _may_stay(sign))
    return text.strip()


def _may_stay(sign: str) -> bool:
    # Half of a pair is no character, and no database takes it.
    return (sign >= " " or sign in "\n\t") and not "\ud800" <= sign <= "\udfff"
