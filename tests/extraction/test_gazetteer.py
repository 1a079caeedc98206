"""The packed gazetteer opens, and is the same for the same sources."""

import hashlib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.extraction.lexicons import gazetteer
from answerable.extraction.where.gazetteer import (
    Entry,
    NoGazetteer,
    PlaceKind,
    key_of,
    load,
    pack,
    sources,
)
from answerable.extraction.where.inflection import base_forms

PACKAGE = files("answerable.extraction")
PACKED = PACKAGE / "places.gazetteer"
SOME = Entry("a:1", "Kelorane", 12.5, -30.25, 5.0, 900, "XA", "a:2", PlaceKind.TOWN)
OTHER = Entry("a:2", "Dorvelle", -12.5, 30.0, 35.0, 0, "XA", "", PlaceKind.REGION)


def test_what_is_packed_is_what_opens() -> None:
    packed = pack([SOME, OTHER], {"kelorane": [0], "dorvelle": [0, 1]}, {"test": "1"})

    opened = load(packed)

    assert list(opened.all()) == [SOME, OTHER]
    assert opened.bearing("dorvelle") == (0, 1)
    assert opened.bearing("elsewhere") == ()
    assert sources(packed) == {"test": "1"}


def test_the_same_places_give_the_same_bytes() -> None:
    one = pack([SOME, OTHER], {"b": [1], "a": [0]}, {})

    assert one == pack([SOME, OTHER], {"a": [0], "b": [1]}, {})


@given(st.binary(max_size=200))
def test_other_bytes_are_no_gazetteer(data: bytes) -> None:
    with pytest.raises(NoGazetteer):
        load(data)


def test_the_packed_file_is_made_from_the_supplement_that_lies_beside_it() -> None:
    digest = hashlib.sha256()
    for path in sorted((PACKAGE / "lexicon" / "places").iterdir(), key=lambda one: one.name):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")

    made_from = sources(PACKED.read_bytes())

    assert made_from["supplement"] == digest.hexdigest(), "run ./run gazetteer"
    assert len(PACKED.read_bytes()) < 6_000_000


def test_every_place_lies_on_the_earth_with_a_radius() -> None:
    assert len(gazetteer()) > 30_000
    for entry in gazetteer().all():
        assert -90 <= entry.latitude <= 90
        assert -180 <= entry.longitude <= 180
        assert entry.radius_km > 0, entry


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir ez-Zor", "Deir al Zor"),
        ("Ḩalab", "halab"),
        ("Куп'янськ", "куп’янськ"),
        ("ג'באליה", "גבאליה"),
        ("إدلب", "ادلب"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_letters_that_are_letters_of_their_own_stay_so() -> None:
    assert key_of("Київ") == "київ" != key_of("Киив")
    assert key_of("Чугуїв") != key_of("Чугуив")
    assert key_of("Мирний") == "мирний" != key_of("Мирнии")


@pytest.mark.parametrize(
    ("word", "language", "name"),
    [
        ("харкові", "uk", "харків"), ("ірпеня", "uk", "ірпінь"), ("ірпеню", "uk", "ірпінь"),
        ("києва", "uk", "київ"), ("борисполі", "uk", "бориспіль"), ("сумах", "uk", "суми"),
        ("черкас", "uk", "черкаси"), ("розі", "uk", "ріг"), ("чернівцях", "uk", "чернівці"),
        ("кременчуці", "uk", "кременчук"), ("церкві", "uk", "церква"), ("рівного", "uk", "рівне"),
        ("ровеньках", "ru", "ровеньки"), ("макеевку", "ru", "макеевка"), ("рога", "ru", "рог"),
        ("بخانيونس", "ar", "خانيونس"), ("للنصيرات", "ar", "النصيرات"), ("وبغزه", "ar", "غزه"),
        ("ומשדרות", "he", "שדרות"), ("שבעזה", "he", "עזה"),
    ],
)  # fmt: skip
def test_a_bent_name_leads_back_to_the_name(word: str, language: str, name: str) -> None:
    assert name in base_forms(word, language)


@given(st.text(max_size=20), st.sampled_from(["en", "uk", "ru", "ar", "he", "und"]))
def test_any_word_has_itself_among_its_forms(word: str, language: str) -> None:
    assert word in base_forms(word, language)
