"""Compare words across letter case, accents, scripts and spellings, to find a name again."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

# Letters that have no accent to strip and yet are written both ways.
_ALIKE = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "ʹ": "",
        "ـ": "",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ة": "ه",
        "ך": "כ",
        "ם": "מ",
        "ן": "נ",
        "ף": "פ",
        "ץ": "צ",
    }
)
_APOSTROPHES = frozenset("'’ʼ‘`´ʻʿʾ׳״")
# Letters that Hebrew and Arabic write onto the front of a name: and, in, to, from, the, as;
# seldom more than three.
PREFIXES = frozenset("והבלמשכوابلكفس")
# Seldom more than these many at once.
MOST_PREFIXES = 3

# The consonant that a letter keeps in Latin; a letter that is not here is a vowel or a sign.
_PAIRS = (
    "бb вv гh ґh дd зz кk лl мm нn пf рr сs тt фf хh цs чk шs щs жz "
    "بb تt ثt جh حh خh دd ذd رr زz سs شs صs ضd طt ظz غh فf قk كk لl مm نn هh پf چk ژz گh ڤv "
    "בb גh דd הh זz חh טt כk לl מm נn סs פf צs קk רr שs תt"
)
_TO_LATIN = {pair[0]: pair[1] for pair in _PAIRS.split()}
# Letters of Cyrillic that look like Latin ones: a word of both scripts is a disguise.
_LOOKALIKES = str.maketrans("аеосрхуіјѕкмнтв", "aeocpxyijskmhtb")
_CLUSTERS = (
    ("shch", "s"),
    ("sch", "s"),
    ("sh", "s"),
    ("zh", "z"),
    ("kh", "h"),
    ("ch", "k"),
    ("gh", "h"),
    ("dh", "d"),
    ("th", "t"),
    ("ts", "s"),
    ("tz", "s"),
    ("ph", "f"),
    ("ck", "k"),
    ("x", "ks"),
)
_LATIN = str.maketrans(
    {"q": "k", "c": "k", "g": "h", "j": "h", "p": "f"} | dict.fromkeys("aeiouwy", "")
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: folded, and where it stands in the text."""

    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """Drop case, accents, vowel points and invisible characters; write digits and letters alike."""
    kept = []
    for character in unicodedata.normalize("NFKD", text.casefold()):
        category = unicodedata.category(character)
        if category[0] == "M" or category == "Cf" or character in _APOSTROPHES:
            continue
        kept.append(str(unicodedata.digit(character)) if category == "Nd" else character)
    return "".join(kept).casefold().translate(_ALIKE)


def tokens(text: str) -> list[Token]:
    """Split a text into folded words. Everything but letters, digits and marks divides words."""
    found: list[Token] = []
    start: int | None = None
    for place, character in enumerate(text + " "):
        category = unicodedata.category(character)
        inside = category[0] in "LMN" or category == "Cf" or character in _APOSTROPHES
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            folded = _undisguised(fold(text[start:place]))
            if folded:
                found.append(Token(folded, start, place))
            start = None
    return found


def _undisguised(folded: str) -> str:
    if {script_of(letter) for letter in folded} >= {"LATIN", "CYRILLIC"}:
        return folded.translate(_LOOKALIKES)
    return folded


def script_of(folded: str) -> str:
    """Return the script of a folded word by its first letter: Latin, Cyrillic, Arabic, Hebrew …"""
    return unicodedata.name(folded[0], "").partition(" ")[0]


def skeletons(folded: str) -> frozenset[str]:
    """Return the consonants that a name keeps when it is written in another script.

    Two variants, as the letter v answers to a vowel sign in some spellings and to b in others.
    """
    if script_of(folded) == "LATIN":
        latin = folded
        for cluster, sound in _CLUSTERS:
            latin = latin.replace(cluster, sound)
        latin = latin.translate(_LATIN)
    else:
        latin = "".join(_TO_LATIN.get(letter, "") for letter in folded)
    return frozenset(_plain(latin.replace("v", instead)) for instead in ("", "b"))


def _plain(consonants: str) -> str:
    kept = ""
    for letter in consonants:
        if not kept.endswith(letter):
            kept += letter
    # A last h is written or not, as the spelling goes.
    return kept.removesuffix("h")


def is_inflected(word: str, name: str) -> bool:
    """Tell whether a word may be a name with another ending, as Slavic languages make them."""
    shared = len(name) - 2
    return len(name) >= 5 and len(word) <= len(name) + 3 and word[:shared] == name[:shared]
