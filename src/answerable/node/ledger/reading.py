"""Read what was said in a channel: the entries of a case, with words and receipts."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When

from answerable.casework import thread as casework
from answerable.casework.errors import CaseworkError
from answerable.casework.words import MEDIA_TYPE, parse_words, words_to_dict
from answerable.node.ledger import identities
from answerable.node.ledger.channels import our_code, store_of, their_code
from answerable.node.ledger.errors import NoSuchMessage
from answerable.node.ledger.models import (
    Channel,
    Content,
    Cosignature,
    LogHead,
    Party,
    Promise,
    Statement,
)
from answerable.node.ledger.wording import FAULTS, label
from answerable.protocol import content, envelope, history
from answerable.protocol.envelope import parse_time
from answerable.protocol.errors import BadContent, BadEnvelope
from answerable.protocol.statement import Statement as Said

_NEXT_LOG = re.compile(r"/e[0-9]+\Z")
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Receipt:
    """The other side's countersignature that covers a message, as the other side signed it."""

    time: datetime
    size: int
    delivered_with_contents: datetime | None


@dataclass(frozen=True, slots=True)
class LedgerMessage:
    """One entry of a log as a page needs it; `entry` is the same as replay needs it.

    `malformed` is a code of the protocol when the entry is not what it should be; then `body` is
    None and the rest is what could be read. `content_state` is none, promised, held, redacted or
    missing.
    """

    leaf: str
    origin: str
    index: int
    party: Party
    ours: bool
    office_code: str
    kind: str
    ts: datetime | None
    thread: str
    body: dict[str, Any] | None
    refs: tuple[casework.Ref, ...]
    words: dict[str, Any] | None
    content_state: str
    receipt: Receipt | None
    malformed: str | None
    entry: casework.Entry

    @property
    def malformed_in_words(self) -> str:
        """Return why the entry is not understood, in the reader's language."""
        return label(FAULTS, self.malformed or "")


def thread_entries(channel: Channel, thread: str) -> list[casework.Entry]:
    """Return every entry of a case from all logs of the channel, for replay."""
    rows = list(_rows(channel).filter(thread=thread).order_by("log__origin", "index"))
    ends = _ends(channel, rows)
    return [_entry(row, ends) for row in rows]


def messages(channel: Channel, thread: str) -> list[LedgerMessage]:
    """Return the messages of a case by (log, index); the causal order is replay's to give."""
    return messages_of(channel, [thread])[thread]


def messages_of(channel: Channel, threads: Collection[str]) -> dict[str, list[LedgerMessage]]:
    """Return the messages of several cases as `messages` does, asking for all of them at once."""
    found: dict[str, list[LedgerMessage]] = {thread: [] for thread in threads}
    for one in _messages(channel, _rows(channel).filter(thread__in=threads)):
        found[one.thread].append(one)
    return found


def unthreaded(channel: Channel) -> list[LedgerMessage]:
    """Return the other side's entries with a fault that name no case: shown on the channel page."""
    rows = _rows(channel).filter(thread="", log__is_ours=False)
    return _messages(channel, rows.exclude(fault=""))


def message(channel: Channel, leaf: str) -> LedgerMessage:
    """Return one message; raises NoSuchMessage."""
    return _messages(channel, _rows(channel).filter(pk=find(channel, leaf).pk))[0]


def delivered_at(channel: Channel, leaf: str) -> datetime | None:
    """Return when the other side's node (or ours, for its message) signed for this entry."""
    receipt = message(channel, leaf).receipt
    return receipt.time if receipt else None


def message_proof(channel: Channel, leaf: str) -> tuple[bytes, bytes]:
    """Return a message's entry bytes and its .tlog-proof, with every receipt that covers it."""
    row = find(channel, leaf)
    store, origin = store_of(channel), row.log.origin
    cosigner = their_code(channel) if row.log.is_ours else our_code(channel)
    # A witness's line is no receipt: the proof stands under the other side's first one.
    needed = [identities.mirror_name(channel, cosigner)]
    size = history.proof_size(store, origin, row.index, needed=needed)
    return bytes(row.entry.data), history.proof_file(store, origin, row.index, size)


def find(channel: Channel, leaf: str) -> Statement:
    """Return the row of a message; raises NoSuchMessage."""
    try:
        wanted = bytes.fromhex(leaf)
    except ValueError as exc:
        raise NoSuchMessage("not a leaf hash") from exc
    row = _rows(channel).filter(entry__leaf_hash=wanted).order_by("log", "index").first()
    if row is None:
        raise NoSuchMessage(leaf)
    return row


def find_any(channel: Channel, leaf: str) -> Statement:
    """Return the row of what was signed, also beyond the end of a log; raises NoSuchMessage."""
    try:
        return find(channel, leaf)
    except NoSuchMessage:
        said = Statement.objects.filter(log__channel=channel, log__counts_to__isnull=False)
        rows = said.select_related("entry", "log__party").order_by("log", "index")
        row = next((each for each in rows if bytes(each.entry.leaf_hash).hex() == leaf), None)
        if row is None:
            raise
        return row


def _rows(channel: Channel) -> QuerySet[Statement]:
    # What stands beyond the end of a log that another followed counts for nobody.
    counting = Q(log__counts_to__isnull=True) | Q(index__lt=F("log__counts_to"))
    rows = Statement.objects.filter(counting, log__channel=channel)
    rows = rows.select_related("entry", "log__party")
    return rows.order_by("log__origin", "index")


