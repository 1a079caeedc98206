"""Receive another party's log through sync: verify, store, read, countersign.

One long log that is fetched in one go, and then portions of 64 with a round and a receipt each,
as a live channel has it. The other node stands in memory in the same process, so its share of
the work is in the figure. Printed beside it: how fast one core checks signatures alone.

    python -m benchmarks receive [--entries N] [--portions N] [--database postgresql]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from benchmarks import bare_node, figures

if TYPE_CHECKING:
    from answerable.node.ledger.models import Channel
    from tests.node.ledger.peer import Peer

PORTION = 64
A_CASE = 6
TARGET = 2000
# At a hundred entries a second a receipt is to be there within a second.
RECEIPT_MS = 1000


def main(argv: Sequence[str] = ()) -> int:
    """Measure; return 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--entries", type=int, default=10_240)
    parser.add_argument("--portions", type=int, default=40)
    bare_node.add_database(parser)
    args = parser.parse_args(argv)
    home = bare_node.start(args.database)
    results = figures.Results()
    results.say(f"receive on {args.database}, {figures.load()}")
    durable, checked = figures.fsyncs(home), figures.verifications()
    from tests.node.ledger.factories import make_channel

    channel, peer = make_channel()
    go_round(channel, peer)
    at_once = receive(channel, peer, [args.entries])
    live = receive(channel, peer, [PORTION] * args.portions)
    rate = args.entries / at_once.wall
    results.at_least(
        "entries received in one go",
        rate,
        TARGET,
        "a second",
        _beside(args.entries / at_once.cpu, checked),
    )
    said, rounds = args.portions * PORTION, args.portions / live.wall
    # Not a matter of so many a second: each round costs the same few dozen queries and commits.
    results.at_most(
        f"a round with {PORTION} new entries, p95",
        figures.percentile(live.walls, 95) * 1000,
        RECEIPT_MS,
        "ms",
        f"{said / live.wall:,.0f} entries a second, {_beside(said / live.cpu, checked)}; "
        f"{rounds:,.0f} rounds of {durable:,.0f} fsyncs a second: ratio {rounds / durable:.3f}",
    )
    return results.end()


def _beside(rate: float, checked: float) -> str:
    return (
        f"{rate:,.0f} a second of one core, which checks {checked:,.0f} signatures: "
        f"ratio {rate / checked:.2f}"
    )


def receive(channel: Channel, peer: Peer, portions: Sequence[int]) -> figures.Spent:
    """Return what it took to receive what the other side says in these portions."""
    from answerable.node.ledger.channels import their_log

    spent, said = figures.Spent(), their_log(channel).size
    for portion in portions:
        _say(peer, portion)
        said += portion
        with spent.clock():
            go_round(channel, peer)
    head = their_log(channel)
    assert head.size == head.read_to == said, "not everything arrived"
    assert head.cosignatures.filter(size=said).count() == 2, "not countersigned to the end"
    return spent


def _say(peer: Peer, count: int) -> None:
    """Let the other side say so much, some statements to each case."""
    from answerable.node.ledger import services as ledger
    from answerable.protocol import envelope, log
    from tests.node.ledger.peer import CLEAN

    threads = [ledger.new_thread() for _ in range(-(-count // A_CASE))]
    entries = [
        envelope.sign(
            peer.statement("interim", threads[number // A_CASE], {"code": "still_examining"}),
            [peer.keys["author"]],
        )
        for number in range(count)
    ]
    own = peer.charter.log(peer.code)
    for start in range(0, count, log.MAX_BATCH):
        batch = entries[start : start + log.MAX_BATCH]
        log.append(peer.store, own, batch, peer.keys["log"], permit=CLEAN)


def go_round(channel: Channel, peer: Peer) -> None:
    from tests.node.ledger import factories

    outcome = factories.sync(channel, peer, at=datetime.now(UTC))
    assert outcome is not None, "the round did not end well"
