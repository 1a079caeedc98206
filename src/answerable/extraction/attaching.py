"""Decide what happened to which of the people counted, by how near they stand and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from answerable.extraction.deeds import Deed
from answerable.extraction.harmwords import Harm, Meaning, Role
from answerable.extraction.people import Counted, Line, Strength

# How far harm may stand, in pieces, with what counts for more.
FARTHEST = {
    Strength.TIGHT: 4,
    Strength.BARE: 5,
    Strength.INDEFINITE: 13,
    Strength.KNOWN: 17,
}
# A noun such as "deaths" governs no further than this.
NOUN_REACH = 9
SHARED_WITHIN = 4


@dataclass(frozen=True, slots=True)
class Attached:
    """These people suffered this."""

    harm: Harm
    people: Counted
    deed: Deed
    cost: int
    rule: str


def attached(line: Line, people: Sequence[Counted], deeds: Sequence[Deed]) -> list[Attached]:
    """Return who suffered what. Each word for harm takes the people nearest to it, once."""
    wholes = [one for one in people if not one.is_part]
    pairs = sorted(
        (cost, number, place, meaning)
        for number, one in enumerate(wholes)
        for place, deed in enumerate(deeds)
        for meaning in deed.meanings
        if (cost := _cost(line, one, deed, meaning, people, deeds)) is not None
    )
    found: dict[int, Attached] = {}
    used: dict[int, int] = {}
    for cost, number, place, meaning in pairs:
        if number in found or place in used:
            continue
        used[place] = number
        one = wholes[number]
        one = _with_noun(one, deeds[place], meaning.role)
        found[number] = Attached(meaning.harm, one, deeds[place], cost, _rule(one, meaning))
    found |= _also(line, wholes, found)
    shared = list(_shared(line, deeds, used, found))
    return sorted([*found.values(), *shared], key=lambda one: one.people.first)


def _rule(one: Counted, meaning: Meaning) -> str:
    return f"{meaning.role}, {one.rule}"


def _with_noun(one: Counted, deed: Deed, role: Role) -> Counted:
    """Take the noun that is counted into the quote: "five dead", "הרוג אחד"."""
    if role not in (Role.NOUNS, Role.STATUS):
        return one
    if deed.first == one.end:
        return replace(one, end=deed.end)
    if deed.end == one.first and one.strength is Strength.BARE and len(one.parts) == 0:
        return replace(one, first=deed.first)
    return one


def _cost(
    line: Line,
    one: Counted,
    deed: Deed,
    meaning: Meaning,
    people: Sequence[Counted],
    deeds: Sequence[Deed],
) -> int | None:
    if meaning.needs_people and one.strength is Strength.BARE:
        return None
    placed = _placed(line, one, deed, meaning.role)
    if placed is None:
        return None
    cost, between = placed
    cost += _way(line, between, one, people, deeds)
    farthest = FARTHEST[one.strength]
    if meaning.role is Role.NOUNS:
        farthest = min(farthest + 2, NOUN_REACH)
    return cost if cost <= farthest else None


def _placed(line: Line, one: Counted, deed: Deed, role: Role) -> tuple[int, range] | None:
    """Return what the order costs and what stands between, or None where it cannot be."""
    if deed.end <= one.first:
        between = range(deed.end, one.first)
        match role:
            case Role.ACTS:
                return 0, between
            case Role.NOUNS:
                return (2, between) if _may_govern(line, one, between) else None
            case Role.DONE if line.words.verb_may_come_first:
                return 1, between
        return None
    if deed.first >= one.end:
        between = range(one.end, deed.first)
        match role:
            case Role.DONE:
                return 1, between
            case Role.NOUNS | Role.STATUS:
                is_near = len(between) <= 1 and one.strength is not Strength.TIGHT
                return (4 * (role is Role.STATUS), between) if is_near else None
        return None
    if deed.first > one.number:
        # The word stands between the number and the people: "12 wounded civilians".
        return {Role.NOUNS: 0, Role.DONE: 2, Role.STATUS: 6}.get(role, 4), range(0)
    return None


def _may_govern(line: Line, one: Counted, between: range) -> bool:
    """Tell whether a noun leads to the number after it: "deaths: 5", "a toll of five"."""
    if one.strength in (Strength.TIGHT, Strength.INDEFINITE):
        return len(between) <= 1
    return not any(line.text[at] in ",;" for at in between)


def _way(
    line: Line, between: range, one: Counted, people: Sequence[Counted], deeds: Sequence[Deed]
) -> int:
    """Return how far it is from one to the other."""
    cost = 0
    aside = {
        at for other in people if other.is_part for at in range(other.first - 2, other.end + 1)
    }
    for at in between:
        if at in aside:
            continue
        if line.mark("skipped", at) or line.mark("be", at):
            continue
        cost += 3 if line.text[at] in ",:()-" else 7 if line.text[at] in ";." else 1
        if line.mark("breaks", at):
            cost += 5
    cost += 5 * sum(
        other is not one and not other.is_part and other.number in between for other in people
    )
    return cost + 3 * sum(deed.first in between for deed in deeds)


def _also(
    line: Line, wholes: Sequence[Counted], found: dict[int, Attached]
) -> dict[int, Attached]:
    """Attach people left over who follow others in the same breath: "three here and two there"."""
    more: dict[int, Attached] = {}
    for number, one in enumerate(wholes):
        before = found.get(number - 1) or more.get(number - 1)
        if number in found or before is None or one.strength < Strength.BARE:
            continue
        between = range(max(before.people.end, before.deed.end), one.first)
        follows = line.ends("links", one.first) or (between and line.text[between[-1]] == ",")
        if not follows or len(between) > 7 or before.deed.first > before.people.first:
            continue
        if line.any_of("trigger", between) or line.any_of("breaks", between):
            continue
        more[number] = Attached(before.harm, one, before.deed, before.cost + 6, f"also, {one.rule}")
    return more


def _shared(
    line: Line, deeds: Sequence[Deed], used: dict[int, int], found: dict[int, Attached]
) -> Iterator[Attached]:
    """Yield what else befell the same people: "was abducted and killed"."""
    for place, deed in enumerate(deeds):
        if place in used or not place or (place - 1) not in used or not deed.is_verb:
            continue
        before = found[used[place - 1]]
        between = range(max(before.deed.end, before.people.end), deed.first)
        if not 0 < len(between) <= SHARED_WITHIN or before.deed.end > deed.first:
            continue
        if any(line.text[at] in ";.:" for at in between) or deed.meanings[0].harm is before.harm:
            continue
        if any(line.mark("links", at) or line.mark("breaks", at) for at in between):
            harm = deed.meanings[0].harm
            yield Attached(harm, before.people, deed, before.cost + 4, f"shared, {before.rule}")
