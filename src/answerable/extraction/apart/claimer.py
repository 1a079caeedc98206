"""The process in which texts are read for what they claim: bounded, and thrown away after.

Run by `answerable.extraction.apart.claiming` and by nobody else. In: one line of JSON with the
limits (`Limits`); then, for each text, one line (`TextRequest`) and the text in UTF-8. Out: a
blank; then, for each text, the length of the answer and the answer, one JSON value (`TextAnswer`).
"""

import contextlib
import gc
import sys
from dataclasses import replace
from datetime import date

import msgspec

from answerable.extraction.apart.child import LENGTH_BYTES, READY, allow, confine
from answerable.extraction.claims import Claim
from answerable.extraction.documents.document import Limits
from answerable.extraction.errors import TooMuchMemory

_MAX_REQUEST_LINE = 64 * 1024


class TextRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the parent asks: the day to count from, and how many claims it takes at most."""

    published: date | None
    language: str | None = None
    most_claims: int
    bytes: int


class TextAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the child answers: claims, or the code of why there are none."""

    claims: tuple[Claim, ...] = ()
    left_out: int = 0
    languages: dict[str, int] = {}
    """How many sentences are in which language; `und` is one that is not read."""
    stated: date | None = None
    """The day of writing, where a date line or a line near the beginning states it."""
    problem: str | None = None


def _read(request: TextRequest) -> TextAnswer:
    text = sys.stdin.buffer.read(request.bytes).decode("utf-8")
    # Imported only now, so that the lexicons are loaded inside the bounds.
    from answerable.extraction import assembly, lexicons

    reading = assembly.read(
        text,
        lexicons.words,
        published=request.published,
        language=request.language,
        places=lexicons.places(),
    )
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
        stated=reading.stated,
    )


def _answered(request: TextRequest) -> bytes:
    try:
        return msgspec.json.encode(_read(request))
    except MemoryError:
        return msgspec.json.encode(TextAnswer(problem=TooMuchMemory.code))


def _prepare() -> None:
    """Load what every text needs, while the parent may still be busy with the first."""
    gc.set_threshold(20_000)
    from answerable.extraction import lexicons

    lexicons.places()


def main() -> int:
    """Answer one request after another, until standard input ends."""
    limits = msgspec.json.decode(sys.stdin.buffer.readline(_MAX_REQUEST_LINE), type=Limits)
    confine(limits, lasting=True)
    allow(limits.cpu_seconds)
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    # Where they do not fit, the first text says so.
    with contextlib.suppress(MemoryError):
        _prepare()
    while line := sys.stdin.buffer.readline(_MAX_REQUEST_LINE):
        allow(limits.cpu_seconds)
        said = _answered(msgspec.json.decode(line, type=TextRequest))
        sys.stdout.buffer.write(len(said).to_bytes(LENGTH_BYTES, "big") + said)
        sys.stdout.buffer.flush()
        del said
        # The languages of the first text are mostly those of the others.
        from answerable.extraction import lexicons

        lexicons.settle()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
