"""Decide what happened to which of the people counted, by order and by how near they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from answerable.extraction.deeds import Deed
from answerable.extraction.harmwords import Harm, Meaning, Role
from answerable.extraction.implied import implied
from answerable.extraction.marked import Line
from answerable.extraction.people import Counted, Strength

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
REACHED_OVER = 3
# What it costs to leave people without harm; and how many are weighed against each other.
UNATTACHED = 14
MOST_WEIGHED = 7
MOST_CHOICES = 5
# The cost, the place of the deed, and the sense in which it is taken.
_Choice = tuple[int, int, Meaning]


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
    choices: list[list[_Choice]] = [
        sorted(
            (cost, place, meaning)
            for place, deed in enumerate(deeds)
            for meaning in deed.meanings
            if (cost := _cost(line, one, deed, meaning, people, deeds)) is not None
        )
        for one in wholes
    ]
    found: dict[int, Attached] = {}
    used: dict[int, int] = {}
    for number, (cost, place, meaning) in _best(choices).items():
        used[place] = number
        one = _with_noun(wholes[number], deeds[place], meaning.role)
        found[number] = Attached(meaning.harm, one, deeds[place], cost, _rule(one, meaning))
    found |= _also(line, wholes, found)
    found |= _and_before(line, wholes, found)
    shared = list(_shared(line, deeds, used, found))
    found = {
        number: told
        for number, told in found.items()
        if not any(_died_of(told, other) for other in shared)
    }
    taken = {*used, *(deeds.index(one.deed) for one in shared)}
    alone = [
        Attached(meaning.harm, one, deed, 0, f"{meaning.role}, {one.rule}")
        for meaning, one, deed in implied(line, deeds, taken)
        if not any(_overlaps(one, other) for other in people)
    ]
    return sorted([*found.values(), *shared, *alone], key=lambda one: one.people.first)


def _died_of(one: Attached, other: Attached) -> bool:
    """Tell whether a word that says little is outdone: "was shot in the head and killed"."""
    says_little = all(sense.needs_people for sense in one.deed.meanings)
    return says_little and other.people is one.people and other.harm is Harm.KILLED


def _overlaps(one: Counted, other: Counted) -> bool:
    return one.first < other.end and other.first < one.end


def _best(choices: Sequence[Sequence[_Choice]]) -> dict[int, _Choice]:
    """Choose a deed for each, none twice, so that all together stand nearest to theirs.

    Where there are too many, the nearest of all is taken first.
    """
    if sum(map(bool, choices)) > MOST_WEIGHED:
        return _nearest_first(choices)
    best: tuple[int, dict[int, _Choice]] = (UNATTACHED * (len(choices) + 1), {})

    def choose(number: int, cost: int, chosen: dict[int, _Choice]) -> None:
        nonlocal best
        if cost >= best[0]:
            return
        if number == len(choices):
            best = cost, dict(chosen)
            return
        taken = {one[1] for one in chosen.values()}
        for choice in choices[number][:MOST_CHOICES]:
            if choice[1] not in taken:
                choose(number + 1, cost + choice[0], {**chosen, number: choice})
        choose(number + 1, cost + UNATTACHED, chosen)

    choose(0, 0, {})
    return best[1]


def _nearest_first(choices: Sequence[Sequence[_Choice]]) -> dict[int, _Choice]:
    found: dict[int, _Choice] = {}
    taken: set[int] = set()
    every = [(choice, number) for number, some in enumerate(choices) for choice in some]
    for choice, number in sorted(every):
        if number not in found and choice[1] not in taken:
            found[number] = choice
            taken.add(choice[1])
    return found


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
                return None if line.any_of("breaks", between) else (0, between)
            case Role.NOUNS:
                if line.ends("reached", one.first):
                    # "The number of those killed in the strike rose to five."
                    between = between[:REACHED_OVER]
                return (2, between) if _may_govern(line, one, between) else None
            case Role.DONE if line.words.verb_may_come_first:
                return 1, between
        return None
    if deed.first >= one.end:
        between = range(one.end, deed.first)
        match role:
            case Role.ACTS if line.mark("accusatives", one.number):
                # "Трьох співробітників затримали": the form says that it was done to them.
                return 2, between
            case Role.DONE | Role.STATE:
                return 1 + 2 * (role is Role.STATE), between
            case Role.NOUNS | Role.STATUS:
                is_near = len(between) <= 1 and one.strength is not Strength.TIGHT
                return (_yields(line, one, deed, role), between) if is_near else None
        return None
    if deed.first > one.number or (deed.first == one.number and _is_both(one)):
        # The word stands between the number and the people: "12 wounded civilians".
        return {Role.NOUNS: 0, Role.DONE: 2, Role.STATUS: 6}.get(role, 4), range(0)
    return None


def _is_both(one: Counted) -> bool:
    """Tell whether one word can say who it was and what befell them: "شهيدان", "הרוג"."""
    return one.rule in ("one", "two") and one.strength is Strength.INDEFINITE


def _yields(line: Line, one: Counted, deed: Deed, role: Role) -> int:
    """Return what it costs that they died: "two of the wounded died", "скончались двое раненых"."""
    for step in (range(deed.end, deed.end + 3), range(one.first - 1, one.first - 4, -1)):
        for at in step:
            if not 0 <= at < len(line.text) or line.text[at] in ",;.:-" or line.mark("links", at):
                break
            if line.text[at].isdigit():
                break
            mark = line.mark("trigger", at)
            if mark and Harm.KILLED not in deed.harms and _may_have_died(mark.value):
                return 9
    return 4 * (role is Role.STATUS)


def _may_have_died(meanings: Sequence[Meaning]) -> bool:
    return any(one.role is Role.DONE and one.harm is Harm.KILLED for one in meanings)


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
        cost += 3 if line.text[at] in ",:()" else 7 if line.text[at] in ";." else 1
        if line.mark("breaks", at):
            cost += 5
    cost += 5 * sum(
        other is not one and not other.is_part and other.number in between for other in people
    )
    return cost + 3 * sum(
        deed.first in between and any(one.role is not Role.STATE for one in deed.meanings)
        for deed in deeds
    )


def _also(line: Line, wholes: Sequence[Counted], found: dict[int, Attached]) -> dict[int, Attached]:
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


def _and_before(
    line: Line, wholes: Sequence[Counted], found: dict[int, Attached]
) -> dict[int, Attached]:
    """Attach people left over who stand before others: "a priest and several men died"."""
    more: dict[int, Attached] = {}
    for number in range(len(wholes) - 2, -1, -1):
        one, after = wholes[number], found.get(number + 1) or more.get(number + 1)
        if number in found or after is None or after.deed.first < after.people.end:
            continue
        between = range(one.end, after.people.first)
        if len(between) <= 3 and all(
            line.text[at] == "," or line.mark("links", at) or line.mark("definite", at)
            for at in between
        ):
            more[number] = Attached(after.harm, one, after.deed, after.cost + 2, f"and, {one.rule}")
    return more


def _shared(
    line: Line, deeds: Sequence[Deed], used: dict[int, int], found: dict[int, Attached]
) -> Iterator[Attached]:
    """Yield what else befell the same people: "was abducted and killed"."""
    found_people = [one.people for one in found.values()]
    for place, deed in enumerate(deeds):
        if place in used or not place or (place - 1) not in used or not deed.befalls:
            continue
        before = found[used[place - 1]]
        between = range(max(before.deed.end, before.people.end), deed.first)
        if not 0 < len(between) <= SHARED_WITHIN or before.deed.end > deed.first:
            continue
        told_apart = any(line.text[at] in ";.:" or line.text[at].isdigit() for at in between)
        if (
            told_apart
            or any(one.number in between for one in found_people)
            or deed.meanings[0].harm is before.harm
        ):
            continue
        if any(line.mark("links", at) for at in between):
            harm = deed.meanings[0].harm
            yield Attached(harm, before.people, deed, before.cost + 4, f"shared, {before.rule}")
