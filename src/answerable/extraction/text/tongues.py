"""The language of each sentence of a text: by its script, its letters, and the text around it."""

from __future__ import annotations

import re

from answerable.extraction.text.language import UNKNOWN, guess_language

_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_CYRILLIC = re.compile("[\u0400-\u052f]+")
_HEBREW = re.compile("[\u0590-\u05ff]+")
_ARABIC = re.compile("[\u0600-\u077f\ufb50-\ufefc]+")
_SCRIPTS = (("latin", _LATIN), ("cyrillic", _CYRILLIC), ("hebrew", _HEBREW), ("arabic", _ARABIC))
_SCRIPT_OF = {"en": "latin", "uk": "cyrillic", "ru": "cyrillic", "he": "hebrew", "ar": "arabic"}
_UKRAINIAN = re.compile("[іїєґІЇЄҐ]")
_RUSSIAN = re.compile("[ыэъёЫЭЪЁ]")
_OTHER_CYRILLIC = re.compile("[ўђјљњћџќѓѕәөүұқңғҳҷӣӯЎЂЈЉЊЋЏ]")
_OTHER_ARABIC = re.compile("[پچژگٹڈڑےہںڵێۆەڭۇۋې]")
_BULGARIAN = re.compile(r"\b(?:са|беше|бяха|като|който|която|които|след|със|бъде|това)\b")
_RUSSIAN_WORDS = re.compile(
    r"\b(?:и|что|от|из|при|был|была|были|как|его|их|после|или|погиб\w*|человек\w*|пять|семь|с)\b"
)
_UKRAINIAN_WORDS = re.compile(r"\b(?:та|що|у|з|й|про|до|після|через|загинув|людей|було)\b")
# Letters and words that English has not, and words that any report of harm in English has.
_NOT_ENGLISH = re.compile(
    r"[äöüßñçãõâêîôûëïğşøåæœłśźżčšžřůő]"
    r"|\b(?:der|die|das|und|ist|el|los|las|que|por|les|des|dans|une|est|il|nel|della|een|het|och"
    r"|ve|bir|w|na|nie|jest|oraz|mort|morts|muertos|tote|morti)\b",
    re.IGNORECASE,
)
_REPORTING = re.compile(
    r"\b(?:the|of|and|in|at|by|on|were|was|killed|kills|dead|dies|injured|wounded|wounds|strikes?"
    r"|hits?|attacks?|people|children|hospital|school|civilians|troops|army|police|shelling|drone"
    r"|abducted|kidnapped|detained|displaced|missing|market|said|says|claimed|denied|responsibility"
    r"|from|with|this|that|they|their|there|which|who)\b",
    re.IGNORECASE,
)
_FEWEST_LETTERS = 2
# What may make a sentence of a text in one of these languages one of another.
_APART = {
    "ar": re.compile("[A-Za-z\u00c0-\u024f\u0400-\u052f\u0590-\u05ffپچژگٹڈڑےہںڵێۆەڭۇۋې]"),
    "he": re.compile("[A-Za-z\u00c0-\u024f\u0400-\u052f\u0600-\u077f\ufb50-\ufefc]"),
}


class Tongues:
    """Tells the language of the sentences of one text."""

    def __init__(self, text: str, declared: str | None = None) -> None:
        whole = UNKNOWN if declared else guess_language(text)
        self._whole = whole
        self._cyrillic = whole if whole in ("uk", "ru") else None
        self._pattern = dict(_SCRIPTS).get(_SCRIPT_OF.get(whole, ""))
        # A text with letters of one script only is in one language, where that is not Cyrillic.
        is_only = whole in _APART and not _APART[whole].search(text)
        self._known = declared or (whole if is_only else None)

    def of(self, sentence: str) -> str:
        """Return the language of a sentence, or `und` for one that is none of the five."""
        if self._known is not None:
            return self._known
        match self._script(sentence):
            case "latin":
                return self._latin(sentence)
            case "cyrillic":
                return self._which_cyrillic(sentence)
            case "hebrew":
                return "he"
            case "arabic":
                others = len(_OTHER_ARABIC.findall(sentence))
                return UNKNOWN if others * 100 > len(sentence) else "ar"
        return self._whole

    def _script(self, sentence: str) -> str | None:
        if sentence.isascii():
            return "latin" if _LATIN.search(sentence) else None
        # Most sentences are in the script of the whole text: look for that one first.
        if self._pattern is not None:
            count = sum(map(len, self._pattern.findall(sentence)))
            if count * 2 > len(sentence):
                return _SCRIPT_OF[self._whole]
        return _script(sentence)

    def _latin(self, sentence: str) -> str:
        if self._whole == "en" and sentence.isascii():
            return "en"
        if self._whole == "en":
            # A text in English cites others; a sentence without a word of English is no English.
            foreign = len(_NOT_ENGLISH.findall(sentence))
            return "en" if foreign < 3 or len(_REPORTING.findall(sentence)) > foreign else UNKNOWN
        common, others = len(_REPORTING.findall(sentence)), len(_NOT_ENGLISH.findall(sentence))
        return "en" if common and common > 2 * others else UNKNOWN

    def _which_cyrillic(self, sentence: str) -> str:
        if _OTHER_CYRILLIC.search(sentence):
            return UNKNOWN
        ukrainian, russian = len(_UKRAINIAN.findall(sentence)), len(_RUSSIAN.findall(sentence))
        if ukrainian != russian:
            if "ъ" in sentence and not ukrainian and _is_bulgarian(sentence):
                return UNKNOWN
            found = "uk" if ukrainian > russian else "ru"
        elif _is_bulgarian(sentence):
            return UNKNOWN
        else:
            found = self._by_words(sentence) or self._cyrillic or "ru"
        self._cyrillic = self._cyrillic or found
        return found

    def _by_words(self, sentence: str) -> str | None:
        lowered = sentence.lower()
        ukrainian = len(_UKRAINIAN_WORDS.findall(lowered))
        russian = len(_RUSSIAN_WORDS.findall(lowered))
        return None if ukrainian == russian else "uk" if ukrainian > russian else "ru"


def _script(sentence: str) -> str | None:
    counts = [(sum(map(len, letters.findall(sentence))), name) for name, letters in _SCRIPTS]
    most, name = max(counts)
    return name if most >= _FEWEST_LETTERS else None


def _is_bulgarian(sentence: str) -> bool:
    return "ы" not in sentence and len(_BULGARIAN.findall(sentence.lower())) >= 2
