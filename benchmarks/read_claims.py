"""Read invented articles in five languages, beside spaCy's blank tokenizer and dateparser.

The three get the same articles in the same run. spaCy's entity ruler finds the words of our
lexicons (its stems without their endings) and nothing else; dateparser searches for
dates and nothing else. Ours reads sentences, languages, days, figures, objects, means, sources,
denials and incidents. Each takes the processor time of one core; ours is in a process of its own,
whose peak memory is printed.

    python -m benchmarks read [--articles N] [--dated N]
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from answerable.extraction.lexicons import LANGUAGES, load, places, settle, words
from benchmarks import articles, figures

PER_SECOND = 150
MEMORY_MB = 300


def main(argv: Sequence[str]) -> int:
    """Measure, print, and say by the exit status whether the targets are met."""
    parser = argparse.ArgumentParser(prog="benchmarks read", description=__doc__)
    parser.add_argument("--articles", type=int, default=100, help="of each language")
    parser.add_argument("--dated", type=int, default=2, help="of each language, for dateparser")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.alone:
        print(json.dumps(_ours(options.articles)))
        return 0
    results = figures.Results()
    results.say(f"{articles.CHARACTERS} characters an article; {figures.load()}")
    command = [sys.executable, "-m", "benchmarks", "read", "--alone"]
    done = subprocess.run(
        [*command, "--articles", str(options.articles)],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    ours = json.loads(done.stdout)
    ruled = _spacy(options.articles)
    dated = _dateparser(options.dated)
    for language, rate in ours["rates"].items():
        beside = []
        if language in ruled:
            beside.append(f"spaCy's tokenizer and ruler alone {ruled[language]:,.0f}")
        if language in dated:
            beside.append(f"dateparser's search alone {dated[language]:,.1f}")
        results.at_least(
            f"articles read, {language}",
            rate,
            PER_SECOND,
            "a second of one core",
            "; ".join(beside),
        )
    if not ruled:
        results.say("spaCy is not installed: left out (./run bench read installs it)")
    results.at_most("peak memory", ours["memory_mb"], MEMORY_MB, "MB")
    results.say(
        f"start: {ours['start']:.2f} s for the lexicons of five languages and the gazetteer"
    )
    return results.end()


def _ours(count: int) -> dict[str, Any]:
    from answerable.extraction.assembly import read

    start = time.process_time()
    for language in LANGUAGES:
        words(language)
    where = places()
    # As every process does that reads.
    settle()
    start = time.process_time() - start
    rates, claims = {}, 0
    for language, texts in _texts(count):
        read(texts[0], words, published=articles.PUBLISHED, places=where)
        begun = time.process_time()
        for text in texts:
            reading = read(text, words, published=articles.PUBLISHED, places=where)
            claims += len(reading.claims)
        rates[language] = len(texts) / (time.process_time() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"rates": rates, "memory_mb": peak, "start": start, "claims": claims}


def _texts(count: int) -> Iterator[tuple[str, list[str]]]:
    for language in LANGUAGES:
        yield language, [articles.article(language, number) for number in range(count)]


def _spacy(count: int) -> dict[str, float]:
    """Let spaCy cut the articles and find the words of our lexicons; never with a model."""
    try:
        import spacy
    except ImportError:
        return {}
    rates = {}
    for language, texts in _texts(count):
        pipeline = spacy.blank(language)
        ruler: Any = pipeline.add_pipe("entity_ruler")
        names = ("objects", "means", "actors", "sources")
        forms = sorted({form for name in names for form in _forms(load(name, language))})
        ruler.add_patterns([{"label": "WORD", "pattern": form} for form in forms])
        rates[language] = _rate(pipeline, texts)
    return rates


def _dateparser(count: int) -> dict[str, float]:
    from dateparser.search import search_dates

    def search(language: str) -> Callable[[str], object]:
        return lambda text: search_dates(text, languages=[language])

    return {language: _rate(search(language), texts) for language, texts in _texts(count)}


def _rate(read: Callable[[str], object], texts: Sequence[str]) -> float:
    read(texts[0][:500])
    begun = time.process_time()
    for text in texts:
        read(text)
    return len(texts) / (time.process_time() - begun)


def _forms(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        for some in found.values():
            yield from _forms(some)
    elif isinstance(found, list):
        yield from (form.replace("*", "") for form in found)
