"""The child processes of this package: started, fed, heard within a time, ended.

With them alone this package touches the machine.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from answerable.extraction.errors import Damaged, TookTooLong, TooMuchMemory

CHUNK = 64 * 1024
_RUNNING: "set[subprocess.Popen[bytes]]" = set()
_RUNNING_LOCK = threading.Lock()


class ReaderDidNotStart(RuntimeError):
    """The child process failed before it saw the document: the installation is at fault."""


def launch(module: str, *words: str, stdin: int = subprocess.PIPE) -> "subprocess.Popen[bytes]":
    """Start one of our own modules as a child that gets nothing of ours but what it is given."""
    # No `preexec_fn`: it can deadlock where the parent has threads. The child confines itself.
    return subprocess.Popen(  # noqa: S603 # Modules of our own, by name.
        [sys.executable, "-I", "-m", f"answerable.extraction.apart.{module}", *words],
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8", "TZ": "UTC"},
        cwd="/",
        start_new_session=True,
        close_fds=True,
    )


def start(module: str) -> "subprocess.Popen[bytes]":
    """Start one of our own modules as a child of which `stop_readers` knows, until its `end`."""
    child = launch(module)
    with _RUNNING_LOCK:
        _RUNNING.add(child)
    return child


def end(child: "subprocess.Popen[bytes]") -> None:
    """Kill a child that `start` gave, with everything it may have started."""
    # Taken off first: once it is waited for, its number may be another's.
    with _RUNNING_LOCK:
        _RUNNING.discard(child)
    kill(child)


def stop_readers() -> int:
    """End the readers that run now, whoever waits for them gets `Unreadable`; return how many."""
    with _RUNNING_LOCK:
        for child in _RUNNING:
            kill(child)
        return len(_RUNNING)


def exchange(
    child: "subprocess.Popen[bytes]",
    pending: memoryview,
    deadline: float,
    takes: Callable[[bytes], bool],
    *,
    is_last: bool,
) -> memoryview:
    """Write and read at once, so that neither side waits for the other for ever.

    Ends as soon as `takes`, which is given each chunk (an empty one at the end of the output),
    says that it has all. Returns what was not written by then. What is to be read to its end is
    the last that the child is told. Raises `TookTooLong` at the `deadline` (monotonic seconds).
    """
    if child.stdin is None or child.stdout is None:
        raise ReaderDidNotStart("no pipes")
    os.set_blocking(child.stdin.fileno(), False)
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdin, selectors.EVENT_WRITE)
        ready.register(child.stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            events = ready.select(left) if left > 0 else []
            if not events:
                raise TookTooLong
            for key, _ in events:
                if key.fileobj is child.stdout:
                    if takes(os.read(child.stdout.fileno(), CHUNK)):
                        return pending
                    continue
                pending = _fed(child.stdin.fileno(), pending)
                if not pending:
                    ready.unregister(child.stdin)
                    if is_last:
                        child.stdin.close()


def _fed(pipe: int, pending: memoryview) -> memoryview:
    """Write what the pipe takes now; return what is left for later, nothing once it is closed."""
    try:
        return pending[os.write(pipe, pending[:CHUNK]) :]
    except BlockingIOError:
        return pending
    except BrokenPipeError:
        # It stopped listening; its answer or its exit status says why.
        return pending[len(pending) :]


def check_status(output: bytes, status: int) -> None:
    """Raise what the end of the child says, where it did not end well."""
    if status == -signal.SIGXCPU:
        raise TookTooLong("processor")
    if status == -signal.SIGKILL:
        # Ours comes after the answer, so this one is the kernel's, which kills for memory or, at
        # the hard limit, for processor time.
        raise TooMuchMemory("killed")
    if status > 0 and not output:
        raise ReaderDidNotStart(f"exit status {status}")
    if status != 0:
        raise Damaged("reader stopped")


def kill(child: "subprocess.Popen[bytes]") -> None:
    """Kill a child, if it still runs, with everything it may have started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
