"""Printings of one text are found, and two reporters of one event stay two."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.extraction.text.reprints import BANDS, are_printings, bands, shingles
from tests.extraction.printings import AGENCY, OTHER, reprint

WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=60, max_size=300)


def share_a_key(one: str, other: str) -> bool:
    return not {*bands(shingles(one))}.isdisjoint(bands(shingles(other)))


@pytest.mark.parametrize("language", AGENCY)
def test_another_headline_a_cut_tail_and_a_credit_are_the_same_text(language: str) -> None:
    one, other = AGENCY[language], reprint(language)

    assert are_printings(shingles(one), shingles(other))
    assert share_a_key(one, other)


@pytest.mark.parametrize("language", AGENCY)
def test_another_reporter_of_the_same_event_has_a_text_of_their_own(language: str) -> None:
    one, other = AGENCY[language], OTHER[language]

    assert not are_printings(shingles(one), shingles(other))


def test_short_notices_of_one_writer_that_differ_in_numbers_are_not_the_same() -> None:
    form = (
        "On {day} March {n} people were killed and {m} injured by shelling in the district of "
        "{where} the duty officer of the rescue service said in the morning bulletin. {house} "
        "houses were damaged in {where} and power was cut in {house} streets, repair crews are at "
        "work there since {day} in the morning."
    )
    one = form.format(day=5, n=3, m=7, where="North Dorvelle", house=12)
    other = form.format(day=6, n=1, m=2, where="Lower Kelorane", house=4)

    assert shingles(one)
    assert not are_printings(shingles(one), shingles(other))


@pytest.mark.parametrize(
    "text", ["", "Five people were killed.", " ".join("ab" for _ in range(900))]
)
def test_what_says_too_little_is_no_printing_of_anything(text: str) -> None:
    assert bands(shingles(text)) == ()
    assert not are_printings(shingles(text), shingles(text))


@settings(max_examples=40)
@given(WORDS)
def test_a_text_is_found_by_all_its_keys_whatever_its_marks_and_case(words: list[str]) -> None:
    one, other = " ".join(words), ",  ".join(words).upper()

    assert bands(shingles(one)) == bands(shingles(other))
    assert len(bands(shingles(one))) in (0, BANDS)
    assert all(-(2**63) <= key < 2**63 for key in bands(shingles(one)))


@settings(max_examples=40)
@given(WORDS, WORDS)
def test_alike_is_alike_both_ways_and_unrelated_texts_are_not(
    one: list[str], other: list[str]
) -> None:
    first, second = shingles(" ".join(one)), shingles(" ".join(other))

    assert are_printings(first, second) == are_printings(second, first)
    if len(first & second) < min(len(first), len(second)) // 3:
        assert not are_printings(first, second)


@given(st.text(max_size=400))
def test_any_text_has_runs_or_none(text: str) -> None:
    assert len(bands(shingles(text))) in (0, BANDS)
