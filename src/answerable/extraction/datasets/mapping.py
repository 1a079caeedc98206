"""What the columns of a data set mean: the documented form of a mapping, read strictly.

A mapping is data, as hostile as any file: it names columns and codes, and can run nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
import yaml
from msgspec import Meta, Struct

from answerable.extraction.datasets import records
from answerable.extraction.datasets.errors import NotAMapping

SCHEMA = "answerable.mapping/1"
MAX_BYTES, _DEPTH = 128 * 1024, 40
_KM = re.compile(r"\d{1,4}(?:\.\d+)?")
# YAML and JSON can write characters that no database keeps: NUL, half of a pair.
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
Line = Annotated[str, Meta(max_length=300)]
Names = Annotated[tuple[Line, ...], Meta(max_length=40)]
Codes = Annotated[dict[str, str], Meta(max_length=500)]
Grains = Literal["hour", "day", "week", "month", "year"]


class _Part(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all parts of a mapping have in common: a name that is not known is an error."""


class Words(_Part, frozen=True, kw_only=True):
    """A text: constant, or of one or several columns joined by `join`, what is unknown left out.

    `before` stands before what the columns say.
    """

    columns: Names = ()
    value: Line = ""
    before: Line = ""
    join: Line = " "
    required: bool = False


class Coded(_Part, frozen=True, kw_only=True):
    """Codes: of columns whose words are looked up, of columns that mark by a number or "yes".

    `otherwise` says what a word means that is not in `codes`: a code, "" for nothing, or
    "quarantine".
    """

    columns: Names = ()
    codes: Codes = {}
    otherwise: Line = ""
    split: Line = ""
    marked_by: Annotated[dict[str, Names], Meta(max_length=60)] = {}
    value: Line = ""


class When(_Part, frozen=True, kw_only=True):
    """Days: one column, a first and a last one, or columns for year, month and day.

    `grain` looks a column up that says how exactly the date is known; `text` is a column whose
    beginning may say that only the month is known.
    """

    column: Line = ""
    last: Line = ""
    forms: Names = ()
    year: Line = ""
    month: Line = ""
    day: Line = ""
    grain: Line = ""
    grains: dict[str, Grains] = {}
    text: Line = ""
    required: bool = False


class Where(_Part, frozen=True, kw_only=True):
    """A place: names from the smallest to the largest, a point, and how exactly it is known.

    The precision is constant, looked up in a column, or that of the first column of `depth` that
    is filled. `radii` are kilometres by the words of the column `precision`, where those say them.
    """

    names: Names = ()
    country: Line = ""
    latitude: Line = ""
    longitude: Line = ""
    point: Line = ""
    precision: Line = ""
    precisions: Codes = {}
    radii: Codes = {}
    depth: Codes = {}
    value: Line = "unknown"
    radius_km: Line = ""


class Number(_Part, frozen=True, kw_only=True):
    """One figure: a column, or its low, best and high ones."""

    counts: Line
    group: Line = "total"
    column: Line = ""
    low: Line = ""
    high: Line = ""
    best: Line = ""
    about: bool = False


class Total(_Part, frozen=True, kw_only=True):
    """Makes every row a running total of a situation, as of the row's date."""

    situation: Words
    owner: Words
    covers: Words = Words()


class Only(_Part, frozen=True, kw_only=True):
    """Which rows are taken: those whose column has, or has not, one of these values."""

    column: Line
    one_of: Names = ()
    none_of: Names = ()


class Mapping(_Part, frozen=True, kw_only=True):
    """The whole of it. `match` names the columns by which a file of this kind is known."""

    schema: Literal["answerable.mapping/1"]
    name: Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[a-z0-9-]+\Z")]
    title: Line
    publisher: Line = ""
    licence: Line = ""
    credit: Annotated[str, Meta(max_length=1000)] = ""
    homepage: Line = ""
    caution: Annotated[str, Meta(max_length=2000)] = ""
    sheet: Line = ""
    match: Names = ()
    key: Annotated[Names, Meta(min_length=1)]
    only: Annotated[tuple[Only, ...], Meta(max_length=20)] = ()
    leave_out: Names = ()
    unknown: Names = ()
    heading: Words
    text: Words = Words()
    url: Words = Words()
    published_by: Words = Words()
    language: Words = Words()
    published: When = When()
    when: When = When()
    where: Where = Where()
    kind: Coded = Coded()
    objects: Coded = Coded()
    means: Coded = Coded()
    actors: Names = ()
    sources: Names = ()
    figures: Annotated[tuple[Number, ...], Meta(max_length=60)] = ()
    toll: Total | None = None
    notes: Names = ()


def read_mapping(data: bytes | str) -> Mapping:
    """Return a mapping written as YAML or JSON, or raise `NotAMapping` with where it goes wrong."""
    if len(data) > MAX_BYTES:
        raise NotAMapping("A mapping has 128 KB at most.")
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        if _depth(text) > _DEPTH:
            raise NotAMapping("The mapping is nested too deeply.")
        # References would let a few lines unfold to a file of any size.
        if any(isinstance(one, yaml.events.AliasEvent) for one in yaml.parse(text, _Plain)):
            raise NotAMapping("A mapping has no references (*name). Write the values out.")
        plain = yaml.load(text, _Plain)  # noqa: S506 - a safe loader
    except UnicodeDecodeError as error:
        raise NotAMapping("A mapping is text in UTF-8.") from error
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        place = getattr(error, "problem_mark", None)
        line = f" Look at line {place.line + 1}." if place is not None else ""
        raise NotAMapping(f"This is neither YAML nor JSON.{line}") from error
    return of_values(plain)


