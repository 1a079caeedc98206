"""Pieces beside the sentence of harm are read with it, and what is no strike is not."""

from __future__ import annotations

from datetime import date

import pytest

from answerable.extraction.assembly import read
from answerable.extraction.claims import Claim, Kind
from answerable.extraction.lexicons import words


def _claims(text: str, language: str) -> list[Claim]:
    return list(read(text, words, published=date(2026, 3, 5), language=language).claims)


def _values(text: str, language: str, kind: Kind) -> set[str]:
    return {one.value for one in _claims(text, language) if one.kind is kind}


@pytest.mark.parametrize(
    ("language", "text", "objects", "means"),
    [
        ("en", "Two people were killed. A missile, the dormitory.", "residential", "missile"),
        ("ru", "Погибли два человека. Ракета, общежитие.", "residential", "missile"),
        ("uk", "Загинули двоє людей. Ракета, гуртожиток.", "residential", "missile"),
        ("he", "שני אנשים נהרגו. טיל, בית ספר.", "school", "missile"),
    ],
)
def test_what_was_struck_and_by_what_stand_beside_the_harm(
    language: str, text: str, objects: str, means: str
) -> None:
    assert _values(text, language, Kind.OBJECT) == {objects}
    assert _values(text, language, Kind.MEANS) == {means}


@pytest.mark.parametrize(
    ("language", "text", "who"),
    [
        ("en", "Three people were killed. Our teams treated nine.", "Our teams"),
        ("en", "Two people were shot dead. Police detained a suspect.", "Police"),
        ("ru", "Наши врачи прооперировали раненых. Погибли два человека.", "Наши врачи"),
    ],
)
def test_who_only_acts_tells_it_where_nobody_is_said_to(language: str, text: str, who: str) -> None:
    assert _values(text, language, Kind.SOURCE) == {who}


def test_somebody_who_says_it_goes_before_who_only_acts() -> None:
    text = "Two people were shot dead, doctors said. Police detained a suspect."

    assert _values(text, "en", Kind.SOURCE) == {"doctors"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Two people were killed in the West Bank after the ceasefire."),
        ("en", "A lorry driver was shot dead and nine people are in hospital."),
        ("he", "שני אנשים נהרגו בתקיפה בבית לאהיא."),
    ],
)
def test_no_object_is_made_of_a_name_a_driver_or_where_the_wounded_lie(
    language: str, text: str
) -> None:
    assert _values(text, language, Kind.OBJECT) == set()


@pytest.mark.parametrize(
    ("language", "text", "means"),
    [
        ("en", "Two people were killed by missiles fired at the town.", "missile"),
        ("he", "שבע רקטות נורו לעבר העיר, שני אנשים נהרגו.", "rocket"),
        ("ru", "Двое убиты выстрелом танка.", "tank"),
    ],
)
def test_what_fires_says_better_by_what_than_that_it_was_fired(
    language: str, text: str, means: str
) -> None:
    assert _values(text, language, Kind.MEANS) == {means}


def test_a_long_text_is_not_looked_through_again() -> None:
    text = "Two people were killed. A missile. The dormitory. " + "It rained all day. " * 12

    assert _values(text, "en", Kind.OBJECT) == set()
