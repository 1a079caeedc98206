"""Find the phrases of a lexicon in the pieces of a text, the longest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from answerable.extraction.folding import fold
from answerable.extraction.tokens import Token, tokens_of

T = TypeVar("T")
STAR = "*"


class Phrases(Generic[T]):
    """Phrases of one or more words, each with what it stands for.

    A word that ends with `*` stands for every word that begins so.
    """

    def __init__(self, meanings: Mapping[str, T] | Iterable[tuple[str, T]] = ()) -> None:
        self._exact: dict[tuple[str, ...], T] = {}
        self._starred: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        pairs = meanings.items() if isinstance(meanings, Mapping) else meanings
        for phrase, meaning in pairs:
            words = _cut(phrase)
            if any(word.endswith(STAR) for word in words):
                self._starred.setdefault(words[0].rstrip(STAR), []).append((words, meaning))
            else:
                self._exact.setdefault(words, meaning)
        self._longest = max(map(len, self._exact), default=0)
        self._firsts = frozenset(words[0] for words in self._exact if words)
        self._lasts = frozenset(words[-1] for words in self._exact if words)
        self._shortest_stem = min(map(len, self._starred), default=99)

    def at(self, words: Sequence[str], first: int) -> tuple[int, T] | None:
        """Return how many words from `first` on are the longest phrase, and what it means."""
        if first >= len(words):
            return None
        found = None
        if words[first] in self._firsts:
            for length in range(min(self._longest, len(words) - first), 0, -1):
                meaning = self._exact.get(tuple(words[first : first + length]))
                if meaning is not None:
                    found = length, meaning
                    break
        starred = self._starred_at(words, first)
        return starred if starred and (found is None or starred[0] > found[0]) else found

    def _starred_at(self, words: Sequence[str], first: int) -> tuple[int, T] | None:
        word, found = words[first], None
        for size in range(self._shortest_stem, len(word) + 1):
            for phrase, meaning in self._starred.get(word[:size], ()):
                longer = found is None or len(phrase) >= found[0]
                if longer and _matches(phrase, words[first : first + len(phrase)]):
                    found = len(phrase), meaning
        return found

    def before(self, words: Sequence[str], end: int) -> tuple[int, T] | None:
        """Return how many words before `end` are the longest phrase without `*`, and its sense."""
        if end <= 0 or words[end - 1] not in self._lasts:
            return None
        for length in range(min(self._longest, end), 0, -1):
            found = self._exact.get(tuple(words[end - length : end]))
            if found is not None:
                return length, found
        return None


def words_of(tokens: Sequence[Token]) -> list[str]:
    """Return the words of pieces, as phrases are compared with them."""
    return [token.text for token in tokens]


def _matches(phrase: Sequence[str], words: Sequence[str]) -> bool:
    return len(words) == len(phrase) and all(
        word.startswith(one[:-1]) if one.endswith(STAR) else word == one
        for one, word in zip(phrase, words, strict=True)
    )


def _cut(phrase: str) -> tuple[str, ...]:
    """Cut a phrase as a text is cut, a star staying on its word."""
    words: list[str] = []
    for token in tokens_of(fold(phrase)):
        if token.text == STAR and token.glued and words:
            words[-1] += STAR
        else:
            words.append(token.text)
    return tuple(words)
