"""Who may do what in the vault."""

from __future__ import annotations

from django.http import HttpRequest

from answerable.node.accounts.models import Role, User
from answerable.node.accounts.roles import has_role
from answerable.node.vault.errors import NotPermitted

# Those who take reports in may say who one came from; they cannot read it afterwards.
SEALERS = (Role.INTAKE, Role.ANALYST, Role.OFFICER, Role.INVESTIGATOR, Role.CUSTODIAN)


def is_custodian(user: object) -> bool:
    """Tell whether the person keeps the vault."""
    return isinstance(user, User) and has_role(user, Role.CUSTODIAN)


def may_seal(user: object) -> bool:
    """Tell whether the person may put a source into the vault."""
    return isinstance(user, User) and any(has_role(user, role) for role in SEALERS)


def require_custodian(user: User) -> None:
    """Raise `NotPermitted` unless the person keeps the vault."""
    if not is_custodian(user):
        raise NotPermitted


def require_sealer(user: User) -> None:
    """Raise `NotPermitted` unless the person may put a source into the vault."""
    if not may_seal(user):
        raise NotPermitted


def of_custodian(request: HttpRequest) -> bool:
    """Tell whether the person of a request keeps the vault; for the navigation."""
    return is_custodian(request.user)