def _said(row: Statement) -> Said | None:
    """Open the statement again from the leaf; its signatures were checked when it was read."""
    try:
        return envelope.open_entry(bytes(row.entry.data)).statement
    except BadEnvelope:
        return None


def _ends(channel: Channel, rows: Iterable[Statement]) -> dict[str, int]:
    """Return up to where each log that another followed counts; 0 is an end, too.

    Asked for what stands in such a following log alone: nothing else says anything again.
    """
    if not any(_NEXT_LOG.search(row.log.origin) for row in rows):
        return {}
    ended = LogHead.objects.filter(channel=channel, counts_to__isnull=False)
    return {origin: end or 0 for origin, end in ended.values_list("origin", "counts_to")}


def _entry(row: Statement, ends: Mapping[str, int]) -> casework.Entry:
    said = _said(row)
    return casework.Entry(
        origin=row.log.origin,
        index=row.index,
        leaf=bytes(row.entry.leaf_hash).hex(),
        party=row.log.party.code,
        kind=row.kind,
        ts=parse_time(said.ts) if said else None,
        body=said.body if said and not row.fault else None,
        refs=_refs(row, said, ends),
        heads=tuple(casework.Head(origin, size) for origin, size in row.heads),
    )


def _refs(row: Statement, said: Said | None, ends: Mapping[str, int]) -> tuple[casework.Ref, ...]:
    """Return what a statement refers to, without where it stood in an ended log itself."""
    if said is None:
        return ()
    refs = [casework.Ref(ref.log, ref.index, ref.leaf) for ref in said.refs]
    if not _NEXT_LOG.search(row.log.origin):
        return tuple(refs)
    return tuple(ref for ref in refs if ref.index < ends.get(ref.origin, ref.index + 1))


def _messages(channel: Channel, rows: QuerySet[Statement]) -> list[LedgerMessage]:
    found = list(_with_receipts(channel, rows))
    contents, ends = _contents(found), _ends(channel, found)
    return [_message(row, contents.get((row.log_id, row.index)), ends) for row in found]


def _with_receipts(channel: Channel, rows: QuerySet[Statement]) -> QuerySet[Statement]:
    """Add the first countersignature of each kind that covers the entry, in one query."""
    if channel.channel_id is None:
        return rows
    # Who countersigns: the other side on our log, we on theirs.
    codes = (our_code(channel), their_code(channel))
    mirrors = [identities.mirror_name(channel, code) for code in codes]
    deliveries = [identities.delivery_name(channel, code) for code in codes]
    covering = Cosignature.objects.filter(log=OuterRef("log"), size__gt=OuterRef("index"))
    covering = covering.order_by("size")
    mirror = covering.filter(name__in=mirrors)
    return rows.annotate(
        mirror_time=Subquery(mirror.values("time")[:1]),
        mirror_size=Subquery(mirror.values("size")[:1]),
        delivery_time=Subquery(covering.filter(name__in=deliveries).values("time")[:1]),
    )


def _contents(rows: Iterable[Statement]) -> dict[tuple[int, int], Content]:
    places = [(row.log_id, row.index) for row in rows]
    found: dict[tuple[int, int], Content] = {}
    # A database takes only so many values at a time, and a peer says as much as it likes.
    for start in range(0, len(places), AT_ONCE):
        promises = Promise.objects.filter(_at(places[start : start + AT_ONCE]))
        # Only words are read from the database: a file is large, and a list shows none.
        promises = promises.select_related("content").defer("content__record")
        promises = promises.annotate(
            words=Case(When(media=MEDIA_TYPE, then=F("content__record")), default=None)
        )
        # The first content of a statement is its words; files follow.
        for promise in promises.order_by("-pk"):
            promise.content.record = promise.words
            found[promise.log_id, promise.index] = promise.content
    return found


def _at(places: Iterable[tuple[int, int]]) -> Q:
    """Return the condition that something stands at one of these places, of whichever log."""
    by_log: dict[int, list[int]] = defaultdict(list)
    for log, index in places:
        by_log[log].append(index)
    condition = Q()
    for log, indexes in by_log.items():
        condition |= Q(log=log, index__in=indexes)
    return condition


def _message(row: Statement, held: Content | None, ends: Mapping[str, int]) -> LedgerMessage:
    entry = _entry(row, ends)
    return LedgerMessage(
        leaf=entry.leaf,
        origin=entry.origin,
        index=entry.index,
        party=row.log.party,
        ours=row.log.is_ours,
        office_code=row.office,
        kind=row.kind,
        ts=entry.ts,
        thread=row.thread,
        body=dict(entry.body) if entry.body is not None else None,
        refs=entry.refs,
        words=_words(held),
        content_state=held.state if held else "none",
        receipt=_receipt(row),
        malformed=row.fault or None,
        entry=entry,
    )


def _receipt(row: Statement) -> Receipt | None:
    time: int | None = getattr(row, "mirror_time", None)
    if time is None:
        return None
    delivery: int | None = getattr(row, "delivery_time", None)
    return Receipt(
        datetime.fromtimestamp(time, UTC),
        int(getattr(row, "mirror_size", 0)),
        None if delivery is None else datetime.fromtimestamp(delivery, UTC),
    )


def _words(held: Content | None) -> dict[str, Any] | None:
    """Read the words of a content; None for one that is not here or is something else."""
    if held is None or held.record is None:
        return None
    try:
        media, data = content.open_record(bytes(held.record))
        return words_to_dict(parse_words(data)) if media == MEDIA_TYPE else None
    except (BadContent, CaseworkError):
        return None
