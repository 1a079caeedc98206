"""The places of the world by their names: one packed file, made beforehand, read in a moment.

`scripts/gazetteer.py` writes the file; whoever reads texts opens it and hands it on. A name is kept
under a key that forgives spelling: without apostrophes, hyphens, accents and case. Never NFKD for
Cyrillic: й and ї would be lost, and with them the place.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from enum import StrEnum

import zstandard

from answerable.extraction.text.folding import folded
from answerable.extraction.text.perword import MOST_REMEMBERED, PerWord
from answerable.extraction.values import frozen

CREDIT = "Place names and coordinates: GeoNames (geonames.org), CC BY 4.0"
"""The line that GeoNames' licence asks for; show it wherever places are shown."""

FORMAT = "answerable.gazetteer/1"
LARGEST = 64 * 1024 * 1024
# Written "as-Suwayda", "es Suweida", "Al Suwayda": one article.
_ARTICLES = frozenset(
    re.findall(r"\w+", "al el ul il as es ash esh ad ed an en ar er at et az ez adh ath")
)
_LOOSE = tuple(
    (re.compile(written), plain)
    for written, plain in (
        ("ou|oo|uo|o", "u"), ("ee|ei|ai|ay|ey|ie|e|y", "i"), ("dj", "j"), ("q", "k"), ("ch", "sh"),
        (r"(.)\1+", r"\1"), (r"ii+", "i"), (r"(?<=[aiu])h?\b", ""), (r"\bal ", ""), (r" al ", " "),
    )
)  # fmt: skip
_SCALE = 10_000


class NoGazetteer(Exception):
    """The file is no gazetteer, or one of another version."""


class PlaceKind(StrEnum):
    """What an entry is; it says how wide the radius is and which word may stand beside it."""

    COUNTRY = "country"
    REGION = "region"
    DISTRICT = "district"
    COMMUNITY = "community"
    TOWN = "town"
    CAMP = "camp"
    NEIGHBOURHOOD = "neighbourhood"
    SITE = "site"
    AREA = "area"


_KINDS = tuple(PlaceKind)


@frozen
class Entry:
    """A place of the gazetteer. `region` is the id of the first-order unit it lies in, or empty."""

    id: str
    name: str
    latitude: float
    longitude: float
    radius_km: float
    population: int
    country: str
    region: str
    kind: PlaceKind


