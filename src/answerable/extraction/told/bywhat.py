"""Find by what it was done: a weapon, a deed or only a word that something was fired.

A weapon counts where something was struck or somebody harmed, not where it was shot down or bought.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.struck import Found, Strike

# Two means that are both told: "by gunfire and drones".
_JOINING = frozenset((",", "and", "or", "и", "или", "та", "і", "й", "або", "او"))
_FIRED = frozenset(
    (
        "drone", "missile", "rocket", "artillery", "mortar", "tank", "airstrike", "glide_bomb",
        "helicopter", "cluster", "tear_gas", "incendiary",
    )
)  # fmt: skip
IN_GENERAL = "means: in general"
SET_ON_FIRE_WITHIN = 4
_DROPPED = frozenset(("ied", "airstrike", "grenade", "unexploded"))
_LEFT_BEHIND = frozenset(("mine", "unexploded"))
_LEAVING = frozenset(("artillery", "mortar", "cluster", "airstrike", "rocket", "missile", "ied"))


def means(clauses: Clauses, struck: Sequence[Strike], is_harm_told: bool) -> list[Found]:
    """Return by what it was done."""
    found = list(_deeds(clauses))
    if struck or is_harm_told:
        found += _things(clauses, found)
    found = [one for one in found if not _is_outweighed(clauses, one, found)]
    if not found:
        found += _generic(clauses)
    return sorted(found, key=lambda one: one.first)


def means_beside(clauses: Clauses) -> list[Found]:
    """Return the means named in a sentence that tells of no strike, beside one that does."""
    named = list(_things(clauses, (), averted_too=True)) or clauses.all("means hints")
    return [
        Found(one.value, one.first, one.end, "means: beside what is told", 0.45) for one in named
    ]


def _is_outweighed(clauses: Clauses, one: Found, found: Sequence[Found]) -> bool:
    """Tell whether another means says better what a word names.

    Rockets are fired and no small arm fires them; what a drone drops is called a bomb; an old
    shell that goes off is a remnant.
    """
    for other in found:
        if other.value == one.value:
            continue
        gap = max(one.first - other.end, other.first - one.end)
        if one.value == "small_arms" and one.rule == "means: deed" and other.value in _FIRED:
            first, end = sorted((one.end, other.first)) if one.first < other.first else (
                other.end, one.first
            )  # fmt: skip
            if gap <= 3 and _JOINING.isdisjoint(clauses.folded[first:end]):
                return True
        if one.rule == "means: deed" and _is_done_by(clauses, one, other):
            return True
        if one.rule != "means: named":
            continue
        if other.value == "drone" and one.value in _DROPPED:
            return True
        if other.value == "ied" and one.value == "airstrike" and gap <= 1:
            # "Сдетонировала заложенная бомба" fell from no aircraft.
            return True
        if other.value in _LEFT_BEHIND and one.value in _LEAVING and gap <= 5:
            return True
    return False


def _is_done_by(clauses: Clauses, one: Found, other: Found) -> bool:
    """Tell whether another means did the deed: bombed by a drone, set on fire by shelling."""
    between = (one.end, other.first) if one.first < other.first else (other.end, one.first)
    words = clauses.folded[slice(*between)]
    if not _JOINING.isdisjoint(words):
        return False
    if one.value == "airstrike":
        return other.value == "drone" and one.first < other.first and len(words) <= 1
    is_before = other.first < one.first and len(words) <= SET_ON_FIRE_WITHIN
    return one.value == "arson" and other.value in _FIRED and is_before


def _deeds(clauses: Clauses) -> Iterator[Found]:
    for mark in clauses.all("means deeds"):
        if clauses.is_negated(mark.first) or clauses.before("planned", mark.first, 1):
            continue
        thing = clauses.overlapping("means things", mark.first, mark.end)
        if thing is None or thing.first >= mark.first:
            # Not the shells of "tank shells hit".
            yield Found(mark.value, mark.first, mark.end, "means: deed", 0.9)


def _things(
    clauses: Clauses, deeds: Sequence[Found], *, averted_too: bool = False
) -> Iterator[Found]:
    for mark in clauses.all("means things"):
        inside = any(one.first < mark.end and mark.first < one.end for one in deeds)
        thing = clauses.overlapping("object", mark.first, mark.end)
        if inside or (thing and thing.end - thing.first >= mark.end - mark.first):
            continue
        averted = None
        if not averted_too:
            averted = clauses.before("averted", mark.first, 6) or clauses.after(
                "averted", mark.end, 4
            )
        if averted is None and clauses.before("planned", mark.first, 3) is None:
            yield Found(mark.value, mark.first, mark.end, "means: named", 0.8)


def _generic(clauses: Clauses) -> Iterator[Found]:
    for mark in clauses.all("means generic"):
        if not clauses.is_negated(mark.first) and not clauses.before("planned", mark.first, 3):
            yield Found(mark.value, mark.first, mark.end, IN_GENERAL, 0.6)
