"""Values that are made by the hundred for every text, and never changed once they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(made: type[T]) -> type[T]:
    """Make a dataclass that is frozen to whoever checks types, and compared by what it holds.

    Not frozen when it runs: a frozen one sets each field through a call, and a claim of twenty
    fields takes twelve times as long. It was a tenth of the time of reading.
    """
    return dataclass(slots=True, unsafe_hash=True)(made)


if TYPE_CHECKING:
    # Whoever checks types knows this one, and which fields a value has.
    from dataclasses import replace as replace
else:

    def replace(one: T, **changes: object) -> T:
        """Return a value made by `frozen` with some fields changed, the one given left as it is.

        As `dataclasses.replace`, which takes three times as long: it asks each field what it is.
        """
        kind = type(one)
        made = kind(*_fields_of(kind)(one))
        for name, value in changes.items():
            setattr(made, name, value)
        return made


def completed(one: T, **changes: object) -> T:
    """Change some fields of a value that nobody else holds yet, and return it.

    A fifth of the time of making another one.
    """
    for name, value in changes.items():
        setattr(one, name, value)
    return one


@cache
def _fields_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(one.name for one in fields(kind)))
