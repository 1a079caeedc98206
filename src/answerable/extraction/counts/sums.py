"""Add up the parts of a number that is written in words, as far as they fit together."""

from __future__ import annotations

from dataclasses import dataclass

# A number larger than this counts no people.
LARGEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a number."""

    value: int
    size: int
    """1 for units, 2 for teens and tens, 3 for hundreds, 4 for what multiplies, 5 for a whole."""
    round: bool = False


class Sum:
    """The parts of a number written in words, added up as far as they fit together."""

    def __init__(self, *, tens_first: bool = False) -> None:
        self._tens_first = tens_first
        self._whole = 0
        self._smallest_multiplier = LARGEST * 10
        self._group = 0
        # The least place that is taken in the group: 1000 while there is nothing in it.
        self._place = 1000
        self._unit_only = False
        self.is_empty = True

    @property
    def is_round(self) -> bool:
        """Whether it ends in hundreds or thousands, after which some languages say "and"."""
        return not self.is_empty and self._place >= 100

    def total(self) -> int:
        """Return what they come to."""
        return self._whole + self._group

    def add(self, part: Part, *, joined: bool) -> bool:
        """Add a part where it fits; say whether it did."""
        match part.size:
            case 1:
                fits = self._place >= 10
            case 2:
                fits = self._place >= 100 or (joined and self._unit_only and part.round)
            case 3:
                fits = self._place >= 1000
            case 6:
                return self._hundred()
            case 5:
                return self._doubled(part.value)
            case _:
                return self._multiply(part.value)
        if not fits:
            return False
        after_unit = joined and not (self._tens_first and not self._unit_only)
        self._unit_only = part.size == 1 and self._place >= 100
        self._group += part.value
        self._place = {1: 1, 2: 10 if part.round and not after_unit else 1, 3: 100}[part.size]
        self.is_empty = False
        return True

    def _hundred(self) -> bool:
        if self.is_empty or not 0 < self._group < 100:
            return False
        self._group, self._place, self._unit_only = self._group * 100, 100, False
        return True

    def _multiply(self, by: int) -> bool:
        if by >= self._smallest_multiplier:
            return False
        if self._group == 0 and not self.is_empty:
            return False
        self._whole += (self._group or 1) * by
        return self._begin_group(by)

    def _doubled(self, value: int) -> bool:
        if self._group or value >= self._smallest_multiplier:
            return False
        self._whole += value
        return self._begin_group(value // 2)

    def _begin_group(self, multiplier: int) -> bool:
        self._smallest_multiplier, self._group, self._place = multiplier, 0, 1000
        self._unit_only = self.is_empty = False
        return True


def value_of(figures: str) -> float | None:
    """Return what figures come to, whatever parts their thousands; None where they are none."""
    whole = figures.replace(" ", "")
    for mark in ",.":
        pieces = whole.split(mark)
        if len(pieces) > 1 and all(len(piece) == 3 for piece in pieces[1:]) and len(pieces[0]) <= 3:
            whole = "".join(pieces)
    whole = whole.replace(",", ".")
    if whole.count(".") > 1 or len(whole) > 15:
        return None
    return float(whole)
