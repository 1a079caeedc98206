"""A message or a case on paper: PDF or DOCX, written when asked for and never kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from answerable.node.accounts import audit
from answerable.node.desk import labels
from answerable.node.desk.errors import NotPossible
from answerable.node.desk.printing import briefs, courtesy, letters, pdf, word
from answerable.node.desk.printing.sheet import Sheet
from answerable.node.desk.services import drafts, story, translations
from answerable.node.desk.views.doing import DeskRequest
from answerable.node.desk.views.drafts import find as find_draft
from answerable.node.desk.views.drafts import may_be_printed
from answerable.node.desk.views.inquiries import address, find
from answerable.node.desk.views.translations import chosen

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
def draft_letter(request: DeskRequest, pk: int, extension: str) -> HttpResponse:
    """Hand out a draft as a letter; until it is cleared the paper says so."""
    found, now = find_draft(request, pk), timezone.now()
    seen = drafts.preview(found, at=now)
    if not may_be_printed(found, seen):
        return redirect("desk:draft-leaves", pk)
    wished = {name: request.GET.get(name, "") for name in ("language", "instrument")}
    sheet = letters.of_draft(found, seen, at=now, **wished)
    rows = translations.of_draft(request.user, found)
    one = chosen(request, translations.shown(rows, translations.originals(seen.rendering)))
    if one is not None:
        sheet = courtesy.with_translation(sheet, one, ours=True)
    back = reverse("desk:draft-letter", args=[pk])
    return hand_out(
        request, sheet, extension, lambda: write(sheet, extension), "draft", str(pk), back
    )


@require_safe
def message_letter(request: DeskRequest, reference: str, leaf: str, extension: str) -> HttpResponse:
    """Hand out a message that was sent or received as a letter."""
    found = find(request, reference)
    one = get_object_or_404(found.messages, leaf=leaf)
    item = next((item for item in story.of(found) if item.leaf == leaf), None)
    if item is None:
        raise Http404
    sheet = letters.of_message(
        found, one, item, at=timezone.now(), language=request.GET.get("language", "")
    )
    rows = translations.of_message(request.user, one)
    beside = chosen(request, translations.shown(rows, translations.originals(item.rendering)))
    if beside is not None:
        sheet = courtesy.with_translation(sheet, beside, ours=item.ours)
    return hand_out(
        request,
        sheet,
        extension,
        lambda: write(sheet, extension),
        "inquiry",
        reference,
        address(found),
    )


@require_safe
def brief(request: DeskRequest, reference: str, extension: str) -> HttpResponse:
    """Hand out a case on one page; it stays inside."""
    found, now = find(request, reference), timezone.now().replace(second=0, microsecond=0)
    language = request.GET.get("language", "") or get_language() or "en"
    language = language if language in letters.LANGUAGES else "en"
    case = briefs.read(found, request.user, at=now)
    sheets = [
        briefs.sheet(case, at=now, language=language, room=room) for room in range(len(briefs.ROOM))
    ]

    def fitting() -> bytes:
        # Only setting the text tells how much fits; Word's own pages are for Word to count.
        return pdf.write_one_page(sheets)[0] if extension == "pdf" else word.write(sheets[2])

    return hand_out(request, sheets[0], extension, fitting, "inquiry", reference, address(found))


def write(sheet: Sheet, extension: str) -> bytes:
    """Write a sheet in the form that was asked for."""
    return pdf.write(sheet) if extension == "pdf" else word.write(sheet)


def hand_out(
    request: DeskRequest,
    sheet: Sheet,
    extension: str,
    write: Callable[[], bytes],
    kind: str,
    subject: str,
    back: str,
) -> HttpResponse:
    """Write it, note in the trail who took it along, and hand it out."""
    if extension not in TYPES:
        raise Http404
    try:
        data = write()
    except NotPossible as exc:
        messages.warning(request, str(labels.explain(exc)))
        return redirect(back)
    audit.record(
        request.user,
        "paper made",
        kind,
        subject,
        at=timezone.now(),
        details={"form": extension, "sha256": hashlib.sha256(data).hexdigest()},
    )
    answer = HttpResponse(data, content_type=TYPES[extension])
    answer["Content-Disposition"] = f'attachment; filename="{sheet.file_name(extension)}"'
    answer["Cache-Control"] = "no-store"
    return answer