def of_values(plain: Any) -> Mapping:
    """Return a mapping of plain values, as they are kept in a database."""
    try:
        mapping = msgspec.convert(plain, Mapping)
    except (msgspec.ValidationError, RecursionError) as error:
        raise NotAMapping(f"The mapping does not keep to its form: {error}") from error
    if any(_NO_CHARACTER.search(one) for one in _texts(msgspec.to_builtins(mapping))):
        raise NotAMapping("The mapping holds NUL or half a character. Take it out.")
    problem = next(_problems(mapping), None)
    if problem:
        raise NotAMapping(problem)
    return mapping


def values_of(mapping: Mapping) -> dict[str, Any]:
    """Return a mapping as plain values, what is left at its default left out."""
    plain: dict[str, Any] = json.loads(msgspec.json.encode(mapping))
    return plain


def columns_of(mapping: Mapping) -> set[str]:
    """Return every column that the mapping names, so that missing ones can be told."""
    words = [mapping.heading, mapping.text, mapping.url, mapping.published_by, mapping.language]
    if mapping.toll is not None:
        words += [mapping.toll.situation, mapping.toll.owner, mapping.toll.covers]
    found = {name for one in words for name in one.columns}
    for when in (mapping.when, mapping.published):
        found |= {when.column, when.last, when.year, when.month, when.day, when.grain, when.text}
    where = mapping.where
    found |= {where.country, where.latitude, where.longitude, where.point, where.radius_km}
    found |= {where.precision, *where.depth, *where.names}
    for coded in (mapping.kind, mapping.objects, mapping.means):
        found |= {*coded.columns, *(name for names in coded.marked_by.values() for name in names)}
    for figure in mapping.figures:
        found |= {figure.column, figure.low, figure.high, figure.best}
    found |= {*mapping.key, *mapping.actors, *mapping.sources, *mapping.notes, *mapping.match}
    found |= {one.column for one in mapping.only}
    return found - {""}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield name
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _problems(mapping: Mapping) -> Iterator[str]:
    """Say what the form alone cannot hold: codes that are ours, parts that need each other."""
    for figure in mapping.figures:
        if figure.counts not in records.CATEGORIES:
            yield _unknown("figures.counts", figure.counts, records.CATEGORIES)
        if figure.group not in records.GROUPS:
            yield _unknown("figures.group", figure.group, records.GROUPS)
        if bool(figure.column) == bool(figure.low or figure.high or figure.best):
            yield "A figure has either a column or its low, best and high columns."
    for name, coded, known in (
        ("kind", mapping.kind, records.KINDS),
        ("objects", mapping.objects, records.OBJECTS),
        ("means", mapping.means, records.MEANS),
    ):
        for code in (coded.value, coded.otherwise, *coded.codes.values(), *coded.marked_by):
            if code not in (*known, "", "quarantine"):
                yield _unknown(name, code, known)
    where = mapping.where
    for code in (where.value, *where.precisions.values(), *where.depth.values()):
        if code not in records.RADIUS_KM:
            yield _unknown("where", code, tuple(records.RADIUS_KM))
    if not all(_KM.fullmatch(radius) for radius in where.radii.values()):
        yield "where.radii are kilometres, such as 25."
    if bool(where.latitude) != bool(where.longitude):
        yield "A place has both a latitude and a longitude, or neither."
    yield from _of_days(mapping)
    hidden = {*mapping.leave_out} & columns_of(mapping)
    if hidden:
        yield f'The column "{min(hidden)}" is left out and used; it can be only one of both.'


def _of_days(mapping: Mapping) -> Iterator[str]:
    for name, when in (("when", mapping.when), ("published", mapping.published)):
        if when.column and when.year:
            yield f"{name} has either a column or one for the year, not both."
        if (when.month or when.day) and not when.year:
            yield f"{name} has a column for the month or the day and none for the year."
        if any("%" in form and "%Y" not in form and "%y" not in form for form in when.forms):
            yield f"{name} has a form without a year (%Y)."
    if mapping.toll is not None:
        if not (mapping.when.column or mapping.when.year):
            yield "A toll needs the date as of which it stands (when)."
        if not mapping.figures:
            yield "A toll needs figures."
        seen = [(one.counts, one.group) for one in mapping.figures]
        if len(set(seen)) != len(seen):
            yield "A toll counts each thing once."


def _unknown(where: str, code: str, known: tuple[str, ...]) -> str:
    return f'{where}: "{code[:60]}" is not one of {", ".join(known)}.'


def _depth(text: str) -> int:
    """Return how deep brackets go, at a glance: reading them costs the square of it."""
    deepest = depth = 0
    for sign in text:
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest


class _Plain(yaml.SafeLoader):
    """Reads "no", "on" and dates as the words they are; true and false stay what they are."""


_Plain.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in pairs
        if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp",
                       "tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
    ]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}  # fmt: skip
_Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
