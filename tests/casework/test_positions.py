"""Two owners' points of one place: distance, circles, and grid references both ways."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from answerable.casework.codes import PlacePrecision
from answerable.casework.positions import (
    USUAL_RADIUS,
    Circles,
    NotAGridReference,
    Position,
    compare,
    distance,
    from_grid,
    radius_of,
    to_grid,
)

POSITIONS = st.builds(
    Position,
    st.floats(-79.9, 83.9, allow_nan=False),
    st.floats(-180, 180, allow_nan=False),
    st.sampled_from([None, 0, 1, 10, 100, 300, 2_000, 5_000, 20_000]),
)


def test_the_distance_is_that_of_the_published_example() -> None:
    wellington, salamanca = Position(-41.32, 174.81), Position(40.96, -5.50)

    # The example of GeographicLib's own documentation: 19,959,679.267 m.
    assert distance(wellington, salamanca) == pytest.approx(19_959_679.267, abs=0.001)


@pytest.mark.parametrize(
    ("grid", "latitude", "longitude", "radius"),
    [
        # Published with GeoConvert(1) of GeographicLib, and with the mgrs library for JavaScript.
        ("38S MB 44 88", 33.33424, 44.40363, 1_000),
        ("33U XP 0 4", 48.24949, 16.41450, 20_000),
        # North of 84 degrees the grid is polar and has no zone number.
        ("Z AH 00000 00000", 90.0, 0.0, 1),
    ],
)
def test_a_grid_reference_is_the_published_one(
    grid: str, latitude: float, longitude: float, radius: int
) -> None:
    read = from_grid(grid)

    assert to_grid(Position(latitude, longitude, radius)) == grid
    assert distance(read, Position(latitude, longitude)) < 10


@settings(max_examples=150)
@example(Position(-1e-9, 0.0))
@given(POSITIONS)
def test_a_grid_reference_leads_back_to_within_its_square(position: Position) -> None:
    read = from_grid(to_grid(position))

    assert read.radius is not None
    # A square at the edge of a zone is cut off, so its middle may lie outside of the zone.
    assert distance(position, read) <= read.radius * 1.02 + 2


@pytest.mark.parametrize(("radius", "digits"), [(None, 3), (1, 5), (10, 4), (100, 3), (20_000, 1)])
def test_a_grid_reference_is_no_finer_than_the_place_is_known(
    radius: int | None, digits: int
) -> None:
    assert len(to_grid(Position(31.5, 34.45, radius)).split()[-1]) == digits


@pytest.mark.parametrize(
    "text",
    ["", "36R", "36RXV123", "99ZZZ1212", "36RXA\x00", "٣٦RXV1212", "36R XV 1234567890123", "12"],
)
def test_what_is_no_grid_reference_is_refused(text: str) -> None:
    with pytest.raises(NotAGridReference):
        from_grid(text)


@given(st.text(max_size=20))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        read = from_grid(text)
    except NotAGridReference:
        return
    assert -90 <= read.latitude <= 90


@given(POSITIONS, POSITIONS)
@settings(max_examples=60)
def test_it_does_not_matter_whose_point_comes_first(one: Position, other: Position) -> None:
    there, back = compare(one, other), compare(other, one)

    assert there.circles == back.circles
    assert there.metres == pytest.approx(back.metres, abs=0.001)


@pytest.mark.parametrize(
    ("one", "other", "circles"),
    [
        ((10.0, 20.0, 100), (10.0, 20.0, 5_000), Circles.SAME),
        ((10.0, 20.0, None), (10.0, 20.0, None), Circles.SAME),
        ((10.0, 20.0, 100), (10.01, 20.0, 5_000), Circles.INSIDE),
        ((10.0, 20.0, 600), (10.01, 20.0, 600), Circles.MEET),
        ((10.0, 20.0, 100), (10.01, 20.0, 100), Circles.APART),
        ((10.0, 20.0, None), (10.01, 20.0, 100), Circles.NOT_COMPARABLE),
        # Across the date line the short way counts.
        ((0.0, 179.999, 200), (0.0, -179.999, 200), Circles.MEET),
    ],
)
def test_the_circles_say_what_the_points_have_to_do_with_each_other(
    one: tuple[float, float, int | None], other: tuple[float, float, int | None], circles: Circles
) -> None:
    compared = compare(Position(*one), Position(*other))

    assert compared.circles is circles
    assert (compared.gap is None) == (one[2] is None or other[2] is None)


def test_a_stated_radius_goes_before_the_usual_one() -> None:
    assert radius_of(PlacePrecision.TOWN, 800) == 800
    assert radius_of(PlacePrecision.TOWN) == USUAL_RADIUS[PlacePrecision.TOWN]
    assert radius_of(PlacePrecision.COUNTRY) is None
