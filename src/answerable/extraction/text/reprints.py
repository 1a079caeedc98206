"""Tell whether two texts are printings of one: an agency's, with another headline, cut, credited.

A text becomes the set of its runs of three words (shingles; Broder 1997). Of the set a short sketch
is taken by one permutation (Li, Owen, Zhang 2012), whose bands (Leskovec, Rajaraman, Ullman 2020,
3.4) two printings almost surely share: so that candidates are found by an index. What counts then
is the sets themselves. Two reporters of one event share names and a quotation, never most runs.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

from answerable.extraction.text.folding import folded

# Below this a text says too little: short notices of one writer differ in the numbers alone.
LEAST_SHINGLES: Final = 40
# As much of a long text as decides.
MOST_WORDS: Final = 5_000
BANDS: Final = 24
_ROWS: Final = 3
_RUN: Final = 3
_ALIKE, _INSIDE, _LEAST_ALIKE = 0.55, 0.8, 0.35
_SHORT, _ALIKE_IF_SHORT = 80, 0.8
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[int]:
    """Return the runs of words of a text, each as a number; empty where the text is too short."""
    words = _WORD.findall(folded(text[: MOST_WORDS * 12]))[:MOST_WORDS]
    runs = (" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
    found = frozenset(_number(run) for run in runs)
    return found if len(found) >= LEAST_SHINGLES else frozenset()


def bands(of: frozenset[int]) -> tuple[int, ...]:
    """Return the keys by which printings of a text are found, as whole numbers of 64 bits.

    Two texts that share half of their runs share a key in 96 of 100 cases, two that share seven of
    ten in 99.9.
    """
    if not of:
        return ()
    bins = BANDS * _ROWS
    least: list[int | None] = [None] * bins
    for value in of:
        at, rest = value % bins, value // bins
        held = least[at]
        if held is None or rest < held:
            least[at] = rest
    keys = []
    for band in range(BANDS):
        rows = [_filled(least, band * _ROWS + row) for row in range(_ROWS)]
        digest = blake2b(f"{band}:{rows}".encode(), digest_size=8).digest()
        keys.append(int.from_bytes(digest, "big", signed=True))
    return tuple(keys)


def are_printings(one: frozenset[int], other: frozenset[int]) -> bool:
    """Tell whether two texts, given as their runs, are printings of one text."""
    if not one or not other:
        return False
    shared, smaller = len(one & other), min(len(one), len(other))
    alike = shared / (len(one) + len(other) - shared)
    if smaller < _SHORT:
        return alike >= _ALIKE_IF_SHORT
    # One may be the beginning of the other.
    return alike >= _ALIKE or (shared / smaller >= _INSIDE and alike >= _LEAST_ALIKE)


def _number(run: str) -> int:
    return int.from_bytes(blake2b(run.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def _filled(least: list[int | None], at: int) -> int:
    """Take for an empty bin what the next one holds (Shrivastava and Li 2014)."""
    for step in range(len(least)):
        held = least[(at + step) % len(least)]
        if held is not None:
            return held + step
    raise AssertionError("a text without runs has no bands")
