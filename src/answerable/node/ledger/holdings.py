"""Read what the logs of a channel say of erasures, and what that comes to."""

from functools import lru_cache

from django.db.models import Count, F, Max, Q, QuerySet

from answerable.node.ledger.models import Channel, Statement
from answerable.protocol import envelope, erasure, holdings
from answerable.protocol.errors import BadEnvelope
from answerable.protocol.holdings import Account, Entry, Holding, Told

KINDS = (erasure.REDACT, erasure.REDACTED)
NOTHING = Account({}, ())


def account_of(channel: Channel) -> Account:
    """Return what became of every content of the channel that an erasure was said of."""
    if not channel.is_signed:
        return NOTHING
    found = _spoken(channel.pk).aggregate(count=Count("pk"), newest=Max("pk"))
    if not found["count"]:
        return NOTHING
    # Statements are only ever added: the same many with the same newest are the same.
    newest = Statement.objects.select_related("entry").get(pk=found["newest"])
    return _folded(channel.pk, found["count"], found["newest"], bytes(newest.entry.leaf_hash))


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


# One entry for each channel and what was said in it so far; what is older falls out.
@lru_cache(maxsize=16)
def _folded(channel: int, _count: int, _newest: int, _leaf: bytes) -> Account:
    rows = _spoken(channel).select_related("entry", "log__party")
    statements = [said for said in map(_told, rows) if said is not None]

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

    return holdings.fold(statements, lookup)


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
