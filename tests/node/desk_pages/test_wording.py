"""Every code that a page can show has words."""

import inspect
from enum import StrEnum

import pytest

from answerable.casework import codes as shared
from answerable.node.desk import codes as own
from answerable.node.desk import dossier_codes, wording
from answerable.node.desk.labels import vocabulary_of
from answerable.node.desk.wording.counts import count, lasting

SETS = [
    found
    for module in (shared, own, dossier_codes)
    for _name, found in inspect.getmembers(module, inspect.isclass)
    if issubclass(found, StrEnum) and found is not StrEnum
]


@pytest.mark.parametrize("codes", SETS, ids=lambda codes: codes.__name__)
def test_every_code_has_words(codes: type[StrEnum]) -> None:
    words = wording.VOCABULARIES[vocabulary_of(codes)]

    assert [code for code in codes if not str(words.get(code, ""))] == []


def test_a_code_of_a_stranger_is_shown_as_it_came() -> None:
    assert wording.word("position", "something_new") == "something new"


@pytest.mark.parametrize(
    ("low", "high", "put", "said"),
    [
        (None, None, "", "unknown"),
        (0, 0, "", "0"),
        (4, 6, "", "4 to 6"),
        (9, None, "", "at least 9"),
        (None, 3, "", "up to 3"),
        (20, None, "about", "about 20"),
    ],
)
def test_a_count_is_said_as_it_was_put(
    low: int | None, high: int | None, put: str, said: str
) -> None:
    assert count(low, high, put) == said


def test_a_long_time_is_said_in_days() -> None:
    from datetime import timedelta

    assert lasting(timedelta(days=38, hours=5)) == "38 days"
    assert lasting(timedelta(hours=47)) == "47 hours"
