"""A number as a text states it: from, to, and what the words beside it say of it."""

from __future__ import annotations

from enum import StrEnum

from answerable.extraction.values import frozen, replace


class Qualifier(StrEnum):
    """What the words beside a number say of it."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    ABOUT = "about"
    RANGE = "range"
    SPAN = "span"
    """A word such as "dozens"."""


@frozen
class Quantity:
    """A number as it was read. None means: open on this side."""

    low: int | None
    high: int | None
    qualifier: Qualifier
    first: int
    """The first piece of it, its qualifier included."""
    end: int
    """The piece after its last one."""
    number: int
    """The first piece of the number itself."""
    rule: str


def bound(quantity: Quantity, qualifier: Qualifier | None) -> Quantity:
    """Give a number what the words beside it say of it."""
    low, high = quantity.low, quantity.high
    match qualifier:
        case None if quantity.rule == "span":
            return quantity if low == high else replace(quantity, qualifier=Qualifier.SPAN)
        case None:
            return quantity
        case Qualifier.AT_LEAST:
            return replace(quantity, high=None, qualifier=qualifier)
        case Qualifier.MORE_THAN:
            # "More than dozens" is still dozens, and open above.
            low = (low or 0) + (quantity.rule != "span" or low == high)
            return replace(quantity, low=low, high=None, qualifier=qualifier)
        case Qualifier.AT_MOST:
            return replace(quantity, low=None, qualifier=qualifier)
        case Qualifier.LESS_THAN:
            return replace(quantity, low=None, high=max((high or 0) - 1, 0), qualifier=qualifier)
    return replace(quantity, qualifier=qualifier)
