"""The channels' pages: how each stands, and how a new one is opened."""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from answerable.node.accounts.models import Role, User
from answerable.node.accounts.roles import require_role, roles_of
from answerable.node.ledger import erasure_words, exchange_files, key_lines, wording
from answerable.node.ledger import services as ledger
from answerable.node.ledger.errors import LedgerError, WordsDiffer
from answerable.node.ledger.exchange_files import ExchangeFile, Step
from answerable.node.ledger.forms import NextLogForm, PaperForm, ProposeForm, ReceiveForm, WordsForm
from answerable.node.ledger.models import Channel, Evidence, Pouch
from answerable.node.ledger.presenting import describe_terms
from answerable.protocol.receipts import OWN_LOG_AHEAD

Page = Callable[..., HttpResponse]


# These look on.
READ_ONLY = frozenset({Role.AUDITOR, Role.CUSTODIAN})


def for_administrators(view: Page) -> Page:
    """Let only administrators in: a channel is a matter of the whole node."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        require_role(signed_in_person(request), Role.ADMINISTRATOR)
        return view(request, *args, **kwargs)

    return guarded


@require_GET
def channel_list(request: HttpRequest) -> HttpResponse:
    """List the channels and say which need attention."""
    if not roles_of(signed_in_person(request)):
        raise PermissionDenied
    rows = [ledger.channel_health(channel) for channel in _channels()]
    return render(request, "ledger/channels.html", {"rows": rows})


@require_GET
def channel_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how one channel stands."""
    if not roles_of(signed_in_person(request)):
        raise PermissionDenied
    channel = get_object_or_404(_channels(), slug=slug)
    health = ledger.channel_health(channel)
    need = ledger.recovering.need_of(channel) if health.ours else None
    context = {
        "channel": channel,
        "health": health,
        "need": need,
        "next_log_form": NextLogForm(slug),
        "terms": describe_terms(ledger.terms_of(channel)),
        "trouble": wording.label(wording.ERRORS, health.last_error),
        "odd_receipt": wording.label(wording.ODD_RECEIPTS, health.odd_receipt),
        "new_keys": key_lines.to_compare(channel),
        "last_pouch": channel.pouches.filter(
            direction=Pouch.Direction.IN, state=Pouch.State.OPENED
        ).first(),
        "evidence": _evidence(channel, is_ahead=False),
        "kept_when_behind": _evidence(channel, is_ahead=True),
        "not_understood": ledger.unthreaded(channel),
        "left_out": [
            {"row": each, "leaf": bytes(each.entry.leaf_hash).hex()}
            for each in ledger.epochs.left_out(channel)
        ],
        "erasures": [one for told in erasure_words.told_of(channel).values() for one in told],
        "erasures_rejected": len(ledger.holdings.account_of(channel).misfits),
        "spaces": ledger.disk_spaces(),
        "refusals": ledger.refusals(),
        "witnesses": ledger.witness_keys(channel),
        "has_file": ledger.establish.current_file(channel) is not None,
    }
    return render(request, "ledger/channel.html", context)


