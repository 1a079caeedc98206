"""Open a compartment, let people in and out, close it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from answerable.node.accounts import audit
from answerable.node.accounts.models import Membership, Office, Role, User
from answerable.node.accounts.roles import roles_of
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPermitted, NotPossible
from answerable.node.desk.models import Compartment, CompartmentMember, Folder, Inquiry
from answerable.node.desk.models.base import MATERIAL
from answerable.node.desk.models.visibility import compartments_of
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services import references

# Who is let in as an administrator alone goes on seeing no case, nor the name of the place.
MEMBER_ROLES = frozenset({*MATERIAL, Role.AUDITOR, Role.CUSTODIAN})


@transaction.atomic
def open_compartment(
    *, name: str, purpose: str = "", members: Iterable[User] = (), by: User, at: datetime
) -> Compartment:
    """Open a compartment; whoever opens it is in it."""
    require(by, Deed.COMPARTMENT)
    if not name.strip():
        raise BadInput({"name": "required"})
    compartment = Compartment.objects.create(
        code=references.next_compartment(at),
        name=" ".join(name.split())[:120],
        purpose=purpose.strip(),
        opened_by=by,
        opened_at=at,
    )
    _trail(compartment, "compartment opened", by, at)
    for person in dict.fromkeys((by, *members)):
        _let_in(compartment, person, None, by, at)
    return compartment


@transaction.atomic
def let_in(
    compartment: Compartment, who: User | Office, *, by: User, at: datetime
) -> CompartmentMember:
    """Let a person in, or everybody of an office who works on cases; not the offices under it."""
    require_inside(compartment, by)
    if isinstance(who, User):
        _lock(compartment)
        # Emergency access of somebody who now belongs here becomes lasting.
        lasting = compartment.members.filter(user=who, until__isnull=False)
        if lasting.update(until=None, added_by=by, added_at=at):
            _trail(compartment, "let into compartment", by, at, person=who.pk)
            return compartment.members.get(user=who)
        return _let_in(compartment, who, None, by, at)
    return _let_in(compartment, None, who, by, at)


@transaction.atomic
def let_out(member: CompartmentMember, *, by: User, at: datetime) -> None:
    """Take a person or an office out again; somebody who can open the door must stay."""
    compartment = member.compartment
    require_inside(compartment, by)
    _lock(compartment)
    others = compartment.members.exclude(pk=member.pk).filter(until__isnull=True)
    if not _people(others).exists():
        raise NotPossible("last_in_compartment")
    if not CompartmentMember.objects.filter(pk=member.pk).delete()[0]:
        raise ChangedMeanwhile(compartment.code)
    who = {"person": member.user_id} if member.office is None else {"office": member.office.code}
    _trail(compartment, "let out of compartment", by, at, **who)


@transaction.atomic
def close(compartment: Compartment, *, by: User, at: datetime) -> Compartment:
    """Put nothing more into it; what is in it stays for its members alone."""
    require_inside(compartment, by)
    changed = Compartment.objects.filter(pk=compartment.pk, closed_at__isnull=True)
    if not changed.update(closed_by=by, closed_at=at):
        raise NotPossible("compartment_is_closed")
    _trail(compartment, "compartment closed", by, at)
    compartment.refresh_from_db()
    return compartment


def of(user: User) -> QuerySet[Compartment]:
    """Return the compartments that the person is in."""
    if roles_of(user).isdisjoint(MEMBER_ROLES):
        return Compartment.objects.none()
    return Compartment.objects.filter(pk__in=compartments_of(user))


def inquiries_in(compartment: Compartment, user: User) -> QuerySet[Inquiry]:
    """Return the inquiries that are kept in a compartment, for somebody who is in it."""
    kept = Folder.objects.filter(compartment=compartment)
    here = kept.filter(channel=OuterRef("channel"), thread=OuterRef("thread"))
    return Inquiry.objects.visible_to(user).filter(Exists(here))


def is_inside(compartment: Compartment, user: User) -> bool:
    """Tell whether the person is in the compartment now."""
    return user.is_active and of(user).filter(pk=compartment.pk).exists()


def require_inside(compartment: Compartment, by: User) -> None:
    """Raise `NotPermitted` unless the person is in it and may open and close its door."""
    require(by, Deed.COMPARTMENT)
    # A guest of an emergency reads, and opens the door to nobody.
    lasting = compartments_of(by).filter(until__isnull=True, compartment=compartment)
    if not lasting.exists():
        raise NotPermitted(Deed.COMPARTMENT.value)


def _let_in(
    compartment: Compartment, user: User | None, office: Office | None, by: User, at: datetime
) -> CompartmentMember:
    try:
        with transaction.atomic():
            member = CompartmentMember.objects.create(
                compartment=compartment, user=user, office=office, added_by=by, added_at=at
            )
    except IntegrityError as exc:
        raise NotPossible("already_so") from exc
    who = {"person": user.pk} if user is not None else {"office": getattr(office, "code", "")}
    _trail(compartment, "let into compartment", by, at, **who)
    return member


def _people(members: QuerySet[CompartmentMember]) -> QuerySet[User]:
    """Return the people who would be let in and could let others in."""
    acting = Membership.objects.filter(role__in=MATERIAL, user__is_active=True)
    ids = acting.filter(
        Q(user__in=members.filter(user__isnull=False).values("user"))
        | Q(office__in=members.filter(office__isnull=False).values("office"))
    )
    return User.objects.filter(pk__in=ids.values("user"))


def _lock(compartment: Compartment) -> None:
    """Let one change of the members happen at a time, so that two cannot remove the last two."""
    list(Compartment.objects.select_for_update().filter(pk=compartment.pk))


def _trail(compartment: Compartment, verb: str, by: User, at: datetime, **details: Any) -> None:
    audit.record(by, verb, "compartment", compartment.code, at=at, details=details)
