"""The words with which one language reports: what is struck, by what, who did it, who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, product
from typing import Any

from answerable.extraction.datelines import DatelineForms
from answerable.extraction.text.phrases import Phrases
from answerable.extraction.text.vocabulary import Vocabulary
from answerable.extraction.told.partwords import part_words
from answerable.extraction.told.spelling import Spelling

# Headings under which a phrase stands for itself alone.
STRIKES = (
    "struck", "attacks", "negations", "averted", "planned", "near", "carried", "of_it", "another",
    "meanwhile", "ended", "not_things", "people_of", "which", "admitted", "admits", "natural",
)  # fmt: skip
SOURCES = ("according", "says", "told", "cites", "own")
DENIALS = ("denies", "before", "involvement", "harm", "others", "not_denials", "asked")
COMPOUNDS = "compounds"
"""Under this name objects are given as patterns; "health/medical post/centre" are four phrases."""


class ReportWords:
    """The lexicons of a language for objects, means, actors, sources, denials and strikes."""

    def __init__(self, language: str, lexicons: Mapping[str, Mapping[str, Any]]) -> None:
        self.language = language
        strikes = lexicons["strikes"]
        self.prefixes: tuple[str, ...] = tuple(strikes.get("prefixes", ()))
        # "Школьный автобус" is a bus: an adjective before another thing is none itself.
        self.adjective_endings: tuple[str, ...] = tuple(strikes.get("adjective_endings", ("\0",)))
        self.has_capitals = not self.prefixes
        spelling = Spelling(strikes)
        # Words as common as "in": looked up where a name is read, and not marked everywhere.
        sources = lexicons["sources"]
        self.ends = Phrases((form, True) for form in sources["ends"])
        self.articles = Phrases((form, True) for form in sources["articles"])
        self.weak = frozenset(sources.get("weak", ()))
        self.datelines = DatelineForms(sources["by_whom"])
        self.other_parts = part_words(lexicons.get("otherparts"))
        # What a lexicon gives itself comes first: "food trucks" of aid, and not of a "food truck".
        given = list(_all(lexicons))
        spelt = (
            (heading, form, value)
            for heading, phrase, value in given
            for form in spelling.of(phrase, heading)
            if form != phrase and form not in spelling.whole
        )
        self.vocabulary = Vocabulary(chain(given, spelt), self.prefixes, spelling.whole)


def _spelt_out(pattern: str) -> Iterator[str]:
    """Give the phrases of a pattern, with one word from each group."""
    return map(" ".join, product(*(group.split("/") for group in pattern.split())))


def _all(lexicons: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, Any]]:
    objects = dict(lexicons["objects"])
    for name, patterns in objects.pop(COMPOUNDS, {}).items():
        yield from (("object", form, name) for pattern in patterns for form in _spelt_out(pattern))
    for name, forms in objects.items():
        yield from (("object", form, name) for form in forms)
    for name, lists in lexicons["means"].items():
        for heading, forms in lists.items():
            yield from ((f"means {heading}", form, name) for form in forms)
    actors = lexicons["actors"]
    for heading in ("forces", "roles", "peoples"):
        for name, patterns in actors[heading].items():
            for pattern in patterns:
                yield from ((f"actor {heading}", form, name) for form in _spelt_out(pattern))
    for heading in (
        "by",
        "accused",
        "blamed",
        "claimed",
        "charges",
        "of",
        "harmful",
        "helping",
        "dying",
        "targeting",
    ):
        for pattern in actors.get(heading, ()):
            yield from ((f"actor {heading}", form, True) for form in _spelt_out(pattern))
    for heading in STRIKES:
        for pattern in lexicons["strikes"].get(heading, ()):
            yield from ((heading, form, True) for form in _spelt_out(pattern))
    sources = lexicons["sources"]
    for heading in SOURCES:
        yield from ((f"source {heading}", form, True) for form in sources.get(heading, ()))
    for name, forms in sources["speakers"].items():
        yield from (("speaker", form, name) for form in forms)
    denials = lexicons["denials"]
    for heading in DENIALS:
        yield from ((f"denial {heading}", form, True) for form in denials[heading])
    for name, forms in denials["whole"].items():
        yield from (("denial whole", form, name) for form in forms)
