"""The heads of one channel's logs: where each ends, and the compare and swap that moves it."""

from contextlib import AbstractContextManager
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from answerable.node.ledger.models import Channel, Checkpoint, LogHead, Party
from answerable.protocol import names
from answerable.protocol.checkpoint import origin_hash
from answerable.protocol.errors import HeadMoved, NoSuchLog
from answerable.protocol.store import Head

_HASH = 32
_LOG = " FROM ledger_loghead WHERE channel_id = %s AND origin = %s"
_KEY = f"SELECT id{_LOG}"
_HEAD = f"SELECT id, origin, size, root, note, edge, next_index, next_edge{_LOG}"
_NOTE = (
    "SELECT note FROM ledger_checkpoint WHERE log_id = %s AND size <= %s ORDER BY size DESC LIMIT 1"
)
_REMEMBER = (
    "INSERT INTO ledger_checkpoint (log_id, size, note) VALUES (%s, %s, %s)"
    " ON CONFLICT (log_id, size) DO UPDATE SET note = excluded.note"
)


def fetch(query: str, *values: int | str | bytes) -> list[tuple[Any, ...]]:
    """Run one of the queries that every step of the protocol asks again.

    Written out, because building such a query anew takes ten times as long as running it.
    """
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def write(statement: str, *values: int | str | bytes) -> None:
    """Run one of the statements that every round writes with, for the same reason."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


class HeadRows:
    """A store of one channel, as far as heads go. Another channel's logs are not seen."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        # A log's key never changes; a store lives no longer than the deed it was made for.
        self._keys: dict[str, int] = {}

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing of what happens within; joins a transaction that is open already."""
        return transaction.atomic()

    def create(self, head: Head) -> None:
        """Begin a log of size 0; raises HeadMoved if there is one under that origin."""
        party = self._party(head.origin)
        _, is_new = LogHead.objects.get_or_create(
            origin=head.origin,
            defaults={
                "channel": self._channel,
                "party": party,
                "origin_hash": origin_hash(head.origin),
                "is_ours": party.pk == self._channel.ours_id,
                "size": head.size,
                "root": head.root,
                "note": head.note,
                "edge": b"".join(head.edge),
                "next_index": head.next_index,
                "next_edge": b"".join(head.next_edge),
            },
        )
        if not is_new:
            raise HeadMoved(f"there is a log {head.origin} already")
        if head.note:
            Checkpoint.objects.create(log_id=self._key(head.origin), size=head.size, note=head.note)

    def head(self, origin: str) -> Head | None:
        """The log's head, or None if there is no such log."""
        found = fetch(_HEAD, self._channel.pk, origin)
        return self._read(found[0]) if found else None

    def lock(self, origin: str) -> Head:
        """The head, held until the transaction ends; raises NoSuchLog."""
        # SQLite has no row locks and needs none: its transactions are immediate.
        lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
        found = fetch(_HEAD + lock, self._channel.pk, origin)
        if not found:
            raise NoSuchLog(origin)
        return self._read(found[0])

    def advance(
        self,
        origin: str,
        expected_size: int,
        *,
        size: int,
        root: bytes,
        note: bytes,
        edge: tuple[bytes, ...],
    ) -> None:
        """Swap the head and remember the note under its size.

        Raises HeadMoved, and writes nothing, unless the head's size was `expected_size`.
        """
        swapped = self._rows(origin).filter(size=expected_size, next_index__gte=size)
        with transaction.atomic():
            if not swapped.update(size=size, root=root, note=note, edge=b"".join(edge)):
                raise HeadMoved(origin)
            write(_REMEMBER, self._key(origin), size, note)

    def note(self, origin: str, at_most: int) -> bytes | None:
        """The newest note that was a head's and whose size is not above `at_most`."""
        found = fetch(_NOTE, self._key(origin), at_most)
        return bytes(found[0][0]) if found else None

    def _read(self, row: tuple[Any, ...]) -> Head:
        key, origin, *values = row
        self._keys[origin] = key
        return _head(origin, *values)

    def _rows(self, origin: str) -> QuerySet[LogHead]:
        return LogHead.objects.filter(channel=self._channel, origin=origin)

    def _key(self, origin: str) -> int:
        """Primary key of the log's row. Raises NoSuchLog."""
        if origin not in self._keys:
            found = fetch(_KEY, self._channel.pk, origin)
            if not found:
                raise NoSuchLog(origin)
            self._keys[origin] = int(found[0][0])
        return self._keys[origin]

    def _move_next(self, origin: str, expected: int, to: int, edge: tuple[bytes, ...]) -> None:
        moved = self._rows(origin).filter(next_index=expected)
        if not moved.update(next_index=to, next_edge=b"".join(edge)):
            raise HeadMoved(origin)

    def _unstage(self, origin: str) -> None:
        self._rows(origin).update(next_index=F("size"), next_edge=F("edge"))

    def _party(self, origin: str) -> Party:
        """Find the owner by the name behind the channel's, before an epoch's suffix."""
        *_, channel, last = origin.split("/")
        code = last if names.CHANNEL.fullmatch(channel) else channel
        for party in (self._channel.ours, self._channel.theirs):
            if party is not None and party.code == code:
                return party
        raise NoSuchLog(f"{origin} is of no party of this channel")


def _head(
    origin: str,
    size: int,
    root: bytes,
    note: bytes,
    edge: bytes,
    next_index: int,
    next_edge: bytes,
) -> Head:
    return Head(
        origin,
        size,
        bytes(root),
        bytes(note),
        _split(bytes(edge)),
        next_index,
        _split(bytes(next_edge)),
    )


def _split(edge: bytes) -> tuple[bytes, ...]:
    return tuple(edge[at : at + _HASH] for at in range(0, len(edge), _HASH))
