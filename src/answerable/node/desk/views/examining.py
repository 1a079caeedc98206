"""The work page of an investigation, what is added to it, and a person's own tasks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.desk.forms import examining as asked
from answerable.node.desk.forms.conveying import ChangeTaskForm
from answerable.node.desk.models import (
    Inquiry,
    Investigation,
    InvestigationTask,
    PreservationHold,
)
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import case, compartments, examining, serving
from answerable.node.desk.views.doing import (
    DeskRequest,
    acting,
    allowed,
    form_page,
    posted,
    sent,
    shown,
)
from answerable.node.desk.views.inquiries import find
from answerable.node.desk.views.investigations import of_inquiry, seen


@dataclass(frozen=True)
class Part:
    """What one addition to an investigation asks, and the deed behind it."""

    form: type[forms.Form]
    do: Callable[..., object]
    title: str | Promise
    lead: str | Promise = ""


PARTS: dict[str, Part] = {
    "task": Part(asked.TaskForm, examining.give_task, _("Give a task")),
    "hold": Part(
        asked.HoldForm,
        examining.ask_to_keep,
        _("Ask to preserve footage or logs"),
        _("This records that somebody was asked. Ask them by your own means."),
    ),
    "method": Part(
        asked.MethodForm,
        examining.check_method,
        _("Record a way of examining"),
        _("What was not done is recorded with the reason: the other side may ask for it."),
    ),
    "standard": Part(asked.StandardForm, examining.set_standard, _("Standard of proof")),
    "remedy": Part(
        asked.RemedyForm,
        examining.record_remedy,
        _("Record a measure or redress"),
        _("Each line is dated and stays. Offered is not delivered."),
    ),
}


@require_safe
def work(request: DeskRequest, reference: str) -> HttpResponse:
    """Show the tasks, what is preserved, how it was examined, and what was done about it."""
    inquiry = find(request, reference)
    read = case.work(seen(request, inquiry), request.user)
    if read is None:
        raise Http404
    found, made = read
    served = serving.inquiries_of(found, request.user)
    context = {
        "inquiry": inquiry,
        "reviews": [],
        "investigation": found,
        "can": allowed(request.user),
        "today": timezone.localdate(),
        "tasks": [
            (task, [one for one in made["changes"] if one.task_id == task.pk])
            for task in made["tasks"]
        ],
        "holds": made["holds"],
        "methods": examining.checklist(made["methods"]),
        "remedies": made["remedies"],
        "referrals": made["referrals"],
        "served": [one for one in served if one.pk != inquiry.pk],
    }
    return render(request, "desk/inquiries/work.html", context)


def add(request: DeskRequest, reference: str, part: str) -> HttpResponse:
    """Add one thing to the work of an investigation."""
    acting(request, Deed.INVESTIGATE)
    inquiry = find(request, reference)
    found = _investigation(request, inquiry)
    if part not in PARTS:
        raise Http404
    page = PARTS[part]
    form = page.form(sent(request), initial={"asked_on": timezone.localdate()})
    return _page(
        request,
        inquiry,
        form,
        lambda: page.do(found, **form.cleaned_data, by=request.user, at=timezone.now()),
        part,
        title=page.title,
        lead=page.lead,
    )


def answer_hold(request: DeskRequest, reference: str, pk: int) -> HttpResponse:
    """Record whether what was asked for is kept."""
    acting(request, Deed.INVESTIGATE)
    inquiry = find(request, reference)
    hold = get_object_or_404(
        PreservationHold.objects.select_related("investigation__office"),
        pk=pk,
        investigation=_investigation(request, inquiry),
    )
    form = asked.AnswerHoldForm(sent(request), initial={"on": timezone.localdate()})
    return _page(
        request,
        inquiry,
        form,
        lambda: examining.answer_hold(
            hold, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        "hold",
        title=_("What came back"),
        lead=hold.what,
    )


def refer(request: DeskRequest, reference: str) -> HttpResponse:
    """Record a referral to a criminal process inside a compartment."""
    acting(request, Deed.INVESTIGATE)
    inquiry = find(request, reference)
    _investigation(request, inquiry)
    form = asked.ReferralForm(sent(request), rooms=compartments.of(request.user))
    return _page(
        request,
        inquiry,
        form,
        lambda: examining.refer(
            inquiry,
            form.cleaned_data.pop("compartment"),
            **form.cleaned_data,
            by=request.user,
            at=timezone.now(),
        ),
        "referrals",
        title=_("Record a criminal referral"),
        lead=_("It is kept in a compartment: whoever is not in it sees nothing of it."),
    )


@require_POST
def serve(request: DeskRequest, reference: str) -> HttpResponse:
    """Let this investigation serve another asker's inquiry too."""
    acting(request, Deed.INVESTIGATE)
    inquiry = find(request, reference)
    found = _investigation(request, inquiry)
    other = get_object_or_404(
        Inquiry.objects.visible_to(request.user),
        reference=request.POST.get("reference", "").strip()[:64],
    )
    return posted(
        request,
        lambda: serving.serve(found, other, by=request.user, at=timezone.now()),
        to=reverse("desk:investigation-work", args=[reference]) + "#askers",
    )


