"""The queue of notices: what a source should be told, by a person, and what became of it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.vault.codes import NoticeState
from answerable.node.vault.forms import SettleForm
from answerable.node.vault.models import Notice
from answerable.node.vault.permissions import require_custodian
from answerable.node.vault.services import notices
from answerable.node.vault.views.doing import VaultRequest, posted

PER_PAGE = 30


@require_safe
def notice_list(request: VaultRequest) -> HttpResponse:
    """List what is still to be told, the oldest first, each with a text without the case."""
    require_custodian(request.user)
    now = timezone.now()
    rows = (
        Notice.objects.filter(state=NoticeState.OPEN)
        .select_related("source")
        .prefetch_related("source__consents")
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = [
        (one, notices.text_of(one), notices.wants(one.source, at=now)) for one in page.object_list
    ]
    return render(request, "vault/notices.html", {"page": page, "shown": shown})


@require_POST
def settle(request: VaultRequest, pk: int) -> HttpResponse:
    """Record that a notice was given, or that it was not possible."""
    require_custodian(request.user)
    found = get_object_or_404(Notice.objects.select_related("source"), pk=pk)
    form = SettleForm(request.POST)
    state = form.cleaned_data["state"] if form.is_valid() else NoticeState.OPEN
    return posted(
        request,
        lambda: notices.settle(found, state, by=request.user, at=timezone.now()),
        to=reverse("vault:notices"),
        said=_("Recorded."),
    )
