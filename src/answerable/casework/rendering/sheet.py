"""Put each thing that was said in its place: by incident, by question, or by statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from answerable.casework.bodies import (
    Acknowledged,
    Answer,
    Asked,
    Body,
    IncidentFacts,
    MeasureTaken,
    PositionOn,
    RedressGiven,
    Supplied,
    Wanted,
)
from answerable.casework.rendering.layout import (
    Row,
    Section,
    Value,
    ValueType,
    fields,
    is_rows,
    record_values,
    values,
)
from answerable.casework.text import is_bad_character
from answerable.casework.words import Fact, RequestText, Text, Words

# What cannot be read is shown as far as a page can bear it.
_RAW_ROWS = 200
_RAW_CHARACTERS = 500
_RAW_DEPTH = 6

_SECTION_ORDER = (
    "statement",
    "incident",
    "question",
    "request",
    "information",
    "remarks",
    "not_understood",
)
_ROW_ORDER = (
    "subject",
    "title",
    "text",
    "answer",
    "answer_text",
    "position",
    "reasons",
    "duplicate_of",
    "position_text",
)


@dataclass(slots=True)
class Sheet:
    """A page in the making."""

    language: str | None
    rows: dict[tuple[str, str | None], list[Row]] = field(default_factory=dict)

    def add(self, section: str, subject: str | None, key: str, values: Iterable[Value]) -> None:
        """Put a row in its section, unless it says nothing."""
        kept = tuple(values)
        if kept:
            self.rows.setdefault((section, subject), []).append(Row(key, kept))

    def add_body(self, body: Body) -> None:
        """Lay out a body: what is about an incident or question goes to its section."""
        for name, value in fields(body):
            for item in value if isinstance(value, tuple) else ():
                if isinstance(item, msgspec.Struct):
                    self.add_item(name, item)
            if not is_rows(value):
                self.add("statement", None, name, values(name, value))

    def add_item(self, name: str, item: msgspec.Struct) -> None:
        """Lay out one row of a body's or a content's list."""
        match item:
            case IncidentFacts(id=subject) | Fact(incident=subject):
                self.add_each("incident", subject, item, skip=("id", "incident"))
            case Asked(id=subject):
                key = "due_again" if name == "again" else "due"
                self.add("question", subject, key, values(key, item.due))
            case Answer(question=subject):
                self.add("question", subject, "answer", values("code", item.code))
            case PositionOn(incident=subject):
                self.add_each("incident", subject, item, skip=("incident",))
            case Acknowledged(incident=subject):
                self.add("incident", subject, "acknowledged", record_values(item, skip="incident"))
            case MeasureTaken(incident=subject):
                self.add("incident", subject, "measure", record_values(item, skip="incident"))
            case RedressGiven(incident=subject):
                self.add("incident", subject, "redress", record_values(item, skip="incident"))
            case Wanted(id=subject):
                self.add("information", subject, "due", values("due", item.due))
            case Supplied(request=subject):
                self.add("information", subject, "answer", values("code", item.code))
            case _:
                self.add("statement", None, name, record_values(item))

    def add_each(
        self, section: str, subject: str, item: msgspec.Struct, skip: tuple[str, ...]
    ) -> None:
        """Lay out each field of an item as a row of its section."""
        for name, value in fields(item):
            if name in skip:
                continue
            rows = value if isinstance(value, tuple) and is_rows(value) else ()
            for row in rows:
                key = "reported" if name == "figures" else name
                self.add(section, subject, key, record_values(row, self.language))
            if not rows:
                self.add(section, subject, name, values(name, value, self.language))

    def add_words(self, words: Words) -> None:
        """Lay out the words beside what they are about."""
        subject = values("subject", words.subject, self.language) if words.subject else ()
        self.add("statement", None, "subject", subject)
        for name, texts in _TEXTS.items():
            for text in getattr(words, name):
                self.add_text(name, texts, text)
        for fact in words.facts:
            self.add_item("facts", fact)
        for name, remark in (("grounds", words.grounds), ("notes", words.notes)):
            if remark is not None:
                self.add("remarks", None, name, values(name, remark, self.language))
        self.add("remarks", None, "content_language", values("content_language", words.language))

    def add_text(self, name: str, place: tuple[str, str], text: Text | RequestText) -> None:
        """Lay out one text in the section of its subject."""
        section, key = place
        subject = text.code if isinstance(text, RequestText) else text.id
        self.add(section, str(subject), key, values(key, text.text, self.language))

    def add_raw(self, body: object) -> None:
        """Lay out what could not be read, as text and no more than a page can bear."""
        for path, text in _flat("", body, _RAW_DEPTH)[:_RAW_ROWS]:
            self.add("not_understood", None, path, [Value(path, ValueType.TEXT, _harmless(text))])

    def sections(self) -> tuple[Section, ...]:
        """Return the sections in their order, incidents and questions by number."""
        keys = sorted(self.rows, key=lambda key: (_SECTION_ORDER.index(key[0]), _number(key[1])))
        return tuple(
            Section(key, subject, tuple(sorted(self.rows[key, subject], key=_row_rank)))
            for key, subject in keys
        )


_TEXTS = {
    "questions": ("question", "text"),
    "answers": ("question", "answer_text"),
    "positions": ("incident", "position_text"),
    "information": ("information", "text"),
    "requests": ("request", "text"),
}


def _row_rank(row: Row) -> int:
    return _ROW_ORDER.index(row.key) if row.key in _ROW_ORDER else len(_ROW_ORDER)


def _number(subject: str | None) -> tuple[int, str]:
    digits = (subject or "")[1:]
    return (int(digits) if digits.isdecimal() else 0, subject or "")


def _flat(path: str, value: object, depth: int) -> list[tuple[str, str]]:
    """Return what unread values hold, as paths and texts, down to a depth that a page can bear."""
    items: Iterable[tuple[object, object]] = ()
    if isinstance(value, Mapping):
        items = value.items()
    elif isinstance(value, list | tuple):
        items = enumerate(value)
    else:
        return [(path or "body", str(value))]
    if depth == 0:
        return [(path, "…")]
    below = [(f"{path}.{name}" if path else str(name), item) for name, item in items]
    return [row for inner, item in below[:_RAW_ROWS] for row in _flat(inner, item, depth - 1)]


def _harmless(text: str) -> str:
    """Show a stranger's text so that it cannot change how its neighbours are read."""
    shown = text[:_RAW_CHARACTERS]
    return "".join("\N{REPLACEMENT CHARACTER}" if is_bad_character(c) else c for c in shown)
