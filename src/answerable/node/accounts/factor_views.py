"""Pages of a person's second factors: allauth's, with what it leaves out."""

import ipaddress
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from answerable.node.accounts import factors, second_factor
from answerable.node.accounts.factor_forms import waiting_secret
from answerable.node.accounts.requests import SignedIn


def passkeys_work(request: HttpRequest) -> bool:
    """Tell whether a browser makes passkeys for this address: a domain by HTTPS, or localhost."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    if host == "localhost":
        return True
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() and "." in host
    return False


class Index(base.IndexView):  # type: ignore[misc]  # allauth ships no types
    """List a person's factors."""

    template_name = "mfa/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say also what is required and what is possible here."""
        more = super().get_context_data(**kwargs)
        user = self.request.user
        return {
            **more,
            "is_missing": second_factor.is_missing(user),
            "is_required": second_factor.is_required(user),
            "passkeys_work": passkeys_work(self.request),
        }


class ActivateTotp(totp.ActivateTOTPView):  # type: ignore[misc]  # no types
    """Switch codes on; the code that does it opens nothing afterwards."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the secret also as letters, for who cannot scan."""
        more = super().get_context_data(**kwargs)
        secret = more["form"].secret
        return {**more, "letters": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the factor and put it on record, together."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            factors.note(
                self.request.user, "second factor added", "totp", at=timezone.now(), step=form.step
            )
        return response


class DeactivateTotp(totp.DeactivateTOTPView):  # type: ignore[misc]  # no types
    """Switch codes off."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove the factor and put it on record, together."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            factors.note(self.request.user, "second factor removed", "totp", at=timezone.now())
        return response


class AddPasskey(webauthn.AddWebAuthnView):  # type: ignore[misc]  # no types
    """Add a passkey that the device itself protects."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the device for one that opens by itself."""
        more = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, True)
        return {
            **more,
            "js_data": {"creation_options": options},
            "passkeys_work": passkeys_work(self.request),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the factor and put it on record, together."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            factors.note(self.request.user, "second factor added", "passkey", at=timezone.now())
        return response


class RemovePasskey(webauthn.RemoveWebAuthnView):  # type: ignore[misc]  # no types
    """Remove a passkey."""

    def get_success_url(self) -> str:
        """Lead to all factors."""
        return str(reverse("mfa_index"))

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove the factor and put it on record, together."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            factors.note(self.request.user, "second factor removed", "passkey", at=timezone.now())
        return response


class GenerateCodes(recovery.GenerateRecoveryCodesView):  # type: ignore[misc]  # no types
    """Make new recovery codes; the old ones end."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Make them and put it on record, together."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            factors.note(self.request.user, "recovery codes made", "codes", at=timezone.now())
        return response


@require_safe
@never_cache
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]  # no types
def picture(request: SignedIn) -> HttpResponse:
    """Draw the code to scan, as a file: the strict page allows no picture inside it."""
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(request.user, waiting_secret()))
    return HttpResponse(drawn, content_type="image/svg+xml")


index = Index.as_view()
activate_totp = ActivateTotp.as_view()
deactivate_totp = DeactivateTotp.as_view()
add_passkey = AddPasskey.as_view()
remove_passkey = RemovePasskey.as_view()
generate_codes = GenerateCodes.as_view()
view_codes = never_cache(recovery.view_recovery_codes)
authenticate = base.authenticate
reauthenticate = base.reauthenticate
reauthenticate_passkey = webauthn.reauthenticate_webauthn
login_passkey = login_not_required(webauthn.login_webauthn)
