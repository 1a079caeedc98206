"""Cut a folded text into words, numbers and marks, and into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from answerable.extraction.text.folding import Folded

# A number with or without its thousands apart; of the marks between, only one kind in a number.
_NUMBER = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:[ ]\d{3})+(?:[,.]\d{1,2})?(?!\d)"
    r"|\d+(?:[.,]\d+)?"
)
# Within a word: an apostrophe (п'ять, ג'נין) and the double mark of Hebrew abbreviations (צה"ל).
_WORD = r"[^\W\d_]+(?:['\"](?=[^\W\d_])[^\W\d_]+)*"
_PIECE = re.compile(f"(?P<number>{_NUMBER})|(?P<word>{_WORD})|(?P<mark>\\S)")
_ENDS = frozenset(".!?")
_CLOSING = frozenset("\"')]")
# After these a point ends no sentence.
_SHORT = frozenset(
    re.findall(
        r"\S+",
        """
        mr mrs ms dr st no gen col lt sgt jan feb mar apr jun jul aug sep sept oct nov dec vs etc
        тис млн млрд вул м с р рр ст о обл смт грн км ул г гг тыс просп пр ім им т д е
        """,
    )
)


class Kind(StrEnum):
    """What a piece of a text is."""

    NUMBER = "number"
    WORD = "word"
    MARK = "mark"


_KINDS = {kind.value: kind for kind in Kind}


class Token(NamedTuple):
    """A piece of a folded text; `start` and `end` count in the text as it was written."""

    text: str
    kind: Kind
    start: int
    end: int
    glued: bool
    """Nothing stands between it and the piece before."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The pieces of one sentence, in order."""

    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """Where it begins in the text as it was written."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.tokens[-1].end


def tokens_of(folded: Folded, base: int = 0) -> list[Token]:
    """Cut a folded text into its pieces; `base` is where it begins in a larger one."""
    found: list[Token] = []
    last = -1
    starts, ends = folded.starts, folded.ends
    # Half of the time of `Token(...)`, and there are hundreds of them in a text.
    new = tuple.__new__
    for match in _PIECE.finditer(folded.text):
        begins, stops = match.span()
        kind = _KINDS[match.lastgroup or "mark"]
        start, end = starts[begins] + base, ends[stops - 1] + base
        found.append(new(Token, (match[0], kind, start, end, begins == last)))
        last = stops
    return found


def sentences_of(tokens: Sequence[Token], text: str) -> Iterator[Sentence]:
    """Gather pieces into sentences: they end at a point, a question, or the end of a line."""
    begun: list[Token] = []
    for number, token in enumerate(tokens):
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        if begun and "\n" in text[begun[-1].end : token.start]:
            yield Sentence(tuple(begun))
            begun = []
        begun.append(token)
        if _is_end(begun, following):
            yield Sentence(tuple(begun))
            begun = []
    if begun:
        yield Sentence(tuple(begun))


def _is_end(begun: Sequence[Token], following: Token | None) -> bool:
    token = begun[-1]
    if following is not None and following.text in _CLOSING and following.glued:
        return False
    if token.text in _CLOSING and len(begun) > 1 and begun[-2].text in _ENDS:
        return True
    if token.text not in _ENDS:
        return False
    before = begun[-2] if len(begun) > 1 else None
    if token.text == "." and before is not None and before.kind is Kind.WORD:
        # An abbreviation or an initial.
        return before.text not in _SHORT and len(before.text) > 1
    return following is None or not following.glued
