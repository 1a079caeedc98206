"""Coordinates of a data set: both or none, on this Earth, and nought is nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.extraction.datasets import spots
from answerable.extraction.datasets.errors import BadCell

DEGREES = st.decimals(places=6, allow_nan=False, min_value=-89, max_value=89)


@given(DEGREES, DEGREES)
def test_a_point_is_the_same_however_it_is_written(latitude: float, longitude: float) -> None:
    wanted = (float(latitude), float(longitude))
    wanted_or_nowhere = None if wanted == (0.0, 0.0) else wanted

    assert spots.point(str(latitude), str(longitude)) == wanted_or_nowhere
    assert spots.of_one(f"{latitude}, {longitude}") == wanted_or_nowhere
    assert spots.of_one(f"POINT ({longitude} {latitude})") == wanted_or_nowhere


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        ("10", "", "half_a_place"), ("", "10", "half_a_place"), ("91", "0", "not_on_earth"),
        ("10", "181", "not_on_earth"), ("ten", "20", "no_such_place"),
        ("1e1", "20", "no_such_place"),
    ],
)  # fmt: skip
def test_half_a_place_and_a_place_off_the_earth_are_refused(
    latitude: str, longitude: str, code: str
) -> None:
    with pytest.raises(BadCell) as refused:
        spots.point(latitude, longitude)

    assert refused.value.code == code


@given(st.text(max_size=30))
def test_any_cell_is_a_point_or_refused(cell: str) -> None:
    try:
        found = spots.of_one(cell)
    except BadCell:
        return
    assert found is None or (abs(found[0]) <= 90 and abs(found[1]) <= 180)
