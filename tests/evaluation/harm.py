"""Measure how harm is read in real English texts against the figures that people coded of them.

    python -m tests.evaluation.harm            the half never tuned on
    python -m tests.evaluation.harm --dev      the half for rules
    ... --wrong killed                                    what went wrong, on the half for rules

The coders count whom their set is about (aid workers), estimate where no number is told, and know
more than the text. What cannot be right is part of these figures: docs/evaluation.md.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from answerable.extraction.casualties import harm
from answerable.extraction.claims import Claim, Scope
from answerable.extraction.lexicons import date_words, harm_words
from answerable.extraction.text.folding import fold
from answerable.extraction.text.tokens import sentences_of, tokens_of
from answerable.extraction.when import dates

SHARED = "ANSWERABLE_SHARED"
"""Names the folder of shared data; without it, that beside the checkout."""
AWSD = "awsd/awsd_incidents_hxl.csv"
KIKA = "insecurity-insight/aidWorkerKIKA.json"
REPORTS = "techforpalestine/ocha_wb_report_*.md"
HARMS = ("killed", "injured", "abducted", "detained")
AWSD_FIELDS = dict(
    zip(HARMS, ("Total killed", "Total wounded", "Total kidnapped", "Total detained"), strict=True)
)
KIKA_FIELDS = {
    "killed": "Aid Workers Killed",
    "injured": "Aid Workers Injured",
    "abducted": "Aid Workers Kidnapped",
    "detained": "Aid Workers Arrested",
}
PUBLISHED = date(2024, 3, 14)


@dataclass(frozen=True, slots=True)
class Coded:
    """A text and how many people were coded of it, by what happened to them."""

    text: str
    people: dict[str, int]

    @property
    def is_held(self) -> bool:
        """Tell whether rules may not be tuned on it."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


@dataclass(slots=True)
class Counts:
    """Of one field: the first figure right, another right or wrong, none read; and made up."""

    right: int = 0
    wrong: int = 0
    none: int = 0
    made_up: int = 0
    zeros: int = 0

    @property
    def precision(self) -> float:
        """Give the share of what was read that is right, where something was coded."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Give the share of what was coded that was read right."""
        return self.right / max(1, self.right + self.wrong + self.none)

    @property
    def f1(self) -> float:
        """Give the harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def data_folder() -> Path | None:
    """Return the folder of real data, where there is one."""
    shared = Path(os.environ.get(SHARED, "") or Path(__file__).parents[3] / "shared")
    folder = shared / "data"
    return folder if (folder / AWSD).exists() else None


def awsd(folder: Path) -> Iterator[Coded]:
    """Yield the texts of the Aid Worker Security Database; those on sexual assault are left out."""
    with (folder / AWSD).open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            # The first row under the head holds HXL tags.
            if number and row["Details"].strip() and "Rape" not in row["Means of attack"]:
                people = {one: int(row[name] or 0) for one, name in AWSD_FIELDS.items()}
                yield Coded(row["Details"], people)


def kika(folder: Path) -> Iterator[Coded]:
    """Yield the texts of Insecurity Insight on aid workers."""
    for row in json.loads((folder / KIKA).read_text("utf-8")):
        people = {one: int(row[name] or 0) for one, name in KIKA_FIELDS.items()}
        yield Coded(row["Event Description"], people)


SETS = {"awsd": awsd, "kika": kika}


def read(text: str) -> list[Claim]:
    """Read all that an English text claims of harm."""
    found: list[Claim] = []
    for sentence in sentences_of(tokens_of(fold(text)), text):
        moments = dates.read(date_words("en"), sentence.tokens, PUBLISHED)
        found += harm.claims_of(harm_words("en"), sentence.tokens, moments, text, found)
    return found


def figures(claims: Iterable[Claim], what: str) -> list[Claim]:
    """Return the figures of one incident that are no parts of others, in order."""
    return [
        one
        for one in claims
        if one.value == what
        and one.subset_of is None
        and one.scope is Scope.INCIDENT
        and (one.low or one.high)
    ]


def measure(rows: Iterable[Coded], wrong: str = "") -> dict[str, Counts]:
    """Compare the first figure of each text with what was coded of it."""
    counts = {what: Counts() for what in HARMS}
    for row in rows:
        claims = read(row.text)
        for what, coded in row.people.items():
            found = figures(claims, what)
            outcome = _outcome(found, coded)
            setattr(counts[what], outcome, getattr(counts[what], outcome) + 1)
            if what == wrong and outcome not in ("right", "zeros"):
                told = [(one.low, one.high, one.quote) for one in found]
                print(f"{outcome}: coded {coded}, read {told}: {' '.join(row.text.split())[:300]}")
    return counts


def _outcome(found: list[Claim], coded: int) -> str:
    if not coded:
        return "made_up" if found else "zeros"
    if not found:
        return "none"
    low, high = _first(found)
    return "right" if low == coded == high else "wrong"


def _first(found: list[Claim]) -> tuple[int | None, int | None]:
    """Return the first figure; those of a list ("two nurses and three guards") are added up."""
    named = [one for one in found if one.rule.endswith("of a list")]
    if found[0] not in named or not all(one.low and one.low == one.high for one in named):
        return found[0].low, found[0].high
    total = sum(one.low or 0 for one in named)
    return total, total


def totals_of(folder: Path) -> tuple[int, int]:
    """Return how many of the figures coded of OCHA's reports stand there as no incident's.

    The reports are of a week and of years; the figures coded at their head are the week's.
    """
    right = asked = 0
    for path in sorted(folder.glob(REPORTS)):
        _none, head, text = path.read_text("utf-8").split("---\n", 2)
        coded = next(
            int(line.split(":")[1]) for line in head.splitlines() if line[:8] == "injured:"
        )
        told = [one for one in read(text) if one.value == "injured" and one.low == coded]
        asked += 1
        right += any(one.scope is not Scope.INCIDENT for one in told)
    return right, asked


def table(counts: dict[str, Counts]) -> str:
    """Draw the counts, a line a field."""
    lines = [
        f"{'':10} precision recall    F1   right  wrong   none  made up, of so many coded none"
    ]
    for what, one in counts.items():
        lines.append(
            f"{what:10} {one.precision:9.3f} {one.recall:6.3f} {one.f1:.3f}  {one.right:6} "
            f"{one.wrong:6} {one.none:6} {one.made_up:8} of {one.made_up + one.zeros}"
        )
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Measure and print; 2 where there is no data."""
    parser = argparse.ArgumentParser(description="Measure how harm is read in real texts.")
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--wrong", choices=HARMS, default="")
    asked = parser.parse_args(arguments)
    folder = data_folder()
    if folder is None:
        print(f"no real data: set {SHARED} to the folder that holds it", file=sys.stderr)
        return 2
    dev = asked.dev or bool(asked.wrong)
    for name, rows in SETS.items():
        chosen = (row for row in rows(folder) if row.is_held is not dev)
        print(f"{name} ({'dev' if dev else 'held'})\n{table(measure(chosen, asked.wrong))}\n")
    right, of = totals_of(folder)
    print(f"situation reports: {right} of {of} weekly figures are no incident's")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
