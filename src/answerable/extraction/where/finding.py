"""Find places of the gazetteer by a name that a person writes, or by how it begins."""

from __future__ import annotations

from dataclasses import dataclass

from answerable.extraction.where.gazetteer import Entry, Gazetteer, PlaceKind, key_of, loose_key

MOST_FOUND = 20
LONGEST_NAME = 100
# One letter begins thousands of names.
_SHORTEST_BEGINNING = 3


@dataclass(frozen=True)
class Found:
    """A place with the name of the region that it lies in, so that namesakes are told apart."""

    entry: Entry
    region: str = ""


def find(gazetteer: Gazetteer, name: str, *, most: int = MOST_FOUND) -> list[Found]:
    """Return the places that a name may mean: those that bear it, then those it is a beginning of.

    Of either the larger come first, and a town before the unit that is called after it.
    """
    key = key_of(name[:LONGEST_NAME])
    if not key:
        return []
    bearing = {*gazetteer.bearing(key), *gazetteer.bearing(loose_key(key))}
    numbers = _ranked(gazetteer, bearing)
    if len(numbers) < most and len(key) >= _SHORTEST_BEGINNING:
        numbers += _ranked(gazetteer, set(gazetteer.beginning(key)) - bearing)
    return _with_regions(gazetteer, [gazetteer.entry(number) for number in numbers[:most]])


def of_id(gazetteer: Gazetteer, identifier: str) -> Found | None:
    """Return the place of an id, as `find` gives it, or None where there is none."""
    numbers = gazetteer.numbers_of({identifier}) if identifier else {}
    entries = [gazetteer.entry(number) for number in numbers.values()]
    return next(iter(_with_regions(gazetteer, entries)), None)


def _ranked(gazetteer: Gazetteer, numbers: set[int]) -> list[int]:
    units = (PlaceKind.COUNTRY, PlaceKind.REGION, PlaceKind.DISTRICT)

    def rank(number: int) -> tuple[bool, int, int]:
        entry = gazetteer.entry(number)
        return entry.kind in units, -entry.population, number

    return sorted(numbers, key=rank)


def _with_regions(gazetteer: Gazetteer, entries: list[Entry]) -> list[Found]:
    units = gazetteer.numbers_of({entry.region for entry in entries if entry.region})
    names = {identifier: gazetteer.entry(number).name for identifier, number in units.items()}
    return [Found(entry, names.get(entry.region, "")) for entry in entries]
