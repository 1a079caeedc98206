"""Pages of files: put one with a draft, look at the copy, take it out; get one that came."""

import logging
import re

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from answerable.casework.files import FileMedia
from answerable.extraction.apart.processes import ReaderDidNotStart
from answerable.extraction.apart.sandbox import clean_apart
from answerable.extraction.errors import Unreadable
from answerable.node.desk import labels
from answerable.node.desk.forms.enclosing import AboutFileForm, AddFileForm
from answerable.node.desk.models import Draft, DraftFile, Inquiry
from answerable.node.desk.permissions import Deed
from answerable.node.desk.readers import TooBusy, turn
from answerable.node.desk.services import drafts
from answerable.node.desk.services.drafts import files
from answerable.node.desk.uploads import BoundedUpload
from answerable.node.desk.views import identity
from answerable.node.desk.views.doing import DeskRequest, acting, allowed, form_page, posted, sent
from answerable.node.desk.views.drafts import find
from answerable.node.desk.views.inquiries import find as find_inquiry
from answerable.node.ledger import services as ledger

log = logging.getLogger(__name__)

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")


# Bounded before the form is parsed, and the check of the form's token parses it: as for evidence.
@csrf_exempt
def draft_files(request: DeskRequest, pk: int) -> HttpResponse:
    """List the files of a draft, and put another with it."""
    bound = BoundedUpload(request, files.MOST_UPLOADED)
    request.upload_handlers = [bound, *request.upload_handlers]
    return _draft_files(request, pk, bound)


@csrf_protect
def _draft_files(request: DeskRequest, pk: int, bound: BoundedUpload) -> HttpResponse:
    acting(request, Deed.DRAFT)
    draft = find(request, pk, open_only=True)
    highest = str(drafts.highest_marking(draft.channel))
    form = AddFileForm(
        sent(request),
        request.FILES if request.method == "POST" else None,
        evidence=files.choosable(draft, request.user).order_by("pk"),
        initial={"version": draft.version, "marking": highest},
    )
    if bound.too_large:
        form.errors.pop("file", None)
        form.add_error("file", labels.problem("file_too_large_to_clean"))
    return form_page(
        request,
        form,
        lambda: _add(request, draft, form),
        to=reverse("desk:draft-files", args=[pk]),
        said=_("A cleaned copy is in the draft. Look at it before you go on."),
        template="desk/drafts/files.html",
        draft=draft,
        files=files.of(draft),
        carries=files.can_carry(draft),
        can=allowed(request.user),
    )


def _add(request: DeskRequest, draft: Draft, form: AddFileForm) -> DraftFile:
    told = {
        "version": form.cleaned_data["version"],
        "by": request.user,
        "at": timezone.now(),
    }
    if form.evidence is not None:
        return files.attach_evidence(draft, form.evidence, form.about(), **told)
    return files.attach_upload(draft, form.cleaned_data["file"].read(), form.about(), **told)


def change(request: DeskRequest, pk: int, file: int) -> HttpResponse:
    """Say something else of a file in a draft."""
    acting(request, Deed.DRAFT)
    draft = find(request, pk, open_only=True)
    found = get_object_or_404(files.of(draft), pk=file)
    first = {
        "description": found.description,
        "marking": found.marking,
        "is_graphic": found.is_graphic,
        "version": draft.version,
    }
    form = AboutFileForm(sent(request), initial=first)
    return form_page(
        request,
        form,
        lambda: files.change(
            draft,
            found,
            form.about(),
            version=form.cleaned_data["version"],
            by=request.user,
            at=timezone.now(),
        ),
        to=reverse("desk:draft-files", args=[pk]),
        said=_("Saved."),
        title=_("What is said of the file"),
        back=reverse("desk:draft-files", args=[pk]),
    )


@require_POST
def take_out(request: DeskRequest, pk: int, file: int) -> HttpResponse:
    """Take a file out of a draft."""
    acting(request, Deed.DRAFT)
    draft = find(request, pk, open_only=True)
    found = get_object_or_404(files.of(draft), pk=file)
    return posted(
        request,
        lambda: files.take_out(
            draft, found, version=draft.version, by=request.user, at=timezone.now()
        ),
        to=reverse("desk:draft-files", args=[pk]),
        said=_("Taken out. The copy is deleted."),
    )


@require_safe
def copy(request: DeskRequest, pk: int, file: int) -> HttpResponse:
    """Give the cleaned copy to whoever sees the draft: exactly what would leave."""
    found = get_object_or_404(find(request, pk).files.all(), pk=file)
    return _bytes(bytes(found.data), found.kind, f"draft-{pk}-{found.number}")


@require_safe
def copy_to_check(request: DeskRequest, pk: int, file: int) -> HttpResponse:
    """Give the cleaned copy to the custodian who checks whether it betrays a source."""
    acting(request, Deed.VAULT)
    found = get_object_or_404(identity.find(request, pk).files.all(), pk=file)
    return _bytes(bytes(found.data), found.kind, f"draft-{pk}-{found.number}")


@require_safe
def message_file(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Give a file that was said in a case, to the byte as it was committed to."""
    inquiry = find_inquiry(request, reference)
    try:
        media, data = _said(inquiry, leaf)
    except ledger.FileDiffers:
        messages.error(request, labels.problem("file_differs"))
        return redirect("desk:message", reference, leaf)
    return _bytes(data, media, f"{reference}-{leaf[:8]}")


@require_safe
def message_picture(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Show a picture written anew from its points: what the other side sent is not trusted."""
    inquiry = find_inquiry(request, reference)
    try:
        media, data = _said(inquiry, leaf)
        if not media.is_picture:
            raise Http404
        # A page of many pictures asks for all at once: those that wait too long come another time.
        with turn():
            shown = clean_apart(data)
    except TooBusy:
        return HttpResponse(status=503, headers={"Retry-After": "10"})
    except ReaderDidNotStart as exc:
        log.exception("reader did not start")
        raise Http404 from exc
    except (ledger.FileDiffers, Unreadable) as exc:
        raise Http404 from exc
    return _bytes(shown.data, FileMedia(shown.media.value), f"{reference}-{leaf[:8]}")


def _said(inquiry: Inquiry, leaf: str) -> tuple[FileMedia, bytes]:
    get_object_or_404(inquiry.messages, leaf=leaf, signed=True)
    try:
        return ledger.file_of(inquiry.channel, leaf)
    except ledger.NoSuchMessage as exc:
        raise Http404 from exc


def _bytes(data: bytes, media: FileMedia, name: str) -> HttpResponse:
    kind = f"{media}; charset=utf-8" if media is FileMedia.TEXT else str(media)
    response = HttpResponse(data, content_type=kind)
    # Our own name for it: what somebody called the file could be a trap where it is saved.
    plain = _NOT_IN_A_NAME.sub("-", name)
    response["Content-Disposition"] = f'attachment; filename="{plain}.{media.extension}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
