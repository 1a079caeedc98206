"""Tell of each word whether the name of a place may begin with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_

from answerable.extraction.text.perword import PerWord
from answerable.extraction.where.gazetteer import Gazetteer, bare_words
from answerable.extraction.where.inflection import base_forms, stem_of
from answerable.extraction.where.placewords import PlaceWords

COUNTRY = 4
"""Beside the sizes of names: a word is made from the name of a country."""


class Beginnings:
    """Tells where names may begin: most words of a text are passed over after this.

    Many are the first of a name only with another that seldom follows, as "house" is in Hebrew.
    """

    def __init__(self, gazetteer: Gazetteer, lexicon: PlaceWords, language: str) -> None:
        self._gazetteer, self._lexicon, self._language = gazetteer, lexicon, language
        self.sizes = PerWord(self._size)
        """How many words a name has at least that begins so: 1 or 2, and 0 where none does."""
        self.follows = PerWord(self._may_follow)
        """Whether any name may go on with a word."""
        self._says = PerWord(self._said_by)

    def said(self, words: Sequence[str]) -> int:
        """Return what all words of a sentence say together, as bits: nothing in most."""
        return reduce(or_, map(self._says.__getitem__, words), 0)

    def _said_by(self, word: str) -> int:
        bare = bare_words([word])
        is_of_a_country = any(self._lexicon.countries_of(bare))
        return self.sizes[bare[0]] | (COUNTRY if is_of_a_country else 0)

    def _size(self, word: str) -> int:
        if not word[:1].isalnum() or word[0].isdecimal():
            return 0
        if self._is_free(word):
            return 1
        stem = stem_of(word) if self._language in ("uk", "ru") else None
        if stem is not None and self._gazetteer.bearing("~" + stem):
            # An adjective is made from a name.
            return 1
        forms = [one for one in base_forms(word, self._language) if self._gazetteer.longest(one)]
        if any(form in self._gazetteer for form in forms):
            return 1
        return 2 if forms else 0

    def _may_follow(self, word: str) -> bool:
        return self._is_free(word) or any(
            map(self._gazetteer.is_second, base_forms(word, self._language))
        )

    def _is_free(self, word: str) -> bool:
        """Tell whether a word is in Latin letters: a name may be written in other ways."""
        return word.isascii() or self._language == "en"
