"""Composing a message, step by step: its form, what it says, what leaves, check and send."""

import json
from typing import Any

import msgspec
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from answerable.node.desk import wording
from answerable.node.desk.choices import AnyChoice, RaiseChoice, to_json
from answerable.node.desk.codes import OPEN_STATES, DraftState
from answerable.node.desk.errors import ChangedMeanwhile
from answerable.node.desk.forms.drafts import FRAMES, FrameForm, Says
from answerable.node.desk.models import Draft, Inquiry
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import drafts
from answerable.node.desk.services.drafts import around, listing
from answerable.node.desk.services.forgetting import NO_DIGEST
from answerable.node.desk.views.doing import (
    DeskRequest,
    acting,
    allowed,
    attempted,
    sent,
    shown,
)
from answerable.node.desk.views.ground import ground_of
from answerable.node.ui.paging import LongPaginator

STEPS = (
    ("draft-frame", gettext_lazy("Form and dates")),
    ("draft-says", gettext_lazy("What it says")),
    ("draft-leaves", gettext_lazy("What leaves")),
    ("draft-check", gettext_lazy("Check and send")),
)
PER_PAGE = 50
WRITING = ("draft-frame", "draft-says")


@require_safe
def draft_list(request: DeskRequest) -> HttpResponse:
    """List the drafts that have not left, the last changed first."""
    found = Draft.objects.visible_to(request.user).filter(state__in=OPEN_STATES)
    pages = LongPaginator(listing.described(found, request.user), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "drafts": listing.rows(page, request.user),
        "can": allowed(request.user),
    }
    return render(request, "desk/drafts/list.html", context)


@require_safe
def draft(request: DeskRequest, pk: int) -> HttpResponse:
    """Go to the step where a draft stands."""
    found = find(request, pk)
    step = "desk:draft-frame" if found.state == DraftState.EDITING else "desk:draft-check"
    return redirect(step, pk)


def frame(request: DeskRequest, pk: int) -> HttpResponse:
    """First step: in which form and language, and until when."""
    acting(request, Deed.DRAFT)
    found = find(request, pk, open_only=True)
    around.open_by(found, request.user, timezone.now())
    choice = drafts.choice_of(found)
    first = {"level": request.GET["level"]} if "level" in request.GET else {}
    form = FRAMES[found.kind](choice, sent(request), version=found.version, **first)
    if request.method == "POST" and form.is_valid():
        typed = form.applied_to(choice)
        if request.POST.get("go") == "propose":
            typed = with_proposed_dates(found, typed)
        saved = save(request, found, form, typed)
        if saved is not None:
            return saved
    if by_itself(request):
        return not_saved(request, found)
    return step(request, found, "draft-frame", form=form)


def says(request: DeskRequest, pk: int) -> HttpResponse:
    """Second step: what the message says, piece by piece."""
    acting(request, Deed.DRAFT)
    found = find(request, pk, open_only=True)
    around.open_by(found, request.user, timezone.now())
    choice = drafts.choice_of(found)
    parts = Says(found.kind, choice, ground_of(found), sent(request))
    form = FrameForm(choice, sent(request), version=found.version)
    if request.method == "POST" and all([parts.is_valid(), form.is_valid()]):
        saved = save(request, found, form, parts.applied())
        if saved is not None:
            return saved
    if by_itself(request):
        return not_saved(request, found)
    return step(request, found, "draft-says", says=parts, form=form)


@require_safe
def leaves(request: DeskRequest, pk: int) -> HttpResponse:
    """Third step: exactly what leaves, and what stays here."""
    found = find(request, pk)
    return step(request, found, "draft-leaves", preview=drafts.preview(found, at=timezone.now()))


