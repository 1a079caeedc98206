"""Wait for receipts: 100 entries a second said on one real node, countersigned by another.

Both run as `answerable up` runs them, over loopback. A receipt counts from the moment at which
the saying begins until the sender's own database holds the other side's countersignature: commit,
nudge, round, countersignature, nudge back, round. Printed beside it: the plain signed round trip to
the same listener.

    python -m benchmarks receipt [--seconds N] [--rate N]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import figures

if TYPE_CHECKING:
    from answerable.node.ledger.models import Channel
    from answerable.protocol.statement import Ref

TARGET_MS = 1000
# Ten times a second: one signed deed at a time would measure how fast they are signed.
BATCHES = 10
INQUIRIES = 40
LOOK_EVERY = 0.05
GIVE_UP = 60.0
ROUND_TRIPS = 100


def main(argv: Sequence[str] = ()) -> int:
    """Measure; return 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rate", type=int, default=100)
    args = parser.parse_args(argv)
    results = figures.Results()
    results.say(f"receipt on sqlite, {figures.load()}")
    place = Path(__file__).resolve().parent.parent / "var"
    place.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="benchmark-", dir=place) as folder:
        found = measure(Path(folder), args.seconds, args.rate)
    receipts, trips = found["receipts"], found["trips"]
    results.at_most(
        f"a receipt at {args.rate} entries a second, p95 of {len(receipts):,}",
        figures.percentile(receipts, 95) * 1000,
        TARGET_MS,
        "ms",
        f"median {figures.percentile(receipts, 50) * 1000:,.0f}, "
        f"longest {max(receipts) * 1000:,.0f} ms; a signed request and its answer: "
        f"median {figures.percentile(trips, 50) * 1000:,.0f}, "
        f"p95 {figures.percentile(trips, 95) * 1000:,.0f} ms; the median receipt takes "
        f"{figures.percentile(receipts, 50) / figures.percentile(trips, 50):,.0f} of them; "
        f"{found['rounds']:,} receipts for {len(receipts):,} entries; load at the end "
        f"{os.getloadavg()[0]:.1f}",
    )
    return results.end()


def measure(folder: Path, seconds: int, rate: int) -> dict[str, Any]:
    """Let two nodes do it; return what the sender saw, in seconds."""
    from tests.stories import nodes

    a, b = nodes.create_pair(folder)
    try:
        nodes.establish(a, b)
        a.start()
        b.start()
        prepare(a, b)
        found: dict[str, Any] = a.run(
            "from benchmarks import wait_receipt\n"
            f"result = wait_receipt.drive('them', 'embassy', {seconds}, {rate})"
        )
        return found
    finally:
        nodes.close(a, b)


def prepare(a: Any, b: Any) -> None:
    """Let the other side raise the inquiries in which the measured side then speaks."""
    from tests.stories import nodes

    code = "from benchmarks import wait_receipt\nresult = wait_receipt."
    b.run(f"{code}raise_inquiries('them', 'liaison', {INQUIRIES})")
    nodes.until(lambda: a.run(f"{code}are_here('them', {INQUIRIES})"), "the inquiries")


def raise_inquiries(slug: str, office: str, count: int) -> None:
    """Raise so many inquiries, in a process that has the node's Django."""
    from django.db import transaction

    from answerable.casework import bodies
    from answerable.casework.words import encode_words
    from answerable.node.ledger import services as ledger
    from answerable.node.ledger.models import Channel
    from benchmarks import correspondence

    channel, at = Channel.objects.get(slug=slug), datetime.now(UTC).replace(microsecond=0)
    for number in range(count):
        case = correspondence.Case(ledger.new_thread(), number, ours=True)
        with transaction.atomic():
            ledger.append(
                channel,
                "raise",
                thread=case.thread,
                body=bodies.encode_body(correspondence.raise_body(case, at)),
                office_code=office,
                words=encode_words(correspondence.raise_words(case)),
                at=at,
            )


def are_here(slug: str, count: int) -> bool:
    """Tell whether the inquiries have come, with their words, and all jobs are done."""
    from answerable.node.jobs.models import Job, State
    from answerable.node.ledger.models import Content, Statement

    raised = Statement.objects.filter(log__channel__slug=slug, log__is_ours=False, kind="raise")
    held = Content.objects.filter(channel__slug=slug, state=Content.State.HELD)
    busy = Job.objects.filter(state__in=(State.WAITING, State.RUNNING), name="desk.project")
    return raised.count() == count == held.count() and not busy.exists()


