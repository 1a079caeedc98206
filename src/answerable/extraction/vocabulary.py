"""Find all that the words of several lexicons stand for, in one passage over a text.

Most words of a text stand for nothing. What a word may begin is worked out once and remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from answerable.extraction.phrases import STAR, cut

# So many words are remembered before all are forgotten: a text of noise must not fill the memory.
REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase found in a text, under one heading of the lexicons."""

    first: int
    end: int
    value: Any
    prefix: str = ""
    """Letters written onto the first word that are no part of it (Arabic, Hebrew)."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    heading: str
    words: tuple[str, ...]
    value: Any
    prefix: str = ""


Marks = dict[str, dict[int, Mark]]


class Vocabulary:
    """Phrases under headings; under one heading the longest phrase wins, then the first given.

    A word that ends with `*` stands for every word that begins so. `prefixes` may be written onto
    the first word of a phrase.
    """

    def __init__(
        self, phrases: Iterable[tuple[str, str, Any]], prefixes: Sequence[str] = ()
    ) -> None:
        self._exact: dict[str, list[_Phrase]] = {}
        self._starred: dict[str, list[_Phrase]] = {}
        for heading, phrase, value in phrases:
            words = cut(phrase)
            if not words:
                continue
            into = self._starred if words[0].endswith(STAR) else self._exact
            into.setdefault(words[0].rstrip(STAR), []).append(_Phrase(heading, words, value))
        # The longest first, so that "וכש" is not taken for "ו".
        self._prefixes = sorted(prefixes, key=len, reverse=True)
        self._known: dict[str, tuple[_Phrase, ...]] = {}

    def marks(self, words: Sequence[str]) -> Marks:
        """Return what is found: for each heading, by the place of the first word."""
        found: Marks = {}
        known = self._known
        for at, word in enumerate(words):
            phrases = known.get(word)
            if phrases is None:
                phrases = self._begun_by(word)
            for phrase in phrases:
                end = at + len(phrase.words)
                if len(phrase.words) > 1 and not _fits(phrase.words, words[at + 1 : end]):
                    continue
                under = found.setdefault(phrase.heading, {})
                if at not in under or under[at].end < end:
                    under[at] = Mark(at, end, phrase.value, phrase.prefix)
        return found

    def _begun_by(self, word: str) -> tuple[_Phrase, ...]:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        found = [*self._bare(word, "")]
        for prefix in self._prefixes:
            if word.startswith(prefix) and len(word) > len(prefix) + 1:
                found += self._bare(word[len(prefix) :], prefix)
        self._known[word] = tuple(found)
        return self._known[word]

    def _bare(self, word: str, prefix: str) -> Iterable[_Phrase]:
        for phrase in self._exact.get(word, ()):
            yield _Phrase(phrase.heading, phrase.words, phrase.value, prefix)
        for size in range(len(word), 0, -1):
            for phrase in self._starred.get(word[:size], ()):
                yield _Phrase(phrase.heading, phrase.words, phrase.value, prefix)


def _fits(phrase: Sequence[str], following: Sequence[str]) -> bool:
    return len(following) == len(phrase) - 1 and all(
        word.startswith(one[:-1]) if one.endswith(STAR) else word == one
        for one, word in zip(phrase[1:], following, strict=True)
    )
