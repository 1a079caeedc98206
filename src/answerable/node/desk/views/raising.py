"""Open a case about incidents of ours: an inquiry, or a report of an act of our own."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from answerable.node.desk.forms.fields import Code, Rows
from answerable.node.desk.forms.offices import OfficeForm
from answerable.node.desk.models import Incident
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import drafts
from answerable.node.desk.views.doing import DeskRequest, acting, form_page, sent
from answerable.node.desk.views.incidents import address, find
from answerable.node.ledger.models import Channel


class RaiseForm(OfficeForm):
    """To whom, how urgent, and which incidents together."""

    channel = forms.ModelChoiceField(
        queryset=Channel.objects.none(), label=gettext_lazy("Channel"), empty_label=None
    )
    urgency = Code("urgency", initial="ordinary", label=gettext_lazy("Urgency"))
    also = Rows(
        queryset=Incident.objects.none(),
        required=False,
        label=gettext_lazy("Together with"),
        help_text=gettext_lazy("Other incidents that are ready to be raised."),
    )

    def __init__(self, *args: Any, channels: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("channel", channels), ("also", others)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = found
                field.label_from_instance = _named  # type: ignore[assignment]
        self.has_channel: bool = channels.exists()
        if not others.exists():
            del self.fields["also"]


class SelfReportForm(RaiseForm):
    """To whom, and which incidents together."""

    urgency = None  # type: ignore[assignment]
    also = Rows(
        queryset=Incident.objects.none(),
        required=False,
        label=gettext_lazy("Together with"),
        help_text=gettext_lazy("Other incidents that are ready."),
    )


def _named(row: Any) -> str:
    return f"{row.reference}: {row.title}" if isinstance(row, Incident) else str(row.title)


def raise_inquiry(request: DeskRequest, reference: str) -> HttpResponse:
    """Begin an inquiry about an incident."""
    offices = acting(request, Deed.DRAFT)
    incident = find(request, reference)
    channels, others = _choices(request, incident)
    form = RaiseForm(sent(request), channels=channels, others=others, offices=offices)

    def do() -> object:
        data = form.cleaned_data
        return drafts.start_inquiry(
            [incident, *data.get("also", [])],
            data["channel"],
            urgency=data["urgency"],
            by=request.user,
            office=form.office,
            at=timezone.now(),
        )

    return _page(request, form, do, incident, _("Raise an inquiry"))


def report_own_act(request: DeskRequest, reference: str) -> HttpResponse:
    """Begin a report of an act of our own, before anybody asks about it."""
    offices = acting(request, Deed.DRAFT)
    incident = find(request, reference)
    channels, others = _choices(request, incident)
    form = SelfReportForm(sent(request), channels=channels, others=others, offices=offices)

    def do() -> object:
        data = form.cleaned_data
        return drafts.start_self_report(
            [incident, *data.get("also", [])],
            data["channel"],
            by=request.user,
            office=form.office,
            at=timezone.now(),
        )

    return _page(request, form, do, incident, _("Report this act ourselves"), own=True)


def _choices(request: DeskRequest, incident: Incident) -> tuple[Any, Any]:
    """Return the channels in which something can be said, and incidents that could go along."""
    channels = Channel.objects.filter(
        kind__in=[Channel.Kind.SIGNED, Channel.Kind.PAPER], state=Channel.State.ESTABLISHED
    )
    others = (
        Incident.objects.visible_to(request.user).filter(status="ready").exclude(pk=incident.pk)
    )
    return channels, others


def _page(
    request: DeskRequest,
    form: RaiseForm,
    do: Callable[[], object],
    incident: Incident,
    title: str,
    *,
    own: bool = False,
) -> HttpResponse:
    return form_page(
        request,
        form,
        do,
        to=lambda draft: reverse("desk:draft-frame", args=[draft.pk]),
        template="desk/incidents/raise.html",
        incident=incident,
        has_channel=form.has_channel,
        own=own,
        title=title,
        back=address(incident),
        go=_("Begin"),
    )
