"""Append signed statements to our own log, durably, through the node's real store.

A batch is signed, checked, written, read back and hashed again, its head signed, committed, and
the high-water mark written beside the database: only then may it leave. Printed beside it: how
often this disk makes anything durable, and how fast one core signs and does nothing else.

    python -m benchmarks append [--batches N] [--deeds N] [--database postgresql]
"""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from benchmarks import bare_node, figures

BATCH = 64
TARGET = 2000


def main(argv: Sequence[str] = ()) -> int:
    """Measure; return 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--batches", type=int, default=150)
    parser.add_argument("--deeds", type=int, default=100)
    bare_node.add_database(parser)
    args = parser.parse_args(argv)
    home = bare_node.start(args.database)
    results = figures.Results()
    results.say(f"append on {args.database}, {figures.load()}")
    durable = figures.fsyncs(home)
    signed = figures.signings()
    batched, single = measure(args.batches, args.deeds)
    rate = args.batches * BATCH / batched.wall
    commits = args.batches / batched.wall
    results.at_least(
        f"signed entries in batches of {BATCH}",
        rate,
        TARGET,
        "a second",
        f"{args.batches * BATCH / batched.cpu:,.0f} a second of one core, which signs "
        f"{signed:,.0f}: ratio {args.batches * BATCH / batched.cpu / signed:.2f}; "
        f"{commits:,.0f} batches of {durable:,.0f} fsyncs a second: ratio {commits / durable:.3f}",
    )
    deeds = args.deeds / single.wall
    results.say(
        f"single deeds, each committed and let out: {deeds:,.0f} a second; "
        f"{args.deeds / single.cpu:,.0f} a second of one core, "
        f"ratio to the fsyncs {deeds / durable:.3f}"
    )
    return results.end()


def measure(batches: int, deeds: int) -> tuple[figures.Spent, figures.Spent]:
    """Return what all batches took, and what all single deeds took."""
    from django.db import transaction

    from answerable.node.ledger import keyfiles, publishing
    from answerable.node.ledger import services as ledger
    from answerable.node.ledger.channels import genesis_of, our_code, our_log, store_of
    from answerable.protocol import envelope
    from answerable.protocol import log as own_log
    from tests.node.ledger.factories import make_channel

    channel, _peer = make_channel()
    own = genesis_of(channel).log(our_code(channel))
    author = keyfiles.load(keyfiles.author("embassy"))
    log_key = keyfiles.load(keyfiles.log(channel.slug))

    def statement() -> bytes:
        said = envelope.Statement(
            channel=own.channel,
            log=own.origin,
            id=secrets.token_hex(16),
            type="interim",
            ts=envelope.format_time(datetime.now(UTC)),
            thread=ledger.new_thread(),
            body={"code": "still_examining"},
            key=author.keyid,
        )
        return envelope.sign(said, [author])

    batched, single = figures.Spent(), figures.Spent()
    for _ in range(batches):
        with batched.clock():
            entries = [statement() for _ in range(BATCH)]
            with transaction.atomic():
                permit = publishing.permit(our_log(channel))
                own_log.append(store_of(channel), own, entries, log_key, permit=permit)
            publishing.publish(channel, own.origin)
    for _ in range(deeds):
        with single.clock(), transaction.atomic():
            ledger.append(
                channel,
                "interim",
                thread=ledger.new_thread(),
                body={"code": "still_examining"},
                office_code="embassy",
                at=datetime.now(UTC),
            )
    return batched, single
