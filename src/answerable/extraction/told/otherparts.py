"""Tell by the words around an English thing that it plays another part than what was struck.

It is a landmark or a destination, only a sort of people comes from it, the attackers came on it,
or it carried the bomb. The words are in the lexicon `otherparts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.prepositions import ARTICLES

_FARTHEST = 4
_IN_SENTENCE = 20
_DEEDS = ("struck", "attacks", "means deeds", "means generic")
_MEDICAL = frozenset(("hospital", "clinic"))
_VEHICLES = frozenset(("vehicle", "boat", "bus"))
_FROM = frozenset(("from",))
_OF_ANOTHER = ARTICLES | {"to", "from"}
_TRADES = frozenset(("shop", "factory"))


def said_by_what_stands_around(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether an English thing is a landmark, a destination, a ride or what held the bomb."""
    return (
        _leads_elsewhere(clauses, mark)
        or _is_landmark(clauses, mark)
        or _follows_one(clauses, mark)
        or _is_whole(clauses, mark)
        or _owns_another(clauses, mark)
        or _is_homeward(clauses, mark)
        or (mark.value in _VEHICLES and (_held_a_bomb(clauses, mark) or _brought(clauses, mark)))
        or (
            clauses.folded[mark.first] in clauses.words.other_parts.animals
            and _brought(clauses, mark)
        )
    )


