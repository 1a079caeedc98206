"""The process in which one document is read: bounded, cut off, and thrown away after.

Run by `answerable.extraction.apart.sandbox` and by nobody else. In: one line of JSON (`Request`),
then the document's bytes. Out: one JSON value (`Answer`). Whatever is not answered, the parent
takes as a damaged document, so nothing is caught here beyond the reasons we can name.
"""

import math
import resource
import sys
import time

import msgspec

from answerable.extraction.documents.document import Answer, Limits, Request
from answerable.extraction.errors import TooMuchMemory, Unreadable

READY = b" "
# Before each answer of a child that gives many: how long it is.
LENGTH_BYTES = 4
_MAX_REQUEST_LINE = 64 * 1024
# Reading has no business with any of these; a parser that tries was talked into it.
_REFUSED = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


class NotAllowed(RuntimeError):
    """The reader tried to reach the network or to start a program."""


def confine(limits: Limits, *, lasting: bool = False) -> None:
    """Give this process what one reading needs and no more. There is no way back.

    One that is `lasting` reads many texts, and gets its processor time anew by `allow` for each.
    """
    for name, value in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        *([] if lasting else [(resource.RLIMIT_CPU, limits.cpu_seconds)]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(name)
        # At the soft limit for processor time the kernel sends SIGXCPU, which tells the parent why.
        wanted = value + 2 if name == resource.RLIMIT_CPU else value
        hard = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(name, (min(value, hard), hard))
    sys.addaudithook(_refuse)


def allow(seconds: int) -> None:
    """Give this process so much more processor time, whatever it has used; then it is ended."""
    wanted = math.ceil(time.process_time()) + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _refuse(event: str, _arguments: tuple[object, ...]) -> None:
    # Making a socket object is harmless and some imports do; using one is not.
    if event.startswith(_REFUSED) and event != "socket.__new__":
        raise NotAllowed(event)


def _read(request: Request) -> Answer:
    data = sys.stdin.buffer.read(request.limits.max_bytes + 1)
    # Imported only now, so that the parsers themselves are loaded inside the bounds.
    if request.data_set:
        from answerable.extraction.documents.tables import read_data_set

        return Answer(table=read_data_set(data, sheet=request.sheet, limits=request.limits))
    if request.table:
        from answerable.extraction.documents.tables import read_table

        return Answer(table=read_table(data, sheet=request.sheet, limits=request.limits))
    from answerable.extraction.documents.reader import read_document

    if request.open_mail:
        from answerable.extraction.documents.opening import open_mail

        mail = open_mail(data, request)
        if mail is not None:
            return Answer(mail=mail)
    return Answer(
        document=read_document(
            data,
            declared_media=request.declared_media,
            file_name=request.file_name,
            today=request.today,
            limits=request.limits,
        )
    )


def main() -> int:
    """Answer the one request on standard input."""
    line = sys.stdin.buffer.readline(_MAX_REQUEST_LINE)
    request = msgspec.json.decode(line, type=Request)
    confine(request.limits)
    # A blank before the answer says that the child came up, so that whatever ends it from here on
    # is the document's doing and not that of a broken installation.
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    try:
        answer = _read(request)
    except Unreadable as refusal:
        answer = Answer(problem=refusal.code, detail=refusal.detail)
    except MemoryError:
        answer = Answer(problem=TooMuchMemory.code)
    sys.stdout.buffer.write(msgspec.json.encode(answer))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
