"""Compare what two owners say of one place: how far apart, and whether their circles meet.

Distances are geodesics on the WGS 84 ellipsoid (Karney 2013, as in GeographicLib); grid references
are MGRS as in the NGA's GEOTRANS. Neither is drawn from a map and neither says who is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import mgrs
from geographiclib.geodesic import Geodesic
from mgrs.core import MGRSError

from answerable.casework.codes import PlacePrecision

# Within how many metres a place known so exactly is taken to lie; beyond a district a circle says
# nothing. Design of this project, not of any standard: a stated radius always goes before it.
USUAL_RADIUS: dict[PlacePrecision, int] = {
    PlacePrecision.EXACT: 10,
    PlacePrecision.NEAR_EXACT: 100,
    PlacePrecision.STREET: 300,
    PlacePrecision.NEIGHBOURHOOD: 1_000,
    PlacePrecision.VILLAGE: 2_000,
    PlacePrecision.TOWN: 5_000,
    PlacePrecision.DISTRICT: 20_000,
}
_GRID = mgrs.MGRS()
_ACROSS = 0.5


class Circles(StrEnum):
    """What two places with their precision have to do with each other."""

    SAME = "same"
    INSIDE = "inside"
    MEET = "meet"
    APART = "apart"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class Position:
    """A point in degrees (WGS 84), and within how many metres it is known; None where unknown."""

    latitude: float
    longitude: float
    radius: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The distance of two positions in metres, and what their circles do.

    `gap` is what lies between the circles, or by how much they overlap when it is negative.
    """

    metres: float
    circles: Circles
    gap: float | None = None


class NotAGridReference(ValueError):
    """The text is no MGRS reference on earth."""


def radius_of(precision: str, stated: int | None = None) -> int | None:
    """Return within how many metres a place is known: as stated, or as its precision usually is."""
    return USUAL_RADIUS.get(PlacePrecision(precision)) if stated is None else stated


def distance(one: Position, other: Position) -> float:
    """Return the metres between two points along the ellipsoid."""
    line = Geodesic.WGS84.Inverse(
        one.latitude, one.longitude, other.latitude, other.longitude, Geodesic.DISTANCE
    )
    return float(line["s12"])


def compare(one: Position, other: Position) -> Comparison:
    """Set two positions beside each other, with the precision of both."""
    metres = distance(one, other)
    if one.radius is None or other.radius is None:
        circles = Circles.SAME if metres < _ACROSS else Circles.NOT_COMPARABLE
        return Comparison(metres, circles)
    gap = metres - one.radius - other.radius
    if metres < _ACROSS:
        circles = Circles.SAME
    elif metres <= abs(one.radius - other.radius):
        circles = Circles.INSIDE
    else:
        circles = Circles.MEET if gap <= 0 else Circles.APART
    return Comparison(metres, circles, gap)


def to_grid(position: Position) -> str:
    """Return the MGRS reference in groups, no finer than the position is known: "36R XV 377 859".

    A circle of 100 metres is written with three digits each way, not five.
    """
    digits = _digits_for(position.radius)
    # A ten-millionth of a degree south of the equator would be put into a square that is not there.
    latitude, longitude = round(position.latitude, 6) + 0.0, round(position.longitude, 6) + 0.0
    text = str(_GRID.toMGRS(latitude, longitude, MGRSPrecision=digits))
    cut = len(text) - 2 * digits
    zone, square = text[: cut - 2], text[cut - 2 : cut]
    return " ".join(part for part in (zone, square, text[cut:-digits], text[-digits:]) if part)


def from_grid(text: str) -> Position:
    """Read an MGRS reference: the middle of its square, known to half of the square's diagonal.

    Raises `NotAGridReference` for anything else, also for a square that does not exist.
    """
    plain = "".join(text.split()).upper()
    digits = len(plain) - len(plain.rstrip("0123456789"))
    if not plain.isascii() or len(plain) > 15 or digits == 0 or digits % 2:
        raise NotAGridReference(text[:40])
    try:
        latitude, longitude = _GRID.toLatLon(plain)
    except MGRSError as exc:
        raise NotAGridReference(text[:40]) from exc
    across = 10 ** (5 - digits // 2)
    return Position(latitude, longitude, max(1, round(across * 0.7072)))


def _digits_for(radius: int | None) -> int:
    """Return how many digits each way a grid reference may honestly have."""
    if radius is None:
        return 3
    return next((n for n in (5, 4, 3, 2) if radius <= 3 * 10 ** (5 - n)), 1)
