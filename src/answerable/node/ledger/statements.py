"""Read committed entries into rows, so that a case's story is found without opening every leaf."""

from collections.abc import Container, Sequence
from datetime import datetime
from functools import cached_property
from operator import itemgetter

from django.db import transaction

from answerable.node.ledger import identities, peer_keys, projecting
from answerable.node.ledger.channels import store_of
from answerable.node.ledger.models import Channel, Checkpoint, Entry, LogHead, Statement
from answerable.protocol import changes, checkpoint, envelope, history, keys, note
from answerable.protocol.envelope import Fault, Reading
from answerable.protocol.statement import SeenHead

BATCH = 256


class Readings:
    """What was read while fetching, so that its signatures need not be checked a second time."""

    MOST = 32 * 256

    def __init__(self) -> None:
        self._by_leaf: dict[tuple[int, bytes], Reading] = {}
        # Whether the step before said anything of keys.
        self.change_keys = False

    def keep(self, readings: Sequence[Reading]) -> None:
        """Keep these, and forget the ones before when there are too many."""
        said = (each.statement for each in readings)
        self.change_keys = any(each is not None and each.type in changes.KINDS for each in said)
        if len(self._by_leaf) + len(readings) > self.MOST:
            self._by_leaf.clear()
        for reading in readings[-self.MOST :]:
            self._by_leaf[reading.index, reading.leaf_hash] = reading

    def of(self, index: int, leaf_hash: bytes) -> Reading | None:
        """Return what was read at this index, if it was these bytes."""
        return self._by_leaf.get((index, leaf_hash))


def read_new(
    channel: Channel, head: LogHead, readings: Readings, *, at: datetime
) -> frozenset[str]:
    """Read the committed entries that were not read yet, and have their cases projected.

    Returns the kinds of what was read. Signatures are checked outside a transaction; each batch is
    then written in one, with the cursor and the jobs, so that a kill at any moment neither loses
    nor repeats one.
    """
    kinds = set[str]()
    head.refresh_from_db(fields=("size", "read_to"))
    while head.read_to < head.size:
        start, end = head.read_to, min(head.size, head.read_to + BATCH)
        rows = _judge(channel, head, readings, start, end)
        with transaction.atomic():
            is_ours_to_read = LogHead.objects.filter(pk=head.pk, read_to=start).update(read_to=end)
            if is_ours_to_read:
                Statement.objects.bulk_create(rows)
                kinds.update(row.kind for row in rows)
                if not head.is_ours and any(row.kind in changes.KINDS for row in rows):
                    peer_keys.take_over(channel)
                projecting.project(channel, (row.thread for row in rows), at=at)
        if is_ours_to_read:
            head.read_to = end
        else:
            head.refresh_from_db(fields=("size", "read_to"))
    return frozenset(kinds)


def record_own(
    head: LogHead, batch: Sequence[tuple[Entry, envelope.Statement]], office: str
) -> None:
    """Write down our own statements, in their order, in the transaction that signed them."""
    Statement.objects.bulk_create(
        Statement(
            entry=entry,
            log=head,
            index=entry.index,
            thread=said.thread or "",
            kind=said.type,
            office=office,
            heads=[[seen.origin, seen.size] for seen in said.heads],
        )
        for entry, said in batch
    )
    first, last = batch[0][0].index, batch[-1][0].index
    LogHead.objects.filter(pk=head.pk, read_to=first).update(read_to=last + 1)


def _judge(
    channel: Channel, head: LogHead, readings: Readings, start: int, end: int
) -> list[Statement]:
    stored = Entry.objects.filter(log=head, index__gte=start, index__lt=end).order_by("index")
    entries = list(stored.values_list("pk", "index", "leaf_hash", "data", "statement_id"))
    repeated = _repeated(head, [(index, said) for _pk, index, _leaf, _data, said in entries])
    known, identity, rows = _Roots(channel), None, []
    for key, index, leaf_hash, data, _said in entries:
        reading = readings.of(index, bytes(leaf_hash))
        if reading is None:
            identity = identity or identities.identity_of_log(channel, head)
            reading = envelope.read(
                bytes(data),
                channel=identity.channel,
                log=identity.origin,
                index=index,
                keyring=identity.keyring,
            )
        rows.append(_row(head, key, reading, repeated, known))
    return rows


def _repeated(head: LogHead, entries: Sequence[tuple[int, str | None]]) -> set[int]:
    """Find the entries whose statement id stands earlier in the log: only the first counts."""
    repeated: set[int] = set()
    ids = {said for _index, said in entries if said}
    first: dict[str, int] = {}
    # Put in order here: asked to order, SQLite would walk the whole log.
    rows = Entry.objects.filter(log=head, statement_id__in=ids).values_list("statement_id", "index")
    for statement_id, index in sorted(rows, key=itemgetter(1)):
        if statement_id is not None and first.setdefault(statement_id, index) != index:
            repeated.add(index)
    return repeated


def _row(
    head: LogHead, entry: int, reading: Reading, repeated: Container[int], known: "_Roots"
) -> Statement:
    said, fault = reading.statement, reading.fault
    if fault is None and reading.index in repeated:
        fault = Fault.DUPLICATE_ID
    return Statement(
        entry_id=entry,
        log=head,
        index=reading.index,
        thread=(said and said.thread) or "",
        kind=said.type if said else "",
        office=(reading.signer and reading.signer.office) or "",
        heads=[[s.origin, s.size] for s in said.heads if known.holds(s)] if said else [],
        fault=fault.value if fault else "",
    )


class _Roots:
    """Tell whether what an author claims to have seen is what was signed there.

    A false claim orders nothing, or a peer could move its words before ours.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._known: dict[SeenHead, bool] = {}

    @cached_property
    def _logs(self) -> dict[str, LogHead]:
        return {log.origin: log for log in self._channel.logs.all()}

    def holds(self, seen: SeenHead) -> bool:
        if seen not in self._known:
            self._known[seen] = self._check(seen)
        return self._known[seen]

    def _check(self, seen: SeenHead) -> bool:
        head = self._logs.get(seen.origin)
        if head is None or not 0 < seen.size <= head.size:
            return False
        root = _root_at(self._channel, head, seen.size)
        return keys.encode_base64(root) == seen.root


def _root_at(channel: Channel, head: LogHead, size: int) -> bytes:
    kept = Checkpoint.objects.filter(log=head, size=size).first()
    if kept is not None:
        return checkpoint.parse(note.parse(bytes(kept.note)).text).root
    return history.root_at(store_of(channel), head.origin, size)
