"""Make a record of every row, or put the row aside with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from answerable.extraction.datasets import cells, days, records, spots
from answerable.extraction.datasets.errors import BadCell
from answerable.extraction.datasets.mapping import (
    Coded,
    Mapping,
    Number,
    When,
    Words,
    columns_of,
)
from answerable.extraction.datasets.records import (
    Day,
    Fault,
    Figure,
    Quarantined,
    Record,
    Spot,
    Toll,
)
from answerable.extraction.datasets.sheet import Line, Sheet

KEY_CHARS, TITLE_CHARS = 200, 300
_NO = frozenset({"0", "0.0", "false", "no", "n", "none", "notapplicable", "not applicable"})
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a table: `total` is always the records plus the quarantined rows."""

    records: tuple[Record, ...]
    quarantined: tuple[Quarantined, ...]
    total: int


def load(sheet: Sheet, mapping: Mapping) -> Loaded:
    """Read all rows. A key that comes again is a fault of the later row."""
    done: list[Record] = []
    aside: list[Quarantined] = []
    for one in read(sheet.lines, mapping):
        if isinstance(one, Record):
            done.append(one)
        else:
            aside.append(one)
    return Loaded(tuple(done), tuple(aside), len(sheet.lines))


def read(lines: Iterable[Line], mapping: Mapping) -> Iterator[Record | Quarantined]:
    """Yield for every row what becomes of it, in the order of the file."""
    plan = _Plan(mapping)
    for line in lines:
        yield plan.of(line)


def missing_columns(sheet: Sheet, mapping: Mapping) -> list[str]:
    """Return the columns that the mapping names and the table has not, in the order of names."""
    return sorted(columns_of(mapping) - set(sheet.columns))


