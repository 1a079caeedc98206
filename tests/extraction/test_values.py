"""Values of reading: changed, they are new ones."""

import dataclasses

import pytest

from answerable.extraction.counts.quantities import Qualifier, Quantity
from answerable.extraction.values import replace

FIVE = Quantity(5, 5, Qualifier.EXACT, 0, 1, 0, "figures")


def test_a_value_changed_is_what_a_dataclass_would_make() -> None:
    changed = replace(FIVE, high=None, qualifier=Qualifier.AT_LEAST)

    assert changed == dataclasses.replace(FIVE, high=None, qualifier=Qualifier.AT_LEAST)
    assert FIVE.high == 5


def test_no_value_has_a_field_that_its_kind_has_not() -> None:
    with pytest.raises(AttributeError):
        replace(FIVE, hihg=None)  # type: ignore[call-arg]
