"""Roles that one person cannot give alone: ask for one, give or refuse it as a second person."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from answerable.node.accounts import audit
from answerable.node.accounts.models import Membership, Office, Role, RoleRequest, User
from answerable.node.accounts.roles import require_role

# Who may say yes: somebody else who manages people, or who answers for the party.
DECIDING_ROLES = (Role.ADMINISTRATOR, Role.PRINCIPAL)
State = RoleRequest.State


class DecidedBefore(Exception):
    """The request was decided in the meantime; nothing was changed."""


class NeedsReason(Exception):
    """Doing without a second person takes a reason that is recorded."""


class OthersCould(Exception):
    """There is a second person who could decide, so nobody may do without."""


@transaction.atomic
def ask(user: User, office: Office, role: Role, *, by: User, at: datetime) -> RoleRequest | None:
    """Ask that a person be given a guarded role; None when the person has it already."""
    require_role(by, Role.ADMINISTRATOR)
    if Membership.objects.filter(user=user, office=office, role=role).exists():
        return None
    try:
        with transaction.atomic():
            request = RoleRequest.objects.create(
                user=user, office=office, role=role, asked_by=by, asked_at=at
            )
    except IntegrityError:
        waiting = RoleRequest.objects.filter(state=State.WAITING)
        return waiting.get(user=user, office=office, role=role)
    _trail(request, "role asked for", by, at)
    return request


@transaction.atomic
def grant(request: RoleRequest, *, by: User, at: datetime) -> None:
    """Give the role that was asked for, as a second person."""
    if not can_decide(request, by):
        raise PermissionDenied
    _take(request, State.GIVEN, by, at)
    _trail(request, "role confirmed", by, at)
    give(request.user, request.office, Role(request.role), by=by, at=at)


@transaction.atomic
def waive(request: RoleRequest, *, why: str, by: User, at: datetime) -> None:
    """Give the role alone, where nobody else could decide; the reason stays on record."""
    require_role(by, Role.ADMINISTRATOR)
    if not why.strip():
        raise NeedsReason
    if not can_waive(request):
        raise OthersCould
    _take(request, State.GIVEN, by, at, waiver=why.strip()[:300])
    _trail(request, "role given without a second person", by, at)
    give(request.user, request.office, Role(request.role), by=by, at=at)


@transaction.atomic
def refuse(request: RoleRequest, *, by: User, at: datetime) -> None:
    """Refuse the role, or take back that one asked for it."""
    require_role(by, *DECIDING_ROLES)
    _take(request, State.REFUSED, by, at)
    _trail(request, "role refused", by, at)


def give(user: User, office: Office, role: Role, *, by: User | None, at: datetime) -> None:
    """Write that a person has a role; whoever calls this has seen to the permission."""
    _, created = Membership.objects.get_or_create(user=user, office=office, role=role)
    if created:
        details = {"office": office.code, "role": str(role)}
        audit.record(by, "role given", "person", str(user.pk), at=at, details=details)


def waiting() -> QuerySet[RoleRequest]:
    """Return what waits for a second person, the oldest first."""
    rows = RoleRequest.objects.filter(state=State.WAITING).order_by("asked_at", "pk")
    return rows.select_related("user", "office", "asked_by")


def can_decide(request: RoleRequest, user: User) -> bool:
    """Tell whether the person is a second one: neither who asked nor who would get it."""
    return (
        request.state == State.WAITING
        and user.pk not in (request.asked_by_id, request.user_id)
        and _deciders().filter(pk=user.pk).exists()
    )


def can_waive(request: RoleRequest) -> bool:
    """Tell whether there is nobody who could be the second person."""
    others = _deciders().exclude(pk__in=(request.asked_by_id, request.user_id))
    return request.state == State.WAITING and not others.exists()


def _deciders() -> QuerySet[User]:
    deciding = Membership.objects.filter(role__in=DECIDING_ROLES)
    return User.objects.filter(is_active=True, pk__in=deciding.values("user"))


def _take(request: RoleRequest, state: State, by: User, at: datetime, waiver: str = "") -> None:
    rows = RoleRequest.objects.filter(pk=request.pk, state=State.WAITING)
    if not rows.update(state=state, decided_by=by, decided_at=at, waiver=waiver):
        raise DecidedBefore
    request.refresh_from_db()


def _trail(request: RoleRequest, verb: str, by: User, at: datetime) -> None:
    details = {"office": request.office.code, "role": request.role, "request": request.pk}
    audit.record(by, verb, "person", str(request.user_id), at=at, details=details)
