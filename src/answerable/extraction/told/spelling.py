"""How a word or phrase of the lexicons of reporting may be written in a text.

A lexicon names a thing once. Whose it is, what it is of and that there are several may be written
onto the word, and some letters may be left out: `lexicon/strikes` says how a language does so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from answerable.extraction.text.folding import folded

THINGS = frozenset(("object", "means things"))
DEEDS = frozenset(("struck", "attacks", "means deeds", "means generic"))
_SHORTEST = 3
_SHORTEST_ACRONYM = 5
# What is a phrase of more words is written with an article on each of them.
_LONGEST_SPELT_OUT = 4


class Spelling:
    """How one language writes the words for what is struck, and by what."""

    def __init__(self, strikes: Mapping[str, Any]) -> None:
        self._article = str(strikes.get("article", ""))
        self._endings: tuple[str, ...] = tuple(strikes.get("endings", ()))
        self._of_two: tuple[str, ...] = tuple(strikes.get("of_two", ()))
        self._bound: dict[str, Sequence[str]] = strikes.get("bound", {})
        self._deed_owners: tuple[str, ...] = tuple(strikes.get("owners of deeds", ()))
        self._plurals: dict[str, str] = strikes.get("plurals", {})
        self._short: dict[str, str] = strikes.get("written short", {})
        self.whole = frozenset(map(folded, strikes.get("words of their own", ())))
        """What is no word with letters written onto it, though it looks like one."""
        self._several: dict[str, str] = strikes.get("several of a thing", {})
        self._is_plain = not (self._article or self._plurals or self._short or self._deed_owners)
        self._is_plain = self._is_plain and not (self._endings or self._bound or self._several)

    def of(self, phrase: str, heading: str) -> Iterator[str]:
        """Give a phrase as it may be written; itself comes first."""
        yield phrase
        if self._is_plain:
            # As where nothing is written onto a word.
            return
        if self._several and heading == "object":
            yield from self._several_of(phrase)
            return
        is_thing = heading in THINGS
        if not is_thing and heading not in DEEDS:
            yield from self._with_articles(phrase, is_thing=False)
            return
        for one in (phrase, *self._in_plural(phrase)):
            for form in (one, *self._in_short(one)):
                if form != phrase:
                    yield form
                yield from self._with_articles(form, is_thing=is_thing)
                if " " not in form:
                    yield from self._with_endings(form, heading)

    def _with_articles(self, phrase: str, *, is_thing: bool) -> Iterator[str]:
        """Give the article on each word after the first, and the endings of a case."""
        words = phrase.split()
        if not self._article or not 1 < len(words) <= _LONGEST_SPELT_OUT:
            return
        first = (words[0], *self._of_more(words[0])) if is_thing else (words[0],)
        rest = [self._later(word, is_thing=is_thing) for word in words[1:]]
        yield from (" ".join(spelt) for spelt in product(first, *rest) if list(spelt) != words)

    def _later(self, word: str, *, is_thing: bool) -> tuple[str, ...]:
        """Give a later word of a phrase as it may be written."""
        if word.startswith(self._article) and len(self._article) > 1:
            # An article of one letter may be the first of the word itself: "תחנת הסעה".
            return (word,)
        spelt = (word, self._article + word)
        return (*spelt, *(word + one for one in self._accusative(word))) if is_thing else spelt

    def _of_more(self, word: str) -> Iterator[str]:
        """Give the first word of a phrase as accusative, and as two of it whose owner follows."""
        if len(word) >= _SHORTEST:
            stem = word[:-1] + "ت" if word.endswith("ة") else word
            yield from (stem + one for one in self._of_two)

    def _accusative(self, word: str) -> tuple[str, ...]:
        return self._of_two[:1] if not word.endswith(("ة", "ا", "ء")) else ()

    def _in_plural(self, phrase: str) -> Iterator[str]:
        """Give several of what the first word names: "תחנת דלק", "תחנות דלק"."""
        first, blank, rest = phrase.partition(" ")
        if blank and first in self._plurals:
            yield f"{self._plurals[first]} {rest}"

    def _several_of(self, phrase: str) -> Iterator[str]:
        """Give several of a thing, or its own: "fish markets", "blocks of flats", "mosque's".

        The endings stand in order; the first that fits is changed, an empty one fits every word.
        One that is changed into itself is that of several.
        """
        head, of, rest = phrase.partition(" of ")
        for ending, several in self._several.items():
            if head.endswith(ending):
                if ending != several:
                    yield head[: len(head) - len(ending)] + several + of + rest
                break
        if " " not in phrase and "'" not in phrase:
            # "The hospital's roof".
            yield phrase + "'s"

    def _in_short(self, phrase: str) -> Iterator[str]:
        """Give a phrase with fewer letters: "מאפיה" for "מאפייה", an acronym without its mark."""
        for full, short in self._short.items():
            if full in phrase[1:]:
                yield phrase[0] + phrase[1:].replace(full, short)
        if self._short and len(phrase) >= _SHORTEST_ACRONYM and '"' in phrase:
            yield phrase.replace('"', "")

    def _with_endings(self, word: str, heading: str) -> Iterator[str]:
        if len(word) < _SHORTEST:
            return
        if heading in DEEDS:
            yield from (word + owner for owner in self._deed_owners if word.endswith("ת"))
            return
        is_feminine = word.endswith("ة")
        stem = word[:-1] + "ت" if is_feminine else word
        for ending in self._endings:
            if not (is_feminine and len(ending) == 1 and ending != "ه"):
                yield stem + ending
        for ending, bound in self._bound.items():
            if not ending and heading != "object":
                # "הטילו": they dropped it, and not his missile.
                return
            if word.endswith(ending):
                yield from (word[: len(word) - len(ending)] + one for one in bound)
                return
