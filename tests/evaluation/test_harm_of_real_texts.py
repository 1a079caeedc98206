"""On real texts harm is read at least this well; skipped where the data is not at hand."""

from itertools import islice
from pathlib import Path

import pytest

from tests.evaluation.harm import SETS, measure, totals_of

# What F1 may not fall below on the half that no rule was tuned on; what it was when written stands
# beside it. `None`: too few coded to say.
FLOORS = {
    ("awsd", "killed"): 0.88,
    ("awsd", "injured"): 0.80,
    ("awsd", "abducted"): 0.82,
    ("kika", "killed"): 0.82,
    ("kika", "injured"): 0.72,
    ("kika", "abducted"): 0.80,
    ("kika", "detained"): 0.75,
}
# So many texts are enough to see a fall, and take two seconds.
ENOUGH = 1200


@pytest.mark.parametrize("name", SETS)
def test_figures_of_real_texts_are_read_as_they_were_coded(name: str, folder: Path) -> None:
    counts = measure(islice((row for row in SETS[name](folder) if row.is_held), ENOUGH))

    floors = {what: floor for (of, what), floor in FLOORS.items() if of == name}
    assert {
        what: counts[what].f1 for what, floor in floors.items() if counts[what].f1 < floor
    } == {}


def test_the_week_of_a_situation_report_is_no_incident(folder: Path) -> None:
    right, asked = totals_of(folder)

    assert asked
    assert right == asked
