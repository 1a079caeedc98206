"""Pages for data sets: bring a file in, say what its columns mean, check, decide, look at rows."""

import logging
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from answerable.extraction.apart.processes import ReaderDidNotStart
from answerable.extraction.datasets.wording import quarantine_file
from answerable.extraction.errors import TooLarge, Unreadable
from answerable.node.desk import permissions
from answerable.node.desk.errors import BadInput, NotPermitted, NotPossible
from answerable.node.desk.keeping import OriginalChanged
from answerable.node.desk.labels import explain
from answerable.node.desk.readers import TooBusy
from answerable.node.desk.uploads import BoundedUpload, InMemoryUpload
from answerable.node.desk.views.doing import DeskRequest, attempted, posted, sent
from answerable.node.intake import fault_words
from answerable.node.intake.forms.datasets import AcceptForm, DataFileForm, MappingForm
from answerable.node.intake.models import DataChange, DataFile, DataRow, DataSet, FileState
from answerable.node.intake.services import datasets
from answerable.node.intake.services.datasets.files import LIMITS
from answerable.node.jobs.models import Job

log = logging.getLogger(__name__)

ON_A_PAGE, SHOWN = 50, 50


@require_GET
def data_sets(request: DeskRequest) -> HttpResponse:
    """List the data sets."""
    rows = DataSet.objects.visible_to(request.user).prefetch_related("files")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "intake/data_sets.html", {"page": page, "may": _may(request)})


# The size must be bounded before the form is parsed, and parsing is what the check of the form's
# token begins with: so the check stands inside, as Django's documentation says.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """Bring a file in, of a new data set or of one that is here."""
    bound = BoundedUpload(request, LIMITS.max_bytes)
    # In memory alone: columns that hold a person are taken out before anything is kept.
    request.upload_handlers = [bound, InMemoryUpload(request)]
    return _new(request, bound)


@csrf_protect
def _new(request: DeskRequest, bound: BoundedUpload) -> HttpResponse:
    _require(request)
    # What a partner's program sends is renewed by it alone.
    sets = DataSet.objects.visible_to(request.user).filter(feed=None)
    chosen = request.GET.get("data_set", "")
    form = DataFileForm(
        sent(request),
        request.FILES or None,
        sets=sets,
        initial={"data_set": chosen} if chosen.isascii() and chosen.isdigit() else {},
    )
    if request.method == "POST":
        if bound.too_large:
            form.errors.pop("file", None)
            form.add_error("file", fault_words.refusal(TooLarge()))
        elif form.is_valid() and (file := _receive(request, form)) is not None:
            return redirect("intake:data-file", file.pk)
    return render(request, "intake/data_file_new.html", {"form": form})


