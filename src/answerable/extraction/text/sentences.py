"""Cut a text into sentences, each with its language: a post may change it in mid-paragraph.

A sentence ends at a point that is no abbreviation's, at a question or exclamation, and where a line
ends: headlines and points of a list stand alone. Lines that were only wrapped are joined again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from answerable.extraction.text.tongues import Tongues
from answerable.extraction.values import frozen

LONGEST = 1_000
"""Characters of one sentence; what is longer is no sentence and is cut at a blank."""

_END = re.compile(r"[.!?…؟۔]+[\"'»”’)\]]*(?=\s|$)")
_BULLET = re.compile(r"\s*(?:[-–—*]+\s+|[•●▪■◦‣·∙►➤]+\s*|\(?\d{1,2}[.)]\s+|[a-zа-я]\)\s+)")
_LAST_WORD = re.compile(r"[\w'’״׳\"/-]+(?:\.[\w]+)*$")
_WRAP_FEWEST_LINES, _WRAP_WIDEST = 4, 130


def _set(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", words))


# After these a point ends no sentence, whatever follows: a name does.
_BEFORE_NAMES = _set(
    """
    mr mrs ms dr prof st gen col lt sgt capt maj brig cpl pte rev hon sen rep gov vs approx inc
    jan feb mar apr jun jul aug sep sept oct nov dec
    вул просп пр пров бул пл смт ім обл р-н мкр гр ген полк кап гл нар ред акад доц
    уб заг пор поран травм евак дж
    ул пер наб пос им нач зам тов корп кв пгт т д п е др ін м с о г р див см e.g i.e
    """
)
_BEFORE_FIGURES = _set("no nos art fig ft рис ст стор разд буд пункт")
# After a figure these are units, and may end a sentence.
_AFTER_FIGURES = _set("тис млн млрд грн руб р рр г гг км м с хв год сек кг т тыс мин час ч чол чел")
_STARTERS = _set(
    "The A An He She It They We In On At But And This That There After Since As When Its"
)


@frozen
class Sentence:
    """A sentence: where it stands, its language (`und` where it is none of the five), its kind."""

    start: int
    end: int
    language: str
    is_headline: bool = False
    is_point: bool = False
    """It is a point of a list."""
    paragraph: int = 0


def sentences_of(text: str, language: str | None = None) -> list[Sentence]:
    """Return the sentences of a text in order; `language` holds for all where it is given."""
    tongues = Tongues(text, language)
    found: list[Sentence] = []
    for paragraph, (start, end) in enumerate(_lines(text)):
        bullet = _BULLET.match(text, start, end)
        if bullet is not None:
            start = bullet.end()
        stretches = list(_cut(text, start, end))
        alone = len(stretches) == 1 and _is_alone(text, *stretches[0])
        for begins, ends in stretches:
            found.append(
                Sentence(
                    begins, ends, tongues.of(text[begins:ends]),
                    alone and not found and ends < len(text.rstrip()), bullet is not None,
                    paragraph,
                )
            )  # fmt: skip
    return found


def _is_alone(text: str, start: int, end: int) -> bool:
    return end - start <= 200 and text[end - 1] not in ".!?…"


# --- lines ----------------------------------------------------------------------------------------


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Give the lines that say something, wrapped ones joined."""
    spans = []
    at = 0
    for line in text.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    widest = _wrapped_at([end - start for start, end in spans if end > start])
    begun: tuple[int, int] | None = None
    for start, end in spans:
        if not text[start:end].strip():
            if begun:
                yield begun
            begun = None
        elif begun and _goes_on(text, begun, start, end, widest):
            begun = begun[0], end
        else:
            if begun:
                yield begun
            begun = start, end
    if begun:
        yield begun


def _wrapped_at(lengths: list[int]) -> int:
    """Return the width at which a text was wrapped, or 0."""
    if len(lengths) < _WRAP_FEWEST_LINES:
        return 0
    widest = max(lengths)
    if not 40 <= widest <= _WRAP_WIDEST:
        return 0
    full = sum(length >= widest * 0.8 for length in lengths)
    return widest if full * 2 >= len(lengths) else 0


def _goes_on(text: str, begun: tuple[int, int], start: int, end: int, widest: int) -> bool:
    """Tell whether a line goes on in the next one."""
    if _BULLET.match(text, start, end):
        return False
    last = text.rfind("\n", begun[0], begun[1]) + 1 or begun[0]
    before, length = text[begun[1] - 1], begun[1] - last
    if widest and length >= widest * 0.75:
        return True
    following = text[start:end].lstrip()[:1]
    return before not in ".!?…:" and following.islower() and length >= 30


# --- sentences of a line --------------------------------------------------------------------------


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begins = start
    for match in _END.finditer(text, start, end):
        if not _ends(text, begins, match, end):
            continue
        yield from _trimmed(text, begins, match.end())
        begins = match.end()
    yield from _trimmed(text, begins, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    bare = piece.lstrip()
    start += len(piece) - len(bare)
    end = start + len(bare.rstrip())
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _ends(text: str, begins: int, match: re.Match[str], limit: int) -> bool:
    """Tell whether a sentence ends at this mark."""
    at = match.end()
    following = text[at : min(at + 40, limit)].lstrip(" \t\u00a0\n\"'«“„‘([-–—")
    if not following:
        return True
    if following[0].islower():
        # "Why?" he asked; 25 тис. людей; U.S. forces.
        return False
    if match[0][0] != "." or match[0].startswith(".."):
        return True
    first = max(begins, match.start() - 30)
    last = text[first : match.start()].rpartition(" ")[2]
    if last.isalnum():
        # Nearly always, and far cheaper than the pattern.
        return _ends_after(last, text[begins : match.start() - len(last)], following)
    word = _LAST_WORD.search(text, first, match.start())
    return word is None or _ends_after(word[0], text[begins : word.start()], following)


def _ends_after(word: str, before: str, following: str) -> bool:
    lowered = word.lower()
    if lowered in _AFTER_FIGURES and before.rstrip()[-1:].isdigit():
        # "25 тис. Людей", "2023 р. Він": a figure stands before.
        return not following[0].isdigit()
    if "." in word:
        # U.S., U.N., a.m.: a name goes on.
        return following.split(maxsplit=1)[0] in _STARTERS
    if lowered in _BEFORE_NAMES or (lowered in _BEFORE_FIGURES and following[0].isdigit()):
        return False
    # An initial.
    return len(word) > 1 or not word.isalpha()
