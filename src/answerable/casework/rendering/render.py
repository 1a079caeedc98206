"""Lay out a statement, whatever it is: the sender's preview and the recipient's page are one."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from answerable.casework.bodies import Body, kind_of, parse_body
from answerable.casework.codes import WordsFault
from answerable.casework.errors import BadBody, BadWords
from answerable.casework.rendering.layout import Rendering
from answerable.casework.rendering.sheet import Sheet
from answerable.casework.words import Words, words_from_dict


def render(
    kind: str, body: Mapping[str, object] | Body | None, words: Words | Mapping[str, object] | None
) -> Rendering:
    """Lay out a statement of any kind. Never raises, whatever the body or the words are."""
    read, fault = _read_words(kind, words)
    sheet = Sheet(read.language if read else None)
    try:
        parsed = body if isinstance(body, msgspec.Struct) else parse_body(kind, body)
        understood = kind_of(parsed) == kind
    except BadBody:
        understood = False
    if understood:
        sheet.add_body(parsed)
    else:
        sheet.add_raw(body)
    if read:
        sheet.add_words(read)
    return Rendering(kind, understood, words is None, fault, sheet.sections())


def _read_words(
    kind: str, words: Words | Mapping[str, object] | None
) -> tuple[Words | None, WordsFault | None]:
    if words is None:
        return None, None
    try:
        read = words if isinstance(words, Words) else words_from_dict(words)
    except BadWords as exc:
        return None, exc.code
    if read.kind != kind:
        return None, WordsFault.WRONG_KIND
    return read, None
