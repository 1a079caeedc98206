"""Find the places that a text names and say which they are: points with an honest radius.

A name is looked up in the forms in which a sentence bends it; what is written beside it (a
preposition, "district", "5 km east of") says whether it is one and of what kind. Which of several
places of one name is meant is told by the whole text (`resolving`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from answerable.extraction.claims import Sighting
from answerable.extraction.text.phrases import words_of
from answerable.extraction.text.sentences import Sentence
from answerable.extraction.text.tokens import Token
from answerable.extraction.where.beginnings import COUNTRY, Beginnings
from answerable.extraction.where.coordinates import coordinates_in
from answerable.extraction.where.gazetteer import Gazetteer, PlaceKind
from answerable.extraction.where.names import Finder
from answerable.extraction.where.placephrases import placed
from answerable.extraction.where.placewords import PlaceWords
from answerable.extraction.where.resolving import Chosen, Mention, Resolver


@dataclass(frozen=True)
class Places:
    """Reads places with a gazetteer; `country` is where the text is known to be about."""

    gazetteer: Gazetteer
    words: Callable[[str], PlaceWords]
    country: str | None = None
    _begins: dict[str, Beginnings] = field(default_factory=dict, compare=False, repr=False)

    def places_in(
        self, text: str, sentences: Sequence[Sentence], tokens: Sequence[Sequence[Token]]
    ) -> Iterator[Sighting]:
        """Give the places that a text names, resolved in the light of the whole text."""
        points = coordinates_in(text)
        yield from points
        for one in self._named(text, sentences, tokens):
            # The N of a latitude is nobody's name.
            if not any(one.start < point.end and point.start < one.end for point in points):
                yield one

    def _named(
        self, text: str, sentences: Sequence[Sentence], tokens: Sequence[Sequence[Token]]
    ) -> Iterator[Sighting]:
        mentions: list[Mention] = []
        spoken_of: list[str] = []
        finders: dict[int, Finder] = {}
        for number, (sentence, pieces) in enumerate(zip(sentences, tokens, strict=True)):
            begins = self._beginning(sentence.language)
            said = begins.said(words_of(pieces))
            if not said:
                continue
            finder = Finder(
                self.gazetteer, self.words(sentence.language), sentence.language, text, pieces,
                begins,
            )  # fmt: skip
            finders[number] = finder
            mentions += finder.all(number)
            if said & COUNTRY:
                spoken_of += finder.lexicon.countries_of(finder.bare)
        resolver = Resolver(self.gazetteer, mentions, self.country, Counter(spoken_of))
        for number, some in groupby(mentions, key=lambda one: one.sentence):
            here = _chosen(resolver, finders[number], list(some))
            yield from placed(finders[number].lexicon, finders[number].line, here)

    def _beginning(self, language: str) -> Beginnings:
        if language not in self._begins:
            self._begins[language] = Beginnings(self.gazetteer, self.words(language), language)
        return self._begins[language]


def _chosen(
    resolver: Resolver, finder: Finder, mentions: Sequence[Mention]
) -> list[tuple[Mention, Chosen]]:
    """Choose the places of a sentence from its end: "the X hospital in Y" lies where Y does."""
    found: list[tuple[Mention, Chosen]] = []
    for one in reversed(mentions):
        after = found[-1] if found else None
        if after and finder.is_a_quarter_of(one, after[0]) and _is_town(after[1]):
            # The city tells where it was, and a raion of this name lies elsewhere.
            continue
        inside = after[1].entry if after and finder.is_told_in(one, after[0]) else None
        chosen = resolver.choose(one, inside)
        if chosen is not None:
            found.append((one, chosen))
    return found[::-1]


def _is_town(one: Chosen) -> bool:
    return one.entry.kind is PlaceKind.TOWN
