"""The picture of a document, to be looked at: written anew from its points."""

import logging

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from answerable.extraction.apart.processes import ReaderDidNotStart
from answerable.extraction.apart.sandbox import clean_apart
from answerable.extraction.errors import Unreadable
from answerable.node.desk import keeping
from answerable.node.desk.readers import TooBusy, turn
from answerable.node.intake.models import Document

log = logging.getLogger(__name__)


@require_safe
def picture(request: HttpRequest, sha256: str) -> HttpResponse:
    """Show a picture as its cleaned copy: the bytes that came in are never shown by a browser."""
    found = get_object_or_404(Document.objects.visible_to(request.user), sha256=sha256)
    if not found.is_picture:
        raise Http404
    try:
        data = keeping.fetch(default_storage, found.sha256)
        with turn():
            copy = clean_apart(data)
    except TooBusy:
        return HttpResponse(status=503, headers={"Retry-After": "10"})
    except ReaderDidNotStart as exc:
        log.exception("reader did not start")
        raise Http404 from exc
    except (keeping.OriginalChanged, Unreadable) as exc:
        raise Http404 from exc
    response = HttpResponse(copy.data, content_type=copy.media.value)
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response
