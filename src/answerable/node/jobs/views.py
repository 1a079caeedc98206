"""Pages of jobs: how far one is, and which there are."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django_htmx.middleware import HtmxDetails

from answerable.node.jobs import queue
from answerable.node.jobs.models import Job, Person


class PageRequest(HttpRequest):
    """A request of a person who has signed in, perhaps by htmx."""

    user: Person  # type: ignore[assignment]  # whoever the people's app says a person is
    htmx: HtmxDetails


@require_GET
def job(request: PageRequest, pk: int) -> HttpResponse:
    """Show one job; the page renews itself while the job goes on."""
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    name = "jobs/_job.html" if request.htmx else "jobs/job.html"
    return render(request, name, {"job": found})


@require_POST
def cancel(request: PageRequest, pk: int) -> HttpResponse:
    """Cancel a job that has not finished."""
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    queue.cancel(found, at=timezone.now())
    return redirect("jobs:job", pk)


@require_GET
def jobs(request: PageRequest) -> HttpResponse:
    """List the jobs, for administrators."""
    if not request.user.is_administrator:
        raise PermissionDenied
    page = Paginator(Job.objects.order_by("-pk"), 50).get_page(request.GET.get("page"))
    return render(request, "jobs/jobs.html", {"page": page})
