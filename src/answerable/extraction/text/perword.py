"""Keep what was worked out of a word: texts repeat their words, and most of reading is asking."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
MOST_REMEMBERED = 50_000
"""So many words are kept before all are forgotten: a text of noise must not fill the memory."""


class PerWord(dict[str, T]):
    """What is worked out of a word once and kept; ask by `[word]`.

    A dict, so that `map(known.__getitem__, words)` asks for a whole sentence without a call of
    Python for each word. Never ask it by `get` or `in`: they do not work anything out.
    """

    def __init__(self, work_out: Callable[[str], T]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> T:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        self[word] = found = self._work_out(word)
        return found
