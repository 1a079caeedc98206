"""An audit trail in a file: whatever is done to it, it shows, and where."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.safekeeping import trail


def lines(count: int, withheld: frozenset[int] = frozenset()) -> list[str]:
    """Write a trail of so many events."""
    rows: list[dict[str, Any]] = []
    previous = trail.START
    for number in range(1, count + 1):
        event = {
            "number": number,
            "at": "2026-03-02T09:00:00.000000+00:00",
            "by": 1,
            "verb": "sent: raise",
            "subject_kind": "inquiry",
            "subject_id": f"ALICE-{number}",
            "details": {"n": number},
            "previous": previous,
        }
        digest = trail.digest_of(event)
        row = {**event, "digest": digest}
        if number in withheld:
            row = {"number": number, "previous": previous, "digest": digest, "withheld": True}
        rows.append(row)
        previous = digest
    return [json.dumps(row) for row in [*rows, {"head": {"number": count, "digest": previous}}]]


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_whole_trail_holds(count: int) -> None:
    assert trail.check_lines(lines(count)).events == count


def test_withheld_events_close_the_chain() -> None:
    checked = trail.check_lines(lines(4, frozenset({2, 4})))

    assert (checked.events, checked.withheld) == (4, 2)


@given(count=st.integers(1, 5), data=st.data())
@settings(max_examples=60)
def test_a_changed_event_is_named(count: int, data: st.DataObject) -> None:
    written = lines(count)
    place = data.draw(st.integers(0, count - 1))
    row = json.loads(written[place])
    name = data.draw(st.sampled_from(["at", "by", "verb", "subject_kind", "subject_id", "details"]))
    written[place] = json.dumps({**row, name: "other"})

    with pytest.raises(trail.BrokenTrail, match=f"event {place + 1} was changed"):
        trail.check_lines(written)


@given(count=st.integers(1, 5), data=st.data())
@settings(max_examples=40)
def test_a_missing_event_is_named(count: int, data: st.DataObject) -> None:
    written = lines(count)
    place = data.draw(st.integers(0, count - 1))
    del written[place]

    with pytest.raises(trail.BrokenTrail, match="missing"):
        trail.check_lines(written)


def test_a_trail_without_its_end_does_not_hold() -> None:
    with pytest.raises(trail.BrokenTrail, match="no head"):
        trail.check_lines(lines(3)[:-1])


def test_two_events_that_changed_places_are_found() -> None:
    written = lines(3)
    written[0], written[1] = written[1], written[0]

    with pytest.raises(trail.BrokenTrail):
        trail.check_lines(written)


@given(
    st.lists(st.one_of(st.text(), st.from_type(int).map(str), st.just("{}"), st.just('{"head":1}')))
)
@settings(max_examples=80)
def test_anything_else_is_refused_in_a_sentence(written: list[str]) -> None:
    with pytest.raises((trail.NotATrail, trail.BrokenTrail)):
        trail.check_lines(written)
