"""Have every derived copy of an erased content deleted, by apps that the ledger knows nothing of.

An app registers what it forgets when it starts. Rows are changed in the transaction of the
erasure itself; files are deleted after its commit (`transaction.on_commit`), since a file cannot be
rolled back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from answerable.node.ledger.models import Channel


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A content that is being erased. `commit` and `leaf` in hex.

    `ours` tells whether our party wrote it. `media` and `data` are what it was, a last time, to
    find its copies by; None where it was not here any more.
    """

    channel: Channel
    origin: str
    index: int
    leaf: str
    thread: str
    commit: str
    ours: bool
    media: str | None
    data: bytes | None
    at: datetime


Forget: TypeAlias = Callable[[Forgotten], None]

_HOOKS: dict[str, Forget] = {}
_TABLES: dict[str, tuple[str, ...]] = {"ledger": ("ledger_content",)}


def register(name: str, forget: Forget, *, tables: tuple[str, ...] = ()) -> None:
    """Have this called for every content that is erased; once for each name.

    `tables` are those whose dead rows have to be vacuumed afterwards on PostgreSQL.
    """
    _HOOKS[name] = forget
    _TABLES[name] = tables


def emptied_tables() -> list[str]:
    """Return the tables that an erasure takes something out of."""
    return sorted({table for tables in _TABLES.values() for table in tables})


def forget_everywhere(forgotten: Forgotten) -> None:
    """Call all that is registered, in the order of the names; what one raises stops the erasure."""
    for _name, forget in sorted(_HOOKS.items()):
        forget(forgotten)
