"""The administrator's page of remits: which office takes what comes in. It shows no case."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from answerable.node.accounts.administration import for_administrators
from answerable.node.desk.forms.remits import RemitForm
from answerable.node.desk.models import Remit
from answerable.node.desk.services import remits as services
from answerable.node.desk.views.doing import DeskRequest, form_page, sent


@for_administrators
def remits(request: DeskRequest) -> HttpResponse:
    """List the remits in their order; add one."""
    form = RemitForm(sent(request))
    return form_page(
        request,
        form,
        lambda: services.add_remit(**form.cleaned_data, by=request.user, at=timezone.now()),
        to=reverse("desk:remits"),
        said=_("The remit counts from now on. What was given out before stays where it is."),
        template="desk/remits.html",
        remits=Remit.objects.select_related("office", "channel"),
    )


@require_POST
@for_administrators
def move(request: DeskRequest, pk: int, way: str) -> HttpResponse:
    """Ask a remit earlier or later."""
    remit = get_object_or_404(Remit, pk=pk)
    services.move_remit(remit, way == "up", by=request.user, at=timezone.now())
    return redirect("desk:remits")


@require_POST
@for_administrators
def remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a remit away."""
    remit = get_object_or_404(Remit, pk=pk)
    services.remove_remit(remit, by=request.user, at=timezone.now())
    return redirect("desk:remits")
