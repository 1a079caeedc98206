"""Read what a picture tells of itself: when and where it was taken, with what, how large it is.

Such facts stay with the original and are for those who work on the case: where a picture was taken
may tell who took it. A copy that is sent carries none of them.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import PIL
from PIL import ExifTags, Image

from answerable.extraction.errors import Damaged, TooMuchMemory
from answerable.extraction.text.wording import one_line

READER = f"Pillow {PIL.__version__}"
FORMATS = ("JPEG", "PNG", "WEBP")
MAX_POINTS = 100_000_000
_MOST = 200


def facts_of(data: bytes) -> dict[str, str]:
    """Return the facts of a picture by name: `size`, `taken`, `device`, `latitude`, `longitude`.

    Its points are not unpacked. Raises `Damaged`, or `TooMuchMemory` for more than `MAX_POINTS`.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                width, height = picture.size
                exif = picture.getexif()
                detail = exif.get_ifd(ExifTags.IFD.Exif)
                where = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except (Image.DecompressionBombError, MemoryError) as error:
        raise TooMuchMemory("points") from error
    except (OSError, SyntaxError) as error:
        raise Damaged("picture") from error
    if width * height > MAX_POINTS:
        raise TooMuchMemory("points")
    base = ExifTags.Base
    device = f"{_word(exif.get(base.Make))} {_word(exif.get(base.Model))}".strip()
    found = {
        "size": f"{width} × {height}",
        "taken": _word(detail.get(base.DateTimeOriginal) or exif.get(base.DateTime)),
        "device": device,
        "latitude": _degrees(where, ExifTags.GPS.GPSLatitude, "S", 90),
        "longitude": _degrees(where, ExifTags.GPS.GPSLongitude, "W", 180),
    }
    return {name: text for name, text in found.items() if text}


def day_of(facts: Mapping[str, str], today: date) -> date | None:
    """Return the day on which a picture says it was taken, where that can be believed."""
    match = re.match(r"(\d{4})[:-](\d{2})[:-](\d{2})", facts.get("taken", ""))
    if match is None:
        return None
    try:
        found = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return found if date(1980, 1, 1) <= found <= today + timedelta(days=1) else None


def _word(value: Any) -> str:
    return one_line(value.strip("\x00 "), _MOST) if isinstance(value, str) else ""


def _degrees(where: Mapping[int, Any], tag: int, negative: str, most: int) -> str:
    """Return degrees, minutes and seconds as decimal degrees; empty where they are none."""
    try:
        whole, minutes, seconds = (float(part) for part in where[tag])
        found = whole + minutes / 60 + seconds / 3600
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
    if not 0 <= found <= most:
        return ""
    # The letter of the half stands under the number before.
    sign = "-" if str(where.get(tag - 1, "")).strip("\x00 ").upper() == negative else ""
    return f"{sign}{found:.6f}"
