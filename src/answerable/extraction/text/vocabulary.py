"""Find all that the words of several lexicons stand for, in one passage over a text.

Most words of a text stand for nothing. What a word may begin is worked out once and remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain
from typing import Any, NamedTuple

from answerable.extraction.text.perword import PerWord
from answerable.extraction.text.phrases import STAR, Forms, cut_folded, folded_all, rarest


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


_Given = tuple[str, str, Any]
"""A phrase as it is given, under its heading and with its value; folded, and not yet cut."""
_Several = dict[str, list[tuple[str, ...]]]
Marks = dict[str, dict[int, Mark]]
# What a word says of its sentence: it is a phrase by itself, or one of several words needs it.
TELLS, MAY_TELL, SIGNS = 2, 1, 3


class _GoneOn(NamedTuple):
    """The phrases that two words may begin."""

    pairs: list[_Phrase]
    """Those that end with the second."""
    by_third: dict[str, list[tuple[_Phrase, int, list[str]]]]
    """Each with how many words it has and those after the third."""
    starred: list[_Phrase]
    """Those of which a later word has a star."""

    def every(self) -> Iterator[_Phrase]:
        """Yield all of them."""
        yield from self.pairs
        for some in self.by_third.values():
            yield from (phrase for phrase, _size, _rest in some)
        yield from self.starred


class _Begun(NamedTuple):
    """The phrases that a word may begin: alone, by their second word, and with a star there."""

    alone: tuple[tuple[str, Any, str], ...]
    """Heading, value and prefix of the first one given of each heading."""
    by_second: dict[str, _GoneOn]
    starred: dict[str, list[_Phrase]]
    """Those whose second word has a star, by its first letter."""


class Vocabulary:
    """Phrases under headings; under one heading the longest phrase wins, then the first given.

    A word that ends with `*` stands for every word that begins so. `prefixes` may be written onto
    the first word of a phrase. A word of those that are `whole` is no other one with letters on it.
    """

    def __init__(
        self,
        phrases: Iterable[tuple[str, str, Any]],
        prefixes: Sequence[str] = (),
        whole: AbstractSet[str] = frozenset(),
    ) -> None:
        self._whole = whole
        self._exact: dict[str, list[_Given]] = {}
        self._starred: dict[str, list[_Given]] = {}
        given = list(phrases)
        # Of a hundred thousand only the first word is looked at: the rest of a phrase is cut when
        # a text has that word.
        texts = folded_all([phrase for _heading, phrase, _value in given])
        for (heading, _phrase, value), text in zip(given, texts, strict=True):
            first = text.partition(" ")[0]
            if not first.removesuffix(STAR).isalpha():
                # A mark may part it.
                first = next(iter(cut_folded(text)), "")
            if first:
                into = self._starred if first.endswith(STAR) else self._exact
                into.setdefault(first.rstrip(STAR), []).append((heading, text, value))
        # The longest first, so that "וכש" is not taken for "ו"; likewise the beginnings of words.
        self._prefixes = sorted(prefixes, key=len, reverse=True)
        self._sizes = sorted(set(map(len, self._starred)), reverse=True)
        self._begun = PerWord(self._begun_by)
        self._telling: dict[frozenset[str], Telling] = {}

    def marks(self, words: Sequence[str]) -> Marks:
        """Return what is found: for each heading, by the place of the first word."""
        found: Marks = {}
        # Behind the last word stands none.
        seconds, thirds = [*words[1:], ""], [*words[2:], "", ""]
        begun_by = map(self._begun.__getitem__, words)
        for at, (begun, second, third) in enumerate(zip(begun_by, seconds, thirds, strict=False)):
            if begun is None:
                continue
            alone, by_second, starred = begun
            for heading, value, prefix in alone:
                # Half of the time of `Mark(...)`; nothing stands here under this heading yet.
                mark = _new(Mark, (at, at + 1, value, prefix))
                if heading in found:
                    found[heading][at] = mark
                else:
                    found[heading] = {at: mark}
            if second in by_second:
                pairs, by_third, others = by_second[second]
                for phrase in pairs:
                    _put(found, at, phrase)
                if third in by_third:
                    for phrase, size, rest in by_third[third]:
                        if words[at + 3 : at + size] == rest:
                            _put(found, at, phrase)
                for phrase in others:
                    if _fits(phrase.words, words, at):
                        _put(found, at, phrase)
            if starred and second[:1] in starred:
                for phrase in starred[second[:1]]:
                    if _fits(phrase.words, words, at):
                        _put(found, at, phrase)
        return found

    def has(self, words: Sequence[str], headings: frozenset[str]) -> bool:
        """Tell whether anything under some headings is found: far cheaper than to find it all."""
        telling, said = self.telling(headings), 0
        for some in set(map(telling.signs.__getitem__, words)):
            said |= some
        return telling.is_in(words, said)

    def telling(self, headings: frozenset[str]) -> Telling:
        """Return what tells whether anything under some headings is found in a sentence."""
        telling = self._telling.get(headings)
        if telling is None:
            every = chain.from_iterable((*self._exact.values(), *self._starred.values()))
            some = [cut_folded(text) for heading, text, _value in every if heading in headings]
            telling = Telling(headings, some, self._prefixes, self._whole, self._begun)
            self._telling[headings] = telling
        return telling

    def _begun_by(self, word: str) -> _Begun | None:
        every = [*self._bare(word, "")]
        alone = set(_written_alone(word, self._prefixes, self._whole))
        for prefix in written_on(word, self._prefixes):
            some = self._bare(word[len(prefix) :], prefix)
            every += [one for one in some if len(one.words) > 1 or prefix in alone]
        return _sorted(every) if every else None

    def _bare(self, word: str, prefix: str) -> Iterable[_Phrase]:
        for heading, text, value in self._exact.get(word, ()):
            yield _Phrase(heading, cut_folded(text), value, prefix)
        for size in self._sizes:
            # A shorter word is no beginning of so many letters.
            starred = self._starred.get(word[:size], ()) if size <= len(word) else ()
            for heading, text, value in starred:
                yield _Phrase(heading, cut_folded(text), value, prefix)


def written_on(word: str, prefixes: Sequence[str]) -> list[str]:
    """Return which letters may be written onto a word, so that some word is left."""
    return [one for one in prefixes if word.startswith(one) and len(word) > len(one) + 1]


def _written_alone(word: str, prefixes: Sequence[str], whole: AbstractSet[str]) -> list[str]:
    """Return which of them leave a word that stands for something by itself.

    "שמסוק" is what a helicopter (מסוק) did, and not from a market (סוק).
    """
    some = written_on(word, prefixes)
    if not whole:
        return some
    are_whole = [one for one in some if word[len(one) :] in whole]
    return are_whole if are_whole or word in whole else some


def _sorted(phrases: Iterable[_Phrase]) -> _Begun:
    alone: dict[str, tuple[str, Any, str]] = {}
    starred: dict[str, list[_Phrase]] = {}
    by_second: dict[str, _GoneOn] = {}
    for phrase in phrases:
        words = phrase.words
        if len(words) == 1:
            alone.setdefault(phrase.heading, (phrase.heading, phrase.value, phrase.prefix))
        elif words[1].endswith(STAR):
            starred.setdefault(words[1][:1], []).append(phrase)
        else:
            gone_on = by_second.setdefault(words[1], _GoneOn([], {}, []))
            if len(words) == 2:
                gone_on.pairs.append(phrase)
            elif any(word.endswith(STAR) for word in words[2:]):
                gone_on.starred.append(phrase)
            else:
                third = gone_on.by_third.setdefault(words[2], [])
                third.append((phrase, len(words), list(words[3:])))
    return _Begun(tuple(alone.values()), by_second, starred)


class Telling:
    """Tells whether anything under some headings of a vocabulary is found in a sentence.

    Most sentences are passed over after a look at what each word says by itself.
    """

    def __init__(
        self,
        headings: frozenset[str],
        phrases: Sequence[tuple[str, ...]],
        prefixes: Sequence[str],
        whole: AbstractSet[str],
        begun: PerWord[_Begun | None],
    ) -> None:
        self._headings, self._prefixes, self._begun = headings, prefixes, begun
        self._whole = whole
        # Of a phrase of several words, the one that says most of it.
        rare = [(words[0], rarest(words)) for words in phrases if len(words) > 1]
        self._alone = Forms(words[0] for words in phrases if len(words) == 1)
        self._first = Forms(word for opening, word in rare if word == opening)
        self._later = Forms(word for opening, word in rare if word != opening)
        self._opened = PerWord(self._opened_by)
        self.signs = PerWord(self._sign)
        """What a word says of its sentence: `TELLS`, `MAY_TELL` or nothing."""

    def is_in(self, words: Sequence[str], said: int) -> bool:
        """Tell whether anything is found, by what all words of a sentence say together."""
        return said >= TELLS or (said == MAY_TELL and self._stands_in(words))

    def _stands_in(self, words: Sequence[str]) -> bool:
        """Tell whether a phrase of several words stands in a sentence."""
        opened_by = map(self._opened.__getitem__, words)
        # A loop, for this is asked of most sentences: a generator takes longer than the asking.
        for at, (opened, second) in enumerate(zip(opened_by, words[1:], strict=False)):
            if opened is None:
                continue
            by_second, starred = opened
            if second in by_second and any(_fits(one, words, at) for one in by_second[second]):
                return True
            if second[:1] in starred and any(_fits(one, words, at) for one in starred[second[:1]]):
                return True
        return False

    def _opened_by(self, word: str) -> tuple[_Several, _Several] | None:
        """Return the phrases of several words that a word may begin.

        By their second word, and by its first letter where it has a star.
        """
        begun = self._begun[word]
        if begun is None:
            return None
        by_second, starred = (
            {key: words for key, some in under.items() if (words := self._under(some))}
            for under in (
                {key: list(some.every()) for key, some in begun.by_second.items()},
                begun.starred,
            )
        )
        return (by_second, starred) if by_second or starred else None

    def _under(self, phrases: Iterable[_Phrase]) -> list[tuple[str, ...]]:
        return [one.words for one in phrases if one.heading in self._headings]

    def _sign(self, word: str) -> int:
        alone = _written_alone(word, self._prefixes, self._whole)
        if any(word[len(one) :] in self._alone for one in ("", *alone)):
            return TELLS
        bare = [word, *(word[len(one) :] for one in written_on(word, self._prefixes))]
        return MAY_TELL if word in self._later or any(one in self._first for one in bare) else 0


_new = tuple.__new__


def _put(found: Marks, at: int, phrase: _Phrase) -> None:
    heading, words, value, prefix = phrase
    end = at + len(words)
    mark = _new(Mark, (at, end, value, prefix))
    under = found.get(heading)
    if under is None:
        found[heading] = {at: mark}
    elif (before := under.get(at)) is None or before.end < end:
        under[at] = mark


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
