"""Measure a reader of texts against the gold set, print it worst language first, hold it to floors.

python -m tests.evaluation.gold             print, and fail below a floor or a recorded figure
python -m tests.evaluation.gold --record    write the figures that are held from now on
python -m tests.evaluation.gold --part dev  what rules are developed on (the default is test)
python -m tests.evaluation.gold --file FILE   what people decided on a node (docs/gold.md)
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.evaluation.comparing import Reader, Tallies, compare
from tests.gold.collection import LANGUAGES, PARTS, records
from tests.gold.exported import read_exported
from tests.gold.notation import Record

RECORDED = Path(__file__).parent / "figures.yaml"
TOLERANCE = 0.01
"""How far a figure may fall below what is recorded: one hundredth, so that a rule that wins much
elsewhere may lose a text or two."""
HELD = {"dev": TOLERANCE, "test": 2 * TOLERANCE}
"""The parts whose figures are held, each for itself: a text of `test` weighs up to a hundredth."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure by name; `floor` gates, `target` is only reported. Lower is better where `falls`."""

    name: str
    title: str
    floor: float | None = None
    target: float | None = None
    falls: bool = False
    held: bool = False


MEASURES = (
    Measure("killed", "killed, exact value and qualifier, F1", 0.70, 0.88, held=True),
    Measure("injured", "injured, exact value and qualifier, F1", 0.55, 0.80, held=True),
    Measure("scope", "incident versus cumulative, F1", 0.85, 0.93, held=True),
    Measure("date", "date exact", 0.80, 0.90, held=True),
    Measure("place_5", "place within 5 km", 0.75, 0.88, held=True),
    Measure("place_25", "place within 25 km", None, 0.96, held=True),
    Measure("radius", "stated radius covers", None, 0.85, held=True),
    Measure("objects", "object struck, F1", None, 0.82, held=True),
    Measure("means", "means, F1", None, 0.82, held=True),
    Measure("actors", "named suspected actors that are read"),
    Measure("source", "first attribution, F1", None, 0.80, held=True),
    Measure("denial", "denial, F1"),
    Measure("others", "missing, abducted, detained, displaced, F1"),
    Measure("parts", "parts (including N children), F1"),
    Measure("category", "category of people, where the number is right"),
    Measure(
        "false_numbers", "false numbers on texts without numbers", None, 0.01, falls=True, held=True
    ),
    Measure("killed_precision", "killed, precision"),
    Measure("killed_recall", "killed, recall"),
    Measure("injured_precision", "injured, precision"),
    Measure("injured_recall", "injured, recall"),
    Measure("totals_read", "totals read at all"),
    Measure("dates_made_up", "dates told as an incident's that are none", falls=True),
    Measure("places_made_up", "places told as an incident's that are none", falls=True),
    Measure("apart", "figures of two incidents, told apart"),
    Measure("together", "figures of one incident, told as one"),
    Measure("quotes", "quotes that stand in the text", 1.0, held=True),
)


def measure(reader: Reader, texts: Iterable[Record]) -> dict[str, float]:
    """Read texts of one language and give every figure."""
    tallies = Tallies()
    for record in texts:
        compare(record, reader(record.text, record.published, record.language), tallies)
    return figures(tallies)


def figures(counted: Tallies) -> dict[str, float]:
    """Give every figure of what was counted."""
    killed, injured = counted.harm["killed"], counted.harm["injured"]
    return {
        "killed": killed.f1,
        "injured": injured.f1,
        "scope": counted.scope.f1,
        "date": counted.date_exact.share,
        "place_5": counted.within_5_km.share,
        "place_25": counted.within_25_km.share,
        "radius": counted.radius_covers.share,
        "objects": counted.objects.f1,
        "means": counted.means.f1,
        "actors": counted.actors_read.share,
        "source": counted.first_source.f1,
        "denial": counted.denial.f1,
        "others": counted.harm["others"].f1,
        "parts": counted.parts.f1,
        "category": counted.category.share,
        "false_numbers": _of_none(counted),
        "killed_precision": killed.precision,
        "killed_recall": killed.recall,
        "injured_precision": injured.precision,
        "injured_recall": injured.recall,
        "totals_read": counted.totals_read.share,
        "dates_made_up": counted.date_made_up.share if counted.date_made_up.asked else 0.0,
        "places_made_up": counted.place_made_up.share if counted.place_made_up.asked else 0.0,
        "apart": counted.apart.share,
        "together": counted.together.share,
        "quotes": counted.quotes_true.share,
    }


