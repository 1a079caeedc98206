"""Find what often betrays a person in a text: ways to reach them, and long quotes of a report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from answerable.casework.disclosure import Outgoing

# As many words in a row as nobody repeats by chance.
QUOTE_WORDS = 12
_LEAST_DIGITS = 9
_MOST_DIGITS = 15
_LEAST_ACCOUNT = 15
_ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]{1,190}\.[^\W\d_]{2,24}")
_HANDLE = re.compile(r"(?<![\w@/.])@[A-Za-z0-9_][A-Za-z0-9_.]{2,40}")
# Somebody's page or number at a service, or their name there.
_LINK = re.compile(
    r"(?<![\w@])(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me|wa\.me|m\.me|facebook\.com|fb\.com"
    r"|fb\.me|instagram\.com|vk\.com)/[^\s<>()\[\],;\"']{0,100}[\w/]"
    r"|(?<!\w)(?:skype|скайп)[ \t]{0,3}:[ \t]{0,3}[A-Za-z0-9_][A-Za-z0-9_.:-]{2,60}(?<!\.)",
    re.IGNORECASE,
)
# After a colon or a comma, but not amid a time or a figure; blanks and dashes may be any.
_PHONE = re.compile(
    r"(?<![\w.+-])(?:(?<!\d[,:])|(?=\+))(?:\+|00)?"
    r"\d(?:[ \u00a0\u202f()/.\u2010\u2011\u2013-]{0,2}\d){8,16}(?![\w])"
)
_RANGE = "\u2013"
_IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9]){11,30}(?!\w)")
_POINT = re.compile(r"(?<![\w.])[-+]?\d{1,2}\.\d{4,}°?\s*[NSns]?\s*[,;/ ]\s*[-+]?\d{1,3}\.\d{4,}")
_DATE = re.compile(
    r"(?:19|20)\d\d[-./\u2010-\u2013]\d\d?[-./\u2010-\u2013]\d\d?"
    r"|\d\d?[-./\u2010-\u2013]\d\d?[-./\u2010-\u2013](?:19|20)\d\d"
)
_WORD = re.compile(r"\w+")


class Telltale(StrEnum):
    """What was found that a machine cannot judge."""

    EMAIL = "email"
    PHONE = "phone"
    HANDLE = "handle"
    ACCOUNT = "account"
    POINT = "point"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something found in what would leave. `of` names the report that a quote is from."""

    kind: Telltale
    where: str
    found: str
    of: str = ""


def find_contacts(texts: Iterable[Outgoing]) -> tuple[Sighting, ...]:
    """Look for e-mail addresses, telephone numbers, handles, accounts and exact points."""
    return tuple(
        Sighting(kind, outgoing.where, outgoing.text[start:end])
        for outgoing in texts
        for kind, start, end in contact_spans(outgoing.text)
    )


def find_quotes(
    reports: Mapping[str, str], texts: Iterable[Outgoing], *, words: int = QUOTE_WORDS
) -> tuple[Sighting, ...]:
    """Look for this many words in a row of a report; each passage whole."""
    prepared = [(outgoing, list(_WORD.finditer(outgoing.text))) for outgoing in texts]
    wanted = [(each, _runs(found, words)) for each, found in prepared if len(found) >= words]
    if not wanted:
        return ()
    sightings = []
    for report, text in sorted(reports.items()):
        own = [found.casefold() for found in _WORD.findall(text)]
        known = {tuple(own[start : start + words]) for start in range(len(own) - words + 1)}
        for outgoing, runs in wanted:
            for start, end in _joined(span for run, span in runs if run in known):
                found = outgoing.text[start:end]
                sightings.append(Sighting(Telltale.QUOTE, outgoing.where, found, report))
    return tuple(sightings)


def plain_contact(found: str) -> str:
    """Write a way to reach somebody in one form, so that two spellings are found equal."""
    text = found.casefold().strip()
    if "@" in text:
        return text.lstrip("@")
    digits = "".join(character for character in text if character.isdecimal())
    # Without what differs between a call from here and one from abroad.
    if len(digits) >= _LEAST_DIGITS and not any(map(str.isalpha, text)):
        return digits[-_LEAST_DIGITS:]
    return "".join(text.split())


def contact_spans(text: str) -> Iterator[tuple[Telltale, int, int]]:
    """Give where each contact of a text begins and ends; no two overlap. Not in order."""
    # A mark for each character: thousands of them cost no more than one.
    taken = bytearray(len(text))
    ways: tuple[tuple[Telltale, re.Pattern[str], Callable[[str], str]], ...] = (
        (Telltale.EMAIL, _EMAIL, str),
        (Telltale.HANDLE, _LINK, str),
        (Telltale.HANDLE, _HANDLE, str),
        (Telltale.ACCOUNT, _IBAN, _account),
        (Telltale.POINT, _POINT, str),
        (Telltale.PHONE, _PHONE, _phone),
    )
    for kind, pattern, accepted in ways:
        for match in pattern.finditer(text):
            start = match.start()
            end = start + len(accepted(match[0]))
            # What is part of something found already is not told twice.
            if end > start and not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                yield kind, start, end


def _phone(found: str) -> str:
    digits = sum(character.isdecimal() for character in found)
    # One long dash alone stands between two figures: from so many to so many.
    is_range = found.count(_RANGE) == 1
    return found if digits <= _MOST_DIGITS and not is_range and not _DATE.search(found) else ""


def _account(found: str) -> str:
    """Return the longest beginning whose check digits fit (ISO 13616); words may follow it."""
    pieces = found.split(" ")
    for count in range(len(pieces), 0, -1):
        plain = "".join(pieces[:count]).upper()
        turned = plain[4:] + plain[:4]
        number = "".join(str(_ALNUM.find(character)) for character in turned)
        if len(plain) >= _LEAST_ACCOUNT and int(number) % 97 == 1:
            return " ".join(pieces[:count])
    return ""


def _runs(found: list[re.Match[str]], words: int) -> list[tuple[tuple[str, ...], tuple[int, int]]]:
    plain = [match[0].casefold() for match in found]
    return [
        (
            tuple(plain[start : start + words]),
            (found[start].start(), found[start + words - 1].end()),
        )
        for start in range(len(found) - words + 1)
    ]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
