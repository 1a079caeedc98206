"""Pages that lead on from claims: a total into the tolls, and a claim that a person adds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from answerable.extraction.claims import Kind
from answerable.node.desk.errors import BadInput, NotPossible
from answerable.node.desk.forms.figures import TollCounts
from answerable.node.desk.forms.reports import TollForm
from answerable.node.desk.labels import explain
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services.counts import Count
from answerable.node.intake.claim_words import KINDS
from answerable.node.intake.forms import places
from answerable.node.intake.forms.claims import ByHandForm
from answerable.node.intake.services import claims_by_hand, claims_tolls
from answerable.node.intake.views.claims_found import (
    back_to,
    claim_of,
    person,
    report_of,
    require,
    where,
)

COUNT_FIELDS = ("category", "group", "qualifier", "low", "high", "mixed")
CHARS_SHOWN = 60_000


@require_http_methods(["GET", "POST"])
def toll(request: HttpRequest, receipt_number: str, pk: int) -> HttpResponse:
    """Show a total as a toll to record, filled in from its words; sent, record it."""
    claim = claim_of(request, receipt_number, pk)
    require(request, Deed.REPORT)
    if not claims_tolls.is_total(claim):
        messages.warning(request, _("Only a total of people harmed goes into the tolls."))
        return back_to(claim)
    ready = claims_tolls.proposed(claim, for_=person(request))
    sent = request.POST if request.method == "POST" else None
    form = TollForm(sent, initial=ready.toll)
    del form.fields["report"]
    rows = TollCounts(sent, prefix="counts", initial=ready.counts)
    if sent is not None and rows.is_valid() and form.is_valid():
        counts = [
            Count(**{name: row.cleaned_data[name] for name in COUNT_FIELDS})
            for row in rows
            if row.cleaned_data.get("category")
        ]
        try:
            claims_tolls.take(
                claim, **form.cleaned_data, figures=counts, by=person(request), at=timezone.now()
            )
        except (BadInput, NotPossible) as refusal:
            form.add_error(None, str(explain(refusal)))
        else:
            messages.success(request, _("The toll is recorded with its owner and its date."))
            return back_to(claim)
    elif sent is not None and form.is_valid():
        form.add_error(None, _("Correct the counts below."))
    context = {"form": form, "rows": rows, "back": where(claim)}
    return render(request, "desk/tolls/new.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, receipt_number: str) -> HttpResponse:
    """Add a claim by hand, with its words from the text, which stands beside the form."""
    report = report_of(request, receipt_number)
    require(request, Deed.REPORT)
    asked = request.POST if request.method == "POST" else request.GET
    kind = Kind(asked["kind"]) if asked.get("kind") in list(Kind) else Kind.HARM
    looked_for = kind is Kind.WHERE and places.is_looked_for(asked)
    sent = request.POST if request.method == "POST" and not looked_for else None
    form = ByHandForm(sent, kind=kind, given=asked.dict() if looked_for else None)
    if sent is not None and form.is_valid():
        try:
            claim = claims_by_hand.add(
                report, kind, form.words(), form.fields_given(),
                said_by=form.cleaned_data["said_by"], by=person(request), at=timezone.now(),
            )  # fmt: skip
        except (BadInput, NotPossible) as refusal:
            form.add_error("quote", str(explain(refusal)))
        else:
            messages.success(request, _("The claim is kept, by hand, and confirmed."))
            return back_to(claim)
    kinds = [(str(code), label) for code, label in KINDS.items()]
    return render(request, "intake/claim_add.html", {
        "report": report, "form": form, "kind": kind.value, "kinds": kinds,
        "text": report.text[:CHARS_SHOWN], **places.shown_with(form, looked_for),
    })  # fmt: skip
