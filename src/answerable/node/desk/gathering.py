"""Read the small tables of one row in the row's own query, so that a page of many parts asks once.

Each part comes as one JSON array and is made into rows of its model again, as a prefetch would have
them: `incident.places.all()` then costs no query. Only for reading; both databases give the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar, cast

from django.db import connections, models
from django.db.models import OuterRef, Subquery
from django.db.models.expressions import RawSQL
from django.utils.dateparse import parse_date, parse_datetime

from answerable.node.desk.models.sealed import SealedTextField
from answerable.node.ledger.written import beside

M = TypeVar("M", bound=models.Model)
_PREFIX = "gathered_"
# Rows that belong to the same case; nothing ties them but its name.
CASE: Mapping[str, str] = {"channel": "channel", "thread": "thread"}


def case_through(path: str) -> Mapping[str, str]:
    """Return how rows belong to the case of what they hang on."""
    return {f"{path}__{name}": own for name, own in CASE.items()}


@dataclass(frozen=True)
class Part:
    """Rows that belong to another row: under which name, which ones, and which people they name.

    `rows` is without the condition that ties it to the other row; `by` is the path of that, or
    the paths with the columns of the other row that they must equal. Of what `related` names the
    fields given there are at hand; with `only`, the row itself has no more than these.
    """

    name: str
    rows: Callable[[], models.QuerySet[Any]]
    by: str | Mapping[str, str] = "incident"
    people: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: tuple[str, ...] = ()

    @cached_property
    def model(self) -> type[models.Model]:
        """The model of its rows; asked for once, since `rows` may build a long query."""
        return cast("type[models.Model]", self.rows().model)

    @property
    def attribute(self) -> str:
        """Return the name under which the query has the part."""
        return _PREFIX + self.name

    def fields(self) -> list[models.Field[Any, Any]]:
        """Return the fields of the row itself that are read; its key always is."""
        fields = self.model._meta.concrete_fields
        return [one for one in fields if not self.only or one.primary_key or one.name in self.only]

    def columns(self) -> list[str]:
        """Return the columns that are read."""
        own = [one.attname for one in self.fields()]
        named = [f"{one}__{name}" for one, names in self.beside().items() for name in names]
        return [*own, *named, *self.also]

    def beside(self) -> dict[str, tuple[str, ...]]:
        """Return which fields are read of what the rows point to."""
        return {**dict.fromkeys(self.people, ("name", "username")), **self.related}

    @cached_property
    def written(self) -> dict[tuple[str, type[models.Model]], RawSQL]:
        """The part in SQL, for each database and model of the row outside that asked for it."""
        return {}

    def array(self, outside: models.QuerySet[Any]) -> RawSQL:
        """Return the rows as one JSON array beside a row of the query outside.

        Written once: to write the many parts of a page takes longer than to ask for them.
        """
        key = outside.db, outside.model
        if key not in self.written:
            self.written[key] = beside(outside, Rows(self.tied(), self.columns()))
        return self.written[key]

    def tied(self) -> models.QuerySet[Any]:
        """Return the rows with the condition that ties them to the row outside."""
        paths = {self.by: "pk"} if isinstance(self.by, str) else self.by
        return self.rows().filter(**{path: OuterRef(own) for path, own in paths.items()})


class Rows(Subquery):
    """The rows of a query as one JSON array of objects."""

    def __init__(self, queryset: models.QuerySet[Any], columns: Sequence[str]) -> None:
        super().__init__(queryset.values(*columns), output_field=models.JSONField())
        self.columns = tuple(columns)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Build the array with SQLite's functions; a name of a column is never a person's word."""
        pairs = ", ".join(f"'{name}', r.\"{name}\"" for name in self.columns)
        array = f"(SELECT json_group_array(json_object({pairs})) FROM (%(subquery)s) r)"  # noqa: S608
        return self.as_sql(compiler, connection, template=array, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Build the array with PostgreSQL's functions."""
        array = "(SELECT COALESCE(jsonb_agg(to_jsonb(r)), '[]'::jsonb) FROM (%(subquery)s) r)"
        return self.as_sql(compiler, connection, template=array, **extra)


def gather(found: models.QuerySet[M], parts: Sequence[Part]) -> models.QuerySet[M]:
    """Have a query bring the parts of its rows along; `settle` puts them into place."""
    arrays = {part.attribute: part.array(found) for part in parts}
    with_arrays: models.QuerySet[M] = found.annotate(**arrays)
    return with_arrays


def settle(row: M, parts: Sequence[Part]) -> dict[str, list[Any]]:
    """Make rows of what was gathered, let the row have those of its own, and return all by name."""
    made = {part.name: _rows(part, getattr(row, part.attribute)) for part in parts}
    cache = row.__dict__.setdefault("_prefetched_objects_cache", {})
    for name, rows in made.items():
        if hasattr(type(row), name):
            cache[name] = held(getattr(row, name).all(), rows)
    return made


def held(query: models.QuerySet[Any], rows: list[Any]) -> models.QuerySet[Any]:
    """Return a query that holds its rows already."""
    query._result_cache = rows
    query._prefetch_done = True  # type: ignore[attr-defined]
    return query


def _rows(part: Part, gathered: Sequence[dict[str, Any]]) -> list[Any]:
    model, fields = part.model, part.fields()
    names = [one.attname for one in fields]
    using = next(iter(connections))
    made = []
    for one in gathered or ():
        row = model.from_db(using, names, [_value(each, one[each.attname]) for each in fields])
        for name, known in part.beside().items():
            setattr(row, name, _related(model, name, known, one))
        for name in part.also:
            setattr(row, name, one[name])
        made.append(row)
    return made


def _related(
    model: type[models.Model], name: str, known: Sequence[str], gathered: Mapping[str, Any]
) -> models.Model | None:
    """Return what a row points to, with no more than was read of it."""
    pk = gathered[f"{name}_id"]
    if pk is None:
        return None
    target = cast("type[models.Model]", model._meta.get_field(name).related_model)
    row = target(pk=pk, **{each: gathered[f"{name}__{each}"] for each in known})
    row._state.adding = False
    return row


def _value(field: models.Field[Any, Any], value: Any) -> Any:
    """Return a value of JSON as the field has it: both databases write times their own way."""
    if value is None:
        return None
    match field:
        case models.DateTimeField():
            return _instant(value)
        case models.DateField():
            return parse_date(value)
        case models.DecimalField():
            return Decimal(str(value))
        case models.BooleanField():
            return bool(value)
        case models.JSONField():
            return json.loads(value) if isinstance(value, str) else value
        case SealedTextField():
            return field.from_db_value(value)
        case _:
            return value


def _instant(value: str) -> datetime | None:
    at = parse_datetime(value)
    # SQLite stores no zone: all of it is in UTC.
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
