"""The forms of second factors: a code that works once, a passkey, taken apart with suspicion."""

from typing import Any

from allauth.account.forms import ReauthenticateForm as AllauthPasswordForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from allauth.mfa.webauthn.forms import AddWebAuthnForm as AllauthAddForm
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm as AllauthPasskeyForm,
)
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from answerable.node.accounts import factors, sealing

# What the parts of a passkey's answer may raise when somebody else wrote them.
HOSTILE = (TypeError, ValueError, KeyError, AttributeError, LookupError, OverflowError)


def code_field(label: Any) -> forms.CharField:
    """Return the field for a code: digits on a telephone, offered by a password keeper."""
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=attributes))


class _CodeForm(forms.Form):
    """A code of the app, or a recovery code; used up by being right."""

    def clean_code(self) -> str:
        clear = check_rate_limit(self.user)  # type: ignore[attr-defined]
        code = str(self.cleaned_data["code"])
        found = factors.take_code(self.user, code, timezone.now())  # type: ignore[attr-defined]
        if found is None:
            raise get_adapter().validation_error("incorrect_code")
        found.user = self.user  # type: ignore[attr-defined]
        self.authenticator = found
        clear()
        return code


class AuthenticateForm(_CodeForm, AllauthAuthenticateForm):  # type: ignore[misc]  # no types
    """The second step of signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("Code from the app, or a recovery code"))


class ReauthenticateForm(_CodeForm, AllauthReauthenticateForm):  # type: ignore[misc]  # no types
    """Show again that it is you, by a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("Code from the app, or a recovery code"))


class PasswordAgainForm(AllauthPasswordForm):  # type: ignore[misc]  # no types
    """Show again that it is you, by the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""


class ActivateForm(AllauthActivateForm):  # type: ignore[misc]  # no types
    """Switch codes on with a first code; the secret waits sealed in the session until then."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        # Not allauth's own: that would lay the secret into the session table in clear.
        forms.Form.__init__(self, *args, **kwargs)
        self.fields["code"] = code_field(_("Code that the app shows"))
        self.secret = waiting_secret(anew=not self.is_bound)
        self.step: int | None = None

    def clean_code(self) -> str:
        """Check the first code, and keep which half-minute it was of."""
        clear = check_rate_limit(self.user, error_key="rate_limited")
        code = str(self.cleaned_data["code"])
        self.step = factors.step_of(self.secret, code, timezone.now())
        if self.step is None:
            raise get_adapter().validation_error("incorrect_code")
        clear()
        return code


def waiting_secret(*, anew: bool = False) -> str:
    """Return the secret that this session is setting up."""
    session = context.request.session
    kept = None if anew else session.get(SECRET_SESSION_KEY)
    try:
        if kept:
            return sealing.unseal(kept)
    except sealing.NotSealed:
        pass
    secret = str(generate_totp_secret())
    session[SECRET_SESSION_KEY] = sealing.seal(secret)
    return secret


class AddPasskeyForm(AllauthAddForm):  # type: ignore[misc]  # no types
    """A new passkey with a name to tell it from others."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Every passkey here opens by itself: the device asks for finger, face or PIN.
        self.fields.pop("passwordless", None)
        self.fields["name"] = forms.CharField(
            label=_("Name, to tell it from others"),
            max_length=60,
            required=False,
            widget=forms.TextInput(attrs={"dir": "auto"}),
        )

    def clean(self) -> Any:
        """Take the answer of the device apart."""
        try:
            return super().clean()
        except HOSTILE as exc:
            raise get_adapter().validation_error("incorrect_code") from exc


class PasskeyForm(AllauthPasskeyForm):  # type: ignore[misc]  # no types
    """The answer of a device to the question whether it holds a passkey of this person."""

    def clean_credential(self) -> Any:
        """Take the answer of the device apart."""
        if not isinstance(self.cleaned_data["credential"], dict):
            raise get_adapter().validation_error("incorrect_code")
        try:
            return super().clean_credential()
        except HOSTILE as exc:
            raise get_adapter().validation_error("incorrect_code") from exc


class LoginPasskeyForm(PasskeyForm):
    """Sign in by a passkey alone: it is two factors, the device and what opens it."""

    passwordless = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=None, **kwargs)


class ReauthenticatePasskeyForm(PasskeyForm):
    """Show again that it is you, by a passkey."""

    reauthenticated = True
