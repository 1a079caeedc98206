"""Tell English, Ukrainian, Russian, Arabic and Hebrew apart by their script and letters."""

import re

UNKNOWN = "und"
SAMPLE_CHARS = 20_000
_FEWEST_LETTERS = 12

_CODE = re.compile(r"([a-z]{2,3})(?:[-_].*)?", re.IGNORECASE)
_NO_LANGUAGE = frozenset({"und", "mul", "mis", "zxx"})
_FORMER_CODES = {"iw": "he", "heb": "he", "ara": "ar", "eng": "en", "rus": "ru", "ukr": "uk"}
_SCRIPT_OF = {"en": "latin", "uk": "cyrillic", "ru": "cyrillic", "ar": "arabic", "he": "hebrew"}
READ = tuple(_SCRIPT_OF)

_COMMON_ENGLISH = """
    the of and to in a is was that for on with as by from at it were has have had be this are
    an said not or which been their after
"""
_ENGLISH = frozenset(re.findall(r"\w+", _COMMON_ENGLISH))
# Letters that one of our two Cyrillic languages has and the other has not.
_UKRAINIAN, _RUSSIAN = frozenset("іїєґ"), frozenset("ыэъё")
_OTHER_CYRILLIC = frozenset("ўђјљњћџќѓѕәөүұқңғҳҷӣӯ")
_OTHER_ARABIC = frozenset("پچژگکیٹڈڑےہںڵێۆەڭۇۋې")
# By patterns and not letter by letter: this is asked of every text.
_LETTERS = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "latin": re.compile("[A-Za-z\u00aa\u00b5\u00ba\u00c0-\u024f\u1e00-\u1eff]+"),
    "cyrillic": re.compile("[\u0400-\u052f]+"),
    "hebrew": re.compile("[\u05d0-\u05f2\ufb1d-\ufb4f]+"),
    "arabic": re.compile("[\u0620-\u077f\u08a0-\u08ff\ufb50-\ufefc]+"),
}
# Of each script only letters of those above, and of what is read here; a run of them goes over the
# blanks and stops between, which are taken off its length again.
_BETWEEN = " \n,."
_COMMON = {
    "latin": "A-Za-z",
    "cyrillic": "А-Яа-яЁёІЇЄҐіїєґ",
    "hebrew": "א-ת",
    "arabic": "ء-غف-ي",
}
_RUNS = {script: re.compile(f"[{some}{_BETWEEN}]+") for script, some in _COMMON.items()}
_OF_COMMON = re.compile("|".join(f"(?P<{script}>[{some}])" for script, some in _COMMON.items()))


def declared_language(value: str) -> str | None:
    """Give the language code in an attribute such as `en-GB`, or None where it is none."""
    match = _CODE.fullmatch(value.strip())
    if match is None:
        return None
    code = match[1].lower()
    return None if code in _NO_LANGUAGE else _FORMER_CODES.get(code, code)


def script_of(text: str) -> str | None:
    """Name the script of most letters, or None for too few letters or another script."""
    return _script_of(_letters(text[:SAMPLE_CHARS]))


def guess_language(text: str) -> str:
    """Give the language of a text, or `und` where script and letters do not decide it."""
    sample = text[:SAMPLE_CHARS]
    match _plainly(sample) or _script_of(_letters(sample.lower())):
        case "hebrew":
            return "he"
        case "arabic":
            return UNKNOWN if _share(sample, _OTHER_ARABIC) > 0.01 else "ar"
        case "cyrillic":
            return _which_cyrillic(sample.lower())
        case "latin":
            return _english_or_unknown(sample.lower())
    return UNKNOWN


def _plainly(text: str) -> str | None:
    """Name the script of a text more than half of which, blanks and all, is its common letters.

    Nearly every text is: to put its letters apart takes ten times as long.
    """
    first = _OF_COMMON.search(text)
    # The script in which it begins, first of all.
    begun = [first.lastgroup] if first and first.lastgroup else []
    between = sum(map(text.count, _BETWEEN))
    for script in dict.fromkeys((*begun, *_COMMON)):
        count = sum(map(len, _RUNS[script].findall(text))) - between
        if count >= _FEWEST_LETTERS and count * 2 > len(text):
            return script
    return None


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(text))


def _script_of(letters: str) -> str | None:
    if len(letters) < _FEWEST_LETTERS:
        return None
    for script, pattern in _SCRIPTS.items():
        if sum(map(len, pattern.findall(letters))) * 2 > len(letters):
            return script
    return None


def fits(code: str, text: str) -> bool:
    """Tell whether a declared language can be true of this text, judged by its script."""
    expected, found = _SCRIPT_OF.get(code), script_of(text)
    return expected is None or found is None or expected == found


def _share(text: str, some: frozenset[str]) -> float:
    """Return how large a part of the letters of a text some of them are."""
    count = _count(text, some)
    return count / len(_letters(text)) if count else 0.0


def _count(text: str, some: frozenset[str]) -> int:
    return sum(map(text.count, some))


def _which_cyrillic(text: str) -> str:
    ukrainian, russian = _count(text, _UKRAINIAN), _count(text, _RUSSIAN)
    if _share(text, _OTHER_CYRILLIC) > 0.005:
        return UNKNOWN
    # Bulgarian has ъ often and ы, э never.
    if "ы" not in text and "э" not in text and ukrainian == 0:
        return UNKNOWN
    return "uk" if ukrainian > russian else "ru"


def _english_or_unknown(text: str) -> str:
    words = re.findall(r"[a-z\u00c0-\u024f]+", text)
    common = sum(word in _ENGLISH for word in words)
    return "en" if common >= 2 and common * 8 > len(words) else UNKNOWN
