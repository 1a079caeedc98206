"""Give the other side a log of a million entries without saying each of them.

The rows, the notes and the countersignatures are what following it from its first entry would
have left, but for the entries' own content: those are filler, and count as read. What is said
after that is signed and judged as always.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from answerable.protocol import checkpoint, envelope, tiles, tree
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.tree import RightEdge

if TYPE_CHECKING:
    import httpx

    from answerable.node.ledger.models import Channel, Cosignature, LogHead
    from tests.node.ledger.peer import Peer

ENTRY_BYTES = 480
BATCH = 8192
# A live channel signs and countersigns as it goes: so many entries under each note.
A_NOTE = 64
A_CASE = 6


@dataclass
class LongLog:
    """The other side's log: its right edge and its last bundle are all that it must remember."""

    channel: Channel
    peer: Peer
    edge: RightEdge = field(default_factory=RightEdge)
    tail: list[bytes] = field(default_factory=list)
    note: bytes = b""

    def __post_init__(self) -> None:
        """Take over what was said when the channel was opened, and answer for it from now on."""
        stored = self.peer.store
        head = stored.head(self.peer.origin)
        assert head is not None
        self._take(stored.entries(self.peer.origin, 0, head.size))
        self.note = head.note
        self.peer.instead = self._answer

    @property
    def size(self) -> int:
        """Return how many entries the log has."""
        return self.edge.size

    def grow(self, size: int) -> None:
        """Put filler straight into the node's rows, up to this size."""
        from django.db import transaction

        origin = self.peer.origin
        rest = filler(self.size, size)
        while batch := list(islice(rest, BATCH)):
            with transaction.atomic():
                self._store(origin, batch)

    def say(self, count: int) -> None:
        """Say so much in signed statements; the node has to fetch them."""
        from answerable.node.ledger import services as ledger

        threads = [ledger.new_thread() for _ in range(-(-count // A_CASE))]
        author = self.peer.keys["author"]
        self._take(
            [
                envelope.sign(
                    self.peer.statement(
                        "interim", threads[number // A_CASE], {"code": "still_examining"}
                    ),
                    [author],
                )
                for number in range(count)
            ]
        )
        self.note = self._sign(self.size, self.edge.root)

    def _take(self, entries: Sequence[bytes]) -> None:
        for entry in entries:
            self.edge.append(tree.hash_leaf(entry))
        self.edge.grown.clear()
        self._remember(entries)

    def _remember(self, entries: Sequence[bytes]) -> None:
        """Keep what the bundles from the last full one on are made of."""
        start = self.size - len(entries) - len(self.tail)
        self.tail += entries
        first = max(start, (self.size - len(entries)) // tiles.WIDTH * tiles.WIDTH)
        del self.tail[: first - start]

    def _sign(self, size: int, root: bytes) -> bytes:
        return checkpoint.sign(Checkpoint(self.peer.origin, size, root), self.peer.keys["log"])

    def _store(self, origin: str, batch: Sequence[bytes]) -> None:
        """Write what following the log would have written, in the way of the store."""
        from answerable.node.ledger import models
        from answerable.node.ledger.channels import store_of
        from answerable.protocol.store import StoredEntry, StoredNode

        store, start = store_of(self.channel), self.size
        rows, notes = [], []
        for index, data in enumerate(batch, start):
            leaf = tree.hash_leaf(data)
            self.edge.append(leaf)
            rows.append(StoredEntry(index, data, leaf, data[:16].hex()))
            if (index + 1) % A_NOTE == 0 or index == start + len(batch) - 1:
                notes.append((index + 1, self.edge.root))
        nodes = [StoredNode(*grown) for grown in self.edge.grown]
        self.edge.grown.clear()
        store.append(origin, start, rows, nodes, self.edge.edge)
        self._remember(batch)
        head = models.LogHead.objects.get(origin=origin)
        signed = [(size, self._sign(size, root), root) for size, root in notes]
        self.note = signed[-1][1]
        store.advance(
            origin, start, size=self.size, root=self.edge.root, note=self.note, edge=self.edge.edge
        )
        models.Checkpoint.objects.bulk_create(
            models.Checkpoint(log=head, size=size, note=note) for size, note, _root in signed[:-1]
        )
        models.Cosignature.objects.bulk_create(
            receipt for size, _note, root in signed for receipt in self._receipts(head, size, root)
        )
        _read(head, start, self.size)

    def _receipts(self, head: LogHead, size: int, root: bytes) -> Iterator[Cosignature]:
        from answerable.node.ledger import identities, models

        for cosigner in identities.cosigners(self.channel):
            line = checkpoint.cosign(
                Checkpoint(head.origin, size, root), cosigner.name, cosigner.key, size
            )
            yield models.Cosignature(
                log=head,
                size=size,
                name=cosigner.name,
                key_id=line.key_id.hex(),
                time=size,
                line=line.format(),
            )

    def _answer(self, path: str) -> httpx.Response | None:
        """Answer for the log itself; all else is the peer's in memory."""
        from answerable.protocol.checkpoint import origin_hash
        from tests.node.ledger.peer import reply

        place = f"log/{origin_hash(self.peer.origin)}/"
        if path == f"{place}checkpoint":
            return reply(self.note)
        if not path.startswith(f"{place}tile/entries/"):
            return None
        wanted = tiles.parse_path(path.removeprefix(place))
        at = wanted.start - (self.size - len(self.tail))
        assert at >= 0, "an entry was asked for that the node has already"
        return reply(tiles.encode_bundle(self.tail[at : at + wanted.width]))


def filler(start: int, end: int) -> Iterator[bytes]:
    """Give entries of the size of a statement, each another."""
    block = hashlib.sha512(b"filler").digest() * 8
    for index in range(start, end):
        name = hashlib.sha256(index.to_bytes(8, "big")).digest()
        yield (name + block)[:ENTRY_BYTES]


def _read(head: LogHead, start: int, end: int) -> None:
    """Write the rows that reading these entries would have left."""
    from answerable.node.ledger import models

    keys = models.Entry.objects.filter(log=head, index__gte=start, index__lt=end)
    models.Statement.objects.bulk_create(
        (
            models.Statement(
                entry_id=key,
                log=head,
                index=index,
                thread=hashlib.sha256(str(index // A_CASE).encode()).hexdigest()[:32],
                kind="interim",
                office="liaison",
            )
            for key, index in keys.order_by("index").values_list("pk", "index")
        ),
        batch_size=1000,
    )
    models.LogHead.objects.filter(pk=head.pk).update(read_to=end)