class Gazetteer:
    """Names and the places that bear them."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        lines = {name: parts[name].decode().split("\n") for name in _TEXTS}
        numbers = {name: _numbers(parts[name]) for name in _NUMBERS}
        self._lines, self._numbers = lines, numbers
        self._entries: dict[int, Entry] = {}
        self._keys = dict(zip(lines["keys"], range(len(lines["keys"])), strict=True))
        longest: dict[str, int] = {}
        seconds: set[str] = set()
        for key in lines["keys"]:
            if " " in key:
                first, second, *others = key.split(" ")
                longest[first] = max(longest.get(first, 0), len(others) + 2)
                seconds.add(second)
        self._longest, self._seconds = longest, seconds
        if len(numbers["first"]) != len(lines["keys"]) + 1:
            raise NoGazetteer("the gazetteer is damaged")

    def __len__(self) -> int:
        return len(self._lines["ids"])

    def bearing(self, key: str) -> tuple[int, ...]:
        """Return the numbers of the places that bear this name."""
        at = self._keys.get(key)
        if at is None:
            return ()
        first = self._numbers["first"]
        return tuple(self._numbers["bearers"][first[at] : first[at + 1]])

    def beginning(self, start: str) -> Iterator[int]:
        """Go through the places that bear a name which begins so; it looks at every name once."""
        for key in self._keys:
            if key.startswith(start):
                yield from self.bearing(key)

    def numbers_of(self, identifiers: Set[str]) -> dict[str, int]:
        """Return the numbers of the places with these ids, as far as there are any."""
        if not identifiers:
            return {}
        ids = enumerate(self._lines["ids"])
        return {one: number for number, one in ids if one in identifiers}

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def longest(self, word: str) -> int:
        """Return of how many words the longest name is that begins with this one."""
        return self._longest.get(word, 1 if word in self._keys else 0)

    def is_second(self, word: str) -> bool:
        """Tell whether a word is the second of any name."""
        return word in self._seconds

    def entry(self, number: int) -> Entry:
        """Return the place of this number; those that were asked for before are kept."""
        entry = self._entries.get(number)
        if entry is None:
            if len(self._entries) >= MOST_REMEMBERED:
                self._entries.clear()
            entry = self._entries[number] = self._entry(number)
        return entry

    def _entry(self, number: int) -> Entry:
        lines, numbers = self._lines, self._numbers
        return Entry(
            id=lines["ids"][number],
            name=lines["names"][number],
            latitude=numbers["latitude"][number] / _SCALE,
            longitude=numbers["longitude"][number] / _SCALE,
            radius_km=numbers["radius"][number] / 10,
            population=numbers["population"][number],
            country=lines["countries"][numbers["country"][number]],
            region=lines["regions"][numbers["region"][number]],
            kind=_KINDS[numbers["kind"][number]],
        )

    def all(self) -> Iterator[Entry]:
        """Go through all places."""
        return (self._entry(number) for number in range(len(self)))


def key_of(name: str) -> str:
    """Return the key under which a name is kept, or an empty text where nothing of it remains."""
    return _KEYS[name]


def _key_of(name: str) -> str:
    words = [bare_word(word) for word in folded(name).replace("-", " ").split()]
    words = [word for word in words if word]
    return " ".join(
        "al" if word in _ARTICLES and len(words) > 1 and number < len(words) - 1 else word
        for number, word in enumerate(words)
    )


def loose_key(key: str) -> str:
    """Return a key that forgives how Arabic is written in Latin letters: Darkoush, Darkush."""
    return _LOOSELY[key]


def _loose_key(key: str) -> str:
    for written, plain in _LOOSE:
        key = written.sub(plain, key)
    return "=" + key


def is_article(word: str) -> bool:
    """Tell whether a bare Latin word can be the Arabic article."""
    return word in _ARTICLES


def bare_word(word: str) -> str:
    """Take apostrophes and, of Latin letters, the accents from a folded word."""
    return _BARE[word]


def bare_words(words: Sequence[str]) -> list[str]:
    """Return words as names are kept; figures and marks stay as they are."""
    return list(map(_BARE_OR_AS_IT_IS.__getitem__, words))


def _bare_word(word: str) -> str:
    if not word.isalnum():
        word = "".join(char for char in word if char.isalnum())
    if word.isascii() or not _ACCENTED.search(word):
        return word
    taken_apart = unicodedata.normalize("NFD", word)
    if not "a" <= taken_apart[0] <= "z":
        return word
    plain = "".join(char for char in taken_apart if not unicodedata.combining(char))
    return plain.translate(_LATIN)


_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\U0010ffff]")
_BARE = PerWord(_bare_word)
_LOOSELY, _KEYS = PerWord(_loose_key), PerWord(_key_of)
_BARE_OR_AS_IT_IS = PerWord(
    lambda word: _BARE[word] if word[0].isalnum() and not word[0].isdecimal() else word
)
_LATIN = str.maketrans({"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "ı": "i", "đ": "d", "ə": "a"})
_TEXTS = ("ids", "names", "countries", "regions", "keys")
_NUMBERS = (
    "latitude", "longitude", "radius", "population", "country", "region", "kind",
    "first", "bearers",
)  # fmt: skip


def load(data: bytes) -> Gazetteer:
    """Open a gazetteer from the bytes of its file; raise NoGazetteer where they are none."""
    return Gazetteer(_unpacked(data)[1])


def sources(data: bytes) -> dict[str, str]:
    """Return from what a gazetteer was made: each source with its version or fingerprint."""
    header = _unpacked(data)[0]
    return dict(header["sources"])


def pack(
    entries: Sequence[Entry], bearers: Mapping[str, Iterable[int]], made_from: Mapping[str, str]
) -> bytes:
    """Return the bytes of a gazetteer: the same for the same places and names."""
    countries = sorted({entry.country for entry in entries})
    regions = sorted({entry.region for entry in entries})
    keys = sorted(bearers)
    first, all_bearers = [0], list[int]()
    for key in keys:
        all_bearers.extend(bearers[key])
        first.append(len(all_bearers))
    texts = {
        "ids": [entry.id for entry in entries], "names": [entry.name for entry in entries],
        "countries": countries, "regions": regions, "keys": keys,
    }  # fmt: skip
    country_at = {code: number for number, code in enumerate(countries)}
    region_at = {code: number for number, code in enumerate(regions)}
    numbers: dict[str, list[int]] = {
        "latitude": [round(entry.latitude * _SCALE) for entry in entries],
        "longitude": [round(entry.longitude * _SCALE) for entry in entries],
        "radius": [round(entry.radius_km * 10) for entry in entries],
        "population": [entry.population for entry in entries],
        "country": [country_at[entry.country] for entry in entries],
        "region": [region_at[entry.region] for entry in entries],
        "kind": [_KINDS.index(entry.kind) for entry in entries],
        "first": first, "bearers": all_bearers,
    }  # fmt: skip
    parts = {name: "\n".join(texts[name]).encode() for name in _TEXTS}
    parts |= {name: _packed_numbers(numbers[name]) for name in _NUMBERS}
    header = {
        "format": FORMAT,
        "parts": [[name, len(part)] for name, part in parts.items()],
        "sources": dict(sorted(made_from.items())),
    }
    head = json.dumps(header, ensure_ascii=True, separators=(",", ":")).encode()
    return zstandard.ZstdCompressor(level=19).compress(b"\n".join((head, b"".join(parts.values()))))


def _unpacked(data: bytes) -> tuple[dict[str, dict[str, str]], dict[str, bytes]]:
    try:
        plain = zstandard.ZstdDecompressor().decompress(data, max_output_size=LARGEST)
        head, _, body = plain.partition(b"\n")
        header = json.loads(head)
    except (zstandard.ZstdError, ValueError) as exc:
        raise NoGazetteer("this file is no gazetteer") from exc
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise NoGazetteer(f"this gazetteer is not of the format {FORMAT}")
    parts, at = {}, 0
    for name, size in header["parts"]:
        parts[name] = body[at : at + size]
        at += size
    return header, parts


def _packed_numbers(values: Sequence[int]) -> bytes:
    """Pack numbers with all first bytes first: alike stands beside alike, and packs smaller."""
    raw = b"".join(value.to_bytes(4, "little", signed=True) for value in values)
    return b"".join(raw[byte::4] for byte in range(4))


def _numbers(packed: bytes) -> array[int]:
    size = len(packed) // 4
    raw = bytearray(len(packed))
    for byte in range(4):
        raw[byte::4] = packed[byte * size : (byte + 1) * size]
    found = array("i")
    found.frombytes(bytes(raw))
    if sys.byteorder == "big":
        found.byteswap()
    return found
