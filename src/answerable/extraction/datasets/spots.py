"""Coordinates of a data set: two cells or one, in degrees, with how exactly they are known."""

from __future__ import annotations

import re

from answerable.extraction.datasets.cells import is_unknown
from answerable.extraction.datasets.errors import BadCell

_DEGREES = re.compile(r"[-+\u2212]?\d{1,3}(?:[.,]\d{1,20})?")
_PAIR = re.compile(r"\(?\s*([-+]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([-+]?\d{1,3}(?:\.\d+)?)\s*\)?")
# As forms on a telephone write it: latitude, longitude, height and accuracy in metres.
_OF_A_FORM = re.compile(
    r"([-+]?\d{1,3}(?:\.\d+)?) ([-+]?\d{1,3}(?:\.\d+)?)(?: [-+]?\d{1,6}(?:\.\d+)?){1,2}"
)
_WKT = re.compile(r"POINT\s*\(\s*([-+]?\d+(?:\.\d+)?)\s+([-+]?\d+(?:\.\d+)?)\s*\)", re.IGNORECASE)

Point = tuple[float, float]


def point(latitude: str, longitude: str) -> Point | None:
    """Return latitude and longitude in degrees (WGS 84); None where neither is known.

    Nought and nought, off Africa, is what programs write for nothing, and taken as unknown.
    """
    none = [is_unknown(cell) for cell in (latitude, longitude)]
    if all(none):
        return None
    if any(none):
        raise BadCell("half_a_place", f"{latitude} {longitude}".strip())
    return _on_earth(_degrees(latitude), _degrees(longitude), f"{latitude} {longitude}")


def of_one(cell: str) -> Point | None:
    """Read "31.5, 34.4" or "31.5 34.4 0 8" (latitude first), or "POINT (34.4 31.5)" (last)."""
    if is_unknown(cell):
        return None
    if found := _WKT.fullmatch(cell.strip()):
        return _on_earth(float(found[2]), float(found[1]), cell)
    if found := _PAIR.fullmatch(cell.strip()):
        return _on_earth(float(found[1]), float(found[2]), cell)
    if found := _OF_A_FORM.fullmatch(cell.strip()):
        return _on_earth(float(found[1]), float(found[2]), cell)
    raise BadCell("no_such_place", cell)


def _degrees(cell: str) -> float:
    text = cell.strip()
    if not _DEGREES.fullmatch(text):
        raise BadCell("no_such_place", cell)
    return float(text.replace("\u2212", "-").replace(",", "."))


def _on_earth(latitude: float, longitude: float, cell: str) -> Point | None:
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise BadCell("not_on_earth", cell)
    return None if latitude == 0 and longitude == 0 else (latitude, longitude)
