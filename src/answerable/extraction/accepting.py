"""Accept what a reader of documents claims, ours or another: every quote must stand in the text.

Another reader stands beside ours by giving claims of the same schema. Nothing it says is believed
without its words: a claim whose quote is not at its place is dropped, and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from answerable.extraction.claims import Claim, Kind
from answerable.extraction.values import replace


class Extractor(Protocol):
    """A reader of documents. `name` says which one and which version; it is kept with its run."""

    @property
    def name(self) -> str:
        """Return its name and version, in one line."""
        ...

    def claims(self, text: str, *, published: date | None, language: str | None) -> list[Claim]:
        """Give what a text claims."""
        ...


@dataclass(frozen=True)
class Accepted:
    """The claims that stand, in the order of the text, and how many were dropped for what."""

    claims: tuple[Claim, ...]
    not_in_text: int = 0
    not_sound: int = 0

    @property
    def dropped(self) -> int:
        """Return how many claims were dropped."""
        return self.not_in_text + self.not_sound


def accept(
    text: str, claims: Iterable[Claim], *, fits: Callable[[Claim], bool] = lambda _one: True
) -> Accepted:
    """Keep the claims whose quote is in the text where they say, and that make sense.

    A part whose whole is dropped stands for itself, and so does one that is larger than its whole
    or told of another incident. What `fits` refuses is dropped as what makes no sense.
    """
    given = list(claims)
    circles = _in_circles(given)
    kept: list[tuple[int, Claim]] = []
    not_in_text = not_sound = 0
    for number, one in enumerate(given):
        if not 0 <= one.start < one.end <= len(text) or text[one.start : one.end] != one.quote:
            not_in_text += 1
        elif number in circles or not _is_sound(one, given) or not fits(one):
            not_sound += 1
        else:
            kept.append((number, one))
    return Accepted(_renumbered(kept), not_in_text, not_sound)


def in_order(claims: Sequence[Claim], without: Collection[int] = ()) -> tuple[Claim, ...]:
    """Put claims in the order of the text; parts lead to where their wholes now are.

    Those whose numbers are given are left out. What can be no part of its whole stands for itself.
    """
    return _renumbered([pair for pair in enumerate(claims) if pair[0] not in without])


def _renumbered(numbered: Sequence[tuple[int, Claim]]) -> tuple[Claim, ...]:
    order = sorted(numbered, key=lambda pair: (pair[1].start, pair[1].end, pair[1].kind, pair[0]))
    places = {number: place for place, (number, _claim) in enumerate(order)}
    given = dict(numbered)
    return tuple(
        one
        if one.subset_of is None
        else replace(one, subset_of=_whole_of(one, given.get(one.subset_of), places))
        for _number, one in order
    )


def _whole_of(one: Claim, whole: Claim | None, places: Mapping[int, int]) -> int | None:
    """Return where the whole of a part stands, or None where that is none it can be a part of."""
    if one.subset_of is None or whole is None:
        return None
    is_another = None not in (one.incident, whole.incident) and one.incident != whole.incident
    is_larger = whole.high is not None and (one.low or 0) > whole.high
    return None if is_another or is_larger else places[one.subset_of]


def _is_sound(one: Claim, given: Sequence[Claim]) -> bool:
    low, high = one.low, one.high
    if (low is not None and low < 0) or (high is not None and high < (low or 0)):
        return False
    if one.first_day and one.last_day and one.last_day < one.first_day:
        return False
    if one.incident is not None and one.incident < 1:
        return False
    if not 0 <= one.confidence <= 1:
        return False
    if one.place is not None and not (
        abs(one.place.latitude) <= 90
        and abs(one.place.longitude) <= 180
        and one.place.radius_km >= 0
    ):
        return False
    if one.subset_of is None:
        return True
    whole = one.subset_of
    is_there = 0 <= whole < len(given)
    return one.kind is Kind.HARM and is_there and given[whole].kind is Kind.HARM


def _in_circles(given: Sequence[Claim]) -> set[int]:
    """Return the numbers of claims that are, by way of others or at once, parts of themselves."""
    found: set[int] = set()
    # Each is walked over once: whence it was first come to.
    walked: dict[int, int] = {}
    for number in range(len(given)):
        path: list[int] = []
        at: int | None = number
        while at is not None and 0 <= at < len(given) and at not in walked:
            walked[at] = number
            path.append(at)
            at = given[at].subset_of
        if at is not None and walked.get(at) == number:
            found.update(path[path.index(at) :])
    return found
