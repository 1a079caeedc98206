"""Pages of the roles that wait for a second person: for administrators and principals."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from answerable.node.accounts import role_requests as services
from answerable.node.accounts.models import RoleRequest
from answerable.node.accounts.requests import SignedIn
from answerable.node.accounts.roles import require_role


class WaiverForm(forms.Form):
    """Why one person does what should take two."""

    why = forms.CharField(
        label=gettext_lazy("Why nobody else decides"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


@require_safe
def role_requests(request: SignedIn) -> HttpResponse:
    """List the roles that wait for a second person, and what was decided lately."""
    require_role(request.user, *services.DECIDING_ROLES)
    waiting = list(services.waiting())
    context = {
        "waiting": [
            {
                "request": one,
                "can_decide": services.can_decide(one, request.user),
                "can_waive": request.user.is_administrator and services.can_waive(one),
            }
            for one in waiting
        ],
        "decided": RoleRequest.objects.exclude(state=RoleRequest.State.WAITING)
        .select_related("user", "office", "asked_by", "decided_by")
        .order_by("-decided_at")[:20],
        "waiver_form": WaiverForm(),
    }
    return render(request, "accounts/role_requests.html", context)


@require_POST
def grant(request: SignedIn, pk: int) -> HttpResponse:
    """Give the role, as a second person."""
    require_role(request.user, *services.DECIDING_ROLES)
    found = get_object_or_404(RoleRequest, pk=pk)
    return _decided(
        request, lambda: services.grant(found, by=request.user, at=timezone.now()), _("Given.")
    )


@require_POST
def refuse(request: SignedIn, pk: int) -> HttpResponse:
    """Refuse the role, or take back that one asked for it."""
    require_role(request.user, *services.DECIDING_ROLES)
    found = get_object_or_404(RoleRequest, pk=pk)
    return _decided(
        request, lambda: services.refuse(found, by=request.user, at=timezone.now()), _("Refused.")
    )


@require_POST
def waive(request: SignedIn, pk: int) -> HttpResponse:
    """Give the role alone, where nobody else could; the reason is recorded."""
    require_role(request.user, *services.DECIDING_ROLES)
    found = get_object_or_404(RoleRequest, pk=pk)
    why = request.POST.get("why", "")
    return _decided(
        request,
        lambda: services.waive(found, why=why, by=request.user, at=timezone.now()),
        _("Given. That nobody else decided is on record."),
    )


def _decided(request: SignedIn, do: Callable[[], None], said: str) -> HttpResponse:
    try:
        do()
    except services.DecidedBefore:
        messages.warning(request, _("This was decided already. Nothing was changed."))
    except services.NeedsReason:
        messages.warning(request, _("Say why nobody else decides. Nothing was changed."))
    except services.OthersCould:
        messages.warning(request, _("Somebody else can decide this. Nothing was changed."))
    else:
        messages.success(request, said)
    return redirect("administration:role_requests")
