"""A date on a page is what its pattern says, in every language."""

from datetime import date

import pytest
from django.utils import translation
from django.utils.formats import date_format

from answerable.node.ui import dates


@pytest.mark.parametrize("language", ["en", "uk", "ru", "ar", "he"])
def test_a_short_date_is_what_the_pattern_writes(language: str) -> None:
    days = [date(year, month, 3) for year in (987, 2026) for month in range(1, 13)]

    with translation.override(language):
        written = [dates.short(day) for day in days]

        assert written == [date_format(day, dates.pattern()) for day in days]
        assert len(set(written)) == len(days)
