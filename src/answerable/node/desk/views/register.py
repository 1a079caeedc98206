"""Pages of the victims' register: an incident's, for those who are let in; the switch, for others.

For everybody who is not let in, and for all while it is off, the register is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from answerable.node.accounts.administration import for_administrators
from answerable.node.desk.forms import register as forms
from answerable.node.desk.forms.reports import ReasonForm
from answerable.node.desk.models import Incident, RegisterReader, RegisterSwitch, Victim
from answerable.node.desk.services import register as services
from answerable.node.desk.services.register import Entry
from answerable.node.desk.views.doing import DeskRequest, form_page, posted, sent
from answerable.node.desk.views.incidents import find, marked

_FIELDS = tuple(Entry.__dataclass_fields__)


@never_cache
@require_safe
def register(request: DeskRequest, reference: str) -> HttpResponse:
    """Show who stands in the register of an incident; it goes into the trail that one looked."""
    incident = _find(request, reference)
    page = services.read(incident, request.GET.get("page"), by=request.user, at=timezone.now())
    context = {
        "incident": incident,
        "may_read_register": True,
        "page": page,
        "victims": [one for one in page if one.set_aside_at is None],
        "aside": [one for one in page if one.set_aside_at is not None],
        "compared": services.compared(incident),
    }
    return render(request, "desk/incidents/register.html", context)


@never_cache
def add(request: DeskRequest, reference: str) -> HttpResponse:
    """Enter a person."""
    incident = _find(request, reference)
    form = forms.VictimForm(sent(request))
    return _form(
        request,
        incident,
        form,
        lambda: services.add(incident, form.entry(), by=request.user, at=timezone.now()),
        title=_("Enter a person"),
    )


@never_cache
def correct(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Enter a person anew, in place of what stands there; to be shown that is to read it."""
    incident = _find(request, reference)
    found = _victim(request, incident, pk, set_aside_at=None)
    if request.method != "POST":
        services.read_one(found, by=request.user, at=timezone.now())
    first = {name: getattr(found, name) for name in _FIELDS}
    form = forms.CorrectVictimForm(sent(request), initial=first)
    return _form(
        request,
        incident,
        form,
        lambda: services.correct(
            found,
            form.entry(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        title=_("Correct an entry"),
        lead=_("What stood there is kept, set aside with the reason."),
    )


@never_cache
def set_aside(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Say that a person does not belong there."""
    incident = _find(request, reference)
    found = _victim(request, incident, pk, set_aside_at=None)
    form = ReasonForm(sent(request))
    return _form(
        request,
        incident,
        form,
        lambda: services.set_aside(found, **form.cleaned_data, by=request.user, at=timezone.now()),
        title=_("Count an entry no more"),
        lead=_(
            "It leaves the list and is not counted beside the figures any more. It stays below, "
            "with your reason and your name; nothing is thrown away. To count the person again, "
            "enter them anew."
        ),
    )


@require_POST
def erase(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Erase what names a person, also where the entry was set aside."""
    incident = _find(request, reference)
    found = _victim(request, incident, pk, erased_at=None)
    return posted(
        request,
        lambda: services.erase(found, by=request.user, at=timezone.now()),
        to=_address(incident),
        said=_("Names, contact and notes are erased. What was counted still counts."),
    )


@for_administrators
def switch(request: DeskRequest) -> HttpResponse:
    """Turn the register on or off, and say who may read it. The page shows no case."""
    is_on = services.is_on()
    form, reader = forms.SwitchForm(sent(request)), forms.ReaderForm()
    return form_page(
        request,
        form,
        lambda: services.switch(
            not is_on, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        to=reverse("desk:register-switch"),
        template="desk/register_switch.html",
        **_standing(is_on),
        reader_form=reader,
    )


@for_administrators
def let_in(request: DeskRequest) -> HttpResponse:
    """Let a case officer or an investigator into the register."""
    form = forms.ReaderForm(sent(request))
    return form_page(
        request,
        form,
        lambda: services.let_in(
            form.cleaned_data["user"],
            reason=form.cleaned_data["why"],
            by=request.user,
            at=timezone.now(),
        ),
        to=reverse("desk:register-switch"),
        title=_("Let somebody into the victims' register"),
        back=reverse("desk:register-switch"),
    )


@require_POST
@for_administrators
def let_out(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a person out of the register."""
    given = get_object_or_404(RegisterReader, pk=pk, ended_at=None)
    return posted(
        request,
        lambda: services.let_out(given, by=request.user, at=timezone.now()),
        to=reverse("desk:register-switch"),
    )


def _standing(is_on: bool) -> dict[str, Any]:
    readers = RegisterReader.objects.filter(ended_at=None).select_related("user", "given_by")
    return {
        "is_on": is_on,
        "readers": readers,
        "switches": RegisterSwitch.objects.select_related("by").order_by("-pk")[:20],
    }


def _find(request: DeskRequest, reference: str) -> Incident:
    seen = marked(request).annotate(may=services.open_to(request.user)).filter(may=True)
    return find(request, reference, seen)


def _victim(request: DeskRequest, incident: Incident, pk: int, **standing: None) -> Victim:
    seen = Victim.objects.visible_to(request.user).filter(incident=incident, **standing)
    return get_object_or_404(seen, pk=pk)


def _form(
    request: DeskRequest,
    incident: Incident,
    form: Form,
    do: Callable[[], object],
    **context: Any,
) -> HttpResponse:
    return form_page(
        request,
        form,
        do,
        to=_address(incident),
        incident=incident,
        back=_address(incident),
        **context,
    )


def _address(incident: Incident) -> str:
    return reverse("desk:register", args=[incident.reference])
