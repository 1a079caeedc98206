"""Find the objects that were struck: not all that is named.

An object counts where something struck or damaged it, not where people were taken to it, where its
director speaks, or where it stands near.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.named import is_near, is_only_named
from answerable.extraction.told.prepositions import AGAINST, ARTICLES, INSIDE, OF_IT
from answerable.extraction.values import frozen, replace

FARTHEST = 14
LONGEST_FRAGMENT = 9
WITHIN_CLAUSE = 4
OF_CONVOY = 3
OTHER_CLAUSE = 10
WEAPON_WITHIN = 5
OF_WITHIN = 3
NEAR = "near"
"""The category of an object beside which something was struck."""
MEDICAL = frozenset(("hospital", "clinic"))
_WHEREABOUTS = frozenset(("road", "playground"))
_AROUND = _WHEREABOUTS | {"port", "airport", "railway"}
_SIGNS = ("struck", "attacks", "means deeds", "means generic", "means things")
# Named for other reasons wherever nothing says that they were struck.
_SELDOM_ALONE = (
    _WHEREABOUTS | MEDICAL | {"ambulance", "government", "checkpoint", "detention", "police"}
)
# What only houses another thing when its name follows: "здание суда", "склад пекарни".
_HOUSES = frozenset(("residential", "warehouse"))
_CONVOYS = frozenset(("convoy", "convoys"))
_AID = frozenset(
    (
        "aid", "relief", "humanitarian", "food", "flour", "trucks", "lorries", "un", "wfp",
        "supplies", "medicine", "medical", "red", "ngo", "the", "icrc", "unrwa", "volunteers",
    )
)  # fmt: skip
# At the door of a hospital people are hit; in a hospital they lie.
_PARTS = frozenset(
    (
        "door", "doors", "gate", "gates", "entrance", "steps", "roof", "grounds", "doorstep",
        "stairs", "courtyard", "yard", "terrace", "balcony", "garden", "threshold", "premises",
    )
)  # fmt: skip
# Words for any house at all, beside the name of what it houses.
_WIDE = frozenset(("building", "buildings", "compound", "compounds"))
_AFTERWARDS = frozenset(("after", "before", "because", "since"))
_WITHIN = frozenset(("in", "at", "inside", "в", "у", "في", "داخل"))
_AT = frozenset(("ב", "וב", "שב", "כשב", "ושב", "ب", "بال"))
"""Letters written onto a word that say where."""
_QUOTED = (['"'], ["«"], ["“"], ["„"])


@frozen
class Found:
    """Something found in a sentence; `first` and `end` count pieces."""

    value: str
    first: int
    end: int
    rule: str
    confidence: float
    category: str | None = None


@frozen
class Strike:
    """A word that says that something was struck."""

    first: int
    end: int
    is_noun: bool


def strikes(clauses: Clauses, *, is_denied: bool = False) -> list[Strike]:
    """Return the words of a sentence that say that something was struck.

    Where it `is_denied`, also negated ones: "did not strike the convoy" names it.
    """
    if not clauses.any(*_SIGNS):
        # Most sentences.
        return []
    found = []
    for heading, is_noun in (
        ("struck", False), ("attacks", True), ("means deeds", True), ("means generic", True),
    ):  # fmt: skip
        for mark in clauses.all(heading):
            if is_denied or not clauses.is_negated(mark.first):
                found.append(Strike(mark.first, mark.end, is_noun))
    for mark in clauses.all("means things"):
        # "A missile on the dormitory", "Град по дачам".
        after = clauses.folded[mark.end : mark.end + 1]
        if after and (after[0] in AGAINST or _is_counted(after[0])):
            found.append(Strike(mark.first, mark.end, True))
    if not found and len(clauses.folded) <= LONGEST_FRAGMENT:
        # "Glide bomb, dormitory.": a line of a log has no verb.
        found = [
            Strike(mark.first, mark.end, True)
            for mark in clauses.all("means things")
            if not clauses.any("averted", "planned", "negations")
        ]
    return found


def _is_counted(after: str) -> bool:
    """Tell whether a line of a log counts a weapon: "Shahed x3, tram depot"."""
    return after[:1] == "x" and after[1:].isdigit()


def objects(
    clauses: Clauses,
    struck: Sequence[Strike],
    harmed: Sequence[int],
    speaking: Sequence[range] = (),
    placed: Sequence[range] = (),
) -> list[Found]:
    """Return the objects that were struck; `harmed` are the places where harm is told.

    `speaking` and `placed` are the pieces that name who speaks and where: no things.
    """
    found: list[tuple[int, Found]] = []
    for mark in _things_named(clauses, speaking, placed):
        one = _object(clauses, mark, struck, harmed)
        if one is None and found and found[-1][1].end == mark.first:
            # "In the shelter of the hospital": both.
            cost, before = found[-1]
            one = cost, replace(before, value=mark.value, first=mark.first, end=mark.end)
        if one is not None:
            found.append(one)
    found = [
        one
        for one in found
        if not _is_of_convoy(one[1], found) and not _is_general(clauses, one[1], found)
    ]
    firm = any(one.value not in _WHEREABOUTS for _cost_, one in found)
    return [
        one
        for cost, one in found
        if one.value not in _WHEREABOUTS or cost <= 1 or (not firm and cost <= 5)
    ]


def beside(
    clauses: Clauses, speaking: Sequence[range], placed: Sequence[range] = ()
) -> list[Found]:
    """Return the objects of a sentence that tells of no strike, beside one that does.

    "A missile. The dormitory on Lenin street." Less certain, for nothing says that it was struck.
    """
    return [
        Found(mark.value, mark.first, mark.end, "object: beside what is told", 0.45)
        for mark in _things_named(clauses, speaking, placed)
        if mark.value not in _SELDOM_ALONE
        and not is_near(clauses, mark)
        and not is_only_named(clauses, mark)
    ]


def _things_named(
    clauses: Clauses, speaking: Sequence[range], placed: Sequence[range]
) -> list[Mark]:
    """Return the things of a sentence, without names and the building of another thing."""
    if "natural" in clauses.marks and not clauses.any("means deeds", "means things"):
        # "An earthquake damaged two shops".
        return []
    marks = [
        one
        for one in clauses.all("object")
        if not speaks(one, speaking) and not _is_a_place(clauses, one, placed)
    ]
    is_after = clauses.words.language == "en"
    housed: set[int] = set()
    for one, other in pairwise(marks):
        house, thing = (other, one) if is_after else (one, other)
        if other.prefix not in OF_IT:
            # "הבניין ברחוב" is where it stands; "homes and granaries" are both.
            continue
        if one.end == other.first and house.value in _HOUSES and house.value != thing.value:
            # "The court building" is no home.
            housed.add(house.first)
        elif one.end == other.first and _is_adjective(clauses, one):
            # "A monastery school", "шкільна їдальня": the noun says what it is.
            housed.add(one.first)
        elif clauses.folded[one.end : other.first] in _QUOTED:
            # "The stop «Market»": only what it is called.
            housed.add(other.first)
        elif is_after and _is_of(clauses, one, other):
            # "A dormitory of the technical college".
            housed.add(other.first)
    return [_of_whom(clauses, one) for one in marks if one.first not in housed]


def _of_whom(clauses: Clauses, mark: Mark) -> Mark:
    """Return a thing as what it is by those whose it is: a convoy of officials carries no aid."""
    is_convoy = mark.value == "aid_convoy" and clauses.folded[mark.first] in _CONVOYS
    if not is_convoy or clauses.folded[mark.end : mark.end + 1] != ["of"]:
        return mark
    whose = clauses.folded[mark.end + 1 : mark.end + 5]
    return mark if not _AID.isdisjoint(whose) else mark._replace(value="vehicle")


def _is_of(clauses: Clauses, one: Mark, other: Mark) -> bool:
    """Tell whether a thing belongs to another, which is only named."""
    between = clauses.folded[one.end : other.first]
    return between[:1] == ["of"] and len(between) <= OF_WITHIN and "and" not in between


def _is_adjective(clauses: Clauses, mark: Mark) -> bool:
    return clauses.folded[mark.end - 1].endswith(clauses.words.adjective_endings)


def _object(
    clauses: Clauses, mark: Mark, struck: Sequence[Strike], harmed: Sequence[int]
) -> tuple[int, Found] | None:
    cost, rule = _cost(clauses, mark, struck), "struck"
    is_inside = _is_where(clauses, mark)
    at_part = not _PARTS.isdisjoint(clauses.folded[max(0, mark.first - 4) : mark.first])
    if mark.value in MEDICAL and is_inside and not at_part and (cost is None or cost > 2):
        # Where the wounded are: "nine are in hospital".
        return None
    if mark.value in MEDICAL and _is_admitted(clauses, mark):
        return None
    if mark.value == "shelter" and mark.prefix.endswith("ב") and (cost or 0) > 2:
        # Where every house has one: "the rocket fell in the open; people were in the shelters".
        return None
    if mark.value == "road" and is_inside:
        # "An ambush on the road to Kosti" strikes no road.
        return None
    near = NEAR if is_near(clauses, mark) else None
    if near and mark.value == "road":
        # "Near a junction" says only where.
        return None
    if mark.value in _AROUND and _is_around(clauses, mark) and (cost is None or cost > 1):
        return None
    if (cost is None or cost > FARTHEST) and harmed and is_inside:
        # "Five were killed in a market": what struck it is not said.
        cost, rule = min(abs(at - mark.first) for at in harmed) + 4, "harm there"
    if cost is None or cost > FARTHEST or is_only_named(clauses, mark):
        return None
    confidence = round(0.95 - 0.03 * cost, 2)
    if near:
        confidence, rule = round(confidence / 2, 2), "near what was struck"
    return cost, Found(mark.value, mark.first, mark.end, f"object: {rule}", confidence, near)


def _is_of_convoy(one: Found, found: Sequence[tuple[int, Found]]) -> bool:
    """Tell whether a vehicle is one of a convoy that is told beside it."""
    return one.value == "vehicle" and any(
        other.value == "aid_convoy" and 0 <= one.first - other.end <= OF_CONVOY
        for _cost_, other in found
    )


def _is_general(clauses: Clauses, one: Found, found: Sequence[tuple[int, Found]]) -> bool:
    """Tell whether a thing only says more widely where another, told beside it, stands.

    "The building" of a school that was hit, "a house in the camp".
    """
    words = clauses.folded[one.first : one.end]
    is_wide = one.value == "residential" and words[-1] in _WIDE and one.end - one.first == 1
    if one.value == "camp" and clauses.words.language == "en":
        is_wide = not _WITHIN.isdisjoint(clauses.folded[max(0, one.first - 4) : one.first])
    return is_wide and any(
        other.value != one.value and other.category is None for _cost_, other in found
    )


def _cost(clauses: Clauses, mark: Mark, struck: Sequence[Strike]) -> int | None:
    best = None
    for one in struck:
        if one.first < mark.end and mark.first < one.end:
            continue
        if max(one.first - mark.end, mark.first - one.end) > FARTHEST:
            # Too far already: what stands between need not be weighed.
            best = FARTHEST + 1 if best is None else best
            continue
        if one.end <= mark.first:
            cost = clauses.between(one.end, mark.first)
        elif _is_which(clauses, mark, one):
            cost = 1
        else:
            # What stands before is struck by a verb; by a noun only close by, and in one clause.
            if one.is_noun and clauses.any_within("ended", mark.end, one.first):
                continue
            cost = clauses.between(mark.end, one.first) + (3 if one.is_noun else 1)
            if not _AFTERWARDS.isdisjoint(clauses.folded[mark.end : one.first]):
                # "A power cut closed the airport after a missile hit a transformer."
                cost += OTHER_CLAUSE
        best = cost if best is None else min(best, cost)
    return best


def stands_in(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether it is named as where something was, or on what: directly after "in" or "on"."""
    at = mark.first - 1
    if at > 0 and clauses.folded[at] in ARTICLES:
        at -= 1
    return mark.prefix in _AT or (at >= 0 and clauses.folded[at] in INSIDE)


