"""How a date is written in words, in the language of the moment."""

from __future__ import annotations

from django.utils.translation import get_language


def pattern(*, in_full: bool = False) -> str:
    """Return the pattern of a date: in full on paper, with a short month on English pages.

    Short months of other languages stand in no sentence: "2 Жов" would be nobody's Ukrainian.
    """
    short = (get_language() or "en").partition("-")[0] == "en" and not in_full
    return "j M Y" if short else "j E Y"
