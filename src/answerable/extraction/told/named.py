"""Tell that a thing is only named: as where something was, as whose it is, as what was ridden."""

from __future__ import annotations

from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.otherparts import said_by_what_stands_around
from answerable.extraction.told.prepositions import AGAINST, INSIDE, OF_IT

# Where people are brought, live or meet: named beside a strike more often than struck.
TAKEN_TO = frozenset(("hospital", "clinic", "camp", "shelter", "cemetery", "school", "ambulance"))
_RIDDEN = frozenset(("vehicle", "boat"))
_MOUNTS = frozenset(("vehicle", "farm", "boat"))
_UPON = frozenset(("on", "на", "על", "верхом"))
# Who came by what did the deed; whoever was shot on a bicycle did not.
_CAME = (
    "entered", "came", "arrived", "rode", "raiders", "bandits", "въеха", "приеха", "прибы", "пришл",
    "подъеха", "ворва", "нагрян", "примча", "в'їха", "приїха", "прибу", "прийш", "під'їха",
    "увірва", "вдер", "נכנסו", "הגיעו", "באו", "פרצו", "פשטו", "רכובים", "שהגיעו", "שבאו",
)  # fmt: skip
_ONE = frozenset(
    (
        "the",
        "a",
        "an",
        "one",
        "single",
        "any",
        "את",
        "один",
        "одна",
        "одно",
        "единого",
        "жоден",
        "жодна",
    )
)
_FROM = ("מ", "מה")
_MEANT = ("נועד", "שנועד", "כוון", "כוונ", "שכוון", "שכוונ", "יועד", "שיועד")
_OF_WITHIN = 4
_OUT_OF = frozenset(("из", "с", "со", "от", "із", "з", "зі", "від", "من"))


def is_only_named(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether a thing is named for another reason than that it was struck."""
    speaker = clauses.overlapping("speaker", mark.first, mark.end)
    # "Hospital officials"; "the district hospital" is the thing itself, whoever speaks there.
    if (
        speaker is not None
        and speaker.end - speaker.first > mark.end - mark.first
        and (clauses.words.language != "en" or speaker.end > mark.end)
    ):
        return True
    if clauses.after("of_it", mark.end, 0) is not None or _is_means(clauses, mark):
        return True
    if clauses.words.language == "en" and said_by_what_stands_around(clauses, mark):
        return True
    # "נהג משאית": nothing stands between where there are no articles.
    gap = 1 if clauses.words.has_capitals else 0
    if mark.prefix in OF_IT and clauses.before("people_of", mark.first, gap) is not None:
        # The driver of a lorry was shot, and no lorry.
        return True
    if mark.prefix == "ל" and clauses.folded[max(0, mark.first - 1)].startswith(_MEANT):
        # "טילים שנועדו לשדה התעופה" fell on something else.
        return True
    if mark.value in _RIDDEN and _is_ridden(clauses, mark):
        return True
    if _are_mounts(clauses, mark) or _is_not_it(clauses, mark):
        return True
    return mark.value in TAKEN_TO and clauses.before("carried", mark.first, 5) is not None


def _is_ridden(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether those who did it came on it, or did it from or with it.

    "Gunmen on motorcycles", "دهس بمركبته".
    """
    at = mark.first
    if mark.prefix == "ب" and any(one.value == "ramming" for one in clauses.all("means deeds")):
        return True
    if mark.prefix.endswith(_FROM) and clauses.before("means deeds", at, 0) is not None:
        return True
    if not mark.prefix.endswith("ב"):
        if not at or clauses.folded[at - 1] not in AGAINST | INSIDE:
            return False
        at -= 1
    # "مسلحون النار على سيارة" is shot at, and not ridden.
    gap = 0 if clauses.words.language == "ar" else 1
    return any(clauses.before(name, at, gap) for name in ("actor roles", "actor forces"))


def _are_mounts(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether those who did it came on them: "entered on camels", "въехали на пикапах"."""
    at = mark.first - 1
    return (
        at > 0
        and mark.value in _MOUNTS
        and clauses.folded[at] in _UPON
        and clauses.folded[at - 1].startswith(_CAME)
    )


def _is_not_it(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether a negation stands before the thing itself: "no home was hit", "не мост"."""
    not_it = clauses.before("negations", mark.first, 1) if "negations" in clauses.marks else None
    return not_it is not None and all(
        word in _ONE for word in clauses.folded[not_it.end : mark.first]
    )


def _is_means(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether it is a part of a means: the car of a car bomb was not struck.

    Or acts itself: "bulldozers razed". What was demolished was struck: "взорвали дом".
    """
    size = mark.end - mark.first
    return any(
        (found := clauses.overlapping(heading, mark.first, mark.end)) is not None
        and (
            found.end - found.first > size
            or (found.value == "demolition" and clauses.after("struck", mark.end, 0) is not None)
        )
        and (found.value != "demolition" or heading == "means things")
        for heading in ("means deeds", "means things")
    )


def is_near(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether something was struck near a thing, or "near the entrance of the airport"."""
    of_it = {"of", "to"} & set(clauses.folded[max(0, mark.first - 2) : mark.first])
    near = clauses.before("near", mark.first, _OF_WITHIN if of_it else 2)
    if near is not None and clauses.folded[near.first] in _OUT_OF and near.end - near.first == 1:
        # "Сорвало крышу с роддома", "похищены из общежития".
        return False
    return near is not None and not any(
        clauses.overlapping(heading, near.end, mark.first) for heading in ("struck", "attacks")
    )
