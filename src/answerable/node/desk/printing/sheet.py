"""What stands on paper, before it is a PDF or a DOCX: lines of text, each with its direction."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from answerable.casework.text import is_bad_character

# References, telephone numbers, coordinates, times: from right to left they would be turned round.
# A sign belongs to a number only where a word does not end in it.
_KEPT = re.compile(
    r"((?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[-/._#][A-Za-z0-9]+)+"
    r"|(?:(?<![^\s(])[-+\u2212])?[0-9][0-9\s()./:,°'-]*[0-9]°?)"
)
# A longer piece is broken where the line ends; a shorter one is one thing.
_ONE_THING = 40
# A text of so many letters stands beside a label that runs the other way.
_BESIDE = 40
RIGHT_TO_LEFT = ("ar", "he", "fa", "ur", "yi", "ps", "ckb")


def harmless(text: str) -> str:
    """Return a text in which nothing changes how its neighbours are read, or breaks a file."""
    return "".join("\N{REPLACEMENT CHARACTER}" if is_bad_character(c) else c for c in text)


def runs_right_to_left(text: str, language: str | None = None) -> bool:
    """Tell the direction of a text by its first letter, or by its language where it has none."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "R" | "AL":
                return True
            case "L":
                return False
            case _:
                continue
    return (language or "").split("-")[0] in RIGHT_TO_LEFT


@dataclass(frozen=True)
class Part:
    """A piece of text. A code (reference, number, coordinates, hash) keeps its order everywhere."""

    text: str
    language: str | None = None
    is_code: bool = False
    # How it runs where its first letter does not tell: a sentence that begins with a foreign name.
    runs: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", harmless(self.text))

    @property
    def direction(self) -> str:
        """Return how the piece runs."""
        if self.is_code:
            return "ltr"
        if self.runs:
            return self.runs
        return "rtl" if runs_right_to_left(self.text, self.language) else "ltr"

    @property
    def is_one_thing(self) -> bool:
        """Tell whether a code is short enough to stand on one line."""
        return self.is_code and len(self.text) <= _ONE_THING

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """Return the text in pieces, each with whether it is kept from left to right."""
        if self.direction == "ltr":
            return [(self.text, self.is_code)]
        found = _KEPT.split(self.text)
        return [(piece, number % 2 == 1) for number, piece in enumerate(found) if piece]


Parts = tuple[Part, ...]


@dataclass(frozen=True)
class Line:
    """Something said, under a label or, without one, as a paragraph of its own."""

    parts: Parts
    label: str = ""

    @property
    def lead(self) -> str:
        """Return the label as it stands before the rest; a question has its mark already."""
        return (
            self.label
            if self.label.endswith(("?", "\N{ARABIC QUESTION MARK}"))
            else f"{self.label}:"
        )

    @property
    def stands_apart(self) -> bool:
        """Tell whether a text runs against its label, and is too long to stand beside it."""
        if not self.label or len(self.parts) != 1:
            return False
        [part] = self.parts
        against = part.direction != Part(self.label).direction
        return against and not part.is_code and len(part.text) > _BESIDE


@dataclass(frozen=True)
class Table:
    """Rows of cells under their headings; the first cell of a row is its heading."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Parts, ...], ...]


@dataclass(frozen=True)
class Block:
    """A heading and what stands under it; one of a list is not broken by the end of a page."""

    heading: Parts
    lines: tuple[Line, ...] = ()
    table: Table | None = None
    is_listed: bool = False


@dataclass(frozen=True)
class Annex:
    """What follows on a page of its own: a courtesy translation, with who made it."""

    title: str
    about: tuple[Line, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Sheet:
    """A whole paper. `language` is that of the frame; `at` is the moment that it states."""

    name: str
    form: str
    at: datetime
    language: str
    title: Part
    marking: str = ""
    # What must not be overlooked: "Draft, not cleared", "Stays inside".
    notice: str = ""
    top: tuple[Line, ...] = ()
    opening: tuple[Line, ...] = ()
    blocks: tuple[Block, ...] = ()
    closing: tuple[Line, ...] = ()
    foot: tuple[Line, ...] = ()
    annex: Annex | None = None
    page_words: str = ""
    is_dense: bool = field(default=False)

    @property
    def direction(self) -> str:
        """Return how the frame runs."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    def file_name(self, extension: str) -> str:
        """Return a name for the file, of letters that every system takes."""
        stem = re.sub(r"[^A-Za-z0-9-]+", "-", self.name).strip("-")[:80] or "paper"
        return f"{stem}.{extension}"
