"""Measure what real English texts say was struck, by what and by whom, against how they were coded.

    python -m tests.evaluation.struck            the half never tuned on
    python -m tests.evaluation.struck --dev --wrong means

The coders know more than the text and code one weapon where a text tells of two: what cannot be
right is part of these figures (docs/evaluation.md).
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]

from answerable.extraction.claims import Claim, Kind
from tests.evaluation import ours
from tests.evaluation.families import NOT_COMPARED, means_family, object_family
from tests.evaluation.harm import AWSD, PUBLISHED, SHARED, data_folder
from tests.evaluation.tallies import Share, Tally

WEAPONS = "insecurity-insight/2020-2023-explosive-weapons-monitor-data-by-insecurity-insight.xlsx"
FIELDS = ("means", "objects", "suspected")
AWSD_MEANS = {
    "Shooting": "shooting",
    "Aerial bombardment": "airstrike",
    "Shelling": "shelling",
    "Vehicle-born IED": "planted_bomb",
    "Roadside IED": "planted_bomb",
    "Body-borne IED": "planted_bomb",
    "Landmine": "mine_or_remnant",
}
WEAPON_MEANS = {
    "Shelling": "shelling",
    "Artillery": "shelling",
    "Mortar": "shelling",
    "Cluster Bomb": "shelling",
    "Aerial Bomb": "airstrike",
    "Rocket": "missile",
    "Missile": "missile",
    "Mine": "mine_or_remnant",
    "UXO": "mine_or_remnant",
    "Hand Grenade": "planted_bomb",
    "VBIED": "planted_bomb",
    "SVIED": "planted_bomb",
    "Remote-Controlled IED": "planted_bomb",
    "RCIED": "planted_bomb",
    "Unspecified IED": "planted_bomb",
}
AFFECTED = {
    "Health Infrastructure": frozenset({"medical_unit", "ambulance"}),
    "Education Infrastructure": frozenset({"school"}),
}
SUSPECTED = {
    "Armed Forces of the Russian Federation": "russian_forces",
    "Armed Forces of Ukraine": "ukrainian_forces",
    "Israeli Defence Forces": "israeli_forces",
    "Myanmar Armed Forces": "myanmar_military",
    "Syrian Armed Forces": "syrian_forces",
    "Shia al-Houthi rebels": "houthis",
    "Saudi-led coalition in Yemen": "saudi_coalition",
    "Armed Forces of Turkey": "turkish_forces",
    "Rapid Support Forces": "rsf",
    "Sudanese Armed Forces": "saf",
    "Al-Shabaab": "al_shabaab",
    "Islamic State": "islamic_state",
    "Taliban": "taliban",
}


@dataclass(frozen=True, slots=True)
class Coded:
    """A text, and what was coded of it; what is empty was not coded, or not of our families."""

    text: str
    means: str = ""
    objects: frozenset[str] = frozenset()
    suspected: str = ""

    @property
    def is_held(self) -> bool:
        """Tell whether rules may not be tuned on it."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


@dataclass(slots=True)
class Figures:
    """Of one set: means and suspected actors as coded, and whether what was hit was read."""

    means: Tally = field(default_factory=Tally)
    suspected: Tally = field(default_factory=Tally)
    objects: Share = field(default_factory=Share)


def awsd(folder: Path) -> Iterator[Coded]:
    """Yield the texts of the Aid Worker Security Database whose weapon was coded."""
    with (folder / AWSD).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            means = AWSD_MEANS.get(row["Means of attack"].strip())
            if means and row["Details"].strip():
                yield Coded(row["Details"], means=means)


def weapons(folder: Path) -> Iterator[Coded]:
    """Yield the texts of Insecurity Insight's Explosive Weapons Monitor."""
    book = openpyxl.load_workbook(folder / WEAPONS, read_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    head = [str(name).strip() for name in next(rows)]
    # The row under the head holds HXL tags.
    for cells in islice(rows, 1, None):
        row = {name: str(cell or "").strip() for name, cell in zip(head, cells, strict=False)}
        if row["Event Description"]:
            drone = row["Launch Type"].endswith("Drone")
            yield Coded(
                row["Event Description"],
                means="drone" if drone else WEAPON_MEANS.get(row["Explosive Weapon Type"], ""),
                objects=AFFECTED.get(row["Affected"], frozenset()),
                suspected=SUSPECTED.get(row["Reported Perpetrator Name"], ""),
            )


SETS = {"awsd": awsd, "weapons": weapons}


def measure(rows: Iterable[Coded], wrong: str = "") -> Figures:
    """Compare the families read of each text with those coded of it."""
    into = Figures()
    for row in rows:
        claims = ours.read(row.text, PUBLISHED, "en")
        read = {
            "means": {means_family(one) for one in _values(claims, Kind.MEANS)} - NOT_COMPARED,
            "objects": {object_family(one) for one in _values(claims, Kind.OBJECT)},
            "suspected": _values(claims, Kind.ACTOR) & set(SUSPECTED.values()),
        }
        fine = {"means": True, "objects": True, "suspected": True}
        if row.means:
            into.means.count_sets({row.means}, read["means"])
            fine["means"] = read["means"] == {row.means}
        if row.objects:
            fine["objects"] = bool(row.objects & read["objects"])
            into.objects.ask(fine["objects"])
        if row.suspected:
            into.suspected.count_sets({row.suspected}, read["suspected"])
            fine["suspected"] = read["suspected"] == {row.suspected}
        if wrong and not fine[wrong]:
            coded = getattr(row, wrong)
            print(f"coded {coded}, read {sorted(read[wrong])}: {' '.join(row.text.split())[:300]}")
    return into


def _values(claims: Iterable[Claim], kind: Kind) -> set[str]:
    return {claim.value for claim in claims if claim.kind is kind}


def main(arguments: list[str]) -> int:
    """Measure and print; 2 where there is no data."""
    parser = argparse.ArgumentParser(description="Measure what was struck in real texts.")
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--wrong", choices=FIELDS, default="")
    asked = parser.parse_args(arguments)
    folder = data_folder()
    if folder is None:
        print(f"no real data: set {SHARED} to the folder that holds it", file=sys.stderr)
        return 2
    dev = asked.dev or bool(asked.wrong)
    for name, rows in SETS.items():
        found = measure((row for row in rows(folder) if row.is_held is not dev), asked.wrong)
        print(f"{name} ({'dev' if dev else 'held'})")
        for what, tally in (("means", found.means), ("suspected", found.suspected)):
            if tally.right + tally.missed:
                print(
                    f"  {what:10} precision {tally.precision:.3f} recall {tally.recall:.3f}"
                    f" F1 {tally.f1:.3f}  ({tally.right + tally.missed} coded)"
                )
        if found.objects.asked:
            print(f"  objects    read {found.objects.share:.3f}  ({found.objects.asked} coded)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
