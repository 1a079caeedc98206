"""Tell whether another reader's name could be taken for one of ours by who looks at it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

# Letters and figures that are drawn as the Latin ones of the names that are ours.
_DRAWN_AS: Final = {
    "a": "аαɑ@4", "b": "ьвβɓ8", "d": "ԁɗ", "e": "еєεҽ3", "h": "һнηɦ", "l": "іι1ӏ|i!", "n": "пηո",
    "r": "гɾ", "s": "ѕʂ5$", "w": "ѡωա", "y": "уүγʏ",
}  # fmt: skip
_LATIN: Final = {ord(other): ours for ours, others in _DRAWN_AS.items() for other in others}
# Alphabets of which many letters look the same; others are mixed in good faith.
_ALIKE: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "FULLWIDTH"})
_WORD: Final = re.compile(r"[^\W\d_]+")


def imitates(name: str, ours: Iterable[str]) -> bool:
    """Tell whether a name begins as one of ours looks, or mixes alphabets within one word."""
    drawn = _drawn(name)
    return any(drawn.startswith(_drawn(one)) for one in ours) or any(
        len(_ALIKE & {_script(letter) for letter in word}) > 1 for word in _WORD.findall(name)
    )


def _drawn(name: str) -> str:
    """Return only how the letters look: folded, without accents, blanks and signs."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    letters = folded.translate(_LATIN)
    return "".join(one for one in letters if unicodedata.category(one)[0] in "LN")


def _script(letter: str) -> str:
    # The first word of a letter's name, as LATIN or CYRILLIC.
    return unicodedata.name(letter, "").partition(" ")[0]
