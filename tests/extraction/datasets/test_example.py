"""The invented data set that comes as an example does what its page says."""

from answerable.extraction.datasets import Loaded, lay_out, load, read_mapping
from answerable.extraction.datasets.loading import missing_columns
from tests.conftest import ROOT
from tests.extraction.datasets.tables import table_of

FOLDER = ROOT / "examples" / "data_sets"
MAPPING = read_mapping((FOLDER / "kelorane-monitor.yaml").read_bytes())


def loaded(name: str) -> Loaded:
    sheet = lay_out(table_of((FOLDER / name).read_bytes()))
    assert missing_columns(sheet, MAPPING) == []
    return load(sheet, MAPPING)


def test_three_rows_are_loaded_and_two_put_aside() -> None:
    found = loaded("kelorane-monitor.csv")

    assert [one.key for one in found.records] == ["KM-0001", "KM-0002", "KM-0003"]
    assert [one.faults[0].code for one in found.quarantined] == ["no_such_date", "not_wanted"]
    assert found.records[1].when is not None
    assert found.records[1].when.grain == "month"
    assert [one.counts for one in found.records[1].figures] == ["injured"]


def test_the_next_file_corrects_one_and_mends_another() -> None:
    found = loaded("kelorane-monitor-next.csv")

    assert [one.key for one in found.records] == ["KM-0001", "KM-0003", "KM-0004"]
    assert found.records[0].figures[0].low == 4
