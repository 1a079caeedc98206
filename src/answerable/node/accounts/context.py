"""What the start page of the demonstration shows: whom one can enter as, office by office."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from answerable.node.accounts.models import Membership, Office, Role, User


@dataclass
class Seat:
    """A person in an office, with every role there."""

    user: User
    roles: list[str]


@dataclass
class Room:
    """An office of the demonstration and who sits there."""

    office: Office
    seats: list[Seat]


def demonstration(request: HttpRequest) -> dict[str, Any]:
    """Return the people of the demonstration; they are asked for only where they are shown."""
    if not settings.NODE.demo:
        return {}
    return {
        "demo_rooms": rooms,
        "demo_other_desk": settings.NODE.demo_other_desk,
        "demo_made_on": settings.NODE.demo_made_on,
    }


def rooms() -> list[Room]:
    """Return every office in which somebody sits, in the order of their rank."""
    found: dict[int, Room] = {}
    rows = Membership.objects.filter(user__is_active=True).select_related("user", "office")
    for row in rows.order_by("office__rank", "office__code", "user__pk", "pk"):
        room = found.setdefault(row.office_id, Room(row.office, []))
        if not room.seats or room.seats[-1].user != row.user:
            room.seats.append(Seat(row.user, []))
        room.seats[-1].roles.append(str(Role(row.role).label))
    return list(found.values())
