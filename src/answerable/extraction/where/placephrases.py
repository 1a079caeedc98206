"""Phrases that move a place or widen it: "5 km east of X", "near X", "between X and Y"."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from answerable.extraction.claims import Place, Sighting
from answerable.extraction.text.tokens import NUMBER, Token
from answerable.extraction.where.gazetteer import Entry, PlaceKind
from answerable.extraction.where.placewords import PlaceWords
from answerable.extraction.where.resolving import Chosen, Mention, kilometres

NEAR_KM = 5.0
FRONT_KM = 15.0
WIDEST_BETWEEN_KM = 120.0
# A unit that is only known by its seat lies about it.
COMMUNITY_KM, DISTRICT_KM, REGION_KM = 15.0, 30.0, 60.0
_AROUND = frozenset({PlaceKind.COMMUNITY, PlaceKind.DISTRICT, PlaceKind.REGION})
_SMALL = frozenset({PlaceKind.TOWN, PlaceKind.CAMP, PlaceKind.NEIGHBOURHOOD, PlaceKind.SITE})


def placed(
    words: PlaceWords,
    line: Sequence[Token],
    chosen: Sequence[tuple[Mention, Chosen]],
) -> Iterator[Sighting]:
    """Give the places of one sentence, in its order, with what its phrases say of them."""
    reader = _Phrases(words, line)
    at = 0
    while at < len(chosen):
        mention, one = chosen[at]
        if at + 1 < len(chosen) and reader.is_between(mention, chosen[at + 1][0]):
            middle = _middle(one.entry, chosen[at + 1][1].entry)
            if middle is not None:
                start, end = line[mention.first].start, line[chosen[at + 1][0].last - 1].end
                sure = min(one.confidence, chosen[at + 1][1].confidence)
                yield Sighting(start, end, middle, sure, "place: between")
                at += 2
                continue
        yield reader.sighting(mention, one)
        at += 1


class _Phrases:
    def __init__(self, words: PlaceWords, line: Sequence[Token]) -> None:
        self.words, self.line = words, line

    def bare(self, at: int) -> str:
        return (
            self.line[at].text.replace("'", "").replace('"', "") if 0 <= at < len(self.line) else ""
        )

    def is_between(self, one: Mention, other: Mention) -> bool:
        gap = other.first - one.last
        return self.bare(one.first - 1) in self.words.between and (
            gap == 0 or (gap == 1 and self.bare(one.last) in self.words.joining)
        )

    def sighting(self, mention: Mention, one: Chosen) -> Sighting:
        start, end = self.line[mention.first].start, self.line[mention.last - 1].end
        entry, radius, rule = one.entry, one.entry.radius_km, one.rule
        moved = self._moved(mention, entry)
        if moved is not None:
            place, start = moved
            return Sighting(start, end, place, one.confidence, "place: offset")
        if mention.kinds and PlaceKind.AREA in mention.kinds:
            radius, rule = max(radius, FRONT_KM), "place: towards"
        elif mention.kinds and entry.kind is PlaceKind.TOWN and _AROUND & mention.kinds:
            radius, rule = max(radius, _around(mention.kinds)), "place: around"
        elif entry.kind in _SMALL and self.bare(mention.first - 1) in self.words.near:
            radius, rule = radius + NEAR_KM, "place: near"
        elif entry.kind is PlaceKind.TOWN and self._bearing_before(mention.first)[0] is not None:
            radius, rule = radius * 1.5, "place: side"
        return Sighting(start, end, _place(entry, radius), one.confidence, rule)

    def _bearing_before(self, first: int) -> tuple[float | None, int]:
        """Return the direction that stands before, and where; over "of" and "the city"."""
        at = first - 1
        for _step in range(3):
            one, two = self.bare(at), f"{self.bare(at - 1)} {self.bare(at)}"
            if two in self.words.bearings:
                return self.words.bearings[two], at - 1
            if one in self.words.bearings:
                return self.words.bearings[one], at
            if one not in self.words.connectors:
                break
            at -= 1
        return None, first

    def _moved(self, mention: Mention, entry: Entry) -> tuple[Place, int] | None:
        """Read "5 km east of" and "5 km from": so far in that direction."""
        bearing, at = self._bearing_before(mention.first)
        at = at if bearing is not None else mention.first
        for _step in range(3):
            at -= 1
            unit = self.words.units.get(self.bare(at))
            if unit is not None:
                break
            if (
                self.bare(at) not in self.words.connectors
                and self.bare(at) not in self.words.before
            ):
                return None
        else:
            return None
        if at < 1 or self.line[at - 1].kind is not NUMBER:
            return None
        figure = self.line[at - 1].text.replace(",", ".").replace(" ", "")
        if figure.count(".") > 1 or len(figure) > 6:
            return None
        km = float(figure) * unit
        if not 0 < km <= 300:
            return None
        start = self.line[at - 1].start
        if bearing is None:
            return _place(entry, max(entry.radius_km, km + 2)), start
        lat = entry.latitude + km * math.cos(math.radians(bearing)) / 111.2
        across = math.cos(math.radians(entry.latitude)) * 111.2
        lon = entry.longitude + km * math.sin(math.radians(bearing)) / max(across, 1.0)
        radius = max(2.0, km * 0.4) + entry.radius_km / 2
        moved = Place(
            entry.id, entry.name, round(min(max(lat, -90), 90), 4),
            round((lon + 180) % 360 - 180, 4), round(radius, 1), entry.country,
        )  # fmt: skip
        return moved, start


def _around(kinds: frozenset[PlaceKind]) -> float:
    if PlaceKind.COMMUNITY in kinds:
        return COMMUNITY_KM
    return DISTRICT_KM if PlaceKind.DISTRICT in kinds else REGION_KM


def _place(entry: Entry, radius: float) -> Place:
    return Place(
        entry.id, entry.name, entry.latitude, entry.longitude, round(radius, 1), entry.country
    )


def _middle(one: Entry, other: Entry) -> Place | None:
    apart = kilometres(one, other)
    if not 0 < apart <= WIDEST_BETWEEN_KM:
        return None
    return Place(
        one.id, f"{one.name} - {other.name}", round((one.latitude + other.latitude) / 2, 4),
        round((one.longitude + other.longitude) / 2, 4), round(apart / 2 + 2, 1), one.country,
    )  # fmt: skip
