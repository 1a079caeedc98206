"""Fold a text for comparing, and lead every character back to where it was written.

Vowel points, tatweel, letter forms and typographic marks differ from writer to writer and mean
the same. Folding is by characters and never by NFKD, which would take й and ї apart (UAX 15):
a Ukrainian place would become another one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from answerable.extraction.values import frozen

# What stands for nothing: points and vowels, tatweel, joiners, soft hyphens, direction marks.
_SILENT = frozenset(
    chr(point)
    for first, last in (
        (0x0591, 0x05BD), (0x05BF, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7),
        (0x0610, 0x061A), (0x061C, 0x061C), (0x0640, 0x0640), (0x064B, 0x065F), (0x0670, 0x0670),
        (0x06D6, 0x06DC), (0x06DF, 0x06E4), (0x00AD, 0x00AD),
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x2069), (0xFEFF, 0xFEFF),
    )
    for point in range(first, last + 1)
)  # fmt: skip
_LIKE = {
    **dict.fromkeys("أإآٱ", "ا"), "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي",
    **dict.fromkeys("ʼ’‘`´′ʹ\u05f3\u02b9\u2032", "'"), **dict.fromkeys("“”„«»″\u05f4", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be", "-"),
    **dict.fromkeys(map(chr, (0x09, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x3000)), " "),
    "٬": ",", "٫": ".", "،": ",", "؛": ";", "؟": "?", "٪": "%", "ё": "е", "…": ".",
}  # fmt: skip


# Letters and marks that folding does not change, but for their case: a third of the time.
_PLAIN = re.compile("[\n -_a-~А-Яа-яІЇЄҐіїєґא-תءابت-غف-وي]*")
# What stands in any text in Arabic: to put each in its place takes a fifth of the time.
_IN_ARABIC = "أإآىةؤئ،"
_NOT_ALONE = "\x00"
"""Stands, while a text is folded, for what cannot be folded one character for one."""


@frozen
class Folded:
    """A text folded for comparing. Character `i` of it was written at `starts[i]:ends[i]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @property
    def is_simple(self) -> bool:
        """Tell whether every character became one, so that each stands where it stood."""
        return isinstance(self.starts, range)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a piece of the folded text stands in the text as it was written."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (*self.ends, 0)[-1]
            return at, at
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Fold a text; each place in the result knows its place in the text as it was written.

    The result is in lower case and NFC, with one form of each quotation mark, apostrophe, dash,
    blank and Arabic letter, digits as 0 to 9, and without points, tatweel and direction marks.
    """
    plain = text
    if "ا" in text:
        for letter in _IN_ARABIC:
            plain = plain.replace(letter, _LIKE[letter])
    if _PLAIN.fullmatch(plain):
        return Folded(plain.lower(), range(len(text)), range(1, len(text) + 1))
    simple = text.translate(_TABLE)
    if _NOT_ALONE not in simple:
        # Most texts: every character became one, so that each stands where it stood.
        return Folded(simple, range(len(text)), range(1, len(text) + 1))
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done, size = 0, len(text)
    while (found := simple.find(_NOT_ALONE, done)) >= 0:
        # A letter and what is written over it are folded together.
        at = found - 1 if found > done and unicodedata.combining(text[found]) else found
        out.append(simple[done:at])
        starts.extend(range(done, at))
        ends.extend(range(done + 1, at + 1))
        end = at + 1
        while end < size and end - at < 8 and unicodedata.combining(text[end]):
            end += 1
        cluster = _folded(text[at:end])
        out.append(cluster)
        starts.extend([at] * len(cluster))
        ends.extend([end] * len(cluster))
        done = end
    out.append(simple[done:])
    starts.extend(range(done, size))
    ends.extend(range(done + 1, size + 1))
    return Folded("".join(out), starts, ends)


def folded(text: str) -> str:
    """Fold a word of a lexicon as a text would be."""
    return fold(text).text


@lru_cache(maxsize=8192)
def _folded(cluster: str) -> str:
    bare = "".join(char for char in cluster if char not in _SILENT)
    lowered = unicodedata.normalize("NFC", bare).lower()
    return "".join(_one(char) for char in lowered)


def _one(char: str) -> str:
    if char in _LIKE:
        return _LIKE[char]
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return "" if char in _SILENT else char


class _Table(dict[int, str]):
    """What each character is folded to by itself, filled as characters are met."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        alone = "" if unicodedata.combining(char) else _folded(char)
        self[point] = found = alone if len(alone) == 1 else _NOT_ALONE
        return found


_TABLE = _Table()
