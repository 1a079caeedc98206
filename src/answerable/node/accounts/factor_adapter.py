"""How allauth keeps and draws second factors on this node."""

import io
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _

from answerable.node.accounts import sealing


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Secrets are sealed, names are the node's, and the picture to scan is drawn here."""

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return sealing.unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Name the node, so that one finds it among other codes."""
        return str(settings.NODE.node_name)

    def build_totp_svg(self, url: str) -> str:
        """Draw the code to scan, black on white whatever the page's colours."""
        out = io.BytesIO()
        segno.make(url, error="m").save(
            out,
            kind="svg",
            scale=5,
            border=3,
            light="#fff",
            nl=False,
            svgclass=None,
            lineclass=None,
        )
        return out.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the node to the browser that makes a passkey."""
        return {
            **super().get_public_key_credential_rp_entity(),
            "name": str(settings.NODE.node_name),
        }

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        """Suggest nothing that says more than that it is a passkey."""
        return _("Passkey")
