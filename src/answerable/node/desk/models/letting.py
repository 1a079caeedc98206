"""Conditions about compartments as ready SQL: a page asks them dozens of times, built once.

The SQL is the one that Django writes for `compartments_of` and for the folders shut to somebody. It
depends on who asks alone; who is let in, and until when, the database looks up each time.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from answerable.node.desk.models.compartments import CompartmentMember, Folder
from answerable.node.ledger.written import Condition, Sql, written


def compartments_open_to(user: int, offices: frozenset[int]) -> QuerySet[CompartmentMember, int]:
    """Return the compartments into which a person of these offices is let now."""
    let_in = Q(user=user) | Q(office__in=offices)
    now = Q(until__isnull=True) | Q(until__gt=Now())
    return CompartmentMember.objects.filter(let_in, now).values_list("compartment", flat=True)


class _Condition(Condition):
    """A condition on columns of the row, for one person."""

    def __init__(self, columns: tuple[str, ...], user: int, offices: frozenset[int]) -> None:
        super().__init__(*columns)
        self.user, self.offices = user, offices


class LetIn(_Condition):
    """The compartment in the column is none, or the person is let into it."""

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        """Write the condition."""
        ((column, params),) = self.compiled(compiler)
        mine, mine_params = _mine(connection.alias, self.user, self.offices)
        sql = f"({column} IS NULL OR {column} IN ({mine}))"
        return sql, (*params, *params, *mine_params)


class NotShut(_Condition):
    """The thread in the columns `channel` and `thread` is in no folder shut to the person."""

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        """Write the condition; the shut threads are looked up once, not for each row."""
        (channel, first), (thread, second) = self.compiled(compiler)
        shut, shut_params = _shut(connection.alias, self.user, self.offices)
        sql = f"NOT ({thread} IS NOT NULL AND ({channel}, {thread}) IN ({shut}))"
        return sql, (*second, *first, *second, *shut_params)


@lru_cache(maxsize=2048)
def _mine(using: str, user: int, offices: frozenset[int]) -> Sql:
    return written(compartments_open_to(user, offices).order_by(), using)


@lru_cache(maxsize=2048)
def _shut(using: str, user: int, offices: frozenset[int]) -> Sql:
    shut = Folder.objects.filter(compartment__isnull=False).exclude(
        compartment__in=compartments_open_to(user, offices)
    )
    return written(shut.values_list("channel", "thread").order_by(), using)
