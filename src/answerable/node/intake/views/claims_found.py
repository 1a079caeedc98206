"""What the pages of claims find for a person, and where they lead back to."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from answerable.node.accounts.models import User
from answerable.node.desk import permissions
from answerable.node.desk.errors import NotPermitted
from answerable.node.desk.models import Report
from answerable.node.desk.permissions import Deed
from answerable.node.intake.models import ClaimsRun, StatedClaim
from answerable.node.intake.services.claims_together import shown_with

ON_A_PAGE = 100


def person(request: HttpRequest) -> User:
    """Return who asks: every page asks for a signed-in person before it gets here."""
    return cast(User, request.user)


def require(request: HttpRequest, deed: Deed) -> None:
    """Raise `NotPermitted` where the person may not do the deed for any office."""
    if not permissions.may(person(request), deed):
        raise NotPermitted(deed)


def report_of(request: HttpRequest, receipt_number: str) -> Report:
    """Return a report that the person sees, or answer 404."""
    return get_object_or_404(Report.objects.visible_to(request.user), receipt_number=receipt_number)


def claim_of(request: HttpRequest, receipt_number: str, pk: int) -> StatedClaim:
    """Return a claim of a report that the person sees, or answer 404."""
    return get_object_or_404(
        StatedClaim.objects.visible_to(request.user).select_related("run__report"),
        pk=pk,
        run__report=report_of(request, receipt_number),
    )


def number_in(text: str) -> int | None:
    """Return a number as forms send it, or nothing."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def to_run(run: ClaimsRun, page: int = 1, anchor: str = "") -> HttpResponse:
    """Lead to the claims of a run."""
    return redirect(_address(run, page, anchor))


def _address(run: ClaimsRun, page: int, anchor: str) -> str:
    address = reverse("claims:of-report", args=[run.report.receipt_number])
    return f"{address}?run={run.pk}&page={page}{anchor}"


def back_to(claim: StatedClaim) -> HttpResponse:
    """Lead to a claim where it stands among the others."""
    return redirect(where(claim))


def where(claim: StatedClaim) -> str:
    """Return the address at which a claim stands among the others."""
    run = shown_with(claim)
    page = claim.number // ON_A_PAGE + 1 if run == claim.run else 1
    return _address(run, page, f"#claim-{claim.pk}")
