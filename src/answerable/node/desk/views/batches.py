"""Pages of one delivery of several statements: choose, look what goes, let it go, print it."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.desk import labels
from answerable.node.desk.codes import BatchState
from answerable.node.desk.forms.batches import GatherForm, GoForm, HandOverForm
from answerable.node.desk.models import Batch, Draft
from answerable.node.desk.permissions import Deed, may
from answerable.node.desk.printing import covering, letters
from answerable.node.desk.services import batches
from answerable.node.desk.views.doing import DeskRequest, acting, attempted, posted, sent
from answerable.node.desk.views.printing import hand_out, write

RECENT = 30


def batch_list(request: DeskRequest) -> HttpResponse:
    """Choose cleared drafts of one channel and marking that go in one delivery."""
    acting(request, Deed.DELIVER)
    groups = [
        (channel, marking, drafts)
        for channel, marking, drafts in batches.may_go_together(request.user)
        if may(request.user, Deed.SEND if channel.is_signed else Deed.DELIVER)
    ]
    shown: list[Draft] = [draft for _channel, _marking, drafts in groups for draft in drafts]
    form = GatherForm(sent(request), drafts=shown)
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data["drafts"].values_list("pk", flat=True))
        done, made = attempted(
            form,
            lambda: batches.gather(
                [draft for draft in shown if draft.pk in chosen],
                by=request.user,
                at=timezone.now(),
            ),
        )
        if done and made is not None:
            return redirect(address(made))
    ticked = set(request.POST.getlist("drafts")) if request.method == "POST" else set()
    context = {
        "form": form,
        "groups": groups,
        "ticked": ticked,
        "batches": batches.visible_to(request.user)
        .exclude(state=BatchState.DROPPED)
        .select_related("channel")[:RECENT],
    }
    return render(request, "desk/batches/list.html", context)


def one(request: DeskRequest, batch: str) -> HttpResponse:
    """Show exactly what goes and what does not, and let what goes go."""
    found = find(request, batch)
    signed = found.channel.is_signed
    deed = Deed.SEND if signed else Deed.DELIVER
    if request.method == "POST":
        acting(request, deed)
    looks = _looks(request, found)
    first = {
        "seen": batches.seen_of(looks),
        "delivered_at": timezone.now(),
        "instrument": covering.instrument_of(found, looks),
    }
    form = (GoForm if signed else HandOverForm)(sent(request), initial=first)
    if request.method == "POST" and form.is_valid():
        done, _went = attempted(form, lambda: _go(request, found, form.cleaned_data))
        if done:
            return redirect(address(found))
        found.refresh_from_db()
        # What was typed stays; what would go has to be looked at before it is sent again, and on
        # paper what would go at the time that was given.
        looks = _looks(request, found, form.cleaned_data.get("delivered_at"))
        typed = request.POST.copy()
        typed["seen"] = batches.seen_of(looks)
        form.data = typed
    context = {
        "batch": found,
        "looks": [(one, labels.explain(one.refusal) if one.refusal else "") for one in looks],
        "going": sum(one.goes for one in looks),
        "items": found.items.select_related("draft") if found.state == BatchState.GONE else (),
        "form": form,
        "can_go": may(request.user, deed, found.office),
        "is_paper": not signed,
    }
    return render(request, "desk/batches/batch.html", context)


@require_POST
def drop(request: DeskRequest, batch: str) -> HttpResponse:
    """Take a batch apart; its drafts stay."""
    acting(request, Deed.DELIVER)
    found = find(request, batch)
    return posted(
        request,
        lambda: batches.drop(found, by=request.user, at=timezone.now()),
        to=reverse("desk:batches"),
        said=_("Taken apart. Each draft stands alone again."),
    )


@require_safe
def paper(request: DeskRequest, batch: str, extension: str) -> HttpResponse:
    """Hand out the covering letter: what the delivery holds, with references and hashes."""
    found = find(request, batch)
    if found.state == BatchState.DROPPED:
        raise Http404
    language = request.GET.get("language", "") or get_language() or "en"
    sheet = covering.sheet(
        found,
        _looks(request, found),
        at=timezone.now(),
        language=language if language in letters.LANGUAGES else "en",
    )
    back = address(found)
    return hand_out(
        request, sheet, extension, lambda: write(sheet, extension), "batch", found.reference, back
    )


def find(request: DeskRequest, reference: str) -> Batch:
    """Return a batch of which the person may know, or answer that nothing is here."""
    found = batches.visible_to(request.user).select_related(
        "channel", "channel__ours", "channel__theirs", "office", "gathered_by", "gone_by"
    )
    return get_object_or_404(found, reference=reference)


def address(found: Batch) -> str:
    """Return where a batch's page is."""
    return reverse("desk:batch", args=[found.reference])


def _looks(request: DeskRequest, found: Batch, at: datetime | None = None) -> list[batches.Look]:
    if found.state != BatchState.GATHERED:
        return []
    now = timezone.now()
    return batches.look(found, by=request.user, at=now if at is None else min(at, now))


def _go(request: DeskRequest, found: Batch, data: dict[str, Any]) -> object:
    given = {**data}
    seen = given.pop("seen")
    handed = None if found.channel.is_signed else batches.HandedOver(**given)
    return batches.go(found, seen=seen, handed=handed, by=request.user, at=timezone.now())
