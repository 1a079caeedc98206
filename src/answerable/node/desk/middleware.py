"""Lead from the reference of an incident that was merged to the one that answers for it now."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from answerable.node.desk.errors import WentElsewhere


class FollowMergedMiddleware:
    """Answer the old address of a merged incident by the new one, page for page.

    What was sent to the old one is not done: the person sees first where it went.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass every request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Redirect where a page says that its incident went elsewhere."""
        if not isinstance(exception, WentElsewhere):
            return None
        if request.method not in ("GET", "HEAD"):
            messages.warning(
                request,
                _("%(old)s was merged into %(new)s. Nothing was changed; do it here.")
                % {"old": exception.old, "new": exception.new},
            )
            return HttpResponseRedirect(reverse("desk:incident", args=[exception.new]))
        path = request.path.replace(f"/incidents/{exception.old}/", f"/incidents/{exception.new}/")
        if request.path.endswith(f"/incidents/{exception.old}/"):
            messages.info(
                request,
                _("%(old)s was merged into this incident.") % {"old": exception.old},
            )
        return HttpResponseRedirect(path)
