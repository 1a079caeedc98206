"""Keep the remits: the rules by which offices are given what comes in, and their order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from answerable.node.accounts import audit
from answerable.node.accounts.models import Office, Role, User
from answerable.node.accounts.roles import require_role
from answerable.node.desk.errors import BadInput, ChangedMeanwhile
from answerable.node.desk.models import Remit


@transaction.atomic
def add_remit(
    office: Office,
    *,
    object: str = "",
    kind: str = "",
    channel: Any = None,
    area: str = "",
    by: User,
    at: datetime,
) -> Remit:
    """Add a rule after all others."""
    require_role(by, Role.ADMINISTRATOR)
    names = "\n".join(line.strip() for line in area.splitlines() if line.strip())
    if not (object or kind or channel or names):
        raise BadInput({"": "remit_names_nothing"})
    last = Remit.objects.aggregate(last=Max("order"))["last"] or 0
    remit = Remit.objects.create(
        order=last + 1, office=office, object=object, kind=kind, channel=channel, area=names
    )
    _trail("remit added", remit, by, at, office=office.code)
    return remit


@transaction.atomic
def move_remit(remit: Remit, up: bool, *, by: User, at: datetime) -> None:
    """Ask a rule before or after the one that it stands beside; at the end nothing happens."""
    require_role(by, Role.ADMINISTRATOR)
    rows = list(Remit.objects.select_for_update().order_by("order", "pk"))
    place = next((i for i, one in enumerate(rows) if one.pk == remit.pk), None)
    if place is None:
        raise ChangedMeanwhile(str(remit.pk))
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for number, one in enumerate(rows, 1):
        Remit.objects.filter(pk=one.pk).update(order=number)
    _trail("remit moved", remit, by, at, up=up)


@transaction.atomic
def remove_remit(remit: Remit, *, by: User, at: datetime) -> None:
    """Take a rule away; what it gave out stays where it is."""
    require_role(by, Role.ADMINISTRATOR)
    number = remit.pk
    if not Remit.objects.filter(pk=number).delete()[0]:
        raise ChangedMeanwhile(str(number))
    audit.record(by, "remit removed", "remit", str(number), at=at)


def _trail(verb: str, remit: Remit, by: User, at: datetime, **details: Any) -> None:
    audit.record(by, verb, "remit", str(remit.pk), at=at, details=details)
