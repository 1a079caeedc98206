"""Run the command line in processes of its own, as an operator would."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

PATIENCE = 60.0


def free_port() -> int:
    """Return a port that is free at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answerable(*arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run one command to its end, outside any node's environment."""
    return subprocess.run(
        [sys.executable, "-m", "answerable.cli", *arguments],
        env=outside(),
        input=stdin or "",
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def outside() -> dict[str, str]:
    """Return an environment without any setting of a node."""
    ours = ("ANSWERABLE_", "DJANGO_")
    return {key: value for key, value in os.environ.items() if not key.startswith(ours)}


def init(home: Path, *more: str) -> tuple[subprocess.CompletedProcess[str], int, int]:
    """Make a node with free ports; return what was said, and the two ports."""
    desk, channel = free_port(), free_port()
    done = answerable(
        "init",
        str(home),
        *("--party", "meridia", "--office", "head:Head office"),
        *("--desk-address", f"127.0.0.1:{desk}", "--channel-address", f"127.0.0.1:{channel}"),
        *more,
    )
    return done, desk, channel


class Running:
    """A node that was started by `answerable up`; stopped when the block ends."""

    def __init__(self, home: Path) -> None:
        self.log = home.parent / f"{home.name}.log"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "answerable.cli", "up", str(home)],
                env=outside(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE)

    def said(self) -> str:
        """Return what the node has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_until_ready(self) -> None:
        """Wait until both listeners answer."""
        self.wait_for(lambda: "\nready" in self.said(), "ready")

    def wait_for(self, happened: Callable[[], bool], what: str) -> None:
        """Wait until something has happened, or fail with all that was printed."""
        end = time.monotonic() + PATIENCE
        while not happened():
            assert time.monotonic() < end, f"not {what}: {self.said()}"
            assert what == "ended" or self.process.poll() is None, f"it ended: {self.said()}"
            time.sleep(0.05)

    def children(self) -> dict[int, str]:
        """Return the processes of this node by number, with their command lines."""
        found = {}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdecimal():
                continue
            try:
                environment = (folder / "environ").read_bytes()
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            home = self.log.with_suffix("")
            if re.search(rb"(^|\0)ANSWERABLE_HOME=" + str(home).encode() + rb"(\0|$)", environment):
                found[int(folder.name)] = command
        return found
