"""Around a draft: comments that never leave, texts that lost their place, and the chains."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.accounts.administration import for_administrators
from answerable.node.desk.choices import from_json
from answerable.node.desk.forms.clearing import ChainForm, CommentForm
from answerable.node.desk.models import ChainStep
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import drafts
from answerable.node.desk.services.drafts import chains
from answerable.node.desk.views.doing import DeskRequest, acting, form_page, posted, sent
from answerable.node.desk.views.drafts import find, step


@require_POST
def comment(request: DeskRequest, pk: int) -> HttpResponse:
    """Say something about a draft to those who work on it."""
    draft, form = find(request, pk), CommentForm(request.POST)
    back = reverse("desk:draft-check", args=[pk])

    def do() -> object:
        number = form.cleaned_data["answers"]
        answered = None if number is None else draft.comments.filter(pk=number).first()
        return drafts.comment(
            draft, form.cleaned_data["text"], answers=answered, by=request.user, at=timezone.now()
        )

    return form_page(
        request,
        form,
        do,
        to=back + "#comments",
        title=_("Comment"),
        lead=_("Comments stay here: they never leave with the message."),
        back=back,
    )


@require_safe
def copies(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the texts that others stand in the place of, each beside the text as it is."""
    draft = find(request, pk)
    rows: list[tuple[Any, Any]] = [
        (one, drafts.differences(draft.choice, one.choice))
        for one in draft.copies.select_related("by")
    ]
    return step(request, draft, "draft-check", "desk/drafts/copies.html", copies=rows)


@require_POST
def bring_back(request: DeskRequest, pk: int, copy: int) -> HttpResponse:
    """Put an earlier text in the place of the present one, which is kept in turn."""
    acting(request, Deed.DRAFT)
    draft = find(request, pk, open_only=True)
    kept = get_object_or_404(draft.copies, pk=copy)
    version = request.POST.get("version", "")
    return posted(
        request,
        lambda: drafts.bring_back(
            draft,
            from_json(draft.kind, kept.choice),
            version=int(version) if version.isdecimal() and len(version) < 9 else 0,
            by=request.user,
            at=timezone.now(),
        ),
        to=reverse("desk:draft-says", args=[pk]),
        said=_("The earlier text is back. The other one is kept in its place."),
    )


@for_administrators
def chain_list(request: DeskRequest) -> HttpResponse:
    """List the steps that messages pass before they leave; add one."""
    form = ChainForm(sent(request))
    return form_page(
        request,
        form,
        lambda: chains.add_step(**form.cleaned_data, by=request.user, at=timezone.now()),
        to=reverse("desk:chains"),
        said=_("The step counts for every clearance that is asked from now on."),
        template="desk/chains.html",
        steps=ChainStep.objects.select_related("channel", "office"),
    )


@require_POST
@for_administrators
def remove_step(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a step out of its chain."""
    found = get_object_or_404(ChainStep, pk=pk)
    chains.remove_step(found, by=request.user, at=timezone.now())
    return redirect("desk:chains")
