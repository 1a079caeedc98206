"""Find coordinates that a text states: "33°30′N 36°18′E", "33.5102, 36.2913", "37U DQ 1234 5678".

Two numbers alone are coordinates only where they are written as exactly as a price never is, or
where a word before says so. All are taken as WGS 84; the radius is what the last digit leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

import mgrs
from mgrs.core import MGRSError

from answerable.extraction.claims import Place, Sighting
from answerable.extraction.values import frozen

_DEGREE_KM = 111.2
# From the middle of a square to its corner, in sides.
_CORNER = 0.7072
_SMALLEST_KM = 0.05
_PLAIN = str.maketrans({",": ".", "\u066b": ".", "\u2212": "-", "\u2013": "-"})
# What is far cheaper to look for, and stands in few texts: then only is it looked for with care.
_SIGNS = (
    "°", "º", "˚", "degree", "градус", "درج", "מעלות", "Lat", "lat:", "lat ", "latitude", "ирота",
    "العرض", "רוחב", "צפון ", " צפון",
)  # fmt: skip
_SIDES = "NSEW"
_MAY_SIGN = re.compile(r"[NSEW] ?\d|\d ?[NSEW]\b")
# Two numbers, or a square of the grid; one pattern, for most of its time goes into finding figures.
_MAY_BE_BARE = re.compile(
    r"\d(?:[.,\u066b]\d\d+(?:[,;/،] ?| )[-\u2212]?\d|[C-HJ-NP-X] ?[A-HJ-NP-Z]{2})"
)

_NORTH = (
    r"N\b|[Nn]orth\b(?:\slatitude)?|с\.\s?ш\.?|северной\sшироты|пн\.\s?ш\.?|північної\sшироти"
    r"|شمالا?ً?\b|צפון\b"
)
_SOUTH = (
    r"S\b|[Ss]outh\b(?:\slatitude)?|ю\.\s?ш\.?|южной\sшироты|пд\.\s?ш\.?|південної\sшироти"
    r"|جنوبا?ً?\b|דרום\b"
)
_EAST = (
    r"E\b|[Ee]ast\b(?:\slongitude)?|в\.\s?д\.?|восточной\sдолготы|сх\.\s?д\.?|східної\sдовготи"
    r"|شرقا?ً?\b|מזרח\b"
)
_WEST = (
    r"W\b|[Ww]est\b(?:\slongitude)?|з\.\s?д\.?|западной\sдолготы|зх\.\s?д\.?|західної\sдовготи"
    r"|غربا?ً?\b|מערב\b"
)
_LATITUDE = r"(?:[Ll]at(?:itude|\.)?|[Шш]ирота|خط\sالعرض|קו\sרוחב)\s?[:=]?"
_LONGITUDE = r"(?:[Ll]ong?(?:itude|\.)?|[Дд]олгота|[Дд]овгота|خط\sالطول|קו\sאורך)\s?[:=]?"
_FRACTION = r"(?:[.,\u066b]\d{1,8})?"
_DEGREES = r"[°º˚]|degrees?\b|градус\w*|درجة|درجات|מעלות"
_MINUTES = r"['′’‘]|minutes?\b|минут\w*|хвилин\w*|دقيقة|دقائق|דקות"
_SECONDS = r"\"|″|”|''|′′|’’|seconds?\b|секунд\w*|ثانية|ثواني|שניות"

_BEFORE = {
    "north": r"N\b|N(?=\d)|צפון\b", "south": r"S\b|S(?=\d)|דרום\b",
    "east": r"E\b|E(?=\d)|מזרח\b", "west": r"W\b|W(?=\d)|מערב\b",
    "latitude": _LATITUDE, "longitude": _LONGITUDE,
}  # fmt: skip
_AFTER = {"n": _NORTH, "s": _SOUTH, "e": _EAST, "w": _WEST}


def _any_of(patterns: Mapping[str, str]) -> str:
    return "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())


_AXIS = re.compile(
    rf"""
    (?<![\w.,])
    (?P<before>(?:{_any_of(_BEFORE)})\s?)?
    (?P<whole>[-\u2212]?\d{{1,3}}{_FRACTION}) (?!\d)
    (?P<sign>\s?(?:{_DEGREES}))?
    (?:\s?(?P<minutes>\d{{1,2}}{_FRACTION}) (?![\d.,]*\d) \s?(?:{_MINUTES}|(?=[\sNSEW,;/]|$))
      (?:\s?(?P<seconds>\d{{1,2}}{_FRACTION}) (?![\d.,]*\d) \s?(?:{_SECONDS}|(?=[\sNSEW,;/.]|$)))?
    )?
    (?(before)|(?:\s?(?:{_any_of(_AFTER)}))?)
    """,
    re.VERBOSE,
)
_BETWEEN = re.compile(r"\s*[,;/،]?\s*(?:and|та|і|и|و|ו)?\s*")
_PAIR = re.compile(
    r"(?<![\w.,%$€£₴₽₪/-])([-\u2212]?\d{1,2}[.\u066b]\d{2,8})(?:\s?[,;/،]\s?|\s)"
    r"([-\u2212]?\d{1,3}[.\u066b]\d{2,8})(?![\w%]|[.,]\d|\s?[%$€£₴₽₪])"
)
_COMMA_PAIR = re.compile(
    r"(?<![\w.,])([-\u2212]?\d{1,2},\d{4,8})(?:\s?[;/]\s?|,?\s)([-\u2212]?\d{1,3},\d{4,8})(?![\w,])"
)
_SAYS_SO = re.compile(
    r"(?:\b(?:[Cc]oord\w*|GPS|[Pp]osition|[Ll]ocation|[Pp]oint|[Aa]t|[Nn]ear|[Кк]оординат\w*|[Тт]очк\w*)"
    r"|إحداثي\w*|النقطة|عند|קואורדינט\w*|נ\"צ|בנקודה)\W{0,3}(?:\w{1,8}\W{1,2})?$"
)
_GRID = re.compile(
    r"(?<![\w-])(\d{1,2}[C-HJ-NP-X] ?[A-HJ-NP-Z]{2}) ?(?:(\d{2,5})[ -](\d{2,5})|(\d{4,10}))(?!\w)"
)
_MGRS = mgrs.MGRS()
_SURE = 0.95


@frozen
class _Axis:
    start: int
    end: int
    degrees: float
    step: float
    """By how many degrees the last digit counts."""
    is_latitude: bool | None


def coordinates_in(text: str) -> list[Sighting]:
    """Return the points that a text states by their coordinates, in its order."""
    found: list[Sighting] = []
    contains = text.__contains__
    is_signed = any(map(contains, _SIGNS)) or (
        any(map(contains, _SIDES)) and _MAY_SIGN.search(text) is not None
    )
    may_be_bare = _MAY_BE_BARE.search(text) is not None
    if not (is_signed or may_be_bare):
        # Most texts.
        return found
    signed = _signed(text) if is_signed else ()
    bare = (*_bare(text), *_grids(text)) if may_be_bare else ()
    for one in sorted((*signed, *bare), key=lambda one: one.start):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


# --- with a sign or a direction ------------------------------------------------------------------


def _signed(text: str) -> Iterator[Sighting]:
    axes = [axis for match in _AXIS.finditer(text) if (axis := _axis(match)) is not None]
    for one, other in pairwise(axes):
        if not _BETWEEN.fullmatch(text, one.end, other.start):
            continue
        if one.is_latitude is False and other.is_latitude is True:
            yield from _sighting(other, one)
        elif (one.is_latitude, other.is_latitude) in ((True, False), (None, None)):
            yield from _sighting(one, other)


def _axis(match: re.Match[str]) -> _Axis | None:
    parts = match.groupdict()
    side = next((name[0] for name in (*_BEFORE, *_AFTER) if parts[name]), "")
    is_finer = parts["minutes"] or len(_decimals(parts["whole"])) >= 2
    # "31.5°, 34.4°" may be of the weather, and N33 is a road.
    if not ((parts["sign"] and side) or (is_finer and (parts["sign"] or side))):
        return None
    degrees, step = 0.0, 1.0
    for name, unit in (("whole", 1.0), ("minutes", 60.0), ("seconds", 3600.0)):
        if not parts[name]:
            break
        value = float(parts[name].translate(_PLAIN))
        if unit > 1 and value >= 60:
            return None
        degrees += abs(value) / unit
        step = 10.0 ** -len(_decimals(parts[name])) / unit
    below = parts["whole"][0] in "-\u2212" or side in ("s", "w")
    is_latitude = None if not side else side in ("n", "s", "l")
    if parts["longitude"]:
        is_latitude = False
    end = match.end() if side or parts["seconds"] else len(match[0].rstrip()) + match.start()
    return _Axis(match.start(), end, -degrees if below else degrees, step, is_latitude)


def _decimals(figure: str) -> str:
    return figure.translate(_PLAIN).partition(".")[2]


def _sighting(latitude: _Axis, longitude: _Axis) -> Iterator[Sighting]:
    start = min(latitude.start, longitude.start)
    end = max(latitude.end, longitude.end)
    step = max(latitude.step, longitude.step)
    yield from _point(start, end, latitude.degrees, longitude.degrees, step * _DEGREE_KM * _CORNER)


# --- two numbers ----------------------------------------------------------------------------------


def _bare(text: str) -> Iterator[Sighting]:
    for pattern in (_PAIR, _COMMA_PAIR):
        for match in pattern.finditer(text):
            places = min(len(_decimals(match[1])), len(_decimals(match[2])))
            apart = not text[match.end(1) : match.start(2)].isspace()
            exact = places >= (3 if apart else 4)
            if exact or (
                apart and _SAYS_SO.search(text, max(0, match.start() - 30), match.start())
            ):
                latitude, longitude = (float(one.translate(_PLAIN)) for one in match.groups())
                radius = 10.0**-places * _DEGREE_KM * _CORNER
                yield from _point(match.start(), match.end(), latitude, longitude, radius)


# --- a grid reference -----------------------------------------------------------------------------


def _grids(text: str) -> Iterator[Sighting]:
    for match in _GRID.finditer(text):
        square, east, north, both = match.groups()
        digits = both or east + north
        if len(digits) % 2 or (east and len(east) != len(north)):
            continue
        try:
            latitude, longitude = _MGRS.toLatLon(square.replace(" ", "") + digits)
        except MGRSError:
            continue
        radius = 10 ** (2 - len(digits) // 2) * _CORNER
        yield from _point(match.start(), match.end(), latitude, longitude, radius)


def _point(
    start: int, end: int, latitude: float, longitude: float, radius: float
) -> Iterator[Sighting]:
    if abs(latitude) > 90 or abs(longitude) > 180 or not (latitude or longitude):
        return
    latitude, longitude = round(latitude, 6), round(longitude, 6)
    digits = 5 if radius < 0.1 else 3
    name = f"{latitude:.{digits}f}, {longitude:.{digits}f}"
    radius = round(max(radius, _SMALLEST_KM), 2)
    place = Place("", name, latitude, longitude, radius)
    yield Sighting(start, end, place, _SURE, "place: coordinates")
