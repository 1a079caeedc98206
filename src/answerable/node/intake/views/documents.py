"""Pages for documents: the list, reading one in, one beside its text, its original."""

import logging
from typing import cast

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
from answerable.extraction.documents import archive
from answerable.extraction.documents.document import Media
from answerable.extraction.errors import TooLarge, Unreadable
from answerable.node.accounts.models import User
from answerable.node.desk import permissions
from answerable.node.desk.errors import NotPermitted
from answerable.node.desk.keeping import OriginalChanged
from answerable.node.desk.readers import TooBusy
from answerable.node.desk.services import reprints
from answerable.node.desk.uploads import ArchiveUpload, BoundedUpload, InMemoryUpload
from answerable.node.intake import labels
from answerable.node.intake.forms.documents import ReceiveForm, ReportForm
from answerable.node.intake.models import DataRow, Document, Reading, ReceivedMail, TimeStamp, Way
from answerable.node.intake.services import documents as services
from answerable.node.intake.services import timestamps
from answerable.node.intake.services.bringing import bring_in
from answerable.node.intake.services.bundles import bundles_for
from answerable.node.intake.views import bundles as bundle_pages
from answerable.node.intake.views import mails as mail_pages
from answerable.node.vault.arriving import AlreadySealed, NoVault, VaultError, refusal_words

log = logging.getLogger(__name__)

ON_A_PAGE = 50
CHARS_AT_FIRST = 60_000
# What is read as a mere text here, and row by row as a data set.
TABLES = (".csv", ".tsv", ".json", ".jsonl", ".geojson")


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """List the documents, newest first."""
    rows = (
        Document.objects.visible_to(request.user)
        .select_related("made_into__report", "received_by")
        .prefetch_related("readings")
    )
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    may = permissions.may(_person(request), permissions.Deed.REPORT)
    may_send = permissions.may(_person(request), permissions.Deed.SEND)
    context = {"page": page, "may_receive": may, "may_send": may_send}
    return render(request, "intake/documents.html", context)


# The size must be bounded before the form is parsed, and parsing is what the check of the form's
# token begins with: so the check stands inside, as Django's documentation says.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Read a document in."""
    bound = BoundedUpload(
        request, services.LIMITS.max_bytes, most_of_archive=archive.STANDARD.max_bytes
    )
    # In memory alone: what names a source must not lie in a file for a moment. An archive is too
    # large for that, and an e-mail in one is refused.
    request.upload_handlers = [bound, ArchiveUpload(request), InMemoryUpload(request)]
    return _new(request, bound)


@csrf_protect
def _new(request: HttpRequest, bound: BoundedUpload) -> HttpResponse:
    if not permissions.may(_person(request), permissions.Deed.REPORT):
        raise NotPermitted(permissions.Deed.REPORT)
    is_post = request.method == "POST"
    form = ReceiveForm(request.POST, request.FILES) if is_post else ReceiveForm()
    if is_post:
        if bound.too_large:
            form.errors.pop("file", None)
            form.add_error("file", labels.refusal(TooLarge()))
        elif form.is_valid():
            address = bundle_pages.brought_in(request, form) or (
                "" if form.errors else _brought_in(request, form)
            )
            if address:
                return redirect(address)
    return render(request, "intake/new.html", {"form": form})


@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, sha256: str) -> HttpResponse:
    """Show a document beside its text, and make its report."""
    found = get_object_or_404(Document.objects.visible_to(request.user), sha256=sha256)
    reading, report = found.reading, found.report
    may_report = permissions.may(_person(request), permissions.Deed.REPORT)
    if request.method == "POST" and not may_report:
        raise NotPermitted(permissions.Deed.REPORT)
    form = _report_form(request, reading)
    if request.method == "POST" and form.is_valid():
        report = services.make_report(
            found, **form.cleaned_data, by=_person(request), at=timezone.now()
        )
        messages.success(
            request,
            _("Report %(number)s was made from this document.") % {"number": report.receipt_number},
        )
        return redirect("desk:report", report.receipt_number)
    whole = "whole" in request.GET or len(reading.text) <= CHARS_AT_FIRST
    text = reading.text if whole else reading.text[:CHARS_AT_FIRST]
    context = {
        "document": found,
        "reading": reading,
        "report": report,
        "form": form,
        # Each paragraph runs in its own direction, and no mark inside reaches beyond it.
        "paragraphs": [line for line in text.split("\n") if line],
        "is_whole": whole,
        "media": labels.MEDIA[Media(found.media)],
        "remarks": labels.notices(reading.notices),
        "is_table": report is None and found.file_name.lower().endswith(TABLES),
        "facts": labels.facts(reading.facts),
        "bundle": bundles_for(_person(request)).filter(files__document=found).last(),
        "printings": report and reprints.others(report, _person(request))[:20],
        "custody": found.custody.select_related("by"),
        "stamp": TimeStamp.objects.filter(document=found).defer("response").first(),
        "may_stamp": may_report and timestamps.is_set_up(),
        "may_report": may_report,
    }
    return render(request, "intake/document.html", context)


