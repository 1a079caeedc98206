"""Keep allauth to what this node wants of it: signing in, with nobody signing up."""

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from answerable.node.accounts import sign_ins

if TYPE_CHECKING:
    from answerable.node.accounts.models import User


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """People are added by an administrator; a new password ends the one-time one."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False

    def set_password(self, user: "User", password: str) -> None:
        """Set the password that the person chose."""
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])

    def login(self, request: HttpRequest, user: "User") -> None:
        """Open the session, and put it on the person's list."""
        super().login(request, user)
        sign_ins.begin(request, at=timezone.now())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the first page once the own password is set."""
        return "/"
