"""What a text may be: normalized, printable, and unable to change how its neighbours are read."""

from __future__ import annotations

import unicodedata

from answerable.casework.codes import WordsFault
from answerable.casework.errors import BadWords

# Marks that Hebrew, Arabic and Persian need inside a text; each acts at its own place only.
_NEEDED_MARKS = frozenset("\u200c\u200d\u200e\u200f\u061c")
# Cc control, Cs half of a pair, Cf invisible, Zl and Zp line and paragraph separators.
_REFUSED = frozenset({"Cc", "Cs", "Cf", "Zl", "Zp"})


def is_bad_character(character: str) -> bool:
    """Tell whether a character is refused: control, bidi override or isolate, invisible, unpaired.

    The line feed is allowed, and so are the marks and joiners that right-to-left scripts need.
    """
    if character == "\n" or character in _NEEDED_MARKS:
        return False
    return unicodedata.category(character) in _REFUSED


def check_text(text: str, limit: int, where: str) -> None:
    """Raise BadWords unless the text is not blank, at most `limit` characters, NFC and harmless."""
    if len(text) > limit:
        raise BadWords(WordsFault.TOO_LONG, where)
    if not text.strip():
        raise BadWords(WordsFault.BLANK, where)
    if any(is_bad_character(character) for character in text):
        raise BadWords(WordsFault.BAD_CHARACTER, where)
    if not unicodedata.is_normalized("NFC", text):
        raise BadWords(WordsFault.NOT_NFC, where)


def tidy(text: str) -> str:
    """Make what a person typed or pasted acceptable, without changing what it says.

    Line ends become line feeds, tabs and no-break controls become spaces, invisible characters
    go, trailing blanks go, and the result is in form NFC.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    lines = lines.replace("\u2028", "\n").replace("\u2029", "\n").replace("\u0085", "\n")
    kept = "".join(character for character in lines if not is_bad_character(character))
    return unicodedata.normalize(
        "NFC", "\n".join(line.rstrip() for line in kept.split("\n")).strip()
    )
