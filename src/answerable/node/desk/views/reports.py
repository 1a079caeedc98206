"""Pages of reports: what came in, whether it concerns us, and what must not leave of it."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.desk.codes import Screening
from answerable.node.desk.errors import BadInput
from answerable.node.desk.forms.reports import LinkForm, PhraseForm, ReportForm, ScreeningForm
from answerable.node.desk.models import Incident, IncidentReport, ProtectedPhrase, Report
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import incidents, reports, reprints, searching
from answerable.node.desk.views import triaging
from answerable.node.desk.views.doing import (
    DeskRequest,
    acting,
    allowed,
    form_page,
    posted,
    sent,
    shown,
)
from answerable.node.ui.paging import LongPaginator

PER_PAGE = 50
PRINTINGS = 20


@require_safe
def report_list(request: DeskRequest) -> HttpResponse:
    """List reports, the newest first, filtered by screening and by words."""
    # A list shows no text, and a report's may be a book.
    found = Report.objects.visible_to(request.user).defer("text")
    links = IncidentReport.objects.visible_to(request.user).select_related("incident")
    found = found.prefetch_related(Prefetch("incident_links", links))
    screening, words = request.GET.get("screening", ""), request.GET.get("q", "").strip()
    if screening in list(Screening):
        found = found.filter(screening=screening)
    if words:
        found = searching.matching(found, words)
    page = LongPaginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "screening": screening,
        "words": words,
        "screenings": Screening,
        "can": allowed(request.user),
    }
    return render(request, "desk/reports/list.html", context)


@require_safe
def report(request: DeskRequest, receipt_number: str) -> HttpResponse:
    """Show a report, what was decided about it, and the incidents it speaks of."""
    found = _found(request, receipt_number)
    links = found.incident_links.visible_to(request.user)
    context = {
        "report": found,
        "same_as": Report.objects.visible_to(request.user).filter(duplicates=found).first(),
        "printings": reprints.others(found, request.user)[:PRINTINGS],
        "links": links.select_related("incident", "linked_by", "unlinked_by"),
        "trail": triaging.trail([found], request.user),
        "phrases": found.protected_phrases.select_related("marked_by"),
        "phrase_form": PhraseForm(initial={"is_name": True}),
        "can": allowed(request.user),
    }
    return render(request, "desk/reports/report.html", context)


def new_report(request: DeskRequest) -> HttpResponse:
    """Take a report in by hand."""
    acting(request, Deed.REPORT)
    form = ReportForm(sent(request))
    return form_page(
        request,
        form,
        lambda: reports.create_report(**form.cleaned_data, by=request.user, at=timezone.now()),
        to=_address,
        said=_("The report was taken in. Its receipt number is above."),
        template="desk/reports/new.html",
    )


def screen_report(request: DeskRequest, receipt_number: str) -> HttpResponse:
    """Decide whether a report concerns us."""
    acting(request, Deed.REPORT)
    found = _found(request, receipt_number)
    form = ScreeningForm(sent(request))

    def do() -> object:
        other = form.cleaned_data["duplicate_of"]
        return reports.screen(
            found,
            form.cleaned_data["decision"],
            reason=form.cleaned_data["reason"],
            duplicate_of=get_object_or_404(
                Report.objects.visible_to(request.user), receipt_number=other
            )
            if other and form.cleaned_data["decision"] == Screening.DUPLICATE
            else None,
            by=request.user,
            at=timezone.now(),
        )

    return form_page(
        request, form, do, to=_address(found), template="desk/reports/screen.html", report=found
    )


@require_POST
def take_out(request: DeskRequest, receipt_number: str) -> HttpResponse:
    """Let a report count as a source by itself, though it prints the text of others."""
    found = _found(request, receipt_number)
    return posted(
        request,
        lambda: reprints.take_out(found, by=request.user, at=timezone.now()),
        to=_address(found),
        said=_("This report counts as a source of its own."),
    )


@require_POST
def protect_phrase(request: DeskRequest, receipt_number: str) -> HttpResponse:
    """Mark words of a report that must not leave."""
    found = _found(request, receipt_number)
    acting(request, Deed.REPORT)
    form = PhraseForm(request.POST)
    return form_page(
        request,
        form,
        lambda: reports.mark_phrase(found, **form.cleaned_data, by=request.user, at=timezone.now()),
        to=_address(found) + "#protected",
        said=_("These words are protected now: a draft that holds them is stopped."),
        title=_("Protect words"),
        back=_address(found),
    )


@require_POST
def unprotect_phrase(request: DeskRequest, phrase: int) -> HttpResponse:
    """Take the protection off words."""
    found = get_object_or_404(ProtectedPhrase.objects.visible_to(request.user), pk=phrase)
    to = _address(found.report) if found.report else _incident_address(found.incident)
    return posted(
        request,
        lambda: reports.unmark_phrase(found, by=request.user, at=timezone.now()),
        to=to + "#protected",
        said=_("These words are no longer protected."),
    )


def link_to_incident(request: DeskRequest, receipt_number: str) -> HttpResponse:
    """Link a report to an incident that exists."""
    acting(request, Deed.INCIDENT)
    found = _found(request, receipt_number)
    known = reprints.incident_beside(found, request.user)
    form = LinkForm(sent(request), initial={"reference": known.reference} if known else None)
    form.fields["reference"].label = _("Reference of the incident")
    if known:
        form.fields["reference"].help_text = _("Another printing of its text is linked to it.")

    def do() -> object:
        reference = form.cleaned_data["reference"].strip()
        incident = Incident.objects.visible_to(request.user).filter(reference=reference).first()
        if incident is None:
            raise BadInput({"reference": "no_such_incident"})
        return incidents.link_report(
            incident, found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )

    return form_page(
        request,
        form,
        do,
        to=_address(found),
        said=_("The report is linked."),
        title=_("Link to an incident"),
        back=_address(found),
    )


def _found(request: DeskRequest, receipt_number: str) -> Report:
    seen = Report.objects.visible_to(request.user)
    return shown(request, get_object_or_404(seen, receipt_number=receipt_number))


def _address(report: Report) -> str:
    return reverse("desk:report", args=[report.receipt_number])


def _incident_address(incident: Incident | None) -> str:
    return reverse("desk:incident", args=[incident.reference if incident else ""])
