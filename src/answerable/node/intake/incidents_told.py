"""The incidents of a text for the page of its claims: what each tells, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answerable.extraction.claims import Kind, Scope
from answerable.node.desk.models import Incident
from answerable.node.intake.claim_words import Shown
from answerable.node.intake.models import ClaimsRun, Verdict
from answerable.node.intake.services.claims import as_corrected
from answerable.node.intake.services.claims_together import verdicts_by_incident

MOST = 20
_FIGURES = 2


@dataclass(frozen=True)
class IncidentTold:
    """One incident of a text."""

    number: int
    # When, where, what was struck and the first figures, of the claims on the page.
    told: tuple[Shown, ...]
    is_open: bool
    # Whether a person may have let something of it stand.
    stands: bool
    # What was opened from it, where this person sees that.
    taken: Incident | None


def incidents_of(
    run: ClaimsRun, told: Sequence[Shown], linked: Sequence[Incident]
) -> list[IncidentTold]:
    """Return the first incidents of a text in their order; `told` are the claims of the page."""
    verdicts = verdicts_by_incident(run)
    known = {one.reference: one for one in linked}
    return [
        IncidentTold(
            number,
            tuple(_in_short([one for one in told if _is_of(one, number)])),
            "" in decided,
            bool(decided & {Verdict.CONFIRMED, Verdict.CORRECTED}),
            known.get(run.taken.get(str(number), "")),
        )
        for number, decided in sorted(verdicts.items())[:MOST]
    ]


def _is_of(one: Shown, number: int) -> bool:
    # Where a person moved the claim to another incident, it is taken over into that one.
    moved = as_corrected(one.claim)["incident"]
    return moved == number and one.scope == Scope.INCIDENT and not one.is_rejected


def _in_short(told: Sequence[Shown]) -> Iterator[Shown]:
    yield from [one for one in told if one.claim.kind == Kind.WHEN][:1]
    # The place that is known best says the most.
    placed = [one for one in told if one.claim.kind == Kind.WHERE and one.place]
    if placed:
        yield min(placed, key=lambda one: float((one.place or {}).get("radius_km", 0)))
    yield from [one for one in told if one.claim.kind == Kind.OBJECT][:1]
    # Several say the same of it: once is enough here. A part beside its whole would read as more.
    figures = [one for one in told if one.claim.kind == Kind.HARM and one.claim.subset_of is None]
    harm = {(str(one.value), one.figure): one for one in reversed(figures) if one.figure}
    yield from sorted(harm.values(), key=lambda one: one.claim.number)[:_FIGURES]
