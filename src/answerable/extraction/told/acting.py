"""Find who tells without a verb of speech: an office that only acts, or people of their own deeds.

Of "Police detained a suspect" and "Our teams treated nine" it is looked for only where a text
names nobody as saying anything.
"""

from __future__ import annotations

from answerable.extraction.told.attribution import OFFICES, Chain
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.speakers import Source

_BEGINS = 3
"""So many pieces of a clause may stand before who acts: "On Monday the police ..."."""
_BREAKS = frozenset((",", ";", ":", "-", '"', "(", ".", "!"))


def acting(clauses: Clauses) -> Chain | None:
    """Return who acts in a sentence or speaks of "us", where nobody is said to say it."""
    for mark in clauses.all("source own"):
        if _begins(clauses, mark.first):
            return _chain(mark.first, mark.end, "other", "source: of their own deeds")
    for mark in clauses.all("speaker"):
        if mark.value not in OFFICES or not _begins(clauses, mark.first):
            continue
        thing = clauses.overlapping("object", mark.first, mark.end)
        if thing is None and clauses.before("carried", mark.first, 4) is None:
            return _chain(mark.first, mark.end, mark.value, "source: acts")
    return None


def _begins(clauses: Clauses, at: int) -> bool:
    first = at
    while first and clauses.folded[first - 1] not in _BREAKS:
        first -= 1
    return at - first <= _BEGINS


def _chain(first: int, end: int, sort: str, rule: str) -> Chain:
    return Chain((Source(first, end, sort, rule, 0.4),), first)
