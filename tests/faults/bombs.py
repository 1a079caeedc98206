"""What a few hostile bytes cost to refuse, in memory and time: `python -m tests.faults.bombs`.

Each bomb is small to send and large to believe. Memory is the peak above what was there before,
with the bomb's own bytes in it; what a peer's server sends is counted as it is read.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from answerable.node.ledger.errors import PeerFailed
from answerable.node.ledger.peer_client import NOTE_LIMIT, PeerClient
from answerable.protocol import (
    canonical,
    checkpoint,
    envelope,
    evidence,
    genesis,
    note,
    policy,
    proof,
    sync,
    tiles,
)
from answerable.protocol.checkpoint import Checkpoint
from answerable.protocol.errors import ProtocolError
from answerable.protocol.keys import VerifierKey
from tests.protocol import make
from tests.protocol.make import NOW, key

MILLION = 1_000_000
# Generous: a parser that reads by the claim would take a hundred times as much.
MOST_MEMORY = 48 * 1024 * 1024
HEAD = b"HTTP/1.1 200 OK\r\n"
WHOLE = 1.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What one bomb cost. `refused` is how it was answered; empty if it was believed."""

    bomb: str
    refused: str
    memory: int
    seconds: float


LINES = b"\xe2\x80\x94 a.example AAAAAAAA\n" * MILLION
BYTES: dict[str, Callable[[], object]] = {
    "JSON, 500,000 deep": lambda: canonical.decode(b"[" * 500_000 + b"]" * 500_000),
    "JSON, objects 150,000 deep": lambda: canonical.decode(b'{"a":' * 150_000 + b"1"),
    "JSON, a number of 5,000 digits": lambda: canonical.decode(b"9" * 5_000),
    "JSON, a number of a million digits": lambda: canonical.decode(b"9" * MILLION),
    "JSON, one string of 9 MB": lambda: canonical.decode(b'"' + b"a" * (9 * MILLION) + b'"'),
    "entry, its payload 60,000 deep": lambda: envelope.open_entry(b"[" * 60_000),
    "genesis of a million lines": lambda: genesis.open_genesis(b"{}\n" * MILLION),
    "note of a million signatures": lambda: note.parse(b"a\n1\nb\n\n" + LINES),
    "note of 64 KiB of empty lines": lambda: checkpoint.open_note(b"\n" * 65_536, _log_key()),
    "checkpoint of size 10^5000": lambda: checkpoint.parse(f"a\n1{'0' * 5000}\nAA==\n"),
    "proof of a million hashes": lambda: proof.parse(
        b"c2sp.org/tlog-proof@v1\nindex 1\n" + b"A" * 43 + b"=\n" * MILLION + b"\n"
    ),
    "policy of a million lines": lambda: policy.parse(b"# \n" * MILLION),
    "policy, groups doubling 200 times": lambda: policy.parse(_doubling()),
    "evidence of 9 MB": lambda: evidence.parse(b'{"larger":"' + b"A" * (9 * MILLION) + b'"}'),
    "tile path of a million groups": lambda: tiles.parse_path("tile/0/" + "x000/" * MILLION),
    "bundle that claims 65,535 each": lambda: tiles.decode_bundle(b"\xff\xff" * 256, 256),
}


def claimed_size() -> str:
    """Take a note that claims 2^62 entries, and ask for what comes next."""
    _, bob = make.two_nodes()
    alice = bob.founded.log("alice")
    claim = checkpoint.sign(Checkpoint(alice.origin, 2**62, bytes(32)), key("alice log"))
    step = sync.take_note(bob.store, alice, claim, time=NOW)
    assert len(step.fetch) <= sync.MAX_BUNDLES
    again = sync.take_bundles(bob.store, alice, [b"\0" * 511 for _ in step.fetch])
    return f"asks for {len(step.fetch)} bundles, then {again.state.value}"


ANSWERS: dict[str, tuple[bytes, bytes, float]] = {
    # Name: what comes first, what comes for ever, and how long it waits between.
    "body without end": (HEAD + b"\r\n", b"x" * 65536, 0.0),
    "body that claims 2^62 bytes": (HEAD + b"Content-Length: %d\r\n\r\n" % 2**62, b"x" * 65536, 0),
    "body in chunks without end": (
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
        b"10000\r\n" + b"x" * 65536 + b"\r\n",
        0.0,
    ),
    "gzip of 500 MB of zeros": (
        HEAD + b"Content-Encoding: gzip\r\n\r\n",
        gzip.compress(bytes(1024 * 1024)),
        0.0,
    ),
    "body that drips": (HEAD + b"\r\n", b"x", 0.02),
    "head without end": (HEAD, b"X-More: " + b"x" * 65536 + b"\r\n", 0.0),
    "head of one line without end": (HEAD + b"X-More: ", b"x" * 65536, 0.0),
    "head that drips": (HEAD, b"X", 0.02),
    "nothing at all": (b"", b"", 0.02),
}


def ask_hostile(first: bytes, then: bytes, pause: float) -> str:
    """Ask a server that answers so; return the reason with which it was given up."""
    with _serving(first, then, pause) as url, PeerClient(url, key("node"), whole=WHOLE) as client:
        try:
            client.get("log/x/checkpoint", NOTE_LIMIT)
        except PeerFailed as exc:
            return exc.reason
    return ""


def measure(name: str, deed: Callable[[], object]) -> Cost:
    """Do one thing that must be refused, and say what it cost."""
    tracemalloc.start()
    before, started = tracemalloc.get_traced_memory()[0], time.perf_counter()
    refused = ""
    try:
        refused = str(deed() or "")
    except ProtocolError as exc:
        refused = exc.code
    finally:
        seconds = time.perf_counter() - started
        memory = tracemalloc.get_traced_memory()[1] - before
        tracemalloc.stop()
    return Cost(name, refused, memory, seconds)


def all_bombs() -> Iterator[tuple[str, Callable[[], object]]]:
    """Give every bomb by its name."""
    yield from BYTES.items()
    yield "note that claims 2^62 entries", claimed_size
    for name, answer in ANSWERS.items():
        yield f"server: {name}", partial(ask_hostile, *answer)


def main() -> int:
    """Print what each costs; 1 if one was believed or took too much."""
    print(f"{'bomb':44} {'refused as':34} {'memory':>10} {'seconds':>8}")
    bad = 0
    for name, deed in all_bombs():
        cost = measure(name, deed)
        bad += not cost.refused or cost.memory > MOST_MEMORY
        print(f"{cost.bomb:44} {cost.refused:34} {cost.memory / 2**20:7.1f} MB {cost.seconds:8.3f}")
    return 1 if bad else 0


@contextlib.contextmanager
def _serving(first: bytes, then: bytes, pause: float) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with contextlib.suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(first)
                while True:
                    connection.sendall(then)
                    time.sleep(pause)
                    if not then and connection.recv(1) == b"":
                        return

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()
        thread.join(5)


def _log_key() -> VerifierKey:
    return make.channel().log_key("alice")


def _doubling() -> bytes:
    mirror = make.channel().mirror_key("bob").format()
    lines = [f"witness w {mirror}", "group l0 any w", "group r0 any w"]
    for at in range(1, 200):
        lines += [f"group {side}{at} all l{at - 1} r{at - 1}" for side in "lr"]
    found = policy.parse("\n".join([*lines, "quorum l199", ""]).encode())
    # Judged at once, and not met by nobody; then it is no policy for want of an unknown verb.
    assert not found.is_met_by(frozenset())
    return b"judged\n"


if __name__ == "__main__":
    sys.exit(main())
