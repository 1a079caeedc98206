"""The lexicons that come with the package; whoever reads texts loads them and hands them on."""

import gc
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from answerable.extraction.casualties.harm import HarmWords
from answerable.extraction.counts.numbers import Grammar
from answerable.extraction.onelanguage import Words
from answerable.extraction.told.reportwords import ReportWords
from answerable.extraction.when.datewords import DateWords
from answerable.extraction.where.gazetteer import Gazetteer
from answerable.extraction.where.gazetteer import load as load_gazetteer
from answerable.extraction.where.places import Places
from answerable.extraction.where.placewords import PlaceWords

# The same loader over the parser in C, four times as fast; not every build of the library has it.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Words(_Loader):  # type: ignore[misc, valid-type]
    """Reads "no" and "on" as the words they are here."""


_Words.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:bool"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
LANGUAGES = ("en", "uk", "ru", "ar", "he")


def load(name: str, language: str) -> dict[str, Any]:
    """Return a lexicon as it is written: `load("numbers", "uk")`."""
    path = files("answerable.extraction") / "lexicon" / name / f"{language}.yaml"
    found = yaml.load(path.read_text("utf-8"), _Words)  # noqa: S506 - a safe loader
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


@cache
def harm_words(language: str) -> HarmWords:
    """Return the words of a language for harm and for people."""
    return HarmWords(
        language, load("harm", language), load("people", language), load("scopes", language),
        number_grammar(language), date_words(language),
    )  # fmt: skip


@cache
def report_words(language: str) -> ReportWords:
    """Return the words of a language for what is struck, by what and by whom, and who says so."""
    names = ("objects", "means", "actors", "sources", "denials", "strikes")
    # Only English needs to be asked what stands around a thing.
    own = ("otherparts",) if language == "en" else ()
    return ReportWords(language, {name: load(name, language) for name in (*names, *own)})


@cache
def words(language: str) -> Words | None:
    """Return all that reading a language needs, or None for a language that is not read."""
    if language not in LANGUAGES:
        return None
    return Words(date_words(language), harm_words(language), report_words(language))


@cache
def place_words(language: str) -> PlaceWords:
    """Return the words of a language that stand beside the name of a place."""
    return PlaceWords(load("placewords", language))


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer that comes with the package; a quarter of a second, once."""
    path = files("answerable.extraction") / "places.gazetteer"
    return load_gazetteer(path.read_bytes())


def places(country: str | None = None) -> Places:
    """Return the reader of places; `country` (two letters) is where texts are known to be about."""
    return Places(gazetteer(), place_words, country)


@cache
def settle() -> None:
    """Leave all that a process holds now out of the search for garbage, which comes less often.

    For a process that does little but read, once its words are loaded: they stay as long as it
    does, and looking through them again and again took a twentieth of its time.
    """
    gc.freeze()
    gc.set_threshold(20_000)
