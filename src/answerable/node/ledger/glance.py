"""What every page asks of the channels, in one question: is there anything to look at more closely?

Most of the time nothing is, and then a page pays one query instead of one for each thing.
"""

from dataclasses import dataclass
from functools import cache

from django.db.models import Exists, Q
from django.http import HttpRequest

from answerable.node.ledger.holdings import KINDS
from answerable.node.ledger.models import Channel, ErasureRequest, LogHead, Statement
from answerable.node.ledger.written import Sql, first, written

# After so many failures in a row a person should look; with the waiting between, some minutes.
LONG = 4


@dataclass(frozen=True)
class Glance:
    """Whether there is any of each; how many and which is another question."""

    trouble: bool = False
    doubt: bool = False
    record: bool = False
    erasure: bool = False


def in_trouble() -> Q:
    """Return which channels a person must look at: frozen, doubted, or long without contact."""
    return (
        Q(state=Channel.State.FROZEN)
        | Q(logs__suspect__gt="")
        | Q(state=Channel.State.ESTABLISHED, peer__failures__gte=LONG)
    )


@cache
def _question() -> Sql:
    channels = Channel.objects.order_by()
    our_heads = LogHead.objects.filter(is_ours=True, counts_to__isnull=True)
    found = channels.values_list(
        Exists(channels.filter(in_trouble())),
        Exists(our_heads.exclude(suspect="", frozen="")),
        Exists(channels.filter(kind=Channel.Kind.RECORD)),
        Exists(ErasureRequest.objects.filter(state=ErasureRequest.State.WAITING)),
        Exists(Statement.objects.filter(thread="", kind__in=KINDS)),
    )
    return written(found[:1])


def read() -> Glance:
    """Look at all channels at once."""
    row = first(_question())
    if row is None:
        return Glance()
    trouble, doubt, record, asked, said = map(bool, row)
    return Glance(trouble, doubt, record, asked or said)


def of(request: HttpRequest) -> Glance:
    """Return the glance of this request, looked at once."""
    seen: Glance | None = getattr(request, "channels_glance", None)
    if seen is None:
        seen = read()
        request.channels_glance = seen  # type: ignore[attr-defined]
    return seen