@require_GET
def data_set(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a data set: its files, its rows."""
    found = get_object_or_404(DataSet.objects.visible_to(request.user), pk=pk)
    rows = DataRow.objects.visible_to(request.user).filter(data_set=found)
    page = Paginator(rows.select_related("report", "toll"), ON_A_PAGE)
    return render(
        request,
        "intake/data_set.html",
        {
            "data_set": found,
            "files": found.files.select_related("by")[:SHOWN],
            "page": page.get_page(request.GET.get("page")),
            "may": _may(request),
        },
    )


@require_http_methods(["GET", "POST"])
def data_file(request: DeskRequest, pk: int) -> HttpResponse:
    """Say what the columns of a file mean and have it checked; see what was found."""
    file = _file(request, pk)
    file.counts = datasets.counts_for(file, request.user)
    context = {"file": file, "may": _may(request), **_found(request, file)}
    is_stopped = file.state == FileState.CHECKING and context["is_stopped"]
    if file.state in (FileState.READ, FileState.CHECKED) or is_stopped:
        kept, ready = datasets.mapping_for(file)
        form = MappingForm(sent(request), file=file, ready=ready, kept=kept)
        if request.method == "POST":
            _require(request)
            if form.is_valid() and _asked(request, file, form):
                return redirect("intake:data-file", pk)
        context |= {"form": form, "kept": kept, "columns": list(_columns(file, form))}
    elif request.method == "POST":
        return redirect("intake:data-file", pk)
    return render(request, "intake/data_file.html", context)


@require_GET
def changes(request: DeskRequest, pk: int) -> HttpResponse:
    """Show row by row what a checked file has otherwise, before and after."""
    file = _file(request, pk)
    rows = DataChange.objects.visible_to(request.user).filter(file=file).select_related("row")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    file.counts = datasets.counts_for(file, request.user)
    return render(
        request,
        "intake/data_changes.html",
        {"file": file, "page": page, "accept": AcceptForm(),
         "may": _may(request)},
    )  # fmt: skip


@require_GET
def quarantine(request: DeskRequest, pk: int) -> HttpResponse:
    """Hand out the rows put aside as CSV, each with the reason."""
    file = _file(request, pk)
    rows = file.quarantined.all()
    columns = dict.fromkeys(file.columns) | {name: None for row in rows for name in row.cells}
    hidden = set(file.mapping.get("leave_out", ()))
    text = quarantine_file(
        [name for name in columns if name not in hidden],
        ((row.number, fault_words.reason(row.faults), row.cells) for row in rows),
    )
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="put-aside-{file.pk}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def accept(request: DeskRequest, pk: int) -> HttpResponse:
    """Take the rows of a checked file in, or go on with one that was stopped."""
    file, form = _file(request, pk), AcceptForm(request.POST)
    with_changes = form.is_valid() and form.cleaned_data["with_changes"]
    return posted(
        request,
        lambda: datasets.accept(
            file, with_changes=bool(with_changes), by=request.user, at=timezone.now()
        ),
        to=reverse("intake:data-file", args=[pk]),
    )


@require_POST
def drop(request: DeskRequest, pk: int) -> HttpResponse:
    """Drop a file that was not taken in."""
    file = _file(request, pk)
    return posted(
        request,
        lambda: datasets.drop(file, by=request.user, at=timezone.now()),
        to=reverse("intake:data-set", args=[file.data_set_id]),
        said=_("The file is dropped; nothing of it was taken in."),
    )


@require_GET
def data_row(request: DeskRequest, pk: int) -> HttpResponse:
    """Show a row as it came, how it was read, and what it said before."""
    rows = DataRow.objects.visible_to(request.user).select_related(
        "data_set", "report", "toll", "last_file", "first_file", "gone_in"
    )
    found = get_object_or_404(rows, pk=pk)
    versions = found.versions.select_related("of_file", "until_file")[:SHOWN]
    may_open = found.report is not None and permissions.may(request.user, permissions.Deed.INCIDENT)
    return render(
        request,
        "intake/data_row.html",
        {
            "row": found,
            "origin": datasets.origin_of(found),
            "versions": versions,
            "may_open": may_open,
        },
    )


@require_POST
def open_incident(request: DeskRequest, pk: int) -> HttpResponse:
    """Open an incident with what a row states."""
    row = get_object_or_404(DataRow.objects.visible_to(request.user), pk=pk)
    try:
        incident = datasets.open_incident(row, by=request.user, at=timezone.now())
    except (NotPossible, BadInput) as refusal:
        messages.warning(request, str(explain(refusal)))
        return redirect("intake:data-row", pk)
    messages.success(request, _("The incident is open with what the row states. Check each."))
    return redirect("desk:incident", incident.reference)


def _may(request: DeskRequest) -> bool:
    return permissions.may(request.user, permissions.Deed.REPORT)


def _require(request: DeskRequest) -> None:
    if not _may(request):
        raise NotPermitted(permissions.Deed.REPORT)


def _file(request: HttpRequest, pk: int) -> DataFile:
    files = DataFile.objects.visible_to(request.user).select_related("data_set", "by", "decided_by")
    return get_object_or_404(files, pk=pk)


def _receive(request: DeskRequest, form: DataFileForm) -> DataFile | None:
    """Take the form's file in, or put the reason why not on the form."""
    given, at = form.cleaned_data, timezone.now()
    data = given["file"].read(LIMITS.max_bytes + 1)
    try:
        return datasets.receive(
            given["data_set"] or given["name"],
            data,
            file_name=given["file"].name,
            sheet=given["sheet"],
            by=request.user,
            at=at,
        )
    except NotPossible as error:
        form.add_error("data_set", explain(error))
    except Unreadable as error:
        form.add_error("file", fault_words.refusal(error))
    except OriginalChanged:
        log.exception("stored original differs from its name")
        form.add_error("file", _("The evidence folder holds other bytes. Tell the administrator."))
    except TooBusy:
        form.add_error("file", _("Other documents are being read. Try again in a minute."))
    except ReaderDidNotStart:
        log.exception("reader did not start")
        form.add_error("file", _("The reader does not start here. Tell the administrator."))
    return None


def _asked(request: DeskRequest, file: DataFile, form: MappingForm) -> bool:
    done, _nothing = attempted(
        form,
        lambda: datasets.ask_check(
            file, form.cleaned_data["mapping"], by=request.user, at=timezone.now()
        ),
    )
    return done


def _columns(file: DataFile, form: MappingForm) -> Iterator[tuple[str, str, Any, list[str]]]:
    """Give each column with its tag, the field for its meaning, and the first rows' cells."""
    for name, field in zip(file.columns, form.columns(), strict=True):
        # Empty ones too: a cell stands in the place of its row.
        cells = [str(row.get(name, "")) for row in file.sample[:3]]
        yield name, file.tags.get(name, ""), field, cells


def _found(request: DeskRequest, file: DataFile) -> dict[str, Any]:
    """Return what a check found, and how far the job is, for those who asked for it."""
    job = Job.objects.visible_to(request.user).filter(pk=file.job).first() if file.job else None
    aside = list(file.quarantined.all()[:SHOWN])
    return {
        "counts": fault_words.counts(file.counts, is_taken=file.state == FileState.TAKEN),
        "aside": [(row.number, fault_words.reason_shown(row.faults)) for row in aside],
        "job": job,
        "is_stopped": file.state in (FileState.TAKING, FileState.CHECKING)
        and not Job.objects.filter(pk=file.job or 0, state__in=("waiting", "running")).exists(),
        "accept": AcceptForm(),
        "some_load": file.counts.get("total", 0) > file.counts.get("quarantined", 0)
        or bool(file.counts.get("gone")),
        "has_changes": bool(file.counts.get("changed") or file.counts.get("gone")),
    }
