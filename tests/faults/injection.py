"""Make the kernel fail one system call of a process, by strace: an error, or death at the call."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import socket
import subprocess
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeAlias

# What changes a disk. Other calls of the same names, to a log or a terminal, are hit as well.
CALLS = (
    "write,pwrite64,writev,fsync,fdatasync,ftruncate,rename,renameat,renameat2,"
    "link,linkat,unlink,unlinkat"
)
WITHIN = 60.0
_NOT_TRACED = 77
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\(")
_ANY_PROCESS_MAY_TRACE = (0x59616D61, ctypes.c_ulong(-1))


Tell: TypeAlias = Callable[[bytes], None]
Deed: TypeAlias = Callable[[Tell], None]


class CannotTrace(Exception):
    """There is no strace, or this machine does not let it attach."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at which call: the nth `call` of the deed, counted from one."""

    call: str
    nth: int
    kind: str

    def __str__(self) -> str:
        return f"{self.kind} at {self.call} {self.nth}"

    @property
    def expression(self) -> str:
        """Write the fault as strace takes it. A full disk stays full; the other two happen once."""
        return {
            "KILL": f"inject={self.call}:signal=KILL:when={self.nth}",
            "EIO": f"inject={self.call}:error=EIO:when={self.nth}",
            "ENOSPC": f"inject={self.call}:error=ENOSPC:when={self.nth}+",
        }[self.kind]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a traced process ended, what it had told by then, and which calls it made."""

    killed: bool
    told: list[bytes]
    calls: Counter[str]


def run(deed: Deed, trace: Path, fault: Fault | None) -> Ended:
    """Do a deed in a child of this process with the fault, or with none to count its calls.

    The deed tells what it achieved by a function that takes bytes: what was told before the child
    died counts as acknowledged. Raises CannotTrace.
    """
    if shutil.which("strace") is None:
        raise CannotTrace("strace is not installed")
    child, inlet = _fork(deed, traced=True)
    trace.unlink(missing_ok=True)
    command = ["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={CALLS}"]
    if fault is not None:
        command += ["-e", fault.expression]
    tracer = subprocess.Popen([*command, "-p", str(child)], stderr=subprocess.PIPE, text=True)
    try:
        told, status = _hear(child, inlet)
    finally:
        _, complaint = tracer.communicate(timeout=WITHIN)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == _NOT_TRACED:
        raise CannotTrace(f"strace may not attach here: {complaint.strip()}")
    _check(status, told, fault)
    found = [_LINE.match(line) for line in trace.read_text().splitlines()]
    return Ended(os.WIFSIGNALED(status), told, Counter(each[1] for each in found if each))


def run_untraced(deed: Deed) -> list[bytes]:
    """Do a deed in a child of this process, and return what it told."""
    child, inlet = _fork(deed, traced=False)
    told, status = _hear(child, inlet)
    _check(status, told, None)
    return told


def _fork(deed: Deed, *, traced: bool) -> tuple[int, socket.socket]:
    # Not a pipe: that would be written by `write`, which is what fails.
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        _do(deed, theirs, traced=traced)
    theirs.close()
    return child, ours


def _check(status: int, told: list[bytes], fault: Fault | None) -> None:
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        text = b"\n".join(told).decode()
        raise AssertionError(f"with {fault or 'no fault'} the deed failed of itself:\n{text}")


def _do(deed: Deed, outlet: socket.socket, *, traced: bool) -> NoReturn:
    code = 1
    try:
        ctypes.CDLL(None).prctl(*_ANY_PROCESS_MAY_TRACE)
        if not traced or _is_traced():
            deed(lambda data: outlet.sendall(data + b"\n"))
            code = 0
        else:
            code = _NOT_TRACED
    except BaseException:  # noqa: BLE001 # A child must end here, whatever happened.
        outlet.sendall(traceback.format_exc().encode())
    finally:
        os._exit(code)


def _is_traced() -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if "TracerPid:\t0\n" not in Path("/proc/self/status").read_text():
            # Attached; the stop that makes it see our calls follows at once.
            time.sleep(0.02)
            return True
        time.sleep(0.001)
    return False


def _hear(child: int, inlet: socket.socket) -> tuple[list[bytes], int]:
    with inlet, inlet.makefile("rb") as lines:
        told = [line.rstrip(b"\n") for line in lines]
    return told, os.waitpid(child, 0)[1]
