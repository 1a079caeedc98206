"""Find who is said to have done it, as the text states it: accused, or acting beside an attack.

Naming is quoting. Nothing here finds that anybody did anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.prepositions import (
    WITH_CASES,
    is_accusative,
    is_doing,
    is_nominative,
)
from answerable.extraction.told.struck import Found, Strike, stands_in
from answerable.extraction.told.things import speaks

_NAMES = ("actor forces", "actor roles")
_BREAKS = frozenset((",", ";", ":", "."))
_BESIDE = 4
"""So many pieces may stand between who did it and whom it befell."""
_BEFORE = ("actor accused", "actor claimed")
_AFTER = ("actor blamed", "actor claimed")
_DENYING_WITHIN = 3
_OF_WITHIN, _OF_WHAT_WITHIN = 2, 6
"""How far after who is accused it stands of what, and what that is."""
_HARMFUL = (
    "struck", "attacks", "means deeds", "means generic", "denial harm", "actor harmful",
)  # fmt: skip
_WRITTEN_ON = {"ar": "ب", "he": "ב"}
"""What is written onto the deed that one is accused of."""
_BE = frozenset(("was", "were", "is", "are"))
_OFFICE_WITHIN, _WHOSE_WITHIN, _AIMED_WITHIN = 2, 4, 3
"""So many pieces may stand between it and its office, its thing or what was aimed at it."""
_MILITARY = frozenset(("military", "warehouse"))
_OFFICES = frozenset(("health_authority", "government", "local_authority", "media", "agency"))
_OWNED = frozenset(("of", "של", "belonging"))
_USED = frozenset(("used", "owned", "run", "held", "controlled", "operated", "occupied"))
_OF_AN_OFFICE = frozenset(("of", "the", "של", "التابعه", "التابع", "الموالي", "المواليه"))
_VERB_FIRST = ("ar",)
_DEEDS = ("means deeds", "means things", "means generic")


def accused(clauses: Clauses) -> Iterator[Found]:
    """Yield who is blamed or claims it: "It blamed the army", "The group claimed it"."""
    if not clauses.any(*_BEFORE, *_AFTER):
        return
    named = list(_named(clauses))
    for mark in named:
        if _accuses(clauses, mark, named):
            continue
        signs = [
            clauses.before(heading, mark.first, _reach(clauses, mark, named)) for heading in _BEFORE
        ]
        after = (*_AFTER, "actor accused") if _is_accused_by_ending(clauses, mark) else _AFTER
        signs += [clauses.after(heading, mark.end, 1) for heading in after]
        if any(sign is not None and _says_so(clauses, mark, sign) for sign in signs):
            yield Found(mark.value, mark.first, mark.end, "actor: accused", 0.8)


def _accuses(clauses: Clauses, mark: Mark, named: Sequence[Mark]) -> bool:
    """Tell whether this is who accuses: before the verb, or the first of two that follow it."""
    if _is_accused_by_ending(clauses, mark):
        return False
    sign = clauses.after("actor accused", mark.end, 1)
    if sign is not None and clauses.overlapping("actor blamed", sign.first, sign.end) is None:
        return True
    return clauses.words.language in _VERB_FIRST and any(
        0 <= other.first - mark.end <= 1 for other in named
    )


def _is_accused_by_ending(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether the ending says that it is accused: "армию обвинили", and no "армия"."""
    return clauses.words.language in WITH_CASES and is_accusative(clauses.folded[mark.end - 1])


def _reach(clauses: Clauses, mark: Mark, named: Sequence[Mark]) -> int:
    """Return how far before a name the verb may stand: who accuses may stand between."""
    if clauses.words.language in _VERB_FIRST:
        for other in named:
            if 0 <= mark.first - other.end <= 1:
                return mark.first - other.first + 1
    return 2


def _says_so(clauses: Clauses, mark: Mark, sign: Mark) -> bool:
    return not (
        clauses.is_negated(sign.first)
        or _is_denied(clauses, mark, sign)
        or _is_of_something_else(clauses, mark, sign)
    )


def _is_denied(clauses: Clauses, mark: Mark, sign: Mark) -> bool:
    """Tell whether it is denied: "نفى الجيش مسؤوليته", "denied the responsibility of the army"."""
    if sign.first < mark.first:
        return clauses.before("denial denies", sign.first, 1) is not None
    denial = clauses.before("denial denies", mark.first, _DENYING_WITHIN)
    if denial is None:
        return clauses.any_within("denial denies", mark.end, sign.first)
    between = range(denial.end, mark.first)
    return not clauses.any_within("ended", denial.end, mark.first) and not any(
        clauses.folded[at] in _BREAKS for at in between
    )


def _is_of_something_else(clauses: Clauses, mark: Mark, sign: Mark) -> bool:
    """Tell whether one is accused of what harmed nobody: "of using it as a base"."""
    if not clauses.overlapping("actor charges", sign.first, sign.end):
        return False
    end = max(mark.end, sign.end)
    of = clauses.after("actor of", end, _OF_WITHIN)
    letter = _WRITTEN_ON.get(clauses.words.language)
    if of is not None:
        first = of.first
    elif letter and "".join(clauses.folded[end : end + 1]).startswith(letter):
        first = end
    else:
        return False
    if any(word in _BREAKS for word in clauses.folded[end:first]):
        return False
    within = min(first + _OF_WHAT_WITHIN + 1, len(clauses.tokens))
    return not any(clauses.overlapping(heading, first, within) for heading in _HARMFUL)


