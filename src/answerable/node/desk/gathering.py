"""Read the small tables of one row in the row's own query, so that a page of many parts asks once.

Each part comes as one JSON array and is made into rows of its model again, as a prefetch would have
them: `incident.places.all()` then costs no query. Only for reading; both databases give the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import connections, models
from django.db.models import OuterRef, Subquery
from django.utils.dateparse import parse_date, parse_datetime

from answerable.node.accounts.models import User

M = TypeVar("M", bound=models.Model)
_PREFIX = "gathered_"


@dataclass(frozen=True)
class Part:
    """Rows that belong to another row: under which name, which ones, and which people they name.

    `rows` is without the condition that ties it to the other row; `by` is the path of that.
    """

    name: str
    rows: Callable[[], models.QuerySet[Any]]
    by: str = "incident"
    people: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def attribute(self) -> str:
        """Return the name under which the query has the part."""
        return _PREFIX + self.name

    def columns(self) -> list[str]:
        """Return the columns that are read."""
        own = [field.attname for field in self.rows().model._meta.concrete_fields]
        named = [f"{one}__{name}" for one in self.people for name in ("name", "username")]
        return [*own, *named, *self.also]


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
    arrays = {
        part.attribute: Rows(part.rows().filter(**{part.by: OuterRef("pk")}), part.columns())
        for part in parts
    }
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
    model = part.rows().model
    fields = list(model._meta.concrete_fields)
    names = [field.attname for field in fields]
    using = next(iter(connections))
    made = []
    for one in gathered or ():
        row = model.from_db(using, names, [_value(field, one[field.attname]) for field in fields])
        for person in part.people:
            pk = one[f"{person}_id"]
            known = {name: one[f"{person}__{name}"] for name in ("name", "username")}
            setattr(row, person, None if pk is None else User(pk=pk, **known))
        for name in part.also:
            setattr(row, name, one[name])
        made.append(row)
    return made


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
        case _:
            return value


def _instant(value: str) -> datetime | None:
    at = parse_datetime(value)
    # SQLite stores no zone: all of it is in UTC.
    return at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
