"""The page of what a report states: its claims beside the text, and a person's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from answerable.extraction.claims import Kind, Scope
from answerable.extraction.where.gazetteer import CREDIT
from answerable.node.desk import permissions
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.labels import explain
from answerable.node.desk.models import Report
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services.reports import published_day
from answerable.node.intake import labels, marking
from answerable.node.intake.claim_words import Shown, shown
from answerable.node.intake.forms import places
from answerable.node.intake.forms.claims import CorrectionForm, ReadForm
from answerable.node.intake.incidents_told import incidents_of
from answerable.node.intake.models import ClaimsRun, StatedClaim, Verdict
from answerable.node.intake.models.claims import BY_HAND
from answerable.node.intake.services import claims as services
from answerable.node.intake.services import claims_taking, claims_tolls
from answerable.node.intake.services.claims_together import added_to
from answerable.node.intake.views.claims_found import (
    ON_A_PAGE,
    back_to,
    claim_of,
    number_in,
    person,
    report_of,
    require,
    to_run,
    where,
)

CHARS_ON_A_PAGE = 60_000
RUNS_SHOWN = 20
OTHERS_SHOWN = 300
LEFT_NAMED = 10
# Reading takes seconds: after this no page waits for it any more by itself.
LONGEST_WAIT = timedelta(minutes=2)


@require_GET
def of_report(request: HttpRequest, receipt_number: str) -> HttpResponse:
    """Show the claims of a report beside the words they were read from."""
    report = report_of(request, receipt_number)
    # Whoever looks at an older reading does not wait for the next one.
    now = timezone.now()
    asked = None if "run" in request.GET else services.asked_to_read(report, at=now)
    is_slow = asked is not None and now - asked > LONGEST_WAIT
    if request.headers.get("HX-Request") and asked and not is_slow:
        # Nothing is new: the page stays as it is.
        return HttpResponse(status=204)
    # A query that counts forgets in which order its rows stand.
    counted = report.claims_runs.annotate(how_many=Count("claims")).order_by("-read_at", "-pk")
    runs = list(counted[:RUNS_SHOWN])
    run = _chosen(runs, request.GET.get("run", ""))
    failed = runs[0] if runs and runs[0].problem else None
    published = published_day(report)
    corrections = services.corrections_of(report)
    ours = next((one for one in runs if services.is_ours(one)), None)
    # Of a report without a day: the one that its text states, for a person to look at.
    stated = _stated(ours, corrections) if ours and published is None else None
    counts_from = published or stated
    # It is said of that reading alone.
    stated = stated if run == ours else None
    context = {
        "report": report,
        "read_form": ReadForm(initial={"published": published or stated, "held": published}),
        "stated": stated,
        "published": published,
        "is_of_another_day": run
        and run.reader != BY_HAND
        and run.published != counts_from
        and not asked,
        "corrections": corrections,
        "runs": [one for one in runs if not one.problem],
        "run": run,
        "is_older": run is not None and services.is_ours(run) and run != ours,
        "failed": failed,
        "is_being_read": asked is not None,
        "is_slow": is_slow,
        "why_not": labels.not_read(failed.problem) if failed else "",
        "may_decide": permissions.may(person(request), Deed.REPORT),
        "may_open": permissions.may(person(request), Deed.INCIDENT),
        "credit": CREDIT,
    }
    if run is not None:
        context |= _beside(request, report, run)
    return render(request, "intake/claims.html", context)


def _stated(ours: ClaimsRun, corrections: Sequence[services.Correction]) -> date | None:
    """Return the day from which our reading counts, unless a person gave it and took it away."""
    is_older = bool(corrections) and corrections[0].at > ours.read_at
    return None if is_older else ours.published


@require_POST
def read_again(request: HttpRequest, receipt_number: str) -> HttpResponse:
    """Ask for the claims of a report to be read; its day of publication may be corrected."""
    report = report_of(request, receipt_number)
    require(request, Deed.REPORT)
    form = ReadForm(request.POST)
    if not form.is_valid():
        messages.warning(request, str(next(iter(form.errors.values()))[0]))
        return redirect("claims:of-report", receipt_number)
    dated = services.Dated(form.cleaned_data["published"], form.cleaned_data["held"])
    try:
        services.ask_to_read(report, dated=dated, by=person(request), at=timezone.now())
    except (BadInput, ChangedMeanwhile) as refusal:
        messages.warning(request, str(explain(refusal)))
    # The page says that it is being read.
    return redirect("claims:of-report", receipt_number)


@require_POST
def decide(request: HttpRequest, receipt_number: str, pk: int) -> HttpResponse:
    """Confirm or reject a claim, or take that back."""
    claim = claim_of(request, receipt_number, pk)
    require(request, Deed.REPORT)
    verdict = request.POST.get("verdict", "")
    if verdict not in (Verdict.CONFIRMED, Verdict.REJECTED, Verdict.UNDONE):
        messages.warning(request, _("Choose to confirm or to reject the claim."))
        return back_to(claim)
    try:
        services.decide(
            claim,
            Verdict(verdict),
            after=number_in(request.POST.get("after", "")),
            by=person(request),
            at=timezone.now(),
        )
    except ChangedMeanwhile:
        messages.warning(request, _("Somebody decided about this claim meanwhile. Look again."))
    return back_to(claim)


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, receipt_number: str, pk: int) -> HttpResponse:
    """Correct what was read of a claim; its words stay."""
    claim = claim_of(request, receipt_number, pk)
    require(request, Deed.REPORT)
    looked_for = claim.kind == Kind.WHERE and places.is_looked_for(request.POST)
    sent = request.POST if request.method == "POST" and not looked_for else None
    form = CorrectionForm(sent, claim=claim, given=request.POST.dict() if looked_for else None)
    if sent is not None and form.is_valid():
        try:
            services.decide(
                claim,
                Verdict.CORRECTED,
                corrected=form.corrected(),
                after=number_in(request.POST.get("after", "")),
                by=person(request),
                at=timezone.now(),
            )
        except ChangedMeanwhile:
            messages.warning(request, _("Somebody decided about this claim meanwhile. Look again."))
        return back_to(claim)
    report, stands = claim.run.report, ("", "")
    if claim.run.digest == services.digest_of(report.text):
        stands = marking.around(report.text, claim.start, claim.end)
    return render(
        request, "intake/claim_correct.html", {
            "claim": shown(claim), "form": form, "report": report,
            "stands": stands, "back": where(claim),
            "after": request.POST.get("after", "") if looked_for else shown(claim).after,
            **places.shown_with(form, looked_for)}
    )  # fmt: skip


@require_POST
def confirm_incident(request: HttpRequest, receipt_number: str) -> HttpResponse:
    """Confirm what is open of all claims of one incident."""
    report_of(request, receipt_number)
    require(request, Deed.REPORT)
    run = _run(request, receipt_number)
    number = number_in(request.POST.get("incident", ""))
    try:
        done = services.confirm_incident(run, number or 0, by=person(request), at=timezone.now())
    except NotPossible as refusal:
        messages.warning(request, str(explain(refusal)))
        return to_run(run)
    said = ngettext("%(n)d claim was confirmed.", "%(n)d claims were confirmed.", done)
    messages.success(request, said % {"n": done})
    return to_run(run)


@require_POST
def take_over(request: HttpRequest, receipt_number: str) -> HttpResponse:
    """Open an incident with confirmed claims, or add them to one the report is linked to."""
    report_of(request, receipt_number)
    require(request, Deed.INCIDENT)
    run = _run(request, receipt_number)
    number, to = number_in(request.POST.get("incident", "")), None
    if request.POST.get("to"):
        linked = claims_taking.linked_incidents(run, person(request))
        to = next((one for one in linked if one.reference == request.POST["to"]), None)
        if to is None:
            messages.warning(request, _("The report is not linked to that incident."))
            return to_run(run)
    try:
        incident = claims_taking.take_over(
            run, number or 0, to=to, by=person(request), at=timezone.now()
        )
    except (NotPossible, BadInput) as refusal:
        messages.warning(request, str(explain(refusal)))
        return to_run(run)
    left = claims_taking.left_behind(run, number or 0, incident)
    if left:
        said = _(
            "Not taken, as an incident has one time and begins with one place: %(words)s. Add to "
            "it by hand what belongs to it; check each."
        )
        words = ", ".join(f"“{one}”" for one in left[:LEFT_NAMED])
        messages.warning(request, said % {"words": words + (" …" if left[LEFT_NAMED:] else "")})
    else:
        messages.success(request, _("The incident holds what you confirmed. Check each."))
    return redirect("desk:incident", incident.reference)


def _beside(request: HttpRequest, report: Report, run: ClaimsRun) -> dict[str, object]:
    claims = run.claims.prefetch_related("decisions__by")
    page = Paginator(claims, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    # Claims of an older text lead nowhere in this one.
    fits = run.digest == services.digest_of(report.text)
    added: list[StatedClaim] = []
    if fits and page.number == 1:
        added = list(added_to(run).prefetch_related("decisions__by")[:ON_A_PAGE])
    if added:
        rows = sorted([*rows, *added], key=lambda one: one.start)
    start, end = marking.window(
        report.text, rows if fits else [], first=page.number == 1, most=CHARS_ON_A_PAGE
    )
    held = claims_tolls.in_tolls(report, [one for one in rows if one.scope != Scope.INCIDENT])
    told = [replace(shown(one), is_in_tolls=one.pk in held) for one in rows]
    told = _side_by_side(told, run, and_by_hand=not added) if fits else told
    # What was added to a text is taken over with its reading, not a second time.
    is_beside = run.reader == BY_HAND and services.readings_of(report, run.digest).exists()
    linked = claims_taking.linked_incidents(run, person(request))
    return {
        "page": page,
        "claims": [one for one in told if one.scope == Scope.INCIDENT],
        "totals": [one for one in told if one.scope != Scope.INCIDENT],
        "paragraphs": list(marking.paragraphs(report.text, rows if fits else [], start, end)),
        "is_part": start > 0 or end < len(report.text),
        "fits": fits,
        "incidents": incidents_of(run, told, linked) if fits and not is_beside else [],
        "linked": linked,
    }


def _side_by_side(told: list[Shown], run: ClaimsRun, *, and_by_hand: bool) -> list[Shown]:
    """Put beside each claim what other readers claim, of its kind, of the same words.

    What the same reader said at another time is a run of its own, and no second opinion.
    """
    if not told:
        return told
    around = StatedClaim.objects.filter(
        run__report=run.report, run__digest=run.digest,
        start__lt=max(one.claim.end for one in told),
        end__gt=min(one.claim.start for one in told),
    ).exclude(run__reader__in=[run.reader, *([] if and_by_hand else [BY_HAND])])  # fmt: skip
    others = list(around.select_related("run").prefetch_related("decisions")[:OTHERS_SHOWN])

    def beside(one: StatedClaim) -> tuple[Shown, ...]:
        return tuple(
            shown(other) for other in others
            if other.kind == one.kind and other.start < one.end and other.end > one.start
        )[:5]  # fmt: skip

    return [replace(one, others=beside(one.claim)) for one in told]


def _run(request: HttpRequest, receipt_number: str) -> ClaimsRun:
    return get_object_or_404(
        ClaimsRun.objects.visible_to(request.user).select_related("report"),
        pk=number_in(request.POST.get("run", "")) or 0,
        report=report_of(request, receipt_number),
    )


def _chosen(runs: Sequence[ClaimsRun], asked: str) -> ClaimsRun | None:
    read = [one for one in runs if not one.problem]
    # What people added stands with a reading; alone it is shown where there is none.
    usual = next((one for one in read if one.reader != BY_HAND), read[0] if read else None)
    return next((one for one in read if str(one.pk) == asked), usual)
