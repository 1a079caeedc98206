"""One channel's store: its heads, entries, tree hashes, receipts, evidence and contents.

Every method joins the transaction that is open. What decides is always one conditional UPDATE,
which is right on SQLite and PostgreSQL alike; the row lock only saves the loser its work.
"""

from collections.abc import Sequence

from django.db import connection, transaction

from answerable.node.ledger.models import Entry, KeyChange, Node, Promise
from answerable.node.ledger.storage.contents import ContentRows
from answerable.node.ledger.storage.heads import fetch
from answerable.node.ledger.storage.receipts import ReceiptRows
from answerable.protocol.store import StoredEntry, StoredNode

_DATA = (
    "SELECT data FROM ledger_entry"
    ' WHERE log_id = %s AND "index" >= %s AND "index" < %s ORDER BY "index"'
)
_LEAVES = (
    "SELECT leaf_hash FROM ledger_entry"
    ' WHERE log_id = %s AND "index" >= %s AND "index" < %s ORDER BY "index"'
)
_NODES = (
    "SELECT hash FROM ledger_node"
    ' WHERE log_id = %s AND level = %s AND "index" >= %s AND "index" < %s ORDER BY "index"'
)
_ADD = (
    'INSERT INTO ledger_entry (log_id, "index", leaf_hash, data, statement_id)'
    " VALUES (%s, %s, %s, %s, %s)"
)
_CHANGES = (
    'SELECT e."index", e.data FROM ledger_keychange k'
    ' JOIN ledger_entry e ON e.log_id = k.log_id AND e."index" = k."index"'
    ' WHERE k.log_id = %s ORDER BY e."index"'
)
# The plus keeps SQLite from walking the whole log in its order instead of looking the value up.
_FIRST = (
    'SELECT e."index" FROM ledger_loghead h JOIN ledger_entry e ON e.log_id = h.id'
    " WHERE h.channel_id = %s AND h.origin = %s AND e.{} = %s"
    ' ORDER BY +e."index" LIMIT 1'
)
_FIND = _FIRST.format("statement_id")
_FIND_LEAF = _FIRST.format("leaf_hash")


class DjangoStore(ReceiptRows, ContentRows):
    """Everything the protocol library needs kept about one channel."""

    def append(
        self,
        origin: str,
        expected_next: int,
        entries: Sequence[StoredEntry],
        nodes: Sequence[StoredNode],
        edge: tuple[bytes, ...],
    ) -> None:
        """Add rows from `expected_next` on, and set next_index and next_edge.

        Raises HeadMoved, and writes nothing, unless next_index was `expected_next`.
        """
        key = self._key(origin)
        with transaction.atomic():
            self._move_next(origin, expected_next, expected_next + len(entries), edge)
            rows = [(key, e.index, e.leaf_hash, e.data, e.statement_id) for e in entries]
            with connection.cursor() as cursor:
                cursor.executemany(_ADD, rows)
            Node.objects.bulk_create(
                Node(log_id=key, level=node.level, index=node.index, hash=node.hash)
                for node in nodes
            )

    def discard_staged(self, origin: str) -> None:
        """Drop every row at or beyond the head's size."""
        with transaction.atomic():
            head = self.lock(origin)
            key = self._key(origin)
            Promise.objects.filter(log_id=key, index__gte=head.size).delete()
            KeyChange.objects.filter(log_id=key, index__gte=head.size).delete()
            Entry.objects.filter(log_id=key, index__gte=head.size).delete()
            levels = Node.objects.filter(log_id=key).values_list("level", flat=True).distinct()
            for level in levels.order_by("level"):
                Node.objects.filter(log_id=key, level=level, index__gte=head.size >> level).delete()
            self._unstage(origin)

    def entries(self, origin: str, start: int, end: int) -> list[bytes]:
        """The entries' bytes as they are stored, in order; fewer where rows end early."""
        rows = fetch(_DATA, self._key(origin), start, end)
        return [bytes(data) for (data,) in rows]

    def hashes(self, origin: str, level: int, start: int, end: int) -> bytes:
        """Hashes at level 0, 8, 16 and so on, concatenated; fewer where rows end early."""
        key = self._key(origin)
        if level == 0:
            rows = fetch(_LEAVES, key, start, end)
        else:
            rows = fetch(_NODES, key, level, start, end)
        return b"".join(bytes(digest) for (digest,) in rows)

    def mark_change(self, origin: str, index: int) -> None:
        """Note that the entry at this index changes keys; does nothing the second time."""
        KeyChange.objects.get_or_create(log_id=self._key(origin), index=index)

    def changes(self, origin: str) -> list[tuple[int, bytes]]:
        """The entries that change keys, staged ones too, with their indices, in order."""
        return [(index, bytes(data)) for index, data in fetch(_CHANGES, self._key(origin))]

    def find(self, origin: str, statement_id: str) -> int | None:
        """Lowest index of an entry with that statement id. A peer may repeat one."""
        return self._lowest(_FIND, origin, statement_id)

    def find_leaf(self, origin: str, leaf_hash: bytes) -> int | None:
        """Lowest index of an entry with that leaf hash."""
        return self._lowest(_FIND_LEAF, origin, leaf_hash)

    def _lowest(self, query: str, origin: str, wanted: str | bytes) -> int | None:
        found = fetch(query, self._channel.pk, origin, wanted)
        return int(found[0][0]) if found else None
