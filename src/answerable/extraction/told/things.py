"""Find the things that a sentence names: no pieces of names, and no house of another thing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.prepositions import OF_IT

OF_WITHIN = 3
# What only houses another thing when its name follows: "здание суда", "склад пекарни".
_HOUSES = frozenset(("residential", "warehouse"))
_DRIVEN = frozenset(("vehicle", "bus", "boat"))
# What is struck of a thing is the thing.
_CONTAINERS = frozenset(
    (
        "building", "buildings", "compound", "floor", "floors", "courtyard", "yard", "offices",
        "office", "premises", "wing", "rooftop", "rooftops", "balcony", "hall", "halls", "gate",
        "stairwell", "staircase", "garden", "kitchen", "canteen", "storage", "stadium", "basement",
    )
)  # fmt: skip
# Where people live, whose ever it is.
_DWELLINGS = ("общежит", "гуртожит", "מעונות", "سكن")
_CONVOYS = ("convoy", "convoys", "שיירה", "שיירת", "שיירות")
_AID = frozenset(
    (
        "aid", "relief", "humanitarian", "food", "flour", "trucks", "lorries", "un", "wfp",
        "supplies", "medicine", "medical", "red", "ngo", "the", "icrc", "unrwa", "volunteers",
        "סיוע", "הסיוע", "מזון", 'או"ם', 'האו"ם', "אונרא", "ארגון", "ארגוני", "הצלב", "הסהר",
        "תוכנית", "מתנדבים", "קמח", "הומניטרי", "תרופות", "עובדי",
    )
)  # fmt: skip
_OWNED = frozenset(("warehouse", "shop", "vehicle", "residential", "farm", "bakery", "clinic"))
_OF = frozenset(("of", "של"))
_UNITED_NATIONS = frozenset(
    ('או"ם', 'האו"ם', "יוניסף", 'אונר"א', "אונרא", "unicef", "unhcr", "wfp", "unrwa")
)
# Who works with the organisation that writes.
_PARTNERS = ("partner", "партнер", "שותפ")
_PARTNERS_OWN = "partner's"
_OUR = "наш"
_QUOTED = (['"'], ["«"], ["“"], ["„"])


def things_named(
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
        if clauses.folded[one.first].startswith(_DWELLINGS):
            # "Общежитие педучилища": where people of it live, and a part of it.
            continue
        if one.end == other.first and house.value in _HOUSES and house.value != thing.value:
            # "The court building" is no home.
            housed.add(house.first)
        elif is_after and one.end == other.first and other.value in _DRIVEN:
            # "A library van" is no library.
            housed.add(one.first)
        elif one.end == other.first and _is_adjective(clauses, one):
            # "A monastery school", "шкільна їдальня": the noun says what it is.
            housed.add(one.first)
        elif clauses.folded[one.end : other.first] in _QUOTED:
            # "The stop «Market»": only what it is called.
            housed.add(other.first)
        elif is_after and _is_of(clauses, one, other):
            # "A dormitory of the technical college"; "a building of the college" is the college.
            is_wide = clauses.folded[one.end - 1] in _CONTAINERS
            housed.add(one.first if is_wide else other.first)
    return [_of_whom(clauses, one) for one in marks if one.first not in housed]


def _of_whom(clauses: Clauses, mark: Mark) -> Mark:
    """Return a thing as what it is by those whose it is: a convoy of officials carries no aid.

    "The depot of our partner" is an organisation's, "רכב של יוניסף" the United Nations'.
    """
    after = clauses.folded[mark.end : mark.end + 3]
    if mark.value in _OWNED and after:
        is_of = after[0] in _OF
        # "רכב מסומן של אונר\"א": a word may stand between.
        whom = after[1:2] if is_of else after[2:] if after[1:2] == ["של"] else []
        if not _UNITED_NATIONS.isdisjoint(whom):
            return mark._replace(value="un_premises")
        # "Her house with her partner inside" is hers.
        whose = after[1:] if is_of else after[:2] if after[0].startswith(_OUR) else after[:1]
        if any(word.startswith(_PARTNERS) for word in whose):
            return mark._replace(value="ngo_premises")
    if (
        mark.value in _OWNED
        and _PARTNERS_OWN in clauses.folded[max(0, mark.first - 2) : mark.first]
    ):
        return mark._replace(value="ngo_premises")
    is_convoy = mark.value == "aid_convoy" and clauses.folded[mark.first].endswith(_CONVOYS)
    if not is_convoy or not after or after[0] not in _OF:
        return mark
    whose = clauses.folded[mark.end + 1 : mark.end + 5]
    return mark if not _AID.isdisjoint(whose) else mark._replace(value="vehicle")


def _is_of(clauses: Clauses, one: Mark, other: Mark) -> bool:
    """Tell whether a thing belongs to another, which is only named."""
    between = clauses.folded[one.end : other.first]
    return between[:1] == ["of"] and len(between) <= OF_WITHIN and "and" not in between


def _is_adjective(clauses: Clauses, mark: Mark) -> bool:
    return clauses.folded[mark.end - 1].endswith(clauses.words.adjective_endings)


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
