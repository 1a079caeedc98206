"""Read a stranger's document in a child process that can be killed and can do nothing else.

It bounds what comes back from the child and believes nothing that does not fit the closed answer.
"""

import subprocess
import time
from datetime import date
from typing import Any

import msgspec

from answerable.extraction.apart import processes
from answerable.extraction.apart.child import READY
from answerable.extraction.apart.clean_copy import MOST_BYTES, CleanCopy
from answerable.extraction.documents.document import Answer, Document, Limits, Mail, Request, Table
from answerable.extraction.errors import (
    BLANK,
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
_FACT_CHARS = TITLE_CHARS


def read_apart(
    data: bytes,
    *,
    today: date,
    declared_media: str | None = None,
    file_name: str | None = None,
    limits: Limits = STANDARD,
) -> Document:
    """Read a document in a child process, or raise the `Unreadable` that says why not.

    Raises `processes.ReaderDidNotStart` where not the document but this installation is at fault.
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
        raise Empty(BLANK)
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
        raise Empty(BLANK)
    if len(data) > limits.max_bytes:
        raise TooLarge
    head = msgspec.json.encode(limits) + b"\n"
    output, status = _run(head, data, limits, module="cleaner", most=MOST_BYTES)
    processes.check_status(output, status)
    try:
        answer = msgspec.msgpack.decode(output.removeprefix(READY), type=dict[str, Any])
        problem = answer.get("problem")
        if problem is None:
            return msgspec.convert(answer, CleanCopy)
    except msgspec.MsgspecError as error:
        raise Damaged("answer") from error
    raise PROBLEMS.get(str(problem), Damaged)(str(answer.get("detail", ""))[:80])


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
        raise Empty(BLANK)
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
    most = (most or limits.max_chars * 6) + processes.CHUNK
    output = bytearray()

    def takes(chunk: bytes) -> bool:
        output.extend(chunk)
        if len(output) > most:
            raise TooMuchMemory("answer")
        return not chunk

    with processes.start(module) as child:
        try:
            deadline = time.monotonic() + limits.wall_seconds
            processes.exchange(child, memoryview(head + data), deadline, takes, is_last=True)
            return bytes(output), child.wait(timeout=5)
        except subprocess.TimeoutExpired as late:
            raise TookTooLong from late
        finally:
            processes.end(child)


def _believed(output: bytes, status: int) -> Answer:
    """Check the child's answer as one checks a stranger's."""
    processes.check_status(output, status)
    try:
        answer = msgspec.json.decode(output, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Damaged("answer") from error
    if answer.problem is not None:
        raise PROBLEMS.get(answer.problem, Damaged)(answer.detail[:80])
    return answer


def _within(document: Document, limits: Limits) -> bool:
    facts = (document.title, document.publisher, document.encoding, document.reader)
    return (
        len(document.text) <= limits.max_chars
        and all(len(fact) <= _FACT_CHARS for fact in facts)
        and len(document.language) <= 3
        and "\x00" not in document.text
    )
