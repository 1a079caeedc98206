"""Questions written as SQL once and asked many times, where writing costs more than asking.

Only what a question is written from is fixed; what the database holds is looked up each time.
"""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Expression, F, IntegerField, QuerySet, Subquery
from django.db.models.expressions import RawSQL

Sql = tuple[str, tuple[Any, ...]]
# Stands for the time of asking in a question that is written before; no clock shows it.
THEN = datetime(9999, 12, 31, 23, 59, 59, 999983, tzinfo=UTC)


def written(query: QuerySet[Any, Any], using: str = DEFAULT_DB_ALIAS) -> Sql:
    """Return the SQL of a question and what goes with it."""
    sql, params = query.query.get_compiler(connection=connections[using]).as_sql()
    return cast("str", sql), tuple(params)


class Counted(Subquery):
    """How many rows a question gives, inside another question."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    # Where Django sees that nothing can be found: no row is a count, too.
    empty_result_set_value = 0


class Condition(Expression):
    """A condition on columns of the row, as ready SQL."""

    output_field = BooleanField()

    def __init__(self, *columns: str) -> None:
        super().__init__()
        self.columns: list[Any] = [F(name) for name in columns]

    def get_source_expressions(self) -> list[Any]:
        """Return the columns."""
        return self.columns

    def set_source_expressions(self, exprs: Any) -> None:
        """Take the columns once they are resolved."""
        self.columns = list(exprs)

    def compiled(self, compiler: Any) -> list[Sql]:
        """Return the columns as SQL."""
        return [compiler.compile(one) for one in self.columns]


class InThread(Condition):
    """The row is of a thread, by its `channel` and `thread`, that any of several questions gives.

    Both parts are compared at once, so that an index which holds them answers without the rows.
    """

    def __init__(self, *questions: QuerySet[Any, Any]) -> None:
        super().__init__("channel", "thread")
        self.threads = keys_of(*(one.order_by().values("channel", "thread") for one in questions))

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        """Write the condition."""
        (channel, first), (thread, second) = self.compiled(compiler)
        sql = f"({channel}, {thread}) IN ({self.threads.sql})"
        return sql, (*first, *second, *self.threads.params)


def keys_of(*questions: QuerySet[Any, Any], using: str = DEFAULT_DB_ALIAS) -> RawSQL:
    """Return the keys that any of several questions gives, for `pk__in`.

    Each is then answered by an index of its own, where "or" has PostgreSQL look through all rows.
    """
    found: list[Sql] = []
    for one in questions:
        # Django says so where nothing can be found.
        with suppress(EmptyResultSet):
            found.append(written(one, using))
    parts = (f"SELECT * FROM ({sql}) k{n}" for n, (sql, _params) in enumerate(found))  # noqa: S608
    # The text is Django's; what people wrote stands in the parameters.
    union = " UNION ".join(parts) or "SELECT NULL WHERE 1 = 0"
    return RawSQL(union, tuple(one for _sql, params in found for one in params))  # noqa: S611


def beside(outside: QuerySet[Any, Any], what: Any) -> RawSQL:
    """Return what is asked beside each row of a query as SQL, to be kept and given to others.

    NULL where nothing can be found. The other query has to be of the same model and database.
    """
    query = outside.model._base_manager.order_by().annotate(what=what).query
    asked = query.annotations["what"]
    sql, params = "NULL", ()
    # Django says so where nothing can be found.
    with suppress(EmptyResultSet):
        sql, params = query.get_compiler(using=outside.db).compile(asked)
    # The text is Django's; what people wrote stands in the parameters.
    return RawSQL(sql, params, output_field=asked.output_field)  # noqa: S611


def asked_at(question: Sql, now: datetime, using: str = DEFAULT_DB_ALIAS) -> Sql:
    """Return a question that was written with `THEN`, to be asked now."""
    adapt = connections[using].ops.adapt_datetimefield_value
    then, at = adapt(THEN), adapt(now)
    sql, params = question
    return sql, tuple(at if one == then else one for one in params)


def first(question: Sql, using: str = DEFAULT_DB_ALIAS) -> tuple[Any, ...] | None:
    """Ask; return the first row as the database gives it, or None."""
    with connections[using].cursor() as cursor:
        cursor.execute(*question)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found
