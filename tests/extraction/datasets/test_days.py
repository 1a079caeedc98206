"""Dates of a data set: no more precise than they were given, and never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.extraction.datasets import days
from answerable.extraction.datasets.errors import BadCell
from answerable.extraction.datasets.records import Day
from answerable.extraction.when.moments import Grain

DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(DATES)
def test_one_day_is_the_same_day_in_every_form(one: date) -> None:
    wanted = Day(one, one, Grain.DAY)
    since = str((one - date(1970, 1, 1)).days)

    assert days.day(one.isoformat()) == wanted
    assert days.day(f"{one:%Y%m%d}") == wanted
    assert days.day(f"{one.isoformat()}T00:00:00.000Z") == wanted
    assert days.day(f"{one:%d %B %Y}") == days.day(f"{one:%B %d, %Y}") == wanted
    assert days.day(f"{one:%d/%m/%Y}", ("%d/%m/%Y",)) == days.day(f"{one:%d.%m.%Y}") == wanted
    if one.day > 12:
        assert days.day(f"{one:%d/%m/%Y}") == days.day(f"{one:%m-%d-%Y}") == wanted
    assert one < date(1970, 1, 1) or days.day(since, ("days since 1970-01-01",)) == wanted
    assert days.of_parts(str(one.year), f"{one.month}.0", str(one.day)) == wanted


@given(DATES, st.sampled_from(["week", "month", "year"]))
def test_a_coarser_date_holds_the_finer_one(one: date, grain: str) -> None:
    found = days.coarsened(Day(one, one, Grain.DAY), grain)

    assert found.first <= one <= found.last
    assert found.grain == grain
    assert days.coarsened(found, "day") == found


def test_a_part_that_is_missing_makes_the_date_coarser() -> None:
    assert days.of_parts("2024", "2", "") == Day(date(2024, 2, 1), date(2024, 2, 29), Grain.MONTH)
    assert days.of_parts("2024", "", "") == Day(date(2024, 1, 1), date(2024, 12, 31), Grain.YEAR)
    assert days.of_parts("", "", "") is None
    assert days.day("") is days.day("unknown") is None


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (("", "2", "1"), "no_year"), (("2024", "", "1"), "no_month"),
        (("2023", "2", "29"), "no_such_date"), (("2024", "13", ""), "no_such_date"),
        (("20x4", "1", "1"), "no_such_date"),
    ],
)  # fmt: skip
def test_a_date_that_is_not_whole_is_refused(parts: tuple[str, str, str], code: str) -> None:
    with pytest.raises(BadCell) as refused:
        days.of_parts(*parts)

    assert refused.value.code == code


@pytest.mark.parametrize("cell", ["03/04/2024", "2024-02-30", "tomorrow", "0000-01-01", "45000"])
def test_what_can_mean_two_days_or_none_is_refused(cell: str) -> None:
    with pytest.raises(BadCell):
        days.day(cell)


def test_a_day_whose_text_says_the_month_only_is_a_month() -> None:
    filled = Day(date(2024, 2, 26), date(2024, 2, 26), Grain.DAY)

    assert days.month_that_a_text_says(filled, "February 2024: a clinic was hit.").grain == "month"
    assert days.month_that_a_text_says(filled, "26 February 2024: it was hit.") == filled
    assert days.month_that_a_text_says(filled, "March 2024: it was hit.") == filled
    assert days.month_that_a_text_says(filled, "A clinic was hit in February 2024.") == filled


@given(DATES, st.integers(0, 400))
def test_from_a_first_to_a_last_day(first: date, more: int) -> None:
    last = first + timedelta(days=more)
    one, other = Day(first, first, Grain.DAY), Day(last, last, Grain.DAY)

    assert days.between(one, other) == Day(first, last, Grain.DAY)
    if more:
        with pytest.raises(BadCell):
            days.between(other, one)


@given(st.text(max_size=30))
def test_any_cell_is_a_date_or_refused(cell: str) -> None:
    try:
        found = days.day(cell, ("%d.%m.%Y", "days since 1970-01-01"))
    except BadCell:
        return
    assert found is None or found.first <= found.last
