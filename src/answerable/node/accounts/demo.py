"""Enter the demo as one of its people, without a password; a real node has no such door."""

import ipaddress

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from answerable.node.accounts import sign_ins
from answerable.node.accounts.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Show whom one can enter as, also to change seats; sign in as the chosen person."""
    if not settings.NODE.demo or not _is_from_here(request):
        raise Http404
    if request.method == "GET":
        return render(request, "accounts/enter.html")
    user = get_object_or_404(User, username=request.POST.get("username", ""), is_active=True)
    # What was shown and kept as somebody else must not follow into this seat.
    logout(request)
    login(request, user, backend=BACKEND)
    request.session["demo_seat"] = True
    sign_ins.begin(request, at=timezone.now())
    # So that one can try passkeys and codes without knowing anybody's password.
    record_authentication(request, user, "demo", reauthenticated=True)
    return redirect(settings.LOGIN_REDIRECT_URL)


def _is_from_here(request: HttpRequest) -> bool:
    """Tell whether the request comes from this machine; the listener's address alone is no proof.

    A proxy or a tunnel could bring others to a listener on loopback, but it says so.
    """
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback and "X-Forwarded-For" not in request.headers