@require_safe
def tasks(request: DeskRequest) -> HttpResponse:
    """List what the person has to do in investigations, the earliest first."""
    mine = list(examining.tasks_of(request.user)[:200])
    here = {(one.investigation.channel_id, one.investigation.thread) for one in mine}
    known = {
        (one.channel_id, one.thread): one
        for one in Inquiry.objects.visible_to(request.user).filter(
            thread__in={thread for _channel, thread in here}
        )
    }
    rows = [
        (one, known.get((one.investigation.channel_id, one.investigation.thread))) for one in mine
    ]
    context = {"rows": rows, "today": timezone.localdate()}
    return render(request, "desk/tasks.html", context)


def end_task(request: DeskRequest, pk: int) -> HttpResponse:
    """Say what became of a task."""
    task = get_object_or_404(
        InvestigationTask.objects.select_related("investigation__office"),
        pk=pk,
        investigation__in=Investigation.objects.visible_to(request.user),
    )
    shown(request, task.investigation)
    form = asked.EndTaskForm(sent(request), initial={"state": "done"})
    return form_page(
        request,
        form,
        lambda: examining.end_task(task, **form.cleaned_data, by=request.user, at=timezone.now()),
        to=reverse("desk:tasks"),
        title=task.title,
        lead=task.note,
        back=reverse("desk:tasks"),
    )


def change_task(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a task to another person, or change its date."""
    acting(request, Deed.INVESTIGATE)
    task = get_object_or_404(
        InvestigationTask.objects.select_related("investigation__office", "owner"),
        pk=pk,
        investigation__in=Investigation.objects.visible_to(request.user),
    )
    form = ChangeTaskForm(sent(request), initial={"owner": task.owner_id, "due": task.due})
    home = task.investigation
    inquiry = get_object_or_404(
        Inquiry.objects.visible_to(request.user), channel=home.channel_id, thread=home.thread
    )
    return _page(
        request,
        inquiry,
        form,
        lambda: examining.change_task(
            task, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        "task",
        title=_("Give this task on, or change its date"),
        lead=task.title,
        go=_("Change"),
    )


def _page(
    request: DeskRequest,
    inquiry: Inquiry,
    form: forms.Form,
    do: Callable[[], object],
    section: str,
    **context: Any,
) -> HttpResponse:
    back = reverse("desk:investigation-work", args=[inquiry.reference])
    return form_page(
        request,
        form,
        do,
        to=f"{back}#{section}",
        template="desk/inquiries/act.html",
        inquiry=inquiry,
        back=back,
        **context,
    )


def _investigation(request: DeskRequest, inquiry: Inquiry) -> Investigation:
    found = of_inquiry(request, inquiry)
    if found is None:
        raise Http404
    return found
