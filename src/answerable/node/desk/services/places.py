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
from answerable.node.desk.errors import BadInput, ChangedMeanwhile, NotPossible
from answerable.node.desk.models import Incident, Place, PlaceName
from answerable.node.desk.permissions import Deed, require
from answerable.node.desk.services.facts import note_change, stand
from answerable.node.desk.services.reports import tidy_line

_SIX_PLACES = Decimal("0.000001")
# Half of the way round the earth: no place is known less exactly.
FARTHEST = 20_040_000


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
    radius: int | None = None,
    is_primary: bool = False,
    supplied_by: str = "",
    note: str = "",
    public_note: str = "",
    by: User,
    at: datetime,
) -> Place:
    """Record a place by its names, its coordinates (WGS 84, degrees) or both.

    `radius` is within how many metres its owner says it lies; a new primary place takes over from
    the one before.
    """
    require(by, Deed.INCIDENT)
    stand(incident)
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
    if radius is not None and latitude is None:
        problems["radius"] = "radius_needs_a_point"
    elif radius is not None and not 0 < radius <= FARTHEST:
        problems["radius"] = "not_on_earth"
    if problems:
        raise BadInput(problems)
    if is_primary:
        incident.places.filter(is_primary=True).update(is_primary=False)
    place = Place.objects.create(
        incident=incident,
        role=PlaceRole(role),
        latitude=None if latitude is None else latitude.quantize(_SIX_PLACES),
        longitude=None if longitude is None else longitude.quantize(_SIX_PLACES),
        precision=PlacePrecision(precision),
        radius=radius,
        is_primary=is_primary,
        supplied_by=tidy_line(supplied_by)[:200],
        note=note,
        public_note=tidy_line(public_note)[:300],
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
def remove_place(place: Place, *, reason: str, by: User, at: datetime) -> None:
    """Take a place off the incident; the history says which it was and why it went."""
    require(by, Deed.INCIDENT)
    stand(place.incident)
    reference = place.incident.reference
    note_change(place.incident, "places", described(place), "", reason=reason, by=by, at=at)
    place.delete()
    audit.record(by, "place removed", "incident", reference, at=at)


@transaction.atomic
def sign_off(place: Place, *, by: User, at: datetime) -> Place:
    """Say that one has checked where the point lies. The person who put it there cannot."""
    require(by, Deed.INCIDENT)
    stand(place.incident)
    if place.latitude is None:
        raise NotPossible("place_has_no_point")
    if place.added_by_id == by.pk:
        raise NotPossible("sign_off_by_another")
    changed = Place.objects.filter(pk=place.pk, signed_off_at__isnull=True).update(
        signed_off_by=by, signed_off_at=at
    )
    if not changed:
        raise ChangedMeanwhile(str(place.pk))
    audit.record(
        by, "place signed off", "incident", place.incident.reference, at=at,
        details={"place": place.pk},
    )  # fmt: skip
    place.refresh_from_db()
    return place


def described(place: Place) -> str:
    """Return a place as the history keeps it: its names, its point, whose it is."""
    names = " / ".join(name.name for name in place.names.all())
    point = "" if place.latitude is None else f"{place.latitude}, {place.longitude}"
    return "; ".join(part for part in (names, point, place.role, place.supplied_by) if part)


def degrees(text: object) -> Decimal | None:
    """Read degrees as a statement carries them; None where none were told."""
    return None if text is None else Decimal(str(text))
