"""The queue of questions to sources: a custodian puts them, and writes what may be known."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from answerable.node.vault.codes import QuestionState
from answerable.node.vault.forms import AnswerForm
from answerable.node.vault.models import SourceQuestion
from answerable.node.vault.permissions import require_custodian
from answerable.node.vault.services import questions
from answerable.node.vault.views.doing import VaultRequest, posted, unkept

PER_PAGE = 30


@require_safe
def question_list(request: VaultRequest) -> HttpResponse:
    """List what is still to be asked, the oldest first, with the codes of the sources."""
    require_custodian(request.user)
    return _listed(request, {})


def _listed(request: VaultRequest, typed: dict[int, AnswerForm]) -> HttpResponse:
    """Show the list, with what was typed where it was not taken."""
    rows = SourceQuestion.objects.filter(state=QuestionState.OPEN).select_related("asked_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    behind = questions.behind(one.receipt for one in page.object_list)
    shown = [
        (one, behind.get(one.receipt, []), typed.get(one.pk) or AnswerForm(prefix=f"q{one.pk}"))
        for one in page.object_list
    ]
    return unkept(render(request, "vault/questions.html", {"page": page, "shown": shown}))


@require_POST
def settle(request: VaultRequest, pk: int) -> HttpResponse:
    """Record what a source answered, or that it cannot be asked."""
    require_custodian(request.user)
    found = get_object_or_404(SourceQuestion, pk=pk)
    form = AnswerForm(request.POST, prefix=f"q{found.pk}")
    if not form.is_valid():
        return _listed(request, {found.pk: form})
    said = form.cleaned_data
    return posted(
        request,
        lambda: questions.settle(
            found, said["state"], said["answer"], by=request.user, at=timezone.now()
        ),
        to=reverse("vault:questions"),
        said=_("Recorded."),
    )
