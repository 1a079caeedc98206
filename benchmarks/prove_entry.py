"""Write the .tlog-proof of any entry of a log of a million, from the node's store and from files.

From the store twice: under the first receipt that covers the entry, as a message's page has it,
and under the one with the most countersigners, as an evidence package has it. The log was
countersigned at every 64 entries. Beside it, on the same exported folder and in turns: the
tlog-scales package, another program in Python, and the Go program with the whole tree in memory.

    python -m benchmarks proof [--entries N] [--proofs N] [--database postgresql]
"""

from __future__ import annotations

import argparse
import contextlib
import io
import random
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import bare_node, figures

if TYPE_CHECKING:
    from answerable.node.ledger.models import Channel

TARGET_MS = 5
Prove = Callable[[int], bytes]
GO_RATE = re.compile(rb"prove\+check inclusion: (\d+)/s")


def main(argv: Sequence[str] = ()) -> int:
    """Measure; return 1 when the target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--proofs", type=int, default=1000)
    bare_node.add_database(parser)
    args = parser.parse_args(argv)
    home = bare_node.start(args.database)
    results = figures.Results()
    results.say(f"proof on {args.database}, {figures.load()}")
    channel, folder = make_log(home, args.entries, results)
    ways = ways_of(channel, folder)
    chance = random.Random(args.entries)
    indices = [0, args.entries - 1]
    indices += [chance.randrange(args.entries) for _ in range(args.proofs - len(indices))]
    spent = measure(ways, indices)
    for name in ("store", "evidence", "files"):
        walls = spent[name].walls
        beside = (
            f"median {_ms(walls, 50)}, {spent[name].cpu / len(walls) * 1000:.2f} ms of one core"
        )
        if name == "files" and "peer" in spent:
            ratio = spent[name].cpu / spent["peer"].cpu
            beside += (
                f"; tlog-scales median {_ms(spent['peer'].walls, 50)}, p95 "
                f"{_ms(spent['peer'].walls, 95)}: ratio {ratio:.2f} of one core"
            )
        results.at_most(
            f"a proof from the {name}, p95 of {args.proofs:,}",
            figures.percentile(walls, 95) * 1000,
            TARGET_MS,
            "ms",
            f"{beside}, the longest {max(walls) * 1000:.1f} ms",
        )
    if "peer" not in spent:
        results.say("tlog-scales is not installed: no ratio")
    _say_go(home, args.entries, spent["files"].cpu / args.proofs, results)
    return results.end()


def make_log(home: Path, entries: int, results: figures.Results) -> tuple[Channel, Path]:
    """Make the other side's log in the node's store, and export it as an operator does."""
    from answerable.node.ledger.channels import their_log
    from answerable.node.ledger.export import export_log
    from benchmarks.long_log import LongLog
    from benchmarks.receive_log import go_round
    from tests.node.ledger.factories import make_channel

    channel, peer = make_channel()
    go_round(channel, peer)
    built = figures.Spent()
    with built.clock():
        LongLog(channel, peer).grow(entries)
    folder, exported = home / "exported", figures.Spent()
    with exported.clock():
        for path, data in export_log(channel, their_log(channel)):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    results.say(f"made in {built.wall:,.0f} s, exported in {exported.wall:,.0f} s")
    return channel, folder


def ways_of(channel: Channel, folder: Path) -> dict[str, Prove]:
    """Return who writes proofs, each from an index to the file's bytes."""
    from answerable.cli.folders import reader
    from answerable.node.ledger import identities
    from answerable.node.ledger.channels import our_code, store_of, their_log
    from answerable.protocol import files, history

    origin = their_log(channel).origin
    mirror = identities.mirror_name(channel, our_code(channel))

    def from_store(index: int, *, most: bool = False) -> bytes:
        store = store_of(channel)
        size = history.proof_size(store, origin, index, needed=[mirror], most=most)
        return history.proof_file(store, origin, index, size)

    ways: dict[str, Prove] = {
        "store": from_store,
        "evidence": lambda index: from_store(index, most=True),
        "files": lambda index: files.prove(reader(folder), index)[0],
    }
    with contextlib.suppress(ImportError):
        ways["peer"] = _peer(folder)
    return ways


def measure(ways: dict[str, Prove], indices: Sequence[int]) -> dict[str, figures.Spent]:
    """Let each prove the same entries in turns; what two write of one folder must be the same."""
    spent = {name: figures.Spent() for name in ways}
    for index in indices:
        found = {}
        for name, prove in ways.items():
            with spent[name].clock():
                found[name] = prove(index)
        assert found.get("peer", found["files"]) == found["files"], "another proof"
    return spent


def _peer(folder: Path) -> Prove:
    """The command of tlog-scales without the start of its process; raises ImportError."""
    from tlog_scales import cli

    def prove(index: int) -> bytes:
        written = io.StringIO()
        with contextlib.redirect_stdout(written):
            cli.cmd_gen_proof(argparse.Namespace(location=str(folder), leaf_index=index))
        return written.getvalue().encode()

    return prove


def _say_go(home: Path, entries: int, ours: float, results: figures.Results) -> None:
    """Say how fast Go proves and checks with every hash in memory: what no disk can reach."""
    from benchmarks.verify_log import build_go

    binary = build_go(home)
    if binary is None:
        results.say("Go is not installed: no figure of it")
        return
    done = subprocess.run(
        [binary, "bench", str(entries), "480"], check=True, capture_output=True
    ).stdout
    rate = GO_RATE.search(done)
    assert rate is not None, "the Go program says something else"
    results.say(
        f"Go, the tree in memory: {1000 / int(rate[1]):.3f} ms to prove and check; "
        f"our proof from files takes {ours * int(rate[1]):,.0f} times that"
    )


def _ms(walls: Sequence[float], percent: int) -> str:
    return f"{figures.percentile(walls, percent) * 1000:.2f} ms"
