"""Scenario 34 at the node: a database that does not keep what it commits stops the start."""

import pytest
from django.db import connection

from answerable.cli.databases import sqlite
from answerable.cli.errors import Refused

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is set by its operator"),
]


@pytest.mark.parametrize("level", [0, 1])
def test_scenario_34_commits_that_could_be_lost_stop_the_start(level: int) -> None:
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA synchronous").fetchone()[0]
        cursor.execute(f"PRAGMA synchronous={level}")
        try:
            with pytest.raises(Refused, match=f"synchronous={level}"):
                sqlite.check_can_be_trusted()
        finally:
            cursor.execute(f"PRAGMA synchronous={before}")


def test_a_database_that_keeps_what_it_commits_is_trusted() -> None:
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA synchronous").fetchone()[0]
        cursor.execute("PRAGMA synchronous=FULL")
        try:
            sqlite.check_can_be_trusted()
        finally:
            cursor.execute(f"PRAGMA synchronous={before}")
