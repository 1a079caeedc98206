"""A node of which every process costs nothing to kill: forked from one that has Django loaded.

    host = Host.start(node)
    pid = host.spawn("keep_speaking", acks)      # a process of its own, until it is killed
    facts = host.call("facts")                   # a process of its own, and its answer

What can be done is in `doings`. The processes work on the node's real folder and database, as the
ones of `answerable up` do; only their start is cheaper.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from tests.faults import injection
from tests.stories.nodes import ROOT, Node, environment


@dataclass
class Host:
    """The process that forks, as a test sees it."""

    process: subprocess.Popen[str]

    @classmethod
    def start(cls, node: Node) -> Host:
        """Load the node's Django once."""
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.host"],
            cwd=ROOT,
            env=environment(node.home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(node.home / "host.log").open("a"),
            text=True,
        )
        return cls(process)

    def spawn(self, name: str, *arguments: Any) -> int:
        """Begin something that goes on until it is killed; return its process id."""
        return int(self._ask("spawn", name, arguments))

    def call(self, name: str, *arguments: Any) -> Any:
        """Do something to its end; return what it found."""
        return self._ask("call", name, arguments)

    def close(self) -> None:
        """End the host; what it spawned ends with it."""
        self.process.kill()
        self.process.wait()

    def _ask(self, how: str, name: str, arguments: tuple[Any, ...]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([how, name, *arguments]) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline() or '{"error": "the host died"}')
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer["result"]


def kill(pid: int) -> None:
    """End a process at once."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def main() -> None:
    """Fork what is asked for, one line of JSON at a time."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "answerable.node.settings"
    django.setup()
    from tests.faults import doings

    for line in sys.stdin:
        how, name, *arguments = json.loads(line)
        deed = partial(getattr(doings, name), *arguments)
        try:
            result = _spawn(deed) if how == "spawn" else _call(deed)
            print(json.dumps({"result": result}), flush=True)
        except AssertionError as exc:
            print(json.dumps({"error": str(exc)}), flush=True)


def _call(deed: Callable[[], Any]) -> Any:
    told = injection.run_untraced(lambda tell: tell(json.dumps(deed()).encode()))
    return json.loads(told[-1])


def _spawn(deed: Callable[[], Any]) -> int:
    from answerable.cli.supervisor import end_with_parent

    pid = os.fork()
    if pid == 0:
        try:
            end_with_parent()
            # The host's own channel to the test is not for us.
            os.dup2(2, 1)
            deed()
        finally:
            os._exit(1)
    return pid


if __name__ == "__main__":
    main()
