"""One count as it was stated: a range with how it was put, where unknown is not zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from answerable.casework.codes import FigureCategory
from answerable.node.desk.codes import Group, Qualifier

LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Count:
    """What somebody counted. Without a qualifier it is read from the bounds; none means unknown."""

    category: str
    low: int | None = None
    high: int | None = None
    group: str = Group.TOTAL
    qualifier: str | None = None
    mixed: bool = False

    @property
    def put_as(self) -> Qualifier:
        """Return how the figure was put."""
        if self.qualifier:
            return Qualifier(self.qualifier)
        if self.low is None:
            return Qualifier.NOT_STATED if self.high is None else Qualifier.UP_TO
        if self.high is None:
            return Qualifier.AT_LEAST
        return Qualifier.EXACT if self.low == self.high else Qualifier.RANGE

    def problems(self, where: str) -> dict[str, str]:
        """Say what is wrong with the count, by field; nothing when it can be stored."""
        found: dict[str, str] = {}
        for name, value, codes in (
            ("category", self.category, FigureCategory),
            ("group", self.group, Group),
        ):
            if value not in list(codes):
                found[f"{where}.{name}"] = "unknown_code"
        if self.qualifier and self.qualifier not in list(Qualifier):
            found[f"{where}.qualifier"] = "unknown_code"
        elif not self._fits():
            found[f"{where}.low"] = "range_does_not_fit"
        return found

    def holds(self, number: int) -> bool:
        """Tell whether a number lies in the range; in an unknown one none does."""
        if self.low is None and self.high is None:
            return False
        return (self.low is None or self.low <= number) and (
            self.high is None or number <= self.high
        )

    def fields(self) -> dict[str, Any]:
        """Return the columns of a row that holds the count."""
        return {
            "category": FigureCategory(self.category),
            "group": Group(self.group),
            "low": self.low,
            "high": self.high,
            "qualifier": self.put_as,
            "mixed": self.mixed or self.group == Group.MIXED,
        }

    def _fits(self) -> bool:
        low, high = self.low, self.high
        if any(bound is not None and not 0 <= bound <= LARGEST for bound in (low, high)):
            return False
        match self.put_as:
            case Qualifier.NOT_STATED:
                return low is None and high is None
            case Qualifier.AT_LEAST:
                return low is not None and high is None
            case Qualifier.UP_TO:
                return low is None and high is not None
            case Qualifier.EXACT:
                return low is not None and low == high
            case Qualifier.RANGE:
                return low is not None and high is not None and low < high
            case Qualifier.ABOUT:
                return low is not None and (high is None or low <= high)
