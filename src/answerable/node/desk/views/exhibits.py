"""Pages of the evidence on an incident: new pieces, one with its custody, what happens to it."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from answerable.node.desk import labels
from answerable.node.desk.forms import exhibits as forms
from answerable.node.desk.forms.reports import ReasonForm
from answerable.node.desk.keeping import OriginalChanged
from answerable.node.desk.models import Exhibit, Incident
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import custody, dossier, exhibits
from answerable.node.desk.uploads import BoundedUpload
from answerable.node.desk.views.doing import (
    DeskRequest,
    acting,
    allowed,
    form_page,
    posted,
    sent,
    shown,
)
from answerable.node.desk.views.incidents import address, find

log = logging.getLogger(__name__)


@require_safe
def exhibit(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Show a piece of evidence, and through whose hands it went."""
    incident, found = _find(request, reference, pk)
    same = Exhibit.objects.visible_to(request.user).filter(sha256=found.sha256)
    context = {
        "incident": incident,
        "exhibit": found,
        "spot": dossier.grid_of(found.latitude, found.longitude),
        "custody": found.custody.select_related("by"),
        "elsewhere": same.exclude(pk=found.pk).select_related("incident") if found.sha256 else (),
        "form": forms.DownloadForm(),
        "can": allowed(request.user),
    }
    return render(request, "desk/incidents/exhibit.html", context)


# The size must be bounded before the form is parsed, and parsing is what the check of the form's
# token begins with: so the check stands inside, as Django's documentation says.
@csrf_exempt
def add_file(request: DeskRequest, reference: str) -> HttpResponse:
    """Keep a file as evidence."""
    bound = BoundedUpload(request, exhibits.MOST_BYTES)
    request.upload_handlers = [bound, *request.upload_handlers]
    return _add_file(request, reference, bound)


@csrf_protect
def _add_file(request: DeskRequest, reference: str, bound: BoundedUpload) -> HttpResponse:
    incident = find(request, reference)
    acting(request, Deed.INCIDENT)
    form = forms.FileForm(sent(request), request.FILES if request.method == "POST" else None)
    if bound.too_large:
        form.errors.pop("file", None)
        form.add_error("file", labels.problem("file_too_large"))
    return form_page(
        request,
        form,
        lambda: exhibits.add_file(
            incident,
            form.cleaned_data["file"].read(),
            form.about(),
            file_name=form.cleaned_data["file"].name,
            by=request.user,
            at=timezone.now(),
        ),
        to=_address,
        said=_("The file is kept as it came. Its hash, your name and the time begin its custody."),
        template="desk/incidents/exhibit_new.html",
        incident=incident,
        title=_("Keep a file as evidence"),
        back=address(incident, "evidence"),
        is_file=True,
    )


def describe(request: DeskRequest, reference: str) -> HttpResponse:
    """Record a piece of evidence that somebody else holds."""
    incident = find(request, reference)
    acting(request, Deed.INCIDENT)
    form = forms.ThingForm(sent(request))
    return form_page(
        request,
        form,
        lambda: exhibits.describe(incident, form.about(), by=request.user, at=timezone.now()),
        to=_address,
        template="desk/incidents/exhibit_new.html",
        incident=incident,
        title=_("Describe evidence that is not kept here"),
        back=address(incident, "evidence"),
        is_file=False,
    )


def correct(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Change what is said of a piece of evidence, with the reason."""
    incident, found = _find(request, reference, pk)
    acting(request, Deed.INCIDENT)
    made = forms.CorrectFileForm if found.is_kept else forms.CorrectThingForm
    form = made(sent(request), initial={n: getattr(found, n) for n in (*exhibits.NAMES, "version")})
    return form_page(
        request,
        form,
        lambda: exhibits.correct(
            found,
            form.about(),
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        to=_address(found),
        incident=incident,
        title=_("Correct the description"),
        lead=_("The file itself is never changed. Both descriptions stay in the history."),
        back=_address(found),
    )


def record(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Write down what happened to a piece of evidence."""
    incident, found = _find(request, reference, pk)
    acting(request, Deed.INCIDENT)
    form = forms.CustodyForm(sent(request))
    return form_page(
        request,
        form,
        lambda: custody.record(found, **form.cleaned_data, by=request.user, at=timezone.now()),
        to=_address(found, "custody"),
        incident=incident,
        title=_("Record what happened to it"),
        lead=_("A line of the custody is never changed. A mistake is put right by another line."),
        back=_address(found),
    )


def set_aside(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Say that a piece is no evidence of this incident, or take it up again."""
    incident, found = _find(request, reference, pk)
    acting(request, Deed.INCIDENT)
    form, is_aside = ReasonForm(sent(request)), found.set_aside_at is not None
    do = exhibits.take_up if is_aside else exhibits.set_aside
    return form_page(
        request,
        form,
        lambda: do(found, **form.cleaned_data, by=request.user, at=timezone.now()),
        to=_address(found),
        incident=incident,
        title=_("Take it up again") if is_aside else _("Set it aside"),
        lead=_("Nothing is thrown away: the file and its custody stay."),
        back=_address(found),
    )


@require_POST
def check(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Compare the stored bytes with their hash; the result goes into the custody."""
    _incident, found = _find(request, reference, pk)
    acting(request, Deed.INCIDENT)

    def do() -> None:
        if custody.check(found, by=request.user, at=timezone.now()):
            messages.success(request, _("Checked: the bytes are those that came."))
        else:
            _tell_changed(request, found)

    return posted(request, do, to=_address(found, "custody"))


@require_POST
def original(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Hand the file out as bytes to keep, never to show."""
    incident, found = _find(request, reference, pk)
    acting(request, Deed.INCIDENT)
    form, taken = forms.DownloadForm(request.POST), []

    def take() -> None:
        reason = form.cleaned_data["reason"]
        try:
            taken.append(
                custody.open_file(found, reason=reason, by=request.user, at=timezone.now())
            )
        except OriginalChanged:
            _tell_changed(request, found)

    answer = form_page(
        request,
        form,
        take,
        to=_address(found, "custody"),
        incident=incident,
        title=_("Download the file"),
        back=_address(found),
    )
    return _bytes(taken[0], found) if taken else answer


def _find(request: DeskRequest, reference: str, pk: int) -> tuple[Incident, Exhibit]:
    incident = find(request, reference)
    seen = Exhibit.objects.visible_to(request.user).select_related("added_by", "set_aside_by")
    found = get_object_or_404(seen, incident=incident, pk=pk)
    found.incident = incident
    return incident, shown(request, found)


def _address(found: Exhibit, section: str = "") -> str:
    place = reverse("desk:exhibit", args=[found.incident.reference, found.pk])
    return f"{place}#{section}" if section else place


def _tell_changed(request: HttpRequest, found: Exhibit) -> None:
    log.error("stored evidence is missing or changed: exhibit=%s", found.pk)
    messages.error(
        request,
        _(
            "The stored file is missing or was changed. Tell the administrator; it can be put back "
            "from a backup."
        ),
    )


def _bytes(data: bytes, found: Exhibit) -> HttpResponse:
    response = HttpResponse(data, content_type="application/octet-stream")
    # Our own name for it: what somebody called the file could be a trap where it is saved.
    response["Content-Disposition"] = f'attachment; filename="{found.sha256}.original"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
