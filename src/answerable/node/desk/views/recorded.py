"""Pages for what nobody signed: second-hand replies, complaints on paper, public statements."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from answerable.node.desk.forms.recorded import ComplaintForm, ReplyForm, StatementForm
from answerable.node.desk.forms.reports import ReasonForm
from answerable.node.desk.models import RecordedStatement
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import inquiries, recorded
from answerable.node.desk.views.doing import DeskRequest, acting, form_page, sent, shown
from answerable.node.desk.views.incidents import address as incident_address
from answerable.node.desk.views.incidents import find as find_incident
from answerable.node.desk.views.inquiries import address, find
from answerable.node.ledger.models import Channel


def second_hand(request: DeskRequest, reference: str) -> HttpResponse:
    """Record what came back from the party asked, with who, when, source and confidence."""
    inquiry = find(request, reference)
    lines = inquiries.question_view(inquiry)
    form = ReplyForm(
        sent(request),
        offices=acting(request, Deed.RECORD),
        questions=[(line.id, line.texts[-1] if line.texts else "") for line in lines],
        initial={"stated_at": timezone.now()},
    )

    def do() -> object:
        data = form.cleaned_data
        names = ["kind", "stated_by", "stated_at", "summary", "confidence", "until"]
        names += ["medium", "instrument"]
        return recorded.record_reply(
            inquiry,
            **{name: data[name] for name in names},
            position=data["position"],
            requests=data["requests"],
            sources=_sources(data),
            answers=form.answers(),
            by=request.user,
            office=form.office,
            at=timezone.now(),
        )

    return form_page(
        request,
        form,
        do,
        to=address(inquiry, "story"),
        said=_("Recorded as second-hand, with its source."),
        template="desk/recorded/reply.html",
        inquiry=inquiry,
        title=_("Record what came back"),
        back=address(inquiry),
    )


def complaint(request: DeskRequest, slug: str) -> HttpResponse:
    """Record an inquiry that reached us on paper."""
    channel = get_object_or_404(Channel, slug=slug, kind=Channel.Kind.PAPER)
    form = ComplaintForm(
        sent(request),
        offices=acting(request, Deed.RECORD),
        initial={"received_at": timezone.now()},
    )

    def do() -> object:
        data = dict(form.cleaned_data)
        data.pop("office", None)
        heard = recorded.HeardIncident(
            kind=data.pop("event_kind"),
            start=data.pop("event_start"),
            precision=data.pop("event_precision"),
            title=data.pop("event_title"),
            narrative=data.pop("narrative"),
        )
        return recorded.record_complaint(
            channel,
            incidents=[heard],
            **data,
            by=request.user,
            office=form.office,
            at=timezone.now(),
        )

    return form_page(
        request,
        form,
        do,
        to=lambda inquiry: address(inquiry),
        said=_("Recorded. Its clock runs from the day it was received."),
        template="desk/recorded/complaint.html",
        channel=channel,
        title=_("Record an inquiry that came on paper"),
        back=reverse("desk:inquiries"),
    )


def statement(request: DeskRequest, reference: str) -> HttpResponse:
    """Record a public statement about an incident, with its source."""
    incident = find_incident(request, reference)
    channels = Channel.objects.filter(kind=Channel.Kind.RECORD)
    form = StatementForm(sent(request), offices=acting(request, Deed.RECORD), channels=channels)

    def do() -> object:
        data = form.cleaned_data
        names = (
            "kind", "stated_by", "owner_role", "stated_at", "summary", "position", "confidence",
        )  # fmt: skip
        return recorded.record_statement(
            incident,
            data["channel"],
            **{name: data[name] for name in names},
            stated_precision="day",
            sources=_sources(data),
            by=request.user,
            office=form.office,
            at=timezone.now(),
        )

    return form_page(
        request,
        form,
        do,
        to=incident_address(incident, "statements"),
        said=_("Recorded as second-hand, with its source."),
        title=_("Record a public statement"),
        incident=incident,
        back=incident_address(incident, "statements"),
        has_record=channels.exists(),
    )


def set_aside(request: DeskRequest, pk: int) -> HttpResponse:
    """Set a recorded statement aside with a reason; the trail keeps it."""
    acting(request, Deed.RECORD)
    found = get_object_or_404(
        RecordedStatement.objects.visible_to(request.user), pk=pk, set_aside_at=None
    )
    shown(request, found)
    form = ReasonForm(sent(request))
    back = incident_address(found.incident) if found.incident else reverse("desk:inquiries")
    return form_page(
        request,
        form,
        lambda: recorded.set_aside(
            found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        ),
        to=back,
        title=_("Set a recorded statement aside"),
        back=back,
    )


def _sources(data: dict[str, Any]) -> list[recorded.SourceInput]:
    if not data["publisher"]:
        return []
    return [
        recorded.SourceInput(
            publisher=data["publisher"], title=data["source_title"], url=data["url"]
        )
    ]
