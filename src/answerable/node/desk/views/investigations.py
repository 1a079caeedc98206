"""The private page of an investigation: dated steps of the party that is asked."""

from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.desk import wording
from answerable.node.desk.codes import STEP_OUTCOMES, Stage
from answerable.node.desk.forms.acts import StepForm
from answerable.node.desk.forms.offices import OfficeForm
from answerable.node.desk.models import Inquiry, Investigation
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import (
    both_ledgers,
    case,
    conveying,
    inquiries,
    investigations,
    serving,
)
from answerable.node.desk.views.doing import DeskRequest, acting, allowed, form_page, posted, sent
from answerable.node.desk.views.inquiries import find


@require_safe
def investigation(request: DeskRequest, reference: str) -> HttpResponse:
    """Show what was examined about an inquiry, step by step. Nobody outside learns of it."""
    inquiry = find(request, reference)
    read = case.examinations(seen(request, inquiry))
    found, made = read[0] if read else (None, {"steps": [], "conveyances": [], "limits": []})
    is_open = found is not None and found.closed_at is None
    reading, steps = inquiries.reading_of(inquiry), made["steps"]
    askers = (
        conveying.askers_of(found, request.user, made["conveyances"], made["limits"])
        if found
        else []
    )
    context = {
        "inquiry": inquiry,
        "investigation": found,
        "can": allowed(request.user),
        "stages": [(stage, [one for one in steps if one.stage == stage]) for stage in Stage],
        "next_stage": investigations.next_stage(found) if found else None,
        "askers": askers,
        "is_decided": any(one.stage == Stage.DECISION for one in steps),
        "examined_in": [] if found else serving.examined_in(inquiry, request.user),
        "earlier": [(one, parts["steps"]) for one, parts in read[1:]],
        "may_open": not is_open and not serving.standing(inquiry, request.user),
        "may_take": investigations.stages_for(request.user, found) if found else [],
        "questions": inquiries.question_view(inquiry, reading),
        "ledgers": both_ledgers.of_inquiry(inquiry, reading),
        "clocks": inquiries.clocks(inquiry, timezone.now(), reading),
    }
    return render(request, "desk/inquiries/investigation.html", context)


def open_investigation(request: DeskRequest, reference: str) -> HttpResponse:
    """Open an investigation."""
    inquiry = find(request, reference)
    form = OfficeForm(sent(request), offices=acting(request, Deed.INVESTIGATE))
    elsewhere = serving.standing(inquiry, request.user)
    if elsewhere:
        messages.info(request, _("It is examined here already, together with another inquiry."))
        return redirect("desk:investigation", elsewhere)
    to = reverse("desk:investigation", args=[reference])
    return form_page(
        request,
        form,
        lambda: investigations.open_investigation(
            inquiry, by=request.user, office=form.office, at=timezone.now()
        ),
        to=to,
        template="desk/inquiries/act.html",
        inquiry=inquiry,
        title=_("Open an investigation"),
        lead=_("It is private. What the other side learns is written in the response."),
    )


def add_step(request: DeskRequest, reference: str, stage: str) -> HttpResponse:
    """Record one dated step."""
    acting(request, Deed.LEGAL_REVIEW if stage == Stage.LEGAL_REVIEW else Deed.INVESTIGATE)
    inquiry = find(request, reference)
    found = of_inquiry(request, inquiry)
    if found is None or stage not in list(Stage):
        return redirect("desk:investigation", reference)
    form = StepForm(
        sent(request),
        outcomes=[str(one) for one in STEP_OUTCOMES[Stage(stage)]],
        methods=wording.choices("method"),
        initial={"done_on": timezone.localdate(), "version": found.version},
    )
    return form_page(
        request,
        form,
        lambda: investigations.record_step(
            found, stage=Stage(stage), **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        to=reverse("desk:investigation", args=[reference]),
        template="desk/inquiries/act.html",
        inquiry=inquiry,
        title=wording.word("stage", stage),
        lead=_("Private. Steps are never changed; a step can be taken again."),
        back=reverse("desk:investigation", args=[reference]),
        go=_("Record this step"),
    )


@require_POST
def close_investigation(request: DeskRequest, reference: str) -> HttpResponse:
    """Close the investigation."""
    inquiry = find(request, reference)
    found = get_object_or_404(
        Investigation.objects.visible_to(request.user),
        channel=inquiry.channel,
        thread=inquiry.thread,
        closed_at=None,
    )
    return posted(
        request,
        lambda: investigations.close_investigation(
            found, version=found.version, by=request.user, at=timezone.now()
        ),
        to=reverse("desk:investigation", args=[reference]),
        said=_("The investigation is closed."),
    )


def of_inquiry(request: DeskRequest, inquiry: Inquiry) -> Investigation | None:
    """Return the newest investigation of an inquiry."""
    return seen(request, inquiry).first()


def seen(request: DeskRequest, inquiry: Inquiry) -> QuerySet[Investigation]:
    """Return the query for the investigations of an inquiry: the open one, then the newest."""
    return (
        Investigation.objects.visible_to(request.user)
        .filter(channel=inquiry.channel, thread=inquiry.thread)
        # Said, since the two databases have what is empty at different ends.
        .order_by(F("closed_at").desc(nulls_first=True), "-opened_at", "-pk")
    )
