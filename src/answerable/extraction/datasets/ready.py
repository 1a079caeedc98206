"""The mappings that come with the package, and which of them a table looks made for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from answerable.extraction.datasets.mapping import Mapping, columns_of, read_mapping
from answerable.extraction.datasets.sheet import Sheet


def names() -> list[str]:
    """Return the names of the ready-made mappings, which their files bear, without reading any."""
    folder = files("answerable.extraction.datasets") / "ready"
    found = [one.name for one in folder.iterdir()]
    return sorted(one.removesuffix(".yaml") for one in found if one.endswith(".yaml"))


@cache
def mappings() -> dict[str, Mapping]:
    """Return the ready-made mappings by name."""
    folder = files("answerable.extraction.datasets") / "ready"
    found = [
        read_mapping(one.read_bytes()) for one in folder.iterdir() if one.name.endswith(".yaml")
    ]
    return {one.name: one for one in sorted(found, key=lambda one: one.name)}


def fitting(sheet: Sheet, given: Iterable[Mapping] | None = None) -> list[Mapping]:
    """Return the mappings all of whose `match` columns the table has, the closest fit first.

    Closest is the one whose own columns are there in full, and then the one that names more.
    """
    there = set(sheet.columns)
    wanted = mappings().values() if given is None else given
    found = [one for one in wanted if one.match and there.issuperset(one.match)]
    return sorted(
        found,
        key=lambda one: (
            len(columns_of(one) - there), -len(columns_of(one) & there), -len(one.match), one.name,
        ),
    )  # fmt: skip
