"""Pages of incidents: the list, one incident with everything that is said of it, a new one."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.casework.codes import EventKind
from answerable.node.desk.codes import IncidentStatus
from answerable.node.desk.errors import WentElsewhere
from answerable.node.desk.forms.facts import EditIncidentForm, NewIncidentForm
from answerable.node.desk.models import Incident, Inquiry, Report
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import dossier, facts, incidents, markings, register, taking_over
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


@require_safe
def incident_list(request: DeskRequest) -> HttpResponse:
    """List incidents, the newest first, filtered by status, kind and words."""
    found = Incident.objects.visible_to(request.user).defer("narrative")
    found = found.prefetch_related("places__names")
    status, kind = request.GET.get("status", ""), request.GET.get("kind", "")
    words = request.GET.get("q", "").strip()
    if status in list(IncidentStatus):
        found = found.filter(status=status)
    else:
        # What was merged is found under the one it went into.
        found = found.filter(merged_into=None)
    if kind in list(EventKind):
        found = found.filter(kind=kind)
    if words:
        found = found.filter(Q(title__icontains=words) | Q(reference__icontains=words))
    context = {
        "page": LongPaginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "status": status,
        "kind": kind,
        "words": words,
        "statuses": IncidentStatus,
        "kinds": EventKind,
        "can": allowed(request.user),
    }
    return render(request, "desk/incidents/list.html", context)


@require_safe
def incident(request: DeskRequest, reference: str) -> HttpResponse:
    """Show an incident: facts with their owners, both ledgers, three scales, what is missing."""
    seen = marked(request).filter(reference=reference)
    with_register = seen.select_related("opened_by", "merged_into").annotate(
        may_read_register=register.open_to(request.user)
    )
    found = dossier.read(with_register, request.user)
    if found is None:
        raise Http404
    follow(request, found.incident)
    context = {"dossier": found, "incident": found.incident, "can": allowed(request.user)}
    return render(request, "desk/incidents/incident.html", context)


def new_incident(request: DeskRequest) -> HttpResponse:
    """Open an incident from one or more reports, or from none."""
    offices = acting(request, Deed.INCIDENT)
    numbers = request.GET.getlist("report") or request.POST.getlist("report")
    reports = list(Report.objects.visible_to(request.user).filter(receipt_number__in=numbers))
    title = reports[0].title if reports else ""
    form = NewIncidentForm(sent(request), offices=offices, initial={"title": title})
    return form_page(
        request,
        form,
        lambda: incidents.open_incident(
            **form.event(), reports=reports, office=form.office, by=request.user, at=timezone.now()
        ),
        to=address,
        said=_("The incident is open. Add what is known of it, each with its owner."),
        template="desk/incidents/new.html",
        reports=reports,
    )


def edit_facts(request: DeskRequest, reference: str) -> HttpResponse:
    """Change what happened and when; nobody's change is written over without knowing."""
    acting(request, Deed.INCIDENT)
    found = find(request, reference)
    form = EditIncidentForm(sent(request), initial=_facts(found))
    return form_page(
        request,
        form,
        lambda: facts.edit(
            found,
            version=form.cleaned_data["version"],
            why=form.cleaned_data["why"],
            **form.event(),
            by=request.user,
            at=timezone.now(),
        ),
        to=address(found),
        template="desk/incidents/facts.html",
        incident=found,
    )


def find(request: DeskRequest, reference: str, among: QuerySet[Any] | None = None) -> Incident:
    """Return an incident that the person may see, or answer that nothing is here.

    The reference of an incident that was merged leads to the one it went into.
    """
    seen = marked(request) if among is None else among
    seen = seen.select_related("opened_by", "merged_into")
    found: Incident = get_object_or_404(seen, reference=reference)
    follow(request, found)
    return shown(request, found)


def marked(request: DeskRequest) -> QuerySet[Any]:
    """Return the incidents that the person may see, each with how its pages are to be handled."""
    seen = Incident.objects.visible_to(request.user)
    return seen.annotate(handling=markings.of_incident(request.user))


def follow(request: DeskRequest, incident: Incident) -> None:
    """Raise `WentElsewhere` for an incident that was merged into one that the person may see."""
    if incident.merged_into_id is None:
        return
    seen = Incident.objects.visible_to(request.user).filter(pk=incident.merged_into_id)
    raise WentElsewhere(incident.reference, get_object_or_404(seen).reference)


# The sections that stand on another page than the first.
_ELSEWHERE = {
    **dict.fromkeys(("reports", "protected", "statements"), "desk:incident-sources"),
    "links": "desk:incident-links",
}


def address(incident: Incident, section: str = "") -> str:
    """Return where an incident's page is, perhaps at one of its sections."""
    path = reverse(_ELSEWHERE.get(section, "desk:incident"), args=[incident.reference])
    return f"{path}#{section}" if section else path


def _facts(incident: Incident) -> dict[str, object]:
    fields = ("title", "kind", "time_precision", "zone", "when_note", "narrative", "version")
    return {name: getattr(incident, name) for name in fields} | _times(incident)


def _times(incident: Incident) -> dict[str, object]:
    zone = ZoneInfo(incident.zone)
    start = incident.start.astimezone(zone) if incident.start else None
    end = incident.end.astimezone(zone) if incident.end else None
    timed = incident.time_precision in ("exact_time", "hour")
    return {
        "start_day": start and start.date(),
        "start_time": start.time() if start and timed else None,
        "end_day": end and end.date(),
        "end_time": end.time() if end and timed else None,
        "start_fold": str(start.fold) if start and timed else "",
        "end_fold": str(end.fold) if end and timed else "",
    }


@require_POST
def from_inquiry(request: DeskRequest, reference: str, inside: str) -> HttpResponse:
    """Open an incident of our own from what the other side told us."""
    offices = acting(request, Deed.INCIDENT)
    seen = Inquiry.objects.visible_to(request.user)
    inquiry = shown(request, get_object_or_404(seen, reference=reference))
    return posted(
        request,
        lambda: taking_over.open_from_inquiry(
            inquiry, inside, office=offices[0], by=request.user, at=timezone.now()
        ),
        to=reverse("desk:inquiry", args=[reference]),
        said=_("An incident of our own is open and linked. The other side does not learn of it."),
    )
