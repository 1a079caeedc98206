"""Coordinates are read as people write them, as exactly as their last digit says."""

import pytest

from answerable.extraction.where.coordinates import coordinates_in

STATED = [
    ("It fell at 33°30′N 36°18′E.", 33.5, 36.3, 1.31),
    ("at N 33 30 15 E 36 18 20,", 33.50417, 36.30556, 0.05),
    ("N 48° 27.883' E 035° 02.750'", 48.46472, 35.04583, 0.05),
    ("36.29E, 33.51S", -33.51, 36.29, 0.79),
    ("33 degrees 30 minutes north, 36 degrees 18 minutes east", 33.5, 36.3, 1.31),
    ("Latitude: 33.51, longitude: 36.29", 33.51, 36.29, 0.79),
    ("coordinates: 33.51, 36.29", 33.51, 36.29, 0.79),
    ("a well (-1.2921, 36.8219)", -1.2921, 36.8219, 0.05),
    ("Воронка: 48,4647; 35,0462", 48.4647, 35.0462, 0.05),
    ("48°27′ с. ш. 35°02′ в. д.", 48.45, 35.03333, 1.31),
    ("48 градусів 30 хвилин північної широти, 36 градусів східної довготи", 48.5, 36.0, 78.64),
    ("٣٣٫٥١٢٣، ٣٦٫٢٩١٢", 33.5123, 36.2912, 0.05),
    ("33.51° شمالا، 36.29° شرقا", 33.51, 36.29, 0.79),
    ("31.5234 צפון, 34.4312 מזרח", 31.5234, 34.4312, 0.05),
    ("grid 38S MB 44 88", 33.334, 44.404, 0.71),
    ("37UDQ12345678", 49.25755, 37.79535, 0.05),
]


@pytest.mark.parametrize(("text", "latitude", "longitude", "radius"), STATED)
def test_coordinates_are_read(text: str, latitude: float, longitude: float, radius: float) -> None:
    (one,) = coordinates_in(text)

    assert (one.place.latitude, one.place.longitude) == pytest.approx(
        (latitude, longitude), abs=0.01
    )
    assert one.place.radius_km == pytest.approx(radius, abs=0.01)


@pytest.mark.parametrize(
    "text",
    [
        "It rose from 33.51, 36.29 dollars a year before.",
        "5 January, 2.345, 33.123%",
        "Between 31.5° and 34.4° in June, 35 °C in July",
        "Where the N 33 and E 40 motorways meet",
        "the 33°N parallel",
        "99.1234, 36.1234",
        "37U DQ 1234 567",
        "the 10th Brigade, 99XAA 11 11",
    ],
)
def test_other_figures_are_no_coordinates(text: str) -> None:
    assert coordinates_in(text) == []