@require_GET
def package(request: HttpRequest, slug: str, leaf: str) -> HttpResponse:
    """Hand out the evidence of an entry that this page alone shows: one that names no case."""
    if not roles_of(signed_in_person(request)):
        raise PermissionDenied
    channel = get_object_or_404(_channels(), slug=slug)
    try:
        data = ledger.evidence.pack_unthreaded(channel, leaf)
    except LedgerError as exc:
        raise Http404 from exc
    answer = HttpResponse(data, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="evidence-{leaf[:16]}.zip"'
    return answer


@require_POST
def try_now(request: HttpRequest, slug: str) -> HttpResponse:
    """Fetch from the other side at once."""
    if not roles_of(signed_in_person(request)) - READ_ONLY:
        raise PermissionDenied
    channel = get_object_or_404(_channels(), slug=slug)
    try:
        ledger.try_now(channel, at=timezone.now())
    except LedgerError:
        messages.warning(request, _("This channel is not open. Nothing was tried."))
    else:
        messages.success(request, _("Trying now. Look again in a moment."))
    return redirect("ledger:channel", slug)


@for_administrators
def propose(request: HttpRequest) -> HttpResponse:
    """Offer a channel to another party."""
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            channel, _file = ledger.establish.propose(
                title=form.cleaned_data["title"],
                terms=form.terms(ledger.own_party().code),
                at=timezone.now(),
                by=signed_in_person(request),
            )
        except LedgerError as exc:
            form.add_error(None, str(exc))
        else:
            return redirect("ledger:channel", channel.slug)
    return render(request, "ledger/propose.html", {"form": form})


@for_administrators
def paper(request: HttpRequest) -> HttpResponse:
    """Open a channel with a counterpart that runs nothing."""
    form = PaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            channel = ledger.create_paper(
                title=form.cleaned_data["name"],
                their_code=form.cleaned_data["code"],
                their_name=form.cleaned_data["name"],
                terms=form.terms(ledger.own_party().code),
                at=timezone.now(),
                by=signed_in_person(request),
            )
        except LedgerError as exc:
            form.add_error(None, str(exc))
        else:
            return redirect("ledger:channel", channel.slug)
    return render(request, "ledger/paper.html", {"form": form})


@for_administrators
def receive(request: HttpRequest) -> HttpResponse:
    """Read a file of the other side, and show what it says and asks."""
    form = ReceiveForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"]
        try:
            return _show_file(request, data, ledger.establish.read(data), WordsForm())
        except LedgerError as exc:
            form.add_error("file", _("This file cannot be used: %(why)s") % {"why": exc})
    return render(request, "ledger/receive.html", {"form": form})


@require_POST
@for_administrators
def accept(request: HttpRequest) -> HttpResponse:
    """Accept a proposal on its terms."""
    try:
        channel, _file = ledger.establish.accept(
            _carried(request), at=timezone.now(), by=signed_in_person(request)
        )
    except LedgerError as exc:
        messages.error(request, _("This file cannot be used: %(why)s") % {"why": exc})
        return redirect("ledger:receive")
    messages.success(request, _("Accepted. Send the file back, then compare the words."))
    return redirect("ledger:channel", channel.slug)


@require_POST
@for_administrators
def finish(request: HttpRequest) -> HttpResponse:
    """Establish a channel once the words were compared."""
    data = _carried(request)
    form = WordsForm(request.POST)
    try:
        file = ledger.establish.read(data)
        if not form.is_valid():
            return _show_file(request, data, file, form)
        channel, complete = ledger.establish.finish(
            data, words=form.cleaned_data["words"], at=timezone.now(), by=signed_in_person(request)
        )
    except WordsDiffer:
        form.add_error("words", _("These are not the words of this channel. Nothing was signed."))
        return _show_file(request, data, file, form)
    except LedgerError as exc:
        messages.error(request, _("This file cannot be used: %(why)s") % {"why": exc})
        return redirect("ledger:receive")
    messages.success(request, _("The channel is established."))
    if complete is not None:
        messages.info(request, _("Send the last file to the other side, so that it can begin too."))
    return redirect("ledger:channel", channel.slug)


@require_GET
@for_administrators
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the file that the other side waits for."""
    channel = get_object_or_404(_channels(), slug=slug)
    file = ledger.establish.current_file(channel)
    if file is None:
        return redirect("ledger:channel", slug)
    answer = HttpResponse(file, content_type="application/octet-stream")
    name = f"answerable-channel-{channel.slug}-{channel.state}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
@for_administrators
def evidence(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give one piece of evidence as a file that anyone can check without this node."""
    found = get_object_or_404(Evidence, log__channel__slug=slug, pk=number)
    answer = HttpResponse(bytes(found.data), content_type="application/octet-stream")
    name = f"answerable-evidence-{slug}-{found.code}-{found.digest[:12]}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _show_file(
    request: HttpRequest, data: bytes, file: ExchangeFile, form: WordsForm
) -> HttpResponse:
    context = {
        "file": file,
        "is_proposal": file.step is Step.PROPOSAL,
        "terms": describe_terms(file.terms),
        "carried": base64.b64encode(data).decode(),
        "form": form,
    }
    return render(request, "ledger/file.html", context)


def _carried(request: HttpRequest) -> bytes:
    """Take the file that was shown on the page before; it is checked anew like any upload."""
    carried = request.POST.get("carried", "")
    if len(carried) > 2 * exchange_files.LIMIT:
        raise BadRequest("too large")
    try:
        return base64.b64decode(carried, validate=True)
    except binascii.Error as exc:
        raise BadRequest("not the file that was shown") from exc


def _evidence(channel: Channel, *, is_ahead: bool) -> list[dict[str, Any]]:
    """Return what contradicts itself, or what told that our log was behind: the latter is none."""
    rows = Evidence.objects.filter(log__channel=channel)
    ahead = {"code": OWN_LOG_AHEAD}
    found = rows.filter(**ahead) if is_ahead else rows.exclude(**ahead)
    return [
        {"pk": one.pk, "digest": one.digest, "words": wording.label(wording.EVIDENCE, one.code)}
        for one in found
    ]


def _channels() -> QuerySet[Channel]:
    return Channel.objects.select_related("ours", "theirs")


def signed_in_person(request: HttpRequest) -> User:
    """Return who is signed in; raises PermissionDenied for nobody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
