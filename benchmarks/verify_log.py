"""Verify a log of a million entries, beside the independent Go verifier on the same files.

Prints, for one run on one machine: seconds of each and their ratio (gate 1.5), the most memory
that verification took (gate 300 MB), and how many signed statements a core judges in a second
(gate 8,000). Exits 1 when a gate is missed. Without Go only the ratio is left out.

    python -m benchmarks verify [--entries N] [--statements N] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from answerable.cli.folders import reader
from answerable.protocol import checkpoint, envelope, keys, tiles, tree, verify
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.genesis import Genesis, OfficeKey, Party
from answerable.protocol.keys import SigningKey, VerifierKey
from benchmarks import figures

ROOT = Path(__file__).resolve().parent.parent
VERIFIER = ROOT / "tests" / "interop" / "tlogcheck" / "main.go"
ORIGIN = "bench.example/answerable/aaaaaaaaaaaaaaaaaaaaaaaaaa/bench"
ENTRY_BYTES = 480
GATE_RATIO, GATE_MEGABYTES, GATE_STATEMENTS = 1.5, 300, 8000


def key(name: str) -> SigningKey:
    return SigningKey.from_seed(hashlib.sha256(name.encode()).digest())


def write_log(folder: Path, entries: Iterable[bytes], origin: str, log: SigningKey) -> None:
    """Write a log's files as they pass, without a store: every tile at its final width."""
    levels: list[bytearray] = []
    done: list[int] = []
    size = 0
    edge = tree.RightEdge()

    def put(tile: tiles.TileId, data: bytes) -> None:
        path = folder / tile.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def push(level: int, hashes: bytes) -> None:
        if level == len(levels):
            levels.append(bytearray())
            done.append(0)
        levels[level] += hashes
        if len(levels[level]) == tiles.MAX_TILE:
            full = bytes(levels[level])
            levels[level].clear()
            put(tiles.TileId(level, done[level]), full)
            done[level] += 1
            push(level + 1, tree.fold(full))

    rest = iter(entries)
    while bundle := list(islice(rest, tiles.WIDTH)):
        put(tiles.TileId(None, size // tiles.WIDTH, len(bundle)), tiles.encode_bundle(bundle))
        hashes = [tree.hash_leaf(entry) for entry in bundle]
        for value in hashes:
            edge.append(value)
        push(0, b"".join(hashes))
        size += len(bundle)
    for level, pending in enumerate(levels):
        if pending:
            put(tiles.TileId(level, done[level], len(pending) // tree.HASH_SIZE), bytes(pending))
    (folder / "checkpoint").write_bytes(checkpoint.sign(Checkpoint(origin, size, edge.root), log))


def filler(count: int) -> Iterator[bytes]:
    block = hashlib.sha512(b"filler").digest() * 8
    for index in range(count):
        yield (index.to_bytes(8, "big") + block)[:ENTRY_BYTES]


def statements(channel: Genesis, count: int) -> Iterator[bytes]:
    author = key("bench office")
    for index in range(count):
        said = envelope.Statement(
            channel=channel.channel_id,
            log=channel.origin("bench"),
            id=envelope.statement_id(index.to_bytes(16, "big")),
            type="interim",
            ts="2026-01-01T00:00:00Z",
            thread="0" * 32,
            body={"status": "examining", "number": index},
            key=author.keyid,
        )
        yield envelope.sign(said, [author])


def make_channel() -> Genesis:
    def party(name: str) -> Party:
        return Party(
            id=name,
            domain=f"{name}.example",
            name=name,
            identity=key(f"{name} identity").public,
            log=key(f"{name} log").public,
            mirror=key(f"{name} mirror").public,
            delivery=key(f"{name} delivery").public,
            node=key(f"{name} node").public,
            authors=(OfficeKey("office", key(f"{name} office").public),),
        )

    return Genesis((party("bench"), party("other")), {}, bytes(32), "2026-01-01T00:00:00Z")


def build_go(folder: Path) -> Path | None:
    if shutil.which("go") is None:
        return None
    binary = folder / "tlogcheck"
    environment = os.environ | {
        "GO111MODULE": "off",
        "GOPATH": "/usr/share/gocode",
        "GOFLAGS": "",
        "GOCACHE": str(folder / "go-cache"),
    }
    built = subprocess.run(
        ["go", "build", "-o", str(binary), str(VERIFIER)], env=environment, check=False
    )
    return binary if built.returncode == 0 else None


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds by the wall and of the processor that one run of a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def fastest(commands: list[list[str]], runs: int) -> list[tuple[float, float]]:
    """The best of several runs of each, in turns, so that none has the machine's better minute."""
    rounds = [[timed(command) for command in commands] for _ in range(runs)]
    return [
        (min(wall for wall, _ in each), min(cpu for _, cpu in each))
        for each in zip(*rounds, strict=True)
    ]


def verify_here(folder: Path, vkey: str) -> None:
    """What the measured child process does: nothing but the verification."""
    report = verify.structure(reader(folder), VerifierKey.parse(vkey))
    print(report.checkpoint.size, report.files)


def measure_structure(folder: Path, count: int, runs: int) -> list[str]:
    log = key("bench log")
    vkey = VerifierKey(ORIGIN, keys.LOG, log.public).format()
    files = folder / "log"
    write_log(files, filler(count), ORIGIN, log)
    ours = [sys.executable, "-m", "benchmarks.verify_log", "--child", str(files), vkey]
    [(wall, cpu)] = fastest([ours], 1)
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"structure: {count:,} entries of {ENTRY_BYTES} bytes in {wall:.2f} s ({cpu:.2f} s cpu)")
    print(f"peak memory: {megabytes:.0f} MB (gate {GATE_MEGABYTES})")
    missed = ["memory"] if megabytes > GATE_MEGABYTES else []
    binary = build_go(folder)
    if binary is None:
        print("ratio: not measured, Go and golang.org/x/mod are not installed here")
        return missed
    (wall, cpu), (go_wall, go_cpu) = fastest([ours, [str(binary), "log", str(files), vkey]], runs)
    ratio = wall / go_wall
    print(f"beside it: {wall:.2f} s ({cpu:.2f} s cpu), Go {go_wall:.2f} s ({go_cpu:.2f} s cpu)")
    print(f"ratio to Go: {ratio:.2f} (gate {GATE_RATIO}, aim 1.0); by cpu {cpu / go_cpu:.2f}")
    return [*missed, "ratio"] if ratio > GATE_RATIO else missed


def measure_full(folder: Path, count: int) -> list[str]:
    channel = make_channel()
    files = folder / "statements"
    write_log(files, statements(channel, count), channel.origin("bench"), key("bench log"))
    start, cpu = time.perf_counter(), time.process_time()
    _, found = verify.full(reader(files), channel.log("bench"))
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    assert found.statements == count
    rate = count / cpu
    bare = figures.verifications()
    print(f"full: {count:,} statements in {wall:.2f} s, {rate:,.0f} a second of one core")
    print(f"libsodium alone verifies {bare:,.0f} a second; ratio {rate / bare:.2f}")
    return [] if rate >= GATE_STATEMENTS else ["full verification"]


def main(argv: Sequence[str] = ()) -> int:
    """Measure; return 1 when a gate is missed."""
    if argv[:1] == ["--child"]:
        verify_here(Path(argv[1]), argv[2])
        return 0
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="write the logs here and leave them")
    args = parser.parse_args(argv)
    print(f"verify, {figures.load()}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        missed = measure_structure(folder, args.entries, args.runs)
        missed += measure_full(folder, args.statements)
    print("gates: " + (f"missed {', '.join(missed)}" if missed else "all met"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
