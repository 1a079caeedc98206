"""Read what the logs of a channel say of erasures, and what that comes to."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from django.db.models import Count, F, Max, Q, QuerySet

from answerable.node.ledger.models import Channel, Statement
from answerable.protocol import envelope, erasure
from answerable.protocol.errors import BadEnvelope
from answerable.protocol.holdings import Account, Entry, Folding, Holding, Lookup, Told

KINDS = (erasure.REDACT, erasure.REDACTED)
NOTHING = Account({}, ())


def account_of(channel: Channel) -> Account:
    """Return what became of every content of the channel that an erasure was said of."""
    if not channel.is_signed:
        return NOTHING
    found = _spoken(channel.pk).aggregate(count=Count("pk"), newest=Max("pk"))
    if not found["count"]:
        return NOTHING
    with _one_at_a_time:
        return _account(channel, found["count"], found["newest"])


def of_message(channel: Channel, origin: str, index: int) -> list[Holding]:
    """Return what became of the contents of one message."""
    return [
        each
        for target, each in account_of(channel).holdings.items()
        if (target.log, target.index) == (origin, index)
    ]


def is_erased_by_author(channel: Channel, commit: str) -> bool:
    """Tell whether the author of a content asked that it be erased."""
    return any(each.request is not None for each in account_of(channel).of(commit))


def _spoken(channel: int) -> QuerySet[Statement]:
    # What stands in an ended log beyond its end was not said.
    counts = Q(log__counts_to__isnull=True) | Q(index__lt=F("log__counts_to"))
    return Statement.objects.filter(
        counts, log__channel=channel, thread="", kind__in=KINDS, fault=""
    )


@dataclass
class _Kept:
    """What was folded of a channel's erasures so far, and by what to tell that it still holds."""

    folding: Folding = field(default_factory=Folding)
    count: int = 0
    newest: int = 0
    leaf: bytes = b""
    ends: tuple[tuple[str, int], ...] = ()
    sizes: dict[str, int] = field(default_factory=dict)
    account: Account = NOTHING


# A channel that fell out is folded anew.
_MOST_KEPT = 16
_kept: OrderedDict[int, _Kept] = OrderedDict()
_one_at_a_time = threading.Lock()


def _account(channel: Channel, count: int, newest: int) -> Account:
    """Fold what is new; all of it only where rows went, or another log ended.

    A peer may say any number of such statements: each is read once, not at each of them again.
    """
    leaf = bytes(Statement.objects.select_related("entry").get(pk=newest).entry.leaf_hash)
    logs = list(channel.logs.order_by("pk").values_list("origin", "counts_to", "read_to"))
    ends = tuple((origin, end) for origin, end, _read in logs if end is not None)
    sizes = {origin: read for origin, _end, read in logs}
    kept = _kept.get(channel.pk)
    if kept is None or not _goes_on(kept, channel.pk, count, ends):
        kept = _Kept(ends=ends)
    if (kept.count, kept.newest, kept.leaf, kept.sizes) != (count, newest, leaf, sizes):
        lookup = _lookup(channel.pk)
        # Not there while it changes: what fails half way is folded anew.
        _kept.pop(channel.pk, None)
        rows = _spoken(channel.pk).filter(pk__gt=kept.newest, pk__lte=newest)
        fresh = map(_told, rows.select_related("entry", "log__party"))
        kept.folding.take([said for said in fresh if said is not None], lookup)
        kept.folding.look_again(sizes, lookup)
        kept.count, kept.newest, kept.leaf, kept.sizes = count, newest, leaf, sizes
        kept.account = kept.folding.account()
    _kept[channel.pk] = kept
    _kept.move_to_end(channel.pk)
    while len(_kept) > _MOST_KEPT:
        _kept.popitem(last=False)
    return kept.account


def _goes_on(kept: _Kept, channel: int, count: int, ends: tuple[tuple[str, int], ...]) -> bool:
    """Tell whether all that was folded is still said, and said first."""
    last = Statement.objects.filter(pk=kept.newest, log__channel=channel).select_related("entry")
    found = last.first()
    return (
        ends == kept.ends
        and found is not None
        and bytes(found.entry.leaf_hash) == kept.leaf
        and _spoken(channel).filter(pk__gt=kept.newest).count() == count - kept.count
    )


def _lookup(channel: int) -> Lookup:
    def lookup(origin: str, index: int) -> Entry | None:
        row = (
            Statement.objects.filter(
                log__channel=channel, log__origin=origin, index=index, fault=""
            )
            .select_related("entry", "log__party")
            .first()
        )
        if row is None:
            return None
        said = envelope.open_entry(bytes(row.entry.data)).statement
        commits = frozenset(each.commit for each in said.content)
        return Entry(row.log.party.code, bytes(row.entry.leaf_hash).hex(), commits)

    return lookup


def _told(row: Statement) -> Told | None:
    try:
        said = envelope.open_entry(bytes(row.entry.data)).statement
    except BadEnvelope:
        return None
    if said.thread is not None:
        return None
    return Told(
        row.log.party.code,
        row.log.origin,
        row.index,
        bytes(row.entry.leaf_hash).hex(),
        said.type,
        said.ts,
        said.body,
    )
