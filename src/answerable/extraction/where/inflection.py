"""Lead a word as a sentence bends it back to the forms under which a gazetteer may know it.

Ukrainian and Russian decline a name, Arabic and Hebrew write a preposition or "and" onto it. Every
form that the rules allow is given; the gazetteer says which of them is a name. Words are folded,
without apostrophes, and й and ї are letters of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

# What follows the unchanging part of a name: in the dictionary | in a sentence. `C` stands for a
# dictionary form that ends in a consonant to which the endings are added.
_UKRAINIAN = """
    C    | а у і ом ові ем еві ю
    ів   | ова ову ові овом овим ового овому овім ева еву еві евом
    їв   | єва єву єві євом євим
    ий   | ого ому им ім
    ій   | ього ьому ім ого ому им ію ієм ії
    г    | зі
    к    | ці
    іг   | ога огу озі огом
    іль  | оля олю олі олем ілля
    інь  | еня еню ені енем іні інню
    ень  | ня ню ні нем
    ець  | ця цю ці цем
    єць  | йця йцю йці йцем
    ок   | ка ку ком кові ці
    ел   | ла лу лі лом
    ір   | ора ору орі ором
    іч   | оча очу очі очем ечі еччю
    ь    | я ю і ем єм еві ню лю ллю
    й    | я ю ї єм єві
    а    | и і у ою ої ій
    ка   | ці
    га   | зі
    ха   | сі
    я    | і ю ею єю ї ям ьої ій
    ія   | ії ію ією
    е    | ого ому им ім я ю і ем єм ям у
    є    | я ю ї єм ього ьому їм
    о    | а у і ом ові ку
    и    | _ ів ам ами ах
    і    | _ ів ам ами ах ям ями ях ей их им ими іх їв
    ці   | ець
    ки   | ок
    ни   | ен
    ї    | їв ям ями ях
"""
_RUSSIAN = """
    C    | а у е ом ем ы и ым
    ий   | ого ому им ом его ему ем ия ию ии ием
    ый   | ого ому ым ом
    ой   | ого ому ым ом
    ая   | ой ую ою
    яя   | ей юю
    ое   | ого ому ым ом
    ее   | его ему им ем
    ые   | ых ым ыми
    ие   | их им ими ия ию ием ии
    ень  | ня ню не нем
    ец   | ца цу це цом
    ок   | ка ку ке ком
    ел   | ла лу ле лом
    ь    | я ю е ем и ью
    й    | я ю е ем
    а    | ы и е у ой ою ей
    я    | и е ю ей
    ия   | ии ию ией
    о    | а у е ом
    е    | я ю ем и у а
    ы    | _ ов ам ами ах
    и    | _ ов ам ами ах ей ям ями ях ев
    цы   | ец
    ки   | ок ек
    ны   | ен
"""
_ARABIC_JOINED = ("و", "ف", "ب", "ل", "ك")
_HEBREW_JOINED = (
    "ב", "ל", "מ", "ה", "ו", "ש", "כ",
    "וב", "ול", "ומ", "וה", "ושב", "ושל", "שב", "של", "שמ", "שה", "מה", "כש", "כשב", "שבה", "מב",
)  # fmt: skip
_VOWELS = frozenset("аеєиіїоуюяыэьй")
_LONGEST_ENDING = 5


def base_forms(word: str, language: str) -> tuple[str, ...]:
    """Return the forms of a name that this word may be, as it stands first.

    The script decides and not the language alone: a post in Arabic may quote a Hebrew one.
    """
    first = word[0] if word else ""
    if "а" <= first <= "я" or first in "ёєіїґ":
        return _declined(word, "ru" if language == "ru" else "uk")
    if "\u0620" <= first <= "\u064a":
        return _without_joined_arabic(word)
    if "א" <= first <= "ת":
        return _without_joined_hebrew(word)
    return (word,)


@lru_cache(maxsize=65536)
def _declined(word: str, language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_dictionary_forms(word, language)))


def _dictionary_forms(word: str, language: str) -> Iterator[str]:
    yield word
    endings = _ENDINGS[language]
    for size in range(min(_LONGEST_ENDING, len(word) - 1) + 1):
        cut = len(word) - size
        stem = word[:cut]
        for ending in endings.get(word[cut:], ()):
            if ending != "C":
                yield stem + ending
            elif stem[-1] not in _VOWELS:
                yield stem


@lru_cache(maxsize=65536)
def _without_joined_arabic(word: str) -> tuple[str, ...]:
    found = [word]
    bare = word
    for _ in range(2):
        if bare[0] not in _ARABIC_JOINED or len(bare) < 4:
            break
        # The article loses its alef after "to": لل is ل and ال.
        if bare.startswith("لل"):
            found.append("ال" + bare[2:])
        bare = bare[1:]
        found.append(bare)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=65536)
def _without_joined_hebrew(word: str) -> tuple[str, ...]:
    found = [word]
    for joined in _HEBREW_JOINED:
        if word.startswith(joined) and len(word) - len(joined) >= 2:
            found.append(word[len(joined) :])
    return tuple(found)


def stem_of(word: str) -> str | None:
    """Return what does not change of an adjective that is made from a name, or None."""
    for ending in ("ськ", "цьк", "зьк", "ск", "цк"):
        at = word.rfind(ending)
        if at > 1 and 1 <= len(word) - at - len(ending) <= 3:
            return word[: at + len(ending)]
    return None


def _read(table: str) -> dict[str, tuple[str, ...]]:
    """Turn the table round: an ending in a sentence, and those it may have in the dictionary."""
    found: dict[str, list[str]] = {}
    for line in table.strip().splitlines():
        dictionary, _, sentence = line.partition("|")
        for ending in sentence.split():
            found.setdefault(ending.strip("_"), []).append(dictionary.strip())
    return {ending: tuple(forms) for ending, forms in found.items()}


_ENDINGS = {"uk": _read(_UKRAINIAN), "ru": _read(_RUSSIAN)}
