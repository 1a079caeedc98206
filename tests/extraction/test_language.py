"""Telling languages apart by script and letters."""

import pytest

from answerable.extraction.text.language import declared_language, fits, guess_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The clinic was struck in the night, officials said on Tuesday.", "en"),
        ("Обстріл лікарні у Харкові: є загиблі, її будівлю знищено", "uk"),
        ("Обстрел больницы в городе: это был второй удар, объявили власти", "ru"),
        ("قصف مستشفى في خان يونس", "ar"),
        ("הפצצת בית חולים בעיר עזה", "he"),
        ("La clinique a été frappée dans la nuit selon les autorités locales", "und"),
        ("بیمارستان در شب بمباران شد، گفتند مقامات شهر پس از حمله", "und"),
        ("Болницата беше ударена през нощта, съобщиха властите в града", "und"),
        ("12 34 56", "und"),
        ("", "und"),
        ("病院が夜に攻撃されたと当局が発表した", "und"),
    ],
)
def test_five_languages_are_told_apart_and_others_left_open(text: str, language: str) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("declared", "code"),
    [("en-GB", "en"), ("UK", "uk"), ("iw", "he"), ("ar_EG", "ar"), ("und", None), ("x!", None)],
)
def test_a_declared_language_becomes_a_code_or_nothing(declared: str, code: str | None) -> None:
    assert declared_language(declared) == code


def test_a_language_does_not_fit_a_text_in_another_script() -> None:
    assert not fits("en", "قصف مستشفى في خان يونس")


def test_a_language_of_unknown_script_is_given_the_benefit_of_the_doubt() -> None:
    assert fits("fr", "La clinique a été frappée")
