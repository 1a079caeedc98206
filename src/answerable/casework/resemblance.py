"""Find which accounts may tell of the same event: near in time and place, or in shared wording.

A hint for a person, never a finding: each says why it was named. Nothing here knows a language;
words are compared by how they begin, so that endings of cases count for little.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from heapq import nsmallest
from itertools import chain, pairwise

WITHIN = timedelta(days=1)
KILOMETRES = 5.0
# Share of what either says in a row of two words; a headline retold is above, chance is below.
WORDING = 0.3
# Of a text that begins alike the beginning is enough; the rest of a book would only cost time.
READ_CHARACTERS = 400
_STEM = 6
_EARTH = 6371.0088
_POINT = re.compile(
    r"(?<![\d.,])([+-]?\d{1,2}\.\d{3,8})\s?[,;/]?\s+([+-]?\d{1,3}\.\d{3,8})(?![\d.,]?\d)"
)
_DECIMALS = re.compile(r"\.\d{3}")

Point = tuple[float, float]
_Row = tuple[str, ...]


class Likeness(StrEnum):
    """Why an account was named beside another."""

    TIME = "time"
    PLACE = "place"
    PLACE_NAME = "place_name"
    WORDING = "wording"


@dataclass(frozen=True)
class Account:
    """What is known of one account: when, where, what its places are called, how it begins."""

    key: str
    at: datetime | None = None
    points: tuple[Point, ...] = ()
    places: tuple[str, ...] = ()
    title: str = ""
    opening: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Return the words of the title and of the beginning, as they are compared."""
        return _words(f"{self.title} {self.opening[:READ_CHARACTERS]}")

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """Return the names of its places, as they are compared."""
        return tuple(map(_words, self.places))

    @cached_property
    def wordings(self) -> tuple[frozenset[_Row], ...]:
        """Return the rows of two words in the title, and in all that is read where that is more."""
        title = _rows(_words(self.title))
        return (title, _rows(self.words) if self.opening else frozenset())


@dataclass(frozen=True)
class Hint:
    """An account that may tell of the same, with each reason and its measure.

    Hours between them, kilometres between them, the number of names, the share of wording.
    """

    key: str
    why: tuple[tuple[Likeness, float], ...] = field(default=())

    @property
    def weight(self) -> tuple[int, float]:
        """Return how strong the hint is, for an order."""
        measures = dict(self.why)
        return (len(self.why), measures.get(Likeness.WORDING, 0.0))


