"""Say which place of a name is meant: by country, by the unit named beside it, by what is near."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from enum import StrEnum
from functools import cached_property

from answerable.extraction.values import frozen
from answerable.extraction.where.gazetteer import Entry, Gazetteer, PlaceKind, key_of

LANGUAGE_COUNTRIES = {
    "uk": {"UA": 2.0},
    "ru": {"UA": 1.2, "RU": 0.9, "SY": 0.5},
    "he": {"IL": 1.5, "PS": 1.0, "LB": 0.4},
    "ar": {"PS": 0.5, "SY": 0.5, "YE": 0.5, "SD": 0.5, "LB": 0.5},
}
MOST_CANDIDATES = 40
NEAR_KM, FAR_KM = 60.0, 200.0
# How far from the town that it is told to be in a hospital may lie.
INSIDE_KM = 40.0
SURE_PEOPLE = 5_000
SMALL_TOWN, KNOWN_TOWN, CITY, LARGE_CITY = 2_000, 20_000, 100_000, 250_000
# Around those who write Arabic and Hebrew, and where the wars are of which they write.
NEAR_EAST = frozenset({
    "AE", "AF", "AM", "AZ", "BF", "BH", "CD", "CF", "DJ", "DZ", "EG", "ER", "ET", "IL", "IQ", "IR",
    "JO", "KW", "LB", "LY", "MA", "ML", "MM", "MR", "MZ", "NE", "NG", "OM", "PK", "PS", "QA", "RU",
    "SA", "SD", "SO", "SS", "SY", "TD", "TN", "TR", "UA", "YE",
})  # fmt: skip
# Where the places lie that texts in a language mostly speak of.
HOMES = {
    "en": frozenset({"UA", "PS", "LB", "SY", "SD", "YE"}),
    "uk": frozenset({"UA"}),
    "ru": frozenset({"UA", "RU"}),
    "ar": NEAR_EAST,
    "he": NEAR_EAST,
}
_UNSUPPORTED = 0.6
ENOUGH = 2
"""A text that says a country so often speaks of it."""


class Doubt(StrEnum):
    """Why a name alone does not say that its place is meant: something else in the text must."""

    SPELLING = "another spelling"
    FACILITY = "a hospital or a school is called so"
    QUARTER = "districts of large cities are called so"


@frozen
class Mention:
    """A name in a sentence: its first piece and the one after its last, and who bears it.

    Of each candidate it is told whether the name stands there in its dictionary form.
    """

    sentence: int
    first: int
    last: int
    candidates: Mapping[int, bool]
    kinds: frozenset[PlaceKind] | None
    preposed: bool
    language: str
    name: str = ""
    doubt: Doubt | None = None


@frozen
class Chosen:
    """The place that is meant, and how sure that is."""

    entry: Entry
    confidence: float
    rule: str


class Resolver:
    """Chooses among places of one name in the light of all that one text names."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        mentions: Sequence[Mention],
        country: str | None,
        spoken_of: Mapping[str, int],
    ) -> None:
        self._gazetteer, self._country = gazetteer, country
        self._entries: dict[int, Entry] = {}
        self._regions: set[str] = set()
        self._sure: list[tuple[int, Entry]] = []
        votes = Counter({code: min(count, 4) for code, count in spoken_of.items()})
        for number, mention in enumerate(mentions):
            if mention.doubt is not None:
                continue
            entries = self._of(mention)
            countries = {entry.country for entry in entries}
            if len(countries) == 1:
                one = entries[0]
                votes[one.country] += 2 if one.kind is PlaceKind.COUNTRY else 1
                large = max(entry.population for entry in entries) >= SURE_PEOPLE
                if len(entries) == 1 and (large or mention.kinds) and one.radius_km < 60:
                    self._sure.append((number, one))
            named = [entry for entry in entries if entry.kind is PlaceKind.REGION]
            if named and (len(named) == len(entries) or _says_region(mention)):
                self._regions |= {entry.id for entry in named}
        self._all = mentions
        self._mentions = {id(mention): number for number, mention in enumerate(mentions)}
        total = sum(votes.values())
        self._votes = total
        self._shares = {code: count / total for code, count in votes.items()} if total else {}

    def choose(self, mention: Mention, inside: Entry | None = None) -> Chosen | None:
        """Return the likeliest place of a mention, or None where nothing says that it is meant.

        `inside` is the place that a hospital of this name is told to be in.
        """
        candidates = self._candidates(mention)
        if mention.doubt is None:
            return None if self._is_elsewhere(candidates) else self._likeliest(mention, candidates)
        if mention.doubt is Doubt.QUARTER:
            is_of_a_city = any(one.population >= LARGE_CITY for one in self._points)
            return None if is_of_a_city else self._likeliest(mention, candidates)
        if inside is not None:
            within = [pair for pair in candidates if _is_in(pair[0], inside)]
            return self._likeliest(mention, within) if within else None
        facility = mention.doubt is Doubt.FACILITY
        spoken_of = self._points if facility else self._shares or self._country
        backed = [
            pair
            for pair in candidates
            if self._is_near_a_point(pair[0])
            or (pair[0].population >= CITY if facility else self._is_spoken_of(pair[0]))
        ]
        if backed:
            return self._likeliest(mention, backed)
        if not facility:
            home = HOMES.get(mention.language, frozenset())
            candidates = [(one, exact) for one, exact in candidates if _is_known(one, home)]
        if spoken_of or not candidates:
            return None
        chosen = self._likeliest(mention, candidates)
        sure = round(chosen.confidence * _UNSUPPORTED, 2)
        return Chosen(chosen.entry, sure, f"place: {mention.doubt}")

    def _is_elsewhere(self, candidates: Sequence[tuple[Entry, bool]]) -> bool:
        """Tell whether a small town lies in another country than all that a text speaks of.

        Villages of wars are missing in the gazetteer, and towns of their names lie anywhere.
        """
        entries = [entry for entry, _exact in candidates]
        countries = {entry.country for entry in entries}
        if len(countries) != 1 or max(entry.population for entry in entries) >= LARGE_CITY:
            return False
        own = 1 / self._votes if self._votes else 0.0
        (country,) = countries
        is_spoken_of = (
            country in NEAR_EAST or country == self._country or self._shares.get(country, 0.0) > own
        )
        others = sum(share for code, share in self._shares.items() if code != country)
        return (
            not is_spoken_of
            and others * self._votes >= ENOUGH
            and not any(self._is_near_another(entry) for entry in entries)
        )

    def _is_near_another(self, entry: Entry) -> bool:
        """Tell whether a place of another country lies in reach: wars cross borders."""
        return any(
            one.country != entry.country and kilometres(one, entry) <= FAR_KM + one.radius_km
            for one in self._points
        )

    def _is_spoken_of(self, entry: Entry) -> bool:
        return entry.country == self._country or entry.country in self._shares

    def _is_near_a_point(self, entry: Entry) -> bool:
        return any(
            one.country == entry.country and kilometres(one, entry) <= FAR_KM + one.radius_km
            for one in self._points
        )

    @cached_property
    def _points(self) -> list[Entry]:
        """The places of the text that nothing speaks against, but for countries."""
        firm = [mention for mention in self._all if mention.doubt is None]
        chosen = [self._likeliest(one, self._candidates(one)).entry for one in firm]
        return [entry for entry in chosen if entry.kind is not PlaceKind.COUNTRY]

    def _likeliest(self, mention: Mention, candidates: Sequence[tuple[Entry, bool]]) -> Chosen:
        if len(candidates) == 1:
            sure = 0.75 + (0.1 if mention.preposed or mention.kinds else 0)
            return Chosen(candidates[0][0], round(min(sure, 0.95), 2), "place: only one")
        scored = sorted(
            (
                (self._score(entry, mention) + (1.0 if exact else 0.0), entry.id, entry)
                for entry, exact in candidates
            ),
            reverse=True,
        )
        best, _id, entry = scored[0]
        lead = best - scored[1][0]
        sure = 0.55 + 0.1 * min(lead, 3) + (0.1 if mention.preposed or mention.kinds else 0)
        return Chosen(entry, round(min(sure, 0.95), 2), "place: likeliest")

    def _candidates(self, mention: Mention) -> list[tuple[Entry, bool]]:
        found = []
        for number, exact in mention.candidates.items():
            if number not in self._entries:
                self._entries[number] = self._gazetteer.entry(number)
            found.append((self._entries[number], exact))
        if len(found) > MOST_CANDIDATES:
            found.sort(key=lambda pair: -pair[0].population)
        return found[:MOST_CANDIDATES]

    def _of(self, mention: Mention) -> list[Entry]:
        return [entry for entry, _exact in self._candidates(mention)]

    def _score(self, entry: Entry, mention: Mention) -> float:
        score = math.log10(entry.population + 30) * 0.7
        score += LANGUAGE_COUNTRIES.get(mention.language, {}).get(entry.country, 0.0)
        score += 2.5 * self._shares.get(entry.country, 0.0)
        if self._country is not None:
            score += 5.0 if entry.country == self._country else 0.0
        if entry.region in self._regions:
            score += 2.0
        score += self._kind(entry, mention)
        score += 0.7 if key_of(entry.name) == mention.name else 0.0
        score += self._nearness(entry, mention)
        return score

    def _kind(self, entry: Entry, mention: Mention) -> float:
        if mention.kinds is not None:
            narrower = PlaceKind.DISTRICT in mention.kinds and mention.language in ("uk", "ru")
            if narrower and entry.kind is PlaceKind.REGION:
                # A район is never an область.
                return -2.0
            if entry.kind in mention.kinds:
                return 3.0
            return 0.0 if entry.kind not in (PlaceKind.REGION, PlaceKind.DISTRICT) else -1.0
        return {PlaceKind.REGION: -1.5, PlaceKind.DISTRICT: -1.5, PlaceKind.CAMP: -0.3}.get(
            entry.kind, 0.0
        )

    def _nearness(self, entry: Entry, mention: Mention) -> float:
        own = self._mentions.get(id(mention))
        best = 0.0
        for number, other in self._sure[:30]:
            if number == own or other.country != entry.country:
                continue
            km = kilometres(entry, other)
            best = max(best, 1.5 if km <= NEAR_KM else 0.7 if km <= FAR_KM else 0.0)
        return best


def _says_region(mention: Mention) -> bool:
    return mention.kinds is not None and PlaceKind.REGION in mention.kinds


def _is_known(entry: Entry, home: Set[str]) -> bool:
    return entry.population >= (SMALL_TOWN if entry.country in home else KNOWN_TOWN)


def _is_in(entry: Entry, place: Entry) -> bool:
    if place.kind is PlaceKind.COUNTRY:
        return entry.country == place.country
    return entry.region == place.id or kilometres(entry, place) <= INSIDE_KM + place.radius_km


def kilometres(one: Entry, other: Entry) -> float:
    """Measure how far apart two places are: enough to tell them apart."""
    x = math.radians(other.longitude - one.longitude) * math.cos(
        math.radians((one.latitude + other.latitude) / 2)
    )
    return 6371.0 * math.hypot(x, math.radians(other.latitude - one.latitude))
