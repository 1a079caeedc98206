"""A node's PostgreSQL database: every table as COPY writes it, from one transaction."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from answerable.cli.databases import OWN_LOGS, POSTGRESQL, doubting
from answerable.cli.errors import Refused
from answerable.safekeeping.errors import DamagedArchive

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

FOLDER = "database/tables"
_NAME = re.compile(r"[a-z0-9_]{1,63}")
_PIECE = 1024 * 1024

_TABLES = """
SELECT c.relname, c.relkind FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'f', 'm')
ORDER BY c.relname COLLATE "C"
"""
_COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'
ORDER BY ordinal_position
"""
_SEQUENCES = """
SELECT sequencename, last_value FROM pg_sequences
WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY sequencename
"""


class Transaction:
    """The database as one transaction sees it."""

    def __init__(self, cursor: "CursorWrapper", work: Path) -> None:
        self._cursor = cursor
        self._work = work
        self._tables = {name: _columns(cursor, name) for name in _tables(cursor)}

    def about(self) -> dict[str, Any]:
        """Say which tables there are with their columns, and how far their sequences went."""
        self._cursor.execute(_SEQUENCES)
        sequences = {str(name): int(value) for name, value in self._cursor.fetchall()}
        return {"database": POSTGRESQL, "tables": self._tables, "sequences": sequences}

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Ask something of it."""
        self._cursor.execute(query)
        while found := self._cursor.fetchmany(1000):
            yield from found

    def files(self) -> Iterator[tuple[str, int, BinaryIO]]:
        """Give each table's rows; one table at a time lies on the disk."""
        for name, columns in sorted(self._tables.items()):
            path = self._work / "table.copy"
            with path.open("w+b") as file:
                rows = f"COPY {_listed(name, columns)} TO STDOUT"
                with self._cursor.db.wrap_database_errors, self._cursor.copy(rows) as copy:
                    for piece in copy:
                        file.write(piece)
                size = file.tell()
                file.seek(0)
                yield f"{FOLDER}/{name}.copy", size, file


@contextmanager
def snapshot(work: Path) -> Iterator[Transaction]:
    """Hold one transaction open that sees one moment, whatever the node writes meanwhile."""
    from django.db import DatabaseError, connection, transaction

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            found = Transaction(cursor, work)
            missing = set(connection.introspection.django_table_names()) - set(_tables(cursor))
            if missing:
                raise Refused(f"the database lacks tables: {', '.join(sorted(missing)[:5])}")
            yield found
    except DatabaseError as exc:
        raise Refused(f"the database cannot be copied: {str(exc).splitlines()[0]}") from exc


def check_empty() -> None:
    """Raise Refused if the database that is to be filled holds a table."""
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            if _tables(cursor):
                raise Refused("the database is not empty; make an empty one, and name it")
    except DatabaseError as exc:
        raise Refused(f"the database cannot be used: {str(exc).splitlines()[0]}") from exc


def fill(about: dict[str, Any], folder: Path) -> list[tuple[str, int]]:
    """Make the tables of the backup's version and fill them: all of it in one transaction.

    Own logs are marked as restored; they are returned with their sizes.
    """
    from django.db import DatabaseError, connection, transaction

    try:
        # The last of these: COPY goes past Django, which would name its errors.
        with transaction.atomic(), connection.wrap_database_errors:
            _make_tables([(str(app), str(name)) for app, name in about["migrations"]])
            with connection.cursor() as cursor:
                _load(cursor, about, folder)
                columns = {
                    (table, name)
                    for table in ("ledger_loghead", "ledger_peerstatus")
                    for name in _columns(cursor, table)
                }
                for statement in doubting(columns):
                    cursor.execute(statement)
                cursor.execute(OWN_LOGS)
                return [(str(origin), int(size)) for origin, size in cursor.fetchall()]
    except DatabaseError as exc:
        raise Refused(f"the database cannot be filled: {str(exc).splitlines()[0]}") from exc


def _make_tables(applied: list[tuple[str, str]]) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map
    known = {each for each in applied if each in nodes}
    # What the backup's version had and no more, named by each app's last; upgrading comes after.
    followed = {
        parent.key for each in known for parent in nodes[each].parents if parent.key[0] == each[0]
    }
    executor.migrate(sorted(known - followed))
    call_command("createcachetable", verbosity=0)


def _load(cursor: "CursorWrapper", about: dict[str, Any], folder: Path) -> None:
    made = {name: _columns(cursor, name) for name in _tables(cursor)}
    tables = about.get("tables")
    if not isinstance(tables, dict) or {k: set(v) for k, v in tables.items()} != {
        k: set(v) for k, v in made.items()
    }:
        raise DamagedArchive("the backup's tables are not those of its version")
    # Foreign keys are looked at when the transaction ends, so the order does not matter. Making
    # the tables has set some of them to be looked at immediately.
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    cursor.execute(f"TRUNCATE {', '.join(_quoted(name) for name in made)}")
    for name in sorted(made):
        path = folder / f"{name}.copy"
        into = f"COPY {_listed(name, tables[name])} FROM STDIN"
        with path.open("rb") as file, cursor.copy(into) as copy:
            while piece := file.read(_PIECE):
                copy.write(piece)
        path.unlink()
    for name, value in about["sequences"].items():
        cursor.execute("SELECT setval(%s::regclass, %s)", [_quoted(name), value])


def _tables(cursor: "CursorWrapper") -> list[str]:
    cursor.execute(_TABLES)
    found = cursor.fetchall()
    odd = [name for name, kind in found if kind not in ("r", b"r") or not _NAME.fullmatch(name)]
    if odd:
        raise Refused(f"the database holds what is not a plain table of ours: {odd[0]}")
    return [str(name) for name, _ in found]


def _columns(cursor: "CursorWrapper", table: str) -> list[str]:
    cursor.execute(_COLUMNS, [table])
    return [str(name) for (name,) in cursor.fetchall()]


def _listed(table: str, columns: list[str]) -> str:
    return f"{_quoted(table)} ({', '.join(_quoted(name) for name in columns)})"


def _quoted(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise DamagedArchive("the backup names a table or column that cannot be ours")
    return f'"{name}"'
