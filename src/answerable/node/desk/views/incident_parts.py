"""The small forms of an incident's page: places, objects, figures, scales and what is decided."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from answerable.node.desk.codes import Scale
from answerable.node.desk.errors import BadInput
from answerable.node.desk.forms import figures as figure_forms
from answerable.node.desk.forms import incidents as incident_forms
from answerable.node.desk.forms import reports as report_forms
from answerable.node.desk.models import Incident, Report
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import figures, incidents, judgements, places, reports
from answerable.node.desk.services.counts import Count
from answerable.node.desk.views.doing import DeskRequest, acting, form_page, posted, sent
from answerable.node.desk.views.incidents import address, find

LATIN = "latin"


def _part(
    request: DeskRequest,
    incident: Incident,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    *,
    section: str,
    title: str,
    **context: Any,
) -> HttpResponse:
    """Show one small form of an incident and come back to its section."""
    acting(request, Deed.INCIDENT)
    return form_page(
        request,
        form,
        lambda: do(dict(form.cleaned_data)),
        to=address(incident, section),
        incident=incident,
        title=title,
        back=address(incident, section),
        **context,
    )


def add_place(request: DeskRequest, reference: str) -> HttpResponse:
    """Add a place, with its names in its own and in Latin script."""
    incident = find(request, reference)

    def do(data: dict[str, Any]) -> object:
        own, latin = data.pop("name"), data.pop("latin")
        language, script = data.pop("language"), data.pop("script")
        names = [places.Name(own, language, script)] if own else []
        names += [places.Name(latin, "", LATIN)] if latin and latin != own else []
        return places.add_place(incident, names=names, **data, by=request.user, at=timezone.now())

    form = incident_forms.PlaceForm(sent(request))
    return _part(request, incident, form, do, section="where", title=_("Add a place"))


def remove_place(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Take a place away, with the reason."""
    incident = find(request, reference)
    place = get_object_or_404(incident.places, pk=pk)
    return _part(
        request,
        incident,
        report_forms.ReasonForm(sent(request)),
        lambda data: places.remove_place(
            place, reason=data["reason"], by=request.user, at=timezone.now()
        ),
        section="where",
        title=_("Remove a place"),
        lead=places.described(place),
    )


