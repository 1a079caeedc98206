"""People, offices, roles and the audit trail."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, offices, roles and the audit trail."""

    name = "answerable.node.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Put the administrator's pages into the navigation column."""
        from answerable.node.ui import nav

        for key, label, icon, order in (
            ("people", _("People"), "people", 90),
            ("offices", _("Offices"), "office", 91),
            ("trail", _("Audit trail"), "trail", 92),
        ):
            nav.add(
                nav.Entry(
                    key,
                    label,
                    f"administration:{key}",
                    order,
                    icon=icon,
                    group="more",
                    current_in=CURRENT[key],
                    visible=_for_administrators,
                )
            )


CURRENT = {
    "people": ("administration:people", "administration:person", "administration:add_person"),
    "offices": ("administration:offices",),
    "trail": ("administration:trail",),
}


def _for_administrators(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.is_administrator
