"""The pages of keys: ours with what can be changed, the other side's with words to compare."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from answerable.node.accounts.models import User
from answerable.node.accounts.roles import roles_of
from answerable.node.ledger import key_lines, keyorders, wording
from answerable.node.ledger import our_keys as keys_of_ours
from answerable.node.ledger.errors import (
    BadKeyFile,
    KeyOrderNotPossible,
    LedgerError,
    WordsDiffer,
)
from answerable.node.ledger.key_forms import ComparedForm, KeyOrderForm, WaiverForm
from answerable.node.ledger.models import Channel, KeyOrder
from answerable.node.ledger.views import for_administrators


@require_GET
@for_administrators
def our_keys(request: HttpRequest) -> HttpResponse:
    """List our keys, what waits for a second administrator, and offices without a key."""
    return _page(request, KeyOrderForm())


@require_POST
@for_administrators
def ask(request: HttpRequest) -> HttpResponse:
    """Ask that a key be changed."""
    form = KeyOrderForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            keyorders.ask(
                given["subject"],
                given["deed"],
                reason=given["reason"],
                by=_person(request),
                at=timezone.now(),
            )
        except KeyOrderNotPossible as exc:
            form.add_error(None, wording.label(wording.KEY_ORDERS, str(exc)))
        else:
            messages.success(request, _("Asked. Another administrator confirms it."))
            return redirect("ledger:keys")
    return _page(request, form)


@require_POST
@for_administrators
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Do what another administrator asked."""
    order = get_object_or_404(KeyOrder, pk=number)
    return _decide(
        request, lambda: keyorders.confirm(order, by=_person(request), at=timezone.now())
    )


@require_POST
@for_administrators
def waive(request: HttpRequest, number: int) -> HttpResponse:
    """Do what was asked on a node of one administrator."""
    order, form = get_object_or_404(KeyOrder, pk=number), WaiverForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    return _decide(
        request, lambda: keyorders.waive(order, why=why, by=_person(request), at=timezone.now())
    )


@require_POST
@for_administrators
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Give up what was asked."""
    order = get_object_or_404(KeyOrder, pk=number)
    try:
        keyorders.drop(order, by=_person(request), at=timezone.now())
    except KeyOrderNotPossible as exc:
        messages.warning(request, wording.label(wording.KEY_ORDERS, str(exc)))
    return redirect("ledger:keys")


@require_GET
def their_keys(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the other side's keys, since when each counts, and whether it was compared."""
    if not roles_of(_person(request)):
        raise PermissionDenied
    return _their_page(request, _channel(slug), ComparedForm())


@require_POST
@for_administrators
def compared(request: HttpRequest, slug: str) -> HttpResponse:
    """Record that the other side's person read out the words of one key."""
    channel, form = _channel(slug), ComparedForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            keyorders.compared(
                channel,
                given["keyid"],
                words=given["words"],
                by=_person(request),
                at=timezone.now(),
            )
        except WordsDiffer:
            form.add_error("words", _("These are not the words of this key. Nothing was recorded."))
        except KeyOrderNotPossible as exc:
            form.add_error(None, wording.label(wording.KEY_ORDERS, str(exc)))
        else:
            messages.success(request, _("Recorded: the words are the same."))
            return redirect("ledger:their_keys", slug)
    return _their_page(request, channel, form)


def _decide(request: HttpRequest, deed: Callable[[], object]) -> HttpResponse:
    try:
        deed()
    except KeyOrderNotPossible as exc:
        messages.warning(request, wording.label(wording.KEY_ORDERS, str(exc)))
    except (LedgerError, BadKeyFile) as exc:
        messages.error(request, _("Nothing was changed: %(why)s") % {"why": exc})
    else:
        messages.success(
            request,
            _("The key was changed. Read its words to the other side by telephone."),
        )
    return redirect("ledger:keys")


def _page(request: HttpRequest, form: KeyOrderForm) -> HttpResponse:
    context = {
        "form": form,
        "lines": key_lines.our_lines(),
        "waiting": keyorders.waiting(),
        "done": KeyOrder.objects.filter(state=KeyOrder.State.DONE).select_related(
            "asked_by", "decided_by", "channel"
        )[:20],
        "without_key": keys_of_ours.offices_without_key(),
        "is_alone": keyorders.count_administrators() == 1,
        "waiver": WaiverForm(),
    }
    return render(request, "ledger/keys.html", context)


def _their_page(request: HttpRequest, channel: Channel, form: ComparedForm) -> HttpResponse:
    context = {"channel": channel, "lines": key_lines.their_lines(channel), "form": form}
    return render(request, "ledger/their_keys.html", context)


def _channel(slug: str) -> Channel:
    signed = Channel.objects.filter(kind=Channel.Kind.SIGNED, channel_id__isnull=False)
    return get_object_or_404(signed.select_related("ours", "theirs"), slug=slug)


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
