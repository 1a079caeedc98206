"""A table nobody described gets a proposal: by its tags, else by its heading."""

from answerable.extraction.datasets import load
from answerable.extraction.datasets.proposing import mapping_of, meanings_of, propose
from answerable.extraction.datasets.ready import fitting, mappings
from tests.extraction.datasets.tables import ROW, sheet_of

PLAIN = ["Incident ID", "Date", "Location", "Country", "Latitude", "Longitude", "Killed", "Injured",
         "What happened"]  # fmt: skip
ODD = ["A", "B", "C", "D", "E", "F", "G", "H", "I"]
TAGS = ["#event +id", "#date+occurred", "#loc +name", "#country +name", "#geo+lat", "#geo+lon",
        "#affected +killed", "#affected+injured", "#description+i_en"]  # fmt: skip


def test_tags_say_what_the_columns_hold_whatever_they_are_called() -> None:
    sheet = sheet_of([ODD, TAGS, ROW])
    found = propose(sheet)

    assert found.by_tags
    assert found.columns == {
        "A": "key", "B": "date", "C": "names", "D": "country", "E": "latitude", "F": "longitude",
        "G": "killed", "H": "injured", "I": "text",
    }  # fmt: skip
    mapping = mapping_of(found.columns, sheet, name="mine", title="Mine")
    assert load(sheet, mapping).records[0].figures[0].low == 3


def test_a_heading_says_it_where_there_are_no_tags() -> None:
    sheet = sheet_of([PLAIN, ROW])

    assert propose(sheet).columns["What happened"] == "text"
    mapping = mapping_of(propose(sheet).columns, sheet, name="mine", title="Mine")

    assert load(sheet, mapping).records[0].title == "Dorvelle, Kelorane"


def test_the_lowest_and_the_highest_are_one_figure_and_can_be_looked_at_again() -> None:
    names = [*PLAIN[:6], "Deaths (min)", "Deaths max", "What happened"]
    sheet = sheet_of([names, [ROW[0], "04/03/2025", *ROW[2:6], "3", "5", ROW[8]]])
    columns = propose(sheet).columns | {"Date": "date_day_first"}
    mapping = mapping_of(columns, sheet, name="mine", title="Mine", publisher="Us")

    (record,) = load(sheet, mapping).records

    assert [(one.low, one.high) for one in record.figures] == [(3, 5)]
    assert record.when is not None
    assert record.when.first.isoformat() == "2025-03-04"
    assert meanings_of(mapping, sheet) == columns
    assert meanings_of(mappings()["acled"], sheet) is None


def test_a_narrower_count_is_not_taken_for_all() -> None:
    sheet = sheet_of(
        [["a", "b"], ["#affected +killed +children", "#affected +killed +f"], ["1", "2"]]
    )

    assert propose(sheet).columns == {}


def test_columns_that_count_sexual_violence_are_left_out_unasked() -> None:
    sheet = sheet_of([[*PLAIN, "Targeted with CRSV"], [*ROW, "1"]])

    mapping = mapping_of(propose(sheet).columns, sheet, name="mine", title="Mine")

    assert mapping.leave_out == ("Targeted with CRSV",)


def test_a_table_is_known_by_its_columns() -> None:
    ready = mappings()["acled"]

    known = fitting(sheet_of([list(ready.match), ["1"] * len(ready.match)]))

    assert [one.name for one in known] == ["acled"]
    assert fitting(sheet_of([PLAIN, ROW])) == []
