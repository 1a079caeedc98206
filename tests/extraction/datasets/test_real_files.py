"""Whole real files, read in place: every row is loaded or put aside with a sentence."""

from datetime import date
from pathlib import Path

import pytest

from answerable.extraction.apart.sandbox import DATA_SET, read_table_apart
from answerable.extraction.datasets import lay_out, load
from answerable.extraction.datasets.loading import missing_columns
from answerable.extraction.datasets.ready import fitting
from answerable.extraction.datasets.wording import reason

INSIGHT = "insecurity-insight/"
# The file, the mapping it is known by, its rows, and how many at most are put aside.
FILES = [
    ("awsd/awsd_incidents_hxl.csv", "awsd", 4954, 1),
    (INSIGHT + "aidWorkerKIKA.json", "sind-aid-workers", 1299, 0),
    (INSIGHT + "education.json", "sind-education", 2428, 0),
    (INSIGHT + "protection.json", "sind-protection", 1414, 0),
    (INSIGHT + "foodSecurity.json", "sind-food", 12, 0),
    (INSIGHT + "2016-2023-attacks-on-health-care-incident-data.xlsx", "attacks-on-health-care",
     8854, 0),
    (INSIGHT + "2020-2023-education-in-danger-incident-data.xlsx", "education-in-danger", 1895, 0),
    (INSIGHT + "2020-2023-protection-in-danger-incident-data.xlsx", "protection-in-danger", 624, 0),
    (INSIGHT + "2020-2023-explosive-weapons-monitor-data-by-insecurity-insight.xlsx",
     "explosive-weapons", 2083, 0),
    (INSIGHT + "2022-shcc-incident-data.xlsx", "shcc", 1989, 0),
    ("ucdp-ged-slices/ged_Libya_2014.csv", "ucdp-ged", 103, 0),
    ("ucdp-ged-slices/ged_SSudan_2015.csv", "ucdp-ged", 98, 5),
    ("ucdp-ged-slices/ged_Nigeria_2011.csv", "ucdp-ged-1", 248, 4),
    ("ucdp-ged-slices/ucdp_aec_test.jsonl", "ucdp-articles", 648, 0),
    ("viina-slice/viina_strike_reports_2022_2025.csv.gz", "viina", 3578, 2),
    ("techforpalestine/casualties_daily.min.json", "tolls-gaza-daily", 1051, 29),
    ("techforpalestine/west_bank_daily.min.json", "tolls-west-bank-daily", 1051, 649),
    ("techforpalestine/lebanon_casualties_daily.min.json", "tolls-lebanon-daily", 187, 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "known_as", "rows", "aside"), FILES, ids=[one[0].rpartition("/")[2] for one in FILES]
)
def test_a_whole_file_loads_without_a_lost_row(
    name: str, known_as: str, rows: int, aside: int, shared: Path
) -> None:
    file = shared / "data" / name
    if not file.exists():
        pytest.skip(f"{name} is not in the shared test data")
    data = file.read_bytes()
    sheet = lay_out(read_table_apart(data, today=date(2026, 1, 1), limits=DATA_SET, data_set=True))
    mapping = fitting(sheet)[0]

    found = load(sheet, mapping)

    assert mapping.name == known_as
    assert missing_columns(sheet, mapping) == []
    assert found.total == rows == len(found.records) + len(found.quarantined)
    assert len(found.quarantined) <= aside
    assert all(reason(row).endswith(".") for row in found.quarantined)
    assert not {"sexual", "crsv"} & {
        word
        for row in found.records[:1]
        for name in row.original
        for word in name.casefold().split()
    }
    assert all((row.toll is not None) == known_as.startswith("tolls-") for row in found.records)
