"""Find the heading and the HXL tags of a table, and give its rows by the names of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answerable.extraction.documents.document import Table

TAG = re.compile(r"#[a-z][a-z0-9_]*(?:\s*\+\s*[a-z][a-z0-9_]*)*(?:\s+\+?[a-z][a-z0-9_]*)*", re.I)
# Tags stand near the top, below one heading or several lines of explanation.
_LOOKED_AT = 25
_SHARE = 0.5
REST = "(beyond the heading)"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number, its cells by column, and what is odd about it."""

    number: int
    cells: dict[str, str]
    odd: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its heading understood; `tags` has the HXL tag of each column, where any."""

    sheets: tuple[str, ...]
    sheet: str
    columns: tuple[str, ...]
    tags: dict[str, str]
    lines: tuple[Line, ...]


def lay_out(table: Table) -> Sheet:
    """Return the rows of a table under its heading; a name that comes twice gets a number."""
    tagged = tag_row(table.rows)
    first = 0 if tagged is None else max(tagged - 1, 0)
    heading = table.rows[first] if table.rows else ()
    tags = table.rows[tagged] if tagged is not None else ()
    width = max(len(heading), len(tags))
    columns = _named([*heading, *[""] * (width - len(heading))])
    found = {
        column: tidy_tag(tag) for column, tag in zip(columns, tags, strict=False) if tag.strip()
    }
    below = (first if tagged is None else tagged) + 1
    lines = tuple(_lines(table, below, columns))
    return Sheet(table.sheets, table.sheet, columns, found, lines)


def tag_row(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the place of the row of HXL tags, or None where there is none."""
    for place, row in enumerate(rows[:_LOOKED_AT]):
        filled = [cell for cell in row if cell.strip()]
        tags = [cell for cell in filled if TAG.fullmatch(cell.strip())]
        if tags and len(tags) >= _SHARE * len(filled):
            return place
    return None


def tidy_tag(tag: str) -> str:
    """Return a tag in one spelling: "#group +perp +name"."""
    return " ".join(re.sub(r"\s*\+\s*", " +", tag.strip().casefold()).split())


def _named(heading: Sequence[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for place, cell in enumerate(heading, 1):
        name = " ".join(cell.split())[:200] or f"column {place}"
        own, number = name, 1
        while own in names:
            number += 1
            own = f"{name} ({number})"
        names[own] = None
    return tuple(names)


def _lines(table: Table, below: int, columns: tuple[str, ...]) -> Iterator[Line]:
    for number, row in zip(table.numbers[below:], table.rows[below:], strict=True):
        cells = dict.fromkeys(columns, "") | dict(zip(columns, row, strict=False))
        odd = table.odd.get(number, "")
        if len(row) > len(columns):
            cells[REST] = "; ".join(row[len(columns) :])
            odd = odd or "too_many_cells"
        yield Line(number, cells, odd)
