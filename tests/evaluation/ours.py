"""The reader that is measured here: ours, with its lexicons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from answerable.extraction import assembly, lexicons
from answerable.extraction.claims import Claim


def read(text: str, published: date, language: str) -> Sequence[Claim]:
    """Read a text as the product does when it is told the language."""
    reading = assembly.read(
        text, lexicons.words, published=published, language=language, places=lexicons.places()
    )
    return reading.claims