@require_POST
def sign_off_place(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Say that one has checked where a point lies."""
    incident = find(request, reference)
    place = get_object_or_404(incident.places, pk=pk)
    return posted(
        request,
        lambda: places.sign_off(place, by=request.user, at=timezone.now()),
        to=address(incident, "where"),
    )


def add_object(request: DeskRequest, reference: str) -> HttpResponse:
    """Add an object concerned."""
    incident = find(request, reference)
    return _part(
        request,
        incident,
        incident_forms.ObjectForm(sent(request)),
        lambda data: incidents.add_object(incident, **data, by=request.user, at=timezone.now()),
        section="objects",
        title=_("Add an object concerned"),
    )


def remove_object(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Take an object away, with the reason."""
    incident = find(request, reference)
    one = get_object_or_404(incident.struck_objects, pk=pk)
    return _part(
        request,
        incident,
        report_forms.ReasonForm(sent(request)),
        lambda data: incidents.remove_object(
            one, reason=data["reason"], by=request.user, at=timezone.now()
        ),
        section="objects",
        title=_("Remove an object"),
    )


def set_issues(request: DeskRequest, reference: str) -> HttpResponse:
    """Choose the issues engaged: topics, not findings."""
    incident = find(request, reference)
    chosen = [tag.code for tag in incident.issue_tags.all()]
    return _part(
        request,
        incident,
        incident_forms.IssuesForm(sent(request), initial={"issues": chosen}),
        lambda data: incidents.set_issues(
            incident, data["issues"], reason=data["reason"], by=request.user, at=timezone.now()
        ),
        section="issues",
        title=_("Issues engaged"),
        lead=_("Topics that the incident touches. None of them is a finding."),
    )


def set_status(request: DeskRequest, reference: str) -> HttpResponse:
    """Change where the incident stands on our desk."""
    incident = find(request, reference)
    first = {
        "status": incident.status,
        "reason": incident.status_reason,
        "hold_until": incident.hold_until,
    }
    return _part(
        request,
        incident,
        incident_forms.StatusForm(sent(request), initial=first),
        lambda data: incidents.set_status(
            incident, data.pop("status"), **data, by=request.user, at=timezone.now()
        ),
        section="",
        title=_("Status on our desk"),
    )


def add_figure(request: DeskRequest, reference: str) -> HttpResponse:
    """Add a figure with who stated it and when."""
    incident = find(request, reference)

    def do(data: dict[str, Any]) -> object:
        names = ("category", "low", "high", "group", "qualifier", "mixed")
        count = Count(**{name: data.pop(name) for name in names})
        return figures.add_figure(incident, count, **data, by=request.user, at=timezone.now())

    return _part(
        request,
        incident,
        figure_forms.FigureForm(sent(request)),
        do,
        section="figures",
        title=_("Add a figure"),
        lead=_("Every figure belongs to whoever stated it. Unknown is not zero."),
        template="desk/incidents/figure.html",
    )


def set_aside_figure(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Set a figure aside with a reason; the trail keeps it."""
    incident = find(request, reference)
    figure = get_object_or_404(incident.figures, pk=pk, set_aside_at=None)
    return _part(
        request,
        incident,
        report_forms.ReasonForm(sent(request)),
        lambda data: figures.set_aside_figure(
            figure, reason=data["reason"], by=request.user, at=timezone.now()
        ),
        section="figures",
        title=_("Set a figure aside"),
        lead=_("It stays in the history, with who set it aside and why."),
    )


def add_attribution(request: DeskRequest, reference: str) -> HttpResponse:
    """Add whose conduct is asked about, and who says so."""
    incident = find(request, reference)
    return _part(
        request,
        incident,
        figure_forms.AttributionForm(sent(request)),
        lambda data: judgements.add_attribution(
            incident, **data, by=request.user, at=timezone.now()
        ),
        section="whose",
        title=_("Add whose conduct is asked about"),
        lead=_("Several statements can stand beside each other, each with its owner."),
    )


GRADING_TITLES = {
    Scale.HARM: gettext_lazy("Did the harm occur?"),
    Scale.ATTRIBUTION: gettext_lazy("Whose act was it?"),
    Scale.RELIABILITY: gettext_lazy("How reliable is the information?"),
}


def grade(request: DeskRequest, reference: str, scale: str) -> HttpResponse:
    """Judge on one of the three scales, with the reason; the history is kept."""
    incident = find(request, reference)
    if scale not in incident_forms.GRADINGS:
        raise Http404
    form = incident_forms.GRADINGS[scale](sent(request))
    return _part(
        request,
        incident,
        form,
        lambda data: judgements.grade(
            incident, Scale(scale), data.pop("code"), **data, by=request.user, at=timezone.now()
        ),
        section="scales",
        title=str(GRADING_TITLES[Scale(scale)]),
        lead=_("Three separate questions. Each is judged for itself."),
    )


def decide_concern(request: DeskRequest, reference: str) -> HttpResponse:
    """Decide whether the incident is of concern and will be raised."""
    incident = find(request, reference)
    return _part(
        request,
        incident,
        incident_forms.ConcernForm(sent(request)),
        lambda data: judgements.decide_concern(
            incident, **data, by=request.user, at=timezone.now()
        ),
        section="concern",
        title=_("Decide whether to raise it"),
        lead=_("The reason is recorded with your name, whichever way you decide."),
    )


def link_report(request: DeskRequest, reference: str) -> HttpResponse:
    """Link another report to the incident."""
    incident = find(request, reference)
    form = report_forms.LinkForm(sent(request))
    form.fields["reference"].label = _("Receipt number of the report")

    def do(data: dict[str, Any]) -> object:
        number = data["reference"].strip()
        report = Report.objects.visible_to(request.user).filter(receipt_number=number).first()
        if report is None:
            raise BadInput({"reference": "no_such_report"})
        return incidents.link_report(
            incident, report, reason=data["reason"], by=request.user, at=timezone.now()
        )

    return _part(request, incident, form, do, section="reports", title=_("Link a report"))


def unlink_report(request: DeskRequest, reference: str, receipt_number: str) -> HttpResponse:
    """Unlink a report, with a reason; the trail keeps both."""
    incident = find(request, reference)
    report = get_object_or_404(
        Report.objects.visible_to(request.user), receipt_number=receipt_number
    )
    return _part(
        request,
        incident,
        report_forms.ReasonForm(sent(request)),
        lambda data: incidents.unlink_report(
            incident, report, reason=data["reason"], by=request.user, at=timezone.now()
        ),
        section="reports",
        title=_("Unlink report %(number)s") % {"number": report.receipt_number},
    )


def protect_phrase(request: DeskRequest, reference: str) -> HttpResponse:
    """Mark words of an incident that must not leave."""
    incident = find(request, reference)
    return _part(
        request,
        incident,
        report_forms.PhraseForm(sent(request), initial={"is_name": True}),
        lambda data: reports.mark_phrase(incident, **data, by=request.user, at=timezone.now()),
        section="protected",
        title=_("Protect words"),
        lead=_("A draft that holds these words is stopped until somebody decides."),
    )
