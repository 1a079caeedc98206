"""Copy a node's whole database as it stood at one moment, and put such a copy back."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
OWN_LOGS = "SELECT origin, size FROM ledger_loghead WHERE is_ours ORDER BY origin"


class Snapshot(Protocol):
    """One moment of the database."""

    def about(self) -> dict[str, Any]:
        """Say what is needed to put it back."""

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Ask something of it."""

    def files(self) -> Iterator[tuple[str, int, BinaryIO]]:
        """Give each file that it is kept in: name, size, bytes; in ascending order of names."""


def snapshot(work: Path) -> AbstractContextManager[Snapshot]:
    """Take a snapshot of this node's database while the node runs; `work` is for its files."""
    from django.db import connection

    from answerable.cli.databases import postgresql, sqlite

    if connection.vendor == POSTGRESQL:
        return postgresql.snapshot(work)
    return sqlite.snapshot(Path(str(connection.settings_dict["NAME"])), work)


_DOUBT = "UPDATE ledger_loghead SET suspect = 'restored' WHERE is_ours"
_DOUBT_NEWEST = f"{_DOUBT} AND counts_to IS NULL"


def doubting(columns: set[tuple[str, str]]) -> Iterator[str]:
    """Give the statements that let no own log of a database be signed, since it was put back.

    As `ledger.doubts` does it, but for tables of any version; `columns` says which there are. An
    ended log is left as it is.
    """
    yield _DOUBT_NEWEST if ("ledger_loghead", "counts_to") in columns else _DOUBT
    if ("ledger_peerstatus", "own_size_shown") in columns:
        # What the other side showed of it before counts no more.
        yield "UPDATE ledger_peerstatus SET own_size_shown = NULL"
    if ("ledger_peerstatus", "doubted_since") in columns:
        # The doubt is a new one; the next start says since when.
        yield "UPDATE ledger_peerstatus SET doubted_since = NULL"
