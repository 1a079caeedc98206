"""What a rendered statement is made of: sections, rows, values; and how a value is made."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from answerable.casework.codes import WordsFault
from answerable.casework.forms import format_instant


class ValueType(enum.StrEnum):
    """How a value is to be shown."""

    TEXT = "text"
    CODE = "code"
    INSTANT = "instant"
    DATE = "date"
    NUMBER = "number"
    RANGE = "range"
    FLAG = "flag"
    ID = "id"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Value:
    """One thing that was said. `vocabulary` is the name of a code's class in `codes`.

    A range has its ends in `low` and `high`; an end that is None was stated as unknown, which is
    not zero. An instant or date is written in its one form; `moment` or `day` has it as such.
    """

    name: str
    type: ValueType
    value: str = ""
    vocabulary: str | None = None
    language: str | None = None
    low: int | None = None
    high: int | None = None
    moment: datetime | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A label's key and the values beside it."""

    key: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows about one subject: an incident, a question, or the statement itself (None)."""

    key: str
    subject: str | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """A statement laid out. `words_fault` says why words that are here cannot be shown."""

    kind: str
    understood: bool
    content_missing: bool
    words_fault: WordsFault | None
    sections: tuple[Section, ...]

    def section(self, key: str, subject: str | None = None) -> Section | None:
        """Return one section by its key and subject."""
        return next((s for s in self.sections if (s.key, s.subject) == (key, subject)), None)


# Fields that hold words. Every other string is an id, a reference or a language.
_WORDS = frozenset(
    {"subject", "title", "text", "answer_text", "position_text", "narrative", "when", "name"}
    | {"latin", "stated_by", "notified", "grounds", "notes"}
)


def fields(item: msgspec.Struct) -> list[tuple[str, object]]:
    """Return the names and values of a record, in the order of its schema."""
    return [(info.name, getattr(item, info.name)) for info in msgspec.structs.fields(item)]


def is_rows(value: object) -> bool:
    """Tell whether a value is a list of records rather than of codes or ids."""
    return isinstance(value, tuple) and any(isinstance(item, msgspec.Struct) for item in value)


def values(name: str, value: object, language: str | None = None) -> tuple[Value, ...]:
    """Make the values of a field: none if it was not said, several if it is a list."""
    if value is None:
        return ()
    if isinstance(value, tuple):
        return tuple(made for item in value for made in values(name, item, language))
    return (_value(name, value, language),)


def _value(name: str, value: object, language: str | None) -> Value:
    match value:
        case enum.Enum():
            return Value(name, ValueType.CODE, str(value), vocabulary=type(value).__name__)
        case datetime():
            return Value(name, ValueType.INSTANT, format_instant(value), moment=value)
        case date():
            return Value(name, ValueType.DATE, value.isoformat(), day=value)
        case bool():
            return Value(name, ValueType.FLAG, "true" if value else "false")
        case int():
            return Value(name, ValueType.NUMBER, str(value), low=value, high=value)
        case _ if name in _WORDS:
            return Value(name, ValueType.TEXT, str(value), language=language)
        case _:
            return Value(name, ValueType.ID, str(value))


def record_values(
    item: msgspec.Struct, language: str | None = None, skip: str = ""
) -> tuple[Value, ...]:
    """Make the values of a whole record for one row; two ends make a range, two degrees a point."""
    made: list[Value] = []
    for name, value in fields(item):
        match name:
            case "low":
                made.append(_range(value, getattr(item, "high", None)))
            case "lat" if value is not None:
                point = f"{value}, {getattr(item, 'lon', None)}"
                made.append(Value("point", ValueType.POINT, point))
            case "high" | "lon":
                continue
            case _ if name != skip:
                made += values(name, value, language)
            case _:
                continue
    return tuple(made)


def _range(low: object, high: object) -> Value:
    ends = [end if isinstance(end, int) else None for end in (low, high)]
    return Value("count", ValueType.RANGE, low=ends[0], high=ends[1])
