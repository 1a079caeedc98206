"""Choose what a pouch takes along: what the other side has given no receipt for."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.db.models.functions import Length

from answerable.node.ledger import highwater, identities, receipts
from answerable.node.ledger.channels import our_code, our_log, store_of, their_code, their_log
from answerable.node.ledger.models import Channel, Content, LogHead, Promise
from answerable.protocol.pouch import packing
from answerable.protocol.pouch.layout import LogRange
from answerable.protocol.pouch.sealing import Packed

# One pouch: what a stick carries and an evening opens. What is left goes into the next.
MOST_BYTES = 2 * 1024**3
MOST_CONTENTS = 48_000


@dataclass(frozen=True)
class Choice:
    """What the sender wants beside the usual.

    `receipt_first` holds contents back until the receipt for their entries is here.
    `with_their_log` gives the other side its own log back. `start` and `words_from` are sizes
    from which on entries and contents are packed, in place of what the receipts say. `most_` are
    what one pouch takes of contents.
    """

    receipt_first: bool = False
    receipts_only: bool = False
    with_their_log: bool = False
    start: int | None = None
    words_from: int | None = None
    most_bytes: int = MOST_BYTES
    most_contents: int = MOST_CONTENTS


@dataclass(frozen=True)
class Load:
    """What goes into a pouch. `left_from` is the first entry whose contents found no room."""

    logs: list[LogRange]
    files: list[Packed]
    contents: int
    words_from: int
    left_from: int | None


def choose(channel: Channel, choice: Choice) -> Load:
    """Gather everything that the other side lacks, by its receipts."""
    store, ours, theirs = store_of(channel), our_log(channel), their_log(channel)
    logs: list[LogRange] = []
    words_from, left_from = 0, None
    commits: list[bytes] = []
    if not choice.receipts_only:
        mirrored = receipts.receipted(ours)
        start = mirrored if choice.start is None else choice.start
        logs.append(packing.log_range(store, ours.origin, start, _published(ours)))
        words_from = _delivered(ours) if choice.words_from is None else choice.words_from
        until = min(mirrored if choice.receipt_first else logs[0].size, logs[0].size)
        commits, left_from = _contents(ours, choice, words_from, until)
    if choice.with_their_log and theirs.note:
        logs.append(packing.log_range(store, theirs.origin, 0, theirs.size))
        commits += _contents(theirs, choice, 0, theirs.size)[0]
    logs.sort(key=lambda each: each.origin)
    held = list(packing.content_files(store, commits))
    files = chain(
        *(packing.log_files(store, each) for each in logs),
        _receipts(channel, choice),
        *(packing.key_files(store, each) for each in logs if each.origin == ours.origin),
        held,
    )
    return Load(logs, list(files), len(held), words_from, left_from)


def _receipts(channel: Channel, choice: Choice) -> list[Packed]:
    """Gather our receipts, and for a side that lost its state also those it gave us."""
    store, theirs = store_of(channel), their_code(channel)
    delivery = identities.delivery_name(channel, our_code(channel))
    found = list(packing.receipt_files(store, their_log(channel).origin, delivery))
    if choice.with_their_log:
        found += packing.given_files(
            store,
            our_log(channel).origin,
            mirror=identities.mirror_name(channel, theirs),
            delivery=identities.delivery_name(channel, theirs),
        )
    return sorted(found, key=lambda each: each.name)


def _published(ours: LogHead) -> int:
    """Return up to where our log may leave this node: never beyond the high-water mark."""
    mark = highwater.read(ours.origin)
    return mark.size if mark else 0


def _delivered(ours: LogHead) -> int:
    last = receipts.delivery_receipts(ours).order_by("-size").first()
    return last.size if last else 0


def _contents(
    head: LogHead, choice: Choice, start: int, end: int
) -> tuple[list[bytes], int | None]:
    """Return the contents of these entries that are held, as many as one pouch takes."""
    found: list[bytes] = []
    room = choice.most_bytes
    for index, commit, size in _held(head, start, end):
        if size > room or len(found) == choice.most_contents:
            return found, index
        room -= size
        found.append(bytes.fromhex(commit))
    return found, None


def _held(head: LogHead, start: int, end: int) -> Iterator[tuple[int, str, int]]:
    rows = Promise.objects.filter(
        log=head, index__gte=start, index__lt=end, content__state=Content.State.HELD
    ).annotate(size=Length("content__record"))
    return rows.order_by("index", "pk").values_list("index", "content__commit", "size").iterator()