def _is_which(clauses: Clauses, mark: Mark, strike: Strike) -> bool:
    """Tell whether a clause on the thing says it: "the car, at which a drone was aimed"."""
    which = clauses.after("which", mark.end + 1, 1) if "which" in clauses.marks else None
    return which is not None and 0 <= strike.first - which.end <= WITHIN_CLAUSE and (
        clauses.folded[mark.end] == ","
    )  # fmt: skip


def _is_where(clauses: Clauses, mark: Mark) -> bool:
    before = clauses.folded[max(0, mark.first - 3) : mark.first]
    if "of" in before[-2:] and not _PARTS.isdisjoint(before):
        # "On the steps of her apartment building".
        return True
    return mark.prefix in _AT or not INSIDE.isdisjoint(before)


def _is_admitted(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether people and no weapon came there: "девять школьниц попали в больницу"."""
    came = clauses.before("admitted", mark.first, 1)
    return came is not None and not any(
        clauses.before(heading, came.first, WEAPON_WITHIN)
        for heading in ("means things", "means deeds")
    )


def _is_around(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether it is only where something else happened: in a port, on a road."""
    if mark.value in _WHEREABOUTS:
        return _is_where(clauses, mark)
    before = clauses.folded[max(0, mark.first - 2) : mark.first]
    return mark.prefix in _AT or not _WITHIN.isdisjoint(before)


def _is_a_place(clauses: Clauses, mark: Mark, placed: Sequence[range]) -> bool:
    """Tell whether a thing is only a piece of a place's name: Beit Hanoun is no house.

    Where letters are written onto words, a name of one word is a thing's own word too, and a
    place only with its article: tents, and the town of Khiam.
    """
    if not placed:
        return False
    words = clauses.words
    # "في بيتا": after "in" no accusative stands.
    is_accusative = clauses.folded[mark.first].endswith("ا")
    is_name = words.has_capitals or mark.prefix.endswith("ل") or is_accusative
    return any(
        one.start <= mark.first and mark.end <= one.stop
        and (len(one) > mark.end - mark.first or is_name)
        for one in placed
    )  # fmt: skip


def speaks(mark: Mark, speaking: Sequence[range]) -> bool:
    """Tell whether what is named is who speaks."""
    if not speaking:
        return False
    # "The military" is one piece longer than the name of who speaks.
    return any(mark.first < spoken.stop and spoken.start < mark.end for spoken in speaking)
