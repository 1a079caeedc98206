"""Questions written as SQL once and asked many times, where writing costs more than asking.

Only what a question is written from is fixed; what the database holds is looked up each time.
"""

from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

Sql = tuple[str, tuple[Any, ...]]


def written(query: QuerySet[Any, Any], using: str = DEFAULT_DB_ALIAS) -> Sql:
    """Return the SQL of a question and what goes with it."""
    sql, params = query.query.get_compiler(connection=connections[using]).as_sql()
    return cast("str", sql), tuple(params)


def first(question: Sql, using: str = DEFAULT_DB_ALIAS) -> tuple[Any, ...] | None:
    """Ask; return the first row as the database gives it, or None."""
    with connections[using].cursor() as cursor:
        cursor.execute(*question)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found
