"""The chain of an audit trail, checked without the node that wrote it.

A trail as a file is JSON lines: one event a line, in order, then one line with the head. An event
that the reader of the file may not know of is withheld: only its number and its two digests stand
there, so the chain still closes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from answerable.safekeeping.errors import SafekeepingError

START = "0" * 64
# In the order in which the digest takes them.
FIELDS = ("number", "at", "by", "verb", "subject_kind", "subject_id", "details", "previous")
LONGEST_LINE = 1_000_000


class BrokenTrail(SafekeepingError):
    """The trail does not hold: an event was changed, removed or put in between."""


class NotATrail(SafekeepingError):
    """The file is something else than a trail."""


@dataclass(frozen=True)
class Checked:
    """How many events the trail holds, how many were withheld from its reader, and its end."""

    events: int
    withheld: int
    digest: str


def digest_of(event: Mapping[str, Any]) -> str:
    """Return the SHA-256 over an event and the digest of the one before it."""
    parts = [event[name] for name in FIELDS]
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def check_lines(lines: Iterable[str]) -> Checked:
    """Check a whole trail; raise `BrokenTrail` naming the first wrong place, or `NotATrail`."""
    number, previous, withheld = 0, START, 0
    head: Mapping[str, Any] | None = None
    for place, line in enumerate(lines, 1):
        row = _read(line, place)
        if head is not None:
            raise NotATrail(f"line {place}: something stands after the head")
        if "head" in row:
            head = row["head"] if isinstance(row["head"], dict) else {}
            continue
        _check_event(row, place, number, previous)
        number, previous = number + 1, row["digest"]
        withheld += "withheld" in row
    if head is None:
        raise BrokenTrail(f"the trail has no head: its end, after event {number}, is missing")
    if (head.get("number"), head.get("digest")) != (number, previous):
        raise BrokenTrail(f"events after {number} are missing")
    return Checked(number, withheld, previous)


def _check_event(row: Mapping[str, Any], place: int, number: int, previous: str) -> None:
    wanted = number + 1
    missing = [name for name in ("number", "previous", "digest") if name not in row]
    if "withheld" not in row:
        missing += [name for name in FIELDS if name not in row]
    if missing or not isinstance(row["number"], int) or not isinstance(row["digest"], str):
        raise NotATrail(f"line {place}: this is no event of a trail")
    if row["number"] != wanted:
        raise BrokenTrail(f"event {wanted} is missing (line {place} has event {row['number']})")
    if row["previous"] != previous:
        raise BrokenTrail(f"event {wanted} does not follow the one before it (line {place})")
    if "withheld" not in row and digest_of(row) != row["digest"]:
        raise BrokenTrail(f"event {wanted} was changed (line {place})")


def _read(line: str, place: int) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise NotATrail(f"line {place}: longer than an event can be")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise NotATrail(f"line {place}: this is not JSON") from exc
    if not isinstance(row, dict):
        raise NotATrail(f"line {place}: this is no event of a trail")
    return row
