"""How many requests are under way at a time, of one sender and of all, in this process."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Hashable


class TooManyOfOne(Exception):
    """So many requests of this sender are under way already."""


class TooManyOfAll(Exception):
    """So many requests of all senders are under way already."""


class Turns:
    """Counts who is under way; nobody waits here, since waiting would hold a thread too."""

    def __init__(self, of_one: int, of_all: int) -> None:
        self._of_one, self._of_all = of_one, of_all
        self._under_way: Counter[Hashable] = Counter()
        self._lock = threading.Lock()

    def take(self, sender: Hashable) -> None:
        """Begin with a request of a sender, or raise why not; `give_back` when it is done."""
        with self._lock:
            if self._under_way[sender] >= self._of_one:
                raise TooManyOfOne
            if self._under_way.total() >= self._of_all:
                raise TooManyOfAll
            self._under_way[sender] += 1

    def give_back(self, sender: Hashable) -> None:
        """End a request of a sender."""
        with self._lock:
            self._under_way[sender] -= 1
            self._under_way += Counter()
