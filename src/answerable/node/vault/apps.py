"""Sources: who they are, sealed; what they agreed to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VaultConfig(AppConfig):
    """Sources: who they are, sealed; what they agreed to."""

    name = "answerable.node.vault"
    label = "vault"

    def ready(self) -> None:
        """Add the sources to the navigation of a custodian, and have deleted rows vacuumed."""
        from answerable.node.accounts import kept_forms, wording
        from answerable.node.ledger.forgetting import Forgotten, register
        from answerable.node.ui import nav
        from answerable.node.vault import verbs
        from answerable.node.vault.permissions import of_custodian

        def nothing(_gone: Forgotten) -> None:
            """Keep all: the vault holds no words of a message."""

        register(
            "vault",
            nothing,
            tables=(
                "vault_source",
                "vault_custodian",
                "vault_nametrace",
                "vault_sealedmail",
                "vault_sourcequestion",
            ),
        )
        kept_forms.leave_out("vault")
        wording.register(verbs.VERBS, verbs.KINDS)
        nav.add(
            nav.Entry(
                key="vault",
                label=_("Sources"),
                url_name="vault:sources",
                order=18,
                icon="lock",
                current_in=("vault",),
                visible=of_custodian,
            )
        )
