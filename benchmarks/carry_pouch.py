"""Seal and open a pouch with a large log and much evidence, against tar, zstd and age in a pipe.

Both work on the same files in the same run, in turns, and the better of each counts. The target is
held by processor time: three processes of a pipe get three shares of a busy machine, and ours one.
Ours signs, hashes every file and checks every hash besides. Its peak memory is that of a process of
its own. What a node does afterwards with the entries is in `receive`.

    python -m benchmarks pouch [--entries N] [--evidence MB] [--runs N]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from answerable.protocol import content, history
from answerable.protocol.keys import SigningKey
from answerable.protocol.memory import MemoryStore
from answerable.protocol.pouch import encryption, layout, opening, sealing
from answerable.protocol.pouch.layout import LogRange
from answerable.protocol.pouch.sealing import Address, Packed
from benchmarks import figures

ORIGIN = "alice.example/answerable/bench/alice"
# Half as fast as three compiled programs in a pipe, and 300 MB.
RATIO = 0.5
MEMORY_MB = 300
PIECE = 5_000_000
ENTRY = 500
IDENTITY = "identity.txt"


def main(argv: Sequence[str] = ()) -> int:
    """Measure; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--evidence", type=int, default=1000, metavar="MB")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--step", choices=("seal", "open"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args(argv)
    if args.step:
        return _one_step(args.step, args.folder)
    missing = [name for name in ("age", "zstd", "tar") if shutil.which(name) is None]
    if missing:
        print(f"pouch: left out, there is no {', '.join(missing)} here")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return _measure(Path(folder), args.entries, args.evidence, args.runs)


def _measure(folder: Path, entries: int, evidence: int, runs: int) -> int:
    results = figures.Results()
    results.say(f"pouch of {entries:,} entries and {evidence:,} MB of evidence, {figures.load()}")
    write_files(folder, entries, evidence)
    took: dict[str, list[tuple[float, float]]] = {}
    memory = 0.0
    for _ in range(runs):
        for name, run in _turns(folder):
            wall, cpu = time.perf_counter(), _used()
            memory = max(memory, run())
            spent = (_used() - cpu, time.perf_counter() - wall)
            took.setdefault(name, []).append(spent)
    size = (folder / "ours.pouch").stat().st_size
    theirs = (folder / "theirs.age").stat().st_size
    results.say(f"size: {size / 1e6:,.0f} MB, of the pipe {theirs / 1e6:,.0f} MB")
    for deed, pipe in (("seal", "tar | zstd | age"), ("open", "age -d | zstd -d | tar x")):
        ours, other = min(took[deed]), min(took[pipe])
        walls = [min(wall for _cpu, wall in took[name]) for name in (deed, pipe)]
        results.at_least(
            f"{deed}, percent of the speed of the pipe",
            100 * other[0] / ours[0],
            100 * RATIO,
            "%",
            f"{ours[0]:.2f} s of the processor, {pipe} {other[0]:.2f} s: "
            f"ratio {other[0] / ours[0]:.2f}; by the wall {walls[0]:.2f} s and {walls[1]:.2f} s: "
            f"ratio {walls[1] / walls[0]:.2f}",
        )
    results.at_most("peak memory", memory, MEMORY_MB, "MB")
    return results.end()


def _used() -> float:
    """Return the processor seconds of all that ran and ended, busy machine or not."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _turns(folder: Path) -> list[tuple[str, Callable[[], float]]]:
    names, plain = folder / "names", folder / "plain"
    recipient = (folder / "recipient").read_text()
    pack = (
        f"tar --format=ustar -C {plain} -T {names} -c | zstd -q -3 "
        f"| age -r {recipient} > {folder / 'theirs.age'}"
    )
    unpack = f"age -d -i {folder / IDENTITY} {folder / 'theirs.age'} | zstd -q -d | tar x -C"
    return [
        ("tar | zstd | age", partial(_pipe, pack)),
        ("seal", partial(_process, "seal", folder)),
        ("age -d | zstd -d | tar x", lambda: _pipe(f"{unpack} {_fresh(folder / 'unpacked')}")),
        ("open", partial(_process, "open", folder)),
    ]


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def _pipe(command: str) -> float:
    subprocess.run(["bash", "-o", "pipefail", "-c", command], check=True)
    return 0.0


def _process(step: str, folder: Path) -> float:
    """Run a step in a process of its own; return its peak memory in MB."""
    command = [sys.executable, "-m", "benchmarks", "pouch", "--step", step]
    command += ["--folder", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return float(done.stdout)


def _one_step(step: str, folder: Path) -> int:
    (seal_files if step == "seal" else open_file)(folder)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return 0


def write_files(folder: Path, entries: int, evidence: int) -> None:
    """Write a log's files and contents, of which half can be compressed, as a pouch has them."""
    from tests.protocol import make

    identity = encryption.make_identity()
    (folder / IDENTITY).write_text(f"{identity}\n")
    (folder / "recipient").write_text(encryption.recipient_of(identity))
    chance, store, key = random.Random(7), MemoryStore(), SigningKey.from_seed(bytes(32))
    make.raw_log(store, ORIGIN, key, [chance.randbytes(ENTRY) for _ in range(entries)])
    log = LogRange(ORIGIN, 0, entries)
    names: list[str] = []
    for path, data in history.export(store, ORIGIN):
        _write(folder / "plain" / log.folder / path, data)
    names += layout.log_names([log])
    commits = []
    for number in range(evidence * 1_000_000 // PIECE):
        data = chance.randbytes(PIECE) if number % 2 else _text(chance, PIECE)
        sealed = content.seal("a/b", data, hashlib.sha256(b"%d" % number).digest())
        commits.append(layout.content_name(sealed.commit))
        _write(folder / "plain" / commits[-1], content.encode_transfer(sealed))
    (folder / "names").write_text("\n".join([*names, *sorted(commits)]) + "\n")
    (folder / "log.json").write_text(json.dumps({"size": entries}))


def _text(chance: random.Random, size: int) -> bytes:
    words = [chance.randbytes(3).hex() for _ in range(2000)]
    return " ".join(chance.choices(words, k=size // 7)).encode().ljust(size, b".")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def seal_files(folder: Path) -> None:
    """Seal what lies in the folder."""
    names = (folder / "names").read_text().split()
    size = json.loads((folder / "log.json").read_text())["size"]
    address = Address(
        "a" * 26,
        "alice",
        "bob",
        [(folder / "recipient").read_text()],
        1,
        None,
        "2026-01-02T03:04:05Z",
    )
    files = [Packed(name, (folder / "plain" / name).read_bytes) for name in names]
    with (folder / "ours.pouch").open("wb") as out:
        key = SigningKey.from_seed(bytes(range(32)))
        sealing.seal(address, [LogRange(ORIGIN, 0, size)], files, key=key, out=out)


def open_file(folder: Path) -> None:
    """Decrypt, unpack and check it."""
    identity = (folder / IDENTITY).read_text().strip()
    members = folder / "members"
    with (folder / "ours.pouch").open("rb") as source, members.open("wb") as out:
        opened = opening.open_pouch(source, out, [identity], lambda *_: None)
    assert members.stat().st_size == opened.manifest.total
    members.unlink()
