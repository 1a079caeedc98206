"""Find all that the words of several lexicons stand for, in one passage over a text.

Most words of a text stand for nothing. What a word may begin is worked out once and remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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


class _Phrase(NamedTuple):
    heading: str
    words: tuple[str, ...]
    value: Any
    prefix: str = ""


Marks = dict[str, dict[int, Mark]]


class _Begun(NamedTuple):
    """The phrases that a word may begin: alone, by their second word, and with a star there."""

    alone: tuple[_Phrase, ...]
    """The first one given of each heading."""
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
            alone, by_second, starred = begun
            for heading, _words, value, prefix in alone:
                # Half of the time of `Mark(...)`; nothing stands here under this heading yet.
                mark = _new(Mark, (at, at + 1, value, prefix))
                if heading in found:
                    found[heading][at] = mark
                else:
                    found[heading] = {at: mark}
            if at == last:
                break
            second = words[at + 1]
            if second in by_second:
                for phrase in by_second[second]:
                    if len(phrase.words) == 2 or _fits(phrase.words, words, at):
                        _put(found, at, phrase)
            if starred and second[:1] in starred:
                for phrase in starred[second[:1]]:
                    if _fits(phrase.words, words, at):
                        _put(found, at, phrase)
        return found

    def may_have(self, words: Sequence[str], headings: frozenset[str]) -> bool:
        """Tell whether anything under some headings may be found: far cheaper than to look."""
        return any(map(self.telling(headings).__getitem__, words))

    def telling(self, headings: frozenset[str]) -> PerWord[bool]:
        """Return of each word whether it may be of a phrase under some headings, as `may_have`."""
        telling = self._telling.get(headings)
        if telling is None:
            telling = self._telling[headings] = PerWord(self._telling_of(headings))
        return telling

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
    alone: dict[str, _Phrase] = {}
    starred: dict[str, list[_Phrase]] = {}
    by_second: dict[str, list[_Phrase]] = {}
    for phrase in phrases:
        if len(phrase.words) == 1:
            alone.setdefault(phrase.heading, phrase)
        elif phrase.words[1].endswith(STAR):
            starred.setdefault(phrase.words[1][:1], []).append(phrase)
        else:
            by_second.setdefault(phrase.words[1], []).append(phrase)
    return _Begun(tuple(alone.values()), by_second, starred)


_new = tuple.__new__


def _put(found: Marks, at: int, phrase: _Phrase) -> None:
    heading, words, value, prefix = phrase
    under = found.setdefault(heading, {})
    before, end = under.get(at), at + len(words)
    if before is None or before.end < end:
        under[at] = _new(Mark, (at, end, value, prefix))


def _fits(phrase: Sequence[str], words: Sequence[str], at: int) -> bool:
    """Tell whether the words that follow a place are those after the first of a phrase."""
    if at + len(phrase) > len(words):
        return False
    for one, word in zip(phrase[1:], words[at + 1 : at + len(phrase)], strict=True):
        if one.endswith(STAR):
            if not word.startswith(one[:-1]):
                return False
        elif word != one:
            return False
    return True
