"""Know whom a text tells of twice: of eight dead, "two women" a sentence later are of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from answerable.extraction.claims import HARM, INCIDENT, MEANS, Claim
from answerable.extraction.values import replace

FEWEST = 2
"""A whole of so many people has single ones who may be told of apart."""
LESS_SURE = 0.1
THE_ONE = "harm: nouns, one"
"""So the rule of "the injured driver" begins, who was told of before."""
TOLD_AGAIN = ", told again"
"""So the rule of a figure ends that was told before of the same incident: never to be added."""
UNTOLD = ("combatants", "men")
"""Whom a text tells of without saying so: who was hit back, who else was beaten."""


def with_parts(claims: Sequence[Claim], starts: Sequence[int]) -> Iterator[Claim]:
    """Yield all claims: some people told of after all of an incident are a part of them.

    `starts` are where the sentences begin, in order: of one sentence its own words say who is
    whose part.
    """
    wholes: dict[tuple[int, str], tuple[int, Claim]] = {}
    sums = _sums(claims, starts)
    # Means are told once an incident: "a mine killed a farmer" after a drone's dead is more harm.
    other = {_sentence(one, starts) for one in claims if one.kind is MEANS}
    for number, one in enumerate(claims):
        if not _is_whole(one) or one.incident is None:
            yield _with_its_whole(one, claims)
            continue
        key = one.incident, one.value
        whole = wholes.get(key)
        is_apart = whole is not None and _sentence(whole[1], starts) < _sentence(one, starts)
        if (
            whole is not None
            and is_apart
            and _sentence(one, starts) not in other
            and (_is_part(one, whole[1]) or sums.get((_sentence(one, starts), key)) == whole[1].low)
        ):
            yield replace(
                one,
                subset_of=whole[0],
                rule=f"{one.rule}, told of before",
                confidence=round(one.confidence - LESS_SURE, 2),
            )
            continue
        if is_apart and whole is not None and _is_the_same(one, whole[1]):
            one = replace(one, rule=f"{one.rule}{TOLD_AGAIN}")
        if one.low and (whole is None or (one.low or 0) > (whole[1].low or 0)):
            wholes[key] = number, one
        yield one


def _is_the_same(one: Claim, whole: Claim) -> bool:
    """Tell whether a figure is told again, in a headline and below it."""
    return (one.low, one.high) == (whole.low, whole.high) and one.category == whole.category


def _with_its_whole(one: Claim, claims: Sequence[Claim]) -> Claim:
    """Return a part as one of the incident of its whole, where its sentence seemed of another."""
    whole = claims[one.subset_of] if one.subset_of is not None else None
    if whole is None or None in (one.incident, whole.incident) or one.incident == whole.incident:
        return one
    return replace(one, incident=whole.incident)


def _is_part(one: Claim, whole: Claim) -> bool:
    """Tell whether people are some of those told before, and not another's count of them all.

    "The mayor said eight died. Police spoke of six" are two counts.
    """
    if one.high is None or whole.low is None:
        return False
    if one.high == 1 and one.value == "injured" and one.rule.startswith(THE_ONE):
        # "Two were killed and one was hurt. The injured driver refused to be moved."
        return True
    if one.high >= whole.low or whole.low < FEWEST:
        return False
    if one.category == "combatants" != whole.category:
        return False
    is_kind = one.category not in (None, *UNTOLD) and whole.category != one.category
    return one.high == 1 or is_kind or (one.sources == whole.sources and bool(one.sources))


def _sums(claims: Sequence[Claim], starts: Sequence[int]) -> dict[tuple[int, tuple[int, str]], int]:
    """Return how many the people of each sentence are together, where it tells of several.

    "Six were hurt. Two are in a critical state, four others moderately hurt."
    """
    told: dict[tuple[int, tuple[int, str]], list[int]] = {}
    for one in claims:
        if _is_whole(one) and one.incident is not None and one.low == one.high:
            key = _sentence(one, starts), (one.incident, one.value)
            told.setdefault(key, []).append(one.low or 0)
    return {key: sum(some) for key, some in told.items() if len(some) > 1}


def _sentence(one: Claim, starts: Sequence[int]) -> int:
    return bisect_right(starts, one.start)


def _is_whole(one: Claim) -> bool:
    return one.kind is HARM and one.scope is INCIDENT and one.subset_of is None and one.high != 0