class Pool:
    """Accounts among which many are looked for: each is compared with few of them."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self._accounts = list(accounts)
        self._pointed = [at for at, one in enumerate(self._accounts) if one.points]
        # Who says a row of two words: in the title, and in all that is read.
        self._saying: tuple[dict[_Row, list[int]], ...] = ({}, {})
        # How many such rows each has.
        self._lengths: tuple[list[int], ...] = ([], [])
        # Whose places are called so, by the words of the name.
        self._named: dict[tuple[str, ...], list[int]] = {}
        for at, one in enumerate(self._accounts):
            for saying, lengths, rows in zip(
                self._saying, self._lengths, one.wordings, strict=True
            ):
                lengths.append(len(rows))
                for row in rows:
                    saying.setdefault(row, []).append(at)
            for name in one.names:
                self._named.setdefault(name, []).append(at)
        self._name_lengths = {len(name) for name in self._named} - {0}

    def resembling(self, one: Account, *, most: int = 5) -> list[Hint]:
        """Return the accounts that may tell of the same event, the strongest first.

        Near in time is a hint only together with near in place, or with a place that both name.
        """
        shares = self._shares(one)
        placed = self._placed(one)
        found = [hint for at in placed if (hint := self._hint(one, at, shares.get(at, 0.0)))]
        # Where all that comes in sounds alike, these are many. They come the most alike first, so
        # of those near in time, and of the others, nothing behind the first few is stronger.
        left = {True: most, False: most}
        unplaced = [(-share, self._accounts[at].key, at) for at, share in shares.items()]
        for share, key, at in sorted(one for one in unplaced if one[2] not in placed):
            time = _time(one, self._accounts[at])
            if key != one.key and left[bool(time)]:
                left[bool(time)] -= 1
                found.append(Hint(key, (*time, (Likeness.WORDING, -share))))
            if not left[True]:
                break
        return nsmallest(most, found, key=lambda hint: (*(-part for part in hint.weight), hint.key))

    def _hint(self, one: Account, at: int, share: float) -> Hint | None:
        other = self._accounts[at]
        time = _time(one, other)
        place = _place(one, other) if time or share else []
        if other.key == one.key or (not share and not (time and place)):
            return None
        wording = [(Likeness.WORDING, share)] if share else []
        return Hint(other.key, (*time, *place, *wording))

    def _shares(self, one: Account) -> dict[int, float]:
        """Return who shares enough of its wording, and how much."""
        found: dict[int, float] = {}
        for saying, lengths, rows in zip(self._saying, self._lengths, one.wordings, strict=True):
            shared = Counter(chain.from_iterable(saying.get(row, ()) for row in rows))
            for at, times in shared.items():
                # One row of two words that both have is chance.
                if times > 1:
                    share = times / (len(rows) + lengths[at] - times)
                    if share >= WORDING:
                        found[at] = max(share, found.get(at, 0.0))
        return found

    def _placed(self, one: Account) -> set[int]:
        """Return who may be near it in place, or name a place that it names."""
        if one.places:
            return set(range(len(self._accounts)))
        words = one.words
        said = {
            words[at : at + length]
            for length in self._name_lengths
            for at in range(len(words) - length + 1)
        }
        named = chain.from_iterable(self._named.get(name, ()) for name in said)
        return {*named, *(self._pointed if one.points else ())}


def resembling(one: Account, others: Iterable[Account], *, most: int = 5) -> list[Hint]:
    """Return which of the others may tell of the same event; for many, make a `Pool` once."""
    return Pool(others).resembling(one, most=most)


def points_in(text: str) -> tuple[Point, ...]:
    """Return the pairs of decimal degrees that stand in a text, latitude first."""
    if not _DECIMALS.search(text):
        # Most texts: to look for pairs would take five times as long.
        return ()
    found = ((float(one), float(two)) for one, two in _POINT.findall(text))
    return tuple(
        dict.fromkeys(pair for pair in found if abs(pair[0]) <= 90 and abs(pair[1]) <= 180)
    )


def kilometres(one: Point, two: Point) -> float:
    """Return the distance between two points on a round earth."""
    a, b = math.radians(one[0]), math.radians(two[0])
    over = math.sin((b - a) / 2) ** 2
    across = math.sin(math.radians(two[1] - one[1]) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, over + math.cos(a) * math.cos(b) * across)))


def _time(one: Account, other: Account) -> list[tuple[Likeness, float]]:
    if one.at is None or other.at is None:
        return []
    between = abs(one.at - other.at)
    return [(Likeness.TIME, between / timedelta(hours=1))] if between <= WITHIN else []


def _place(one: Account, other: Account) -> list[tuple[Likeness, float]]:
    found: list[tuple[Likeness, float]] = []
    between = min((kilometres(a, b) for a in one.points for b in other.points), default=math.inf)
    if between <= KILOMETRES:
        found.append((Likeness.PLACE, between))
    named = sum(_holds(name, other.words) for name in one.names)
    named += sum(_holds(name, one.words) for name in other.names)
    if named:
        found.append((Likeness.PLACE_NAME, float(named)))
    return found


def _words(text: str) -> tuple[str, ...]:
    kept = text.casefold()
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text).casefold()
        kept = "".join(one for one in plain if not unicodedata.combining(one))
    return tuple(word[:_STEM] for word in re.findall(r"\w+", kept))


def _rows(words: Sequence[str]) -> frozenset[_Row]:
    return frozenset(pairwise(words))


def _holds(name: Sequence[str], text: Sequence[str]) -> bool:
    """Tell whether a name stands in a text, its words side by side."""
    length = len(name)
    return length > 0 and any(
        tuple(text[at : at + length]) == tuple(name) for at in range(len(text) - length + 1)
    )