def actors(
    clauses: Clauses,
    struck: Sequence[Strike],
    harmed: Sequence[range],
    speaking: Sequence[range],
) -> Iterator[Found]:
    """Yield who acts beside a strike or beside people harmed, whose pieces are given.

    Those who only speak, or were told already, are left out, and those who are harmed themselves.
    """
    if not struck and not harmed:
        return
    others = [*speaking, *harmed]
    named = list(_named(clauses))
    for mark in named:
        if (
            not speaks(mark, others)
            and not _accuses(clauses, mark, named)
            and not _is_acted_on(clauses, mark, named)
            and _acts(clauses, mark, struck, harmed)
        ):
            yield Found(mark.value, mark.first, mark.end, "actor: as stated", 0.75)
    for mark in clauses.all("actor peoples"):
        if speaks(mark, others) or _is_owner(clauses, mark):
            continue
        beside = any(
            0 <= one.first - mark.end <= 2 or 0 <= mark.first - one.end <= 1 for one in struck
        ) or any(
            clauses.after(heading, mark.end, 1) or clauses.before(heading, mark.first, 0)
            for heading in _DEEDS
        )
        if beside and not clauses.overlapping("actor forces", mark.first, mark.end):
            yield Found(mark.value, mark.first, mark.end, "actor: beside an attack", 0.7)


def _is_owner(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether a thing is only of that country: "Ukrainian schools", "a depot with shells"."""
    if clauses.words.has_capitals:
        thing = clauses.overlapping("object", mark.end, mark.end + 1)
    else:
        thing = clauses.overlapping("object", mark.first - 1, mark.first)
    return thing is not None and not any(
        clauses.overlapping(heading, thing.first, thing.first + 1) for heading in _DEEDS
    )


def _named(clauses: Clauses) -> Iterator[Mark]:
    """Yield forces by name, and roles that are no part of such a name."""
    for heading in _NAMES:
        for mark in clauses.all(heading):
            inside = heading == "actor roles" and clauses.overlapping(
                "actor forces", mark.first, mark.end
            )
            # "Five soldiers were killed".
            counted = mark.first and clauses.tokens[mark.first - 1].text.isdigit()
            # Blasts "in Russia", a blow "on the army".
            if not inside and not counted and not stands_in(clauses, mark):
                yield mark


def _is_acted_on(clauses: Clauses, mark: Mark, named: Sequence[Mark]) -> bool:
    """Tell whether it is who was attacked, or who helps: "was attacked", "evacuated 12 wounded"."""
    if _is_of_an_office(clauses, mark) or _is_whose(clauses, mark) or _is_aimed_at(clauses, mark):
        return True
    end = mark.end + (clauses.folded[mark.end : mark.end + 1] == ['"'])
    after = clauses.folded[end : end + 2]
    if len(after) == 2 and after[0] in _BE and not after[1].endswith("ing"):
        return True
    if any(clauses.after(heading, mark.end, 2) is not None for heading in _AFTER):
        # What is said of that was looked at before, and may be denied.
        return True
    if clauses.words.language in _VERB_FIRST and any(one.end == mark.first for one in named):
        # Verb, who does it, whom it befalls.
        return True
    if _is_dying(clauses, mark):
        return True
    return (
        clauses.after("actor helping", mark.end, _BESIDE) is not None
        or clauses.before("actor helping", mark.first, _BESIDE) is not None
    )


def _is_of_an_office(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether it is only named for an office of its: "the ministry run by the Houthis"."""
    office = clauses.before("speaker", mark.first, _OFFICE_WITHIN)
    if office is None or office.value not in _OFFICES or not clauses.any("source says"):
        return False
    between = clauses.folded[office.end : mark.first]
    return _OF_AN_OFFICE.issuperset(between) and not _does_it(clauses, mark)


def _does_it(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether the ending says that it acts: "российские военные", "ливанской армией"."""
    return clauses.words.language in WITH_CASES and is_doing(clauses.folded[mark.end - 1])


def _is_whose(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether it is only named for a thing of its: "army positions", "a depot of the army"."""
    thing = clauses.overlapping("object", mark.first, mark.end)
    if thing is not None:
        return thing.value in _MILITARY and thing.end - thing.first > mark.end - mark.first
    thing = clauses.before("object", mark.first, _WHOSE_WITHIN)
    if thing is None:
        return False
    between = clauses.folded[thing.end : mark.first]
    if not between:
        has_cases = clauses.words.language in WITH_CASES and not _does_it(clauses, mark)
        return thing.value in _MILITARY and (has_cases or mark.prefix.endswith("ل"))
    return between[0] in _OWNED or (between[0] in _USED and len(between) > 1)


def _is_aimed_at(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether it was aimed at: "eliminated four militants"."""
    aimed = clauses.before("actor targeting", mark.first, _AIMED_WITHIN)
    if aimed is None or aimed.end > mark.first:
        return False
    if _does_it(clauses, mark):
        return False
    between = clauses.folded[aimed.end : mark.first]
    return "by" not in between and _BREAKS.isdisjoint(between)


def _is_dying(clauses: Clauses, mark: Mark) -> bool:
    """Tell whether it was harmed itself: "российские военные погибли", "загинули окупанти".

    Only in the nominative: "при ударе россиян погибли трое".
    """
    if not clauses.any("actor dying") or not is_nominative(clauses.folded[mark.end - 1]):
        return False
    before, after = (
        clauses.before("actor dying", mark.first, 0),
        clauses.after("actor dying", mark.end, 0),
    )
    return before is not None or after is not None


def _acts(clauses: Clauses, mark: Mark, struck: Sequence[Strike], harmed: Sequence[range]) -> bool:
    if clauses.before("actor by", mark.first, 2):
        return True
    return any(
        -4 <= one.first - mark.end <= 5 or 0 <= mark.first - one.end <= 3 for one in struck
    ) or any(
        0 <= one.start - mark.end <= _BESIDE or 0 <= mark.first - one.stop <= _BESIDE
        for one in harmed
    )
