"""Read a log's committed entries as statements, each judged in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from answerable.protocol import envelope
from answerable.protocol.envelope import Reading
from answerable.protocol.errors import Fault, NoSuchLog
from answerable.protocol.identity import LogIdentity
from answerable.protocol.store import Store


def read_entries(
    store: Store, log: LogIdentity, start: int = 0, end: int | None = None
) -> Iterator[Reading]:
    """Judge the entries [start, end) of a log, own or mirrored; never beyond its signed head.

    Unlike `envelope.read`, this also sees that an id was used before: such an entry is the second
    to say something, or says it twice, and is not acted on.
    """
    head = store.head(log.origin)
    if head is None:
        raise NoSuchLog(log.origin)
    stop = head.size if end is None else min(end, head.size)
    for index, entry in enumerate(store.entries(log.origin, start, stop), start):
        found = envelope.read(
            entry, channel=log.channel, log=log.origin, index=index, keyring=log.keyring
        )
        if found.fault is None and found.statement is not None:
            first = store.find(log.origin, found.statement.id)
            if first is not None and first < index:
                repeats = store.entries(log.origin, first, first + 1) == [entry]
                detail = f"{'repeats' if repeats else 'has the id of'} entry {first}"
                found = replace(found, signer=None, fault=Fault.DUPLICATE_ID, detail=detail)
        yield found
