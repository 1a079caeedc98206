"""The board: what waits on whom. It is the first page after signing in."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from answerable.node.desk.navigation import does_triage, in_hand, works_on_cases
from answerable.node.desk.services import examining
from answerable.node.desk.services.board import for_user
from answerable.node.desk.views.doing import DeskRequest, allowed
from answerable.node.ledger import glance
from answerable.node.ui import nav


@require_safe
def board(request: DeskRequest) -> HttpResponse:
    """Show what waits on this person, on us, on them, and what is late, paused or not delivered.

    Whose work is elsewhere is led there: they see no cases.
    """
    if (elsewhere := nav.first_page(request)) is not None:
        return redirect(elsewhere)
    found = for_user(
        request.user,
        timezone.now(),
        erasures=glance.of(request).erasure,
        held=in_hand(request) if does_triage(request) else None,
    )
    request.needs_me = found.needs_me
    can = allowed(request.user)
    # Not whether there is a deed to do: a principal reads cases and does nothing with them.
    reads_cases = works_on_cases(request)
    context = {
        "board": found,
        "can": can,
        "reads_cases": reads_cases,
        "erasures_waiting": found.erasures,
        "tasks": list(examining.tasks_of(request.user)[:8]) if reads_cases else [],
        "today": timezone.localdate(),
    }
    return render(request, "desk/board.html", context)
