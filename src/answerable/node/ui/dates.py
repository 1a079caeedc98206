"""How a date is written in words, in the language of the moment."""

from __future__ import annotations

from datetime import date

from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT
from django.utils.translation import get_language


def pattern(*, in_full: bool = False) -> str:
    """Return the pattern of a date: in full on paper, with a short month on English pages.

    Short months of other languages stand in no sentence: "2 Жов" would be nobody's Ukrainian.
    """
    return "j M Y" if _is_short() and not in_full else "j E Y"


def short(value: date) -> str:
    """Return a date in the pattern of pages, which is not read anew: a list has hundreds."""
    month = str(MONTHS_3[value.month]).title() if _is_short() else MONTHS_ALT[value.month]
    return f"{value.day} {month} {value.year:04}"


def known(value: date, known_to: str) -> str:
    """Return a date as far as it is known: to the `month`, to the `year`, else to the day."""
    if known_to == "year":
        return f"{value.year:04}"
    if known_to == "month":
        # Without a day it stands in the nominative, and small where it is no name.
        month = str(MONTHS[value.month])
        return f"{month if _is_short() else month.lower()} {value.year:04}"
    return short(value)


def _is_short() -> bool:
    return (get_language() or "en").partition("-")[0] == "en"
