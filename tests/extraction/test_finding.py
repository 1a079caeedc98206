"""A place is found by a name that a person writes, namesakes told apart by their region."""

from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction import lexicons
from answerable.extraction.where import finding


def found(name: str) -> list[tuple[str, str, str]]:
    places = finding.find(lexicons.gazetteer(), name)
    return [(one.entry.name, one.region, one.entry.country) for one in places]


def test_a_whole_name_comes_before_what_begins_so_and_a_town_before_its_region() -> None:
    names = found("kharkiv")

    assert names[:2] == [
        ("Kharkiv", "Kharkivska oblast", "UA"),
        ("Kharkivska oblast", "", "UA"),
    ]
    assert names[0] == found("Харків")[0] == found(" KHARKIV ")[0]
    assert len(names) > 2


def test_namesakes_of_two_countries_are_both_there() -> None:
    assert {country for _name, _region, country in found("Rafah")} == {"PS", "EG"}


def test_a_place_is_found_again_by_its_id_and_nothing_by_another() -> None:
    first = finding.find(lexicons.gazetteer(), "Izium")[0]

    assert finding.of_id(lexicons.gazetteer(), first.entry.id) == first
    for wrong in ("", "geonames:0", "\x00"):
        assert finding.of_id(lexicons.gazetteer(), wrong) is None


@given(st.text(max_size=200))
@settings(max_examples=20, deadline=None)
def test_whatever_is_written_finds_a_few_places_or_none(name: str) -> None:
    assert len(found(name)) <= finding.MOST_FOUND
