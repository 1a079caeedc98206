"""Read the rows of an operations log: what each column means, and what is wrong with a row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from answerable.casework.positions import NotAGridReference, from_grid
from answerable.node.desk.examining_codes import Column

# Words by which a column's heading is recognised; a person looks before anything is taken.
_HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.KEY: ("id", "key", "number", "mission", "serial", "ref", "reference", "event id"),
    Column.START: ("start", "begin", "from", "time", "date", "dtg", "time on target", "datetime"),
    Column.END: ("end", "to", "until", "finish"),
    Column.UNCERTAIN: ("uncertain", "plus minus", "minutes", "time error"),
    Column.LATITUDE: ("lat", "latitude"),
    Column.LONGITUDE: ("lon", "lng", "long", "longitude"),
    Column.POINT: ("point", "coordinates", "position", "lat lon"),
    Column.GRID: ("mgrs", "grid", "utm"),
    Column.RADIUS: ("radius", "accuracy", "cep", "error"),
    Column.ACTION: ("action", "type", "effect", "operation", "activity"),
    Column.UNIT: ("unit", "force", "callsign", "element"),
    Column.NOTE: ("note", "notes", "remarks", "comment", "description"),
}
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_DTG = re.compile(r"(\d{2})(\d{2})(\d{2})\s?([A-IK-Z])\s?([A-Z]{3})\s?(\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?"
    r"\s?(Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_SLASHES = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}.*", re.ASCII | re.DOTALL)
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,12})?", re.ASCII)
_POINT = re.compile(
    r"([+-]?\d{1,2}(?:\.\d{1,12})?)\s*[,; ]\s*([+-]?\d{1,3}(?:\.\d{1,12})?)", re.ASCII
)
_A_DAY, _A_MINUTE = timedelta(days=1), timedelta(minutes=1)
_LONGEST = timedelta(days=366)


class NoSuchMapping(ValueError):
    """The columns chosen cannot be read as a log; `problems` says which is missing or twice."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(problems))
        self.problems = dict(problems)


@dataclass(frozen=True)
class Line:
    """One operation as the file has it."""

    number: int
    key: str
    start: datetime
    end: datetime
    uncertain: int
    latitude: float
    longitude: float
    radius: int
    action: str
    unit: str
    note: str

    def values(self) -> dict[str, Any]:
        """Return what is kept of it, by the names of the table."""
        kept = {name: value for name, value in vars(self).items() if name not in ("number", "key")}
        return kept


@dataclass(frozen=True)
class Fault:
    """A row that cannot be read, with the code of what is wrong by column."""

    number: int
    cells: tuple[str, ...]
    faults: Mapping[str, str]


class _Wrong(ValueError):
    pass


def guess(heading: Sequence[str]) -> dict[str, int]:
    """Propose which column means what by the words of the heading; each column once."""
    found: dict[str, int] = {}
    for place, cell in enumerate(heading):
        words = " ".join(re.split(r"[\W_]+", cell.casefold())).strip()
        for column, names in _HEADINGS.items():
            fits = words in names or any(words.startswith(f"{name} ") for name in names)
            if fits and column not in found and place not in found.values():
                found[str(column)] = place
    return found


def check_mapping(mapping: Mapping[str, int]) -> None:
    """Raise `NoSuchMapping` unless a key, a start and one kind of place are given, none twice."""
    problems: dict[str, str] = {}
    for column in (Column.KEY, Column.START):
        if column not in mapping:
            problems[str(column)] = "required"
    both = {Column.LATITUDE, Column.LONGITUDE} <= set(mapping)
    if not both and Column.POINT not in mapping and Column.GRID not in mapping:
        problems[str(Column.LATITUDE)] = "log_needs_a_place"
    used = list(mapping.values())
    for name, place in mapping.items():
        if used.count(place) > 1:
            problems[name] = "column_twice"
    if problems:
        raise NoSuchMapping(problems)


def read(
    rows: Sequence[tuple[int, Sequence[str]]], mapping: Mapping[str, int], zone: str
) -> tuple[list[Line], list[Fault]]:
    """Read the rows below the heading; a key that comes again is a fault of the later row."""
    check_mapping(mapping)
    lines: list[Line] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, cells in rows:
        row = _Row(cells, mapping, ZoneInfo(zone))
        line = row.line(number)
        if line is not None and line.key in seen:
            row.faults[str(Column.KEY)] = "key_twice"
            line = None
        if line is None:
            faults.append(Fault(number, tuple(cells), dict(row.faults)))
        else:
            seen.add(line.key)
            lines.append(line)
    return lines, faults