@require_POST
def original(request: HttpRequest, sha256: str) -> HttpResponse:
    """Hand the original out as bytes to keep, never to show."""
    found = get_object_or_404(Document.objects.visible_to(request.user), sha256=sha256)
    try:
        data = services.open_original(found, by=_person(request), at=timezone.now())
    except OriginalChanged:
        log.error("stored original is missing or changed: sha256=%s", found.sha256)
        messages.error(
            request,
            _(
                "The stored original is missing or was changed. Tell the administrator; it can be "
                "put back from a backup."
            ),
        )
        return redirect("intake:document", found.sha256)
    response = HttpResponse(data, content_type="application/octet-stream")
    # Our own name for it: what somebody called the file could be a trap where it is saved.
    response["Content-Disposition"] = f'attachment; filename="{found.sha256}.original"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_GET
def of_report(request: HttpRequest, receipt: str) -> HttpResponse:
    """Lead from a report to the e-mail, the document or the row of a data set it was made from."""
    if (
        ReceivedMail.objects.visible_to(request.user)
        .filter(report__receipt_number=receipt)
        .exists()
    ):
        return redirect("intake:mail", receipt)
    row = DataRow.objects.visible_to(request.user).filter(report__receipt_number=receipt).first()
    if row is not None:
        return redirect("intake:data-row", row.pk)
    found = get_object_or_404(
        Document.objects.visible_to(request.user), made_into__report__receipt_number=receipt
    )
    return redirect("intake:document", found.sha256)


def _person(request: HttpRequest) -> User:
    # Every page asks for a signed-in person before it gets here.
    return cast(User, request.user)


def _brought_in(request: HttpRequest, form: ReceiveForm) -> str:
    """Return the page of what the form brought in, or put the reason why not on the form."""
    given = form.cleaned_data
    file, field = given["file"], "file" if given["file"] else "text"
    # Browsers send line ends of their own making; the text had plain ones where it was copied.
    data = file.read() if file else given["text"].replace("\r\n", "\n").encode()
    try:
        brought = bring_in(
            data,
            way=Way.UPLOAD if file else Way.PASTE,
            file_name=file.name if file else "",
            declared_media=(file.content_type or "") if file else "",
            url=given["url"],
            note=given["note"],
            by=_person(request),
            at=timezone.now(),
        )
        if isinstance(brought, ReceivedMail):
            return mail_pages.taken(request, brought)
        return _received(request, brought)
    except AlreadySealed as error:
        return mail_pages.taken_before(request, error.receipt)
    except NoVault:
        form.add_error(field, mail_pages.no_vault())
    except VaultError as error:
        form.add_error(field, refusal_words(error))
    except Unreadable as error:
        form.add_error(field, labels.refusal(error))
    except TooBusy:
        form.add_error(field, _("Other documents are being read. Try again in a minute."))
    except OriginalChanged:
        log.exception("stored original differs from its name")
        form.add_error(field, _("The evidence folder holds other bytes. Tell the administrator."))
    except ReaderDidNotStart:
        log.exception("reader did not start")
        form.add_error(field, _("The reader does not start here. Tell the administrator."))
    return ""


def _tell(request: HttpRequest, received: services.Received) -> None:
    if received.is_new:
        messages.success(request, _("The document was read in. Check what was found."))
    else:
        messages.info(request, _("This document is here already; nothing was stored twice."))


def _received(request: HttpRequest, received: services.Received) -> str:
    """Say what became of it, and return its page.

    Whoever may not know that a compartment holds these bytes is told no more than that they came,
    and is led to the list; who works on it reads in the custody log that they came again.
    """
    shown = Document.objects.visible_to(request.user).filter(pk=received.document.pk)
    if not shown.exists():
        messages.success(request, _("The document was taken in."))
        return reverse("intake:documents")
    _tell(request, received)
    return reverse("intake:document", args=[received.document.sha256])


def _report_form(request: HttpRequest, reading: Reading) -> ReportForm:
    known = "" if reading.language == "und" else reading.language
    form = ReportForm(
        request.POST if request.method == "POST" else None,
        has_text=bool(reading.text),
        also=known,
        initial={
            "title": reading.title,
            "publisher": reading.publisher,
            "published": reading.published,
            "language": known,
        },
    )
    if reading.published_basis:
        form.fields["published"].help_text = labels.basis(reading.published_basis)
    form.fields["language"].help_text = labels.basis(reading.language_basis)
    return form
