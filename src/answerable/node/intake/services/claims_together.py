"""A reading and what people added to the same text: they are shown and taken over as one."""

from __future__ import annotations

from itertools import chain

from django.db.models import OuterRef, QuerySet, Subquery

from answerable.node.intake.models import ClaimDecision, ClaimsRun, StatedClaim, Verdict
from answerable.node.intake.models.claims import BY_HAND
from answerable.node.intake.services.claims import is_ours, readings_of


def added_to(run: ClaimsRun) -> QuerySet[StatedClaim]:
    """Return what people added to the text of a run, where that is the reading that counts.

    Of an older reading and of another reader the incidents may have other numbers.
    """
    by_hand = StatedClaim.objects.filter(run__report=run.report_id, run__reader=BY_HAND)
    if not is_ours(run) or run != readings_of(run.report, run.digest).first():
        return by_hand.none()
    return by_hand.filter(run__digest=run.digest).select_related("run")


def shown_with(claim: StatedClaim) -> ClaimsRun:
    """Return the run on whose page a claim stands: one by hand stands with the reading."""
    run = claim.run
    if run.reader != BY_HAND:
        return run
    return readings_of(run.report, run.digest).first() or run


def all_of(run: ClaimsRun) -> list[StatedClaim]:
    """Return the claims of a run and what people added, each with its decisions."""
    both = (run.claims.all(), added_to(run))
    return list(chain.from_iterable(one.prefetch_related("decisions") for one in both))


def verdicts_by_incident(run: ClaimsRun) -> dict[int, set[str]]:
    """Return what was decided of the claims of each incident of a text; `""` is still open.

    A claim that a person moved counts where it was moved to.
    """
    found: dict[int, set[str]] = {}
    newest = ClaimDecision.objects.filter(claim=OuterRef("pk")).order_by("-pk")
    for claims in (run.claims.all(), added_to(run)):
        decided = claims.annotate(
            verdict=Subquery(newest.values("verdict")[:1]),
            corrected=Subquery(newest.values("corrected")[:1]),
        )
        rows = decided.order_by().values_list("incident", "verdict", "corrected").distinct()
        for read, verdict, corrected in rows:
            number = (corrected or {}).get("incident", read)
            if number is not None:
                is_open = verdict in (None, Verdict.UNDONE)
                found.setdefault(number, set()).add("" if is_open else str(verdict))
    return found
