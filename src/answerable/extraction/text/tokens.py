"""Cut a folded text into words, numbers and marks, and into sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, chain, repeat
from operator import itemgetter, not_
from typing import NamedTuple

from answerable.extraction.text.folding import Folded, fold
from answerable.extraction.text.perword import PerWord

# A number with or without its thousands apart; of the marks between, only one kind in a number.
_NUMBER = (
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d{1,3}(?:[ ]\d{3})+(?:[,.]\d{1,2})?(?!\d)"
    r"|\d+(?:[.,]\d+)?"
)
# Within a word: an apostrophe (п'ять, ג'נין) and the double mark of Hebrew abbreviations (צה"ל).
_WORD = r"[^\W\d_]+(?:['\"](?=[^\W\d_])[^\W\d_]+)*"
# Words first: they are most of the pieces. Nearly all are of these letters and end before a blank
# or a stop, which is told in three quarters of the time.
_USUAL = r"[a-zа-яёіїєґא-תء-ي]++(?=[ \n.,;:!?)]|$)"
_PIECE = re.compile(f"({_USUAL}|{_WORD}|{_NUMBER}|\\S)")
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


NUMBER, WORD, MARK = Kind.NUMBER, Kind.WORD, Kind.MARK
"""What is asked of thousands of pieces: see `claims.HARM` on what a look at `Kind` costs."""


class Token(NamedTuple):
    """A piece of a folded text; `start` and `end` count in the text as it was written."""

    text: str
    kind: Kind
    start: int
    end: int
    glued: bool
    """Nothing stands between it and the piece before."""


def _kind(piece: str) -> Kind:
    if piece[0].isdecimal():
        return Kind.NUMBER
    return Kind.WORD if piece[0].isalnum() else Kind.MARK


_KINDS = PerWord(_kind)


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


class Tokens(list[Token]):
    """The pieces of a text, and their words beside them, for which every reader asks."""

    __slots__ = ("words",)

    def __init__(self, tokens: Iterable[Token], words: list[str]) -> None:
        super().__init__(tokens)
        self.words = words


def tokens_of(folded: Folded, base: int = 0) -> Tokens:
    """Cut a folded text into its pieces; `base` is where it begins in a larger one."""
    # There are hundreds of pieces in a text: no step of Python for each. What stands between two
    # pieces is blank, so that the cut gives blank, piece, blank, piece, ..., blank.
    cut = _PIECE.split(folded.text)
    words = cut[1::2]
    if not words:
        return Tokens((), words)
    at = list(accumulate(map(len, cut), initial=base if folded.is_simple else 0))
    starts, ends = at[1::2], at[2::2]
    if not folded.is_simple:
        starts = [folded.starts[one] + base for one in starts[: len(words)]]
        ends = [folded.ends[one - 1] + base for one in ends]
    glued = map(not_, cut[:-1:2])
    kinds = map(_KINDS.__getitem__, words)
    # The first piece has none before it.
    next(glued)
    # Where the last blank ends, no piece begins: `zip` leaves that out.
    pieces = zip(words, kinds, starts, ends, chain((False,), glued), strict=False)
    # Half of the time of `Token(...)`.
    return Tokens(map(tuple.__new__, repeat(Token), pieces), words)


def tokens_within(text: str, stretches: Iterable[tuple[int, int]]) -> list[Tokens]:
    """Return the pieces of each stretch of a text, as if it stood alone; stretches are in order.

    The text is folded and cut as a whole, which takes two thirds of the time.
    """
    every = tokens_of(fold(text))
    starts = list(map(itemgetter(2), every))
    found: list[Tokens] = []
    last = 0
    for start, end in stretches:
        first = bisect_left(starts, start, last)
        last = bisect_left(starts, end, first)
        some = every[first:last]
        is_alone = not first or every[first - 1].end <= start
        if is_alone and not (some and (some[0].glued or some[-1].end > end)):
            found.append(Tokens(some, every.words[first:last]))
        else:
            # A point of a list may be written onto its mark, and a line without blanks is cut.
            found.append(tokens_of(fold(text[start:end]), start))
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
