"""Read what a text tells beside the sentence that tells of harm, where nothing better was found.

Posts, logs and testimonies are cut into pieces: "A missile. The dormitory. Six dead." What was
struck, by what, and who tells it stand in a sentence that alone says nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Protocol

from answerable.extraction.claims import HARM, INCIDENT, MEANS, OBJECT, Claim, Kind, placed
from answerable.extraction.text.sentences import Sentence
from answerable.extraction.told import acting, attribution, bywhat, struck
from answerable.extraction.told.attribution import Chain
from answerable.extraction.told.bywhat import IN_GENERAL
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.struck import Found

LONGEST = 12
"""A longer text tells in whole sentences, and is not looked through again."""

_SOUGHT = frozenset((OBJECT, MEANS, Kind.SOURCE))


class Looked(Protocol):
    """A sentence that was read once."""

    sentence: Sentence

    def looked_at(self) -> Clauses:
        """Give the sentence with all its marks, whether or not it tells anything."""
        ...

    def placed(self) -> list[range]:
        """Give the pieces that name places."""
        ...

    def claim(self, kind: Kind, one: Found) -> Claim:
        """Give a claim of what was found."""
        ...

    def sources(self, chains: Sequence[Chain]) -> Iterator[Claim]:
        """Give the claims of who speaks."""
        ...


def wants(claims: Sequence[Claim]) -> bool:
    """Tell whether a text tells of harm and leaves out what, by what, or who says so."""
    kinds = {one.kind for one in claims}
    return kinds & _SOUGHT < _SOUGHT and (HARM in kinds or bool(_telling(claims)))


def left_over(sentences: Sequence[Looked], claims: Sequence[Claim]) -> Iterator[Claim]:
    """Yield objects, means and who tells it, each only where the text has none of its kind."""
    telling = _telling(claims)
    kinds = {one.kind for one in claims}
    starts = [one.sentence.start for one in sentences]
    of_harm = {bisect_right(starts, one.start) - 1: one for one in reversed(telling)}
    near = [
        (here, of_harm.get(number) or of_harm.get(number - 1) or of_harm.get(number + 1))
        for number, here in enumerate(sentences)
    ]
    for here, beside in near:
        if beside is None:
            continue
        for one in _things(here, kinds, beside):
            yield placed(one, beside.incident, beside.sources)
    if Kind.SOURCE not in kinds:
        yield from _who(sentences, [one for one in claims if one.kind is HARM])


def outdone(claims: Sequence[Claim]) -> frozenset[int]:
    """Return the numbers of the means told only in general, where another sentence says which.

    A head says "strike", and the text under it of the same incident that shells were fired. What
    burns besides is told of its own, and says nothing of a strike.
    """
    means = [
        (number, one)
        for number, one in enumerate(claims)
        if one.kind is MEANS and one.value != "arson"
    ]
    known = {
        one.incident
        for _number, one in means
        if one.rule != IN_GENERAL and one.category is None and one.scope is INCIDENT
    }
    return frozenset(
        number for number, one in means if one.rule == IN_GENERAL and one.incident in known
    )


def _telling(claims: Sequence[Claim]) -> list[Claim]:
    return [
        one
        for one in claims
        if one.kind in (HARM, MEANS, OBJECT)
        and one.scope is INCIDENT
        and one.incident is not None
        and one.high != 0
    ]


def _things(here: Looked, kinds: set[Kind], beside: Claim) -> Iterator[Claim]:
    if OBJECT in kinds and MEANS in kinds:
        return
    clauses = here.looked_at()
    is_its_own = here.sentence.start <= beside.start < here.sentence.end
    if OBJECT not in kinds and not is_its_own:
        speaking = attribution.speaking(attribution.chains(clauses))
        found = struck.beside(clauses, speaking, here.placed())
        yield from (here.claim(OBJECT, one) for one in found)
    if MEANS not in kinds:
        yield from (here.claim(MEANS, one) for one in bywhat.means_beside(clauses))


def _who(sentences: Sequence[Looked], harmed: Sequence[Claim]) -> Iterator[Claim]:
    for here in sentences:
        chain = acting.acting(here.looked_at())
        if chain is None:
            continue
        said = list(here.sources([chain]))
        if any(one.start < harm.end and harm.start < one.end for one in said for harm in harmed):
            # "Two of our colleagues were killed": those were harmed, and tell nothing.
            continue
        yield from said
        return
