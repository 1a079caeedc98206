"""Pages for e-mails: what may be known of one, and what is said when one was brought in."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from answerable.node.accounts.models import User
from answerable.node.intake import labels
from answerable.node.intake.models import Document, ReceivedMail
from answerable.node.intake.services import mails as services


@require_GET
def mail(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show what may be known of the e-mail of a report, and the files that came with it."""
    found = get_object_or_404(
        ReceivedMail.objects.visible_to(request.user).select_related("report", "received_by"),
        report__receipt_number=receipt,
    )
    files = (
        Document.objects.visible_to(request.user)
        .filter(made_into__report=found.report)
        .prefetch_related("readings")
        .order_by("id")
    )
    context = {
        "mail": found,
        "report": found.report,
        "files": [(each, labels.MEDIA[each.kind]) for each in files],
        "remarks": labels.notices(found.notices),
        "paragraphs": [line for line in found.report.text.split("\n") if line],
    }
    return render(request, "intake/mail.html", context)


def taken(request: HttpRequest, found: ReceivedMail) -> str:
    """Say that an e-mail became a report, and return the page of it."""
    receipt = found.report.receipt_number
    messages.success(
        request,
        _("The e-mail became report %(number)s. Who sent it, and the e-mail itself, were sealed.")
        % {"number": receipt},
    )
    return _address(request, receipt)


def taken_before(request: HttpRequest, receipt: str) -> str:
    """Say that this e-mail is here already to whoever may know; return where to go on."""
    services.note_again(receipt, by=cast(User, request.user), at=timezone.now())
    address = _address(request, receipt)
    if address == reverse("intake:documents"):
        messages.success(request, _("The document was taken in."))
    else:
        messages.info(request, _("This e-mail is here already; nothing was stored twice."))
    return address


def no_vault() -> str:
    """Say what to do where nothing can be sealed yet."""
    return _(
        "An e-mail names who sent it, so it is kept in the vault of sources alone, and no "
        "custodian has founded the vault yet. Nothing was stored. Ask a source custodian to "
        "found it (Sources, Custodians); until then paste the text, without names and addresses."
    )


def _address(request: HttpRequest, receipt: str) -> str:
    seen = ReceivedMail.objects.visible_to(request.user).filter(report__receipt_number=receipt)
    if seen.exists():
        return reverse("intake:mail", args=[receipt])
    return reverse("intake:documents")
