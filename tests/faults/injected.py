"""Inject faults at the disk calls of a real node, one after the other, and say what broke.

    python -m tests.faults.injected sender|receiver [--all] [--at KIND:CALL:N]

A node is made once in a folder of its own. For each fault its files are put back, a child does
the deed under strace, and another opens what is left. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from answerable.cli.supervisor import end_with_parent
from benchmarks import bare_node
from tests.faults import injection
from tests.faults.injection import CannotTrace, Fault

if TYPE_CHECKING:
    from tests.node.ledger.peer import Peer

KINDS = ("EIO", "ENOSPC", "KILL")
# Of the calls that write a page: all of one saying, and so many of the longer receiving.
EACH, SPREAD = 1000, 18


def main(argv: list[str]) -> int:
    """Run; exit 1 if something did not hold, 2 if nothing could be tried."""
    parser = argparse.ArgumentParser()
    parser.add_argument("role", choices=("sender", "receiver"))
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--at")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="answerable-faults-") as folder:
        try:
            bench = Bench(Path(folder), _prepare(Path(folder), args.role))
            report = bench.run(everything=args.all, at=args.at)
        except CannotTrace as exc:
            print(json.dumps({"skipped": str(exc)}))
            return 2
    print(json.dumps(report))
    return 1 if report["wrong"] else 0


@dataclass(frozen=True)
class Role:
    """What a child does under a fault, the part of it whose calls are counted, and what follows."""

    deed: injection.Deed
    once: injection.Deed
    go_on: Callable[[list[bytes]], list[str]]
    share: int


@dataclass(frozen=True)
class Bench:
    """A node that faults are tried on, and the copy that it is put back from."""

    folder: Path
    role: Role

    def run(self, *, everything: bool, at: str | None) -> dict[str, Any]:
        """Try each fault; return how many, at which calls, and what did not hold."""
        calls = self._try(self.role.once, None).calls
        wrong: dict[str, list[str]] = {}
        tried, cut_off = Counter[str](), Counter[str]()
        for fault in _chosen(at) if at else self._faults(calls, everything):
            tried[fault.kind] += 1
            ended = self._try(self.role.deed, fault)
            found, between = self._look(ended.told)
            cut_off.update(between)
            if ended.killed != (fault.kind == "KILL"):
                found.append("the fault never came")
            if found:
                wrong[str(fault)] = found
        return {"calls": calls, "tried": tried, "cut off": cut_off, "wrong": wrong}

    def _faults(self, calls: Counter[str], everything: bool) -> list[Fault]:
        places = [(call, nth) for call in sorted(calls) for nth in range(1, calls[call] + 1)]
        if everything:
            return [Fault(call, nth, kind) for call, nth in places for kind in KINDS]
        many = [place for place in places if place[0] == "pwrite64"]
        few = [place for place in places if place[0] != "pwrite64"]
        # Every kind at what makes durable. Of the many that write a page: each, or a spread of
        # them, with one kind after the other.
        chosen = [Fault(call, nth, kind) for call, nth in few for kind in KINDS]
        for turn, (call, nth) in enumerate(many[:: -(-len(many) // self.role.share)]):
            chosen.append(Fault(call, nth, KINDS[turn % len(KINDS)]))
        return chosen

    def _try(self, deed: injection.Deed, fault: Fault | None) -> injection.Ended:
        home, kept = self.folder / "home", self.folder / "kept"
        for path in home.glob("db.sqlite3*"):
            path.unlink()
        shutil.rmtree(home / "high-water")
        shutil.copy(kept / "db.sqlite3", home)
        shutil.copytree(kept / "high-water", home / "high-water")
        return injection.run(deed, self.folder / "trace", fault)

    def _look(self, told: list[bytes]) -> tuple[list[str], list[str]]:
        """Open what is left in a process of its own, as the next start does."""

        def look(tell: injection.Tell) -> None:
            from tests.faults import deeds

            between = deeds.cut_off()
            wrong = deeds.check(told) or self.role.go_on(told)
            tell(json.dumps([wrong, between]).encode())

        wrong, between = json.loads(injection.run_untraced(look)[-1])
        return wrong, between


def _chosen(at: str) -> list[Fault]:
    kind, call, nth = at.split(":")
    return [Fault(call, int(nth), kind)]


def _prepare(folder: Path, name: str) -> Role:
    """Make a node whose peer has said a few things, keep a copy, and return what it shall do."""
    home = folder / "home"
    home.mkdir()
    bare_node.load(home)
    from django.db import connections

    from tests.faults import deeds
    from tests.node.ledger.factories import make_channel

    _, peer = make_channel()
    for number in range(deeds.SAYINGS):
        peer.say("interim", "b" * 32, {"code": "still_examining"}, words=deeds.words(number))
    deeds.speak(lambda data: None, 1)
    connections.close_all()
    shutil.copytree(home, folder / "kept")
    if name == "sender":
        return Role(deeds.speak, partial(deeds.speak, count=1), deeds.go_on_speaking, EACH)
    address = _serve(peer)
    return Role(
        partial(deeds.listen, address),
        partial(deeds.listen, address, rounds=1),
        partial(deeds.go_on_listening, address),
        SPREAD,
    )


def _serve(peer: Peer) -> str:
    """Answer for the peer in a child process that ends with this one; return its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fields = dict(self.headers.items())
            found = peer.answer(httpx.Request("GET", f"http://peer{self.path}", headers=fields))
            body = found.read()
            self.send_response(found.status_code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    if os.fork() == 0:
        end_with_parent()
        server.serve_forever()
    server.server_close()
    return f"http://127.0.0.1:{server.server_port}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
