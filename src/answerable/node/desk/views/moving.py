"""What an incident is linked to: merged here, split off, and how to do and undo it."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from answerable.node.desk import wording
from answerable.node.desk.forms.moving import MergeForm, SplitForm
from answerable.node.desk.forms.reports import ReasonForm
from answerable.node.desk.models import Incident
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import moving, places
from answerable.node.desk.views.doing import DeskRequest, acting, allowed, form_page, sent
from answerable.node.desk.views.incidents import address, find
from answerable.node.desk.wording import counts


@require_safe
def links(request: DeskRequest, reference: str) -> HttpResponse:
    """Show what was merged here and split off, with what went, and how to undo it."""
    found = find(request, reference)
    seen = Incident.objects.visible_to(request.user)
    moves = [
        (
            move,
            [
                (name, len(keys))
                for name, keys in move.moved["rows"].items()
                if keys and name != "victims"
            ],
        )
        for move in moving.moves_of(found).filter(source__in=seen, target__in=seen)
    ]
    context = {"incident": found, "moves": moves, "can": allowed(request.user)}
    return render(request, "desk/incidents/links.html", context)


def merge(request: DeskRequest, reference: str) -> HttpResponse:
    """Put everything of this incident into another."""
    found = find(request, reference)
    acting(request, Deed.INCIDENT)
    form = MergeForm(sent(request))
    into = None
    if form.is_valid():
        seen = Incident.objects.visible_to(request.user)
        into = seen.filter(reference=form.cleaned_data["reference"].strip()).first()
        if into is None:
            form.add_error("reference", _("There is no incident with this reference."))
    return form_page(
        request,
        form,
        lambda: (
            into
            and moving.merge(
                found, into, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        ),
        to=lambda move: address(move.target),
        said=_("The incidents are one now. It can be undone under “Links”."),
        title=_("Merge into another incident"),
        lead=_("%(reference)s and its judgements stay readable in the history of the trail.")
        % {"reference": found.reference},
        back=address(found, "links"),
    )


def split(request: DeskRequest, reference: str) -> HttpResponse:
    """Put some of an incident into a new one."""
    found = find(request, reference)
    offices = acting(request, Deed.INCIDENT)
    form = SplitForm(sent(request), rows=list(_choices(found, request)))
    office = next((one for one in offices if one.pk == found.office_id), offices[0])
    return form_page(
        request,
        form,
        lambda: moving.split(
            found,
            form.chosen(),
            title=form.cleaned_data["title"],
            reason=form.cleaned_data["reason"],
            office=office,
            by=request.user,
            at=timezone.now(),
        ),
        to=lambda move: address(move.target),
        said=_("The new incident is open. It can be undone under “Links”."),
        title=_("Split the incident"),
        lead=_("What was raised stays with this one: an inquiry spoke of it."),
        back=address(found, "links"),
    )


def undo(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Put back what a merge or a split moved."""
    found = find(request, reference)
    acting(request, Deed.INCIDENT)
    seen = Incident.objects.visible_to(request.user)
    moves = moving.moves_of(found).filter(source__in=seen, target__in=seen)
    move = get_object_or_404(moves, pk=pk, undone_at=None)
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: moving.undo(
            move, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        to=address(found, "links"),
        said=_("It is as it was before. What came new since stays where it came."),
        title=_("Undo"),
        back=address(found, "links"),
    )


def _choices(incident: Incident, request: DeskRequest) -> Iterator[tuple[str, str]]:
    """Yield what can go to another incident, each in words."""
    reports = incident.report_links.visible_to(request.user).filter(unlinked_at=None)
    for link in reports.select_related("report"):
        yield f"reports:{link.pk}", _("Report: %(title)s") % {"title": link.report.title}
    for place in incident.places.prefetch_related("names"):
        yield f"places:{place.pk}", _("Place: %(place)s") % {"place": places.described(place)}
    for thing in incident.struck_objects.all():
        what = wording.word("protected_object", thing.code)
        yield f"objects:{thing.pk}", f"{what} {thing.note}".strip()
    for figure in incident.figures.filter(set_aside_at=None):
        what = wording.word("figure_category", figure.category)
        said = counts.count(figure.low, figure.high, figure.qualifier)
        yield f"figures:{figure.pk}", f"{what}: {said} ({figure.stated_by})"
    for piece in incident.exhibits.filter(set_aside_at=None):
        what = wording.word("exhibit_kind", piece.kind)
        yield (
            f"evidence:{piece.pk}",
            _("Evidence: %(what)s") % {"what": f"{what}, {piece.description[:80]}"},
        )
    for one in incident.attributions.all():
        yield f"attributions:{one.pk}", f"{one.party_name} ({one.stated_by})"
