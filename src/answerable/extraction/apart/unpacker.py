"""The process in which one archive is opened: bounded, cut off, and thrown away after.

Run by `answerable.extraction.apart.archives` and by nobody else. Standard input is the archive
itself, open for reading; the request is the one argument. Out: a blank, how many files there are,
then each of them, as msgpack values one after the other, each with its length before it.
"""

import sys
from typing import Any

import msgspec

from answerable.extraction.apart.child import READY, confine
from answerable.extraction.documents.archive import ArchiveLimits, open_archive
from answerable.extraction.documents.document import Limits
from answerable.extraction.errors import TooMuchMemory, Unreadable

LENGTH_BYTES = 4


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is asked: the files from a number on, or only how many there are."""

    limits: ArchiveLimits
    start: int = 0
    count: bool = False


def main() -> int:
    """Answer the one request."""
    request = msgspec.json.decode(sys.argv[1].encode(), type=Request)
    limits = request.limits
    confine(Limits(memory_bytes=limits.memory_bytes, cpu_seconds=limits.cpu_seconds))
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    try:
        archive = open_archive(sys.stdin.buffer, limits)
        _say({"files": len(archive)})
        if not request.count:
            for one in archive.files(request.start):
                _say(one)
        _say({"end": True})
    except Unreadable as refusal:
        _say({"problem": refusal.code, "detail": refusal.detail})
    except MemoryError:
        _say({"problem": TooMuchMemory.code, "detail": ""})
    return 0


def _say(value: Any) -> None:
    data = msgspec.msgpack.encode(value)
    sys.stdout.buffer.write(len(data).to_bytes(LENGTH_BYTES, "big") + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    raise SystemExit(main())
