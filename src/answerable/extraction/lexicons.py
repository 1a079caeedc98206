"""The lexicons that come with the package; whoever reads texts loads them and hands them on."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from answerable.extraction.datewords import DateWords
from answerable.extraction.numbers import Grammar

LANGUAGES = ("en", "uk", "ru", "ar", "he")


def load(name: str, language: str) -> dict[str, Any]:
    """Return a lexicon as it is written: `load("numbers", "uk")`."""
    path = files("answerable.extraction") / "lexicon" / name / f"{language}.yaml"
    found = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(found, dict):
        raise TypeError(f"the lexicon {name}/{language} is no mapping")
    return found


@cache
def number_grammar(language: str) -> Grammar:
    """Return how a language writes numbers."""
    return Grammar(load("numbers", language))


@cache
def date_words(language: str) -> DateWords:
    """Return how a language writes dates."""
    return DateWords(load("dates", language), number_grammar(language))
