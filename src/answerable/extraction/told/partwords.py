"""The words around a thing that say it plays another part than what was struck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields

from answerable.extraction.values import frozen


@frozen
class PartWords:
    """The words of one language (see `lexicon/otherparts`); where it needs none, all are empty."""

    joining: frozenset[str]
    elsewhere: frozenset[str]
    ends: frozenset[str]
    together: frozenset[str]
    damage: frozenset[str]
    waiting: frozenset[str]
    landmarks: frozenset[str]
    beside_it: frozenset[str]
    next_to_it: frozenset[str]
    whereto: frozenset[str]
    left: frozenset[str]
    fired: frozenset[str]
    bomb_in: frozenset[str]
    in_it: frozenset[str]
    under: frozenset[str]
    laden: frozenset[str]
    explosives: frozenset[str]
    own: frozenset[str]
    whole: frozenset[str]
    going: frozenset[str]
    animals: frozenset[str]
    came: frozenset[str]
    attackers: frozenset[str]
    men: frozenset[str]
    aboard: frozenset[str]
    came_in: frozenset[str]
    on_it: frozenset[str]


def part_words(lexicon: Mapping[str, Iterable[str]] | None) -> PartWords:
    """Return the words of a lexicon, which has to know all headings and no other."""
    given = lexicon or {field.name: () for field in fields(PartWords)}
    return PartWords(**{name: frozenset(forms) for name, forms in given.items()})
