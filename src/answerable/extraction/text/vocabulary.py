"""Find all that the words of several lexicons stand for, in one passage over a text.

Most words of a text stand for nothing. What a word may begin is worked out once and remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from answerable.extraction.text.phrases import STAR, cut

# So many words are remembered before all are forgotten: a text of noise must not fill the memory.
REMEMBERED = 50_000


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
    headings: frozenset[str]


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
        self._known: dict[str, _Begun | None] = {}

    def marks(self, words: Sequence[str]) -> Marks:
        """Return what is found: for each heading, by the place of the first word."""
        found: Marks = {}
        known = self._known
        last = len(words) - 1
        for at, word in enumerate(words):
            try:
                begun = known[word]
            except KeyError:
                begun = self._begun_by(word)
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
        known = self._known
        for word in words:
            begun = known[word] if word in known else self._begun_by(word)
            if begun is not None and not headings.isdisjoint(begun.headings):
                return True
        return False

    def _put_if_fits(self, found: Marks, words: Sequence[str], at: int, phrase: _Phrase) -> None:
        end = at + len(phrase.words)
        if _fits(phrase.words, words[at + 1 : end]):
            _put(found, at, end, phrase)

    def _begun_by(self, word: str) -> _Begun | None:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        every = [*self._bare(word, "")]
        for prefix in self._prefixes:
            if word.startswith(prefix) and len(word) > len(prefix) + 1:
                every += self._bare(word[len(prefix) :], prefix)
        self._known[word] = _sorted(every) if every else None
        return self._known[word]

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
    every = list(phrases)
    for phrase in every:
        if len(phrase.words) == 1:
            alone.append(phrase)
        elif phrase.words[1].endswith(STAR):
            starred.setdefault(phrase.words[1][:1], []).append(phrase)
        else:
            by_second.setdefault(phrase.words[1], []).append(phrase)
    headings = frozenset(phrase.heading for phrase in every)
    return _Begun(tuple(alone), by_second, starred, headings)


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
