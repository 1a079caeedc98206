"""Translations beside a message or a draft: add, correct, clear one to go along on paper."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from answerable.casework.rendering import Rendering, render
from answerable.node.desk.errors import NotPossible
from answerable.node.desk.forms.translations import TranslationForm
from answerable.node.desk.models import Draft, Message, Translation
from answerable.node.desk.permissions import Deed, offices_for
from answerable.node.desk.services import drafts, translations
from answerable.node.desk.services.translations import Shown
from answerable.node.desk.views.doing import DeskRequest, acting, form_page, posted, sent
from answerable.node.desk.views.drafts import find as find_draft
from answerable.node.desk.views.inquiries import find


def of_message(request: DeskRequest, reference: str, leaf: str) -> HttpResponse:
    """Add or correct a translation of a message that was sent or received."""
    found = find(request, reference)
    one = get_object_or_404(found.messages.select_related("inquiry__channel"), leaf=leaf)
    back = reverse("desk:message", args=[reference, leaf])
    rows = translations.of_message(request.user, one)
    return _form(request, one, render(one.kind, one.body, one.words), rows.filter, back)


def of_draft(request: DeskRequest, pk: int) -> HttpResponse:
    """Add or correct a translation of a draft."""
    draft = find_draft(request, pk)
    said = drafts.preview(draft, at=timezone.now()).rendering
    back = reverse("desk:draft-check", args=[pk])
    return _form(request, draft, said, translations.of_draft(request.user, draft).filter, back)


@require_POST
def clear(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a translation of our own text go along on paper, marked as a courtesy."""
    found = get_object_or_404(Translation.objects.visible_to(request.user), pk=pk)
    offices = acting(request, Deed.CLEAR)
    draft = _draft_of(request, found)
    said = drafts.preview(draft, at=timezone.now()).rendering
    rows = translations.of_draft(request.user, draft)
    listed = translations.shown(rows, translations.originals(said))
    one = next((each for each in listed if each.translation.pk == pk), None)
    others = [office for office in offices if office.pk != found.office_id]

    def do() -> object:
        if one is None:
            raise NotPossible("translation_is_stale")
        office = (others or offices)[0]
        return translations.clear(one, draft, by=request.user, office=office, at=timezone.now())

    return posted(
        request,
        do,
        to=reverse("desk:draft-check", args=[draft.pk]) + "#translations",
        said=_("Cleared: it may go along on paper, marked as a courtesy translation."),
    )


def chosen(request: DeskRequest, listed: list[Shown]) -> Shown | None:
    """Return the translation that a letter was asked for with, or answer that there is none."""
    wished = request.GET.get("translation", "")
    if not wished:
        return None
    for one in listed:
        if str(one.translation.pk) == wished:
            return one
    raise Http404


def _form(
    request: DeskRequest,
    of: Message | Draft,
    said: Rendering | None,
    filtered: Callable[..., object],
    back: str,
) -> HttpResponse:
    offices = acting(request, Deed.RECORD)
    wished = request.POST.get("replaces") or request.GET.get("replaces", "")
    before = _before(filtered, wished)
    first: dict[str, object] = {"made_on": timezone.localdate()}
    if before is not None:
        names = ("language", "maker", "made_on", "maker_kind", "way", "checked_by")
        first = {name: getattr(before, name) for name in names} | {"replaces": before.pk}
    form = TranslationForm(
        sent(request),
        offices=offices,
        originals=translations.originals(said),
        before={} if before is None else {one.key: one.text for one in before.texts.all()},
        initial=first,
    )

    def do() -> object:
        return translations.add(
            of,
            said,
            form.texts(),
            form.made(),
            replaces=before,
            by=request.user,
            office=form.office,
            at=timezone.now(),
        )

    return form_page(
        request,
        form,
        do,
        to=back + "#translations",
        said=_("The translation stands beside the text. It stays on this node."),
        template="desk/translations/form.html",
        title=_("Add a translation") if before is None else _("Correct the translation"),
        back=back,
    )


def _before(filtered: Callable[..., object], wished: str) -> Translation | None:
    if not wished:
        return None
    # A number that no key can be names none.
    if not wished.isdecimal() or len(wished) > 18:
        raise Http404
    found: Translation | None = filtered(pk=int(wished)).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _draft_of(request: DeskRequest, found: Translation) -> Draft:
    mine = Draft.objects.visible_to(request.user).filter(channel=found.channel_id)
    mine = mine.filter(pk=found.draft_id) if found.draft_id else mine.filter(sent_leaf=found.leaf)
    return find_draft(request, get_object_or_404(mine).pk)


def may_add(request: DeskRequest) -> bool:
    """Tell whether the person may add a translation."""
    return bool(offices_for(request.user, Deed.RECORD))
