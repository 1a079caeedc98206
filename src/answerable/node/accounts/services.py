"""What an administrator does: add people and offices, give and take roles, end access."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from answerable.node.accounts import audit, offices, role_requests, sign_ins
from answerable.node.accounts.models import (
    GUARDED_ROLES,
    Membership,
    Office,
    Role,
    RoleRequest,
    User,
)


class LastAdministrator(Exception):
    """Nobody would be left to administer the node."""


class AlreadyThere(Exception):
    """A person, office or membership like this exists."""


@transaction.atomic
def add_person(
    username: str,
    name: str,
    *,
    by: User | None,
    at: datetime,
    office: Office | None = None,
    role: Role | None = None,
    password: str | None = None,
) -> tuple[User, str]:
    """Add a person, with a first role; return them with the one-time password to replace.

    With a `password` (the demonstration gives one) nothing has to be replaced. Raises
    `AlreadyThere` when the user name is taken.
    """
    secret = password or one_time_password()
    try:
        with transaction.atomic():
            user = User.objects.create_user(username, name=name, password=secret, at=at)
    except IntegrityError as exc:
        raise AlreadyThere(username) from exc
    user.must_change_password = password is None
    user.save(update_fields=["must_change_password"])
    audit.record(by, "person added", "person", str(user.pk), at=at)
    if office is not None and role is not None:
        give_role(user, office, role, by=by, at=at)
    return user, secret


@transaction.atomic
def reset_password(user: User, *, by: User, at: datetime) -> str:
    """Give a person a new one-time password; the old one and open sessions end."""
    secret = one_time_password()
    user.set_password(secret)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    sign_ins.end_all(user)
    audit.record(by, "password reset", "person", str(user.pk), at=at)
    return secret


@transaction.atomic
def end_access(user: User, *, by: User, at: datetime) -> None:
    """Let a person sign in no more; what they did stays theirs."""
    _lock_administration()
    if user.is_administrator and not _others_administer(user):
        raise LastAdministrator
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    sign_ins.end_all(user)
    audit.record(by, "access ended", "person", str(user.pk), at=at)


@transaction.atomic
def restore_access(user: User, *, by: User, at: datetime) -> str:
    """Let a person sign in again, with a new one-time password."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(by, "access restored", "person", str(user.pk), at=at)
    return reset_password(user, by=by, at=at)


@transaction.atomic
def add_office(
    code: str, name: str, *, by: User | None, at: datetime, parent: Office | None = None
) -> Office:
    """Add an office under another, or at the top; raises `TooDeep`."""
    rank = 0 if parent is None else len(offices.line_of(parent))
    if rank >= offices.DEEPEST:
        raise offices.TooDeep(code)
    try:
        with transaction.atomic():
            office = Office.objects.create(code=code, name=name, parent=parent, rank=rank)
    except IntegrityError as exc:
        raise AlreadyThere(code) from exc
    audit.record(by, "office added", "office", code, at=at)
    return office


@transaction.atomic
def give_role(
    user: User, office: Office, role: Role, *, by: User | None, at: datetime
) -> RoleRequest | None:
    """Give a person a role in an office; giving it twice changes nothing.

    A guarded role is only asked for, and the request returned: a second person gives it. With
    `by` None it is the machine's operator, who could do anything, and it is given at once.
    """
    if by is not None and role in GUARDED_ROLES:
        return role_requests.ask(user, office, role, by=by, at=at)
    role_requests.give(user, office, role, by=by, at=at)
    return None


@transaction.atomic
def take_role(membership: Membership, *, by: User, at: datetime) -> None:
    """Take a role from a person."""
    _lock_administration()
    user = membership.user
    if membership.role == Role.ADMINISTRATOR:
        elsewhere = user.memberships.filter(role=Role.ADMINISTRATOR).exclude(pk=membership.pk)
        if not elsewhere.exists() and not _others_administer(user):
            raise LastAdministrator
    details = {"office": membership.office.code, "role": membership.role}
    membership.delete()
    audit.record(by, "role taken", "person", str(user.pk), at=at, details=details)


def one_time_password() -> str:
    """Return a random password that can be read out: four groups of four letters and digits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def _others_administer(user: User) -> bool:
    administrators = Membership.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True)
    return administrators.exclude(user=user).exists()


def _lock_administration() -> None:
    """Let one such change happen at a time, so that two cannot remove the last two at once."""
    list(Membership.objects.select_for_update().filter(role=Role.ADMINISTRATOR))
