"""How the gold set is written: a text with its labels in it, and what it means.

A record is a head line and the text under it, up to an empty line::

    = 24-03-15 agency i:kharkiv-market
    {Five people|k5} died in {Kharkiv|@kharkiv} {on Thursday|wthu}, {the governor|s1} said.

Everything in braces is a quote and, after the bar, its labels (several are parted by commas).
docs/gold.md says what each label means. Offsets are counted here, never written by hand.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from answerable.extraction.claims import Scope
from answerable.extraction.counts.numbers import Qualifier
from tests.gold.codes import ACTORS, CATEGORIES, MEANS, OBJECTS, OUTCOMES, SPANS, STYLES

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_MARK = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
_HARM = re.compile(
    r"(?P<outcome>[kimadpx])"
    r"(?P<number>\d+\.\.\d+|\d+[+-]?|[<>~]\d+|\*[SDHTM]|\?)"
    r"(?:/(?P<category>[a-z]{2}))?(?P<part>[\^&])?(?P<scope>![cp])?(?P<denied>!d)?(?:#(?P<incident>\d))?"
)
_WHEN = re.compile(r"w(?P<day>[^!#]+)(?P<scope>![cp])?(?:#(?P<incident>\d))?")
_PLAIN = re.compile(r"(?P<kind>[oma]):(?P<value>[a-z]+)(?:#(?P<incident>\d))?")
_PLACE = re.compile(r"@(?P<key>[a-z_]+)(?:#(?P<incident>\d))?")
_SOURCE = re.compile(r"s(?P<nth>[1-4])(?:#(?P<incident>\d))?")


class BadGold(ValueError):
    """A record cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the gold set's own list."""

    key: str
    latitude: float
    longitude: float
    area: bool


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled thing in a text. `incident` is 0 where it belongs to none (a total)."""

    kind: str
    value: str
    quote: str
    start: int
    end: int
    incident: int = 1
    scope: Scope = Scope.INCIDENT
    qualifier: Qualifier | None = None
    low: int | None = None
    high: int | None = None
    category: str | None = None
    subset_of: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    grain: str | None = None
    spot: Spot | None = None
    nth: int = 0
    denied: bool = False
    """Stated only to be denied: a reader may tell it or leave it out."""


@dataclass(frozen=True, slots=True)
class Record:
    """A text of the gold set with everything that is true of it."""

    id: str
    language: str
    published: date
    style: str
    incident: str
    text: str
    labels: tuple[Label, ...]
    calm: bool

    @property
    def harms(self) -> tuple[Label, ...]:
        """Give the labels of people harmed."""
        return tuple(label for label in self.labels if label.kind == "harm")

    @property
    def is_trap(self) -> bool:
        """Tell whether a toll of more than one incident stands in it."""
        return any(label.scope is not Scope.INCIDENT for label in self.harms)

    @property
    def numberless(self) -> bool:
        """Tell whether no number of people harmed is stated."""
        return all(label.low is None and label.high is None for label in self.harms)


def read_spots(written: str) -> dict[str, Spot]:
    """Read the list of places: key, latitude, longitude, kind, parted by bars."""
    spots = {}
    for line in written.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        key, latitude, longitude, kind = (part.strip() for part in line.split("|"))
        spots[key] = Spot(key, float(latitude), float(longitude), kind == "area")
    return spots


def read_records(written: str, language: str, spots: dict[str, Spot]) -> list[Record]:
    """Read a file of records; raise BadGold where one cannot be read."""
    records = []
    for nth, block in enumerate(re.split(r"\n\s*\n", written.strip()), 1):
        lines = [line for line in block.strip().splitlines() if not line.startswith("#")]
        if lines:
            records.append(_record(lines, language, nth, spots))
    return records


def _record(lines: list[str], language: str, nth: int, spots: dict[str, Spot]) -> Record:
    where = f"{language} record {nth} ({lines[0][:60]})"
    head = lines[0].split()
    if len(head) < 3 or head[0] != "=" or head[2] not in STYLES or len(lines) < 2:
        raise BadGold(f"{where}: needs a line '= YY-MM-DD style' and a text")
    try:
        published = date.fromisoformat("20" + head[1])
        text, labels = _text("\n".join(lines[1:]), published, spots)
    except (ValueError, KeyError) as exc:
        raise BadGold(f"{where}: {exc}") from exc
    more = head[3:]
    named = {part[:2]: part[2:] for part in more if part[:2] in ("i:", "r:")}
    own = named.get("r:", f"{language}-{nth:03}")
    incident = named.get("i:", own)
    if unknown := [part for part in more if part != "calm" and part[:2] not in named]:
        raise BadGold(f"{where}: {unknown} is no flag")
    return Record(own, language, published, head[2], incident, text, tuple(labels), "calm" in more)


def _text(marked: str, published: date, spots: dict[str, Spot]) -> tuple[str, list[Label]]:
    pieces: list[str] = []
    labels: list[Label] = []
    parts: list[tuple[int, str]] = []
    at = length = 0
    for found in _MARK.finditer(marked):
        before = marked[at : found.start()]
        pieces += [before, found[1]]
        start = length + len(before)
        length = start + len(found[1])
        for code in found[2].split(","):
            label, part = _label(code.strip(), found[1], start, published, spots)
            if part:
                parts.append((len(labels), part))
            labels.append(label)
        at = found.end()
    text = "".join(pieces) + marked[at:]
    if set("{}|") & set(text):
        raise BadGold("a brace or bar is left over")
    for index, part in parts:
        labels[index] = _subset(labels, index, part)
    return text, labels


def _subset(labels: list[Label], index: int, part: str) -> Label:
    """Tie a part to the whole before it (`^`) or after it (`&`)."""
    label = labels[index]
    order = range(index - 1, -1, -1) if part == "^" else range(index + 1, len(labels))
    for other in order:
        whole = labels[other]
        if whole.kind == "harm" and whole.subset_of is None and whole.value == label.value:
            values = {name: getattr(label, name) for name in Label.__slots__}
            return Label(**{**values, "subset_of": other})
    raise BadGold(f"{label.quote!r} is part of nothing")


def _label(
    code: str, quote: str, start: int, published: date, spots: dict[str, Spot]
) -> tuple[Label, str]:
    end = start + len(quote)
    if found := _HARM.fullmatch(code):
        low, high, qualifier = _quantity(found["number"])
        scope = _scope(found["scope"])
        category = CATEGORIES[found["category"]] if found["category"] else None
        return (
            Label(
                "harm", OUTCOMES[found["outcome"]], quote, start, end,
                _incident(found["incident"], scope), scope, qualifier, low, high, category,
                denied=found["denied"] is not None,
            ),
            found["part"] or "",
        )  # fmt: skip
    if found := _PLACE.fullmatch(code):
        spot = spots[found["key"]]
        incident = _incident(found["incident"])
        return Label("where", spot.key, quote, start, end, incident, spot=spot), ""
    if found := _SOURCE.fullmatch(code):
        incident = _incident(found["incident"])
        return Label("source", quote, quote, start, end, incident, nth=int(found["nth"])), ""
    if found := _PLAIN.fullmatch(code):
        kinds = {"o": ("object", OBJECTS), "m": ("means", MEANS), "a": ("actor", ACTORS)}
        kind, words = kinds[found["kind"]]
        value, incident = words[found["value"]], _incident(found["incident"])
        return Label(kind, value, quote, start, end, incident), ""
    if code in ("n", "n#2"):
        return Label("denial", "denial", quote, start, end, 2 if code == "n#2" else 1), ""
    if found := _WHEN.fullmatch(code):
        first, last, grain = _days(found["day"], published)
        scope = _scope(found["scope"])
        return (
            Label(
                "when", f"{first}/{last}", quote, start, end,
                _incident(found["incident"], scope), scope,
                first_day=first, last_day=last, grain=grain,
            ),
            "",
        )  # fmt: skip
    raise BadGold(f"{code!r} is no label")


def _incident(written: str | None, scope: Scope = Scope.INCIDENT) -> int:
    return int(written or 1) if scope is Scope.INCIDENT else 0


def _scope(written: str | None) -> Scope:
    return {None: Scope.INCIDENT, "!c": Scope.CUMULATIVE, "!p": Scope.PERIODIC}[written]


def _quantity(written: str) -> tuple[int | None, int | None, Qualifier | None]:
    if written == "?":
        return None, None, None
    if written[0] == "*":
        return *SPANS[written[1]], Qualifier.SPAN
    if ".." in written:
        low, high = map(int, written.split(".."))
        return low, high, Qualifier.RANGE
    number = int(written.strip("<>~+-"))
    if written[0] == ">":
        return number + 1, None, Qualifier.MORE_THAN
    if written[0] == "<":
        return None, number - 1, Qualifier.LESS_THAN
    if written[0] == "~":
        return number, number, Qualifier.ABOUT
    if written[-1] == "+":
        return number, None, Qualifier.AT_LEAST
    if written[-1] == "-":
        return None, number, Qualifier.AT_MOST
    return number, number, Qualifier.EXACT


def _days(written: str, published: date) -> tuple[date, date, str]:
    """Resolve a day as the notation writes it: w0, w-1, wthu, w0314, w240314, wM2403, wY2024."""
    if written[0] == "Y":
        year = int(written[1:])
        return date(year, 1, 1), date(year, 12, 31), "year"
    if written[0] == "M":
        year, month = 2000 + int(written[1:3]), int(written[3:5])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month"
    if ".." in written:
        ends = [_day(end, published) for end in written.split("..")]
        if ends[0] > ends[1]:
            raise BadGold(f"{written!r} ends before it begins")
        return ends[0], ends[1], "span"
    day = _day(written, published)
    return day, day, "day"


def _day(written: str, published: date) -> date:
    if written in DAYS:
        # The latest such day up to the day of publication.
        return published - timedelta((published.weekday() - DAYS.index(written)) % 7)
    if written == "0" or written[0] == "-":
        return published + timedelta(int(written))
    if len(written) == 4:
        return date(published.year, int(written[:2]), int(written[2:]))
    return date(2000 + int(written[:2]), int(written[2:4]), int(written[4:]))
