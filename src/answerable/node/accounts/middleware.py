"""Show pages as the person chose, and let a one-time password do one thing only."""

from collections.abc import Callable

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from answerable.node.accounts.models import Membership

Answer = Callable[[HttpRequest], HttpResponse]


class PreferencesMiddleware:
    """Use the person's language where the browser has not been told another."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the person's language."""
        if request.user.is_authenticated:
            # Every page asks for roles a dozen times: the header, the navigation, each button.
            roles = Membership.objects.select_related("office")
            prefetch_related_objects([request.user], Prefetch("memberships", roles))
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if not chosen and request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class OneTimePasswordMiddleware:
    """Send a person with a one-time password to the page that sets an own one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the page that sets a password."""
        if request.user.is_authenticated and request.user.must_change_password:
            free = {reverse("account_change_password"), reverse("account_logout")}
            if request.path not in free and not request.path.startswith("/preferences/"):
                return redirect("account_change_password")
        return self.get_response(request)
