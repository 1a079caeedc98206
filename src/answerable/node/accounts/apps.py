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

        for key, label, icon, order, visible in (
            ("people", _("People"), "people", 90, _administers),
            ("role_requests", _("Roles to confirm"), "check", 91, _decides),
            ("offices", _("Offices"), "office", 92, _administers),
            ("trail", _("Audit trail"), "trail", 94, _audits),
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
                    visible=visible,
                )
            )


CURRENT = {
    "people": ("administration:people", "administration:person", "administration:add_person"),
    "role_requests": ("administration:role_requests",),
    "offices": ("administration:offices", "administration:office"),
    "trail": ("administration:trail",),
}


def _administers(request: HttpRequest) -> bool:
    return _has(request, "administrator")


def _decides(request: HttpRequest) -> bool:
    return _has(request, "administrator", "principal")


def _audits(request: HttpRequest) -> bool:
    return _has(request, "administrator", "auditor")


def _has(request: HttpRequest, *roles: str) -> bool:
    if not request.user.is_authenticated:
        return False
    return any(each.role in roles for each in request.user.memberships.all())
