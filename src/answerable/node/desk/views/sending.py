"""The last step of a draft: deciding about leaks, clearance, signing, and delivery on paper."""

from operator import attrgetter
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.accounts.models import Office
from answerable.node.desk.forms.clearing import (
    ClearForm,
    CommentForm,
    KeepForm,
    NoteForm,
    ReplaceForm,
)
from answerable.node.desk.forms.recorded import DeliveryForm
from answerable.node.desk.models import Draft, Inquiry
from answerable.node.desk.permissions import Deed, offices_for
from answerable.node.desk.services import clearance, drafts, recorded, serving, translations
from answerable.node.desk.services.drafts import around, at_hand
from answerable.node.desk.views.doing import DeskRequest, acting, allowed, form_page, posted, sent
from answerable.node.desk.views.doing import shown as seen
from answerable.node.desk.views.drafts import find, findable, step


@require_safe
def check(request: DeskRequest, pk: int) -> HttpResponse:
    """Last step: check everything once more, have it cleared, sign and send it."""
    now = timezone.now()
    read = at_hand.read(findable(request).filter(pk=pk), request.user, now)
    if read is None:
        raise Http404
    draft = seen(request, read.draft)
    shown = drafts.preview(draft, at=now, reading=read.reading, stands_on=read.footing)
    may_differ = draft.state != "sent" and read.is_examined_with_others
    apart = serving.differences(draft, shown.body, request.user) if may_differ else []
    taken = sorted(draft.clearances.all(), key=attrgetter("pk"))
    steps = drafts.steps_of(draft, taken)
    offices = clearance.offices_to_clear(draft, request.user, steps)
    if offices and read.has_hand_in:
        offices = []
    context: dict[str, Any] = {
        "preview": shown,
        "apart": apart,
        "apart_digest": serving.digest_of(apart),
        "apart_known": serving.is_known(draft, apart),
        "told_apart": draft.told_apart.all() if apart else (),
        "clearances": taken,
        "chain": steps if draft.body is not None else [],
        "comments": around.threaded(draft),
        "comment_form": CommentForm(),
        "copies": read.copies,
        "clear_form": ClearForm(offices=offices),
        "can_clear": bool(offices),
        "can_waive": clearance.may_waive(draft, request.user),
        # On one page with the note of a clearance: two fields of one id would share one label.
        "note_form": NoteForm(auto_id="back_%s"),
        "is_paper": not draft.channel.is_signed,
        "translations": translations.shown(
            translations.of_draft(request.user, draft), translations.originals(shown.rendering)
        )
        if read.is_translated
        else [],
        "inquiry": read.inquiry,
        "others": read.others,
    }
    return step(request, draft, "draft-check", **context)


