"""Pages that belong to no other app: language and colours, and the list of keys."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

THEMES = ("auto", "light", "dark")
A_YEAR = 365 * 24 * 3600


@login_not_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Keep the language or the colours chosen in the header, in a cookie of this browser."""
    target = request.POST.get("next", "/")
    # Without its first stroke it would be taken for the name of a page of ours.
    if not target.startswith("/") or not url_has_allowed_host_and_scheme(
        target, {request.get_host()}, request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    if request.POST.get("language") in dict(settings.LANGUAGES):
        remember(response, settings.LANGUAGE_COOKIE_NAME, request.POST["language"])
    if request.POST.get("theme") in THEMES:
        remember(response, settings.THEME_COOKIE_NAME, request.POST["theme"])
    return response


def remember(response: HttpResponse, cookie: str, value: str) -> None:
    """Set one preference cookie."""
    response.set_cookie(
        cookie,
        value,
        max_age=A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.NODE.serves_tls,
    )


@login_not_required
@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """List the keys that do something."""
    return render(request, "ui/keys.html")
