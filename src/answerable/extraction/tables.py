"""Read the cells of a CSV file or a workbook as text, evaluating nothing.

For files of strangers use `sandbox.read_table_apart`: a workbook is an archive of XML, and both
parts can be made to cost far more than their size.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from answerable.extraction import charset
from answerable.extraction.document import Limits, Table
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
# What a workbook may unpack to, whole and in one part.
_MAX_UNPACKED, _MAX_PARTS = 100 * 1024 * 1024, 500
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
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


def read_table(data: bytes, *, sheet: str = "", limits: Limits) -> Table:
    """Return the cells of a sheet, the first one if none is named, or raise an `Unreadable`.

    A formula is its text. An empty row is left out, but counts: `numbers` are the rows in the file.
    """
    if len(data) > limits.max_bytes:
        raise TooLarge
    try:
        if data.startswith(_OLE):
            # An old workbook, or a new one with a password: neither can be read.
            raise Encrypted
        found = _workbook(data, sheet) if data.startswith(_ZIP) else _separated(data)
    except MemoryError as error:
        raise TooMuchMemory from error
    except _PARSER_FAULTS as error:
        raise Damaged(type(error).__name__) from error
    if not found.rows:
        raise Empty
    if sum(len(cell) for row in found.rows for cell in row) > limits.max_chars:
        raise TooLarge
    return found


def _separated(data: bytes) -> Table:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnsupportedType
    text = charset.decode(data, None).text.lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    csv.field_size_limit(MAX_CELL * 10)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    return _table(lines, (), "")


def _workbook(data: bytes, sheet: str) -> Table:
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
    rows = page.iter_rows(max_row=MAX_ROWS * 2, max_col=MAX_COLUMNS, values_only=True)
    return _table(rows, names, wanted[:120])


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


def _table(lines: Iterable[Iterable[Any]], sheets: tuple[str, ...], sheet: str) -> Table:
    rows: list[tuple[str, ...]] = []
    numbers: list[int] = []
    for number, cells in _filled(lines):
        if len(rows) >= MAX_ROWS:
            raise TooLarge("rows")
        rows.append(cells)
        numbers.append(number)
    return Table(sheets=sheets, sheet=sheet, rows=tuple(rows), numbers=tuple(numbers))


def _filled(lines: Iterable[Iterable[Any]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, line in enumerate(lines, 1):
        cells = [_text(cell) for cell in line][:MAX_COLUMNS]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, tuple(cells)


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
    text = "".join(sign for sign in str(cell) if sign >= " " or sign in "\n\t")
    return text.strip()[:MAX_CELL]
