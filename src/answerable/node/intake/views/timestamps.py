"""The time stamp of a document: ask for one, and hand it out for others to check."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from answerable.node.accounts.models import User
from answerable.node.desk import labels
from answerable.node.desk.errors import NotPermitted, NotPossible
from answerable.node.intake.models import Document, TimeStamp
from answerable.node.intake.services import timestamps


@require_POST
def ask(request: HttpRequest, sha256: str) -> HttpResponse:
    """Have a document stamped."""
    found = get_object_or_404(Document.objects.visible_to(request.user), sha256=sha256)
    try:
        timestamps.ask(found, by=cast(User, request.user), at=timezone.now())
    except NotPermitted:
        raise
    except NotPossible as error:
        messages.warning(request, labels.explain(error))
    else:
        messages.success(
            request, _("The authority is asked. Its time stamp is shown here when it has answered.")
        )
    return redirect("intake:document", found.sha256)


@require_GET
def response(request: HttpRequest, sha256: str) -> HttpResponse:
    """Hand out the authority's answer to the byte (RFC 3161, TimeStampResp)."""
    found = get_object_or_404(Document.objects.visible_to(request.user), sha256=sha256)
    stamp = TimeStamp.objects.filter(document=found).first()
    if stamp is None:
        raise Http404
    answer = HttpResponse(bytes(stamp.response), content_type="application/timestamp-reply")
    answer["Content-Disposition"] = f'attachment; filename="{found.sha256}.tsr"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
