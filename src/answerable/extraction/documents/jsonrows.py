"""Lay records of JSON out as rows: nested keys become paths, a feature's point two columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from answerable.extraction.errors import Damaged, Empty, TooLarge

DEPTH = 8
# Of a list inside a record so many members become columns; of plain values, one column.
_MEMBERS = 20
_FIRST_BYTES = (b"{", b"[")


@dataclass(frozen=True, slots=True)
class Laid:
    """The heading and the rows; `odd` says which record, counted from 1, is not what it should."""

    lines: list[list[str]]
    odd: dict[int, str] = field(default_factory=dict)


def looks_like(data: bytes) -> bool:
    """Tell whether bytes begin as JSON does."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_FIRST_BYTES)


def read(text: str, most_rows: int, most_columns: int) -> Laid:
    """Return records as rows under a heading of paths ("verified.killed"); numbers as written.

    Takes a list, an object that holds one, a GeoJSON collection of features, or one object a line.
    """
    records = _records_in(text)
    if not records:
        raise Empty
    if len(records) > most_rows:
        raise TooLarge("rows")
    columns: dict[str, int] = {}
    odd: dict[int, str] = {}
    rows: list[dict[str, str]] = []
    for number, record in enumerate(records, 1):
        cells = dict(_once(_flat(_opened(record))))
        is_blank = not any(map(_shows, cells.values()))
        if not isinstance(record, dict) or is_blank:
            odd[number] = "not_a_record"
            # So that the row is there to be put aside, with what it held.
            cells = {"": "{}"} if is_blank else cells
        for name in cells:
            columns.setdefault(name, len(columns))
        if len(columns) > most_columns:
            raise TooLarge("columns")
        rows.append(cells)
    # An own name for what has none: an empty cell at the end of a heading would be cut off.
    heading = [name or "value" for name in columns]
    return Laid([heading, *([row.get(name, "") for name in columns] for row in rows)], odd)


def _records_in(text: str) -> list[Any]:
    try:
        whole = _loads(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].lstrip().startswith("{"):
            raise Damaged("json") from error
        return [_loads(line) for line in lines]
    if isinstance(whole, list):
        return whole
    if not isinstance(whole, dict):
        raise Damaged("json")
    lists = [value for value in whole.values() if isinstance(value, list) and value]
    lists = [value for value in lists if isinstance(value[0], dict)]
    return max(lists, key=len) if lists else [whole]


def _loads(text: str) -> Any:
    return json.loads(
        text,
        # As they are written: no digit is lost, and a number of a million digits costs nothing.
        parse_int=str,
        parse_float=str,
        parse_constant=str,
        object_pairs_hook=lambda pairs: dict(_once(pairs)),
    )


def _once(pairs: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Give a name that comes again a number, so that no value hides another."""
    seen: set[str] = set()
    for name, value in pairs:
        number, own = 1, name
        while own in seen:
            number += 1
            own = f"{name} ({number})"
        seen.add(own)
        yield own, value


def _opened(record: Any) -> Any:
    """Return a GeoJSON feature as its properties and its place; anything else as it is."""
    if not isinstance(record, dict) or record.get("type") != "Feature":
        return record
    properties = record.get("properties")
    opened = dict(properties) if isinstance(properties, dict) else {}
    if "id" in record:
        opened.setdefault("id", record["id"])
    geometry = record.get("geometry")
    if isinstance(geometry, dict):
        opened["geometry"] = _place_of(geometry)
    return opened


def _place_of(geometry: dict[str, Any]) -> dict[str, str]:
    """Return the middle of a geometry; for more than a point also how far its corners reach."""
    found = {"type": str(geometry.get("type", ""))}
    points = [(float(x), float(y)) for x, y in _points_in(geometry.get("coordinates"), 0)]
    if not points:
        return found
    across, up = [x for x, _ in points], [y for _, y in points]
    found["longitude"] = f"{(min(across) + max(across)) / 2:.6f}"
    found["latitude"] = f"{(min(up) + max(up)) / 2:.6f}"
    if len(points) > 1:
        # A degree is taken for 111 km also across, which is never too little.
        reach = max(max(across) - min(across), max(up) - min(up)) / 2 * 111 * 1.42
        found["radius_km"] = f"{reach:.1f}"
    return found


def _points_in(coordinates: Any, depth: int) -> Iterator[tuple[str, str]]:
    if not isinstance(coordinates, list) or depth > DEPTH:
        return
    if len(coordinates) >= 2 and all(isinstance(one, str) for one in coordinates[:2]):
        yield coordinates[0], coordinates[1]
        return
    for one in coordinates:
        yield from _points_in(one, depth + 1)


def _flat(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and depth < DEPTH:
        for name, inner in value.items():
            yield from _flat(inner, f"{path}.{name}" if path else str(name), depth + 1)
    elif isinstance(value, list) and depth < DEPTH:
        yield from _of_list(value, path, depth)
    else:
        yield path, _as_text(value)


def _of_list(members: list[Any], path: str, depth: int) -> Iterator[tuple[str, str]]:
    if not any(isinstance(one, dict | list) for one in members):
        yield path, "; ".join(text for text in map(_as_text, members) if text)
        return
    for number, one in enumerate(members[:_MEMBERS], 1):
        yield from _flat(one, f"{path}.{number}" if path else str(number), depth + 1)
    if len(members) > _MEMBERS:
        yield f"{path}.more", json.dumps(members[_MEMBERS:], ensure_ascii=False)


def _shows(text: str) -> bool:
    """Tell whether anything of a text is left when blanks and signs without a look are out."""
    return any(s > " " and not s.isspace() and not "\ud800" <= s <= "\udfff" for s in text)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
