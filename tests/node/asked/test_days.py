"""A day is compared with the node's own, which a form begins with, not with that of UTC."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.utils import timezone as node_time

from answerable.node.desk.days import day_of
from answerable.node.desk.errors import BadInput
from answerable.node.desk.models import Inquiry, Investigation
from answerable.node.desk.services import conveying, examining, exhibits, investigations
from tests.factories import NOW
from tests.node.asked.test_conveying import TOLD, decide
from tests.node.desk.factories import Desk, make_described, make_incident

# Shortly after midnight of the third at the node, while UTC has the second.
EAST = timezone(timedelta(hours=12))
AFTER_MIDNIGHT = datetime(2026, 3, 3, 0, 30, tzinfo=EAST)
TODAY = date(2026, 3, 3)

Deed = Callable[[Desk, Investigation, Inquiry, dict[str, Any]], object]


def describe(desk: Desk, _found: Investigation, _inquiry: Inquiry, acts: dict[str, Any]) -> object:
    about = exhibits.About(
        kind="photo", description="A wall", keeper="A", made_on=TODAY, made_precision="day"
    )
    return exhibits.describe(make_incident(desk), about, by=desk.officer, at=acts["at"])


def correct(desk: Desk, _found: Investigation, _inquiry: Inquiry, acts: dict[str, Any]) -> object:
    about = exhibits.About(
        kind="remnant", description="Fin", keeper="A", made_on=TODAY, made_precision="day"
    )
    exhibits.correct(
        make_described(desk, make_incident(desk)),
        about, version=1, reason="Read anew", by=desk.officer, at=acts["at"],
    )  # fmt: skip
    return about


def hold(_desk: Desk, found: Investigation, _inquiry: Inquiry, acts: dict[str, Any]) -> object:
    said: dict[str, Any] = {
        "kind": "footage",
        "what": "Film",
        "held_at": "Post",
        "asked_of": "Unit",
    }
    return examining.ask_to_keep(found, **said, asked_on=TODAY, **acts)


def step(_desk: Desk, found: Investigation, _inquiry: Inquiry, acts: dict[str, Any]) -> object:
    return investigations.decide(
        found, outcome="reply_with_findings", done_on=TODAY, version=found.version, **acts
    )


def convey(desk: Desk, found: Investigation, inquiry: Inquiry, acts: dict[str, Any]) -> object:
    if not found.steps.exists():
        decide(desk, found)
    return conveying.convey(found, inquiry, **TOLD | {"conveyed_on": TODAY}, **acts)


@pytest.mark.parametrize("deed", [describe, correct, hold, step, convey])
def test_the_day_that_a_form_begins_with_is_taken(
    desk: Desk, investigation: Investigation, inquiry: Inquiry, deed: Deed
) -> None:
    acts = {"by": desk.investigator, "at": AFTER_MIDNIGHT}

    with pytest.raises(BadInput), node_time.override("UTC"):
        deed(desk, investigation, inquiry, acts)
    with node_time.override(EAST):
        assert deed(desk, investigation, inquiry, acts)


def test_the_day_is_that_of_the_node() -> None:
    with node_time.override(timezone(timedelta(hours=-10))):
        assert day_of(NOW) == date(2026, 3, 1)
    with node_time.override(EAST):
        assert day_of(AFTER_MIDNIGHT) == TODAY
