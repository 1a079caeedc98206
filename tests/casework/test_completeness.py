"""What a counterpart would call not enough information, each with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from answerable.casework.codes import PlacePrecision, TimePrecision
from answerable.casework.completeness import (
    Known,
    PlaceKnown,
    Standing,
    Topic,
    Why,
    examine,
    lacking,
)

WHOLE = Known(
    places=(PlaceKnown(PlacePrecision.STREET, has_point=True),),
    time_precision=TimePrecision.HOUR,
    window=timedelta(hours=1),
    objects=1,
    figure_owners=frozenset({"hospital", "monitor"}),
    sources=3,
    origins=frozenset({"agency", "monitor"}),
    kept_evidence=1,
    parties=1,
    questions=2,
)


def test_a_case_of_which_nothing_is_known_lacks_everything() -> None:
    found = examine(Known())

    assert [finding.topic for finding in found] == list(Topic)
    assert {finding.standing for finding in found} == {Standing.MISSING}


def test_a_whole_case_lacks_nothing() -> None:
    assert lacking(examine(WHOLE)) == ()


def test_what_is_missing_is_named_before_what_is_thin() -> None:
    found = lacking(examine(replace(WHOLE, time_precision=TimePrecision.DAY, questions=0)))

    assert [finding.why for finding in found] == [Why.NO_QUESTION, Why.TIME_IS_A_DAY]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"places": (PlaceKnown(PlacePrecision.TOWN, has_point=True),)}, Why.PLACE_IS_WIDE),
        ({"places": (PlaceKnown(PlacePrecision.EXACT, has_point=False),)}, Why.PLACE_HAS_NO_POINT),
        ({"time_precision": TimePrecision.MONTH}, Why.TIME_IS_WIDE),
        ({"window": timedelta(days=3)}, Why.TIME_IS_WIDE),
        ({"objects_of_unknown_notice": 1}, Why.OBJECT_NOT_SAID_WHETHER_NOTIFIED),
        ({"figure_owners": frozenset({"one"})}, Why.FIGURES_OF_ONE_OWNER),
        ({"figure_owners": frozenset(), "unknown_figures": 2}, Why.FIGURES_ALL_UNKNOWN),
        ({"sources": 1}, Why.ONE_SOURCE),
        # Five reposts of one agency are one source.
        ({"sources": 5, "origins": frozenset({"agency"})}, Why.SOURCES_OF_ONE_ORIGIN),
        ({"kept_evidence": 0, "described_evidence": 1}, Why.EVIDENCE_ONLY_DESCRIBED),
    ],
)
def test_what_is_there_but_thin_says_why(given: dict[str, Any], why: Why) -> None:
    [finding] = lacking(examine(replace(WHOLE, **given)))

    assert (finding.standing, finding.why) == (Standing.THIN, why)


def test_a_window_that_is_not_known_is_no_wide_one() -> None:
    assert lacking(examine(replace(WHOLE, window=None))) == ()
