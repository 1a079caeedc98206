"""The inbox: what came in and waits, decisions about it, and taking them back.

A decision is two steps, with JavaScript or without: choose rows and what to do with them, then a
small form. Keys lead to the same form; none of them decides anything.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from answerable.casework.codes import Kind
from answerable.casework.codes.kinds import IMPLEMENTED
from answerable.node.accounts import offices as tree
from answerable.node.desk import labels
from answerable.node.desk.models import TriageDecision
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import triage
from answerable.node.desk.views import triaging
from answerable.node.desk.views.doing import REFUSALS, DeskRequest, acting, attempted, sent
from answerable.node.desk.wording.triage import INBOX_SHOW

# Of more at once nobody looks through everything that may be alike.
LOOKED_AT = 5
# Everything that a case may say; terms belong to none.
SENT_KINDS = tuple(str(one) for one in Kind if one in IMPLEMENTED and one is not Kind.TERMS)


@require_safe
def inbox(request: DeskRequest) -> HttpResponse:
    """Show what waits for this person's offices, the urgent and then the oldest first."""
    acting(request, Deed.TRIAGE)
    around = triage.offices_around(request.user, tree.in_order())
    wanted = _filter(request, {one.code for one in around})
    after = triage.Place.parse(request.GET.get("after", ""))
    found = triage.page(request.user, wanted, today=timezone.localdate(), after=after)
    batch = request.GET.get("done", "")[:32]
    context = {
        "rows": triaging.lines(found.things, request.user),
        "next": found.after,
        "after": after,
        "wanted": wanted,
        "is_filtered": wanted != triage.Filter(),
        "offices": around,
        "shows": INBOX_SHOW.items(),
        "kinds": SENT_KINDS,
        "deeds": triaging.deeds_of(request.user),
        "ways": _ways(request),
        # Each row leads there, and finding an address is not free.
        "decide": reverse("desk:inbox-decide"),
        "undoable": len(triage.decided_in(batch, request.user)) if batch else 0,
        "batch": batch,
    }
    return render(request, "desk/inbox/inbox.html", context)


def decide(request: DeskRequest) -> HttpResponse:
    """Ask for what a decision needs, and decide about all the chosen rows alike."""
    acting(request, Deed.TRIAGE)
    asked = request.POST if request.method == "POST" else request.GET
    names = asked.getlist("item")
    chosen = triage.find(names, request.user)
    if chosen is None:
        raise Http404
    if not chosen:
        messages.warning(request, _("Choose at least one row."))
        return redirect("desk:inbox")
    deed = triaging.DEEDS.get(asked.get("deed", ""))
    context: dict[str, Any] = {
        "ways": _ways(request),
        "chosen": triaging.lines(
            [one.thing for one in chosen], request.user, looked_at=len(chosen) <= LOOKED_AT
        ),
        "names": [f"{one.thing}.{one.token}" for one in chosen],
        "deeds": triaging.deeds_of(request.user, [one.thing for one in chosen]),
    }
    if deed is None:
        context["trail"] = triaging.trail([one.thing for one in chosen], request.user)
        return render(request, "desk/inbox/choose.html", context)
    acting(request, deed.permission)
    form = deed.form_for(request, sent(request), chosen)
    if request.method == "POST" and form.is_valid():
        decided, done = attempted(form, lambda: deed.do(request, form, chosen))
        if decided and done is not None:
            _say(request, done, len(chosen))
            return redirect(f"{reverse('desk:inbox')}?{urlencode({'done': done.batch})}")
    context |= {"deed": deed, "form": form}
    return render(request, "desk/inbox/decide.html", context)


@require_POST
def undo(request: DeskRequest) -> HttpResponse:
    """Take back what was decided together, except what somebody has changed since."""
    acting(request, Deed.TRIAGE)
    batch = request.POST.get("batch", "")[:32]
    decisions: list[TriageDecision] = triage.decided_in(batch, request.user)
    try:
        done = triage.undo(decisions, by=request.user, at=timezone.now())
    except REFUSALS as exc:
        messages.warning(request, str(labels.explain(exc)))
        return redirect("desk:inbox")
    said = ngettext(
        "One decision was taken back.", "%(n)d decisions were taken back.", len(done.decided)
    )
    messages.success(request, said % {"n": len(done.decided)})
    _say_left(request, done)
    return redirect("desk:inbox")


def _ways(request: DeskRequest) -> dict[str, bool]:
    """Return for each deed of the inbox that this person may do it, by its code."""
    return {one.code: True for one in triaging.deeds_of(request.user)}


def _filter(request: DeskRequest, offices: set[str]) -> triage.Filter:
    """Read what is looked at; what is not offered counts as not said."""
    wanted = triage.Filter()
    show, office, kind = (request.GET.get(name, "") for name in ("show", "office", "kind"))
    if show in INBOX_SHOW:
        wanted = replace(wanted, show=show)
    if office in (*offices, "none", "all"):
        wanted = replace(wanted, office=office)
    if kind in ("report", "message", *SENT_KINDS):
        wanted = replace(wanted, kind=kind)
    return wanted


def _say(request: DeskRequest, done: triage.Done, asked: int) -> None:
    said = ngettext("Decided about %(n)d thing.", "Decided about %(n)d things.", len(done.decided))
    messages.success(request, said % {"n": len(done.decided)})
    _say_left(request, done)


def _say_left(request: DeskRequest, done: triage.Done) -> None:
    for one in done.left:
        why = str(labels.explain(one.why))
        messages.warning(request, _("%(key)s was left: %(why)s") % {"key": one.key, "why": why})
