"""Show which texts of the development part a reader gets wrong in one figure, and how.

    python -m tests.evaluation.wrong killed en

Only of `dev`: who looks at what is wrong in `test` or `unseen` has nothing left to test with.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from answerable.extraction.claims import Claim
from tests.evaluation import gold, ours
from tests.evaluation.comparing import Reader, Tallies, compare
from tests.gold.collection import records
from tests.gold.notation import Label, Record

KINDS = {
    "date": "when", "dates_made_up": "when", "place_5": "where", "place_25": "where",
    "places_made_up": "where",
    "radius": "where", "objects": "object", "means": "means", "source": "source",
    "denial": "denial", "actors": "actor",
}  # fmt: skip


def wrong(reader: Reader, figure: str, language: str) -> Iterator[str]:
    """Tell of each text in which the figure is not perfect: the text, the labels, the claims."""
    falling = {one.name for one in gold.MEASURES if one.falls}
    for record in records(language, "dev"):
        claims = list(reader(record.text, record.published, record.language))
        tallies = Tallies()
        compare(record, claims, tallies)
        if gold.figures(tallies)[figure] != (0.0 if figure in falling else 1.0):
            yield "\n".join(_told(record, claims, KINDS.get(figure, "harm")))


def _told(record: Record, claims: list[Claim], kind: str) -> Iterator[str]:
    yield f"\n{record.id} {record.published} {record.text}"
    yield from (f"  true  {_short(one)}" for one in record.labels if one.kind == kind)
    yield from (f"  read  {_short(one)} [{one.rule}]" for one in claims if one.kind.value == kind)


def _short(one: Label | Claim) -> str:
    parts = [one.value, str(one.scope), str(one.qualifier), f"{one.low}-{one.high}"]
    if one.first_day:
        parts = [one.scope, f"{one.first_day}..{one.last_day}"]
    return f"{' '.join(parts)} «{one.quote}»"


if __name__ == "__main__":
    print("\n".join(wrong(ours.read, sys.argv[1], sys.argv[2])))
