"""Run both nodes until Ctrl-C; stop and start one of them when another terminal asks for it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from answerable.cli.supervisor import answers, end_with_parent

from . import homes
from .homes import ROOT, Demo, DemoError, Node

STOPS_WITHIN = 20.0
STARTS_WITHIN = 60.0


@dataclass
class Runner:
    """One node's `answerable up`, and whether it answers already."""

    demo: Demo
    node: Node
    process: subprocess.Popen[str] | None = None
    ready: threading.Event = field(default_factory=threading.Event)
    # Where the log of this start begins.
    began: int = 0

    def start(self) -> None:
        """Start the node; what it logs goes to its file."""
        self.ready.clear()
        home = self.demo.home(self.node)
        with self.demo.log(self.node).open("a") as log:
            self.began = log.tell()
            self.process = subprocess.Popen(
                [sys.executable, "-m", "answerable.cli", "up", str(home)],
                env=homes.environment(home),
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                # Ctrl-C reaches this process alone, which then stops the nodes in order.
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        threading.Thread(target=self._listen, args=[self.process], daemon=True).start()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() == "ready":
                self.ready.set()

    def ask_to_stop(self) -> None:
        """Ask the node to end, without waiting."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_stopped(self) -> None:
        """Wait until it has ended, and end it if it does not."""
        if self.process is None:
            return
        try:
            self.process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
        self.ready.clear()

    def last_words(self) -> str:
        """Return the end of its log since it was started, for when it did not."""
        said = self.demo.log(self.node).read_bytes()[self.began :]
        lines = said.decode("utf-8", "replace").strip().splitlines()
        return "\n".join(lines[-6:])


class Run:
    """Both nodes, from their start to Ctrl-C."""

    def __init__(self, demo: Demo, say: Callable[[str], None]) -> None:
        self._demo, self._say, self._stopping = demo, say, False
        self._runners = [Runner(demo, node) for node in demo.made.nodes]

    def run(self) -> int:
        """Run until a signal; return the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        check_ports(self._demo)
        began = time.monotonic()
        try:
            for runner in self._runners:
                self._demo.wish(runner.node).unlink(missing_ok=True)
                runner.start()
            if not self._until_ready():
                return 0 if self._stopping else 1
            self._say(welcome(self._demo, time.monotonic() - began))
            while not self._stopping:
                if not all(self._tend(runner) for runner in self._runners):
                    return 1
                time.sleep(0.2)
        finally:
            for runner in self._runners:
                runner.ask_to_stop()
            for runner in self._runners:
                runner.wait_stopped()
        self._say("\nBoth nodes are stopped. ./run demo goes on where you left off.")
        return 0

    def _stop(self, *_: object) -> None:
        self._stopping = True

    def _until_ready(self) -> bool:
        deadline = time.monotonic() + STARTS_WITHIN
        while not all(runner.ready.is_set() for runner in self._runners):
            for runner in self._runners:
                if runner.process is not None and runner.process.poll() is not None:
                    self._say(f"{runner.node.name} did not start:\n{runner.last_words()}")
                    self._say("Made by an earlier clone? ./run demo-reset throws it away.")
                    return False
            if self._stopping or time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def _tend(self, runner: Runner) -> bool:
        """Stop or start one node as wished; tell whether it is as it should be."""
        wished, process = self._demo.wish(runner.node).exists(), runner.process
        if process is not None and wished:
            runner.ask_to_stop()
            runner.wait_stopped()
            self._say(f"{runner.node.name} is stopped. ./run demo start {runner.node.code}")
        elif process is None and not wished:
            runner.start()
            self._say(f"{runner.node.name} starts again.")
        elif process is not None and process.poll() is not None:
            self._say(f"{runner.node.name} ended by itself:\n{runner.last_words()}")
            return False
        return True


def ask(demo: Demo, code: str, *, to_run: bool) -> str:
    """Ask the running demonstration to stop or start one node; return what came of it."""
    node = demo.node(code)
    if not homes.is_held(demo.folder):
        raise DemoError("the demonstration does not run: ./run demo starts both nodes")
    wish = demo.wish(node)
    if to_run:
        wish.unlink(missing_ok=True)
        wanted = f"{node.name} runs: {node.desk_url}"
        _wait(lambda: answers("127.0.0.1", node.desk_port), STARTS_WITHIN, node)
        return wanted
    wish.touch()
    _wait(lambda: not homes.is_running(demo.home(node)), STOPS_WITHIN, node)
    return (
        f"{node.name} is stopped. Send it something from the other side and see it wait under"
        f" Channels.\nThen: ./run demo start {node.code}"
    )


def welcome(demo: Demo, seconds: float) -> str:
    """Return what the terminal shows once both nodes answer."""
    _first, second = demo.made.nodes
    return "\n".join(
        [
            f"\nBoth nodes run (after {seconds:.1f} s). Open them side by side in one browser:\n",
            *(f"  {node.name:<28} {node.desk_url}" for node in demo.made.nodes),
            "\nNo password is needed: choose whom to enter as. Both listen on this machine only.",
            f"Days count from {demo.made.made}; its past was seeded by a demo clock.",
            "\nFrom another terminal:",
            f"  ./run demo stop {second.code:<10} a node goes down; ./run demo start {second.code}",
            "  ./run demo-tamper          change one stored byte in a copy, and see it found",
            "  ./run demo-reset           throw all of it away",
            f"An article to paste: {_near(homes.ROOT / 'examples' / 'demo' / 'article.html')}",
            "Ctrl-C stops both nodes; what you did is kept.",
        ]
    )


def check_ports(demo: Demo) -> None:
    """Raise `DemoError` that names a port which another program has."""
    for node in demo.made.nodes:
        for port in (node.desk_port, node.channel_port):
            if not homes.is_free(port):
                raise DemoError(
                    f"port {port} of {node.name} is taken by another program on this machine:"
                    " stop that program, or choose other ports with ./run demo-reset"
                )


def _wait(condition: Callable[[], bool], seconds: float, node: Node) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise DemoError(f"{node.name} did not do so within {seconds:.0f} s; see its log")
        time.sleep(0.1)


def _near(path: Path) -> str:
    return str(path.relative_to(homes.ROOT))
