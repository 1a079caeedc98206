"""What a cell says: unknown is not zero, text comes without the traces of other programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.extraction.datasets.cells import LARGEST, UNKNOWN, Count, count, readable
from answerable.extraction.datasets.errors import BadCell


@pytest.mark.parametrize("cell", ["", " ", "-1", "unknown", "No information", "N/A", *UNKNOWN])
def test_what_is_not_known_has_no_bound_and_is_never_zero(cell: str) -> None:
    assert count(cell) == Count(None, None)


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("0", 0, 0), ("2011.0", 2011, 2011), ("1,234", 1234, 1234), ("12 345", 12345, 12345),
        ("5+", 5, None), ("at least 7", 7, None), ("more than 10", 11, None), (">10", 11, None),
        ("up to 3", None, 3), ("< 4", None, 3), ("10-15", 10, 15), ("10 – 15", 10, 15),
        ("~20", 20, 20), ("٣", 3, 3),
    ],
)  # fmt: skip
def test_a_number_keeps_how_it_was_put(cell: str, low: int | None, high: int | None) -> None:
    found = count(cell)

    assert (found.low, found.high) == (low, high)
    assert found.about is cell.startswith("~")


@pytest.mark.parametrize(
    "cell", ["-2", "1.5", "1.234", "three", "15-10", "=1+1", "<0", "1e3", "9" * 13, "2147483648"]
)
def test_what_is_no_count_of_people_is_refused(cell: str) -> None:
    with pytest.raises(BadCell):
        count(cell)


@given(st.integers(0, LARGEST))
def test_every_number_of_people_is_read_as_written(number: int) -> None:
    assert count(str(number)) == count(f"{number:,}") == Count(number, number)


@given(st.text(max_size=40))
def test_any_cell_is_a_count_or_refused(cell: str) -> None:
    try:
        found = count(cell)
    except BadCell:
        return
    assert all(bound is None or 0 <= bound <= LARGEST for bound in (found.low, found.high))


def test_traces_of_other_programs_are_taken_out_of_a_text() -> None:
    assert readable("A clinic&nbsp;was  hit.\r\n\r\n") == "A clinic was hit."
    assert readable("the hospitalâ€™s gate") == "the hospital’s gate"
    assert readable("Ð”ÐµÐ½ÑŒ") == "День"


@given(
    st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=60)
)
def test_a_text_that_is_whole_stays(text: str) -> None:
    tidy = " ".join(text.replace("&", "").split())

    assert readable(tidy) == tidy or any(sign in tidy for sign in "ÃÂâÐÑØÙ×")
