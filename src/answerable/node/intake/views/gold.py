"""The page by which decided claims leave as gold, for those who may send something out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from answerable.node.desk.errors import NotPossible
from answerable.node.desk.labels import explain
from answerable.node.desk.permissions import Deed
from answerable.node.desk.views.doing import DeskRequest
from answerable.node.intake import labels
from answerable.node.intake.services import claims_gold
from answerable.node.intake.services.claims_gold import Gold
from answerable.node.intake.views.claims_found import require

# More are for the command, which nobody waits for at a page.
MOST_REPORTS = 2_000


@require_http_methods(["GET", "POST"])
def gold(request: DeskRequest) -> HttpResponse:
    """Say what gold holds; sent, count what may go out or write the file."""
    require(request, Deed.SEND)
    reports = claims_gold.decided_reports(request.user)[: MOST_REPORTS + 1].count()
    found = None
    if request.method == "POST" and 0 < reports <= MOST_REPORTS:
        deed = claims_gold.gather if "write" in request.POST else claims_gold.look
        try:
            found = deed(by=request.user, at=timezone.now())
        except NotPossible as refusal:
            messages.warning(request, str(explain(refusal)))
        else:
            if "write" in request.POST:
                return _file(found)
    return render(request, "intake/gold.html", {
        "reports": reports, "most": MOST_REPORTS, "too_many": reports > MOST_REPORTS,
        "gold": found, "left_out": _left_out(found) if found else [],
    })  # fmt: skip


def _left_out(found: Gold) -> list[tuple[str, int]]:
    return [(str(labels.kept_back(why)), count) for why, count in sorted(found.left_out.items())]


def _file(found: Gold) -> HttpResponse:
    answer = HttpResponse("".join(claims_gold.written(found)), content_type="application/x-ndjson")
    answer["Content-Disposition"] = 'attachment; filename="decided-claims.jsonl"'
    answer["Cache-Control"] = "no-store"
    return answer
