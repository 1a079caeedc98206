"""What every page asks of the channels, in one question: is there anything to look at more closely?

Most of the time nothing is, and then a page pays one query instead of one for each thing.
"""

from dataclasses import dataclass

from django.db.models import Exists, Q
from django.http import HttpRequest

from answerable.node.ledger.holdings import KINDS
from answerable.node.ledger.models import Channel, ErasureRequest, LogHead, Statement

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


def read() -> Glance:
    """Look at all channels at once."""
    channels = Channel.objects.order_by()
    our_heads = LogHead.objects.filter(is_ours=True, counts_to__isnull=True)
    found = (
        channels.annotate(
            trouble=Exists(channels.filter(in_trouble())),
            doubt=Exists(our_heads.exclude(suspect="", frozen="")),
            record=Exists(channels.filter(kind=Channel.Kind.RECORD)),
            asked=Exists(ErasureRequest.objects.filter(state=ErasureRequest.State.WAITING)),
            said=Exists(Statement.objects.filter(thread="", kind__in=KINDS)),
        )
        .values("trouble", "doubt", "record", "asked", "said")
        .first()
    )
    if found is None:
        return Glance()
    return Glance(
        found["trouble"], found["doubt"], found["record"], found["asked"] or found["said"]
    )


def of(request: HttpRequest) -> Glance:
    """Return the glance of this request, looked at once."""
    seen: Glance | None = getattr(request, "channels_glance", None)
    if seen is None:
        seen = read()
        request.channels_glance = seen  # type: ignore[attr-defined]
    return seen
