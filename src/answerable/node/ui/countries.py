"""What a country is called in the language of the moment, by the names of Unicode's CLDR."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

# Letters that an alphabet has elsewhere than Unicode: what to sort each one as.
_AFTER = "\uffff"
_SORTED_AS = {
    "uk": {
        "ґ": "г" + _AFTER,
        "є": "е" + _AFTER,
        "і": "и" + _AFTER,
        "ї": "и" + _AFTER * 2,
        "й": "и" + _AFTER * 3,
    },
    "ru": {"й": "и" + _AFTER},
}


def name(code: str) -> str:
    """Return the name of a country; the code itself where there is none."""
    return _names(get_language() or "en").get(code, code)


def named(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return codes with their names as a list offers them: by name, each with its code."""
    language = get_language() or "en"
    named = sorted((_key(name(code), language), code) for code in codes)
    return [(code, f"{name(code)} ({code})") for _key, code in named]


@cache
def _names(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language, sep="-").territories)
    except (UnknownLocaleError, ValueError):
        return {}


def _key(word: str, language: str) -> str:
    """Return by what a word is sorted: its letters without marks, in the order of the alphabet."""
    table = _SORTED_AS.get(language.partition("-")[0], {})
    swapped = "".join(table.get(letter, letter) for letter in word.casefold())
    parts = unicodedata.normalize("NFKD", swapped)
    return "".join(one for one in parts if not unicodedata.combining(one))
