"""Coming in: an invitation's page, and what an administrator does for who cannot come in."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.contrib import messages
from django.contrib.auth import logout, password_validation
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from answerable.node.accounts import audit, factors, invitations, sign_ins
from answerable.node.accounts.administration import for_administrators
from answerable.node.accounts.models import User
from answerable.node.accounts.requests import SignedIn


class JoinForm(forms.Form):
    """What a person who was invited says: their name and a password of their own."""

    name = forms.CharField(
        label=gettext_lazy("Name, as others see it"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )
    password1 = forms.CharField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy("At least 12 characters; a few words are good."),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=gettext_lazy("The same password again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        """Check that both are the same and hard to guess."""
        given = super().clean() or {}
        one, two = given.get("password1"), given.get("password2")
        if one and two and one != two:
            self.add_error("password2", _("The two passwords are not the same."))
        elif one:
            try:
                password_validation.validate_password(one, self.user)
            except forms.ValidationError as exc:
                self.add_error("password1", exc)
        return given


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Let a person who was invited choose a password; sign them in to set up the rest."""
    try:
        found = invitations.find(token, timezone.now())
        form = JoinForm(request.POST or None, user=found.user, initial={"name": found.user.name})
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            user = invitations.accept(
                found, name=given["name"], password=given["password1"], at=timezone.now()
            )
            return _signed_in(request, user)
    except invitations.NotValid:
        return render(request, "accounts/join_ended.html", status=404)
    return render(request, "accounts/join.html", {"form": form, "person": found.user})


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in by the ordinary way, which asks for a second factor where there is one."""
    logout(request)
    record_authentication(request, user, "password", reauthenticated=True)
    response: HttpResponse = perform_login(request, Login(user=user))
    return response


@require_POST
@for_administrators
def invite(request: SignedIn, pk: int) -> HttpResponse:
    """Make a link for a person's first sign-in and show it, once."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    token = invitations.invite(user, by=request.user, at=timezone.now())
    return render(request, "accounts/invited.html", {"person": user, **link_of(request, token)})


def link_of(request: HttpRequest, token: str) -> dict[str, Any]:
    """Return the link and how long it lasts, for the page that shows it."""
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    return {"link": link, "days": invitations.LASTS.days}


@require_POST
@for_administrators
def reset_factors(request: SignedIn, pk: int) -> HttpResponse:
    """Take the factors from a person who lost them; show a one-time password, once."""
    user = get_object_or_404(User, pk=pk, is_active=True)
    secret = factors.reset(user, by=request.user, at=timezone.now())
    return render(request, "accounts/secret.html", {"person": user, "secret": secret})


@require_POST
@for_administrators
def end_sessions(request: SignedIn, pk: int) -> HttpResponse:
    """End every session of a person."""
    user = get_object_or_404(User, pk=pk)
    with transaction.atomic():
        sign_ins.end_all(user)
        audit.record(request.user, "sessions ended", "person", str(user.pk), at=timezone.now())
    messages.success(request, _("All sessions of this person have ended."))
    return redirect("administration:person", pk)
