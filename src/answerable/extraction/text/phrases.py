"""Find the phrases of a lexicon in the pieces of a text, the longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from answerable.extraction.text.folding import fold, folded
from answerable.extraction.text.perword import PerWord
from answerable.extraction.text.tokens import Token, Tokens, tokens_of

T = TypeVar("T")
STAR = "*"
# A phrase of words and nothing else, parted by one blank.
_PLAIN = re.compile(r"[^\W\d_]+\*?(?: [^\W\d_]+\*?)*")


class Forms:
    """Words as phrases have them, a star standing for whatever follows."""

    def __init__(self, forms: Iterable[str]) -> None:
        every = set(forms)
        self._stems = {form.rstrip(STAR) for form in every if form.endswith(STAR)}
        self._exact = {form for form in every if not form.endswith(STAR)}
        self._sizes = sorted(set(map(len, self._stems)))

    def __contains__(self, word: str) -> bool:
        if word in self._exact:
            return True
        # A loop, for this is asked of every new word: a generator takes longer than the asking.
        for size in self._sizes:  # noqa: SIM110
            if word[:size] in self._stems:
                return True
        return False


class Bits:
    """What words say, as bits, where a form may end with a star."""

    def __init__(self, forms: Iterable[tuple[str, int]]) -> None:
        self._exact: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        for form, bits in forms:
            into = self._stems if form.endswith(STAR) else self._exact
            word = form.rstrip(STAR)
            into[word] = into.get(word, 0) | bits
        self._sizes = sorted(set(map(len, self._stems)))

    def of(self, word: str) -> int:
        """Return the bits of all forms that a word may be."""
        found = self._exact.get(word, 0)
        for size in self._sizes:
            found |= self._stems.get(word[:size], 0)
        return found


def rarest(words: Sequence[str]) -> str:
    """Return the word of a phrase that says most of it: "was" begins many and says nothing."""
    return max(reversed(words), key=len)


class Phrases(Generic[T]):
    """Phrases of one or more words, each with what it stands for.

    A word that ends with `*` stands for every word that begins so.
    """

    def __init__(self, meanings: Mapping[str, T] | Iterable[tuple[str, T]] = ()) -> None:
        self._exact: dict[tuple[str, ...], T] = {}
        self._starred: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        pairs = meanings.items() if isinstance(meanings, Mapping) else meanings
        for phrase, meaning in pairs:
            words = cut(phrase)
            if not words:
                continue
            if any(word.endswith(STAR) for word in words):
                self._starred.setdefault(words[0].rstrip(STAR), []).append((words, meaning))
            else:
                self._exact.setdefault(words, meaning)
        self._longest = max(map(len, self._exact), default=0)
        self._lasts = frozenset(words[-1] for words in self._exact if words)
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for words, meaning in self._exact.items():
            self._by_first.setdefault(words[0], []).append((words, meaning))
        self._shortest_stem = min(map(len, self._starred), default=99)
        self._beginning = PerWord(self._begun_by)

    def at(self, words: list[str], first: int) -> tuple[int, T] | None:
        """Return how many words from `first` on are the longest phrase, and what it means."""
        if first >= len(words):
            return None
        for phrase, size, rest, meaning in self._beginning[words[first]]:
            found = words[first + 1 : first + size]
            if found == rest or (rest is None and _matches(phrase[1:], found)):
                return size, meaning
        return None

    def beginning(self, word: str) -> bool:
        """Tell whether a word may begin a phrase."""
        return bool(self._beginning[word])

    def every(self) -> Iterator[tuple[str, ...]]:
        """Yield the words of each phrase."""
        yield from self._exact
        yield from (words for some in self._starred.values() for words, _meaning in some)

    def _begun_by(self, word: str) -> list[tuple[tuple[str, ...], int, list[str] | None, T]]:
        """Return the phrases that a word may begin, the longest and most exact first.

        Each with how many words it has and those after the first, None where one has a star.
        """
        starred = [
            found
            for size in range(len(word), self._shortest_stem - 1, -1)
            for found in reversed(self._starred.get(word[:size], ()))
            if found[0][0].endswith(STAR) or found[0][0] == word
        ]
        candidates = [*self._by_first.get(word, ()), *starred]
        # The order is kept among equals: an exact phrase goes before one with a star.
        candidates.sort(key=lambda found: -len(found[0]))
        return [(words, len(words), _plain(words[1:]), meaning) for words, meaning in candidates]

    def before(self, words: Sequence[str], end: int) -> tuple[int, T] | None:
        """Return how many words before `end` are the longest phrase without `*`, and its sense."""
        if end <= 0 or words[end - 1] not in self._lasts:
            return None
        for length in range(min(self._longest, end), 0, -1):
            found = self._exact.get(tuple(words[end - length : end]))
            if found is not None:
                return length, found
        return None


def _plain(words: Sequence[str]) -> list[str] | None:
    """Return words to be compared as they are, or None where one has a star."""
    return None if any(word.endswith(STAR) for word in words) else list(words)


def words_of(tokens: Sequence[Token]) -> list[str]:
    """Return the words of pieces, as phrases are compared with them."""
    return tokens.words if isinstance(tokens, Tokens) else [token.text for token in tokens]


def _matches(phrase: Sequence[str], words: Sequence[str]) -> bool:
    if len(words) != len(phrase):
        return False
    for one, word in zip(phrase, words, strict=True):
        if one.endswith(STAR):
            if not word.startswith(one[:-1]):
                return False
        elif word != one:
            return False
    return True


def cut(phrase: str) -> tuple[str, ...]:
    """Cut a phrase as a text is cut, a star staying on its word."""
    return cut_folded(folded(phrase))


def folded_all(phrases: Sequence[str]) -> list[str]:
    """Fold phrases of one line each, as one text: it takes a fifth of the time."""
    return folded("\n".join(phrases)).split("\n") if phrases else []


def cut_folded(phrase: str) -> tuple[str, ...]:
    """Cut a phrase that was folded."""
    if _PLAIN.fullmatch(phrase):
        # Nearly all.
        return tuple(phrase.split(" "))
    words: list[str] = []
    for token in tokens_of(fold(phrase)):
        if token.text == STAR and token.glued and words:
            words[-1] += STAR
        else:
            words.append(token.text)
    return tuple(words)