def _of_none(counted: Tallies) -> float:
    asked = counted.numberless_with_number
    return asked.share if asked.asked else 0.0


def measure_part(reader: Reader, part: str) -> dict[str, dict[str, float]]:
    """Measure one part of the set in each language that has texts there."""
    return {
        language: measure(reader, records(language, part))
        for language in LANGUAGES
        if records(language, part)
    }


def worst(by_language: Mapping[str, Mapping[str, float]], one: Measure) -> tuple[str, float]:
    """Give the language in which a figure is worst, and the figure."""
    order = sorted(by_language, key=lambda lang: by_language[lang][one.name], reverse=one.falls)
    return order[0], by_language[order[0]][one.name]


def table(by_language: Mapping[str, Mapping[str, float]]) -> str:
    """Draw the figures: a line a measure, the worst language named first."""
    names = list(by_language)
    lines = [f"{'':45} {'worst':>9}  " + " ".join(f"{n:>5}" for n in names) + "  floor target"]
    for one in MEASURES:
        language, figure = worst(by_language, one)
        cells = " ".join(f"{by_language[name][one.name]:5.3f}" for name in names)
        floor = f"{one.floor:5.2f}" if one.floor is not None else "    -"
        target = f"{one.target:6.2f}" if one.target is not None else "     -"
        lines.append(f"{one.title:45} {language} {figure:6.3f}  {cells}  {floor} {target}")
    return "\n".join(lines)


def below_floor(by_language: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Say which figures lie below their floor in the worst language."""
    found = []
    for one in MEASURES:
        language, figure = worst(by_language, one)
        if one.floor is not None and figure < one.floor:
            found.append(f"{one.title}: {figure:.3f} in {language}, the floor is {one.floor:.2f}")
    return found


def fallen(
    by_language: Mapping[str, Mapping[str, float]],
    recorded: Mapping[str, Mapping[str, float]],
    tolerance: float = TOLERANCE,
) -> list[str]:
    """Say which figures are worse than recorded, by more than the tolerance."""
    found = []
    for one in MEASURES:
        for language, now in by_language.items():
            before = recorded.get(language, {}).get(one.name)
            if before is None or not one.held:
                continue
            loss = now[one.name] - before if one.falls else before - now[one.name]
            if loss > tolerance:
                found.append(f"{language} {one.title}: {now[one.name]:.3f}, recorded {before:.3f}")
    return found


def read_recorded() -> dict[str, dict[str, dict[str, float]]]:
    """Read the recorded figures by part and language; none are recorded before the first time."""
    if not RECORDED.exists():
        return {}
    return dict(yaml.safe_load(RECORDED.read_text(encoding="utf-8")))


def record(by_part: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
    """Write figures as those that are held from now on."""
    held = [one.name for one in MEASURES if one.held]
    rounded = {
        part: {
            lang: {name: round(by_part[part][lang][name], 4) for name in held}
            for lang in by_part[part]
        }
        for part in HELD
    }
    head = "# Written by `python -m tests.evaluation.gold --record`; docs/gold.md says when to.\n"
    RECORDED.write_text(head + yaml.safe_dump(rounded, sort_keys=True), encoding="utf-8")


def main(arguments: list[str], reader: Reader) -> int:
    """Measure, print, and tell by the exit code whether it holds."""
    parser = argparse.ArgumentParser(description="Measure the reader against the gold set.")
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--file", type=Path, help="what a node wrote, instead of the set")
    asked = parser.parse_args(arguments)
    if asked.file:
        decided = read_exported(asked.file)
        print(table({language: measure(reader, texts) for language, texts in decided.items()}))
        return 0
    by_part = {part: measure_part(reader, part) for part in PARTS if asked.part in (None, part)}
    for part, found in by_part.items():
        print(f"\n{part}\n{table(found)}")
    if asked.part:
        return 0
    if asked.record:
        record(by_part)
        return 0
    recorded, complaints = read_recorded(), below_floor(by_part["test"])
    for part, tolerance in HELD.items():
        worse = fallen(by_part[part], recorded.get(part, {}), tolerance)
        complaints += [f"{part}: {one}" for one in worse]
    print("\n".join(complaints), file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    from tests.evaluation import ours

    sys.exit(main(sys.argv[1:], ours.read))
