"""Decide what happened to which of the people counted, by order and by how near they stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from answerable.extraction.casualties.deeds import Deed
from answerable.extraction.casualties.harmwords import Harm, Meaning, Role
from answerable.extraction.casualties.implied import implied
from answerable.extraction.casualties.lists import is_linked
from answerable.extraction.casualties.marked import Line
from answerable.extraction.casualties.nearness import cost_of, is_bereaved
from answerable.extraction.casualties.parts import is_of_another_time
from answerable.extraction.casualties.people import Counted, Strength
from answerable.extraction.counts.quantities import Qualifier, Quantity, bound
from answerable.extraction.values import frozen, replace

SHARED_WITHIN = 4
ELSEWHERE_WITHIN = 9
AND_WITHIN = 2
# What it costs to leave people without harm; and how many are weighed against each other.
UNATTACHED = 14
MOST_WEIGHED = 7
MOST_CHOICES = 5
# The cost, the place of the deed, and the sense in which it is taken.
_Choice = tuple[int, int, Meaning]
_first_of = attrgetter("first")
_OF_A_TIME = ("scope month", "scope periodic", "scope cumulative")
REACH = 60
"""Pieces; further off nothing befalls anybody."""
MOST_NEAR = 8
"""So many people and words for harm on either side are looked at: each one between costs so much
that what stands behind them is out of reach in any sentence that a person wrote."""


@frozen
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
    choices = [_choices(line, one, people, deeds) for one in wholes]
    found: dict[int, Attached] = {}
    used: dict[int, int] = {}
    for number, (cost, place, meaning) in _best(choices).items():
        used[place] = number
        one = _with_noun(line, wholes[number], deeds[place], meaning.role)
        harm = Harm.KILLED if is_bereaved(line, deeds[place], one) else meaning.harm
        found[number] = Attached(harm, one, deeds[place], cost, _rule(one, meaning))
    if len(found) < len(wholes):
        found |= _also(line, wholes, found)
        found |= _and_before(line, wholes, found)
        found |= _elsewhere(line, wholes, found)
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
    if alone and len(found) < len(wholes):
        found |= _and_after(line, wholes, found, alone)
    return sorted([*found.values(), *shared, *alone], key=lambda one: one.people.first)


def _choices(
    line: Line, one: Counted, people: Sequence[Counted], deeds: Sequence[Deed]
) -> list[_Choice]:
    """Return what may have befallen people, the likeliest first.

    Only the nearest are weighed: a sentence of hundreds of words for harm is no sentence, and
    weighing each with each and all between would take the cube of its length.
    """
    places = _nearest(deeds, one.first)
    near = [people[place] for place in _nearest(people, one.first)]
    around = [deeds[place] for place in places]
    return sorted(
        (cost, place, meaning)
        for place in places
        for meaning in deeds[place].meanings
        if (cost := cost_of(line, one, deeds[place], meaning, near, around)) is not None
    )


def _nearest(some: Sequence[Counted] | Sequence[Deed], at: int) -> list[int]:
    """Return the places of those that stand nearest to a piece, in order."""
    middle = bisect_left(some, at, key=_first_of)
    places = range(max(0, middle - MOST_NEAR), min(len(some), middle + MOST_NEAR))
    return [place for place in places if abs(some[place].first - at) <= REACH]


def _died_of(one: Attached, other: Attached) -> bool:
    """Tell whether a word that says little is outdone: "was shot in the head and killed"."""
    says_little = all(sense.needs_people for sense in one.deed.meanings)
    is_hurt = one.harm is Harm.INJURED and one.people.high == 1
    is_same = other.people is one.people and other.harm is Harm.KILLED
    return (says_little or is_hurt) and is_same


def _overlaps(one: Counted, other: Counted) -> bool:
    return one.first < other.end and other.first < one.end


def _best(choices: Sequence[Sequence[_Choice]]) -> dict[int, _Choice]:
    """Choose a deed for each, none twice, so that all together stand nearest to theirs.

    Where there are too many, the nearest of all is taken first.
    """
    if len(choices) == 1:
        # Most sentences count people once.
        return {0: choices[0][0]} if choices[0] and choices[0][0][0] <= UNATTACHED else {}
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


def _is_exceeded(line: Line, one: Counted, deed: Deed) -> bool:
    """Tell whether a toll is said to have passed its number: "تجاوز عدد القتلى المئة"."""
    if line.mark("toll", deed.first) is None:
        return False
    said = (deed.first, deed.first - 1, one.first)
    return any(line.ends("exceeded", end) for end in said)


def _with_noun(line: Line, one: Counted, deed: Deed, role: Role) -> Counted:
    """Take the noun that is counted into the quote: "five dead", "הרוג אחד"."""
    if role not in (Role.NOUNS, Role.STATUS):
        return one
    if deed.end <= one.first and one.qualifier is Qualifier.EXACT and _is_exceeded(line, one, deed):
        one = replace(one, low=(one.low or 0) + 1, high=None, qualifier=Qualifier.MORE_THAN)
    if deed.first == one.end:
        return _bounded_after(line, replace(one, end=deed.end))
    if deed.end == one.first and one.strength is Strength.BARE and len(one.parts) == 0:
        return replace(one, first=deed.first)
    return one


def _bounded_after(line: Line, one: Counted) -> Counted:
    """Take what is said of the number behind its noun: "أربعين جثة على الأقل"."""
    after = line.words.numbers.after.at(line.text, one.end)
    if after is None or one.qualifier is not Qualifier.EXACT or one.low is None:
        return one
    said = Quantity(one.low, one.high, one.qualifier, one.first, one.end, one.number, one.rule)
    said = bound(said, after[1])
    end = one.end + after[0]
    return replace(one, low=said.low, high=said.high, qualifier=said.qualifier, end=end)


def _also(line: Line, wholes: Sequence[Counted], found: dict[int, Attached]) -> dict[int, Attached]:
    """Attach people left over who follow others in the same breath: "three here and two there"."""
    more: dict[int, Attached] = {}
    for number, one in enumerate(wholes):
        before = found.get(number - 1) or more.get(number - 1)
        if number in found or before is None or one.strength < Strength.BARE:
            continue
        between = range(max(before.people.end, before.deed.end), one.first)
        is_and = line.text[one.first].startswith(line.words.and_prefixes or "\0")
        is_comma = bool(between) and line.text[between[-1]] == ","
        follows = line.ends("links", one.first) or is_comma or is_and
        if not follows or len(between) > 7 or before.deed.first > before.people.first:
            continue
        if line.any_of("trigger", between) or line.any_of("breaks", between):
            continue
        more[number] = Attached(before.harm, one, before.deed, before.cost + 6, f"also, {one.rule}")
    return more


def _and_after(
    line: Line, wholes: Sequence[Counted], found: dict[int, Attached], alone: Sequence[Attached]
) -> dict[int, Attached]:
    """Attach people left over after one who was implied: "погиб лудильщик и двое жителей"."""
    more: dict[int, Attached] = {}
    for number, one in enumerate(wholes):
        if number in found or not is_linked(line, one.first):
            continue
        for before in alone:
            between = range(before.people.end, one.first)
            is_near = before.deed.end <= before.people.first and 0 < len(between) <= AND_WITHIN
            if is_near and not any(
                line.text[at] in ",;." or line.mark("trigger", at) for at in between
            ):
                more[number] = replace(before, people=one, cost=4, rule=f"and, {one.rule}")
    return more


def _elsewhere(
    line: Line, wholes: Sequence[Counted], found: dict[int, Attached]
) -> dict[int, Attached]:
    """Attach people left over who have a place of their own: "two in Kyiv, three in Dnipro"."""
    more: dict[int, Attached] = {}
    for number, one in enumerate(wholes):
        before = found.get(number - 1) or more.get(number - 1)
        is_number = one.strength in (Strength.BARE, Strength.KNOWN)
        if number in found or before is None or not is_number:
            continue
        between = range(max(before.people.end, before.deed.end), one.first)
        if before.deed.first >= one.first or not 0 < len(between) <= ELSEWHERE_WITHIN:
            continue
        is_compared = is_of_another_time(line, one)
        parted = [at for at in between if line.text[at] in ",;" or line.mark("links", at)]
        if not (parted or is_compared) or any(
            line.any_of(name, between) for name in ("trigger", "breaks")
        ):
            continue
        after = range(one.end, min(one.end + 2, len(line.text)))
        is_led = line.text[one.first - 1] == "-"
        own = range(parted[0] if parted else one.first, one.first)
        # "This year two, last year seven", "five in May, 262 since January"
        is_dated = is_led and (
            any(at in line.dated for at in own)
            or any(line.any_of(name, own) for name in _OF_A_TIME)
        )
        is_placed = not any(line.text[at] == ";" for at in between) and (
            line.any_of("here", after) or (is_led and line.any_of("here", own))
        )
        if is_dated or is_placed or is_compared:
            cost = before.cost + 6
            more[number] = Attached(before.harm, one, before.deed, cost, f"elsewhere, {one.rule}")
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
        is_joined = bool(between) or is_linked(line, after.people.first)
        if (
            is_joined
            and len(between) <= 3
            and all(
                line.text[at] == "," or line.mark("links", at) or line.mark("definite", at)
                for at in between
            )
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
        linked = [at for at in between if line.mark("links", at)]
        if linked and not _has_a_subject(line, linked[-1] + 1, deed.first):
            harm = deed.meanings[0].harm
            yield Attached(harm, before.people, deed, before.cost + 4, f"shared, {before.rule}")


def _has_a_subject(line: Line, first: int, end: int) -> bool:
    """Tell whether the second verb has a subject of its own: "and a third was hurt"."""
    return (
        line.words.has_articles
        and any(line.mark(heading, first) for heading in ("article", "definite", "pronouns"))
        and any(line.mark("be", at) for at in range(first, end))
    )
