"""The process in which one file is cleaned: bounded, cut off, and thrown away after.

Run by `answerable.extraction.apart.sandbox` and by nobody else, in the same way as `child`.
"""

import sys

import msgspec

from answerable.extraction.apart.child import READY, confine
from answerable.extraction.documents.document import Limits
from answerable.extraction.errors import TooMuchMemory, Unreadable

_MAX_REQUEST_LINE = 64 * 1024


def main() -> int:
    """Answer the one request on standard input: its limits in a line, then the file."""
    limits = msgspec.json.decode(sys.stdin.buffer.readline(_MAX_REQUEST_LINE), type=Limits)
    confine(limits)
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    answer: dict[str, object]
    try:
        from answerable.extraction.apart.cleaning import clean

        copy = clean(sys.stdin.buffer.read(limits.max_bytes + 1))
        answer = {"media": copy.media, "data": copy.data}
    except Unreadable as refusal:
        answer = {"problem": refusal.code, "detail": refusal.detail}
    except MemoryError:
        answer = {"problem": TooMuchMemory.code}
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
