"""Read a stranger's document in a child process that can be killed and can do nothing else.

The one module of this package that touches the machine: it starts the child, feeds it, bounds what
comes back, and believes nothing that does not fit the closed answer.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from typing import Any

import msgspec

from answerable.extraction.apart.child import READY
from answerable.extraction.apart.clean_copy import MOST_BYTES, CleanCopy
from answerable.extraction.documents.document import Answer, Document, Limits, Mail, Request, Table
from answerable.extraction.errors import (
    PROBLEMS,
    Damaged,
    Empty,
    TookTooLong,
    TooLarge,
    TooMuchMemory,
)
from answerable.extraction.text.wording import TITLE_CHARS

STANDARD = Limits()
# A picture takes more room than a text.
CLEANING = Limits(memory_bytes=1024 * 1024 * 1024)
# A data set is longer than a text, and its workbook takes a while.
DATA_SET = Limits(
    max_chars=60_000_000, memory_bytes=1024 * 1024 * 1024, cpu_seconds=60, wall_seconds=90.0
)
_CHUNK = 64 * 1024
_FACT_CHARS = TITLE_CHARS
_RUNNING: "set[subprocess.Popen[bytes]]" = set()
_RUNNING_LOCK = threading.Lock()


class ReaderDidNotStart(RuntimeError):
    """The child process failed before it saw the document: the installation is at fault."""


def read_apart(
    data: bytes,
    *,
    today: date,
    declared_media: str | None = None,
    file_name: str | None = None,
    limits: Limits = STANDARD,
) -> Document:
    """Read a document in a child process, or raise the `Unreadable` that says why not.

    Raises `ReaderDidNotStart` where not the document but this installation is at fault.
    Blocks for `limits.wall_seconds` at most. The child gets no environment, no file to write, no
    network by way of Python, and is killed with everything it may have started.
    """
    request = _asking(data, today, declared_media, file_name, limits)
    output, status = _run(msgspec.json.encode(request) + b"\n", data, limits)
    document = _believed(output, status).document
    if document is None or not _within(document, limits):
        raise Damaged("answer")
    return document


def open_apart(
    data: bytes,
    *,
    today: date,
    declared_media: str | None = None,
    file_name: str | None = None,
    limits: Limits = STANDARD,
) -> Document | Mail:
    """Read a document as `read_apart` does, but take a saved e-mail apart with what it holds."""
    request = _asking(data, today, declared_media, file_name, limits, open_mail=True)
    # What is attached comes back in an alphabet of 64 letters.
    most = limits.max_chars * 6 + limits.max_bytes * 3 // 2
    line = msgspec.json.encode(request) + b"\n"
    answer = _believed(*_run(line, data, limits, most=most))
    if answer.mail is not None and _within(answer.mail.document, limits):
        return answer.mail
    if answer.mail is None and answer.document is not None and _within(answer.document, limits):
        return answer.document
    raise Damaged("answer")


def read_table_apart(
    data: bytes,
    *,
    today: date,
    sheet: str = "",
    limits: Limits = STANDARD,
    data_set: bool = False,
) -> Table:
    """Read the cells of a CSV file or a workbook in a child process, as `read_apart` does.

    A data set may also be JSON, is larger, and no row or cell of it is left out unsaid.
    """
    if not data:
        raise Empty
    if len(data) > limits.max_bytes:
        raise TooLarge
    request = Request(
        declared_media=None,
        file_name=None,
        today=today,
        limits=limits,
        table=True,
        sheet=sheet[:120],
        data_set=data_set,
    )
    output, status = _run(msgspec.json.encode(request) + b"\n", data, limits)
    table = _believed(output, status).table
    if table is None or len(table.rows) != len(table.numbers):
        raise Damaged("answer")
    return table


def clean_apart(data: bytes, *, limits: Limits = CLEANING) -> CleanCopy:
    """Clean a file in a child process, or raise the `Unreadable` that says why there is no copy.

    What the child gives back is believed only if it is a closed answer of the right size; it is
    clean as far as the child was not talked into something, and holds no name of a file.
    """
    if not data:
        raise Empty
    if len(data) > limits.max_bytes:
        raise TooLarge
    head = msgspec.json.encode(limits) + b"\n"
    output, status = _run(head, data, limits, module="cleaner", most=MOST_BYTES)
    check_status(output, status)
    try:
        answer = msgspec.msgpack.decode(output.removeprefix(READY), type=dict[str, Any])
        problem = answer.get("problem")
        if problem is None:
            return msgspec.convert(answer, CleanCopy)
    except msgspec.MsgspecError as error:
        raise Damaged("answer") from error
    raise PROBLEMS.get(str(problem), Damaged)(str(answer.get("detail", ""))[:80])


def start_module(module: str) -> "subprocess.Popen[bytes]":
    """Start one of our own modules as a child of which `stop_readers` knows, until its `end`."""
    # No `preexec_fn`: it can deadlock where the parent has threads. The child confines itself.
    child = subprocess.Popen(  # noqa: S603 # Modules of our own, by name.
        [sys.executable, "-I", "-m", f"answerable.extraction.apart.{module}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8", "TZ": "UTC"},
        cwd="/",
        start_new_session=True,
        close_fds=True,
    )
    with _RUNNING_LOCK:
        _RUNNING.add(child)
    return child


def end(child: "subprocess.Popen[bytes]") -> None:
    """Kill a child, if it still runs, with everything it may have started."""
    # Taken off first: once it is waited for, its number may be another's.
    with _RUNNING_LOCK:
        _RUNNING.discard(child)
    _kill(child)


def stop_readers() -> int:
    """End the readers that run now, whoever waits for them gets `Unreadable`; return how many."""
    with _RUNNING_LOCK:
        for child in _RUNNING:
            _kill(child)
        return len(_RUNNING)


def _asking(
    data: bytes,
    today: date,
    declared_media: str | None,
    file_name: str | None,
    limits: Limits,
    *,
    open_mail: bool = False,
) -> Request:
    if not data:
        raise Empty
    if len(data) > limits.max_bytes:
        raise TooLarge
    return Request(
        declared_media=declared_media and declared_media[:200],
        file_name=file_name and file_name[-200:].encode("utf-8", "replace").decode("utf-8"),
        today=today,
        limits=limits,
        open_mail=open_mail,
    )


def _run(
    head: bytes, data: bytes, limits: Limits, *, module: str = "child", most: int = 0
) -> tuple[bytes, int]:
    """Give what the child wrote and its exit status (negative: the signal that ended it)."""
    with start_module(module) as child:
        try:
            output = _exchange(child, head, data, limits, most or limits.max_chars * 6)
            return output, child.wait(timeout=5)
        except subprocess.TimeoutExpired as late:
            raise TookTooLong from late
        finally:
            end(child)


def _kill(child: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _exchange(
    child: "subprocess.Popen[bytes]", head: bytes, data: bytes, limits: Limits, most: int
) -> bytes:
    """Write and read at once, so that neither side waits for the other for ever."""
    if child.stdin is None or child.stdout is None:
        raise ReaderDidNotStart("no pipes")
    deadline = time.monotonic() + limits.wall_seconds
    most += _CHUNK
    pending, output = memoryview(head + data), bytearray()
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
                    chunk = os.read(child.stdout.fileno(), _CHUNK)
                    if not chunk:
                        return bytes(output)
                    output += chunk
                    if len(output) > most:
                        raise TooMuchMemory("answer")
                    continue
                pending = feed(child.stdin.fileno(), pending)
                if not pending:
                    ready.unregister(child.stdin)
                    child.stdin.close()


def feed(pipe: int, pending: memoryview) -> memoryview:
    """Write what the pipe takes now; return what is left for later, nothing once it is closed."""
    try:
        return pending[os.write(pipe, pending[:_CHUNK]) :]
    except BlockingIOError:
        return pending
    except BrokenPipeError:
        # It stopped listening; its answer or its exit status says why.
        return pending[len(pending) :]


def _believed(output: bytes, status: int) -> Answer:
    """Check the child's answer as one checks a stranger's."""
    check_status(output, status)
    try:
        answer = msgspec.json.decode(output, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Damaged("answer") from error
    if answer.problem is not None:
        raise PROBLEMS.get(answer.problem, Damaged)(answer.detail[:80])
    return answer


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


def _within(document: Document, limits: Limits) -> bool:
    facts = (document.title, document.publisher, document.encoding, document.reader)
    return (
        len(document.text) <= limits.max_chars
        and all(len(fact) <= _FACT_CHARS for fact in facts)
        and len(document.language) <= 3
        and "\x00" not in document.text
    )
