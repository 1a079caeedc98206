"""Find all that the words of several lexicons stand for, in one passage over a text.

Most words of a text stand for nothing. What a word may begin is worked out once and remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from answerable.extraction.text.perword import PerWord
from answerable.extraction.text.phrases import STAR, Forms, cut, rarest


class Mark(NamedTuple):
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


@dataclass(frozen=True, slots=True)
class _Begun:
    """The phrases that a word may begin: alone, by their second word, and with a star there."""

    alone: tuple[_Phrase, ...]
    by_second: dict[str, list[_Phrase]]
    starred: dict[str, list[_Phrase]]
    """Those whose second word has a star, by its first letter."""


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
        self._begun = PerWord(self._begun_by)
        self._telling: dict[frozenset[str], PerWord[bool]] = {}

    def marks(self, words: Sequence[str]) -> Marks:
        """Return what is found: for each heading, by the place of the first word."""
        found: Marks = {}
        last = len(words) - 1
        for at, begun in enumerate(map(self._begun.__getitem__, words)):
            if begun is None:
                continue
            for phrase in begun.alone:
                _put(found, at, at + 1, phrase)
            if at < last:
                second = words[at + 1]
                for phrase in begun.by_second.get(second, ()):
                    self._put_if_fits(found, words, at, phrase)
                for phrase in begun.starred.get(second[:1], ()):
                    self._put_if_fits(found, words, at, phrase)
        return found

    def may_have(self, words: Sequence[str], headings: frozenset[str]) -> bool:
        """Tell whether anything under some headings may be found: far cheaper than to look."""
        telling = self._telling.get(headings)
        if telling is None:
            telling = self._telling[headings] = PerWord(self._telling_of(headings))
        return any(map(telling.__getitem__, words))

    def _telling_of(self, headings: frozenset[str]) -> Callable[[str], bool]:
        """Return what tells whether a word is the rarest of a phrase under some headings."""
        every = chain.from_iterable((*self._exact.values(), *self._starred.values()))
        some = [phrase.words for phrase in every if phrase.heading in headings]
        first = Forms(rarest(words) for words in some if rarest(words) == words[0])
        later = Forms(rarest(words) for words in some if rarest(words) != words[0])

        def is_telling(word: str) -> bool:
            bare = (word[len(one) :] for one in self._prefixes if word.startswith(one))
            return word in first or word in later or any(one in first for one in bare)

        return is_telling

    def _put_if_fits(self, found: Marks, words: Sequence[str], at: int, phrase: _Phrase) -> None:
        end = at + len(phrase.words)
        if _fits(phrase.words, words[at + 1 : end]):
            _put(found, at, end, phrase)

    def _begun_by(self, word: str) -> _Begun | None:
        every = [*self._bare(word, "")]
        for prefix in self._prefixes:
            if word.startswith(prefix) and len(word) > len(prefix) + 1:
                every += self._bare(word[len(prefix) :], prefix)
        return _sorted(every) if every else None

    def _bare(self, word: str, prefix: str) -> Iterable[_Phrase]:
        for phrase in self._exact.get(word, ()):
            yield _Phrase(phrase.heading, phrase.words, phrase.value, prefix)
        for size in range(len(word), 0, -1):
            for phrase in self._starred.get(word[:size], ()):
                yield _Phrase(phrase.heading, phrase.words, phrase.value, prefix)


def _sorted(phrases: Iterable[_Phrase]) -> _Begun:
    alone: list[_Phrase] = []
    starred: dict[str, list[_Phrase]] = {}
    by_second: dict[str, list[_Phrase]] = {}
    for phrase in phrases:
        if len(phrase.words) == 1:
            alone.append(phrase)
        elif phrase.words[1].endswith(STAR):
            starred.setdefault(phrase.words[1][:1], []).append(phrase)
        else:
            by_second.setdefault(phrase.words[1], []).append(phrase)
    return _Begun(tuple(alone), by_second, starred)


# Half of the time of `Mark(...)`.
_MARK = tuple.__new__


def _put(found: Marks, at: int, end: int, phrase: _Phrase) -> None:
    under = found.get(phrase.heading)
    if under is None:
        under = found[phrase.heading] = {}
    before = under.get(at)
    if before is None or before.end < end:
        under[at] = _MARK(Mark, (at, end, phrase.value, phrase.prefix))


def _fits(phrase: Sequence[str], following: Sequence[str]) -> bool:
    if len(phrase) == 2 and following:
        one = phrase[1]
        return following[0].startswith(one[:-1]) if one.endswith(STAR) else following[0] == one
    return len(following) == len(phrase) - 1 and all(
        word.startswith(one[:-1]) if one.endswith(STAR) else word == one
        for one, word in zip(phrase[1:], following, strict=True)
    )
