"""What a row becomes: a record in our words, or a row that was put aside with the reason."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from answerable.extraction.told.concepts import Means, Object
from answerable.extraction.when.moments import Grain

# What a figure counts, and whom; the words are those of the lexicons and of the desk.
CATEGORIES = ("killed", "injured", "abducted", "detained", "missing", "displaced")
# The first are those in which also a running total is kept.
COUNTED_IN_TOLLS = (
    "total", "civilians", "children", "women", "men", "girls", "boys", "staff", "mixed",
    "security_forces", "unknown",
)  # fmt: skip
GROUPS = (
    *COUNTED_IN_TOLLS, "medics", "aid_workers", "journalists", "teachers", "students",
    "rescuers", "elderly",
)  # fmt: skip
OBJECTS, MEANS = tuple(map(str, Object)), tuple(map(str, Means))
KINDS = ("attack", "abduction", "detention", "denial_of_aid", "other")
# How exactly a place is known, and within how many kilometres; beyond a district the radius is
# that of a usual unit and no measure of any one.
RADIUS_KM: dict[str, float | None] = {
    "exact": 0.3, "near_exact": 0.5, "street": 0.5, "neighbourhood": 1.5, "village": 3.0,
    "town": 6.5, "district": 20.0, "governorate": 35.0, "country": None, "unknown": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """Days, the last one included, and how finely they were given."""

    first: date
    last: date
    grain: Grain


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it was: names from the smallest to the largest, and a point where one is given."""

    names: tuple[str, ...] = ()
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    precision: str = "unknown"


@dataclass(frozen=True, slots=True)
class Figure:
    """One count. Without low and high nothing was stated, which is not zero."""

    counts: str
    group: str = "total"
    low: int | None = None
    high: int | None = None
    best: int | None = None
    about: bool = False
    column: str = ""


@dataclass(frozen=True, slots=True)
class Toll:
    """Whose running total it is and of what; it is never an incident's figure."""

    situation: str
    owner: str
    covers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row in our words. `original` is the row as it came, but for the columns left out."""

    number: int
    key: str
    title: str
    text: str = ""
    publisher: str = ""
    credit: str = ""
    url: str = ""
    language: str = ""
    published: Day | None = None
    when: Day | None = None
    where: Spot | None = None
    kind: str = ""
    objects: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    toll: Toll | None = None
    notes: dict[str, str] = field(default_factory=dict)
    original: dict[str, str] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Return the record as plain JSON values, without the row it came from and its number."""
        plain = asdict(self)
        del plain["original"], plain["number"]
        return {name: _plain(value) for name, value in plain.items()}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a row: the code, and the field, the column and the value."""

    code: str
    field: str = ""
    column: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row that was put aside, as it came, with everything that is wrong with it."""

    number: int
    original: dict[str, str]
    faults: tuple[Fault, ...]


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
