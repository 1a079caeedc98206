"""What a cell says: text made readable, what stands for "unknown", and counts."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from answerable.extraction.datasets.errors import BadCell

LARGEST = 2**31 - 1
# What people write where nothing is known. None of these is ever zero.
UNKNOWN = frozenset((
    "-", "--", "–", "—", "-1", "-1.0", ".", "?", "n/a", "#n/a", "na", "n.a.", "nan", "nil", "none",
    "null", "tba", "tbc", "tbd", "unk", "unknown", "unspecified", "not known", "not stated",
    "not available", "not reported", "not specified", "no data", "no information", "noinformation",
    "невідомо", "неизвестно", "غير معروف", "לא ידוע",
))  # fmt: skip
_MOJIBAKE = re.compile("[ÃÂâÐÑØÙ×][\x80-\xbf\u0152-\u2122]")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ ,\u00a0\u202f'’]\d{3})+")
_COUNT = re.compile(
    r"(?P<sign>>=|≥|>|<=|≤|<|~|≈|about |around |circa |ca\.? |at least |more than |over |up to |"
    r"under |less than )?\s*(?P<low>\d+)(?:\.0+)?(?P<open>\+)?"
    r"(?:\s*(?:-|–|—|to)\s*(?P<high>\d+)(?:\.0+)?)?",
    re.IGNORECASE,
)
_ABOUT = ("~", "≈", "about", "around", "circa", "ca", "ca.")
_FROM = (">=", "≥", "at least")
_ABOVE = (">", "more than", "over")
_UP_TO = ("<=", "≤", "up to")


@dataclass(frozen=True, slots=True)
class Count:
    """A number as it was put; without a bound nothing was stated."""

    low: int | None = None
    high: int | None = None
    about: bool = False


def readable(cell: str) -> str:
    """Return a text without the traces of other programs: entities, doubled decoding, blanks."""
    text = cell
    if "&" in text:
        text = html.unescape(text)
    if _MOJIBAKE.search(text):
        text = _mended(text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(lines).strip()


def line_of(cell: str) -> str:
    """Return a text as one line."""
    return " ".join(readable(cell).split())


def is_unknown(cell: str, also: frozenset[str] = frozenset()) -> bool:
    """Tell whether a cell says that nothing is known, or says nothing."""
    word = " ".join(cell.split()).casefold()
    return not word or word in UNKNOWN or word in also


def count(cell: str, also: frozenset[str] = frozenset()) -> Count:
    """Read a number of people: "3", "5+", "10-15", "about 20"; unknown has no bound, never zero.

    Raises `BadCell` for a fraction, a negative number and what is no number.
    """
    if is_unknown(cell, also):
        return Count()
    text = " ".join(cell.split())
    text = _THOUSANDS.sub(lambda found: re.sub(r"\D", "", found[0]), text)
    found = _COUNT.fullmatch(text)
    if found is None:
        raise BadCell("not_a_number", cell)
    sign = (found["sign"] or "").strip().casefold()
    low = _whole(found["low"], cell)
    high = _whole(found["high"], cell) if found["high"] else None
    if high is not None:
        if high < low or sign not in ("", *_ABOUT) or found["open"]:
            raise BadCell("not_a_number", cell)
        return Count(low, high, sign in _ABOUT)
    if found["open"] or sign in _FROM:
        return Count(low, None)
    if sign in _ABOVE:
        return Count(low + 1, None)
    if sign in _UP_TO:
        return Count(None, low)
    if sign:
        if sign not in _ABOUT:
            # "Under five" says at most four; of "under nought" there is nothing.
            if not low:
                raise BadCell("not_a_number", cell)
            return Count(None, low - 1)
        return Count(low, low, about=True)
    return Count(low, low)


def _whole(digits: str, cell: str) -> int:
    if len(digits) > 12 or int(digits) > LARGEST:
        raise BadCell("number_too_large", cell)
    return int(digits)


def _mended(text: str) -> str:
    """Undo UTF-8 that was once read as Windows-1252; what does not come out whole stays."""
    try:
        mended = b"".join(_byte_of(sign) for sign in text).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
    return mended


def _byte_of(sign: str) -> bytes:
    # The five bytes that Windows-1252 leaves free come through as they are.
    return sign.encode("latin-1") if "\x80" <= sign <= "\x9f" else sign.encode("cp1252")
