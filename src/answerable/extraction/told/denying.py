"""Find denials, and what of a sentence they deny: that never becomes harm."""

from __future__ import annotations

from collections.abc import Iterator

from answerable.extraction.text.vocabulary import Mark
from answerable.extraction.told.clauses import Clauses
from answerable.extraction.told.concepts import Denial
from answerable.extraction.values import frozen

WITHIN = 9


@frozen
class Denied:
    """A denial, and the pieces of the sentence that it denies."""

    value: Denial
    first: int
    end: int
    denied: range
    rule: str


def denials(clauses: Clauses) -> list[Denied]:
    """Return the denials of a sentence."""
    if not clauses.any("denial denies", "denial whole", "denial before"):
        return []
    return list(_all(clauses))


def asked(clauses: Clauses) -> list[range]:
    """Return the pieces that are only asked about: "could not say whether he is among the dead"."""
    return [range(mark.end, _ends(clauses, mark.end)) for mark in clauses.all("denial asked")]


def _all(clauses: Clauses) -> Iterator[Denied]:
    passive = clauses.all("denial before")
    for mark in clauses.all("denial denies"):
        if clauses.overlapping("denial not_denials", mark.first, mark.end):
            continue
        back = next((one for one in passive if one.first < mark.end and mark.first < one.end), None)
        if back is not None:
            yield Denied(
                _what(clauses, range(0, back.first)), back.first, back.end,
                range(_begins(clauses, back), back.first), "denial: of what stands before",
            )  # fmt: skip
            continue
        reach = range(mark.end, _ends(clauses, mark.end))
        yield Denied(
            _what(clauses, reach), mark.first, mark.end, reach, "denial: a verb of denying"
        )
    for mark in clauses.all("denial whole"):
        if clauses.overlapping("denial denies", mark.first, mark.end) is None:
            yield Denied(
                Denial(mark.value), mark.first, mark.end,
                range(mark.first, _unquoted(clauses, mark)), "denial: as a whole",
            )  # fmt: skip


def _what(clauses: Clauses, reach: range) -> Denial:
    """Say what is denied: the nearest word that tells."""
    end = min(reach.stop, reach.start + WITHIN)
    found: list[tuple[int, Denial]] = []
    for heading, value in (
        ("denial involvement", Denial.DENIES_INVOLVEMENT),
        ("denial harm", Denial.DENIES_HARM),
    ):
        for mark in clauses.all(heading):
            if reach.start <= mark.first < end:
                found.append((mark.first, value))
    return min(found)[1] if found else Denial.DENIES


def _begins(clauses: Clauses, mark: Mark) -> int:
    before = clauses.before("ended", mark.first, len(clauses.tokens))
    return before.end if before is not None else 0


def _unquoted(clauses: Clauses, mark: Mark) -> int:
    """Return where a denial in somebody's own words ends: with their quotation mark at last.

    Who blames others denies nothing of what happened.
    """
    if mark.value == Denial.BLAMES_OTHERS:
        return mark.end
    end = _ends(clauses, mark.end)
    return next((at for at in range(mark.end, end) if clauses.folded[at] == '"'), end)


def _ends(clauses: Clauses, at: int) -> int:
    """Return where a denial ends: where a contrast begins, or what stands beyond doubt."""
    after = clauses.after("ended", at, len(clauses.tokens))
    return after.first if after is not None else len(clauses.tokens)
