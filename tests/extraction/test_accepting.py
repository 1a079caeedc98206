"""A claim stands only with its words: whatever another reader says, its quotes are looked up."""

from dataclasses import replace

import pytest

from answerable.extraction.accepting import accept
from answerable.extraction.claims import Claim, Kind, Place

TEXT = "Five people, two of them children, were killed."
WHOLE = Claim(
    Kind.HARM, "killed", "Five people", 0, 11, "theirs", 0.9, "en", low=5, high=5, incident=1
)
PART = Claim(
    Kind.HARM, "killed", "two of them children", 13, 33, "theirs", 0.9, "en", low=2, high=2,
    category="children", subset_of=0,
)  # fmt: skip


def test_claims_with_true_quotes_are_kept_in_the_order_of_the_text() -> None:
    accepted = accept(TEXT, [replace(PART, subset_of=1), WHOLE])

    assert accepted.claims == (WHOLE, PART)
    assert accepted.dropped == 0


@pytest.mark.parametrize(
    "changed",
    [{"quote": "Six people"}, {"start": 1}, {"end": 400}, {"start": -47}, {"quote": "", "end": 0}],
)
def test_a_claim_whose_quote_is_not_there_is_dropped_and_counted(
    changed: dict[str, object],
) -> None:
    accepted = accept(TEXT, [replace(WHOLE, **changed), PART])  # type: ignore[arg-type]

    assert accepted.claims == (replace(PART, subset_of=None),)
    assert accepted.not_in_text == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"low": -1},
        {"low": 6},
        {"confidence": 1.5},
        {"confidence": float("nan")},
        {"incident": 0},
        {"subset_of": 0},
        {"subset_of": 9},
        {"subset_of": -1},
        {"place": Place("x", "X", 91.0, 0.0, 1.0)},
        {"place": Place("x", "X", 0.0, 0.0, -1.0)},
    ],
)
def test_a_claim_that_makes_no_sense_is_dropped_and_counted(changed: dict[str, object]) -> None:
    accepted = accept(TEXT, [replace(WHOLE, **changed)])  # type: ignore[arg-type]

    assert accepted.claims == ()
    assert (accepted.not_in_text, accepted.not_sound) == (0, 1)


@pytest.mark.parametrize("changed", [{"low": 6, "high": 6}, {"incident": 2}])
def test_what_can_be_no_part_of_its_whole_stands_for_itself(changed: dict[str, object]) -> None:
    accepted = accept(TEXT, [WHOLE, replace(PART, **changed)])  # type: ignore[arg-type]

    assert accepted.claims == (WHOLE, replace(PART, subset_of=None, **changed))  # type: ignore[arg-type]
    assert accepted.dropped == 0


def test_parts_in_a_circle_and_of_no_people_are_dropped_and_what_hangs_on_them_stays() -> None:
    place = Claim(Kind.WHERE, "Five", "Five", 0, 4, "theirs", 0.9, "en")
    circle = [replace(WHOLE, subset_of=1), replace(PART, subset_of=0)]
    given = [*circle, replace(PART, subset_of=1), replace(PART, subset_of=4), place]

    accepted = accept(TEXT, given)

    assert accepted.claims == (place, replace(PART, subset_of=None))
    assert accepted.not_sound == 3


def test_a_part_keeps_its_own_whole_when_one_before_does_not_fit() -> None:
    many = replace(WHOLE, low=5_000, high=5_000)

    accepted = accept(
        TEXT, [many, WHOLE, replace(PART, subset_of=1)], fits=lambda one: (one.low or 0) < 1_000
    )

    assert accepted.claims == (WHOLE, PART)
    assert accepted.not_sound == 1
