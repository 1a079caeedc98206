"""The counterpart joins: carry a case on paper on in the channel."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.node.desk.forms.fields import Line
from answerable.node.desk.forms.offices import OfficeForm
from answerable.node.desk.models import CarriedOn, Inquiry
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import joining
from answerable.node.desk.views.doing import DeskRequest, acting, form_page, sent
from answerable.node.desk.views.inquiries import address, find
from answerable.node.ledger.models import Channel


class CarryOnForm(forms.Form):
    """Which case on paper a signed one carries on."""

    reference = Line(label=gettext_lazy("Reference of the case on paper"), max_length=64)


class RaiseAgainForm(OfficeForm):
    """In which channel a case on paper is raised again."""

    channel = forms.ModelChoiceField(
        queryset=Channel.objects.none(), label=gettext_lazy("Channel"), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = Channel.objects.filter(  # type: ignore[attr-defined]
            kind=Channel.Kind.SIGNED, state=Channel.State.ESTABLISHED
        )


def carry_on(request: DeskRequest, reference: str) -> HttpResponse:
    """Say which case on paper this signed case carries on."""
    acting(request, Deed.RECORD)
    inquiry = find(request, reference)
    form = CarryOnForm(sent(request))

    def do() -> object:
        before = get_object_or_404(
            Inquiry.objects.visible_to(request.user).select_related("channel"),
            reference=form.cleaned_data["reference"],
        )
        return joining.carry_on(inquiry, before, by=request.user, at=timezone.now())

    return form_page(
        request,
        form,
        do,
        to=address(inquiry, "compared"),
        template="desk/inquiries/act.html",
        inquiry=inquiry,
        title=_("Carries on a case on paper"),
        lead=_(
            "What you recorded there then stands beside what is signed here, with the differences. "
            "The other side learns nothing of it."
        ),
        back=address(inquiry),
    )


def raise_again(request: DeskRequest, reference: str) -> HttpResponse:
    """Begin in the channel what was raised on paper, with the questions that still stand."""
    inquiry = find(request, reference)
    begun = joining.standing(inquiry, request.user)
    if begun is not None:
        return _to_what_stands(request, begun)
    form = RaiseAgainForm(sent(request), offices=acting(request, Deed.DRAFT))
    return form_page(
        request,
        form,
        lambda: joining.raise_again(
            inquiry,
            form.cleaned_data["channel"],
            by=request.user,
            office=form.office,
            at=timezone.now(),
        ),
        to=lambda draft: reverse("desk:draft-frame", args=[draft.pk]),
        template="desk/inquiries/act.html",
        inquiry=inquiry,
        title=_("Raise it again in the channel"),
        lead=_(
            "The counterpart has joined: the questions that still stand go into a draft. "
            "Nothing leaves before it is cleared and signed."
        ),
        back=address(inquiry),
        go=_("Begin"),
    )


def _to_what_stands(request: DeskRequest, begun: CarriedOn) -> HttpResponse:
    """Lead to the signed case, or to the draft, in which it is raised again already."""
    draft, raised = getattr(begun, "draft", None), getattr(begun, "reference", None)
    messages.info(request, _("It is raised again here already. Nothing was begun a second time."))
    return redirect("desk:inquiry", raised) if raised else redirect("desk:draft", draft)
