"""Keep a node's processes running together: start, watch, restart, stop; knows no Django."""

import contextlib
import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from answerable.cli.errors import Refused

STOP_AFTER = 15.0
HEALTHY_AFTER = 60.0
LONGEST_PAUSE = 30.0
MISUSED = 2


@contextlib.contextmanager
def instance_lock(home: Path) -> Iterator[int]:
    """Hold the folder for one running node; yields the lock's file descriptor.

    Children inherit the descriptor, so the lock stays held while any process of the node lives,
    even after its supervisor was killed.
    """
    descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as exc:
        holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
        os.close(descriptor)
        raise Refused(f"this node runs already (process {holder or 'unknown'})") from exc
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def check_free(host: str, port: int) -> None:
    """Raise `Refused` if something listens on the address already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as exc:
            raise Refused(f"cannot listen on {host}:{port}: {exc.strerror}") from exc


def answers(host: str, port: int) -> bool:
    """Tell whether something listens on the address."""
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=0.5):
        return True
    return False


@dataclass
class Child:
    """One process of the node, and how its last tries went."""

    name: str
    command: Sequence[str]
    # Exit codes with which it says that trying again is useless; it has said why.
    final: frozenset[int] = frozenset({MISUSED})
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    crashes: int = 0
    start_again_at: float = 0.0


@dataclass
class Supervisor:
    """Start the children, restart the ones that crash, stop all on a signal."""

    children: list[Child]
    lock: int
    say: Callable[[str], None]
    stopping: bool = field(default=False, init=False)

    def run(self, started: Callable[[], bool]) -> int:
        """Watch until told to stop; `started` is asked until it says True. Return the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        code, is_up = 0, False
        try:
            while not self.stopping:
                code = self._tend()
                if code:
                    break
                is_up = is_up or started()
                time.sleep(0.1)
        finally:
            self._end_all()
        return code

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _tend(self) -> int:
        """Start what is due; return the exit code of a child that will never start."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                code = child.process.returncode
                child.process = None
                if code in child.final:
                    return code
                child.crashes = 1 if now - child.started_at > HEALTHY_AFTER else child.crashes + 1
                pause = min(0.5 * 2 ** (child.crashes - 1), LONGEST_PAUSE)
                child.start_again_at = now + pause
                self.say(f"{child.name} ended with code {code}; it starts again in {pause:g} s")
            if child.process is None and now >= child.start_again_at:
                child.process = self._start(child.command)
                child.started_at = now
        return 0

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C in a terminal reaches us alone, and we stop them in order.
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            pass_fds=[self.lock],
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    def _end_all(self) -> None:
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_AFTER
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
        for process in running:
            _signal_group(process, signal.SIGKILL)
            process.wait()


def python(*arguments: str) -> list[str]:
    """Return the command that runs one of our commands with this Python."""
    return [sys.executable, "-m", "answerable.cli", *arguments]


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    # The group may outlive its leader: a web listener has a process of its own for the pages.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def end_with_parent() -> None:
    """Ask Linux to stop this child when the supervisor dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
