"""Answer who may act as what, and for which office."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from answerable.node.accounts.models import Office, Role, User

# Those who read cases. A custodian keeps the vault, an auditor reads the record and the trail, an
# administrator manages people and the node: none of them sees a case.
CASE_ROLES = (
    Role.INTAKE,
    Role.ANALYST,
    Role.OFFICER,
    Role.CLEARER,
    Role.LIAISON,
    Role.INVESTIGATOR,
    Role.LEGAL,
    Role.PRINCIPAL,
)


@dataclass(frozen=True)
class Standing:
    """A person with all that decides what they may do: alike are those with the same memberships.

    For what is worked out once for somebody and kept: another role makes another standing.
    """

    pk: int
    is_active: bool
    memberships: frozenset[tuple[int, str]]
    user: User = field(compare=False, repr=False)

    @classmethod
    def of(cls, user: User) -> Standing:
        """Return how the person stands, by the memberships at hand."""
        held = frozenset((each.office_id, each.role) for each in user.memberships.all())
        # The person of a request is a wrapping that holds the request, with all that was sent by
        # it; what is kept for long keeps the person alone.
        return cls(user.pk, user.is_active, held, copy(user))


def roles_of(user: User) -> frozenset[Role]:
    """Return the roles that the person has in any office; a disabled person has none."""
    if not user.is_active:
        return frozenset()
    return frozenset(Role(membership.role) for membership in user.memberships.all())


def has_role(user: User, role: Role, office: Office | None = None) -> bool:
    """Tell whether the person has the role, in that office or, without one, in any."""
    if not user.is_active:
        return False
    return any(
        membership.role == role and (office is None or membership.office_id == office.pk)
        for membership in user.memberships.all()
    )


def offices_of(user: User, *roles: Role) -> QuerySet[Office]:
    """Return the offices in which the person has one of the roles (any role, if none is named)."""
    if not user.is_active:
        return Office.objects.none()
    mine = user.memberships.filter(role__in=roles) if roles else user.memberships.all()
    return Office.objects.filter(pk__in=mine.values("office"))


def require_role(user: User, *roles: Role, office: Office | None = None) -> None:
    """Raise `PermissionDenied` unless the person has one of the roles."""
    if not any(has_role(user, role, office) for role in roles):
        raise PermissionDenied
