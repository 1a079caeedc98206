"""Emergency access: break the glass of a compartment, with a second person, for a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from answerable.node.accounts import audit
from answerable.node.accounts.models import Role, User
from answerable.node.accounts.roles import CASE_ROLES, has_role
from answerable.node.desk.codes import AccessState
from answerable.node.desk.errors import BadInput, NotPermitted, NotPossible
from answerable.node.desk.models import (
    AccessRequest,
    Compartment,
    CompartmentMember,
    Folder,
    Incident,
    Report,
    ThreadName,
)
from answerable.node.desk.models.visibility import compartments_of

# Who may let somebody in without being inside: they see a code and the reason, and no case.
DECIDING_ROLES = (Role.PRINCIPAL, Role.CUSTODIAN, Role.ADMINISTRATOR)
LONGEST = timedelta(hours=72)
REASON_LIMIT = 1000


def ask(what: str, *, reason: str, by: User, at: datetime) -> None:
    """Ask to be let into a compartment, named by its code or by the reference of a case in it.

    Says nothing of whether there is one: who asks learns of it when somebody lets them in.
    """
    if not by.is_active or not any(has_role(by, role) for role in CASE_ROLES):
        raise NotPermitted("emergency")
    if not reason.strip():
        raise BadInput({"reason": "required"})
    found = _named(what.strip())
    if found is None or found.pk in compartments_of(by):
        audit.record(by, "emergency access asked", "compartment", "none", at=at)
        return
    with transaction.atomic():
        try:
            with transaction.atomic():
                AccessRequest.objects.create(
                    compartment=found,
                    asked_by=by,
                    asked_at=at,
                    reason=reason.strip()[:REASON_LIMIT],
                )
        except IntegrityError:
            # It waits already; the answer is the same.
            return
        audit.record(by, "emergency access asked", "compartment", found.code, at=at)


@transaction.atomic
def give(request: AccessRequest, hours: int, *, by: User, at: datetime) -> None:
    """Let the person in for some hours, as a second person."""
    _require_second(request, by)
    length = timedelta(hours=hours)
    if not timedelta(0) < length <= LONGEST:
        raise BadInput({"hours": "required"})
    until = at + length
    _decide(request, AccessState.GIVEN, by, at, until=until)
    member = CompartmentMember.objects.filter(
        compartment=request.compartment, user=request.asked_by, until__isnull=False
    )
    if not member.update(until=until, added_by=by, added_at=at):
        CompartmentMember.objects.get_or_create(
            compartment=request.compartment,
            user=request.asked_by,
            defaults={"until": until, "added_by": by, "added_at": at},
        )
    _trail(request, "emergency access given", by, at, hours=hours)


@transaction.atomic
def refuse(request: AccessRequest, *, by: User, at: datetime) -> None:
    """Refuse it, as a second person."""
    _require_second(request, by)
    _decide(request, AccessState.REFUSED, by, at)
    _trail(request, "emergency access refused", by, at)


def waiting() -> QuerySet[AccessRequest]:
    """Return what waits for a second person, the oldest first."""
    rows = AccessRequest.objects.filter(state=AccessState.WAITING)
    return rows.select_related("compartment", "asked_by").order_by("asked_at", "pk")


def may_decide(user: User) -> bool:
    """Tell whether the person is one of those who may let others in."""
    return any(has_role(user, role) for role in DECIDING_ROLES)


def _named(what: str) -> Compartment | None:
    """Return the compartment that is meant."""
    names = ThreadName.objects.filter(reference=what).values("thread")
    inside = (
        Q(code=what)
        | Q(pk__in=Incident.objects.filter(reference=what).values("compartment"))
        | Q(pk__in=Report.objects.filter(receipt_number=what).values("compartment"))
        | Q(pk__in=Folder.objects.filter(thread__in=names).values("compartment"))
    )
    return Compartment.objects.filter(inside).order_by("pk").first() if what else None


def _require_second(request: AccessRequest, by: User) -> None:
    if not may_decide(by) or by.pk == request.asked_by_id:
        raise NotPermitted("emergency")


def _decide(
    request: AccessRequest,
    state: AccessState,
    by: User,
    at: datetime,
    until: datetime | None = None,
) -> None:
    rows = AccessRequest.objects.filter(pk=request.pk, state=AccessState.WAITING)
    if not rows.update(state=state, decided_by=by, decided_at=at, until=until):
        raise NotPossible("access_was_decided")
    request.refresh_from_db()


def _trail(request: AccessRequest, verb: str, by: User, at: datetime, **details: int) -> None:
    said = {"person": request.asked_by_id, **details}
    audit.record(by, verb, "compartment", request.compartment.code, at=at, details=said)