def _is_whole(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether it is said to have been spared."""
    around = clauses.folded[max(0, mark.first - 3) : mark.first], clauses.folded[mark.end :][:4]
    return any(not clauses.words.other_parts.whole.isdisjoint(words) for words in around)


def _owns_another(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether something of its own follows that is no part of it: "the clinic's driver"."""
    if mark.value in _TRADES or not clauses.folded[mark.end - 1].endswith("'s"):
        # "The baker's" is a shop.
        return False
    return clauses.words.other_parts.own.isdisjoint(clauses.folded[mark.end : mark.end + 3])


def _is_homeward(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether "home" is only where somebody goes: "taking them home"."""
    folded = clauses.folded
    return folded[mark.first : mark.end] == ["home"] and (
        mark.first == 0 or folded[mark.first - 1] in clauses.words.other_parts.going
    )


def _follows_one(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether it is told with another that is only named: "past the church and the mill"."""
    at = back_to(clauses, mark, clauses.words.other_parts.joining)
    return at is not None and any(
        one.end == at and (_leads_elsewhere(clauses, one) or _is_landmark(clauses, one))
        for one in clauses.all("object")
    )


def _leads_elsewhere(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether a word such as "to" leads to it, and no deed stands between."""
    parts = clauses.words.other_parts
    at = back_to(clauses, mark, parts.elsewhere)
    if at is None or _is_told(clauses, at, mark.first):
        return False
    before = clauses.folded[max(0, at - 6) : at]
    if mark.value == "aid_distribution" or not parts.waiting.isdisjoint(before):
        # "Waiting for a bread van", "on the way to a distribution point": people stand there.
        return False
    if clauses.folded[at] == "to":
        # "Damage to a school", "the entrance to the bank", "attached to his car".
        return parts.damage.isdisjoint(before) and not (before and before[-1].endswith("ched"))
    return clauses.folded[at] != "with" or parts.together.isdisjoint(before[-1:])


def _is_landmark(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether it only says where: "opposite the school", "the bar next door"."""
    return (
        _comes_after_where(clauses, mark)
        or _is_fired_from(clauses, mark)
        or _is_before_where(clauses, mark)
        or _is_by_or_not(clauses, mark)
    )


def _comes_after_where(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether a word for a place leads to it: "past the church", "fired from a school"."""
    folded = clauses.folded
    at = back_to(clauses, mark, {"and"})
    if at is not None and "between" in folded[max(0, at - 4) : at]:
        return not _is_told(clauses, at, mark.first)
    near = clauses.before("near", mark.first, 2)
    if near is None:
        return False
    first = folded[near.first]
    if first in clauses.words.other_parts.landmarks:
        return not _is_told(clauses, near.end, mark.first)
    return first == "from" and folded[mark.end : mark.end + 1] == ["to"]


def _is_fired_from(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether they shot from it: "hurled from a passing car", "from the roof of a bank"."""
    at = back_to(clauses, mark, _FROM)
    if at is None and "of" in clauses.folded[max(0, mark.first - 2) : mark.first]:
        at = next(
            (
                one
                for one in range(mark.first - 2, max(0, mark.first - 6), -1)
                if clauses.folded[one] == "from"
            ),
            None,
        )
    return at is not None and not clauses.words.other_parts.fired.isdisjoint(
        clauses.folded[max(0, at - 4) : at]
    )


def _is_before_where(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether what follows makes it a place: "the bar next door", "a clinic to which"."""
    parts = clauses.words.other_parts
    after = clauses.folded[mark.end : mark.end + 4]
    if _is_told(clauses, mark.first - 2, mark.first):
        # "Jets destroyed the tower opposite".
        return False
    if (after[:1] and after[0] in parts.beside_it) or " ".join(after[:2]) in parts.next_to_it:
        # "A school opposite the mosque", "a bank across the road from it": the other is beside it.
        return _OF_ANOTHER.isdisjoint(after[1 if after[0] in parts.beside_it else 2 :])
    return mark.value in _MEDICAL and " ".join(after[:2]) in parts.whereto


def _is_by_or_not(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether "by" or "not" stands before it: "by the bakery", "and not a monastery"."""
    folded, at = clauses.folded, mark.first - 1
    while at >= 0 and folded[at] in ARTICLES:
        at -= 1
    if at > 0 and folded[at] == "by" and at < mark.first - 1 and mark.value not in _VEHICLES:
        # By a bus one is struck; by a bakery something stands; a car bomb is parked by a hotel.
        return folded[at - 1] not in clauses.words.other_parts.left and not _is_told(
            clauses, at, at + 1
        )
    if at > 1 and at == mark.first - 1 and folded[at] == "by" and mark.value in _VEHICLES:
        # "Rebels who had come by canoe".
        return not _is_told(clauses, at - 1, at + 1)
    return at > 0 and folded[at] == "not"


def _is_told(clauses: Clauses, first: int, end: int) -> bool:
    """Tell whether a deed stands in a stretch."""
    return any(clauses.overlapping(heading, first, end) for heading in _DEEDS)


def back_to(clauses: Clauses, mark: Mark, words: AbstractSet[str]) -> int | None:
    """Return where one of some words leads to a thing, before the words of its own."""
    ends = clauses.words.other_parts.ends
    for at in range(mark.first - 1, max(-1, mark.first - 1 - _FARTHEST), -1):
        word = clauses.folded[at]
        if word in words:
            return at
        if word in ends:
            return None
    return None


def _held_a_bomb(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether the bomb was in it: "hidden in a milk cart", "an explosives-laden boat"."""
    parts = clauses.words.other_parts
    before = clauses.folded[max(0, mark.first - 5) : mark.first]
    if not parts.bomb_in.isdisjoint(before) and not parts.in_it.isdisjoint(before):
        return parts.under.isdisjoint(before)
    after = clauses.folded[mark.end : mark.end + 5]
    if before[-1:] in (["laden"], ["trapped"]):
        return True
    return not parts.laden.isdisjoint(after[:1]) and not parts.explosives.isdisjoint(after)


def _brought(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether those who did it came or left on it."""
    parts = clauses.words.other_parts
    folded = clauses.folded
    at = mark.first - 1
    while at > 0 and at > mark.first - 4 and folded[at] not in parts.aboard:
        at -= 1
    if at < 1 or folded[at] not in parts.aboard:
        return False
    if folded[at - 1] == "riding":
        at -= 1
    start = max(0, at - 3)
    people = folded[start:at]
    if any(clauses.overlapping(one, start, at + 1) for one in ("struck", "attacks")):
        # "Gunmen opened fire on a car".
        return False
    if folded[at] in parts.on_it and _are_attackers(clauses, people, at):
        return True
    if folded[at] not in parts.came_in or parts.came.isdisjoint(people):
        return False
    return not parts.attackers.isdisjoint(folded[max(0, at - 12) : at]) or any(
        clauses.before(name, at, _IN_SENTENCE) for name in ("actor roles", "actor forces")
    )


def _are_attackers(clauses: Clauses, people: Sequence[str], at: int) -> bool:
    """Tell whether people are those who did it: gunmen, or men by whom it was done."""
    parts = clauses.words.other_parts
    if not parts.attackers.isdisjoint(people) or clauses.before("actor roles", at, 2):
        return True
    return not parts.men.isdisjoint(people) and "by" in clauses.folded[max(0, at - 6) : at]
