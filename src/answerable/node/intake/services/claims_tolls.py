"""Take a total that a report states into the tolls of its situation, never into an incident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q

from answerable.casework.codes import FigureCategory
from answerable.extraction.claims import Kind, Scope
from answerable.node.accounts.models import User
from answerable.node.desk.errors import NotPossible
from answerable.node.desk.models import Report, Toll
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import reports
from answerable.node.desk.services.counts import Count
from answerable.node.intake.models import ClaimsRun, StatedClaim, Verdict
from answerable.node.intake.services import stating
from answerable.node.intake.services.claims import (
    as_corrected,
    decide,
    decision_of,
    require_current,
)

# How far words may lie from a total's and still be told with it.
_BESIDE = 300


@dataclass(frozen=True)
class Proposed:
    """What a toll's form holds before a person looks at it."""

    toll: dict[str, Any]
    counts: list[dict[str, Any]]


def proposed(claim: StatedClaim, *, for_: User) -> Proposed:
    """Return what the total's own words say of a toll; a person completes and records it."""
    run, beside = claim.run, _told_with(claim)
    counts: dict[tuple[str, str], dict[str, Any]] = {}
    for one in [claim, *beside]:
        count = _count(one)
        if count is not None and one.sources == claim.sources:
            counts.setdefault((count.category, count.group), count.fields())
    said = [one.value for one in beside if one.kind == Kind.WHERE]
    said += [one.quote for one in beside if one.kind == Kind.WHEN and one.scope != Scope.INCIDENT]
    owner = claim.sources[0] if claim.sources else run.report.publisher
    earlier = Toll.objects.visible_to(for_).filter(owner=owner).order_by("-as_of", "-pk").first()
    chain = " ← ".join(claim.sources)
    return Proposed(
        {
            "situation": earlier.situation if earlier else "",
            "owner": owner,
            "as_of": run.published or reports.published_day(run.report),
            "covers": ", ".join(dict.fromkeys(said))[:300],
            "note": f"“{claim.quote[:1000]}”" + (f" ({chain})" if chain else ""),
        },
        list(counts.values()),
    )


@transaction.atomic
def take(
    claim: StatedClaim,
    *,
    situation: str,
    as_of: date,
    owner: str,
    covers: str,
    note: str,
    figures: Sequence[Count],
    by: User,
    at: datetime,
) -> Toll:
    """Record a toll from a total, once; what nobody had decided of the total is confirmed by it."""
    require(by, Deed.REPORT)
    # The report first: the same total may be read by two readers, each in a run of its own.
    Report.objects.select_for_update(of=("self",)).get(pk=claim.run.report_id)
    run = ClaimsRun.objects.select_for_update(of=("self",)).select_related("report").get(
        pk=claim.run_id
    )  # fmt: skip
    require_current(run)
    if claim.pk in in_tolls(run.report, [claim]):
        raise NotPossible("already_so")
    if not is_total(claim):
        raise NotPossible("no_claim_stands")
    toll = reports.record_toll(
        situation=situation, as_of=as_of, owner=owner, covers=covers, note=note,
        figures=figures, report=run.report, by=by, at=at,
    )  # fmt: skip
    run.taken[f"toll:{claim.number}"] = toll.pk
    run.save(update_fields=["taken"])
    if decision_of(claim) is None:
        decide(claim, Verdict.CONFIRMED, by=by, at=at)
    return toll


def in_tolls(report: Report, claims: Sequence[StatedClaim]) -> set[int]:
    """Return the keys of those claims of a report whose total was taken, from whichever run.

    Two readers read one total where their words meet; of an older text the same words count.
    """
    taken = [
        Q(run=run.pk, number__in=numbers)
        for run in report.claims_runs.exclude(taken={})
        if (numbers := [int(key[5:]) for key in run.taken if key.startswith("toll:")])
    ]
    if not taken or not claims:
        return set()
    before = list(
        StatedClaim.objects.filter(reduce(or_, taken))
        .select_related("run")
        .prefetch_related("decisions")
    )
    return {one.pk for one in claims if any(_is_same(one, other) for other in before)}


def _is_same(one: StatedClaim, other: StatedClaim) -> bool:
    if one.pk == other.pk:
        return True
    if one.run_id == other.run_id or as_corrected(one)["value"] != as_corrected(other)["value"]:
        return False
    if one.run.digest == other.run.digest:
        return one.start < other.end and other.start < one.end
    return one.quote.split() == other.quote.split()


def is_total(claim: StatedClaim) -> bool:
    """Tell whether a claim is a total of people harmed that nobody rejected."""
    decision = decision_of(claim)
    rejected = decision is not None and decision.verdict == Verdict.REJECTED
    return _count(claim) is not None and not rejected


def _count(claim: StatedClaim) -> Count | None:
    fields = as_corrected(claim)
    if claim.kind != Kind.HARM or fields["scope"] == Scope.INCIDENT:
        return None
    if fields["value"] not in list(FigureCategory):
        return None
    return stating.figure(
        fields["value"], fields["low"], fields["high"],
        of=fields["category"], put=fields["qualifier"],
    )  # fmt: skip


def _told_with(claim: StatedClaim) -> list[StatedClaim]:
    """Return what stands beside a total in its line: other totals, where, and since when."""
    text = claim.run.report.text
    first = max(text.rfind("\n", 0, claim.start) + 1, claim.start - _BESIDE)
    last = text.find("\n", claim.end)
    last = min(last if last >= 0 else len(text), claim.end + _BESIDE)
    near = claim.run.claims.filter(start__gte=first, end__lte=last).exclude(pk=claim.pk)
    found = near.prefetch_related("decisions")[:40]
    return [one for one in found if not _is_rejected(one)]


def _is_rejected(claim: StatedClaim) -> bool:
    decision = decision_of(claim)
    return decision is not None and decision.verdict == Verdict.REJECTED
