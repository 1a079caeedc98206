"""Find the objects that were struck: not all that is named.

An object counts where something struck or damaged it, not where people were taken to it, where its
director speaks, or where it stands near.
"""

from __future__ import annotations

from collections.abc import Sequence

from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.named import is_near, is_only_named
from answerable.extraction.told.otherparts import back_to
from answerable.extraction.told.prepositions import AGAINST, ARTICLES, INSIDE
from answerable.extraction.told.things import things_named
from answerable.extraction.values import frozen, replace

FARTHEST = 14
LONGEST_FRAGMENT = 11
"""So many words may a line without a verb have."""
WITHIN_CLAUSE = 4
OF_CONVOY = 3
OTHER_CLAUSE = 10
TAKEN_FROM = 5
TAKEN_WITHIN = 8
WEAPON_WITHIN = 5
ADMITS_WITHIN = 3
SLAIN_WITHIN = 4
ON_IT = 1
"""So near a strike is what it fell on; one more where an article stands between."""
LEAST = 5
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
_SLAIN = frozenset(
    ("slain", "killed", "murdered", "shot", "stabbed", "executed", "dead", "massacred")
)
_TAKEN = frozenset(
    (
        "abducted", "kidnapped", "seized", "snatched", "dragged", "hauled", "taken", "took",
        "marched", "abducting", "kidnapping", "seizing", "dragging", "seize", "abduct",
        "נלקח", "נלקחה", "נלקחו", "לקחו", "חטפו", "נחטף", "נחטפה", "נחטפו", "גררו",
        "הוציאו", "הוצאו",
    )
)  # fmt: skip
_PARTING = frozenset((",", "and", "but", "while", "who", "whom", "of"))
_OUT_OF = frozenset(("from", "off"))
_FROM = ("מ", "מה")
_FIELDS = ("a field", "field", "fields", "שדה", "שדות", "поле", "полі", "поля", "полях")
_BY_WHAT = frozenset(("by", "when", "during", "as"))
_WEAPONS = ("means deeds", "means things")
_AT_PEOPLE = frozenset(("small_arms", "sniper", "stabbing", "beating", "mine"))
# At the door of a hospital people are hit; in a hospital they lie.
_PARTS = frozenset(
    (
        "door", "doors", "gate", "gates", "entrance", "steps", "roof", "grounds", "doorstep",
        "stairs", "courtyard", "yard", "terrace", "balcony", "garden", "threshold", "premises",
    )
)  # fmt: skip
# Words for any house at all, beside the name of what it houses.
_WIDE = frozenset(("building", "buildings", "compound", "compounds"))
_ITSELF = frozenset(("it", "they", "being", "its", "their"))
_AFTERWARDS = frozenset(("after", "before", "because", "since"))
_WITHIN = frozenset(("in", "at", "inside", "в", "у", "في", "داخل"))
_AT = frozenset(("ב", "וב", "שב", "כשב", "ושב", "ب", "بال"))
"""Letters written onto a word that say where."""


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
    if not found and sum(map(str.isalpha, clauses.folded)) <= LONGEST_FRAGMENT:
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
    for mark in things_named(clauses, speaking, placed):
        one = _object(clauses, mark, struck, harmed)
        if one is None and found and found[-1][1].end == mark.first:
            # "In the shelter of the hospital": both.
            cost, before = found[-1]
            one = cost, replace(before, value=mark.value, first=mark.first, end=mark.end)
        if one is not None:
            found.append(one)
    found = [one for one in found if not (one[1].category and _is_beside_it(clauses, found))]
    if not found:
        found = _with_a_weapon(clauses, speaking, placed)
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
    if "planned" in clauses.marks:
        # "Repairs of the bridge would cost a billion."
        return []
    return [
        Found(mark.value, mark.first, mark.end, "object: beside what is told", 0.45)
        for mark in things_named(clauses, speaking, placed)
        if mark.value not in _SELDOM_ALONE
        and not is_near(clauses, mark)
        and not is_only_named(clauses, mark)
    ]


def _with_a_weapon(
    clauses: Clauses, speaking: Sequence[range], placed: Sequence[range]
) -> list[tuple[int, Found]]:
    """Return the things named with a weapon, where no word known says that they were struck.

    "His kiosk took the shell": nobody knows all such words.
    """
    if "means things" not in clauses.marks or clauses.any("averted", "planned", "negations"):
        return []
    return [
        (LEAST, replace(one, rule="object: named with a weapon"))
        for one in beside(clauses, speaking, placed)
        if one.value != "shelter"
        and not stands_in(clauses, Mark(one.first, one.end, one.value))
        and not _is_weapon(clauses, one)
    ]


def _is_weapon(clauses: Clauses, one: Found) -> bool:
    """Tell whether a thing is itself what it was done with: a bulldozer that worked."""
    weapon = clauses.overlapping("means things", one.first, one.end)
    return weapon is not None and weapon.value == "demolition"