def drive(slug: str, office: str, seconds: int, rate: int) -> dict[str, Any]:
    """Say it and look for the receipts, in a process that has the node's Django."""
    from answerable.node.ledger.channels import our_log
    from answerable.node.ledger.models import Channel

    channel = Channel.objects.select_related("ours", "theirs").get(slug=slug)
    first = our_log(channel).size
    each = max(1, rate // BATCHES)
    inquiries = cycle(_inquiries(channel))
    # The first receipt of a channel also waits for what is done once.
    _say(channel, office, next(inquiries), 1)
    begun: list[float] = []
    seen: list[tuple[float, int]] = []
    with _watching(channel, seen):
        _wait(seen, first + 1)
        start = time.monotonic()
        for number in range(seconds * rate // each):
            time.sleep(max(0.0, start + number * each / rate - time.monotonic()))
            begun += [time.monotonic()] * each
            _say(channel, office, next(inquiries), each)
        _wait(seen, first + 1 + len(begun))
    trips = _round_trips(channel)
    return {
        "receipts": _latencies(begun, first + 1, seen),
        "trips": trips,
        "rounds": len(seen),
    }


def _inquiries(channel: Channel) -> list[tuple[str, Ref]]:
    """Return the inquiries of the other side: the case, and where it was raised."""
    from answerable.node.ledger.models import Statement
    from answerable.protocol.statement import Ref

    rows = Statement.objects.filter(log__channel=channel, log__is_ours=False, kind="raise")
    return [
        (row.thread, Ref(row.log.origin, row.index, bytes(row.entry.leaf_hash).hex()))
        for row in rows.select_related("log", "entry").order_by("index")
    ]


def _say(channel: Channel, office: str, inquiry: tuple[str, Ref], count: int) -> None:
    """Say so often that an inquiry is still examined, which needs no answer, in one commit."""
    from django.db import transaction

    from answerable.node.ledger import appending, identities, publishing
    from answerable.node.ledger.channels import genesis_of, our_log, store_of
    from answerable.protocol import envelope
    from answerable.protocol.statement import Statement

    store, (thread, raised), at = store_of(channel), inquiry, datetime.now(UTC)
    with transaction.atomic():
        origin = our_log(channel).origin
        store.lock(origin)
        ours = identities.our_signers(channel)
        author, seen = ours.author(office), appending.seen_heads(channel)
        batch = [
            (
                Statement(
                    channel=genesis_of(channel).channel_id,
                    log=origin,
                    id=envelope.statement_id(os.urandom(16)),
                    type="interim",
                    ts=envelope.format_time(at),
                    thread=thread,
                    body={"code": "still_examining"},
                    key=author.keyid,
                    refs=(raised,),
                    heads=seen,
                ),
                [author],
            )
            for _ in range(count)
        ]
        appending.sign_all(channel, store, batch, ours.log_keys, office, ours.identity)
        publishing.publish_after_commit(channel, origin, at=at)


@contextmanager
def _watching(channel: Channel, seen: list[tuple[float, int]]) -> Iterator[None]:
    """Note down when the stored receipts reached which size of our log."""
    stop = threading.Event()

    def look() -> None:
        from django.db import connection

        from answerable.node.ledger import receipts
        from answerable.node.ledger.channels import our_log

        head = our_log(channel)
        while not stop.wait(LOOK_EVERY):
            size = receipts.receipted(head)
            if not seen or size > seen[-1][1]:
                seen.append((time.monotonic(), size))
        connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _wait(seen: list[tuple[float, int]], size: int) -> None:
    until = time.monotonic() + GIVE_UP
    while not seen or seen[-1][1] < size:
        if time.monotonic() > until:
            raise AssertionError(f"no receipt for {size} entries in {GIVE_UP:.0f} s: {seen[-3:]}")
        time.sleep(LOOK_EVERY)


def _latencies(
    begun: Sequence[float], first: int, seen: Sequence[tuple[float, int]]
) -> list[float]:
    """Return for each entry how long it took until a receipt covered it."""
    found, at = [], 0
    for index, since in enumerate(begun, first):
        while seen[at][1] <= index:
            at += 1
        found.append(seen[at][0] - since)
    return found


def _round_trips(channel: Channel) -> list[float]:
    from answerable.node.ledger import contact
    from answerable.node.ledger.channels import their_log
    from answerable.node.ledger.peer_client import NOTE_LIMIT

    path, spent = f"log/{their_log(channel).origin_hash}/checkpoint", figures.Spent()
    with contact.client_of(channel) as client:
        for _ in range(ROUND_TRIPS):
            with spent.clock():
                client.get(path, NOTE_LIMIT)
    return spent.walls
