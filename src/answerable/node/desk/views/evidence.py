"""Pages of evidence: give one message to a third party, with its words only when cleared."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.desk.codes import ExportState
from answerable.node.desk.forms.evidence import DecisionForm, PurposeForm, ReasonForm
from answerable.node.desk.models import ExportClearance, Inquiry
from answerable.node.desk.permissions import Deed, offices_for
from answerable.node.desk.services import evidence as services
from answerable.node.desk.views.doing import DeskRequest, acting, allowed, form_page
from answerable.node.desk.views.inquiries import find
from answerable.node.ledger import services as ledger


@require_safe
def evidence(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Offer the package of a message, and show whether its words may go along."""
    inquiry, one = _message(request, reference, leaf)
    requests = ExportClearance.objects.visible_to(request.user).filter(
        channel=inquiry.channel, leaf=leaf
    )
    asked = next((each for each in requests if each.state == ExportState.ASKED), None)
    clearers = services.can_clear(asked, request.user) if asked else []
    context: dict[str, Any] = {
        "inquiry": inquiry,
        "message": one,
        "can": allowed(request.user),
        "requests": requests.select_related(
            "asked_by", "asked_office", "decided_by", "decided_office"
        ),
        "asked": asked,
        "has_words": bool(ledger.evidence.commits(inquiry.channel, leaf)),
        "terms_allow": one.ours or services.terms_allow(inquiry.channel),
        "is_cleared": services.is_cleared(inquiry.channel, leaf),
        "can_clear": bool(clearers),
        "can_waive": asked is not None and services.can_waive(),
        "purpose_form": PurposeForm(offices=offices_for(request.user, Deed.CORRESPOND)),
        "clear_form": DecisionForm(offices=clearers),
        "reason_form": ReasonForm(),
    }
    return render(request, "desk/inquiries/evidence.html", context)


@require_safe
def package(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Hand out the package without the message's words."""
    inquiry, _one = _message(request, reference, leaf)
    return _file(services.package(inquiry.channel, leaf), leaf)


@require_POST
def package_with_words(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Hand out the package with the words, where that was cleared; it goes into the trail."""
    acting(request, Deed.CORRESPOND)
    inquiry, _one = _message(request, reference, leaf)
    taken: list[bytes] = []

    def take(_data: dict[str, Any]) -> None:
        taken.append(
            services.package(
                inquiry.channel, leaf, with_content=True, by=request.user, at=timezone.now()
            )
        )

    answer = _deed(request, inquiry, leaf, forms.Form(request.POST), take)
    return _file(taken[0], leaf, "-with-words") if taken else answer


@require_POST
def ask(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Ask that the words may go along."""
    inquiry, _one = _message(request, reference, leaf)
    form = PurposeForm(request.POST, offices=acting(request, Deed.CORRESPOND))
    return _deed(
        request,
        inquiry,
        leaf,
        form,
        lambda data: services.ask(
            inquiry.channel,
            leaf,
            purpose=data["purpose"],
            by=request.user,
            office=form.office,
            at=timezone.now(),
        ),
        said=_("Clearance is asked of somebody of another office."),
    )


@require_POST
def clear(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Clear that the words go along."""
    inquiry, asked = _asked(request, reference, leaf)
    may = acting(request, Deed.CLEAR)
    form = DecisionForm(request.POST, offices=services.can_clear(asked, request.user) or may)
    return _deed(
        request,
        inquiry,
        leaf,
        form,
        lambda data: services.clear(
            asked, note=data["note"], by=request.user, office=form.office, at=timezone.now()
        ),
        said=_("Cleared. The words may go to a third party with this message."),
    )


@require_POST
def refuse(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Refuse that the words go along."""
    inquiry, asked = _asked(request, reference, leaf)
    offices = acting(request, Deed.CLEAR)
    return _deed(
        request,
        inquiry,
        leaf,
        ReasonForm(request.POST),
        lambda data: services.refuse(
            asked, note=data["note"], by=request.user, office=offices[0], at=timezone.now()
        ),
        said=_("Refused. The words stay here."),
    )


@require_POST
def waive(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Do without a second person, where there is none."""
    inquiry, asked = _asked(request, reference, leaf)
    return _deed(
        request,
        inquiry,
        leaf,
        ReasonForm(request.POST),
        lambda data: services.waive(asked, note=data["note"], by=request.user, at=timezone.now()),
        said=_("The waiver is recorded with its reason."),
    )


def _message(request: DeskRequest, reference: str, leaf: str) -> tuple[Inquiry, Any]:
    inquiry = find(request, reference)
    return inquiry, get_object_or_404(inquiry.messages, leaf=leaf, signed=True)


def _asked(request: DeskRequest, reference: str, leaf: str) -> tuple[Inquiry, ExportClearance]:
    inquiry, _one = _message(request, reference, leaf)
    # The newest one: whether it still waits, the service says.
    asked = ExportClearance.objects.visible_to(request.user).filter(
        channel=inquiry.channel, leaf=leaf
    )
    return inquiry, get_object_or_404(asked[:1])


def _deed(
    request: DeskRequest,
    inquiry: Inquiry,
    leaf: str,
    form: forms.Form,
    do: Callable[[dict[str, Any]], object],
    *,
    said: str = "",
) -> HttpResponse:
    back = reverse("desk:evidence", args=[inquiry.reference, leaf])
    return form_page(
        request,
        form,
        lambda: do(form.cleaned_data),
        to=back,
        said=said,
        title=_("Look at this again"),
        lead=_("Nothing was changed. Look at the page as it is now before you go on."),
        go=_("Try again"),
        back=back,
        can=allowed(request.user),
    )


def _file(data: bytes, leaf: str, kind: str = "") -> HttpResponse:
    answer = HttpResponse(data, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="evidence-{leaf[:16]}{kind}.zip"'
    return answer
