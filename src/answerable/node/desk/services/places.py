"""Record where an incident happened, apart from where its sources were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from answerable.casework.codes import PlacePrecision
from answerable.node.accounts import audit
from answerable.node.accounts.models import User
from answerable.node.desk.codes import PlaceRole, Script
from answerable.node.desk.errors import BadInput
from answerable.node.desk.models import Incident, Place, PlaceName
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services.reports import tidy_line

_SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Name:
    """What a place is called, in one language and script."""

    name: str
    language: str = ""
    script: str = Script.LATIN


@transaction.atomic
def add_place(
    incident: Incident,
    *,
    role: str = PlaceRole.EVENT,
    names: Sequence[Name] = (),
    latitude: Decimal | None = None,
    longitude: Decimal | None = None,
    precision: str = PlacePrecision.UNKNOWN,
    supplied_by: str = "",
    note: str = "",
    by: User,
    at: datetime,
) -> Place:
    """Record a place by its names, its coordinates (WGS 84, degrees) or both."""
    require(by, Deed.INCIDENT)
    problems: dict[str, str] = {}
    kept = [
        Name(tidy_line(name.name)[:200], name.language, Script(name.script))
        for name in names
        if name.name.strip()
    ]
    if not kept and latitude is None:
        problems["names"] = "required"
    if (latitude is None) != (longitude is None):
        problems["latitude"] = "both_coordinates"
    elif latitude is not None and longitude is not None:
        if not latitude.is_finite() or not abs(latitude) <= 90:
            problems["latitude"] = "not_on_earth"
        if not longitude.is_finite() or not abs(longitude) <= 180:
            problems["longitude"] = "not_on_earth"
    if problems:
        raise BadInput(problems)
    place = Place.objects.create(
        incident=incident,
        role=PlaceRole(role),
        latitude=None if latitude is None else latitude.quantize(_SIX_PLACES),
        longitude=None if longitude is None else longitude.quantize(_SIX_PLACES),
        precision=PlacePrecision(precision),
        supplied_by=tidy_line(supplied_by)[:200],
        note=note,
        added_by=by,
        added_at=at,
    )
    PlaceName.objects.bulk_create(
        PlaceName(place=place, name=name.name, language=name.language[:35], script=name.script)
        for name in dict.fromkeys(kept)
    )
    audit.record(by, "place recorded", "incident", incident.reference, at=at)
    return place


@transaction.atomic
def remove_place(place: Place, *, by: User, at: datetime) -> None:
    """Take a place off the incident; the trail says that there was one."""
    require(by, Deed.INCIDENT)
    reference = place.incident.reference
    place.delete()
    audit.record(by, "place removed", "incident", reference, at=at)


def degrees(text: object) -> Decimal | None:
    """Read degrees as a statement carries them; None where none were told."""
    return None if text is None else Decimal(str(text))
