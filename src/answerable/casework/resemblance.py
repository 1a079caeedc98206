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
from itertools import pairwise

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

Point = tuple[float, float]


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
    def wordings(self) -> tuple[frozenset[tuple[str, ...]], ...]:
        """Return the rows of two words in the title, and in all that is read."""
        return (_rows(_words(self.title)), _rows(self.words))


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
        self._placed = {at for at, one in enumerate(self._accounts) if one.points or one.places}
        self._saying: dict[tuple[str, ...], list[int]] = {}
        for at, one in enumerate(self._accounts):
            for row in one.wordings[1]:
                self._saying.setdefault(row, []).append(at)

    def resembling(self, one: Account, *, most: int = 5) -> list[Hint]:
        """Return the accounts that may tell of the same event, the strongest first.

        Near in time is a hint only together with near in place, or with a place that both name.
        """
        shared = Counter(at for row in one.wordings[1] for at in self._saying.get(row, ()))
        worth = {at for at, times in shared.items() if times > 1} | self._placed
        if one.places:
            worth |= set(range(len(self._accounts)))
        hints = (_compare(one, self._accounts[at]) for at in worth)
        found = [hint for hint in hints if hint is not None]
        return sorted(found, key=lambda hint: (*(-part for part in hint.weight), hint.key))[:most]


def resembling(one: Account, others: Iterable[Account], *, most: int = 5) -> list[Hint]:
    """Return which of the others may tell of the same event; for many, make a `Pool` once."""
    return Pool(others).resembling(one, most=most)


def points_in(text: str) -> tuple[Point, ...]:
    """Return the pairs of decimal degrees that stand in a text, latitude first."""
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


def _compare(one: Account, other: Account) -> Hint | None:
    if one.key == other.key:
        return None
    why = [*_time(one, other), *_place(one, other), *_wording(one, other)]
    reasons = {reason for reason, _measure in why}
    near = Likeness.TIME in reasons and reasons & {Likeness.PLACE, Likeness.PLACE_NAME}
    return Hint(other.key, tuple(why)) if near or Likeness.WORDING in reasons else None


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


def _wording(one: Account, other: Account) -> list[tuple[Likeness, float]]:
    share = max(_jaccard(a, b) for a, b in zip(one.wordings, other.wordings, strict=True))
    return [(Likeness.WORDING, share)] if share >= WORDING else []


def _jaccard(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    shared = len(one & other)
    # One row of two words that both have is chance.
    return shared / len(one | other) if shared > 1 else 0.0


def _words(text: str) -> tuple[str, ...]:
    kept = text.casefold()
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text).casefold()
        kept = "".join(one for one in plain if not unicodedata.combining(one))
    return tuple(word[:_STEM] for word in re.findall(r"\w+", kept))


def _rows(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(pairwise(words))


def _holds(name: Sequence[str], text: Sequence[str]) -> bool:
    """Tell whether a name stands in a text, its words side by side."""
    length = len(name)
    return length > 0 and any(
        tuple(text[at : at + length]) == tuple(name) for at in range(len(text) - length + 1)
    )
