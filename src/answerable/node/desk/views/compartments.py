"""Pages of compartments: mine, one with its members, what goes in and out, emergency access."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.accounts.roles import CASE_ROLES, roles_of
from answerable.node.desk.codes import Route
from answerable.node.desk.errors import BadInput, NotPermitted
from answerable.node.desk.forms.compartments import EmergencyForm, LetInForm, OpenForm, PutForm
from answerable.node.desk.models import (
    AccessRequest,
    Compartment,
    CompartmentMember,
    Incident,
    Inquiry,
    Report,
)
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import compartments as services
from answerable.node.desk.views.doing import DeskRequest, acting, allowed, form_page, posted, sent

# What can be put into a compartment from its page, and under which name it is found.
THINGS: dict[str, tuple[Any, str]] = {
    "incident": (Incident, "reference"),
    "report": (Report, "receipt_number"),
    "inquiry": (Inquiry, "reference"),
}
HOURS = (4, 24, 72)


def compartment_list(request: DeskRequest) -> HttpResponse:
    """List the compartments that the person is in; open one."""
    form = OpenForm(sent(request))
    if request.method == "POST":
        acting(request, Deed.COMPARTMENT)
    return form_page(
        request,
        form,
        lambda: services.open_compartment(**form.cleaned_data, by=request.user, at=timezone.now()),
        to=_address,
        said=_("The compartment is open, and you are in it. Let others in before you need them."),
        template="desk/compartments/list.html",
        compartments=services.of(request.user),
        can=allowed(request.user),
        may_decide=services.emergency.may_decide(request.user),
    )


@require_safe
def compartment(request: DeskRequest, compartment: str) -> HttpResponse:
    """Show a compartment to who is in it: the members, and what is kept there."""
    found = _found(request, compartment)
    context = {
        "compartment": found,
        "members": found.members.select_related("user", "office", "added_by"),
        "requests": found.requests.select_related("asked_by", "decided_by"),
        "incidents": Incident.objects.visible_to(request.user).filter(compartment=found),
        "reports": Report.objects.visible_to(request.user).filter(compartment=found),
        "inquiries": services.inquiries_in(found, request.user),
        "form": LetInForm(),
        "now": timezone.now(),
        "can": allowed(request.user),
    }
    return render(request, "desk/compartments/compartment.html", context)


def let_in(request: DeskRequest, compartment: str) -> HttpResponse:
    """Let a person or an office in."""
    found = _found(request, compartment)
    acting(request, Deed.COMPARTMENT)
    form = LetInForm(sent(request))

    def do() -> object:
        who = form.cleaned_data["person"] or form.cleaned_data["office"]
        return services.let_in(found, who, by=request.user, at=timezone.now())

    return form_page(
        request,
        form,
        do,
        to=_address(found),
        title=_("Let somebody in"),
        back=_address(found),
    )


@require_POST
def let_out(request: DeskRequest, compartment: str, member: int) -> HttpResponse:
    """Take a person or an office out again."""
    found = _found(request, compartment)
    row = get_object_or_404(CompartmentMember, compartment=found, pk=member)
    return posted(
        request,
        lambda: services.let_out(row, by=request.user, at=timezone.now()),
        to=_address(found) if row.user_id != request.user.pk else reverse("desk:compartments"),
    )


@require_POST
def close(request: DeskRequest, compartment: str) -> HttpResponse:
    """Put nothing more into it."""
    found = _found(request, compartment)
    return posted(
        request,
        lambda: services.close(found, by=request.user, at=timezone.now()),
        to=_address(found),
        said=_("Nothing more goes into it. What is in it stays for its members alone."),
    )


def put(request: DeskRequest, kind: str, key: str) -> HttpResponse:
    """Put a case into a compartment, or take it out; what goes along is shown before."""
    if kind not in THINGS:
        raise Http404
    model, name = THINGS[kind]
    thing = get_object_or_404(model.objects.visible_to(request.user), **{name: key})
    acting(request, Deed.COMPARTMENT)
    here = services.compartment_of(thing)
    mine = services.of(request.user).filter(closed_at=None)
    form = PutForm(sent(request), mine=mine, initial={"compartment": here})
    along = services.belonging(thing)
    rows = [one for one in (thing, *along) if getattr(one, "route", "") == Route.IMPORT]

    def do() -> object:
        wanted = form.cleaned_data["compartment"]
        said: dict[str, Any] = {"by": request.user, "at": timezone.now()}
        if wanted is not None:
            return services.put(thing, wanted, **said)
        if here is None:
            raise BadInput({"compartment": "required"})
        return services.take_out(thing, reason=form.cleaned_data["reason"], **said)

    return form_page(
        request,
        form,
        do,
        to=reverse(f"desk:{kind}", args=[key]),
        said=_("Done. What goes with it went along."),
        template="desk/compartments/put.html",
        thing=thing,
        here=here,
        along=along,
        rows=[] if here else rows,
        back=reverse(f"desk:{kind}", args=[key]),
    )


def emergency(request: DeskRequest) -> HttpResponse:
    """Ask to be let into a compartment; the answer is the same whether there is one or not."""
    if roles_of(request.user).isdisjoint(CASE_ROLES):
        raise NotPermitted("emergency")
    form = EmergencyForm(sent(request))
    return form_page(
        request,
        form,
        lambda: services.emergency.ask(**form.cleaned_data, by=request.user, at=timezone.now()),
        to=reverse("desk:compartments"),
        said=_(
            "If there is such a compartment, somebody decides whether to let you in. You then find "
            "it in this list."
        ),
        title=_("Emergency access"),
        lead=_(
            "A second person decides, for a few hours. That you asked, why, and who let you in is "
            "recorded, and everybody in the compartment sees it."
        ),
        go=_("Ask"),
        back=reverse("desk:compartments"),
    )


@require_safe
def requests(request: DeskRequest) -> HttpResponse:
    """List who asks to be let in, for those who decide; no case is named here."""
    if not services.emergency.may_decide(request.user):
        raise NotPermitted("emergency")
    context = {"requests": services.emergency.waiting(), "hours": HOURS}
    return render(request, "desk/compartments/requests.html", context)


@require_POST
def give(request: DeskRequest, pk: int) -> HttpResponse:
    """Let somebody in for some hours."""
    found = _asked(request, pk)
    hours = forms.IntegerField(min_value=1, max_value=HOURS[-1])
    try:
        wanted = hours.clean(request.POST.get("hours", ""))
    except forms.ValidationError:
        wanted = 0
    return posted(
        request,
        lambda: services.emergency.give(found, wanted, by=request.user, at=timezone.now()),
        to=reverse("desk:access-requests"),
        said=_("They are let in until the hours are over."),
    )


@require_POST
def refuse(request: DeskRequest, pk: int) -> HttpResponse:
    """Refuse to let somebody in."""
    found = _asked(request, pk)
    return posted(
        request,
        lambda: services.emergency.refuse(found, by=request.user, at=timezone.now()),
        to=reverse("desk:access-requests"),
        said=_("Refused."),
    )


def _asked(request: DeskRequest, pk: int) -> AccessRequest:
    if not services.emergency.may_decide(request.user):
        raise NotPermitted("emergency")
    return get_object_or_404(AccessRequest.objects.select_related("compartment"), pk=pk)


def _found(request: DeskRequest, code: str) -> Compartment:
    return get_object_or_404(services.of(request.user), code=code)


def _address(compartment: Compartment) -> str:
    return reverse("desk:compartment", args=[compartment.code])
