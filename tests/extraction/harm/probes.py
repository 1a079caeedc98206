"""The sentences that show how harm is read, and the notation of what they say.

A line is a sentence and, after a bar, what it claims: `k3; k2/children^; i>40!c`. The letter says
what happened, then the number (`12`, `12..15`, `20..99s` for a word such as "dozens", `12+` at
least, `12-` at most, `>12`, `<12`, `~12`, `?` unstated), the category, `^` for a part of people
told of elsewhere, and the scope: `!c` cumulative, `!p` periodic. Nothing after the bar: no claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from answerable.extraction.casualties.harm import claims_of
from answerable.extraction.claims import Claim, Scope
from answerable.extraction.counts.numbers import Qualifier
from answerable.extraction.lexicons import date_words, harm_words
from answerable.extraction.text.folding import fold
from answerable.extraction.text.tokens import sentences_of, tokens_of
from answerable.extraction.when import dates

PUBLISHED = date(2024, 3, 14)
HARMS = {
    "killed": "k",
    "injured": "i",
    "missing": "m",
    "abducted": "a",
    "detained": "d",
    "displaced": "p",
    "casualties": "x",
}
_SAID = {
    Qualifier.AT_LEAST: "{low}+",
    Qualifier.MORE_THAN: ">{below}",
    Qualifier.AT_MOST: "{high}-",
    Qualifier.LESS_THAN: "<{above}",
    Qualifier.ABOUT: "~{low}",
    Qualifier.RANGE: "{low}..{high}",
    Qualifier.SPAN: "{low}..{high}s",
    Qualifier.EXACT: "{low}",
}


def claims(language: str, text: str) -> list[Claim]:
    """Read all that a text claims of harm, sentence by sentence."""
    found: list[Claim] = []
    for sentence in sentences_of(tokens_of(fold(text)), text):
        moments = dates.read(date_words(language), sentence.tokens, PUBLISHED)
        found += claims_of(harm_words(language), sentence.tokens, moments, text, found)
    return found


def written(claim: Claim) -> str:
    """Write a claim in the notation of the probes."""
    number = "?"
    if claim.qualifier is not None:
        number = _SAID[claim.qualifier].format(
            low=claim.low, high=claim.high, below=(claim.low or 0) - 1, above=(claim.high or 0) + 1
        )
    category = f"/{claim.category}" if claim.category else ""
    part = "^" if claim.subset_of is not None or "part" in claim.rule else ""
    scope = {Scope.INCIDENT: "", Scope.CUMULATIVE: "!c", Scope.PERIODIC: "!p"}[claim.scope]
    return f"{HARMS[claim.value]}{number}{category}{part}{scope}"


def all_written(found: Sequence[Claim]) -> str:
    """Write claims in the notation of the probes."""
    return "; ".join(map(written, found))


def probes(language: str) -> list[tuple[str, str]]:
    """Return the sentences of a language with what they claim."""
    lines = (Path(__file__).parent / f"{language}.txt").read_text("utf-8").splitlines()
    pairs = (re.split(r"\s*\|\s*", line, maxsplit=1) for line in lines if "|" in line)
    return [(sentence, expected.strip()) for sentence, expected in pairs]
