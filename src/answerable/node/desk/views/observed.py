"""The page of the public record: real cases that are only observed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.node.desk.services import observed
from answerable.node.desk.views.doing import DeskRequest


@require_safe
def public_record(request: DeskRequest) -> HttpResponse:
    """List the cases of every public record, with the positions that were taken over time."""
    return render(
        request, "desk/recorded/observed.html", {"records": observed.records(request.user)}
    )
