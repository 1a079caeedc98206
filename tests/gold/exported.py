"""Read what a node wrote as gold (`answerable claims export`), as records of the gold set."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from answerable.extraction.claims import Scope
from answerable.extraction.counts.numbers import Qualifier
from tests.gold.notation import BadGold, Label, Record, Spot

SCHEMA = "answerable.gold/1"


def read_exported(path: Path) -> dict[str, list[Record]]:
    """Return the records of each language; raise BadGold where a line is none."""
    found: dict[str, list[Record]] = {}
    with path.open(encoding="utf-8") as file:
        for nth, line in enumerate(file, 1):
            try:
                record = _record(json.loads(line))
            except (KeyError, TypeError, ValueError) as exc:
                raise BadGold(f"line {nth}: {exc}") from exc
            found.setdefault(record.language, []).append(record)
    return found


def _record(line: dict[str, Any]) -> Record:
    if line["schema"] != SCHEMA:
        raise BadGold(f"its schema is not {SCHEMA}")
    labels = tuple(_label(one, line["text"]) for one in line["labels"])
    calm = not any(one.kind in ("harm", "object") for one in labels)
    published = date.fromisoformat(line["published"])
    return Record(
        line["id"], line["language"], published, "report", line["id"], line["text"], labels, calm
    )


def _label(one: dict[str, Any], text: str) -> Label:
    start, end = one["start"], one["end"]
    if text[start:end] != one["quote"]:
        raise BadGold(f"{one['quote']!r} does not stand at its place")
    days = [date.fromisoformat(one[name]) if one[name] else None
            for name in ("first_day", "last_day")]  # fmt: skip
    return Label(
        one["kind"], "denial" if one["kind"] == "denial" else one["value"], one["quote"], start,
        end, one["incident"], Scope(one["scope"]),
        Qualifier(one["qualifier"]) if one["qualifier"] else None, one["low"], one["high"],
        one["category"], one["subset_of"], days[0], days[1], one["grain"],
        _spot(one["value"], one["point"]) if one["point"] else None, one["nth"],
        one["denied"],
    )  # fmt: skip


def _spot(name: str, point: list[float]) -> Spot:
    latitude, longitude = point
    return Spot(name, latitude, longitude, area=False)
