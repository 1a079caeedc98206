"""Pages for archives and folders: which there are, what became of each file, go on, end early."""

from __future__ import annotations

import logging
from typing import cast

from django.core.files.base import File
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from answerable.extraction.apart.processes import ReaderDidNotStart
from answerable.extraction.documents import archive
from answerable.extraction.errors import Unreadable
from answerable.node.accounts.models import User
from answerable.node.desk import permissions
from answerable.node.desk.readers import TooBusy
from answerable.node.desk.views.doing import DeskRequest, posted
from answerable.node.intake import labels
from answerable.node.intake.forms.documents import ReceiveForm
from answerable.node.intake.models import Bundle, BundleFile, BundleState, Outcome
from answerable.node.intake.services import bundles as services
from answerable.node.intake.services.documents import LIMITS
from answerable.node.jobs.models import Job

log = logging.getLogger(__name__)

ON_A_PAGE = 100
_KNOWN = Q(outcome=Outcome.KNOWN, is_seen=True)


def brought_in(request: HttpRequest, form: ReceiveForm) -> str:
    """Return the page of the archive that a form brought in, or put the reason why not on it.

    Nothing, and no reason, where the form brought no archive.
    """
    given = form.cleaned_data
    file = given["file"]
    if not file or not archive.is_archive(_head_of(file)):
        return ""
    if given["url"]:
        form.add_error("url", _("Leave this empty: the documents of an archive have no address."))
        return ""
    try:
        kept = services.receive_archive(
            file,
            name=file.name,
            note=given["note"],
            with_reports=given["with_reports"],
            by=cast(User, request.user),
            at=timezone.now(),
        )
        return reverse("intake:bundle", args=[kept.pk])
    except Unreadable as error:
        file.seek(0)
        # An office document is an archive, too, and is read as the one document that it is.
        if error.detail != archive.OFFICE_DOCUMENT or file.size > LIMITS.max_bytes:
            form.add_error("file", labels.refusal(error))
    except TooBusy:
        form.add_error("file", _("Other documents are being read. Try again in a minute."))
    except ReaderDidNotStart:
        log.exception("reader did not start")
        form.add_error("file", _("The reader does not start here. Tell the administrator."))
    return ""


def _head_of(file: File[bytes]) -> bytes:
    head: bytes = file.read(4)
    file.seek(0)
    return head


@require_GET
def bundles(request: DeskRequest) -> HttpResponse:
    """List the archives and folders that were brought in, newest first."""
    rows = services.bundles_for(request.user).select_related("by")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "intake/bundles.html", {"page": page, "may": _may(request)})


@require_GET
def bundle(request: DeskRequest, pk: int) -> HttpResponse:
    """Show how far the reading of an archive is, and what became of each file."""
    found = _bundle(request, pk)
    files = services.files_for(found, request.user)
    counts = files.aggregate(
        received=Count("pk", filter=Q(outcome__in=[Outcome.RECEIVED, Outcome.KNOWN]) & ~_KNOWN),
        known=Count("pk", filter=_KNOWN),
        refused=Count("pk", filter=Q(outcome=Outcome.REFUSED)),
    )
    only = request.GET.get("only", "")
    if only == "refused":
        files = files.filter(outcome=Outcome.REFUSED)
    rows = files.select_related("document__made_into__report").order_by("number")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    job = Job.objects.visible_to(request.user).filter(pk=found.job or 0).first()
    context = {
        "bundle": found,
        "counts": counts,
        "page": page,
        "files": [(one, _told(one)) for one in page],
        "only": only,
        "job": job,
        "is_reading": found.state == BundleState.READING,
        "is_stopped": bool(found.kept_as) and (job is None or job.is_finished),
        "may": _may(request),
    }
    return render(request, "intake/bundle.html", context)


@require_POST
def go_on(request: DeskRequest, pk: int) -> HttpResponse:
    """Go on with an archive whose reading was stopped."""
    found = _bundle(request, pk)
    return posted(
        request,
        lambda: services.go_on(found, by=request.user, at=timezone.now()),
        to=reverse("intake:bundle", args=[pk]),
    )


@require_POST
def leave(request: DeskRequest, pk: int) -> HttpResponse:
    """End an archive early."""
    found = _bundle(request, pk)
    return posted(
        request,
        lambda: services.leave(found, by=request.user, at=timezone.now()),
        to=reverse("intake:bundle", args=[pk]),
        said=_("The rest is left out. What was taken in stays."),
    )


def _bundle(request: DeskRequest, pk: int) -> Bundle:
    rows = services.bundles_for(request.user).select_related("by")
    return get_object_or_404(rows, pk=pk)


def _told(file: BundleFile) -> str:
    """Say what became of a file, as far as the person may know."""
    if file.outcome == Outcome.REFUSED:
        return labels.problem(file.problem, file.looks_like)
    is_seen = getattr(file, "is_seen", False)
    return str(Outcome(file.outcome if is_seen else Outcome.RECEIVED).label)


def _may(request: DeskRequest) -> bool:
    return permissions.may(request.user, permissions.Deed.REPORT)
