"""Every row becomes a record or is put aside with the reason; no row is lost."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction.datasets import Figure, Record, load
from answerable.extraction.datasets.mapping import Mapping
from answerable.extraction.datasets.wording import reason
from tests.extraction.datasets.tables import HEADING, ROW, mapping, sheet_of

ODD_CELLS = st.sampled_from(
    ["", "0", "-1", "unknown", "3", "5+", "99999999999999", "2025-03-04", "31/12/2024",
     "x" * 40_000, "=cmd()", "\x01", "нема", "91", "&nbsp;", "a\nb", '"']
)  # fmt: skip


def one(row: list[str], given_mapping: Mapping | None = None) -> Record:
    return load(sheet_of([HEADING, row]), given_mapping or mapping()).records[0]


def why_not(row: list[str], given_mapping: Mapping | None = None) -> str:
    (aside,) = load(sheet_of([HEADING, row]), given_mapping or mapping()).quarantined
    return reason(aside)


def changed(**cells: str) -> list[str]:
    return [cells.get(name, cell) for name, cell in zip(HEADING, ROW, strict=True)]


def test_a_row_becomes_a_record_with_the_row_it_came_from() -> None:
    found = one(ROW)

    assert (found.key, found.title, found.text) == (
        "K-1",
        "Dorvelle, Kelorane",
        "A clinic was hit.",
    )
    assert found.when is not None
    assert found.when.first == date(2025, 3, 4)
    assert found.where is not None
    assert (found.where.latitude, found.where.radius_km) == (10.5, 6.5)
    assert found.figures == (Figure("killed", "total", 3, 3, column="dead"),)
    assert found.original == dict(zip(HEADING, ROW, strict=True))


def test_a_figure_that_is_not_stated_is_no_figure_and_nought_is_one() -> None:
    assert [f.counts for f in one(changed(dead="unknown", hurt="0")).figures] == ["injured"]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"id": ""}, "The column id, which tells rows apart, is empty."),
        ({"date": "04/03/2025"}, '"04/03/2025" in date is no date that can mean only one day.'),
        ({"lat": ""}, 'One of the two coordinates is missing: "20.25" (lat, lon).'),
        ({"dead": "many"}, '"many" in dead is no whole number of people.'),
        ({"dead": "many", "lat": "95"}, '(lat, lon) lie outside the Earth. "many" in dead'),
        ({"story": "x" * 32_001}, "A cell of this row is longer than 32,000 characters"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_in_whole_sentences(
    cells: dict[str, str], says: str
) -> None:
    assert says in why_not(changed(**cells))


def test_the_second_row_with_a_key_is_put_aside() -> None:
    found = load(sheet_of([HEADING, ROW, changed(dead="4"), changed(id="K-2")]), mapping())

    assert [record.key for record in found.records] == ["K-1", "K-2"]
    assert reason(found.quarantined[0]) == 'Another row above has the same key "K-1" (id).'
    assert found.quarantined[0].number == 3


def test_a_row_that_the_mapping_does_not_want_is_put_aside_and_counted() -> None:
    only = mapping(only=[{"column": "country", "none_of": ["KELORANE "]}])

    assert "leaves out rows" in why_not(ROW, only)


def test_a_row_with_more_cells_than_the_heading_is_put_aside_whole() -> None:
    (aside,) = load(sheet_of([HEADING, [*ROW, "more"]]), mapping()).quarantined

    assert "more cells than the heading" in reason(aside)
    assert aside.original["(beyond the heading)"] == "more"


def test_a_column_that_is_left_out_is_kept_nowhere() -> None:
    sheet = sheet_of([[*HEADING, "secret"], [*ROW, "canary"], [*changed(dead="x"), "canary"]])

    found = load(sheet, mapping(leave_out=["secret"]))

    assert "canary" not in repr(found)


def test_codes_are_looked_up_whole_in_parts_and_by_marks() -> None:
    coded = mapping(
        means={"columns": ["story"], "split": ",", "codes": {"Shelling": "artillery",
               "Drone, armed": "drone"}},
        objects={"marked_by": {"clinic": ["hurt"], "school": ["dead"]}},
    )  # fmt: skip

    assert one(changed(story="shelling, drone"), coded).means == ("artillery",)
    assert one(changed(story="DRONE,  armed"), coded).means == ("drone",)
    assert one(changed(hurt="0"), coded).objects == ("school",)
    strict = mapping(means={"columns": ["story"], "codes": {}, "otherwise": "quarantine"})
    assert "not in the list" in why_not(ROW, strict)


def test_low_best_and_high_stay_a_range() -> None:
    ranged = mapping(figures=[{"counts": "killed", "low": "dead", "best": "hurt", "high": "lat"}])

    (figure,) = one(changed(dead="2", hurt="5", lat="9", lon="9"), ranged).figures
    assert (figure.low, figure.best, figure.high) == (2, 5, 9)
    assert "lower number is above" in why_not(changed(dead="9", hurt="", lat="2", lon="2"), ranged)
    assert "not between" in why_not(changed(dead="2", hurt="12", lat="9", lon="9"), ranged)


def test_a_running_total_has_its_owner_and_is_no_incident() -> None:
    total = {"situation": {"columns": ["country"]}, "owner": {"value": "Ministry"}}

    found = one(ROW, mapping(toll=total))

    assert found.toll is not None
    assert (found.toll.situation, found.toll.owner) == ("Kelorane", "Ministry")
    assert "states no figure" in why_not(changed(dead="", hurt=""), mapping(toll=total))
    assert "no date" in why_not(changed(date=""), mapping(toll=total))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(ODD_CELLS, min_size=1, max_size=10), max_size=8))
def test_what_came_in_is_what_was_loaded_and_what_was_put_aside(rows: list[list[str]]) -> None:
    sheet = sheet_of([HEADING, ROW, *rows])

    found = load(sheet, mapping())

    assert found.total == len(sheet.lines) == len(found.records) + len(found.quarantined)
    assert all(reason(row).endswith(".") for row in found.quarantined)
    numbers = [row.number for row in found.records] + [row.number for row in found.quarantined]
    assert sorted(numbers) == [line.number for line in sheet.lines]


def test_the_values_of_a_record_are_plain() -> None:
    values: dict[str, Any] = one(ROW).values()

    assert values["when"] == {"first": "2025-03-04", "last": "2025-03-04", "grain": "day"}
    assert "original" not in values
