"""Know where and when a report was written: "KHARTOUM, Nov 24 (Agency) -" is of no incident."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from answerable.extraction.claims import Claim, Kind, Sighting
from answerable.extraction.text.sentences import Sentence
from answerable.extraction.text.tokens import Token
from answerable.extraction.values import frozen, replace
from answerable.extraction.when.moments import Moment

COUNTRY_KM = 150.0
"""What is known no closer is a country or a large region, and says no better where it was."""
_MONTHS = r"[^\W\d_]{3,12}\.?(?:/[^\W\d_]{3,12}(?: [^\W\d_]{3,12})?)?"
_DAY = rf"(?:\d{{1,2}}\.?\s+{_MONTHS}|{_MONTHS}\s+\d{{1,2}})(?:,?\s+\d{{4}})?"
_AGENCY = r"\([^()\n]{2,40}\)"
_DASH = r"(?:--|[-–—])\s"
_PLACE = r"(?P<place>[^\W\d_][^\d\n()–—:;!?]{1,40}?)"
_WAYS = (
    rf"\s*[,،/-]\s*{_DAY}\s*{_AGENCY}\s*(?:{_DASH}|[.:]\s)",
    rf"\s*{_AGENCY}\s*{_DASH}",
    # Capitals and a day: in other letters it may be an entry of a log.
    rf"(?<=[^\W\d_a-zа-яіїєґё]{{3}})\s*,\s*{_DAY}\s*{_DASH}",
    # An agency in capitals after the day, as is usual in Ukraine.
    rf"\s*\.\s*{_DAY}\s*[./]\s*[^\W\d_a-zа-яіїєґё]{{3,12}}\s*[.:–—-]",
    # A line of its own.
    rf"\s*[,،/–—-]\s*{_DAY}\s*(?:{_AGENCY}\s*)?(?=\n|$)",
)
# "Juba, 4 May – The last hospital": so may an entry of a log begin, but then there are several.
_ONCE = re.compile(rf"{_PLACE}\s*,\s*{_DAY}\s*{_DASH}(?=[\"'«“„(]?[A-ZА-ЯІЇЄҐ])")
_WITHIN = 120


@frozen
class Dateline:
    """Where a date line begins and ends, and the place with which it begins."""

    start: int
    place_end: int
    end: int


class DatelineForms:
    """How one language writes them; `by_whom` are its words for those who sent a report."""

    def __init__(self, by_whom: Iterable[str]) -> None:
        whom = rf"[-–—/|]\s*(?:{'|'.join(map(re.escape, by_whom))})"
        # "الخرطوم - متابعات": by whom, and nothing else.
        ways = (*_WAYS, rf"\s*{whom}\s*(?=\n|$)")
        self.dateline = re.compile(f"{_PLACE}(?:{'|'.join(ways)})")
        self.may_be = re.compile(rf"[\d(]|{whom}")
        """A day's figure, an agency in brackets or by whom: else there is no date line."""


def datelines(
    text: str, sentences: Sequence[Sentence], forms: Mapping[str, DatelineForms]
) -> dict[int, Dateline]:
    """Return the date lines in which sentences begin: each stands first in its paragraph.

    `forms` has how each language of the sentences writes them.
    """
    lines: dict[int, Dateline] = {}
    once: dict[int, Dateline] = {}
    paragraph, line = -1, None
    for number, one in enumerate(sentences):
        if one.paragraph != paragraph:
            paragraph, line = one.paragraph, None
            end = min(one.start + _WITHIN, len(text))
            if forms[one.language].may_be.search(text, one.start, end) is None:
                # Most paragraphs, and a tenth of the time of looking with care.
                continue
            found = forms[one.language].dateline.match(text, one.start, end)
            line = Dateline(one.start, found.end("place"), found.end()) if found else None
            if found is None and (found := _ONCE.match(text, one.start, end)):
                once[number] = Dateline(one.start, found.end("place"), found.end())
        if line is not None and one.start < line.end:
            # A full stop in a date line ends a sentence.
            lines[number] = line
    return lines | once if len(once) == 1 else lines


def without_places(
    seen: Mapping[int, Sequence[Sighting]], lines: Mapping[int, Dateline]
) -> Mapping[int, Sequence[Sighting]]:
    """Return what each sentence names without the places of date lines.

    They stay where the text names no other place: then it mostly is the one.
    """

    def apart(number: int) -> list[Sighting]:
        line = lines.get(number)
        return [one for one in seen[number] if line is None or one.start >= line.end]

    if not lines:
        return seen
    others = {number: apart(number) for number in seen}
    is_placed = any(one.place.radius_km < COUNTRY_KM for some in others.values() for one in some)
    return others if is_placed else seen


def without_day(line: Dateline, tokens: Sequence[Token], moments: Sequence[Moment]) -> list[Moment]:
    """Return the days of a sentence with that of its date line set aside."""
    return [
        replace(one, aside=True) if tokens[one.end - 1].end <= line.end else one for one in moments
    ]


def taken_for_sources(claims: Sequence[Claim], lines: Iterable[Dateline]) -> frozenset[int]:
    """Return the numbers of the sources that are only a date line's town, which says nothing."""
    return frozenset(
        number
        for line in lines
        for number, one in enumerate(claims)
        if one.kind is Kind.SOURCE and line.start <= one.start < line.place_end
    )
