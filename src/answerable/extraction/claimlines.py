"""Claims as lines of JSON, one a claim: what `answerable read --format jsonl` writes.

Another reader of documents answers in the same lines. They are read strictly: what does not fit
the schema is refused with the number of its line, and nothing of it is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from importlib.resources import files
from typing import Any

import msgspec

from answerable.extraction.claims import SCHEMA, Claim, Kind, Place, Scope
from answerable.extraction.counts.numbers import Qualifier

LONGEST_LINE = 64 * 1024
MOST_LINES = 100_000


class NotClaims(ValueError):
    """The lines are no claims; the message says which line, and why."""


class ClaimLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One claim of one document. `number` counts the claims of the document from 0."""

    schema: str = SCHEMA
    document: str
    """The name of the file, or whatever names the document."""
    sha256: str = ""
    """Of the file's bytes."""
    published: date | None = None
    """The day from which days such as "on Monday" were counted."""
    number: int
    kind: Kind
    value: str
    quote: str
    start: int
    end: int
    rule: str
    confidence: float
    language: str
    scope: Scope = Scope.INCIDENT
    incident: int | None = None
    qualifier: Qualifier | None = None
    low: int | None = None
    high: int | None = None
    category: str | None = None
    subset_of: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    grain: str | None = None
    place: Place | None = None
    sources: tuple[str, ...] = ()


_OF_A_CLAIM = tuple(field.name for field in fields(Claim))


def lines_of(
    claims: Sequence[Claim], *, document: str, sha256: str = "", published: date | None = None
) -> Iterator[bytes]:
    """Give a line for each claim, without its end."""
    for number, claim in enumerate(claims):
        line = ClaimLine(
            document=document,
            sha256=sha256,
            published=published,
            number=number,
            **{name: getattr(claim, name) for name in _OF_A_CLAIM},
        )
        yield msgspec.json.encode(line)


def parse(lines: Iterable[bytes]) -> dict[str, list[Claim]]:
    """Return the claims of each document, in order, or raise `NotClaims`.

    Whether their quotes stand in the text is for `accepting.accept` to say.
    """
    found: dict[str, list[Claim]] = {}
    for at, raw in enumerate(lines, start=1):
        if at > MOST_LINES:
            raise NotClaims(f"there are more than {MOST_LINES} lines; split the file")
        if not raw.strip():
            continue
        line = _parsed(raw, at)
        of_document = found.setdefault(line.document, [])
        if line.number != len(of_document):
            raise NotClaims(f"line {at}: its number is {line.number}, not {len(of_document)}")
        of_document.append(Claim(**{name: getattr(line, name) for name in _OF_A_CLAIM}))
    return found


def published_in(lines: Iterable[bytes]) -> date | None:
    """Return the day from which the days of the first line were counted."""
    first = next((raw for raw in lines if raw.strip()), None)
    return _parsed(first, 1).published if first is not None else None


def _parsed(raw: bytes, at: int) -> ClaimLine:
    if len(raw) > LONGEST_LINE:
        raise NotClaims(f"line {at}: it is longer than {LONGEST_LINE} bytes")
    try:
        line = msgspec.json.decode(raw, type=ClaimLine)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as exc:
        raise NotClaims(f"line {at}: {exc}") from exc
    if line.schema != SCHEMA:
        raise NotClaims(f"line {at}: its schema is not {SCHEMA}")
    return line


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a line, as it is worked out from the code."""
    found = msgspec.json.schema(ClaimLine)
    found["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    found["$defs"]["ClaimLine"]["properties"]["schema"] = {"const": SCHEMA, "default": SCHEMA}
    # As others read it: what is a tuple here is a list there.
    return dict(msgspec.json.decode(msgspec.json.encode(found)))


def published_schema() -> bytes:
    """Return the JSON Schema as it comes with the package: the same, for others to read."""
    return (files("answerable.extraction") / "claim.schema.json").read_bytes()
