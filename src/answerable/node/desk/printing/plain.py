"""Say values of a message in plain text: what the pages show in HTML."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from answerable.casework.rendering import Row, Section, Value, ValueType
from answerable.node.desk import wording
from answerable.node.desk.printing.sheet import Block, Line, Part, Parts
from answerable.node.desk.templatetags.desk_tags import vocabulary
from answerable.node.desk.wording import counts
from answerable.node.ui import dates

# What people wrote at length stands as a paragraph; all else beside its label.
PARAGRAPHS = frozenset(
    {"text", "answer_text", "position_text", "narrative", "grounds", "notes", "title"}
)
# The title of the paper says it already.
SAID_ABOVE = frozenset({"subject"})


def say(vocabulary_name: str, code: object) -> str:
    """Return the words for a code in the language of the moment."""
    return str(wording.word(vocabulary_name, code))


def moment(value: datetime) -> Part:
    """Return a time with its zone, and in UTC where that is another."""
    local, universal = timezone.localtime(value), timezone.localtime(value, UTC)
    full = dates.pattern(in_full=True)
    text = f"{date_format(local, f'{full}, H:i')} {local.tzname()}"
    if local.utcoffset():
        text += f" ({date_format(universal, f'{full}, H:i')} UTC)"
    return Part(text)


def day(value: date) -> Part:
    """Return a date without a time."""
    return Part(date_format(value, dates.pattern(in_full=True)))


def code(text: object) -> Part:
    """Return a reference, number or hash, which keeps its order in every script."""
    return Part(str(text), is_code=True)


def part(value: Value) -> Part:
    """Return one thing that was said, by what kind of thing it is."""
    match value.type:
        case ValueType.CODE:
            return Part(say(vocabulary(value.vocabulary or ""), value.value))
        case ValueType.TEXT:
            return Part(value.value, value.language)
        case ValueType.INSTANT if value.moment is not None:
            return moment(value.moment)
        case ValueType.DATE if value.day is not None:
            return day(value.day)
        case ValueType.RANGE:
            return Part(counts.count(value.low, value.high))
        case ValueType.FLAG:
            return Part(_("yes") if value.value == "true" else _("no"))
        case _ if value.name in ("language", "content_language"):
            return Part(say("language", value.value))
        case _:
            return code(value.value)


def joined(parts: Iterable[Part]) -> Parts:
    """Return parts with a dot between them."""
    found: list[Part] = []
    for one in parts:
        found += [Part(" · "), one] if found else [one]
    return tuple(found)


def block(section: Section) -> Block:
    """Return a section of a message as a heading with its lines."""
    name = say("section", section.key)
    if section.key == "request" and section.subject:
        heading: Parts = (Part(f"{name}: {say('request', section.subject)}"),)
    elif section.subject:
        heading = (Part(f"{name} "), code(section.subject.upper()))
    else:
        heading = (Part(name),)
    lines = [line for row in section.rows if row.key not in SAID_ABOVE for line in _lines(row)]
    return Block(heading, tuple(lines))


def _lines(row: Row) -> list[Line]:
    if row.key in PARAGRAPHS:
        label = "" if row.key in ("text", "title") else say("row", row.key)
        return [
            Line((Part(text, value.language),), label if first else "")
            for value in row.values
            for first, text in _paragraphs(value.value)
        ]
    return [Line(joined(part(value) for value in row.values), say("row", row.key))]


def _paragraphs(text: str) -> list[tuple[bool, str]]:
    found = [line.strip() for line in text.split("\n") if line.strip()]
    return [(number == 0, line) for number, line in enumerate(found)]
