"""Find the phrases of a lexicon in the pieces of a text, the longest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from answerable.extraction.folding import fold
from answerable.extraction.tokens import Token, tokens_of

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases of one or more words, each with what it stands for."""

    def __init__(self, meanings: Mapping[str, T] | Iterable[tuple[str, T]] = ()) -> None:
        self._found: dict[tuple[str, ...], T] = {}
        pairs = meanings.items() if isinstance(meanings, Mapping) else meanings
        for phrase, meaning in pairs:
            self._found.setdefault(_cut(phrase), meaning)
        self._longest = max(map(len, self._found), default=0)
        self._firsts = frozenset(words[0] for words in self._found if words)
        self._lasts = frozenset(words[-1] for words in self._found if words)

    def at(self, words: Sequence[str], first: int) -> tuple[int, T] | None:
        """Return how many words from `first` on are the longest phrase, and what it means."""
        if first >= len(words) or words[first] not in self._firsts:
            return None
        for length in range(min(self._longest, len(words) - first), 0, -1):
            found = self._found.get(tuple(words[first : first + length]))
            if found is not None:
                return length, found
        return None

    def before(self, words: Sequence[str], end: int) -> tuple[int, T] | None:
        """Return how many words before `end` are the longest phrase, and what it means."""
        if end <= 0 or words[end - 1] not in self._lasts:
            return None
        for length in range(min(self._longest, end), 0, -1):
            found = self._found.get(tuple(words[end - length : end]))
            if found is not None:
                return length, found
        return None


def words_of(tokens: Sequence[Token]) -> list[str]:
    """Return the words of pieces, as phrases are compared with them."""
    return [token.text for token in tokens]


def _cut(phrase: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens_of(fold(phrase)))
