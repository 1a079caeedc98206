"""Pages of the custodian's check: which drafts wait, and one of them with exactly what leaves."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from answerable.casework import rendering
from answerable.node.desk.codes import DraftState
from answerable.node.desk.forms.identity import CheckForm, ReturnForm, SearchForm
from answerable.node.desk.models import Draft
from answerable.node.desk.permissions import Deed
from answerable.node.desk.services import guarding, identity
from answerable.node.desk.services.drafts import files
from answerable.node.desk.views.doing import DeskRequest, acting, form_page, sent, shown
from answerable.node.vault.leaving import VaultError, refusal_words


@require_safe
def check_list(request: DeskRequest) -> HttpResponse:
    """List the drafts that wait for a custodian."""
    acting(request, Deed.VAULT)
    return render(request, "desk/identity/list.html", {"drafts": identity.waiting(request.user)})


def check(request: DeskRequest, pk: int) -> HttpResponse:
    """Show exactly what would leave, and ask the five questions about it."""
    acting(request, Deed.VAULT)
    draft = find(request, pk)
    form = CheckForm(sent(request), initial={"digest": draft.digest})
    return form_page(
        request,
        form,
        lambda: identity.confirm(
            draft,
            form.cleaned_data["digest"],
            form.answers(),
            note=form.cleaned_data["note"],
            by=request.user,
            at=timezone.now(),
        ),
        to=reverse("desk:identity-checks"),
        said=_("The check is recorded. It holds for exactly these words."),
        template="desk/identity/check.html",
        **_context(draft),
    )


@require_POST
@sensitive_post_parameters()
def search(request: DeskRequest, pk: int) -> HttpResponse:
    """Search the words for every name in the vault; shown once, kept nowhere."""
    acting(request, Deed.VAULT)
    draft, form = find(request, pk), SearchForm(request.POST)
    context = {**_context(draft), "search": form}
    if form.is_valid():
        try:
            context["names"] = identity.search(
                draft, form.cleaned_data["passphrase"], by=request.user, at=timezone.now()
            )
        except VaultError as exc:
            form.add_error("passphrase", refusal_words(exc))
    context["form"] = CheckForm(initial={"digest": draft.digest})
    response = render(request, "desk/identity/check.html", context)
    response["Cache-Control"] = "no-store"
    return response


def give_back(request: DeskRequest, pk: int) -> HttpResponse:
    """Return a draft to its author, with what has to change."""
    acting(request, Deed.VAULT)
    draft = find(request, pk)
    form = ReturnForm(sent(request), initial={"digest": draft.digest})
    return form_page(
        request,
        form,
        lambda: identity.give_back(draft, **form.cleaned_data, by=request.user, at=timezone.now()),
        to=reverse("desk:identity-checks"),
        said=_("Returned to the author with your note."),
        title=_("Return it to the author"),
        go=_("Return"),
        back=reverse("desk:identity-check", args=[pk]),
    )


def find(request: DeskRequest, pk: int) -> Draft:
    """Return a draft that rests on a source and waits; a custodian sees no other."""
    waiting = Draft.objects.not_shut_to(request.user).filter(state=DraftState.AWAITING_CLEARANCE)
    draft = get_object_or_404(
        waiting.select_related("channel", "office", "author", "last_edited_by"), pk=pk
    )
    if not guarding.rests_on(draft):
        raise Http404
    return shown(request, draft)


def _context(draft: Draft) -> dict[str, object]:
    return {
        "draft": draft,
        "rendering": rendering.render(draft.kind, draft.body or {}, draft.words),
        "files": files.of(draft),
        "is_checked": guarding.is_checked(draft),
        "search": SearchForm(),
        "back": reverse("desk:identity-checks"),
    }