@require_POST
def keep_phrase(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a protected phrase out, with the reason."""
    draft, form = find(request, pk), KeepForm(request.POST)
    acting(request, Deed.DRAFT)
    return _deed(
        request,
        draft,
        form,
        lambda data, at: drafts.keep_phrase(draft, **data, by=request.user, at=at),
        to="desk:draft-leaves",
        said=_("Kept, with your reason. The reason stays here."),
    )


@require_POST
def replace_phrase(request: DeskRequest, pk: int) -> HttpResponse:
    """Put other words in the place of a protected phrase."""
    draft, form = find(request, pk), ReplaceForm(request.POST)
    acting(request, Deed.DRAFT)
    return _deed(
        request,
        draft,
        form,
        lambda data, at: drafts.replace_phrase(draft, **data, by=request.user, at=at),
        to="desk:draft-leaves",
        said=_("Replaced. Look at the text again."),
    )


@require_POST
def tell_apart(request: DeskRequest, pk: int) -> HttpResponse:
    """Say why another asker is told otherwise; counts for exactly the differences shown."""
    draft, form = find(request, pk), NoteForm(request.POST)
    acting(request, Deed.DRAFT)
    digest = request.POST.get("digest", "")
    return _deed(
        request,
        draft,
        form,
        lambda data, at: serving.acknowledge(
            draft, digest, reason=data["note"], by=request.user, at=at
        ),
        to="desk:draft-check",
        said=_("Recorded with your reason. The reason stays here."),
    )


@require_POST
def ask_clearance(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask another office to clear exactly this."""
    draft = find(request, pk)
    version = (
        int(request.POST.get("version", "0")) if request.POST.get("version", "").isdecimal() else 0
    )
    return posted(
        request,
        lambda: drafts.ask_clearance(draft, version=version, by=request.user, at=timezone.now()),
        to=reverse("desk:draft-check", args=[pk]),
        said=_("Clearance is asked. Any change from now on voids it."),
    )


@require_POST
def clear(request: DeskRequest, pk: int) -> HttpResponse:
    """Clear exactly what was shown."""
    draft = find(request, pk)
    # Somebody else may have been quicker: then no office may clear it any more, and the service
    # says so.
    may = clearing_offices(request)
    form = ClearForm(request.POST, offices=clearance.can_clear(draft, request.user) or may)

    def do(data: dict[str, Any], at: Any) -> object:
        return drafts.clear(
            draft, data["digest"], note=data["note"], office=form.office, by=request.user, at=at
        )

    return _deed(request, draft, form, do, to="desk:draft-check", said=_("Cleared."))


@require_POST
def give_back(request: DeskRequest, pk: int) -> HttpResponse:
    """Return a draft to its author, with what should change."""
    draft = find(request, pk)
    offices = clearance.can_clear(draft, request.user) or clearing_offices(request)
    form = NoteForm(request.POST)
    return _deed(
        request,
        draft,
        form,
        lambda data, at: drafts.return_to_author(
            draft, note=data["note"], office=offices[0], by=request.user, at=at
        ),
        to="desk:draft-check",
        said=_("Returned to the author with your note."),
    )


def clearing_offices(request: DeskRequest) -> list[Office]:
    """Return the offices for which the person takes steps of a chain; without one it is refused."""
    legal = offices_for(request.user, Deed.CLEAR_LAW)
    return (
        [*offices_for(request.user, Deed.CLEAR), *legal] if legal else acting(request, Deed.CLEAR)
    )


@require_POST
def waive(request: DeskRequest, pk: int) -> HttpResponse:
    """Do without a second person, where there is none; the case shows it."""
    draft, form = find(request, pk), NoteForm(request.POST)
    acting(request, Deed.SEND)
    return _deed(
        request,
        draft,
        form,
        lambda data, at: drafts.waive_clearance(
            draft, request.POST.get("digest", ""), reason=data["note"], by=request.user, at=at
        ),
        to="desk:draft-check",
        said=_("The waiver is recorded with its reason."),
    )


@require_POST
def send(request: DeskRequest, pk: int) -> HttpResponse:
    """Sign with the office's key and send."""
    draft = find(request, pk)
    acting(request, Deed.SEND)
    to = reverse("desk:draft-check", args=[pk])
    answer = posted(
        request,
        lambda: drafts.send(draft, by=request.user, at=timezone.now()),
        to=to,
        said=_("Signed and sent. It shows here when it is delivered to the other side's node."),
    )
    return after_sending(draft) or answer


@require_POST
def withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """Put a draft aside for good."""
    draft = find(request, pk)
    return posted(
        request,
        lambda: drafts.withdraw(draft, by=request.user, at=timezone.now()),
        to=reverse("desk:drafts"),
        said=_("The draft is put aside."),
    )


def delivered(request: DeskRequest, pk: int) -> HttpResponse:
    """Record that the printed message was delivered: by whom, to whom, when."""
    acting(request, Deed.DELIVER)
    draft = find(request, pk)
    first = {"delivered_at": timezone.now(), "instrument": recorded.instrument_of(draft)}
    form = DeliveryForm(sent(request), initial=first)
    return form_page(
        request,
        form,
        lambda: recorded.record_delivery(
            draft, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
        to=inquiry_address,
        said=_("The delivery is recorded. The clock runs from it."),
        title=_("Record the delivery"),
        lead=_(
            "It took place on paper or by word, so it is shown as recorded by us, not as signed."
        ),
        back=reverse("desk:draft-check", args=[pk]),
    )


def after_sending(draft: Draft) -> HttpResponse | None:
    """Lead to the inquiry once the draft has left."""
    inquiry = Inquiry.objects.filter(channel=draft.channel, thread=draft.thread).first()
    draft.refresh_from_db()
    return redirect(inquiry_address(inquiry)) if draft.sent_leaf and inquiry else None


def inquiry_address(inquiry: Any) -> str:
    """Return where an inquiry's page is."""
    return reverse("desk:inquiry", args=[inquiry.reference])


def _deed(
    request: DeskRequest, draft: Draft, form: forms.Form, do: Any, *, to: str, said: str
) -> HttpResponse:
    """Do one deed on a draft from a small form of its page; the form is shown alone when wrong."""
    return form_page(
        request,
        form,
        lambda: do(form.cleaned_data, timezone.now()),
        to=reverse(to, args=[draft.pk]),
        said=said,
        title=_("Look at this again"),
        lead=_("What you wrote stands below. Look at the draft as it is now before you go on."),
        go=_("Try again"),
        back=reverse(to, args=[draft.pk]),
        draft=draft,
        can=allowed(request.user),
    )
