"""The content document that travels beside a statement: everything that people say in words."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from answerable.casework.codes import (
    FigureCategory,
    FigureGroup,
    Kind,
    PlacePrecision,
    Request,
    WordsFault,
)
from answerable.casework.errors import BadWords
from answerable.casework.fields import (
    Count,
    IncidentId,
    Language,
    Record,
    Sparse,
    check_no_repeat,
    check_range,
)
from answerable.casework.forms import NotOneForm, canonical_text, field_of, from_plain, to_plain
from answerable.casework.text import check_text

MEDIA_TYPE = "application/vnd.answerable.words.v1+json"
MAX_BYTES = 1024 * 1024
# Characters. A line is a name or a heading, a text is what a page holds.
LINE = 300
TEXT = 20_000

Degrees = Annotated[str, Meta(pattern=r"\A-?(0|[1-9][0-9]{0,2})(\.[0-9]{0,5}[1-9])?\Z")]
ItemId = Annotated[str, Meta(pattern=r"\A[iqr][1-9][0-9]{0,2}\Z")]


class Place(Sparse, frozen=True, kw_only=True):
    """A place as the sender chose to share it. Degrees are decimal strings on WGS 84."""

    name: str
    latin: str | None = None
    lat: Degrees | None = None
    lon: Degrees | None = None
    precision: PlacePrecision

    def __post_init__(self) -> None:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("a point has both degrees")
        if self.lat is not None and self.lon is not None:
            if abs(float(self.lat)) > 90 or abs(float(self.lon)) > 180:
                raise ValueError("a point is on the globe")
            if "-0" in (self.lat, self.lon):
                raise ValueError("zero has no sign")


class ReportedFigure(Sparse, frozen=True, kw_only=True):
    """A figure with its owner. Both ends left out says: stated as unknown, which is not zero."""

    category: FigureCategory
    group: FigureGroup
    low: Count | None = None
    high: Count | None = None
    stated_by: str
    as_of: date | None = None

    def __post_init__(self) -> None:
        check_range(self.low, self.high)


class Fact(Sparse, frozen=True, kw_only=True):
    """What a side says of one incident: who raises it, or who reports it as its own act."""

    incident: IncidentId
    title: str
    narrative: str | None = None
    when: str | None = None
    places: Annotated[tuple[Place, ...], Meta(max_length=12)] = ()
    figures: Annotated[tuple[ReportedFigure, ...], Meta(max_length=40)] = ()
    notified: str | None = None


class Text(Record, frozen=True, kw_only=True):
    """A text about one incident, question or request for information."""

    id: ItemId
    text: str


class RequestText(Record, frozen=True, kw_only=True):
    """What exactly is asked by a request code."""

    code: Request
    text: str


Texts = Annotated[tuple[Text, ...], Meta(max_length=40)]


class Words(Sparse, frozen=True, kw_only=True):
    """The words beside one statement. Which fields a kind may have is in `FIELDS`."""

    kind: Kind
    language: Language
    subject: str | None = None
    facts: Annotated[tuple[Fact, ...], Meta(max_length=12)] = ()
    questions: Texts = ()
    requests: Annotated[tuple[RequestText, ...], Meta(max_length=10)] = ()
    answers: Texts = ()
    positions: Texts = ()
    information: Texts = ()
    grounds: str | None = None
    notes: str | None = None

    def __post_init__(self) -> None:
        check_no_repeat("facts", (fact.incident for fact in self.facts))
        check_no_repeat("requests", (request.code for request in self.requests))
        for name, letter in _LETTERS.items():
            rows: tuple[Text, ...] = getattr(self, name)
            check_no_repeat(name, (row.id for row in rows))
            if any(row.id[0] != letter for row in rows):
                raise ValueError(f"an id of {name} begins with {letter}")


_LETTERS = {"questions": "q", "answers": "q", "positions": "i", "information": "r"}
_NOTE_ONLY = frozenset({"notes"})
FIELDS: dict[Kind, frozenset[str]] = {
    Kind.RAISE: frozenset({"subject", "facts", "questions", "requests", "grounds", "notes"}),
    Kind.FOLLOW_UP: frozenset({"subject", "facts", "questions", "requests", "grounds", "notes"}),
    Kind.RESPONSE: frozenset({"subject", "answers", "positions", "grounds", "notes"}),
    Kind.INFORMATION_REQUEST: frozenset({"subject", "information", "grounds", "notes"}),
    Kind.INFORMATION: frozenset({"subject", "facts", "information", "notes"}),
    Kind.SELF_REPORT: frozenset({"subject", "facts", "positions", "grounds", "notes"}),
    Kind.CORRECT: frozenset(
        {"subject", "facts", "questions", "answers", "positions", "grounds", "notes"}
    ),
    # The subject of a file says in a line what it is.
    Kind.ATTACH: frozenset({"subject", "notes"}),
    Kind.ACK: _NOTE_ONLY,
    Kind.INTERIM: _NOTE_ONLY,
    Kind.EXTENSION: _NOTE_ONLY,
    Kind.SUSPEND: _NOTE_ONLY,
    Kind.RESUME: _NOTE_ONLY,
    Kind.CLOSE: _NOTE_ONLY,
    Kind.REOPEN: _NOTE_ONLY,
    Kind.WITHDRAW: _NOTE_ONLY,
}
# Fields that hold a heading or a name; every other text is a page's worth.
_LINES = frozenset({"subject", "title", "when", "name", "latin", "stated_by"})
# Fields of codes, ids, dates and degrees: their schema says all there is to say.
_NOT_TEXT = frozenset(
    {"kind", "language", "incident", "id", "code", "category", "group", "as_of", "precision"}
    | {"lat", "lon"}
)


def words_from_dict(plain: object) -> Words:
    """Read a content document that is already plain values. Raises BadWords."""
    try:
        words = from_plain(Words, plain)
    except NotOneForm as exc:
        raise BadWords(WordsFault.NOT_CANONICAL, "$") from exc
    except msgspec.ValidationError as exc:
        raise BadWords(WordsFault.BAD_SCHEMA, field_of(exc)) from exc
    _check_kind(words)
    for path, text in texts_of(words):
        check_text(text, LINE if path.rpartition(".")[2] in _LINES else TEXT, path)
    return words


def _check_kind(words: Words) -> None:
    allowed = FIELDS.get(words.kind, frozenset()) | {"kind", "language"}
    for name in to_plain(words):
        if name not in allowed:
            raise BadWords(WordsFault.WRONG_KIND, name)


def parse_words(data: bytes) -> Words:
    """Read a content document from its bytes, which have one form only. Raises BadWords."""
    if len(data) > MAX_BYTES:
        raise BadWords(WordsFault.TOO_LONG, "$")
    try:
        plain = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as exc:
        raise BadWords(WordsFault.NOT_JSON, "$") from exc
    words = words_from_dict(plain)
    if encode_words(words) != data:
        raise BadWords(WordsFault.NOT_CANONICAL, "$")
    return words


def words_to_dict(words: Words) -> dict[str, Any]:
    """Write a content document as plain values."""
    return to_plain(words)


def encode_words(words: Words) -> bytes:
    """Write a content document as canonical JSON.

    Checks it as a reader would, so that nothing is sent that a peer would refuse; raises BadWords.
    """
    plain = to_plain(words)
    words_from_dict(plain)
    return canonical_text(plain).encode("utf-8")


def texts_of(words: Words) -> list[tuple[str, str]]:
    """Return every text in the document with the path of its field, in order."""
    return _texts("", to_plain(words))


def _texts(path: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [
            found
            for name, item in value.items()
            if name not in _NOT_TEXT
            for found in _texts(f"{path}.{name}" if path else name, item)
        ]
    if isinstance(value, list):
        return [found for i, item in enumerate(value) for found in _texts(f"{path}[{i}]", item)]
    return [(path, value)] if isinstance(value, str) else []
