"""Find what a next log says again of one that ended: the same words, in another place."""

from collections.abc import Iterable, Mapping

from answerable.node.ledger import holdings
from answerable.node.ledger.models import Channel, Entry, LogHead
from answerable.protocol import envelope, tree
from answerable.protocol.errors import BadEnvelope
from answerable.protocol.statement import Statement as Said

AT_ONCE = 500


def ended(channel: Channel, head: LogHead) -> dict[str, int]:
    """Return up to where each ended log of the same party counts."""
    logs = LogHead.objects.filter(channel=channel, party=head.party_id, counts_to__isnull=False)
    found = logs.exclude(pk=head.pk).values_list("origin", "counts_to")
    return {origin: size or 0 for origin, size in found}


def earlier(channel: Channel, ends: Mapping[str, int], said: Said) -> list[str]:
    """Return the leaves of the ended logs that this says again.

    Naming an entry is not enough: what says something else is news, whatever it refers to.
    """
    return [
        ref.leaf
        for ref in said.refs
        if ref.index >= ends.get(ref.log, ref.index + 1)
        and _is_same(said, _stored(channel, ref.log, ref.index), ref.leaf)
    ]


def stood_before(channel: Channel, leaves: Iterable[str]) -> dict[str, str]:
    """Return for each of these messages that was said again where it stood: new leaf to old."""
    if not LogHead.objects.filter(channel=channel, counts_to__isnull=False).exists():
        return {}
    wanted, found = [bytes.fromhex(leaf) for leaf in leaves], dict[str, str]()
    ends: dict[int, dict[str, int]] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        rows = Entry.objects.filter(log__channel=channel, leaf_hash__in=some)
        for row in rows.select_related("log"):
            if row.log_id not in ends:
                ends[row.log_id] = ended(channel, row.log)
            said = _open(bytes(row.data))
            old = earlier(channel, ends[row.log_id], said) if said is not None else []
            if old:
                found[bytes(row.leaf_hash).hex()] = old[-1]
    return found


def _stored(channel: Channel, origin: str, index: int) -> bytes:
    rows = Entry.objects.filter(log__channel=channel, log__origin=origin, index=index)
    return bytes(rows.values_list("data", flat=True).first() or b"")


def _is_same(said: Said, entry: bytes, leaf: str) -> bool:
    was = _open(entry) if tree.hash_leaf(entry).hex() == leaf else None
    if was is None:
        return False
    # What is said of an erasure is aimed at where the erased entry stands now.
    same_body = said.body == was.body or said.type in holdings.KINDS
    same = (said.type, said.thread, said.content) == (was.type, was.thread, was.content)
    return same and same_body


def _open(entry: bytes) -> Said | None:
    try:
        return envelope.open_entry(entry).statement
    except BadEnvelope:
        return None
