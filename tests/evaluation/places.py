"""Measure how places are found in real texts against where people or machines coded them.

    python -m tests.evaluation.places            the half never tuned on
    python -m tests.evaluation.places --dev --wrong 40

VIINA's points are machine-coded, often to a village of the district that no text names, and AWSD's
coders know more than the text. So a text is asked only where it names the coded place: by the
beginning of one of GeoNames' names for it, or by the coded town's name. Insecurity Insight's texts
name hardly any place.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from answerable.extraction.claims import Sighting
from answerable.extraction.lexicons import places
from answerable.extraction.text.folding import fold
from answerable.extraction.text.sentences import sentences_of
from answerable.extraction.text.tokens import tokens_of
from tests.evaluation.harm import AWSD, data_folder

VIINA = "viina-slice/viina_strike_reports_2022_2025.csv.gz"
GEONAMES = "geonames-slice/geonames_cities500_conflict_countries.jsonl.gz"
NEAR_KM, FAR_KM = 5.0, 25.0


@dataclass(frozen=True, slots=True)
class Coded:
    """A text, its language, and the point that was coded of it under a name."""

    text: str
    language: str
    name: str
    latitude: float
    longitude: float
    country: str = ""

    @property
    def is_held(self) -> bool:
        """Tell whether rules may not be tuned on it."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


@dataclass(slots=True)
class Found:
    """Of one language: how many texts were asked, and how near the nearest place came."""

    asked: int = 0
    any: int = 0
    near: int = 0
    far: int = 0
    covered: int = 0
    wrong: list[tuple[Coded, list[str]]] = field(default_factory=list)

    def share(self, count: int) -> float:
        """Give a count as a share of what was asked."""
        return count / max(1, self.asked)


def viina(folder: Path) -> Iterator[Coded]:
    """Give VIINA's Ukrainian and Russian texts that name the settlement which was coded."""
    names = geonames(folder)
    packed = gzip.decompress((folder / VIINA).read_bytes()).decode("utf-8")
    for row in csv.DictReader(io.StringIO(packed.replace("\r", " "))):
        text = row["representative_text"]
        if row["geonameid"] and names_one(text, names.get(int(float(row["geonameid"])), ())):
            point = float(row["latitude"]), float(row["longitude"])
            yield Coded(text, language_of(text), row["asciiname"], *point, "UA")


def geonames(folder: Path) -> dict[int, tuple[str, ...]]:
    """Give the Cyrillic names of GeoNames' Ukrainian places by their number."""
    found = {}
    with gzip.open(folder / GEONAMES, "rt", encoding="utf-8") as lines:
        for place in map(json.loads, lines):
            if place["countrycode"] == "UA":
                written = (place["name"], *place["alternatenames"])
                found[place["geonameid"]] = tuple(
                    n for n in written if "А" <= n[:1] <= "Я" or n[:1] in "ІЇЄ"
                )
    return found


def names_one(text: str, names: Iterable[str]) -> bool:
    """Tell whether a word begins as a name does and is no adjective or another, longer name."""
    for name in names:
        stem = re.escape(name[: max(3, len(name) - 2)])
        if len(name) >= 4 and re.search(
            rf"\b{stem}\w{{0,4}}\b(?<!ськ)(?<!ськ.)(?<!ськ..)(?<!ськ...)"
            r"(?<!ск..)(?<!ск...)",
            text,
        ):
            return True
    return False


def language_of(text: str) -> str:
    """Tell Ukrainian from Russian by the letters; the set's own guess takes much for Russian."""
    return "uk" if any(letter in "іїєґ" for letter in text.lower()) else "ru"


def awsd(folder: Path) -> Iterator[Coded]:
    """Give AWSD's texts whose coded town stands in the text."""
    with (folder / AWSD).open(encoding="utf-8-sig", newline="") as file:
        for row in list(csv.DictReader(file))[1:]:
            city = row["City"].strip()
            named = city and city.casefold() in row["Details"].casefold()
            if named and row["Latitude"] and row["Means of attack"] != "Rape/sexual assault":
                point = float(row["Latitude"]), float(row["Longitude"])
                yield Coded(row["Details"], "en", city, *point, row["Country Code"])


def awsd_of_seven(folder: Path) -> Iterator[Coded]:
    """Give those of AWSD's texts that are about the seven countries of the supplement."""
    return (one for one in awsd(folder) if one.country in SEVEN)


SEVEN = frozenset({"UA", "PS", "IL", "LB", "SY", "YE", "SD"})
SETS = {"viina": viina, "awsd": awsd, "awsd, seven countries": awsd_of_seven}


def sightings(text: str, language: str, country: str | None = None) -> list[Sighting]:
    """Return the places of a text, as the product reads them."""
    sentences = sentences_of(text, language)
    cut = [tokens_of(fold(text[one.start : one.end]), one.start) for one in sentences]
    return list(places(country).places_in(text, sentences, cut))


def measure(coded: Iterable[Coded], *, country_known: bool = False) -> dict[str, Found]:
    """Return by language how near the nearest place that was read lies to the coded one."""
    found: dict[str, Found] = {}
    for one in coded:
        into = found.setdefault(one.language, Found())
        read = sightings(one.text, one.language, one.country if country_known else None)
        away = [(kilometres(s, one.latitude, one.longitude), s.place.radius_km) for s in read]
        into.asked += 1
        into.any += bool(away)
        nearest = min(away, default=(math.inf, 0.0))
        into.near += nearest[0] <= NEAR_KM
        into.far += nearest[0] <= FAR_KM
        into.covered += any(km <= radius for km, radius in away)
        if nearest[0] > NEAR_KM:
            words = [f"{one.text[s.start : s.end]}>{s.place.name}/{s.place.country}" for s in read]
            into.wrong.append((one, words))
    return found


def kilometres(one: Sighting, latitude: float, longitude: float) -> float:
    """Measure how far a place that was read lies from a coded point."""
    x = math.radians(longitude - one.place.longitude) * math.cos(math.radians(latitude))
    return 6371 * math.hypot(x, math.radians(latitude - one.place.latitude))


def line_of(counts: Found) -> str:
    """Say the figures of one language in a line."""
    return (
        f"{counts.asked} texts, any place {counts.share(counts.any):.3f}, within 5 km "
        f"{counts.share(counts.near):.3f}, within 25 km {counts.share(counts.far):.3f}, "
        f"covered by a radius {counts.share(counts.covered):.3f}"
    )


def main(arguments: list[str]) -> int:
    """Print the figures of each set by language."""
    parser = argparse.ArgumentParser(description="Measure how places are read in real texts.")
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--wrong", type=int, default=0)
    parser.add_argument("--country", action="store_true", help="the reader is told the country")
    parser.add_argument("--set", choices=tuple(SETS))
    asked = parser.parse_args(arguments)
    folder = data_folder()
    if folder is None:
        print("no real data at hand", file=sys.stderr)
        return 2
    for name, rows in SETS.items():
        if asked.set not in (None, name):
            continue
        chosen = (one for one in rows(folder) if one.is_held != asked.dev)
        for language, counts in sorted(measure(chosen, country_known=asked.country).items()):
            print(f"{name} {language}: {line_of(counts)}")
            for coded, words in counts.wrong[: asked.wrong]:
                print(f"   {coded.name} | {words} | {coded.text[:230]!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
