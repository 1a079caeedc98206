"""The deeds of a channel's page while our log is in doubt: it was moved, begin the next one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from answerable.node.accounts.models import User
from answerable.node.ledger import services as ledger
from answerable.node.ledger import wording
from answerable.node.ledger.errors import LedgerError
from answerable.node.ledger.forms import NextLogForm
from answerable.node.ledger.models import Channel
from answerable.node.ledger.views import for_administrators
from answerable.protocol.changes import EpochReason


@require_POST
@for_administrators
def moved(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an administrator's word that the folder was moved and the old machine runs no more."""
    channel = _channel(slug)
    judged = ledger.recovering.settle(
        channel, at=timezone.now(), is_moved=True, by=_person(request)
    )
    if judged.may_sign:
        messages.success(request, _("The log is whole, and signed again."))
    else:
        messages.warning(request, wording.label(wording.NEEDS, judged.reason))
    return redirect("ledger:channel", slug)


@require_POST
@for_administrators
def next_log(request: HttpRequest, slug: str) -> HttpResponse:
    """End our log that is in doubt, and begin the next."""
    channel = _channel(slug)
    form = NextLogForm(slug, request.POST)
    if not form.is_valid():
        messages.error(request, _("The name was not typed as it is. Nothing was done."))
        return redirect("ledger:channel", slug)
    need = ledger.recovering.need_of(channel)
    forked = need is not None and need.code == ledger.recovering.FORKED
    reason = EpochReason.FORKED if forked else EpochReason.STATE_LOST
    try:
        ledger.epochs.open_next(channel, reason, at=timezone.now(), by=_person(request))
    except LedgerError as exc:
        messages.error(request, _("Nothing was done: %(why)s") % {"why": exc})
    else:
        messages.success(request, _("The next log has begun."))
    return redirect("ledger:channel", slug)


def _channel(slug: str) -> Channel:
    signed = Channel.objects.filter(kind=Channel.Kind.SIGNED, channel_id__isnull=False)
    return get_object_or_404(signed.select_related("ours", "theirs"), slug=slug)


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
