"""The words that stand beside the name of a place, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from answerable.extraction.text.folding import folded
from answerable.extraction.text.perword import PerWord
from answerable.extraction.where.gazetteer import PlaceKind, bare_word
from answerable.extraction.where.inflection import stem_of

BEARINGS = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135,
    "south": 180, "southwest": 225, "west": 270, "northwest": 315,
}  # fmt: skip
_UNITS = {"kilometres": 1.0, "miles": 1.609}
_NOUNS = {
    "region": frozenset({PlaceKind.REGION}),
    "district": frozenset({PlaceKind.DISTRICT, PlaceKind.REGION}),
    "community": frozenset({PlaceKind.COMMUNITY, PlaceKind.DISTRICT}),
    "town": frozenset({PlaceKind.TOWN}),
    "camp": frozenset({PlaceKind.CAMP}),
    "neighbourhood": frozenset({PlaceKind.NEIGHBOURHOOD}),
    "country": frozenset({PlaceKind.COUNTRY}),
    "direction": frozenset({PlaceKind.AREA}),
    "things": frozenset({PlaceKind.TOWN}),
}


class PlaceWords:
    """Prepositions, nouns and directions of a language, and words that are places only by chance.

    Every word is kept bare, as the gazetteer keeps names.
    """

    def __init__(self, lexicon: Mapping[str, Any]) -> None:
        self.before = _bare(lexicon["before"])
        self.near = _bare(lexicon["near"])
        self.connectors = _bare(lexicon["connectors"])
        self.between = _bare(lexicon["between"])
        self.joining = _bare(lexicon["and"])
        self.origins = _bare(lexicon["origins"])
        self.facilities = _bare(lexicon["facilities"])
        self.quarters = _bare(lexicon["neighbourhood"])
        self.city_districts = frozenset(map(stem_of, _bare(lexicon["city_districts"])))
        # Adjectives that are a town's name, too: only where a place is looked for.
        self.after_a_preposition = _bare(lexicon["after_a_preposition"])
        self.titles = _bare(lexicon["titles"])
        # Small words begin sentences with a capital, and villages are called like some of them.
        small = self.before | self.near | self.connectors | self.between | self.joining
        self.common = _bare(lexicon["common"]) | small
        self.bearings = {
            word: degrees for name, degrees in BEARINGS.items() for word in _bare(lexicon[name])
        }
        self.units = {word: km for name, km in _UNITS.items() for word in _bare(lexicon[name])}
        self._peoples = {
            stem: code for code, stems in lexicon["peoples"].items() for stem in _bare(stems)
        }
        self._countries = PerWord(self._country_of)
        self.nouns = {
            before + word: kinds
            for name, kinds in _NOUNS.items()
            for word in _bare(lexicon[name])
            for before in ("", *lexicon["written_on"])
        }

    def countries_of(self, words: Iterable[str]) -> Iterator[str]:
        """Give the countries that adjectives or names of peoples are made from."""
        return filter(None, map(self._countries.__getitem__, words))

    def _country_of(self, word: str) -> str:
        stems = (word[:size] for size in range(min(len(word), 9), 2, -1))
        return next((self._peoples[s] for s in stems if s in self._peoples), "")

    def noun_before(self, words: Sequence[str], end: int) -> frozenset[PlaceKind] | None:
        """Return what a noun that ends here says of the name after it: "village of X"."""
        for at in (end, end - 1):
            if at < 1 or (at < end and words[at] not in self.connectors):
                break
            two = f"{words[at - 2]} {words[at - 1]}" if at > 1 else ""
            found = self.nouns.get(two) or self.nouns.get(words[at - 1])
            if found:
                return found
        return None

    def noun_after(self, words: Sequence[str], at: int) -> frozenset[PlaceKind] | None:
        """Return what a noun that begins here says of the name before it: "X district"."""
        following = words[at : at + 2]
        found = self.nouns.get(" ".join(following)) if len(following) == 2 else None
        return found or (self.nouns.get(following[0]) if following else None)


def _bare(words: Sequence[str]) -> frozenset[str]:
    return frozenset(
        " ".join(bare_word(one) for one in folded(word).replace("-", " ").split()) for word in words
    )
