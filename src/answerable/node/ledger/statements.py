"""Read committed entries into rows, so that a case's story is found without opening every leaf."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from answerable.node.ledger.channels import genesis_of, store_of
from answerable.node.ledger.models import Channel, Checkpoint, Entry, LogHead, Promise, Statement
from answerable.protocol import checkpoint, envelope, keys, note
from answerable.protocol.envelope import Fault, Reading
from answerable.protocol.statement import SeenHead

BATCH = 256


def read_new(channel: Channel, head: LogHead) -> set[str]:
    """Read the committed entries that were not read yet; return the threads they belong to.

    Signatures are checked outside a transaction; each batch is then written in one, with the
    cursor, so that a kill at any moment neither loses nor repeats one.
    """
    threads: set[str] = set()
    while True:
        head.refresh_from_db(fields=("size", "read_to"))
        start, end = head.read_to, min(head.size, head.read_to + BATCH)
        if start >= end:
            return threads
        rows = _judge(channel, head, start, end)
        with transaction.atomic():
            mine = LogHead.objects.filter(pk=head.pk, read_to=start).update(read_to=end)
            if mine:
                Statement.objects.bulk_create(rows)
        threads.update(row.thread for row in rows if row.thread)


def record_own(head: LogHead, entry: Entry, said: envelope.Statement, office: str) -> None:
    """Write down our own statement in the transaction that signed it."""
    Statement.objects.create(
        entry=entry,
        log=head,
        index=entry.index,
        thread=said.thread or "",
        kind=said.type,
        office=office,
        heads=[[seen.origin, seen.size] for seen in said.heads],
    )
    LogHead.objects.filter(pk=head.pk, read_to=entry.index).update(read_to=entry.index + 1)


def _judge(channel: Channel, head: LogHead, start: int, end: int) -> list[Statement]:
    founded = genesis_of(channel)
    keyring = founded.keyring(head.party.code)
    entries = list(
        Entry.objects.filter(log=head, index__gte=start, index__lt=end).order_by("index")
    )
    readings = [
        envelope.read(
            bytes(entry.data),
            channel=founded.channel_id,
            log=head.origin,
            index=entry.index,
            keyring=keyring,
        )
        for entry in entries
    ]
    repeated = _repeated(head, entries)
    known = _Roots(channel)
    return [
        _row(head, entry, reading, repeated, known)
        for entry, reading in zip(entries, readings, strict=True)
    ]


def _repeated(head: LogHead, entries: Sequence[Entry]) -> set[int]:
    """Find the entries whose statement id stands earlier in the log: only the first counts."""
    repeated: set[int] = set()
    ids = {entry.statement_id for entry in entries if entry.statement_id}
    first: dict[str, int] = {}
    rows = Entry.objects.filter(log=head, statement_id__in=ids).order_by("index")
    for statement_id, index in rows.values_list("statement_id", "index"):
        if statement_id is not None and first.setdefault(statement_id, index) != index:
            repeated.add(index)
    return repeated


def _row(
    head: LogHead, entry: Entry, reading: Reading, repeated: Iterable[int], known: "_Roots"
) -> Statement:
    said, fault = reading.statement, reading.fault
    if fault is None and entry.index in repeated:
        fault = Fault.DUPLICATE_ID
    return Statement(
        entry=entry,
        log=head,
        index=entry.index,
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
        self._logs = {log.origin: log for log in channel.logs.all()}
        self._channel = channel
        self._known: dict[SeenHead, bool] = {}

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
    from answerable.protocol import history

    kept = Checkpoint.objects.filter(log=head, size=size).first()
    if kept is not None:
        return checkpoint.parse(note.parse(bytes(kept.note)).text).root
    return history.root_at(store_of(channel), head.origin, size)


def content_rows(log_ids: Iterable[int], indices: Iterable[int]) -> dict[tuple[int, int], Promise]:
    """Return the first content that each of these entries promises, by (log, index)."""
    rows = (
        Promise.objects.filter(log_id__in=set(log_ids), index__in=set(indices))
        .select_related("content")
        .order_by("-pk")
    )
    return {(row.log_id, row.index): row for row in rows}
