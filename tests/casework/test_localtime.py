"""Hours that a clock showed twice, once or never."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.casework.localtime import Shown, is_second, shown

ATHENS = ZoneInfo("Europe/Athens")


@pytest.mark.parametrize(
    ("local", "how_often"),
    [
        ("2026-03-29T03:30", Shown.NEVER),
        ("2026-10-25T03:30", Shown.TWICE),
        ("2026-10-25T05:30", Shown.ONCE),
    ],
)
def test_a_local_time_was_shown_once_twice_or_never(local: str, how_often: Shown) -> None:
    assert shown(datetime.fromisoformat(local), ATHENS) is how_often


@pytest.mark.parametrize(("hour", "second"), [(0, False), (1, True), (3, False)])
def test_an_instant_says_which_of_the_two_it_is(hour: int, second: bool) -> None:
    assert is_second(datetime(2026, 10, 25, hour, 30, tzinfo=UTC), ATHENS) is second


@given(st.integers(0, 2_200_000_000))
def test_what_an_instant_is_locally_was_shown(seconds: int) -> None:
    instant = datetime.fromtimestamp(seconds, UTC)
    local = instant.astimezone(ATHENS).replace(tzinfo=None, fold=0)

    assert shown(local, ATHENS) is not Shown.NEVER
