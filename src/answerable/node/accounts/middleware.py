"""What stands between a person and a page: language, lock, own password, second factor."""

from collections.abc import Callable

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode

from answerable.node.accounts import kept_forms, second_factor, sign_ins
from answerable.node.accounts.models import Membership

AGAIN = ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn")
WHILE_LOCKED = (*AGAIN, "account_logout", "enter")
WHILE_WITHOUT_FACTOR = (
    *AGAIN,
    "account_logout",
    "account_change_password",
    "enter",
    "session_lock",
    "session_kept",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_totp_picture",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
)
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


class LockMiddleware:
    """Ask who sits there after a quarter of an hour without a page; keep what was being sent."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the page that unlocks."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = timezone.now()
        by_demo = is_demo_seat(request)
        if (
            not by_demo
            and sign_ins.LOCKED not in request.session
            and sign_ins.is_idle(request, now)
        ):
            sign_ins.lock(request, at=now)
        if sign_ins.LOCKED in request.session:
            if sign_ins.is_locked(request):
                return self._locked(request)
            sign_ins.unlock(request)
            sign_ins.stamp(request, at=now)
            return self.get_response(request)
        seen = sign_ins.seen_at(request)
        # A page that asks by itself is not a person who is there.
        if (seen is None or now - seen > sign_ins.STAMP_EVERY) and "/jobs/" not in request.path:
            sign_ins.stamp(request, at=now)
        return self.get_response(request)

    def _locked(self, request: HttpRequest) -> HttpResponse:
        if _is_free(request, *WHILE_LOCKED):
            return self.get_response(request)
        back = kept_forms.keep(request) or request.get_full_path()
        if is_demo_seat(request):
            return redirect("enter")
        there = reverse("account_reauthenticate") + "?" + urlencode({"next": back})
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": there})
        return redirect(there)


class SecondFactorMiddleware:
    """Let a person who needs a second factor and has none only set one up."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the page of factors."""
        if (
            request.user.is_authenticated
            and second_factor.is_missing(request.user)
            and not is_demo_seat(request)
            and not _is_free(request, *WHILE_WITHOUT_FACTOR)
        ):
            return redirect("mfa_index")
        return self.get_response(request)


def is_demo_seat(request: HttpRequest) -> bool:
    """Tell whether one entered by a button of the demonstration; a real node has none."""
    return bool(settings.NODE.demo and request.session.get("demo_seat"))


def _is_free(request: HttpRequest, *names: str) -> bool:
    free = {reverse(name) for name in names}
    return request.path in free or request.path.startswith("/preferences/")
