"""The words of a text with the claims read from them: paragraphs of pieces, each escaped later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import bidirectional

from answerable.extraction.text.sentences import sentences_of
from answerable.node.intake.models import StatedClaim


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that no claim begins or ends inside of, with the claims they belong to."""

    words: str
    claims: tuple[StatedClaim, ...]
    # Those whose words begin here: a link to a claim's place in the text leads here.
    begins: tuple[StatedClaim, ...]


def window(text: str, claims: Sequence[StatedClaim], *, first: bool, most: int) -> tuple[int, int]:
    """Return the part of a text to show beside these claims: whole lines, `most` at most."""
    start = 0
    if not first and claims:
        start = text.rfind("\n", 0, min(one.start for one in claims)) + 1
    return start, min(len(text), start + most)


def paragraphs(
    text: str, claims: Sequence[StatedClaim], start: int, end: int
) -> Iterator[list[Piece]]:
    """Cut a part of a text into its lines, and each line where a claim begins or ends.

    A line in scripts of both directions is cut into its sentences: each runs in its own.
    """
    inside = sorted(
        (one for one in claims if start <= one.start and one.end <= end), key=lambda one: one.start
    )
    at, ahead = start, 0
    held: list[StatedClaim] = []
    for line in text[start:end].split("\n"):
        stop = at + len(line)
        while ahead < len(inside) and inside[ahead].start < stop:
            held.append(inside[ahead])
            ahead += 1
        if line.strip():
            for first, last in _stretches(line):
                yield _pieces(line[first:last], at + first, held)
        held = [one for one in held if one.end > stop]
        at = stop + 1


def around(text: str, start: int, end: int, most: int = 160) -> tuple[str, str]:
    """Return what stands before and after some words in their line, so far as it helps to read."""
    before = text[max(0, start - most) : start].rpartition("\n")[2]
    after = text[end : end + most].partition("\n")[0]
    return (f"…{before}" if len(before) == most else before,
            f"{after}…" if len(after) == most else after)  # fmt: skip


def _stretches(line: str) -> list[tuple[int, int]]:
    ways = {"R" if way in ("R", "AL") else "L" for way in map(bidirectional, line)
            if way in ("L", "R", "AL")}  # fmt: skip
    starts = [0]
    if len(ways) == 2:
        starts += [one.start for one in sentences_of(line)[1:]]
    return list(pairwise([*starts, len(line)]))


def _pieces(line: str, at: int, claims: Sequence[StatedClaim]) -> list[Piece]:
    stop = at + len(line)
    cuts = {at, stop}
    for one in claims:
        cuts |= {place for place in (one.start, one.end) if at < place < stop}
    edges = sorted(cuts)
    return [
        Piece(
            line[left - at : right - at],
            tuple(one for one in claims if one.start < right and one.end > left),
            tuple(one for one in claims if one.start == left),
        )
        for left, right in pairwise(edges)
    ]