class _Row:
    """One row while it is read: collects everything that is wrong with it."""

    def __init__(self, cells: Sequence[str], mapping: Mapping[str, int], zone: ZoneInfo) -> None:
        self.cells, self.mapping, self.zone = cells, mapping, zone
        self.faults: dict[str, str] = {}

    def cell(self, column: Column) -> str:
        place = self.mapping.get(str(column))
        return "" if place is None or place >= len(self.cells) else self.cells[place].strip()

    def line(self, number: int) -> Line | None:
        key = self.cell(Column.KEY)
        if not key:
            self.faults[str(Column.KEY)] = "required"
        elif len(key) > 100:
            self.faults[str(Column.KEY)] = "too_long"
        start, slack = self._time(Column.START)
        end, more = (start, slack)
        if self.cell(Column.END):
            end, more = self._time(Column.END)
        uncertain = self._whole(Column.UNCERTAIN, 100_000)
        place = self._place()
        radius = self._whole(Column.RADIUS, 1_000_000)
        if start and end and not start <= end:
            self.faults[str(Column.END)] = "ends_before_it_starts"
        elif start and end and end - start > _LONGEST:
            self.faults[str(Column.END)] = "lasts_too_long"
        if self.faults or start is None or end is None or place is None:
            return None
        return Line(
            number=number,
            key=key,
            start=start,
            # A date without a time is the whole of that day.
            end=end + more[0],
            uncertain=uncertain + max(slack[1], more[1]),
            latitude=place[0],
            longitude=place[1],
            radius=max(radius, place[2]),
            action=self.cell(Column.ACTION)[:300],
            unit=self.cell(Column.UNIT)[:200],
            note=self.cell(Column.NOTE),
        )

    def _time(self, column: Column) -> tuple[datetime | None, tuple[timedelta, int]]:
        """Return the instant, how much longer its date lasts, and the minutes of doubt."""
        text = self.cell(column)
        try:
            return _instant(text, self.zone)
        except (_Wrong, ValueError, OverflowError) as exc:
            code = exc.args[0] if isinstance(exc, _Wrong) else "no_such_time"
            self.faults[str(column)] = "required" if not text else str(code)
            return None, (timedelta(0), 0)

    def _whole(self, column: Column, most: int) -> int:
        text = self.cell(column)
        if not text:
            return 0
        number = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else -1.0
        if not 0 <= number <= most:
            self.faults[str(column)] = "no_such_number"
            return 0
        return round(number + 0.4999)

    def _place(self) -> tuple[float, float, int] | None:
        latitude, longitude = self.cell(Column.LATITUDE), self.cell(Column.LONGITUDE)
        point, grid = self.cell(Column.POINT), self.cell(Column.GRID)
        if latitude or longitude:
            return self._degrees(latitude, longitude, Column.LATITUDE)
        if point and (pair := _POINT.fullmatch(point)):
            return self._degrees(pair[1], pair[2], Column.POINT)
        try:
            if grid or point:
                found = from_grid(grid or point)
                return found.latitude, found.longitude, found.radius or 0
            self.faults[str(self._place_column())] = "required"
        except NotAGridReference:
            self.faults[str(Column.GRID if grid else Column.POINT)] = "no_such_place"
        return None

    def _place_column(self) -> Column:
        for column in (Column.LATITUDE, Column.POINT):
            if column in self.mapping:
                return column
        return Column.GRID

    def _degrees(self, one: str, other: str, at: Column) -> tuple[float, float, int] | None:
        if not (_NUMBER.fullmatch(one) and _NUMBER.fullmatch(other)):
            self.faults[str(at)] = "no_such_place"
            return None
        latitude, longitude = (float(text.replace(",", ".")) for text in (one, other))
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            self.faults[str(at)] = "not_on_earth"
            return None
        return latitude, longitude, 0


def _instant(text: str, zone: ZoneInfo) -> tuple[datetime, tuple[timedelta, int]]:
    if dtg := _DTG.fullmatch(text.upper()):
        day, hour, minute, letter, month, year = dtg.groups()
        if month not in _MONTHS:
            raise _Wrong("no_such_time")
        full = int(year) if len(year) == 4 else 2000 + int(year)
        naive = datetime(
            full, _MONTHS.index(month) + 1, int(day), int(hour), int(minute), tzinfo=UTC
        )
        return naive - _offset(letter), (timedelta(0), 0)
    if iso := _ISO.fullmatch(text):
        year, month, day, hour, minute, second, offset = iso.groups()
        naive = _face(year, month, day, hour, minute, second)
        if offset:
            sure = datetime.fromisoformat(
                f"{naive:%Y-%m-%dT%H:%M:%S}{offset.replace('Z', '+00:00')}"
            )
            return sure.astimezone(UTC), (timedelta(0), 0)
        return _local(naive, zone, has_time=hour is not None)
    if dots := _DOTS.fullmatch(text):
        day, month, year, hour, minute, second = dots.groups()
        naive = _face(year, month, day, hour, minute, second)
        return _local(naive, zone, has_time=hour is not None)
    raise _Wrong("time_is_ambiguous" if _SLASHES.fullmatch(text) else "no_such_time")


def _offset(letter: str) -> timedelta:
    """Return what a letter of a date-time group is ahead of UTC; J, local time, is not taken."""
    east, west = "ABCDEFGHIKLM", "NOPQRSTUVWXY"
    if letter in east:
        return timedelta(hours=east.index(letter) + 1)
    return -timedelta(hours=west.index(letter) + 1) if letter in west else timedelta(0)


def _face(*parts: str | None) -> datetime:
    """Return what the clock showed, as if it were UTC."""
    year, month, day, hour, minute, second = (int(part or 0) for part in parts)
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def _local(
    naive: datetime, zone: ZoneInfo, *, has_time: bool
) -> tuple[datetime, tuple[timedelta, int]]:
    """Place a time of the log's own zone; where an hour comes twice, an hour of doubt is added."""
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    one, other = first.astimezone(UTC), second.astimezone(UTC)
    if not has_time:
        return one, (_A_DAY - _A_MINUTE, 0)
    if one.astimezone(zone).replace(tzinfo=UTC) != naive:
        raise _Wrong("time_was_skipped")
    return one, (timedelta(0), int(abs(other - one) / _A_MINUTE))
