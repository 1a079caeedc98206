"""The pages for pouches: seal one, open one, see what became of all of them; and the address."""

from typing import cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from answerable.node.ledger import channels, identities, pouches, wording
from answerable.node.ledger.errors import (
    BadAddress,
    ChannelNotOpen,
    LedgerError,
    MayNotSign,
    NoRecipient,
    NotWaiting,
    PouchRefused,
)
from answerable.node.ledger.forms import AddressForm, PouchForm, SealForm
from answerable.node.ledger.models import Channel, Pouch
from answerable.node.ledger.pouches import Choice
from answerable.node.ledger.views import for_administrators, signed_in_person

SHOWN = 50
# Sealed while the person waits; what is larger is for the command line.
MOST_BYTES = 256 * 1024 * 1024
_BYTES = "application/octet-stream"


@require_GET
@for_administrators
def pouch_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the pouches of a channel, with what was refused and why."""
    return _show(request, _channel(slug), SealForm(), PouchForm())


@require_POST
@for_administrators
def seal(request: HttpRequest, slug: str) -> HttpResponse:
    """Seal a pouch into the out-tray, from where it is downloaded."""
    channel, form = _channel(slug), SealForm(request.POST)
    if not form.is_valid():
        return _show(request, channel, form, PouchForm())
    what = form.cleaned_data["what"]
    choice = Choice(
        receipt_first=what == "receipt_first",
        receipts_only=what == "receipts_only",
        with_their_log=form.cleaned_data["with_their_log"],
        most_bytes=MOST_BYTES,
    )
    try:
        pouch, left_from = pouches.seal(
            channel, choice, at=timezone.now(), by=signed_in_person(request)
        )
    except LedgerError as exc:
        form.add_error(None, _why_not_sealed(exc))
        return _show(request, channel, form, PouchForm())
    messages.success(
        request,
        _("Pouch %(number)d is sealed. Download it, and give it to whoever carries it.")
        % {"number": pouch.number or 0},
    )
    if left_from is not None:
        messages.warning(
            request,
            _(
                "Not all texts found room. Seal the rest with: answerable pouch seal "
                "--words-from %(index)d"
            )
            % {"index": left_from},
        )
    return redirect("ledger:pouches", slug)


@require_POST
@for_administrators
def open_pouch(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an uploaded pouch of the other side."""
    channel, form = _channel(slug), PouchForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, channel, SealForm(), form)
    file = form.cleaned_data["file"]
    try:
        pouch = pouches.open_file(
            file.file,
            file.name or "",
            at=timezone.now(),
            channel=channel,
            by=signed_in_person(request),
        )
    except PouchRefused as exc:
        why = wording.label(wording.POUCHES, exc.reason)
        form.add_error("file", _("This pouch was refused: %(why)s.") % {"why": why})
        return _show(request, channel, SealForm(), form)
    _tell(request, pouch)
    return redirect("ledger:pouches", slug)


@require_POST
@for_administrators
def drop(request: HttpRequest, slug: str, digest: str) -> HttpResponse:
    """Delete a pouch that waits."""
    channel, by = _channel(slug), signed_in_person(request)
    try:
        pouches.drop(pouches.find_waiting(digest, channel=channel), at=timezone.now(), by=by)
    except NotWaiting:
        # It was taken or dropped meanwhile: the list says which.
        pass
    else:
        messages.success(request, _("The pouch was deleted. It can be opened again."))
    return redirect("ledger:pouches", slug)


@require_GET
@for_administrators
def download(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Give a sealed pouch that still lies in the out-tray."""
    pouch = get_object_or_404(
        Pouch, channel__slug=slug, number=number, direction=Pouch.Direction.OUT
    )
    path = pouches.kept_file(pouch)
    if path is None:
        raise Http404
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=path.name, content_type=_BYTES
    )
    # It is sent piece by piece; the guard only passes it on.
    return cast(HttpResponse, answer)


@require_http_methods(["GET", "POST"])
@for_administrators
def address(request: HttpRequest, slug: str) -> HttpResponse:
    """Say where the other side's node is reached, or that all goes by pouch."""
    channel = _channel(slug)
    form = AddressForm(request.POST or None, initial={"url": channel.peer_url})
    if request.method == "POST" and form.is_valid():
        try:
            channels.set_address(
                channel,
                form.cleaned_data["url"],
                at=timezone.now(),
                by=signed_in_person(request),
            )
        except BadAddress:
            form.add_error(
                "url", _("This address cannot be used. It is https://host:port, nothing more.")
            )
        else:
            messages.success(request, _("The address is noted."))
            return redirect("ledger:channel", slug)
    return render(request, "ledger/address.html", {"channel": channel, "form": form})


def _show(
    request: HttpRequest, channel: Channel, seal_form: SealForm, open_form: PouchForm
) -> HttpResponse:
    rows = [
        {
            "pouch": each,
            "why": wording.label(wording.POUCHES, each.reason) if each.reason else "",
            # As a person counts: the last one is in it.
            "entries": [
                (log["from"], log["to"] - 1) for log in each.logs if log["from"] < log["to"]
            ],
        }
        for each in channel.pouches.all()[:SHOWN]
    ]
    context = {
        "channel": channel,
        "rows": rows,
        "seal_form": seal_form,
        "open_form": open_form,
        "may_seal": channel.is_open,
        "has_recipient": bool(identities.age_recipients(channel, channels.their_code(channel))),
    }
    return render(request, "ledger/pouches.html", context)


def _tell(request: HttpRequest, pouch: Pouch) -> None:
    if pouch.state == Pouch.State.OPENED:
        messages.success(
            request,
            _("Pouch %(number)d was taken. Seal our receipts and send them back.")
            % {"number": pouch.number or 0},
        )
        return
    why = wording.label(wording.POUCHES, pouch.reason)
    if pouch.needed is not None:
        messages.warning(
            request,
            _(
                "Pouch %(number)d waits: %(why)s. A pouch with the entries from %(index)d on is "
                "needed first."
            )
            % {"number": pouch.number or 0, "why": why, "index": pouch.needed},
        )
        return
    messages.error(
        request,
        _("Pouch %(number)d was not taken: %(why)s.") % {"number": pouch.number or 0, "why": why},
    )


def _why_not_sealed(exc: LedgerError) -> str:
    if isinstance(exc, NoRecipient):
        return _("The other side has named no key to seal pouches for.")
    if isinstance(exc, MayNotSign):
        return _(
            "This node signs nothing in this channel now, and every pouch is signed. Pouches of "
            "the other side can be opened."
        )
    if isinstance(exc, ChannelNotOpen):
        return _("This channel is not open.")
    return _("The pouch was not sealed: %(why)s") % {"why": exc}


def _channel(slug: str) -> Channel:
    return get_object_or_404(
        Channel.objects.select_related("ours", "theirs").exclude(channel_id=None), slug=slug
    )
