"""The last stage of an investigation: what each asker may be told, and that it was told."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.node.desk.forms.conveying import ConveyForm, LimitForm
from answerable.node.desk.models import Inquiry, Investigation
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import conveying
from answerable.node.desk.views.doing import DeskRequest, acting, form_page, sent
from answerable.node.desk.views.inquiries import find
from answerable.node.desk.views.investigations import seen


def convey(request: DeskRequest, reference: str, asker: str) -> HttpResponse:
    """Record that one asker was told of the decision outside the software."""
    acting(request, Deed.INVESTIGATE)
    found, other = _asked(request, reference, asker)
    form = ConveyForm(sent(request), initial={"conveyed_on": timezone.localdate()})
    to = reverse("desk:investigation", args=[reference])
    return form_page(
        request,
        form,
        lambda: conveying.convey(
            found, other, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        to=f"{to}#conveyance",
        template="desk/inquiries/act.html",
        inquiry=other,
        title=_("Record that the decision was conveyed"),
        lead=_("Outside this software. A response that is sent here stands on the page by itself."),
        back=to,
        go=_("Record"),
    )


def limit(request: DeskRequest, reference: str, asker: str) -> HttpResponse:
    """Say what one asker may be told of the decision."""
    acting(request, Deed.INVESTIGATE)
    found, other = _asked(request, reference, asker)
    form = LimitForm(sent(request))
    to = reverse("desk:investigation", args=[reference])
    return form_page(
        request,
        form,
        lambda: conveying.limit(
            found, other, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        to=f"{to}#conveyance",
        template="desk/inquiries/act.html",
        inquiry=other,
        title=_("What may be told"),
        lead=_("Private. What was said before stays in the trail of the investigation."),
        back=to,
        go=_("Record"),
    )


def _asked(request: DeskRequest, reference: str, asker: str) -> tuple[Investigation, Inquiry]:
    inquiry = find(request, reference)
    found = get_object_or_404(seen(request, inquiry).select_related("office")[:1])
    other = get_object_or_404(Inquiry.objects.visible_to(request.user), reference=asker)
    return found, other
