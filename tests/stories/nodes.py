"""Make real nodes, start and kill them, and found channels between them, for stories and demos.

    a = Node.create(folder / "a", "alice", offices=["embassy", "bureau"])
    b = Node.create(folder / "b", "bob", offices=["liaison"])
    slug_a, slug_b = establish(a, b)
    a.start(); b.start()                    # `answerable up`, waits until ready
    a.run("result = Channel.objects.count()")   # Python in a process with the node's Django
    b.kill()                                # SIGKILL to every process of the node
    b.start(); b.stop()
    close(a, b)                             # in a finally

Ports are free ones of loopback. `run` works whether the node is up or not.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
READY_WITHIN = 60.0
PRELUDE = """
from datetime import UTC, datetime, timedelta
from django.db import transaction
from django.utils import timezone
from answerable.node.ledger import services as ledger
from answerable.node.ledger.models import Channel
"""


@dataclass
class Node:
    """One node in a folder of its own."""

    home: Path
    desk_port: int
    channel_port: int
    password: str = ""
    process: "subprocess.Popen[str] | None" = None
    hand: "subprocess.Popen[str] | None" = None
    left: list[int] = field(default_factory=list)

    @classmethod
    def create(
        cls,
        home: Path,
        party: str,
        *,
        offices: list[str],
        admin: str = "admin",
        more: tuple[str, ...] = (),
    ) -> "Node":
        """Make a node with `answerable init`; `more` are further arguments for it."""
        desk, channel = free_port(), free_port()
        given = [f"--office={code}:{code.title()}" for code in offices]
        if os.environ.get("ANSWERABLE_TEST_DATABASE") == "postgresql":
            from tests import postgres

            given.append(f"--database-url={postgres.new_database()}")
        done = _answerable(
            "init",
            str(home),
            "--mode=channel",
            f"--party={party}",
            f"--party-name={party.title()}",
            f"--domain={party}.example",
            f"--admin={admin}",
            f"--desk-address=127.0.0.1:{desk}",
            f"--channel-address=127.0.0.1:{channel}",
            *given,
            *more,
        )
        secret = next(
            (line.split()[1] for line in done.splitlines() if line.startswith("password")), ""
        )
        return cls(home, desk, channel, password=secret)

    @property
    def desk_url(self) -> str:
        return f"http://127.0.0.1:{self.desk_port}"

    @property
    def channel_url(self) -> str:
        return f"http://127.0.0.1:{self.channel_port}"

    # -- the command line -------------------------------------------------------------------

    def cli(self, *arguments: str, ok: bool = True) -> str:
        """Run a command of `answerable` on this node; return what it said."""
        return _answerable(*arguments, home=self.home, ok=ok)

    # -- running ----------------------------------------------------------------------------

    def start(self, *, wait: bool = True) -> None:
        """Start `answerable up`, and wait until both listeners answer."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "answerable.cli", "up", str(self.home)],
            env=environment(self.home),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=(self.home / "up.log").open("a"),
            text=True,
        )
        if wait:
            self.wait_ready()

    def wait_ready(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.strip() == "ready":
                return
        raise AssertionError(f"the node did not start:\n{self.log()}")

    def stop(self) -> int:
        """Stop the node in order; return the exit code of `up`."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self.process = None
        return code

    def kill(self) -> None:
        """End every process of the node at once with SIGKILL, as a power cut would."""
        if self.process is None:
            return
        pids = family(self.process.pid)
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)
        self.process = None
        until(lambda: not any(_alive(pid) for pid in pids), "the processes to be gone")

    def log(self) -> str:
        """Return what the node wrote to its log so far."""
        path = self.home / "up.log"
        return path.read_text() if path.exists() else ""

    # -- working on it ----------------------------------------------------------------------

    def run(self, code: str) -> Any:
        """Run Python in a process with the node's Django; return what it assigned to `result`."""
        if self.hand is None:
            self.hand = subprocess.Popen(
                [sys.executable, "-m", "tests.stories.hand"],
                env=environment(self.home),
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=(self.home / "hand.log").open("a"),
                text=True,
            )
            self.run(PRELUDE)
        assert self.hand.stdin is not None
        assert self.hand.stdout is not None
        self.hand.stdin.write(json.dumps({"code": code}) + "\n")
        self.hand.stdin.flush()
        answer = json.loads(self.hand.stdout.readline() or '{"error": "the hand died"}')
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]

    def close(self) -> None:
        """End everything that was started for this node."""
        self.kill()
        if self.hand is not None:
            self.hand.kill()
            self.hand.wait()
            self.hand = None


def create_pair(folder: Path) -> tuple[Node, Node]:
    """Make `alice` (office embassy) and `bob` (office liaison) side by side."""
    with ThreadPoolExecutor(2) as pool:
        a = pool.submit(Node.create, folder / "a", "alice", offices=["embassy"])
        b = pool.submit(Node.create, folder / "b", "bob", offices=["liaison"])
        return a.result(), b.result()


def establish(a: Node, b: Node, *, slug_a: str = "them", slug_b: str = "them") -> tuple[str, str]:
    """Found a channel between two nodes as two people do, with the command line on each."""
    files = [a.home / f"channel-{slug_a}-{step}.json" for step in (1, 2, 3)]
    one, two, three = map(str, files)
    a.cli("channel", "propose", "--to", b.home.name.title(), "--slug", slug_a, "--out", one)
    b.cli("channel", "accept", one, "--title", a.home.name.title(), "--slug", slug_b, "--out", two)
    heard = b.cli("channel", "words", slug_b).strip()
    a.cli("channel", "finish", two, "--words", heard, "--out", three)
    heard = a.cli("channel", "words", slug_a).strip()
    b.cli("channel", "finish", three, "--words", heard)
    return slug_a, slug_b


def close(*nodes: Node) -> None:
    """End everything that was started for these nodes."""
    for node in nodes:
        node.close()


def until(condition: Callable[[], Any], what: str, *, within: float = READY_WITHIN) -> Any:
    """Wait until a condition holds, and return its value; fail with what was waited for."""
    deadline = time.monotonic() + within
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {within:g} s in vain for {what}")
        time.sleep(0.1)


def free_port() -> int:
    """Return a port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answerable(*arguments: str, home: Path | None = None, ok: bool = True) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "answerable.cli", *arguments],
        env=environment(home),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    if ok and done.returncode:
        raise AssertionError(f"{arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout if ok else done.stdout + done.stderr


def environment(home: Path | None) -> dict[str, str]:
    """Return what a process of a node is told: nothing of this process, and which folder."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ANSWERABLE_", "DJANGO_"))}
    kept["PYTHONPATH"] = str(ROOT)
    return kept if home is None else {**kept, "ANSWERABLE_HOME": str(home)}


def family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in thread.read_text().split():
            found += family(int(child))
    return found


def _alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