class _Plan:
    """A mapping made ready for many rows; remembers the keys that have been."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.seen: set[str] = set()
        self.unknown = frozenset(" ".join(one.split()).casefold() for one in mapping.unknown)
        self.hidden = frozenset(mapping.leave_out)
        coded = (mapping.kind, mapping.objects, mapping.means)
        self.codes = {id(one): {_word(k): v for k, v in one.codes.items()} for one in coded}
        self.precisions = {_word(k): v for k, v in mapping.where.precisions.items()}
        self.radii = {_word(k): float(v) for k, v in mapping.where.radii.items()}
        self.grains = {
            id(one): {_word(k): v for k, v in one.grains.items()}
            for one in (mapping.when, mapping.published)
        }

    def of(self, line: Line) -> Record | Quarantined:
        kept = {name: cell for name, cell in line.cells.items() if name not in self.hidden}
        row = _Row(self, line.cells)
        if line.odd:
            row.faults.append(Fault(line.odd))
        record = row.record(line.number, kept) if not row.faults else None
        if record is not None and not row.faults:
            if record.key in self.seen:
                row.fault("key_twice", "key", ", ".join(self.mapping.key), record.key)
            else:
                self.seen.add(record.key)
                return record
        return Quarantined(line.number, kept, tuple(row.faults))


class _Row:
    """One row while it is read; collects everything that is wrong with it."""

    def __init__(self, plan: _Plan, line: dict[str, str]) -> None:
        self.plan, self.cells = plan, line
        self.faults: list[Fault] = []

    def fault(self, code: str, field: str, column: str = "", value: str = "") -> None:
        self.faults.append(Fault(code, field, column, value[:_SHOWN]))

    def cell(self, column: str) -> str:
        return self.cells.get(column, "") if column else ""

    def known(self, column: str) -> str:
        """Return a cell as one line, or nothing where it says that nothing is known."""
        text = cells.line_of(self.cell(column))
        return "" if cells.is_unknown(text, self.plan.unknown) else text

    def record(self, number: int, kept: dict[str, str]) -> Record | None:
        mapping = self.plan.mapping
        if not self._is_wanted():
            return None
        when = self.days(mapping.when, "when")
        published = self.days(mapping.published, "published")
        text = self.long(mapping.text)
        record = Record(
            number=number,
            key=self.key(),
            title=self.heading(text),
            text=text,
            publisher=self.words(mapping.published_by, "published_by") or mapping.publisher,
            credit=mapping.credit,
            url=self.address(),
            language=self.words(mapping.language, "language")[:35],
            published=published,
            when=when,
            where=self.place(),
            kind=next(iter(self.coded(mapping.kind, "kind")), ""),
            objects=self.coded(mapping.objects, "objects"),
            means=self.coded(mapping.means, "means"),
            actors=self.several(mapping.actors),
            sources=self.several(mapping.sources),
            figures=tuple(self.figures()),
            notes={name: self.known(name) for name in mapping.notes if self.known(name)},
            original=kept,
        )
        return self.as_toll(record) if mapping.toll is not None else record

    def _is_wanted(self) -> bool:
        for one in self.plan.mapping.only:
            word = _word(self.cell(one.column))
            is_other = bool(one.one_of) and word not in map(_word, one.one_of)
            if is_other or word in map(_word, one.none_of):
                self.fault("not_wanted", "only", one.column, self.cell(one.column))
        return not self.faults

    def key(self) -> str:
        columns = self.plan.mapping.key
        parts = [cells.line_of(self.cell(column)) for column in columns]
        key = " / ".join(parts)
        for column, part in zip(columns, parts, strict=True):
            if not part:
                self.fault("no_key", "key", column)
        if len(key) > KEY_CHARS:
            self.fault("key_too_long", "key", ", ".join(columns), key)
        return key

    def words(self, given: Words, field: str) -> str:
        parts = [part for column in given.columns if (part := self.known(column))]
        text = given.before + given.join.join(parts) if parts else given.value
        if given.required and not text:
            self.fault("required", field, ", ".join(given.columns))
        return text

    def long(self, given: Words) -> str:
        parts = [cells.readable(self.cell(column)) for column in given.columns]
        parts = [part for part in parts if not cells.is_unknown(part, self.plan.unknown)]
        text = (given.join if given.join != " " else "\n\n").join(parts) or given.value
        if given.required and not text:
            self.fault("required", "text", ", ".join(given.columns))
        return text

    def heading(self, text: str) -> str:
        title = self.words(self.plan.mapping.heading, "heading")
        if not title and text:
            title = " ".join(text.split())
        if not title:
            self.fault("no_title", "heading", ", ".join(self.plan.mapping.heading.columns))
        return title if len(title) <= TITLE_CHARS else title[: TITLE_CHARS - 1] + "…"

    def address(self) -> str:
        found = self.words(self.plan.mapping.url, "url").split(";")[0].split(" ")[0]
        # Shown as a link one day: nothing but the two ways of the web.
        return found if found.startswith(("https://", "http://")) and len(found) <= 2000 else ""

    def days(self, given: When, field: str) -> Day | None:
        columns = [name for name in (given.column, given.last, given.year, given.month, given.day)
                   if name]  # fmt: skip
        try:
            found = self._days(given)
        except BadCell as bad:
            self.fault(bad.code, field, ", ".join(columns), bad.value)
            return None
        if found is None and given.required:
            self.fault("no_date", field, ", ".join(columns))
        return found

    def _days(self, given: When) -> Day | None:
        if given.year:
            found = days.of_parts(
                self.cell(given.year), self.cell(given.month), self.cell(given.day)
            )
        else:
            found = days.day(self.cell(given.column), given.forms)
            found = days.between(found, days.day(self.cell(given.last), given.forms))
        if found is not None and given.grain:
            grain = self.plan.grains[id(given)].get(_word(self.cell(given.grain)))
            found = days.coarsened(found, grain) if grain else found
        if found is not None and given.text:
            found = days.month_that_a_text_says(found, cells.readable(self.cell(given.text)))
        return found

    def place(self) -> Spot | None:
        given = self.plan.mapping.where
        names = self.several(given.names)
        country = self.known(given.country)
        point = None
        try:
            if given.point:
                point = spots.of_one(self.cell(given.point))
            if point is None and given.latitude:
                point = spots.point(self.cell(given.latitude), self.cell(given.longitude))
        except BadCell as bad:
            used = given.point or f"{given.latitude}, {given.longitude}"
            self.fault(bad.code, "where", used, bad.value)
        if point is None and not names and not country:
            return None
        precision = self._precision() if point is not None else "unknown"
        radius = self.plan.radii.get(_word(self.cell(given.precision)))
        radius = records.RADIUS_KM[precision] if radius is None else radius
        if given.radius_km and (stated := self.known(given.radius_km)):
            radius = self._radius(stated)
        return Spot(
            names, country,
            point[0] if point else None, point[1] if point else None,
            radius if point else None, precision,
        )  # fmt: skip

    def _precision(self) -> str:
        given = self.plan.mapping.where
        if given.precision:
            found = self.plan.precisions.get(_word(self.cell(given.precision)))
            if found is not None:
                return found
        for column, precision in given.depth.items():
            if self.known(column):
                return precision
        return given.value

    def _radius(self, stated: str) -> float | None:
        try:
            radius = float(stated)
        except ValueError:
            radius = -1.0
        if not 0 <= radius <= 20_000:
            self.fault("no_such_radius", "where", self.plan.mapping.where.radius_km, stated)
            return None
        return radius

    def coded(self, given: Coded, field: str) -> tuple[str, ...]:
        found = {given.value: None} if given.value else {}
        for column in given.columns:
            cell = self.known(column)
            looked_up = self._looked_up(given, cell) if cell else ()
            for word, code in looked_up:
                if code == "quarantine":
                    self.fault("not_in_list", field, column, word)
                elif code:
                    found[code] = None
        for code, columns in given.marked_by.items():
            if any(self._is_marked(column) for column in columns):
                found[code] = None
        return tuple(found)

    def _looked_up(self, given: Coded, cell: str) -> Iterator[tuple[str, str]]:
        codes = self.plan.codes[id(given)]
        # The whole cell first: a word of a list may itself have the sign that parts them.
        if (whole := codes.get(_word(cell))) is not None or not given.split:
            yield cell, given.otherwise if whole is None else whole
            return
        for part in cell.split(given.split):
            if part.strip():
                yield part.strip(), codes.get(_word(part), given.otherwise)

    def _is_marked(self, column: str) -> bool:
        word = _word(self.cell(column))
        return not cells.is_unknown(word, self.plan.unknown) and word not in _NO

    def several(self, columns: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for name in columns if (word := self.known(name))))

    def figures(self) -> Iterator[Figure]:
        for given in self.plan.mapping.figures:
            names = [n for n in (given.column, given.low, given.best, given.high) if n]
            try:
                figure = self._figure(given, ", ".join(names))
            except BadCell as bad:
                self.fault(bad.code, f"figures.{given.counts}", ", ".join(names), bad.value)
                continue
            if figure is not None:
                yield figure

    def _figure(self, given: Number, column: str) -> Figure | None:
        read = {
            name: cells.count(self.cell(name), self.plan.unknown)
            for name in (given.column, given.low, given.best, given.high)
            if name
        }
        if given.column:
            only = read[given.column]
            low, high, best, about = only.low, only.high, None, only.about
        else:
            low = read[given.low].low if given.low else None
            high = read[given.high].high if given.high else None
            best = read[given.best].low if given.best else None
            about = False
            low, high = (best if low is None else low), (best if high is None else high)
        if low is None and high is None:
            return None
        if low is not None and high is not None and low > high:
            raise BadCell("low_above_high", f"{low} > {high}")
        if best is not None and not (low or 0) <= best <= (best if high is None else high):
            raise BadCell("best_is_outside", f"{low}, {best}, {high}")
        return Figure(
            given.counts, given.group, low, high, best if low != high else None,
            about or given.about, column,
        )  # fmt: skip

    def as_toll(self, record: Record) -> Record:
        """Return the record as a running total, which needs a date, an owner and a figure."""
        total = self.plan.mapping.toll
        if total is None:
            return record
        toll = Toll(
            situation=self.words(total.situation, "toll.situation"),
            owner=self.words(total.owner, "toll.owner"),
            covers=self.words(total.covers, "toll.covers"),
        )
        if not toll.situation:
            self.fault("required", "toll.situation", ", ".join(total.situation.columns))
        if not toll.owner:
            self.fault("required", "toll.owner", ", ".join(total.owner.columns))
        if record.when is None and not any(one.field == "when" for one in self.faults):
            self.fault("no_date", "when", self.plan.mapping.when.column)
        if not any(one.group in records.COUNTED_IN_TOLLS for one in record.figures):
            self.fault("no_figure", "figures", ", ".join(columns_of_figures(self.plan.mapping)))
        return replace(record, toll=toll)


def columns_of_figures(mapping: Mapping) -> list[str]:
    """Return the columns that hold figures."""
    names = [name for one in mapping.figures for name in (one.column, one.low, one.best, one.high)]
    return [name for name in names if name]


def _word(cell: str) -> str:
    return cells.line_of(cell).casefold()
