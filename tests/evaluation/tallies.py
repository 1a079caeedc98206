"""Counting what was right: found, missed and made up, and shares of what was asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Tally:
    """Counts for precision, recall and F1. A figure of nothing at all is 1: nothing was wrong."""

    right: int = 0
    made_up: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Give the share of what was read that is right."""
        return _share(self.right, self.right + self.made_up)

    @property
    def recall(self) -> float:
        """Give the share of what there was that was read."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Give the harmonic mean of both."""
        return _share(2 * self.right, 2 * self.right + self.made_up + self.missed)

    def count_sets(self, stated: set[str], read: set[str]) -> None:
        """Count two sets against each other."""
        self.right += len(stated & read)
        self.made_up += len(read - stated)
        self.missed += len(stated - read)


@dataclass(slots=True)
class Share:
    """How many of those asked about fulfil something."""

    yes: int = 0
    asked: int = 0

    def ask(self, holds: bool) -> None:
        """Count one that was asked about."""
        self.yes += holds
        self.asked += 1

    @property
    def share(self) -> float:
        """Give the share; of nothing asked it is 1."""
        return _share(self.yes, self.asked)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
