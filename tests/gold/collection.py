"""The gold set as it lies on the shelf: which files there are, and which side an incident is on."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from tests.gold.codes import LANGUAGES
from tests.gold.notation import Record, Spot, read_records, read_spots

HERE = Path(__file__).parent
PARTS = ("dev", "test", "unseen")
TEST_SHARE = 102
"""Of 256: an incident whose hash begins below this is for testing only."""


def side_of(incident: str) -> str:
    """Tell on which side an incident is, whatever is added to the set later."""
    return "test" if hashlib.sha256(incident.encode()).digest()[0] < TEST_SHARE else "dev"


@cache
def spots() -> dict[str, Spot]:
    """Read the places which the labels name."""
    return read_spots((HERE / "places.txt").read_text(encoding="utf-8"))


@cache
def records(language: str, part: str) -> tuple[Record, ...]:
    """Read one part of the set in one language."""
    written = (HERE / language / f"{part}.txt").read_text(encoding="utf-8")
    return tuple(read_records(written, language, spots()))


@cache
def main_records(language: str) -> tuple[Record, ...]:
    """Read what is developed on and tested on; the unseen part stays apart."""
    return records(language, "dev") + records(language, "test")


__all__ = ["LANGUAGES", "PARTS", "main_records", "records", "side_of", "spots"]
