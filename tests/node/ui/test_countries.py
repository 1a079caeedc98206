"""Countries are named in the language of the page, sorted as its readers look for them."""

import pytest
from django.utils.translation import override

from answerable.node.desk.services import calendars
from answerable.node.ui import countries


@pytest.mark.parametrize(
    ("language", "named"),
    [
        ("en", ["Åland Islands (AX)", "Yemen (YE)", "Zimbabwe (ZW)"]),
        ("uk", ["Єгипет (EG)", "Зімбабве (ZW)", "Індія (IN)", "Йорданія (JO)", "Кенія (KE)"]),
        ("ru", ["Египет (EG)", "Иордания (JO)", "Йемен (YE)", "Кения (KE)"]),
        ("ar", ["اليمن (YE)", "أوكرانيا (UA)", "لبنان (LB)"]),
        ("he", ["אוקראינה (UA)", "לבנון (LB)", "תימן (YE)"]),
    ],
)
def test_they_are_sorted_by_name_with_the_code_behind(language: str, named: list[str]) -> None:
    codes = [one.rpartition("(")[2].strip(")") for one in named]

    with override(language):
        assert [label for _code, label in countries.named(sorted(codes))] == named


@pytest.mark.parametrize("language", ["en", "uk", "ru", "ar", "he"])
def test_every_country_with_a_calendar_has_a_name(language: str) -> None:
    with override(language):
        assert [code for code in calendars.countries() if countries.name(code) == code] == []


def test_what_is_no_country_is_shown_as_it_came() -> None:
    assert countries.name("QQ") == "QQ"