@require_safe
def raw(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the message as it will be signed: codes, and words beside them."""
    found = find(request, pk)
    seen = drafts.preview(found, at=timezone.now())
    context = {"preview": seen, "body": pretty(seen.body), "words": pretty(seen.words)}
    return step(request, found, "draft-check", "desk/drafts/raw.html", **context)


@require_safe
def letter(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the message as a letter on paper; not one that a source has not agreed to."""
    found = find(request, pk)
    seen = drafts.preview(found, at=timezone.now())
    if not may_be_printed(found, seen):
        return redirect("desk:draft-leaves", pk)
    context = {
        "draft": found,
        "preview": seen,
        "today": timezone.localdate(),
        # What is no inquiry names no form of its own: whoever prints it chooses.
        "forms": [] if draft_names_its_form(seen) else wording.choices("instrument"),
    }
    return render(request, "desk/drafts/letter.html", context)


def draft_names_its_form(seen: drafts.Preview) -> bool:
    """Tell whether the message itself says in which form it is delivered."""
    return bool((seen.body or {}).get("instrument"))


def may_be_printed(draft: Draft, seen: drafts.Preview) -> bool:
    """Tell whether a draft may go on paper: what is printed has left, so every source agrees."""
    if draft.state == DraftState.SENT:
        return True
    return seen.verdict is not None and not seen.verdict.refusals


def find(request: DeskRequest, pk: int, *, open_only: bool = False) -> Draft:
    """Return a draft that the person may see, or answer that nothing is here."""
    found = findable(request)
    if open_only:
        found = found.filter(state__in=OPEN_STATES)
    return shown(request, get_object_or_404(found, pk=pk))


def findable(request: DeskRequest) -> QuerySet[Draft]:
    """Return the drafts that the person may see, with what each of their pages names."""
    found = Draft.objects.visible_to(request.user).select_related(
        "channel", "channel__theirs", "channel__ours", "office", "author", "last_edited_by"
    )
    # Of a draft whose text was erased nothing is left to show.
    return found.exclude(digest=NO_DIGEST)


def save(
    request: DeskRequest, draft: Draft, form: FrameForm, choice: AnyChoice
) -> HttpResponse | None:
    """Save what was typed and go on; None when it could not be saved and is shown again.

    Whoever was overtaken sees both texts, keeps every word, and may save again knowingly.
    """
    version = form.cleaned_data["version"]
    try:
        done, _saved = attempted_save(request, draft, form, choice, version)
    except ChangedMeanwhile:
        overtaken(request, draft, form, choice, version)
        return None
    if not done:
        return None
    if by_itself(request):
        return render(request, "desk/drafts/_saved.html", {"draft": draft, "saved": True})
    if request.POST.get("go") in ("stay", "propose"):
        messages.success(request, _("Saved."))
        return redirect(request.path)
    names = [name for name, _label in STEPS]
    here = request.resolver_match.url_name if request.resolver_match else names[0]
    return redirect(f"desk:{names[names.index(str(here)) + 1]}", draft.pk)


def overtaken(
    request: DeskRequest, draft: Draft, form: FrameForm, choice: AnyChoice, version: int
) -> None:
    """Show both texts side by side, and keep the one that could not be saved."""
    now = timezone.now()
    drafts.keep_copy(draft, choice, version=version, by=request.user, at=now)
    draft.refresh_from_db()
    form.both = drafts.differences(draft.choice, to_json(choice))  # type: ignore[attr-defined]
    form.overtaken = True  # type: ignore[attr-defined]
    if not by_itself(request):
        typed = request.POST.copy()
        typed["version"] = str(draft.version)
        form.data = typed


def by_itself(request: DeskRequest) -> bool:
    """Tell whether the page saves while a person types, and nobody pressed a button."""
    return request.method == "POST" and request.POST.get("go") == "auto"


def not_saved(request: DeskRequest, draft: Draft) -> HttpResponse:
    """Say beside the form that it was not saved by itself, and why; the form stays as it is."""
    draft.refresh_from_db()
    context = {"draft": draft, "moved": str(draft.version) != request.POST.get("version")}
    return render(request, "desk/drafts/_saved.html", context)


@require_safe
def here(request: DeskRequest, pk: int) -> HttpResponse:
    """Say who else has a draft open; the page asks again while it is open."""
    found = find(request, pk)
    now = timezone.now()
    if allowed(request.user)[Deed.DRAFT] and found.state in OPEN_STATES:
        around.open_by(found, request.user, now)
    context = {"draft": found, "others": around.others_at(found, request.user, now)}
    return render(request, "desk/drafts/_here.html", context)


def with_proposed_dates(draft: Draft, choice: AnyChoice) -> AnyChoice:
    """Return the choice with the dates that the terms propose for its urgency."""
    if not isinstance(choice, RaiseChoice):
        return choice
    proposal = drafts.propose_due(draft.channel, choice.urgency, at=timezone.now())
    return msgspec.structs.replace(
        choice, receipt_due=proposal.receipt_due, reply_due=proposal.reply_due
    )


def attempted_save(
    request: DeskRequest, draft: Draft, form: FrameForm, choice: AnyChoice, version: int
) -> tuple[bool, object]:
    """Save once; a conflict is raised, every other refusal becomes an error of the form."""
    return attempted(
        form,
        lambda: drafts.save(
            draft,
            choice,
            version=version,
            by=request.user,
            at=timezone.now(),
            by_itself=by_itself(request),
        ),
        unless=ChangedMeanwhile,
    )


def step(
    request: DeskRequest,
    draft: Draft,
    here: str,
    template: str = "",
    **context: Any,
) -> HttpResponse:
    """Show one step of the composer."""
    if "inquiry" not in context:
        here_too = Inquiry.objects.visible_to(request.user)
        context["inquiry"] = here_too.filter(channel=draft.channel, thread=draft.thread).first()
    if "others" not in context:
        context["others"] = around.others_at(draft, request.user, timezone.now())
    names = [name for name, _label in STEPS]
    at, can = names.index(here), allowed(request.user)
    # Whoever may not write, or when it has left, is not led to the steps of writing.
    shut = () if can[Deed.DRAFT] and draft.state in OPEN_STATES else WRITING
    context |= {
        "draft": draft,
        "can": can,
        "saves_itself": here in WRITING and draft.state == DraftState.EDITING,
        "steps": [
            (
                "" if name in shut else reverse(f"desk:{name}", args=[draft.pk]),
                label,
                name == here,
                index < at,
            )
            for index, (name, label) in enumerate(STEPS)
        ],
    }
    return render(request, template or f"desk/drafts/{here.removeprefix('draft-')}.html", context)


def pretty(value: object) -> str:
    """Return a part of a message as text that a person can read."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, default=str)
