"""Pages of incidents: the list, one incident with everything that is said of it, a new one."""

from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.casework.codes import EventKind
from answerable.node.desk.codes import IncidentStatus, Scale
from answerable.node.desk.forms.incidents import EditIncidentForm, NewIncidentForm
from answerable.node.desk.models import Draft, Incident, Inquiry, Report
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import figures, incidents, story, taking_over
from answerable.node.desk.views.doing import DeskRequest, acting, allowed, form_page, posted, sent

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
    if kind in list(EventKind):
        found = found.filter(kind=kind)
    if words:
        found = found.filter(Q(title__icontains=words) | Q(reference__icontains=words))
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
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
    """Show an incident: facts with their owners, both ledgers, the three scales, its inquiries."""
    found = find(request, reference)
    gradings = list(found.gradings.select_related("by"))
    by_scale = [(scale, [one for one in gradings if one.scale == scale]) for scale in Scale]
    links = found.inquiry_links.visible_to(request.user)
    context = {
        "incident": found,
        "places": found.places.prefetch_related("names"),
        "ledgers": figures.ledgers(found, request.user),
        # The newest counts; all are kept.
        "scales": [(scale, past[-1] if past else None, past) for scale, past in by_scale],
        "attributions": found.attributions.select_related("report"),
        "concern": found.concern_decisions.prefetch_related("criteria").last(),
        "links": found.report_links.visible_to(request.user)
        .filter(unlinked_at=None)
        .select_related("report"),
        "inquiries": Inquiry.objects.visible_to(request.user)
        .filter(thread__in=[link.thread for link in links])
        .select_related("channel"),
        "drafts": Draft.objects.visible_to(request.user)
        .filter(incidents=found)
        .exclude(state__in=["sent", "withdrawn"]),
        "recorded": found.recorded_statements.visible_to(request.user)
        .filter(thread="", set_aside_at=None)
        .prefetch_related("sources"),
        "can": allowed(request.user),
    }
    return render(request, "desk/incidents/incident.html", context)


@require_safe
def history(request: DeskRequest, reference: str) -> HttpResponse:
    """Show what was done about an incident, in order, with what was undone."""
    found = find(request, reference)
    context = {
        "incident": found,
        "story": story.of_incident(found, request.user),
        "set_aside": found.figures.exclude(set_aside_at=None).select_related("set_aside_by"),
    }
    return render(request, "desk/incidents/history.html", context)


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
        lambda: incidents.edit(
            found,
            version=form.cleaned_data["version"],
            **form.event(),
            by=request.user,
            at=timezone.now(),
        ),
        to=address(found),
        template="desk/incidents/facts.html",
        incident=found,
    )


def find(request: DeskRequest, reference: str) -> Incident:
    """Return an incident that the person may see, or answer that nothing is here."""
    found = Incident.objects.visible_to(request.user).select_related("opened_by")
    return get_object_or_404(found, reference=reference)


def address(incident: Incident, section: str = "") -> str:
    """Return where an incident's page is, perhaps at one of its sections."""
    path = reverse("desk:incident", args=[incident.reference])
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
    }


@require_POST
def from_inquiry(request: DeskRequest, reference: str, inside: str) -> HttpResponse:
    """Open an incident of our own from what the other side told us."""
    offices = acting(request, Deed.INCIDENT)
    inquiry = get_object_or_404(Inquiry.objects.visible_to(request.user), reference=reference)
    return posted(
        request,
        lambda: taking_over.open_from_inquiry(
            inquiry, inside, office=offices[0], by=request.user, at=timezone.now()
        ),
        to=reverse("desk:inquiry", args=[reference]),
        said=_("An incident of our own is open and linked. The other side does not learn of it."),
    )