def _object(
    clauses: Clauses, mark: Mark, struck: Sequence[Strike], harmed: Sequence[int]
) -> tuple[int, Found] | None:
    cost, rule = _cost(clauses, mark, struck), "struck"
    is_inside = _is_where(clauses, mark)
    at_part = not _PARTS.isdisjoint(clauses.folded[max(0, mark.first - 4) : mark.first])
    is_apart = mark.value in MEDICAL and is_inside and (cost is None or cost > 2)
    if is_apart and not at_part and not _is_hit_inside(clauses, mark, struck):
        # Where the wounded are: "nine are in hospital".
        return None
    if mark.value in MEDICAL and _is_admitted(clauses, mark):
        return None
    if mark.value == "shelter" and mark.prefix.endswith("ב") and (cost or 0) > 2:
        # Where every house has one: "the rocket fell in the open; people were in the shelters".
        return None
    if (
        is_inside
        and not harmed
        and mark.value == "farm"
        and clauses.folded[mark.end - 1].endswith(_FIELDS)
    ):
        # "A missile fell in a field."
        return None
    if mark.value == "road" and is_inside:
        # "An ambush on the road to Kosti" strikes no road.
        return None
    is_taken = _is_taken_from(clauses, mark)
    near = NEAR if not is_taken and is_near(clauses, mark) else None
    if near and mark.value == "road":
        # "Near a junction" says only where.
        return None
    if (
        mark.value in _AROUND
        and _is_around(clauses, mark)
        and (cost is None or cost > ON_IT + (clauses.words.language == "en"))
    ):
        return None
    if (cost is None or cost > FARTHEST) and harmed and is_inside:
        # "Five were killed in a market": what struck it is not said.
        cost, rule = min(abs(at - mark.first) for at in harmed) + 4, "harm there"
    if is_taken and (cost is None or cost > TAKEN_FROM):
        cost, rule = TAKEN_FROM, "taken from there"
    if cost is None or cost > FARTHEST or (not is_taken and is_only_named(clauses, mark)):
        return None
    confidence = round(0.95 - 0.03 * cost, 2)
    if near:
        confidence, rule = round(confidence / 2, 2), "near what was struck"
    return cost, Found(mark.value, mark.first, mark.end, f"object: {rule}", confidence, near)


def _is_beside_it(clauses: Clauses, found: Sequence[tuple[int, Found]]) -> bool:
    """Tell whether what stands near is only where it was: another thing or people were hit.

    A bomb outside a bank is meant for it; a shot at a mosque is not.
    """
    if any(other.category is None for _cost_, other in found):
        return True
    means = {one.value for name in _WEAPONS for one in clauses.all(name)}
    return not means.isdisjoint(_AT_PEOPLE) and means <= _AT_PEOPLE


def _is_taken_from(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether people were taken out of it by force: "dragged from her home"."""
    if clauses.words.language != "en":
        return mark.prefix.endswith(_FROM) and not _TAKEN.isdisjoint(
            clauses.folded[max(0, mark.first - TAKEN_WITHIN) : mark.first]
        )
    at = back_to(clauses, mark, _OUT_OF)
    return at is not None and not _TAKEN.isdisjoint(clauses.folded[max(0, at - TAKEN_WITHIN) : at])


def _is_hit_inside(clauses: Clauses, mark: Mark, struck: Sequence[Strike]) -> bool:
    """Tell whether the blow came into it: "an explosion inside a pharmacy".

    Or directly after it by what people were hurt there: "in a clinic by an air strike".
    """
    if clauses.words.language != "en":
        return False
    folded = clauses.folded
    if folded[mark.end : mark.end + 1] and folded[mark.end] in _BY_WHAT:
        hit = [one.first for one in struck] + [one.first for one in clauses.all("means things")]
        return any(0 < at - mark.end <= WITHIN_CLAUSE for at in hit)
    inside = [at for at in range(max(0, mark.first - 3), mark.first) if folded[at] in INSIDE]
    if not inside:
        return False
    # "Seven medics slain at a field hospital": not hurt elsewhere and brought there.
    before = folded[max(0, inside[-1] - SLAIN_WITHIN) : inside[-1]]
    is_slain = not _SLAIN.isdisjoint(before) and _PARTING.isdisjoint(before)
    return is_slain or any(0 <= inside[-1] - one.end <= 1 for one in struck)


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
            between = clauses.folded[mark.end : one.first]
            if not _AFTERWARDS.isdisjoint(between) and _ITSELF.isdisjoint(between):
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
    """Tell whether people and no weapon came there: "девять школьниц попали в больницу".

    Or whether it took them in itself: "больница в Ньяле приняла шестнадцать раненых".
    """
    if clauses.after("admits", mark.end, ADMITS_WITHIN) is not None:
        return True
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
