"""Receive 1,000 new entries into a mirror that is empty, or holds up to a million already.

Everything counts that a round does: note, bundles, signatures, rows, reading, countersignature
by both keys, taking of receipts. Printed beside it: how fast one core checks signatures alone,
and how often this disk makes anything durable.

    python -m benchmarks sync [--sizes N ...] [--rounds N] [--database postgresql]
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Sequence

from benchmarks import bare_node, figures

NEW = 1000
TARGET_MS = 1000
SIZES = (0, 10_000, 100_000, 1_000_000)


def main(argv: Sequence[str] = ()) -> int:
    """Measure; return 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=7)
    bare_node.add_database(parser)
    args = parser.parse_args(argv)
    home = bare_node.start(args.database)
    results = figures.Results()
    results.say(f"sync on {args.database}, {figures.load()}")
    durable, checked = figures.fsyncs(home), figures.verifications()
    results.say(
        f"beside it: {NEW:,} signatures by libsodium alone {NEW / checked * 1000:,.0f} ms; "
        f"{durable:,.0f} fsyncs a second"
    )
    found = dict(measure(sorted(args.sizes), args.rounds, results))
    for size, spent in found.items():
        middle = statistics.median(spent.walls)
        results.at_most(
            f"{NEW:,} new entries in a log of {size:,}, p95",
            figures.percentile(spent.walls, 95) * 1000,
            TARGET_MS,
            "ms",
            f"median {middle * 1000:,.0f} ms, {spent.cpu / len(spent.walls) * 1000:,.0f} ms of one "
            f"core: {spent.cpu / len(spent.walls) * checked / NEW:.1f} times libsodium alone; "
            f"{middle * durable:,.0f} fsyncs long",
        )
    smallest, largest = (found[size].cpu for size in (min(found), max(found)))
    results.say(f"ratio of the largest to the smallest, of one core: {largest / smallest:.2f}")
    return results.end()


def measure(
    sizes: Sequence[int], rounds: int, results: figures.Results
) -> list[tuple[int, figures.Spent]]:
    """Return for each size what the rounds took there."""
    from answerable.node.ledger.channels import their_log
    from benchmarks.long_log import LongLog
    from benchmarks.receive_log import go_round
    from tests.node.ledger.factories import make_channel

    found = []
    channel, peer = make_channel()
    go_round(channel, peer)
    long = LongLog(channel, peer)
    for size in sizes:
        built = figures.Spent()
        with built.clock():
            long.grow(size)
        if size:
            results.say(f"a log of {size:,} made in {built.wall:,.0f} s")
        spent = figures.Spent()
        for _ in range(rounds):
            long.say(NEW)
            with spent.clock():
                go_round(channel, peer)
            head = their_log(channel)
            assert head.size == head.read_to == long.size, "not everything arrived"
            assert head.cosignatures.filter(size=long.size).count() == 2, "not countersigned"
        found.append((size, spent))
    return found
