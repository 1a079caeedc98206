"""The process in which one text is read for what it claims: bounded, and thrown away after.

Run by `answerable.extraction.apart.claiming` and by nobody else, in the same way as `child`. In:
one line of JSON (`TextRequest`), then the text in UTF-8. Out: one JSON value (`TextAnswer`).
"""

import sys
from dataclasses import replace
from datetime import date

import msgspec

from answerable.extraction.apart.child import READY, confine
from answerable.extraction.claims import Claim
from answerable.extraction.documents.document import Limits
from answerable.extraction.errors import TooLarge, TooMuchMemory, Unreadable

_MAX_REQUEST_LINE = 64 * 1024


class TextRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the parent asks: the day to count from, and how many claims it takes at most."""

    published: date | None
    most_claims: int
    limits: Limits


class TextAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the child answers: claims, or the code of why there are none."""

    claims: tuple[Claim, ...] = ()
    left_out: int = 0
    languages: dict[str, int] = {}
    problem: str | None = None


def _read(request: TextRequest) -> TextAnswer:
    text = sys.stdin.buffer.read(request.limits.max_bytes + 1).decode("utf-8")
    if len(text) > request.limits.max_chars:
        raise TooLarge
    # Imported only now, so that lexicons and gazetteer are loaded inside the bounds.
    from answerable.extraction import assembly, lexicons

    places = lexicons.places()
    lexicons.settle()
    reading = assembly.read(text, lexicons.words, published=request.published, places=places)
    most = request.most_claims
    kept = [
        # The whole of a part may be among those that are left out.
        replace(one, subset_of=None) if one.subset_of is not None and one.subset_of >= most else one
        for one in reading.claims[:most]
    ]
    return TextAnswer(
        claims=tuple(kept),
        left_out=len(reading.claims) - len(kept),
        languages=dict(reading.languages),
    )


def main() -> int:
    """Answer the one request on standard input."""
    line = sys.stdin.buffer.readline(_MAX_REQUEST_LINE)
    request = msgspec.json.decode(line, type=TextRequest)
    confine(request.limits)
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    try:
        answer = _read(request)
    except Unreadable as refusal:
        answer = TextAnswer(problem=refusal.code)
    except MemoryError:
        answer = TextAnswer(problem=TooMuchMemory.code)
    sys.stdout.buffer.write(msgspec.json.encode(answer))
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
