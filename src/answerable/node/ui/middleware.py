"""Refuse what is too large or can be nowhere, and keep pages out of caches."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _


class SizeLimitMiddleware:
    """Refuse a request larger than any form of ours, before anything of it is written to disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse by the announced length; without one no body is read at all."""
        announced = request.headers.get("Content-Length") or "0"
        most = settings.LARGER_REQUESTS.get(request.path_info, settings.LARGEST_REQUEST)
        if not announced.isdecimal() or int(announced) > most:
            return HttpResponse(
                _("This is too large: a document may have 20 MB at most. Go back and try a part.")
                + "\n",
                status=413,
                content_type="text/plain; charset=utf-8",
            )
        return self.get_response(request)


class NoSuchAddressMiddleware:
    """Nothing stands at an address with a NUL: PostgreSQL has no such text to look for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say that nothing is there."""
        if "\0" in request.path_info:
            raise Http404
        return self.get_response(request)


class PrivatePagesMiddleware:
    """A page may hold a case: no cache keeps it, and a fragment is not taken for a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and tell every cache to keep nothing."""
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        response.headers.setdefault("Cache-Control", "no-store")
        return response
