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

        for key, label, icon, order, visible, first in (
            ("people", _("People"), "people", 90, _administers, _administers_alone),
            ("role_requests", _("Roles to confirm"), "check", 91, _decides, None),
            ("offices", _("Offices"), "office", 92, _administers, None),
            ("trail", _("Audit trail"), "trail", 94, _audits, _audits_alone),
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
                    first=first,
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


def _administers_alone(request: HttpRequest) -> bool:
    """Tell whether there is no case and no source among this administrator's work."""
    return _administers(request) and not _has(request, *_others())


def _audits_alone(request: HttpRequest) -> bool:
    return _has(request, "auditor") and not _has(request, *_others(), "administrator")


def _others() -> tuple[str, ...]:
    """Return the roles whose work comes first; models are at hand only once all apps are there."""
    from answerable.node.accounts.roles import CASE_ROLES

    return (*CASE_ROLES, "custodian")


def _has(request: HttpRequest, *roles: str) -> bool:
    if not request.user.is_authenticated:
        return False
    return any(each.role in roles for each in request.user.memberships.all())
