"""How many requests of partners are under way at a time: of one, and of all in this process."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Final

# The channel listener has four threads: one is left for the other party, whatever partners send.
OF_ONE: Final = 2
OF_ALL: Final = 3


class TooManyOfOne(Exception):
    """So many requests of this partner are under way already."""


class TooManyOfAll(Exception):
    """So many requests of all partners are under way already."""


class Turns:
    """Counts who is under way; nobody waits here, since waiting would hold a thread too."""

    def __init__(self, of_one: int = OF_ONE, of_all: int = OF_ALL) -> None:
        self._of_one, self._of_all = of_one, of_all
        self._under_way: Counter[int] = Counter()
        self._lock = threading.Lock()

    def take(self, feed: int) -> None:
        """Begin with a request of a partner, or raise why not; `give_back` when it is done."""
        with self._lock:
            if self._under_way[feed] >= self._of_one:
                raise TooManyOfOne
            if self._under_way.total() >= self._of_all:
                raise TooManyOfAll
            self._under_way[feed] += 1

    def give_back(self, feed: int) -> None:
        """End a request of a partner."""
        with self._lock:
            self._under_way[feed] -= 1
            self._under_way += Counter()
