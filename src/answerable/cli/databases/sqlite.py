"""A node's SQLite file: a consistent copy while it is written to, and whether it can be trusted."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from answerable.cli.databases import OWN_LOGS, SQLITE, doubting
from answerable.cli.errors import Refused

MEMBER = "database/db.sqlite3"
FULL = 2


class Copied:
    """A copy of the database in a file of its own."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    def about(self) -> dict[str, Any]:
        """Say which kind of database it is; the file says the rest."""
        return {"database": SQLITE}

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Ask something of the copy."""
        yield from self._connection.execute(query)

    def files(self) -> Iterator[tuple[str, int, BinaryIO]]:
        """Give the one file."""
        with self._path.open("rb") as file:
            yield MEMBER, self._path.stat().st_size, file


@contextmanager
def snapshot(live: Path, work: Path) -> Iterator[Copied]:
    """Copy the database by SQLite's own backup, and check the copy; raises Refused if it is bad."""
    path = work / "db.sqlite3"
    try:
        with closing(sqlite3.connect(live, timeout=20)) as source:
            copy = sqlite3.connect(path)
            copy.execute("PRAGMA synchronous=OFF")
            # In one step: one read transaction, which in WAL mode keeps no writer waiting.
            source.backup(copy)
        with closing(copy):
            # One file, without a log beside it that would have to be copied too.
            copy.execute("PRAGMA journal_mode=DELETE")
            check_whole(copy)
            yield Copied(path, copy)
    except sqlite3.Error as exc:
        raise Refused(f"the database cannot be copied: {exc}") from exc


def check_whole(connection: sqlite3.Connection) -> None:
    """Raise Refused if pages are damaged or rows point nowhere."""
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != ("ok",):
        raise Refused(f"the database is damaged: {_first_line(str(found[0]))}")
    loose = connection.execute("PRAGMA foreign_key_check").fetchone()
    if loose is not None:
        raise Refused(f"the database is damaged: a row of {loose[0]} points nowhere")


def mark_restored(path: Path) -> list[tuple[str, int]]:
    """Check a database that was put back, and let none of its own logs be signed.

    Return each of them with its size.
    """
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            check_whole(connection)
            columns = {
                (table, str(row[1]))
                for table in ("ledger_loghead", "ledger_peerstatus")
                for row in connection.execute(f"PRAGMA table_info({table})")
            }
            for statement in doubting(columns):
                connection.execute(statement)
            return connection.execute(OWN_LOGS).fetchall()
    except sqlite3.Error as exc:
        raise Refused(f"the database in the backup cannot be used: {exc}") from exc


def check_can_be_trusted() -> None:
    """Raise Refused unless Django's connection keeps what it commits, and the pages are whole.

    Asked at each start: a file system without shared memory quietly gives another journal mode.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        mode = _asked(cursor, "PRAGMA journal_mode")
        if mode != "wal":
            raise Refused(f"the database runs in journal mode {mode}, not wal: what kind of disk?")
        level = _asked(cursor, "PRAGMA synchronous")
        if int(level) < FULL:
            raise Refused(f"the database runs with synchronous={level}: commits could be lost")
        found = _asked(cursor, "PRAGMA quick_check(1)")
        if found != "ok":
            raise Refused(
                f"the database is damaged ({_first_line(found)}): keep the folder as it is, and "
                "put a backup back with answerable restore --replace"
            )


def _asked(cursor: Any, question: str) -> str:
    cursor.execute(question)
    return str(cursor.fetchone()[0])


def _first_line(text: str) -> str:
    return " ".join(text.split())[:200]
