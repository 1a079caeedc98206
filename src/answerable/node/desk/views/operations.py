"""The own operations log: open one, take its files in, see what was near an incident. Private."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from answerable.node.desk.errors import BadInput
from answerable.node.desk.examining_codes import ImportState
from answerable.node.desk.forms.examining import (
    LogFileForm,
    LogForm,
    MappingForm,
    SearchForm,
    VerdictForm,
)
from answerable.node.desk.models import Investigation, LogImport, Operation, OperationsLog
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import inquiries, operations, serving
from answerable.node.desk.views.doing import (
    DeskRequest,
    acting,
    allowed,
    form_page,
    posted,
    put_on,
    sent,
)
from answerable.node.desk.views.inquiries import find
from answerable.node.desk.views.investigations import of_inquiry

_SHOWN = 100


def logs(request: DeskRequest) -> HttpResponse:
    """List the logs that the person may read; open one."""
    acting(request, Deed.INVESTIGATE)
    form = LogForm(sent(request))
    return form_page(
        request,
        form,
        lambda: operations.open_log(**form.cleaned_data, by=request.user, at=timezone.now()),
        to=lambda log: reverse("desk:operations-log", args=[log.pk]),
        template="desk/operations/logs.html",
        logs=OperationsLog.visible_to(request.user).prefetch_related("offices"),
    )


def log(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a log and its files; read a file in."""
    found, form = _log(request, pk), LogFileForm(sent(request), request.FILES or None)
    return form_page(
        request,
        form,
        lambda: operations.receive(
            found,
            form.cleaned_data["file"].read(operations.LIMITS.max_bytes + 1),
            file_name=form.cleaned_data["file"].name,
            sheet=form.cleaned_data["sheet"],
            by=request.user,
            at=timezone.now(),
        ),
        to=lambda given: reverse("desk:operations-file", args=[pk, given.pk]),
        template="desk/operations/log.html",
        log=found,
        imports=found.imports.defer("rows").select_related("by")[:_SHOWN],
        held=found.operations.count(),
    )


def file(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Say what the columns mean, see what taking the file would do, and take it."""
    found = _log(request, pk)
    given = get_object_or_404(LogImport.objects.select_related("log"), log=found, pk=number)
    context: dict[str, Any] = {"log": found, "given": given}
    if given.state != ImportState.READ:
        context["set_aside"] = given.set_aside.all()[:_SHOWN]
        return render(request, "desk/operations/file.html", context)
    heading = [str(cell) for cell in given.rows[0][1:]]
    form = MappingForm(
        sent(request), heading=heading, initial=found.mapping or operations.guess(heading)
    )
    context["sample"] = given.rows[:6]
    if request.method == "POST" and form.is_valid():
        if "take" in request.POST:
            return form_page(
                request,
                form,
                lambda: operations.take(given, form.mapping, by=request.user, at=timezone.now()),
                to=reverse("desk:operations-file", args=[pk, number]),
                said=_("Taken. Nothing of it leaves this node."),
                template="desk/operations/file.html",
                **context,
            )
        try:
            plan = operations.plan(given, form.mapping)
            context |= {"plan": plan, "faults": plan.faults[:_SHOWN], "first": plan.new[:5]}
        except BadInput as exc:
            put_on(form, exc)
    return render(request, "desk/operations/file.html", {"form": form, **context})


@require_POST
def drop(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """Throw a file away that was read and not taken."""
    given = get_object_or_404(LogImport, log=_log(request, pk), pk=number)
    return posted(
        request,
        lambda: operations.drop(given, by=request.user, at=timezone.now()),
        to=reverse("desk:operations-log", args=[pk]),
        said=_("The file is dropped; nothing of it was kept."),
    )


def candidates(request: DeskRequest, reference: str) -> HttpResponse:
    """Show which of our operations were near in time and place; decide on each."""
    acting(request, Deed.INVESTIGATE)
    inquiry = find(request, reference)
    found = of_inquiry(request, inquiry)
    if found is None:
        raise Http404
    search = SearchForm(request.GET) if request.GET else SearchForm()
    chosen = search.cleaned_data if request.GET and search.is_valid() else {}
    windows = operations.windows_of(serving.threads_of(found, request.user), request.user)
    near, total = operations.near(windows, operations.Search(**chosen), request.user)
    form = VerdictForm(sent(request))
    if request.method == "POST" and form.is_valid():
        return _decide(request, found, form, reference)
    decided = operations.newest(found, request.user)
    return render(
        request,
        "desk/operations/near.html",
        {
            "inquiry": inquiry,
            "reviews": [],
            "investigation": found,
            "search": search,
            "windows": windows,
            "near": [(one, decided.get(one.operation.pk)) for one in near],
            "total": total,
            "form": form if request.method == "POST" else VerdictForm(),
            "can": allowed(request.user),
            "logs": OperationsLog.visible_to(request.user).count(),
            "linked": inquiries.thread_of(inquiry).incidents,
        },
    )


def _decide(
    request: DeskRequest, found: Investigation, form: VerdictForm, reference: str
) -> HttpResponse:
    data = form.cleaned_data
    operation = get_object_or_404(
        Operation.objects.select_related("log"),
        pk=data["operation"],
        log__in=OperationsLog.visible_to(request.user),
    )
    return posted(
        request,
        lambda: operations.decide(
            found,
            operation,
            data["verdict"],
            reason=data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        to=reverse("desk:investigation-operations", args=[reference]) + f"#o{operation.pk}",
        said=_("Recorded."),
    )


def _log(request: DeskRequest, pk: int) -> OperationsLog:
    return get_object_or_404(OperationsLog.visible_to(request.user), pk=pk)
